"""The data set of recurring visits builds without a problem."""

from __future__ import annotations

from pathlib import Path

from benchmarks.museum_schedule import TODAY
from benchmarks.visits import write_visits
from tests.support.projects import Project


def test_a_few_visits_build_without_a_problem(tmp_path: Path) -> None:
    write_visits(tmp_path / "visits", visits=60)
    report = Project(tmp_path / "visits").build(today=TODAY, write=False)
    assert [str(p.message) for p in report.problems] == []
    assert report.calendar_count > 100
