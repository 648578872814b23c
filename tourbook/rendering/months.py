"""The open days of a stay as calendar months, for templates; a pure function of what its view
holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from tourbook.common.dates import DAY, Session
from tourbook.timetable.holidays import Calendar, Holiday
from tourbook.timetable.hours import Rule
from tourbook.timetable.opening import Opening
from tourbook.views import Hours, OpenDays


class Cell(NamedTuple):
    """A day of the stay: its times (none: closed), whether it is a day like others, and whether the
    times are certain."""

    date: dt.date
    sessions: tuple[Session, ...]
    special: str
    """"holiday", "make-up" (a working day that makes up for one), or ""."""
    name: str
    """Of the holiday."""
    sure: bool


class Month(NamedTuple):
    first: dt.date
    weeks: tuple[tuple[Cell | None, ...], ...]
    """Seven days each, Monday first; None for a day outside the stay or the month."""
    open: int
    """How many of its days are open."""


def opening_months(hours: Iterable[Hours], days: OpenDays) -> list[Month]:
    """The months from the first to the last day of a stay."""
    rules = [
        Rule(h.days, h.weekdays, h.start, h.end, None if h.usual else h.sessions) for h in hours
    ]
    special = {d.date: Holiday(d.name, d.off) for d in days.special}
    known = set(range(days.start.year, days.end.year + 1)) - set(days.unknown)
    opening = Opening(rules, Calendar(special, known) if days.calendar else None)

    def cell(day: dt.date) -> Cell:
        answer, holiday = opening.on(day), special.get(day)
        kind = ("holiday" if holiday.off else "make-up") if holiday else ""
        return Cell(day, answer.sessions, kind, str(holiday.name) if holiday else "", answer.sure)

    months: list[list[Cell]] = []
    for n in range((days.end - days.start).days + 1):
        day = days.start + n * DAY
        if not months or day.day == 1:
            months.append([])
        months[-1].append(cell(day))
    return [_month(cells) for cells in months]


def _month(cells: list[Cell]) -> Month:
    first = cells[0].date.replace(day=1)
    row: list[Cell | None] = [None] * (first.weekday() + cells[0].date.day - 1)
    row += cells
    row += [None] * (-len(row) % 7)
    weeks = [tuple(row[n : n + 7]) for n in range(0, len(row), 7)]
    return Month(first, tuple(w for w in weeks if any(w)), sum(bool(c.sessions) for c in cells))
