"""The command `serve`, up to the point at which it listens."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from tests.support.commands import RunCommand
from tests.support.projects import REPO, Project
from tourbook.build.live import LiveSite
from tourbook.commands import serve


@pytest.fixture
def taken_port() -> Any:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.fixture
def listened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, LiveSite]]:
    """(port, site) of each server that would have been started."""
    found: list[tuple[int, LiveSite]] = []

    def stop(preview: Any, sockets: list[socket.socket], host: str, root: Path) -> None:
        found.append((sockets[0].getsockname()[1], preview.site))
        for one in sockets:
            one.close()

    monkeypatch.setattr(serve, "serve", stop)
    return found


def test_a_port_that_is_taken_is_told_before_anything_is_read(
    run: RunCommand, taken_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "LiveSite", None)
    code, _, err = run("serve", "--port", str(taken_port), lang="en")
    assert code == 2 and f"port {taken_port} cannot be used" in err
    assert f"--port {taken_port + 1}" in err


def test_without_a_port_the_next_free_one_is_taken(
    run: RunCommand,
    taken_port: int,
    listened: list[tuple[int, LiveSite]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(serve, "DEFAULT_PORT", taken_port)
    code, _, err = run("serve", lang="en")
    assert code == 0 and taken_port < listened[0][0] <= taken_port + serve.OTHER_PORTS
    assert f"preview: http://127.0.0.1:{listened[0][0]}/" in err


def test_drafts_are_shown_unless_they_are_not_wanted(
    run: RunCommand, project: Project, listened: list[tuple[int, LiveSite]]
) -> None:
    project.write({"content/pages/soon.md": "---\ntitle: 草稿\ndraft: true\n---\n"})
    run("serve")
    run("serve", "--no-drafts")
    assert [bool(site.find("soon/")) for _, site in listened] == [True, False]
    assert not project.output.exists()


def test_who_else_sees_the_preview_is_said(
    run: RunCommand, listened: list[tuple[int, LiveSite]]
) -> None:
    assert "others in the network" in run("serve", "--host", "0.0.0.0", lang="en")[2]
    assert "others in the network" not in run("serve", "--host", "localhost", lang="en")[2]
    code, _, err = run("serve", "--host", "nowhere.invalid", lang="en")
    assert code == 2 and "nowhere.invalid" in err


def test_what_was_read_is_kept_if_it_is_terminated(project: Project) -> None:
    command = [sys.executable, str(REPO / "build.py"), "serve", "--root", str(project.root)]
    server = subprocess.Popen([*command, "--lang", "en"], stderr=subprocess.PIPE, text=True)
    assert server.stderr
    address = server.stderr.readline().split()[1]
    assert urlopen(address, timeout=30).read()
    server.terminate()
    assert "stopped" in server.communicate(timeout=30)[1] and server.returncode == 130
    assert (project.root / ".tourbook/memo").exists()
