"""The open days of a stay as calendar months, for templates; a pure function of what its view
holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from tourbook.common.dates import DAY, Session
from tourbook.timetable.holidays import Holiday, HolidayCalendar
from tourbook.timetable.hours import HoursRule
from tourbook.timetable.opening import Opening
from tourbook.views import Hours, OpenDays


class DayCell(NamedTuple):
    """A day of the stay: its times (none: closed), whether it is a day like others, and whether the
    times are certain."""

    date: dt.date
    sessions: tuple[Session, ...]
    special: str
    """"holiday", "make-up" (a working day that makes up for one), or ""."""
    name: str
    """Of the holiday."""
    sure: bool


class OpeningMonth(NamedTuple):
    first: dt.date
    weeks: tuple[tuple[DayCell | None, ...], ...]
    """Seven days each, Monday first; None for a day outside the stay or the month."""
    open_day_count: int
    """How many of its days are open."""


def compute_opening_months(hours: Iterable[Hours], days: OpenDays) -> list[OpeningMonth]:
    """The months from the first to the last day of a stay."""
    rules = [
        HoursRule(h.days, h.weekdays, h.start, h.end, None if h.usual else h.sessions)
        for h in hours
    ]
    special = {d.date: Holiday(d.name, d.off) for d in days.special}
    known = set(range(days.start.year, days.end.year + 1)) - set(days.unknown_years)
    opening = Opening(rules, HolidayCalendar(special, known) if days.follows_holidays else None)

    def make_cell(day: dt.date) -> DayCell:
        answer, holiday = opening.find_times(day), special.get(day)
        kind = ("holiday" if holiday.is_day_off else "make-up") if holiday else ""
        return DayCell(
            day, answer.sessions, kind, str(holiday.name) if holiday else "", answer.is_certain
        )

    months: list[list[DayCell]] = []
    for n in range((days.end - days.start).days + 1):
        day = days.start + n * DAY
        if not months or day.day == 1:
            months.append([])
        months[-1].append(make_cell(day))
    return [_make_month(cells) for cells in months]


def _make_month(cells: list[DayCell]) -> OpeningMonth:
    first = cells[0].date.replace(day=1)
    row: list[DayCell | None] = [None] * (first.weekday() + cells[0].date.day - 1)
    row += cells
    row += [None] * (-len(row) % 7)
    weeks = [tuple(row[n : n + 7]) for n in range(0, len(row), 7)]
    return OpeningMonth(
        first, tuple(w for w in weeks if any(w)), sum(bool(c.sessions) for c in cells)
    )
