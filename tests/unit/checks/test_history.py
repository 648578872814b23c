"""Whoever builds without a history, or with half of one, is told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support.events import make_events
from tests.support.git import Repository
from tests.support.in_memory import list_problems
from tests.support.museum import STAY, Museum
from tests.support.projects import Project
from tests.support.repositories import VersionedProject
from tests.support.sources import SITE, SMALL, TOUR, stop_yaml
from tests.support.tiny_theme import list_theme_files


def test_a_shallow_clone_is_warned_of_and_built(museum: Museum, tmp_path: Path) -> None:
    museum.edit(TOUR + STAY)
    museum.git("clone", "--quiet", "--depth", "1", f"file://{museum.root}", str(tmp_path / "clone"))
    clone = VersionedProject(tmp_path / "clone")
    report = clone.project.build(today=museum.today)
    assert [p.code for p in report.problems] == [
        "shallow-clone"
    ] and "fetch-depth: 0" in report.problems[0].help.en
    assert report.publish_result.written_files


def test_without_a_history_the_day_of_the_build_steps_in_and_it_is_said() -> None:
    site = SITE.replace("updated: 2026-11-01\n", "")
    assert [p.code for p in list_problems({"content/site.yaml": site})] == ["no-history"]
    event = make_events({"content/site.yaml": site}, "all.ics")["first"]
    assert event["DTSTAMP"].dt == dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    tour = TOUR.replace("    name:", "    updated: 2026-10-05\n    name:")
    for text in (
        TOUR + stop_yaml("a", "open: 2026-12-02", "updated: 2026-10-05"),
        tour + stop_yaml("a", "open: 2026-12-02"),
    ):
        files = {"content/site.yaml": site, "schedule.yaml": text}
        assert not list_problems(files)
        assert make_events(files, "all.ics")["a"]["DTSTAMP"].dt == dt.datetime(
            2026, 10, 5, tzinfo=dt.UTC
        )


@pytest.mark.parametrize("folder", ["content", "content/venues", "schedule", "themes/default"])
@pytest.mark.parametrize("in_git", [True, False])
def test_a_submodule_is_told_for_its_history_is_not_read(
    folder: str, in_git: bool, tmp_path: Path
) -> None:
    """In a clone `.git` of a submodule is a file, in a repository within another one a folder."""
    project = Project(tmp_path / "site")
    project.write({**list_theme_files("default"), **SMALL, f"{folder}/.git": "gitdir: x"})
    if in_git:
        repository = Repository(project.root)
        repository.git("add", "schedule.yaml")
        when = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
        repository.git("commit", "--quiet", "-m", "start", when=when)
    problems = project.build().problems
    assert [(p.code, p.level, p.location.file) for p in problems] == [
        ("submodule", "warning", folder)
    ]
    assert "one repository" in problems[0].help.en and "同一个仓库" in problems[0].help.zh
    assert (project.output / "all.ics").exists()
