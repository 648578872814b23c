"""Opening hours in terms of schema.org."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from tourbook import views as v
from tourbook.common.dates import Session, format_clock_time
from tourbook.common.l10n import ENGLISH_WEEKDAYS
from tourbook.timetable.hours import RECURRING_KINDS, HoursRule, list_weekday_sessions
from tourbook.timetable.recurrence import NthWeekday, RecurrenceRule, iterate_dates


def limit_time(time: str) -> str:
    """The end of a day is 23:59: readers do not know 24:00. An end that is earlier than the
    beginning is on the next day."""
    return "23:59" if time == "24:00" else format_clock_time(time)


def iterate_hours(lines: Iterable[v.Hours], years: Iterable[int]) -> Iterator[dict[str, Any]]:
    """Opening hours as search engines read them: what is closed has hours from 00:00 to 00:00
    (https://schema.org/OpeningHoursSpecification). They know no make-up days, and what recurs in a
    month or a year only as dates, which are listed for `years`."""
    lines = _resolve_recurring_lines(list(lines), years)
    days_by_sessions: dict[tuple[Session, ...], list[int]] = {}
    for day, sessions in enumerate(_list_weekday_sessions(lines)):
        days_by_sessions.setdefault(sessions, []).append(day)
    if any(days_by_sessions):  # else nothing is known of weekdays
        for sessions, days in days_by_sessions.items():
            yield from _specify(sessions, {"dayOfWeek": _name_weekdays(days)})
    for line in lines:
        if line.days == "holidays" and not line.usual:
            yield from _specify(line.sessions, {"dayOfWeek": "PublicHolidays"})
        elif line.days == "dates" and line.start and line.end:
            period = {"validFrom": line.start.isoformat(), "validThrough": line.end.isoformat()}
            if not line.usual:
                named_days = {"dayOfWeek": _name_weekdays(line.weekdays)} if line.weekdays else {}
                yield from _specify(line.sessions, named_days | period)
                continue
            for sessions, days in days_by_sessions.items():
                shared = [day for day in days if not line.weekdays or day in line.weekdays]
                if shared:
                    yield from _specify(sessions, {"dayOfWeek": _name_weekdays(shared)} | period)


def _resolve_recurring_lines(lines: list[v.Hours], years: Iterable[int]) -> list[v.Hours]:
    """Lines with dates instead of those that recur in a month or a year, but for days on which
    another line takes precedence: else there were two answers for a day."""
    plain = [line for line in lines if line.days not in RECURRING_KINDS]
    recurring = [
        dated
        for kind in RECURRING_KINDS
        for line in lines
        if line.days == kind
        for dated in _list_dated_lines(line, years)
    ]
    ordered = recurring + plain
    return [
        line
        for n, line in enumerate(ordered)
        if n >= len(recurring) or not any(_overrules(later, line) for later in ordered[n + 1 :])
    ]


def _overrules(later: v.Hours, line: v.Hours) -> bool:
    """True if a line says when all days of an earlier one are open; both have dates."""
    if not (later.days == "dates" and later.start and later.end and line.start and line.end):
        return False
    if not later.start <= line.start <= line.end <= later.end:
        return False
    weekdays = line.weekdays or range(7)
    if line.start == line.end:
        weekdays = (line.start.weekday(),)
    return not later.weekdays or set(weekdays) <= set(later.weekdays)


def _list_dated_lines(line: v.Hours, years: Iterable[int]) -> list[v.Hours]:
    """A line that recurs in a month or a year as lines with dates."""
    spans: list[tuple[dt.date, dt.date]] = []
    for year in years:
        if line.days == "yearly" and line.start and line.end:
            start = _move_to_year(line.start, year, dt.date(year, 3, 1))
            last_year = year + (line.end < line.start)
            end = _move_to_year(line.end, last_year, dt.date(last_year, 2, 28))
            if start <= end:  # else it is 29 February, in a year without one
                spans.append((start, end))
        elif line.days == "month-weekdays":
            rule = RecurrenceRule(1, "month", tuple(NthWeekday(*day) for day in line.nth_weekdays))
            first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
            spans += ((day, day) for day in iterate_dates(rule, first, last, None))
    return [
        msgspec.structs.replace(line, days="dates", start=start, end=end) for start, end in spans
    ]


def _move_to_year(day: dt.date, year: int, instead: dt.date) -> dt.date:
    """The same day of another year; `instead` if it is 29 February and there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return instead


def _list_weekday_sessions(lines: Iterable[v.Hours]) -> tuple[tuple[Session, ...], ...]:
    """The times of each weekday, Monday first; of two lines for a day, the later one counts."""
    return list_weekday_sessions(
        HoursRule(h.days, h.weekdays, h.start, h.end, h.sessions) for h in lines
    )


def _specify(sessions: tuple[Session, ...], days: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for start, end, _ in sessions or (Session("00:00", "00:00"),):
        opens = {"@type": "OpeningHoursSpecification", "opens": start, "closes": limit_time(end)}
        yield opens | days


def _name_weekdays(days: Iterable[int]) -> list[str]:
    return [ENGLISH_WEEKDAYS[day] for day in days]
