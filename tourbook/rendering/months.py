"""The opening hours and days of a stay -> calendar months for templates."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Hashable, Iterable
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeVar

from tourbook.common.dates import DAY, Session
from tourbook.timetable.holidays import Holiday, HolidayCalendar
from tourbook.timetable.hours import HoursRule
from tourbook.timetable.opening import Opening
from tourbook.timetable.recurrence import NthWeekday
from tourbook.views import Hours, OpenDays

ValueT = TypeVar("ValueT", bound=Hashable)

MONTHS_SHOWN = 4
"""How many months of a longer stay are not folded away."""


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


class DayRun(NamedTuple):
    """Special days in a row that differ in their date alone; `day` is the first of them."""

    start: dt.date
    end: dt.date
    day: DayCell


Week = tuple[DayCell | None, ...]
"""Seven days, Monday first; None for a day outside the stay or the month."""


class OpeningMonth(NamedTuple):
    first: dt.date
    """The first day of the month."""
    weeks: tuple[Week, ...]
    open_day_count: int


class FoldedMonths(NamedTuple):
    """The months of a stay in three groups; the first and the last are folded away."""

    earlier: list[OpeningMonth]
    shown: list[OpeningMonth]
    later: list[OpeningMonth]


class OpeningMonths(list[OpeningMonth]):
    """The months of a stay, and what they have in common."""

    @cached_property
    def days(self) -> list[DayCell]:
        """Every day of the stay."""
        return [cell for month in self for week in month.weeks for cell in week if cell]

    @property
    def open_day_count(self) -> int:
        return sum(month.open_day_count for month in self)

    @property
    def marks(self) -> set[str]:
        """What any day is besides open or closed: "holiday", "make-up", "unsure"."""
        marks = {day.special for day in self.days if day.special}
        return marks if all(day.sure for day in self.days) else marks | {"unsure"}

    @cached_property
    def special_runs(self) -> list[DayRun]:
        """Holidays and make-up days; 1 to 7 October, National Day, is one run if the times are the
        same on each day."""
        runs: list[DayRun] = []
        for day in self.days:
            if not day.special:
                continue
            if runs and runs[-1].end + DAY == day.date and runs[-1].day[1:] == day[1:]:
                runs[-1] = runs[-1]._replace(end=day.date)
            else:
                runs.append(DayRun(day.date, day.date, day))
        return runs

    @cached_property
    def usual_sessions(self) -> tuple[Session, ...]:
        """Those of most open days; () if it is never open."""
        counts = Counter(day.sessions for day in self.days if day.sessions)
        return _share(max(counts, key=counts.__getitem__)) if counts else ()

    def fold(self, today: dt.date | None) -> FoldedMonths:
        """All months if there are few; else MONTHS_SHOWN from the month of `today` (None: from the
        first) on are shown.

        From March to October, seen on 12 May: March and April, May to August, September and
        October.
        """
        start, end = 0, len(self)
        if len(self) > MONTHS_SHOWN:
            if today:
                start = sum(month.first < today.replace(day=1) for month in self)
            end = start + MONTHS_SHOWN
        return FoldedMonths(self[:start], self[start:end], self[end:])


@lru_cache(maxsize=2**16)
def _share(value: ValueT) -> ValueT:
    """The same object for equal values: stays share weeks, and templates keep what they show."""
    return value


def _share_week(week: Week) -> Week:
    """Not one with the name of a holiday: texts are equal whatever language they are in."""
    return week if any(cell and cell.name for cell in week) else _share(week)


def compute_opening_months(hours: Iterable[Hours], days: OpenDays) -> OpeningMonths:
    """The months from the first to the last day of a stay."""
    rules = [
        HoursRule(
            h.days,
            h.weekdays,
            h.start,
            h.end,
            None if h.usual else h.sessions,
            tuple(NthWeekday(*day) for day in h.nth_weekdays),
        )
        for h in hours
    ]
    special = {d.date: Holiday(d.name, d.off) for d in days.special}
    names = {d.date: d.name for d in days.special}
    calendar = HolidayCalendar(special, days.known_years, days.country)
    opening = Opening(rules, calendar if days.follows_holidays else None)

    def make_cell(day: dt.date) -> DayCell:
        times, holiday = opening.find_times(day), special.get(day)
        if holiday is None:
            return DayCell(day, times.sessions, "", "", times.is_certain)
        kind = "holiday" if holiday.is_day_off else "make-up"
        return DayCell(day, times.sessions, kind, names[day], times.is_certain)

    months: list[list[DayCell]] = []
    for n in range((days.end - days.start).days + 1):
        day = days.start + n * DAY
        if not months or day.day == 1:
            months.append([])
        months[-1].append(make_cell(day))
    return OpeningMonths(map(_make_month, months))


def _make_month(cells: list[DayCell]) -> OpeningMonth:
    first = cells[0].date.replace(day=1)
    row: list[DayCell | None] = [None] * (first.weekday() + cells[0].date.day - 1)
    row += cells
    row += [None] * (-len(row) % 7)
    weeks = [_share_week(tuple(row[n : n + 7])) for n in range(0, len(row), 7)]
    open_day_count = sum(bool(cell.sessions) for cell in cells)
    return OpeningMonth(first, tuple(week for week in weeks if any(week)), open_day_count)
