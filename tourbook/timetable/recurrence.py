"""Recurring dates: every n weeks or months on some weekdays, as RRULE (RFC 5545, 3.3.10).

every: 2 weeks, days: [mon, thu]          FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH
every: 1 month, days: [1st fri, last fri] FREQ=MONTHLY;BYDAY=1FR,-1FR
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import count as count_from
from itertools import islice
from typing import NamedTuple

from tourbook.common.dates import add_months

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MAX_DATES = 1000
"""Most dates that one recurrence may have."""
_NTH_WEEKDAY = re.compile(r"^(?:(1st|2nd|3rd|4th|5th|last) )?(mon|tue|wed|thu|fri|sat|sun)$")
_ORDINALS = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": -1}


class NthWeekday(NamedTuple):
    """A weekday, or one of those of a month: "fri" is (4, 0), "2nd fri" (4, 2), "last fri" (4, -1).

    As BYDAY in RFC 5545.
    """

    weekday: int
    """0 is Monday."""
    nth: int = 0


class RecurrenceRule(NamedTuple):
    """Every `interval` weeks, or months, on the days of `by_day`."""

    interval: int
    is_monthly: bool
    by_day: tuple[NthWeekday, ...]


def parse_nth_weekday(text: str) -> NthWeekday | None:
    """A weekday as authors write it, such as "fri", "2nd fri" or "last fri"; else None."""
    match = _NTH_WEEKDAY.match(text.strip().lower())
    if match is None:
        return None
    ordinal, weekday = match.groups()
    return NthWeekday(WEEKDAYS.index(weekday), _ORDINALS.get(ordinal, 0))


def parse_rule(interval: str, by_day: Iterable[str], first: dt.date) -> RecurrenceRule:
    """The rule of a recurrence that has been checked (see `model/recurrences`).

    Without `by_day`, it keeps the weekday of the first date, in a month also its number: if the
    first date is the 2nd Friday of a month, the others are.
    """
    number, _, unit = interval.rpartition(" ")
    is_monthly = unit.startswith("month")
    weekdays = filter(None, map(parse_nth_weekday, by_day))
    days = [weekday for weekday in weekdays if (weekday.nth != 0) == is_monthly]
    if not days:
        days = [NthWeekday(first.weekday(), (first.day + 6) // 7 if is_monthly else 0)]
    return RecurrenceRule(int(number or 1), is_monthly, tuple(dict.fromkeys(days)))


def matches_rule(rule: RecurrenceRule, day: dt.date) -> bool:
    """True if the rule names the weekday of the day, in whatever week or month."""
    if rule.is_monthly:
        month = day.replace(day=1)
        return any(_find_nth_weekday(month, weekday) == day for weekday in rule.by_day)
    return any(weekday.weekday == day.weekday() for weekday in rule.by_day)


def iterate_dates(
    rule: RecurrenceRule,
    first: dt.date,
    until: dt.date | None,
    count: int | None,
    *,
    limit: int = MAX_DATES,
) -> Iterator[dt.date]:
    """The dates of a rule from `first` on: up to and including `until`, at most `count`."""
    return islice(_iterate_until(rule, first, until), min(limit, count or limit))


def estimate_count(
    rule: RecurrenceRule, first: dt.date, until: dt.date | None, count: int | None
) -> int:
    """At least as many as `iterate_dates` gives, without listing them."""
    bounds = [MAX_DATES, count or MAX_DATES]
    if until is not None:
        days = max((until - first).days, 0)
        shortest_period = (28 if rule.is_monthly else 7) * rule.interval
        bounds.append((days // shortest_period + 2) * len(rule.by_day))
    return min(bounds)


def _iterate_until(
    rule: RecurrenceRule, first: dt.date, until: dt.date | None
) -> Iterator[dt.date]:
    for n in count_from():
        try:
            days = _list_dates_of_period(rule, first, n)
        except (OverflowError, ValueError):  # past the year 9999
            return
        for day in days:
            if until is not None and day > until:
                return
            if day >= first:
                yield day


def _list_dates_of_period(rule: RecurrenceRule, first: dt.date, n: int) -> list[dt.date]:
    """The dates in the nth week or month of the rule, in order; those of `first` are the 0th.

    Raises ValueError or OverflowError past the year 9999.
    """
    if rule.is_monthly:
        month = add_months(first.replace(day=1), rule.interval * n)
        dates = {_find_nth_weekday(month, weekday) for weekday in rule.by_day}
        return sorted(filter(None, dates))
    monday = first - dt.timedelta(days=first.weekday()) + dt.timedelta(weeks=rule.interval * n)
    return sorted({monday + dt.timedelta(days=weekday.weekday) for weekday in rule.by_day})


def _find_nth_weekday(month: dt.date, weekday: NthWeekday) -> dt.date | None:
    """The nth weekday of the month that begins on the day; None if it has no 5th."""
    if weekday.nth > 0:
        day = 1 + (weekday.weekday - month.weekday()) % 7 + 7 * (weekday.nth - 1)
    else:
        last = add_months(month, 1) - dt.timedelta(days=1)
        day = last.day - (last.weekday() - weekday.weekday) % 7
    try:
        return month.replace(day=day)
    except ValueError:
        return None
