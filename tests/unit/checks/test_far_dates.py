"""Days far ahead of the build."""

from __future__ import annotations

import pytest

from tests.support.in_memory import Files, list_codes, list_problems
from tests.support.sources import HALL, ROUTE, TOUR, VAN, stop_yaml, visit_yaml

REPEAT = "repeat: {first: %s, every: 1 week, count: 3, holidays: keep}"


def write_files(day: str) -> list[tuple[Files, str, int]]:
    """A project for each place of a first day, with its file and line."""
    hall = "content/venues/hall.md"
    tour = TOUR + stop_yaml("a", f"open: {day}")
    week, article = f"---\nname: 周\nstart: {day}\n---\n", f"---\ntitle: 新\ndate: {day}\n---\n文\n"
    hours = HALL.replace("hours:\n", f"hours:\n  2026-05-01/{day}: closed\n")
    return [
        ({"schedule.yaml": tour}, "schedule.yaml", 8),
        ({"schedule.yaml": ROUTE + visit_yaml("a", "venue: hall", f"date: {day}"), **VAN},
         "schedule.yaml", 8),
        ({"schedule.yaml": ROUTE + visit_yaml("a", "venue: hall", REPEAT % day), **VAN},
         "schedule.yaml", 8),
        ({"content/campaigns/w.md": week}, "content/campaigns/w.md", 3),
        ({"content/news/n.md": article}, "content/news/n.md", 3),
        ({hall: hours}, hall, 6),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", range(6))
def test_what_is_more_than_ten_years_ahead_is_a_mistake_in_the_year(kind: int) -> None:
    files, file, line = write_files("2072-06-01")[kind]
    assert ("far-date", file, line) in list_codes(list_problems(files))
    files, _, _ = write_files("2036-06-01")[kind]
    assert "far-date" not in {p.code for p in list_problems(files)}


def test_what_was_long_ago_is_history() -> None:
    for files, _, _ in write_files("1998-06-01"):
        assert "far-date" not in {p.code for p in list_problems(files)}
