"""check --changed, and the hook that runs it: a commit brings no new errors."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.support import tiny_theme
from tests.support.commands import run_command
from tests.support.pictures import make_png
from tests.support.projects import REPO
from tests.support.repositories import VersionedProject, write_schedule
from tests.support.sources import SMALL

OLD_FAULT = {"content/venues/old.md": "---\nname: 旧馆\nregion: '999999'\n---\n"}


@pytest.fixture
def repo(tmp_path: Path) -> VersionedProject:
    repo = VersionedProject(tmp_path / "repo", "site")
    repo.start(files={**tiny_theme.list_theme_files("default"), **OLD_FAULT})
    return repo


def check(repo: VersionedProject, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    return run_command(repo.project, capsys, ("check", "--changed"), "zh")


def test_only_what_the_last_commit_has_not_is_told(
    repo: VersionedProject, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = check(repo, capsys)
    assert (code, out) == (0, ""), "old problems are not told again"
    assert "没有带来新的问题" in err
    text = "# 加了一行\n" + write_schedule("2026-12-01", "2026-12-08").replace("hall", "hal")
    repo.project.write({"schedule.yaml": text})
    code, out, _ = check(repo, capsys)
    assert code == 1
    assert out.count("[unknown-venue]") == 2
    assert "999999" not in out


def test_files_that_come_and_go_count(
    repo: VersionedProject, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.project.write({"content/venues/hall.md": None})
    code, out, _ = check(repo, capsys)
    assert (code, out.count("[unknown-venue]")) == (1, 2)
    repo.project.write(
        {"content/venues/hall.md": SMALL["content/venues/hall.md"], "content/venues/new.md": "x"}
    )
    code, out, _ = check(repo, capsys)
    assert (code, out.count("content/venues/new.md")) == (1, 1)


def test_what_moves_brings_no_problem_that_was_there(
    repo: VersionedProject, capsys: pytest.CaptureFixture[str]
) -> None:
    """With Git alone, with an edit on the way, and with an alias."""
    venues = repo.root / "content/venues"
    (venues / "old.md").rename(venues / "very-old.md")
    _, out, _ = check(repo, capsys)
    assert (out.count("[id-changed]"), "999999" in out) == (1, False)
    moved = str(OLD_FAULT["content/venues/old.md"]).replace("旧馆", "老馆\naliases: [old]")
    repo.project.write({"content/venues/very-old.md": moved})
    assert check(repo, capsys)[:2] == (0, "")
    schedule = write_schedule("2026-12-01", "2026-12-08").replace("venue: hall", "venue: hal")
    repo.project.write({"schedule.yaml": schedule})
    code, out, _ = check(repo, capsys)
    assert (code, out.count("[unknown-venue]"), "999999" in out) == (1, 2, False)
    repo.commit(1000)
    (repo.root / "schedule").mkdir()
    repo.project.write({"schedule.yaml": "include: [schedule/*.yaml]\n"})
    repo.project.write({"schedule/all.yaml": schedule.replace("id: a\n", "id: x\n        aliases: [a]\n")})  # fmt: skip
    assert check(repo, capsys)[0] == 0


def test_a_renamed_record_takes_its_problems_with_it(
    repo: VersionedProject, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.commit(1000, {"schedule.yaml": write_schedule("2026-12-01", "2026-12-01")})
    code, out, _ = run_command(repo.project, capsys, ("check",), "zh")
    assert (code, "copy-clash" in out) == (1, True), out
    for old, new in (("a", "first"), ("light/a", "jia"), ("hall", "museum"), ("tour", "trip")):
        assert run_command(repo.project, capsys, ("rename", old, new, "--force"), "zh")[0] == 0
        assert check(repo, capsys)[1] == "", new
    code, out, _ = run_command(repo.project, capsys, ("changes",), "en")
    assert (code, "Problems mended" in out, "New problems" in out) == (0, False, False), out


def test_a_picture_that_goes_is_missed(
    repo: VersionedProject, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = {"content/exhibitions/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"}
    text = str(SMALL["content/exhibitions/light.md"]) + "![镜](a.svg) ![灯](b.png)\n"
    png = make_png()
    repo.commit(1000, {**picture, "content/exhibitions/b.png": png, "content/exhibitions/light.md": text})  # fmt: skip
    assert check(repo, capsys)[:2] == (0, "")
    repo.project.write({"content/exhibitions/b.png": None})
    code, out, _ = check(repo, capsys)
    assert (code, out.count("b.png")) == (1, 2), out
    repo.project.write({"content/exhibitions/b.png": png[:-20]})
    code, out, _ = check(repo, capsys)
    assert "[picture-format]" in out, "it breaks off now"


def test_without_a_commit_there_is_nothing_to_compare_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repo = VersionedProject(tmp_path / "empty")
    repo.project.write({**SMALL, **tiny_theme.list_theme_files("default")})
    assert check(repo, capsys)[0] == 2


def test_a_hook_keeps_a_mistake_out_of_the_repository(
    repo: VersionedProject, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(repo.project, capsys, ("hooks", "install"), "zh")[0] == 0
    assert run_command(repo.project, capsys, ("hooks", "install"), "zh")[0] == 0, "again"
    repo.project.write({"schedule.yaml": write_schedule("2026-12-01").replace("hall", "hal")})
    assert "unknown-venue" in commit(repo, is_refused=True)
    repo.project.write({"schedule.yaml": write_schedule("2026-12-01")})
    commit(repo)


def commit(repo: VersionedProject, *, is_refused: bool = False) -> str:
    """What Git says when everything is committed."""
    environment = {**os.environ, "PYTHONPATH": str(REPO)}
    arguments = ("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-qam", "x")
    process = subprocess.run(
        ["git", *arguments],
        cwd=repo.root,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert bool(process.returncode) == is_refused, process.stderr
    return process.stdout + process.stderr


def test_a_hook_of_somebody_elses_stays(
    repo: VersionedProject, capsys: pytest.CaptureFixture[str]
) -> None:
    hook = repo.root.parent / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\n")
    code, _, err = run_command(repo.project, capsys, ("hooks", "install"), "en")
    assert code == 2
    assert "was not changed" in err
    assert hook.read_text() == "#!/bin/sh\n"
