"""The benchmarks' data set: it builds without a problem, and the same arguments write the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.ledger import list_schedules, move_last_day
from benchmarks.museum import write_museum
from benchmarks.museum_schedule import TODAY
from tests.support.projects import Project


def write_project(root: Path, form: str = "base", **options: float) -> Project:
    write_museum(root, form, stops=60, **options)  # type: ignore[arg-type]
    return Project(root)


def read_sources(project: Project) -> dict[str, bytes]:
    return project.read_tree(project.root)


@pytest.mark.parametrize("one_schedule", [False, True])
def test_a_small_museum_builds_without_a_problem(tmp_path: Path, one_schedule: bool) -> None:
    project = write_project(tmp_path / "museum", one_schedule=one_schedule)
    report = project.build(today=TODAY, write=False)
    assert [str(p.message) for p in report.problems] == []
    assert report.page_count > 200
    assert report.calendar_count > 200


def test_the_same_arguments_write_the_same_bytes(tmp_path: Path) -> None:
    first, second = (write_project(tmp_path / name) for name in ("first", "second"))
    assert read_sources(first) == read_sources(second)


@pytest.mark.parametrize("form", ["note", "date"])
def test_an_edit_changes_one_file_and_no_check(tmp_path: Path, form: str) -> None:
    base, edited = write_project(tmp_path / "base"), write_project(tmp_path / form, form)
    before, after = read_sources(base), read_sources(edited)
    (name,) = [name for name in before if before[name] != after[name]]
    assert name.startswith("schedule/t")
    report = edited.build(today=TODAY, write=False)
    assert [str(p.message) for p in report.problems] == []


def test_stops_clash_if_they_may(tmp_path: Path) -> None:
    project = write_project(tmp_path / "museum", clash_share=0.3)
    report = project.build(today=TODAY, write=False)
    assert {"copy-clash", "vehicle-clash", "crew-clash"} <= {p.code for p in report.problems}


def test_a_commit_of_the_history_moves_the_last_day_of_one_stay(tmp_path: Path) -> None:
    project = write_project(tmp_path / "museum")
    schedule = list_schedules(project.root)[0]
    raw = schedule.read_bytes()
    moved = move_last_day(raw, 1, 2)
    changes = [
        (old, new)
        for old, new in zip(raw.splitlines(), moved.splitlines(), strict=True)
        if old != new
    ]
    assert len(changes) == 1
    assert changes[0][0].lstrip().startswith(b"close: ")
