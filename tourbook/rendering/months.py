"""The opening hours and days of a stay -> calendar months for templates."""

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
    """A day of the stay."""

    date: dt.date
    sessions: tuple[Session, ...]
    """() if it is closed."""
    special: str
    """"holiday", "make-up" (a make-up working day), or ""."""
    name: str
    """Of the holiday."""
    sure: bool
    """False if it may be a holiday that has not been announced yet."""


class OpeningMonth(NamedTuple):
    first: dt.date
    """The first day of the month."""
    weeks: tuple[tuple[DayCell | None, ...], ...]
    """Seven days each, Monday first; None for a day outside the stay or the month."""
    open_day_count: int


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
        times, holiday = opening.find_times(day), special.get(day)
        if holiday is None:
            return DayCell(day, times.sessions, "", "", times.is_certain)
        kind = "holiday" if holiday.is_day_off else "make-up"
        return DayCell(day, times.sessions, kind, str(holiday.name), times.is_certain)

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
    open_day_count = sum(bool(cell.sessions) for cell in cells)
    return OpeningMonth(first, tuple(week for week in weeks if any(week)), open_day_count)
