"""A build with nothing to do is known by a glance, which loads nothing of the program; whatever is
different is noticed."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import tiny_theme
from tests.support.git import Repository
from tests.support.glances import GlancingProject
from tests.support.projects import REPO, TODAY
from tests.support.sources import HALL, SITE, SMALL
from tourbook import cli, glance
from tourbook.build.workspace import FILE_LIST, SHARD_FILE, STAGING_FOLDER, Workspace
from tourbook.commands import sealing
from tourbook.common import stamps

LOADED = {
    "__future__", "stat", "time", "zlib",
    "tourbook", "tourbook.__main__", "tourbook.common", "tourbook.common.stamps", "tourbook.glance",
}  # fmt: skip
"""What a build with nothing to do imports, beside what Python itself does."""
CODE = """\
import os, sys
before = set(sys.modules)
def report(code):
    print(*sorted(set(sys.modules) - before), file=sys.stderr)
    sys.stderr.flush()
    exit(code)
exit, os._exit = os._exit, report
sys.path.insert(0, {repo!r})
from tourbook.__main__ import run
run()
"""
HALL_FILE = "content/venues/hall.md"


@pytest.fixture
def project(tmp_path: Path) -> GlancingProject:
    project = GlancingProject(tmp_path / "p")
    project.write({**tiny_theme.list_theme_files("default"), **SMALL})
    assert project.seal() == 0
    assert project.is_repeated()
    return project


def settle(project: GlancingProject, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some seconds later: the stamps of all files vouch for them."""
    monkeypatch.setattr(stamps, "SETTLING_TIME", -(10**12))
    assert project.is_repeated()


# ---- what it loads, and what it says -----------------------------------------------------


def test_a_build_with_nothing_to_do_loads_nothing_of_the_program(tmp_path: Path) -> None:
    project = GlancingProject(tmp_path / "p")
    project.write({**tiny_theme.list_theme_files("default"), **SMALL})
    command = [sys.executable, "-c", CODE.format(repo=str(REPO)), *project.list_arguments()]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}

    def build() -> set[str]:
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        return set(done.stderr.split())

    assert "tourbook.build.rebuild" in build()
    build()  # now the stamps of new files, too, may be old enough
    time.sleep(stamps.SETTLING_TIME / 1e9)
    build()
    assert build() - LOADED == set(), "it must not load more: see the docstring of tourbook/glance"


@pytest.mark.parametrize("options", [[], ["--quiet"], ["--format", "github"], ["--lang", "en"]])
def test_it_says_what_the_program_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    project = GlancingProject(tmp_path / "p")
    project.write({**tiny_theme.list_theme_files("default"), **SMALL})
    project.write({"content/site.yaml": SITE + "languages: [zh, en]\n"})
    arguments = [*project.list_arguments()[:-3], *options]
    said = []
    for build in (cli.main, cli.main, glance.repeat_command):
        assert build(arguments) == 0
        out, err = capsys.readouterr()
        said.append((out, err.rpartition("用时")[0].rpartition(" in ")[0]))
    assert said[2] == said[1] and said[2][0]
    assert glance.SECONDS not in err


# ---- what it notices ---------------------------------------------------------------------


def change_text_at_once(project: GlancingProject) -> None:
    """In the same size, and perhaps in the same tick of the clock."""
    project.write({HALL_FILE: HALL.replace("1号", "2号")})


def keep_date_of_change(project: GlancingProject) -> None:
    path = project.root / HALL_FILE
    status = path.stat()
    path.write_text(HALL.replace("1号", "2号"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def lead_elsewhere(path: Path) -> None:
    path.rename(path.with_name("moved"))
    path.symlink_to(path.with_name("moved"))


CHANGES: dict[str, Callable[[GlancingProject], object]] = {
    "a text": change_text_at_once,
    "a text, with its old date": keep_date_of_change,
    "a new file": lambda p: p.write(
        {"content/news/x.md": "---\ntitle: x\ndate: 2026-01-01\n---\n"}
    ),
    "a file less": lambda p: (p.root / HALL_FILE).unlink(),
    "an empty folder": lambda p: (p.root / "content/x.md").mkdir(),
    "a link": lambda p: (p.root / "content/pages").symlink_to("venues"),
    "a source by a link": lambda p: lead_elsewhere(p.root / HALL_FILE),
    "another schedule beside": lambda p: p.write({"schedule-2.yaml": ""}),
    "the theme": lambda p: p.write({"themes/default/static/x.css": "a{}"}),
    "requirements": lambda p: p.write({"requirements.txt": "chinesecalendar==1\n"}),
    "a page": lambda p: (p.output / "index.html").write_bytes(b"x"),
    "the date of a page": lambda p: os.utime(p.output / "index.html"),
    "a page less": lambda p: (p.output / "index.html").unlink(),
    "the list of files": lambda p: (p.output / FILE_LIST).unlink(),
    "a killed build": lambda p: (p.output / STAGING_FOLDER).mkdir(),
    "a shard": lambda p: (p.output / SHARD_FILE).write_bytes(b""),
    "no output": lambda p: shutil.rmtree(p.output),
    "an output by a link": lambda p: lead_elsewhere(p.output),
    "a memory by a link": lambda p: lead_elsewhere(p.root / ".tourbook"),
    "no manifest": lambda p: Workspace(p.root, p.output).manifest_path.unlink(),
    "a manifest of another build": lambda p: os.utime(Workspace(p.root, p.output).manifest_path),
    "a repository": lambda p: Repository(p.root),
    "a repository above": lambda p: Repository(p.root.parent),
    "no seal": lambda p: (p.root / glance.SEAL).unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("has_settled", [False, True])
def test_whatever_changes_is_noticed(
    project: GlancingProject, monkeypatch: pytest.MonkeyPatch, change: str, has_settled: bool
) -> None:
    if has_settled:
        settle(project, monkeypatch)
    CHANGES[change](project)
    assert not project.is_repeated()


def test_a_file_that_comes_and_goes_is_no_change(project: GlancingProject) -> None:
    project.write({"content/news/x.md": "x"})
    project.write({"content/news/x.md": None})
    (project.root / "content/news").rmdir()
    assert project.is_repeated()


def test_a_commit_is_noticed(tmp_path: Path) -> None:
    project = GlancingProject(tmp_path / "in-git")
    project.write({**tiny_theme.list_theme_files("default"), **SMALL})
    repository = Repository(project.root)
    for branch in ("main", "other"):
        repository.git("checkout", "-q", "-B", branch)
        repository.git("add", "-A")
        repository.git("commit", "-q", "--allow-empty", "-m", "x")
        assert not project.is_repeated()
        assert project.seal() == 0 and project.is_repeated()
    repository.git("pack-refs", "--all")
    assert not project.is_repeated()
    assert project.seal() == 0 and project.is_repeated()
    repository.git("commit", "-q", "--allow-empty", "-m", "y")
    assert not project.is_repeated()


def test_another_program_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = GlancingProject(tmp_path / "p")
    project.write({**tiny_theme.list_theme_files("default"), **SMALL})
    program = tmp_path / "program"
    (program / "site").mkdir(parents=True)
    (program / "site/a.py").write_text("x = 1")
    monkeypatch.setattr(sealing, "PROGRAM_FOLDER", str(program))
    assert project.seal() == 0 and project.is_repeated()
    (program / "__pycache__").mkdir()
    assert project.is_repeated()
    (program / "site/a.py").write_text("x = 2")
    assert not project.is_repeated()


def test_another_command_is_another_build(
    project: GlancingProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = project.list_arguments()
    for more in (["--drafts"], ["--strict"], ["--base-url", "https://example.org/"], ["clean"]):
        assert glance.repeat_command([*arguments, *more]) is None
    assert not project.is_repeated(TODAY + dt.timedelta(days=1))
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert not project.is_repeated()


def test_without_a_day_it_holds_until_midnight(
    project: GlancingProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = project.list_arguments()
    at = options.index("--today")
    arguments = [*options[:at], *options[at + 2 :]]
    day = dt.datetime(2026, 11, 24, 20, tzinfo=dt.UTC)  # 04:00 on the 25th in China
    monkeypatch.setattr(cli, "get_today", lambda _zone: dt.date(2026, 11, 25))

    def repeat(hours: float) -> bool:
        monkeypatch.setattr(time, "time", lambda: day.timestamp() + 3600 * hours)
        return glance.repeat_command(arguments) == 0

    assert not repeat(0)
    assert cli.main(arguments) == 0
    assert [repeat(hours) for hours in (-0.1, 0, 19.9, 20, 44)] == [False, True, True, False, False]


def test_a_damaged_seal_says_nothing(project: GlancingProject) -> None:
    path = project.root / glance.SEAL
    raw = path.read_bytes()
    half = len(raw) // 2
    turned = raw[:half] + bytes([raw[half] ^ 1]) + raw[half + 1 :]
    for damaged in (b"", b"0", b"0\n", raw[:-1], raw[:9], raw * 2, turned):
        path.write_bytes(damaged)
        assert not project.is_repeated()
    path.write_bytes(raw)
    assert project.is_repeated()


def test_a_build_that_fails_leaves_no_seal(project: GlancingProject) -> None:
    project.write({HALL_FILE: HALL.replace("region", "regin")})
    assert project.seal() == 1
    assert not project.is_repeated()
