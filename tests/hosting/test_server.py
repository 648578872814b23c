"""A site on a server of one's own: real pushes to a real repository, served by a real nginx."""

from __future__ import annotations

import datetime as dt
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.support import tiny_theme
from tests.support.git import Repository
from tests.support.projects import REPO, Project
from tests.support.sources import SMALL
from tests.support.web import nginx
from tourbook.hosting.releases import Releases

WHEN = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)
PAGE = "exhibitions/light/index.html"
BUILD = [sys.executable, str(REPO / "build.py")]
BROKEN = SMALL["content/exhibitions/light.md"].replace("name", "nmae")  # type: ignore[union-attr]


class Server:
    """A server's folder, and an editor who pushes to it."""

    def __init__(self, folder: Path, editor: Path) -> None:
        self.folder = folder
        self.call("setup")
        self.editor = Repository(editor)
        self.project = Project(editor)
        self.commits = 0
        self.commit({**tiny_theme.list_theme_files("default"), **SMALL})
        self.editor.git("remote", "add", "site", str(folder / "site.git"))

    def call(self, task: str, *options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*BUILD, "server", task, str(self.folder), "--lang", "en", *options],
            capture_output=True,
            text=True,
            check=False,
        )

    def commit(self, files: dict[str, str | bytes | None]) -> str:
        self.commits += 1
        self.project.write(files)
        self.editor.commit("edit", WHEN + dt.timedelta(minutes=self.commits))
        return self.editor.git("rev-parse", "HEAD")

    def name_exhibition(self, name: str) -> str:
        """Commits another name of the exhibition."""
        text = SMALL["content/exhibitions/light.md"]
        assert isinstance(text, str)
        return self.commit({"content/exhibitions/light.md": text.replace("光影", name)})

    def push(self) -> str:
        """What the editor sees."""
        process = self.start_push()
        return process.communicate(timeout=120)[0]

    def start_push(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["git", "-C", str(self.editor.root), "push", "site", "HEAD:main"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def read(self, name: str = PAGE) -> str:
        return (self.folder / "current" / name).read_text(encoding="utf-8")


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path / "srv", tmp_path / "editor")


def test_what_is_pushed_is_served_and_what_fails_the_check_is_not(
    server: Server, tmp_path: Path
) -> None:
    assert "published" in server.push()
    with nginx(server.folder / "current", tmp_path / "nginx") as address:

        def fetch() -> str:
            with urllib.request.urlopen(address + "exhibitions/light/") as answer:
                return str(answer.read().decode())

        assert "光影" in fetch()
        server.commit({"content/exhibitions/light.md": BROKEN})
        answer = server.push()
        assert "content/exhibitions/light.md:2:1: error" in answer
        assert "the site stays as it was" in answer
        assert "光影" in fetch()
        server.name_exhibition("声音")
        assert "published" in server.push()
        assert "声音" in fetch()


def test_of_two_pushes_at_once_the_later_one_is_published(server: Server) -> None:
    server.push()
    commit = server.name_exhibition("第一")
    first = server.start_push()
    while commit not in server.editor.git("ls-remote", "site"):
        time.sleep(0.02)
    server.name_exhibition("第二")
    second = server.start_push()
    for push in (first, second):
        push.communicate(timeout=120)
    assert "第二" in server.read()


def test_a_build_that_is_killed_leaves_the_old_site_and_the_next_one_mends_it(
    server: Server,
) -> None:
    server.push()
    (server.folder / "site.git/hooks/post-receive").unlink()
    for number, seconds in enumerate((0.2, 0.5, 0.8, 1.1)):
        before = server.read()
        server.name_exhibition(f"第{number}次")
        server.push()
        build = subprocess.Popen(
            [*BUILD, "server", "publish", str(server.folder)],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(seconds)
        os.killpg(build.pid, signal.SIGKILL)
        build.wait()
        assert server.read() == before or f"第{number}次" in server.read()
        assert server.call("publish").returncode == 0
        assert f"第{number}次" in server.read()


def test_past_midnight_the_site_is_that_of_the_new_day(server: Server) -> None:
    server.push()
    assert server.call("publish", "--today", "2026-11-30").returncode == 0
    before = server.read("day.css")
    names = Releases(server.folder).list_names()
    assert "published" not in server.call("publish", "--today", "2026-11-30").stderr
    assert Releases(server.folder).list_names() == names
    assert "published" in server.call("publish", "--today", "2026-12-01").stderr
    assert server.read("day.css") != before


def test_one_command_goes_back_and_the_day_goes_on(server: Server) -> None:
    first = server.editor.git("rev-parse", "HEAD")
    server.push()
    second = server.name_exhibition("写错")
    server.push()
    answer = server.call("back")
    assert answer.returncode == 0
    assert first[:7] in answer.stderr
    assert second[:7] in answer.stderr
    assert "光影" in server.read()
    before = server.read("day.css")
    answer = server.call("publish", "--today", "2027-02-01")  # a later night
    assert f"{second[:7]} was taken back" in answer.stderr
    assert "光影" in server.read()
    assert server.read("day.css") != before
    server.name_exhibition("写对")
    server.push()
    assert "写对" in server.read()
    assert server.call("back").returncode == 0
    assert "光影" in server.read()  # not what was taken back before


def test_systemd_builds_past_midnight_of_each_zone(tmp_path: Path) -> None:
    folder = tmp_path / "科 普$%"
    zones = ["--timezone", "Asia/Shanghai", "--timezone", "America/Denver"]
    command = [*BUILD, "server", "setup", str(folder), "--lang", "en", *zones]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "systemctl enable --now tourbook-site.timer" in done.stderr
    assert "crontab" not in done.stderr
    service, timer = (read_unit(folder / f"tourbook-site.{end}") for end in ("service", "timer"))
    assert timer["Timer"]["OnCalendar"] == [
        "*-*-* 00:05:00 Asia/Shanghai",
        "*-*-* 00:05:00 America/Denver",
    ]
    assert timer["Timer"]["Persistent"] == ["true"]
    (line,) = service["Service"]["ExecStart"]
    words = [word.replace("%%", "%").replace("$$", "$") for word in shlex.split(line)]
    assert words == [*BUILD, "server", "publish", str(folder), "--quiet"]
    analyze = shutil.which("systemd-analyze")
    if analyze:
        units = sorted(map(str, folder.glob("tourbook-site.*")))
        done = subprocess.run(
            [analyze, "verify", "--man=no", *units], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
    command[-1] = "Mars/Olympus"
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2


def read_unit(file: Path) -> dict[str, dict[str, list[str]]]:
    """Section -> key -> its values (systemd.syntax(7))."""
    sections: dict[str, dict[str, list[str]]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), {})
        elif line:
            key, _, value = line.partition("=")
            section.setdefault(key, []).append(value)
    return sections


def test_without_a_repository_or_a_push_it_says_what_to_do(tmp_path: Path) -> None:
    def call(task: str, folder: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*BUILD, "server", task, str(folder)], capture_output=True, text=True, check=False
        )

    assert call("publish", tmp_path).returncode == 2
    assert call("setup", tmp_path / "srv").returncode == 0
    assert call("setup", tmp_path / "srv").returncode == 0  # again: nothing is lost
    answer = call("publish", tmp_path / "srv")
    assert (answer.returncode, answer.stderr.strip()) == (0, "nothing was pushed yet") or (
        "还没有推送过内容" in answer.stderr
    )
    assert call("back", tmp_path / "srv").returncode == 1
