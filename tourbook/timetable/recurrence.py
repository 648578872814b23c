"""Recurring days, with the meaning of RRULE (RFC 5545, 3.3.10): every n weeks or months, on which
weekdays.

every: 2 weeks, days: [mon, thu]          FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH
every: 1 month, days: [1st fri, last fri] FREQ=MONTHLY;BYDAY=1FR,-1FR
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MAX_DATES = 1000
"""Days of one recurrence, at the most."""
_NTH_WEEKDAY = re.compile(r"^(?:(1st|2nd|3rd|4th|5th|last) )?(mon|tue|wed|thu|fri|sat|sun)$")
_ORDINALS = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": -1}


class NthWeekday(NamedTuple):
    """A weekday (0 is Monday); in a month its number there, -1 for the last one; 0 for every
    one."""

    weekday: int
    nth: int = 0


class RecurrenceRule(NamedTuple):
    """So many weeks, or so many months, on these days."""

    interval: int
    is_monthly: bool
    by_day: tuple[NthWeekday, ...]


def parse_nth_weekday(text: str) -> NthWeekday | None:
    """ "fri" or "2nd fri" or "last fri"; None for anything else."""
    found = _NTH_WEEKDAY.match(text.strip().lower())
    return NthWeekday(WEEKDAYS.index(found[2]), _ORDINALS.get(found[1] or "", 0)) if found else None


def parse_rule(interval: str, by_day: Iterable[str], first: dt.date) -> RecurrenceRule:
    """The rule of a recurrence that has been checked (see assemble/recurrences.py); without any,
    the day that `first` is.

    A month keeps the number of that weekday in it: a first Friday stays a first Friday.
    """
    number, _, unit = interval.rpartition(" ")
    monthly = unit.startswith("month")
    days = [d for one in by_day if (d := parse_nth_weekday(one)) and bool(d.nth) == monthly]
    if not days:
        days = [NthWeekday(first.weekday(), (first.day + 6) // 7 if monthly else 0)]
    return RecurrenceRule(int(number or 1), monthly, tuple(dict.fromkeys(days)))


def matches_rule(rule: RecurrenceRule, day: dt.date) -> bool:
    """True for a weekday that the rule names, whatever its week or month."""
    return any(
        d.weekday == day.weekday()
        and (not rule.is_monthly or _find_nth_weekday(day.year, day.month, d) == day)
        for d in rule.by_day
    )


def _find_nth_weekday(year: int, month: int, on: NthWeekday) -> dt.date | None:
    """The nth weekday of a month; None where the month has no such day."""
    if on.nth > 0:
        start = dt.date(year, month, 1)
        day = 1 + (on.weekday - start.weekday()) % 7 + 7 * (on.nth - 1)
    else:
        end = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
        day = end.day - (end.weekday() - on.weekday) % 7
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _list_dates_of_turn(rule: RecurrenceRule, first: dt.date, n: int) -> list[dt.date]:
    """The days of the nth week or month that the rule visits, in order. Raises ValueError or
    OverflowError past year 9999."""
    if rule.is_monthly:
        number = first.year * 12 + first.month - 1 + rule.interval * n
        return sorted(
            {d for on in rule.by_day if (d := _find_nth_weekday(number // 12, number % 12 + 1, on))}
        )
    monday = first - dt.timedelta(days=first.weekday()) + dt.timedelta(weeks=rule.interval * n)
    return sorted({monday + dt.timedelta(days=on.weekday) for on in rule.by_day})


def iterate_dates(
    rule: RecurrenceRule,
    first: dt.date,
    until: dt.date | None,
    count: int | None,
    *,
    limit: int = MAX_DATES,
) -> Iterator[dt.date]:
    """The days from `first` on: `count` of them, up to and with `until`, at most `limit`."""
    left, n = min(limit, count or limit), 0
    while left > 0:
        try:
            turn = _list_dates_of_turn(rule, first, n)
        except (OverflowError, ValueError):
            return
        n += 1
        for day in turn:
            if day < first:
                continue
            if left == 0 or (until is not None and day > until):
                return
            yield day
            left -= 1
