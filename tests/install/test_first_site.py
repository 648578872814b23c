"""docs/first-site*.md: each command does what it says, one after the other, with the wheel alone."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
from pathlib import Path

import pytest

from tests.support.packages import build_package
from tests.support.projects import REPO

ANSWERS = {
    "docs/first-site.md": "en\nDenver Discovery\nUS\nAmerica/Denver\n\nboth\nnone\n",
    "docs/first-site.zh-CN.md": "zh\n通渭科普\n\n通渭县\n\n都有\nboth\nnone\n",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    return folder / build_package("wheel", REPO, folder)


def read_commands(document: str) -> list[str]:
    text = (REPO / document).read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


class Shell:
    """What somebody types in a terminal, in a home of their own."""

    def __init__(self, home: Path, lang: str) -> None:
        self.home, self.folder = home, home
        kept = {
            name: v
            for name, v in os.environ.items()
            if not name.startswith(("PYTHON", "GIT_", "VIRTUAL_", "LC_", "LANG"))
        }
        self.variables = kept | {"HOME": str(home), "LC_MESSAGES": f"{lang}.UTF-8"}

    def call(self, command: str, answers: str = "") -> str:
        """The output of a command, which must succeed."""
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.folder, env=self.variables, input=answers,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout + done.stderr


@pytest.mark.parametrize("document", ANSWERS)
def test_every_command_of_the_first_site_works(document: str, wheel: Path, tmp_path: Path) -> None:
    shell = Shell(tmp_path, "zh_CN" if "zh" in document else "en_US")
    for command in read_commands(document):
        match command.split():
            case ["python3", *_]:
                shell.call(command.replace("python3", sys.executable))
                environment = tmp_path / "tourbook"
                libraries = next((environment / "lib").glob("python*/site-packages")) / "own.pth"
                libraries.write_text(sysconfig.get_path("purelib"))  # instead of a download
            case [".", script]:
                assert script == "~/tourbook/bin/activate"
                shell.variables["PATH"] = f"{environment}/bin:{shell.variables['PATH']}"
            case ["pip", *_]:
                shell.call(command.replace("tourbook", f"-q --no-deps --no-index {wheel}"))
            case ["cd", folder]:
                shell.folder /= folder
            case ["tourbook", "init", _]:
                assert "tourbook serve" in shell.call(command, ANSWERS[document])
            case ["tourbook", "serve"]:
                check_preview(shell, command)
            case _:
                shell.call(command)
    assert (shell.folder / "output/index.html").exists()
    assert (shell.folder / "output/stops/example-stop/calendar.ics").exists()
    assert not shell.call("git status --porcelain")


def check_preview(shell: Shell, command: str) -> None:
    """The preview answers, with an example of each kind."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [*command.split(), "--port", str(port)]
    server = subprocess.Popen(words, cwd=shell.folder, env=shell.variables, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
                    page = answer.read().decode()
                break
            except OSError:
                assert time.monotonic() < deadline, "the preview does not answer"
                time.sleep(0.1)
        assert "Example" in page or "示例" in page
    finally:
        server.terminate()
        server.wait(10)
