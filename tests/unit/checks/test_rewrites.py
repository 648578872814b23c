"""A visit that is over does not vanish because its rule changed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support.museum import FIRST, OTHER, Museum
from tests.support.sources import ROUTE, TOUR, visit_yaml
from tourbook.common.problems import Problem

FRIDAYS = "repeat: {first: 2026-09-25, count: 20}"
"""The first commit is on Monday 21 September; 25 September, 2 and 9 October are over when the rule
is changed."""
DAYS = (dt.date(2026, 10, 12) - FIRST).days


def make_route(*lines: str, id: str = "v") -> str:
    return TOUR + OTHER + ROUTE + visit_yaml(id, "venue: hall", "time: 9:00-10:00", *lines)


def list_found(museum: Museum) -> list[Problem]:
    report = museum.project.build(today=museum.today, write=False)
    return [p for p in report.problems if p.code == "past-rewritten"]


@pytest.fixture
def museum(tmp_path: Path) -> Museum:
    return Museum(tmp_path / "m", make_route(FRIDAYS))


def test_a_changed_rule_says_how_to_end_the_old_one_and_begin_another(museum: Museum) -> None:
    thursdays = make_route("repeat: {first: 2026-09-24, count: 20}")
    museum.days += DAYS
    museum.project.write({"schedule.yaml": thursdays})
    assert len(list_found(museum)) == 1, "before it is committed, too"
    museum.edit(thursdays, days=0)
    (problem,) = list_found(museum)
    assert problem.level == "error"
    assert "2026-09-25, 2026-10-02, 2026-10-09" in problem.message.en
    assert "until: 2026-10-09" in problem.help.en and "first: 2026-10-15" in problem.help.en
    museum.edit(
        make_route("repeat: {first: 2026-09-25, until: 2026-10-09}")
        + visit_yaml("w", "venue: hall", "repeat: {first: 2026-10-15, count: 9}")
    )
    assert list_found(museum) == [], "the rule that was refused announced nothing"
    museum.build()


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ("repeat: {first: 2026-09-25, until: 2026-10-30}", 0),
        ("repeat: {first: 2026-09-25, count: 20, skip: [2026-10-02]}", 0),
        ("repeat: {first: 2026-09-25, count: 20, moved: [{from: 2026-10-02, to: 2026-10-03}]}", 0),
        ("repeat: {first: 2026-09-18, count: 20}", 0),
        (f"{FRIDAYS}\n        status: cancelled", 0),
        ("repeat: {first: 2026-10-02, count: 20}", 1),
        ("repeat: {first: 2026-09-25, every: 2 weeks, count: 20}", 1),
        ("repeat: {first: 2026-09-25, until: 2026-10-02}", 1),
        ("date: 2026-12-04", 3),
    ],
)
def test_days_that_are_over_are_taken_out_one_by_one(
    museum: Museum, lines: str, count: int
) -> None:
    museum.edit(make_route(lines), days=DAYS)
    found = list_found(museum)
    assert [p.message.en.partition(" ")[0] for p in found] == [str(count)] * bool(count)


def test_a_change_of_long_ago_and_dates_that_were_never_announced_are_let_be(
    museum: Museum,
) -> None:
    museum.edit(make_route("repeat: {first: 2026-10-15, count: 20}"), days=DAYS)
    assert list_found(museum)
    museum.days += 91
    assert list_found(museum) == []
    museum.edit(make_route("repeat: {first: 2026-10-15, count: 21}", id="x"), days=1)
    museum.edit(make_route("repeat: {first: 2026-10-16, count: 21}", id="x"), days=1)
    assert list_found(museum) == [], "it was entered when its first dates were over"
