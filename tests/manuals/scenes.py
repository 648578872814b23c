"""What makes a problem that files alone do not: a Git history, a link, another build.

A scene gets the files of the mended version and those of the version with the mistake, and gives
the problems of the project that it makes of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest

from tests.support import tiny_theme
from tests.support.git import Repository
from tests.support.in_memory import SharedCache
from tests.support.pictures import make_png
from tests.support.projects import Project
from tourbook.build import pipeline
from tourbook.build.inputs import BuildInputs
from tourbook.build.manifest import Manifest
from tourbook.build.options import MAKING_PHASE, BuildOptions
from tourbook.build.pipeline import prepare
from tourbook.common.files import try_lock_folder
from tourbook.common.problems import Message, Problem, Problems, locate_problems
from tourbook.history.git import read_repository_state
from tourbook.schema.site_options import Host
from tourbook.site import host_limits
from tourbook.site.outputs import Output
from tourbook.sources.locating import make_locator
from tourbook.sources.snapshot import take_snapshot

from .problem_examples import Files

Scene = Callable[[Path, Files, Files, dt.date], list[Problem]]
FILES_OF_LARGE_SITE = 17_000
DAY_OF_COMMIT = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)


def write_project(root: Path, files: Files) -> Project:
    project = Project(root)
    project.write({**tiny_theme.list_theme_files("default"), **files})
    return project


def check_project(root: Path, today: dt.date) -> list[Problem]:
    """What a check says that does not look at a theme again."""
    problems = Problems()
    options = BuildOptions(root, root / "output", lambda _: today)
    snapshot, repository = take_snapshot(root), read_repository_state(root)
    inputs = BuildInputs(snapshot, repository, Manifest(), lambda: SharedCache(None, b"", 1))
    prepare(options, inputs, problems)
    return locate_problems(problems, make_locator(snapshot))


def commit_and_build(root: Path, files: Files, today: dt.date) -> list[Problem]:
    """What is said of a version without a mistake."""
    project = write_project(root, files)
    Repository(root).commit("first", DAY_OF_COMMIT)
    return list(project.build(today=today).problems)


def check_on_disk(root: Path, good: Files, wrong: Files, today: dt.date) -> list[Problem]:
    write_project(root, wrong)
    return check_project(root, today)


def commit_and_edit(root: Path, good: Files, wrong: Files, today: dt.date) -> list[Problem]:
    """The mended version is committed; the other one is what lies in the folder."""
    project = write_project(root, good)
    Repository(root).commit("first", DAY_OF_COMMIT)
    project.write({**dict.fromkeys(good), **wrong})
    return check_project(root, today)


def clone_newest_commit(root: Path, good: Files, wrong: Files, today: dt.date) -> list[Problem]:
    write_project(root / "origin", good)
    repository = Repository(root / "origin")
    for day in range(2):
        repository.commit(f"day {day}", DAY_OF_COMMIT + dt.timedelta(day))
    url = (root / "origin").as_uri()
    repository.git("clone", "--quiet", "--depth", "1", url, str(root / "clone"))
    return check_project(root / "clone", today)


def damage_repository(root: Path, good: Files, wrong: Files, today: dt.date) -> list[Problem]:
    write_project(root, good)
    repository = Repository(root)
    repository.commit("first", DAY_OF_COMMIT)
    blob = repository.git("rev-parse", "HEAD:schedule.yaml")
    (root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    return check_project(root, today)


def set_clock_forward(root: Path, good: Files, wrong: Files, today: dt.date) -> list[Problem]:
    write_project(root, good)
    Repository(root).commit("first", DAY_OF_COMMIT + dt.timedelta(400))
    return check_project(root, today)


def add_submodule(root: Path, good: Files, wrong: Files, today: dt.date) -> list[Problem]:
    write_project(root, {**good, "content/.git": "gitdir: ../.git/modules/content\n"})
    return check_project(root, today)


def add_link(root: Path, good: Files, wrong: Files, today: dt.date) -> list[Problem]:
    write_project(root / "site", good)
    (root / "far.md").write_text("---\nname: x\n---\n")
    (root / "site/content/venues/far.md").symlink_to(root / "far.md")
    return check_project(root / "site", today)


def enlarge_picture(root: Path, good: Files, wrong: Files, today: dt.date) -> list[Problem]:
    picture = make_png((b"tEXt", b" " * 2_400_000))
    write_project(root, {**good, "content/exhibitions/prism.png": picture})
    return check_project(root, today)


def fill_host(root: Path, good: Files, wrong: Files, today: dt.date) -> list[Problem]:
    """The site is counted as if it had so many stops."""
    write_project(root, good)

    def check_full_host(host: Host | None, outputs: list[Output], *more: Any) -> None:
        host_limits.check_host(host, many_stops(outputs), *more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "check_host", check_full_host)
        return check_project(root, today)


def build_project(root: Path, good: Files, wrong: Files, today: dt.date) -> list[Problem]:
    """Built, not only checked."""
    return list(write_project(root, wrong).build(today=today).problems)


def build_with_little_time(root: Path, good: Files, wrong: Files, today: dt.date) -> list[Problem]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tourbook.rendering.restrictions.MAX_SECONDS", 0.2)
        return build_project(root, good, wrong, today)


def block_output(root: Path, good: Files, wrong: Files, today: dt.date) -> list[Problem]:
    return build_project(root, good, {**good, "output/venues": "not a folder"}, today)


def build_twice(root: Path, good: Files, wrong: Files, today: dt.date) -> list[Problem]:
    """Another build is under way."""
    with try_lock_folder(root / "output"):
        return build_project(root, good, good, today)


def change_picture(root: Path, good: Files, wrong: Files, today: dt.date) -> list[Problem]:
    """A picture is saved while the site is built."""
    project = write_project(root, good)

    def change(phase: Message, *_: int) -> None:
        if phase == MAKING_PHASE:
            project.write({"content/exhibitions/prism.svg": "<svg/>"})

    return list(project.build(today=today, on_progress=change).problems)


def many_stops(outputs: Sequence[Output]) -> list[Output]:
    stops = [output for output in outputs if output.kind == "stop"]
    return list(islice(cycle(stops), FILES_OF_LARGE_SITE))


SCENES: dict[str, Scene] = {
    "checked": check_on_disk,
    "committed": commit_and_edit,
    "shallow": clone_newest_commit,
    "damaged": damage_repository,
    "clock": set_clock_forward,
    "submodule": add_submodule,
    "link": add_link,
    "large_picture": enlarge_picture,
    "full_host": fill_host,
    "built": build_project,
    "little_time": build_with_little_time,
    "blocked": block_output,
    "busy": build_twice,
    "changed": change_picture,
}
