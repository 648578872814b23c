"""Recurring dates: every n days, weeks, months or years, as RRULE (RFC 5545, 3.3.10).

every: 2 weeks, days: [mon, thu]          FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH
every: 1 month, days: [1st fri, last fri] FREQ=MONTHLY;BYDAY=1FR,-1FR
every: 1 month, days: [15, last]          FREQ=MONTHLY;BYMONTHDAY=15,-1
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import count as count_from
from itertools import islice
from typing import Literal, NamedTuple

from tourbook.common.dates import add_months
from tourbook.common.patterns import compile_late

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MAX_DATES = 1000
"""Most dates that one recurrence may have."""
LAST_DAY = -1
_LAST_DAY_WORDS = ("last", "last day")
_MONTH_DAY = compile_late(r"^(0?[1-9]|[12]\d|3[01])$")
_NTH_WEEKDAY = compile_late(r"^(?:(1st|2nd|3rd|4th|5th|last) )?(mon|tue|wed|thu|fri|sat|sun)$")
_ORDINALS = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": -1}


class NthWeekday(NamedTuple):
    """A weekday, or one of those of a month: "fri" is (4, 0), "2nd fri" (4, 2), "last fri" (4, -1).

    As BYDAY in RFC 5545.
    """

    weekday: int
    """0 is Monday."""
    nth: int = 0


_SUNDAY = NthWeekday(6)
RuleUnit = Literal["day", "week", "month"]


class RecurrenceRule(NamedTuple):
    """Every `interval` days, weeks or months; of a week on the days of `by_day`, of a month on
    these and on those of `by_month_day`. A year is twelve months."""

    interval: int
    unit: RuleUnit
    by_day: tuple[NthWeekday, ...] = ()
    by_month_day: tuple[int, ...] = ()
    """Days of a month, from 1; LAST_DAY. As BYMONTHDAY: a month without the day is left out."""


def parse_nth_weekday(text: str) -> NthWeekday | None:
    """A weekday as authors write it, such as "fri", "2nd fri" or "last fri"; else None."""
    match = _NTH_WEEKDAY.match(text.strip().lower())
    if match is None:
        return None
    ordinal, weekday = match.groups()
    return NthWeekday(WEEKDAYS.index(weekday), _ORDINALS.get(ordinal, 0))


def parse_month_day(text: str) -> int | None:
    """A day of a month as authors write it: "15", or "last" for LAST_DAY; else None."""
    word = text.strip().lower()
    if word in _LAST_DAY_WORDS:
        return LAST_DAY
    return int(word) if _MONTH_DAY.match(word) else None


def parse_unit(interval: str) -> str:
    """The unit of an interval: day, week, month or year."""
    return interval.rpartition(" ")[2].rstrip("s")


def parse_rule(interval: str, days: Iterable[str], first: dt.date) -> RecurrenceRule:
    """The rule of a recurrence that has been checked (see `model/recurrences`).

    Without `days`, it keeps the weekday of the first date, in a month also its number: if the first
    date is the 2nd Friday of a month, the others are. In a year it keeps the date.
    """
    unit, number = parse_unit(interval), int(interval.rpartition(" ")[0] or 1)
    if unit == "day":
        return RecurrenceRule(number, "day")
    days = list(days)
    is_weekly = unit == "week"
    parsed = filter(None, map(parse_nth_weekday, days))
    weekdays = [weekday for weekday in parsed if (weekday.nth == 0) == is_weekly]
    month_days = [] if is_weekly else [d for d in map(parse_month_day, days) if d is not None]
    if unit == "year":
        number *= 12
        if not weekdays and not month_days:
            month_days = [first.day]
    if not weekdays and not month_days:
        weekdays = [NthWeekday(first.weekday(), 0 if is_weekly else (first.day + 6) // 7)]
    return RecurrenceRule(
        number,
        "week" if is_weekly else "month",
        tuple(dict.fromkeys(weekdays)),
        tuple(dict.fromkeys(month_days)),
    )


def make_weekly_rule(weekdays: Iterable[int]) -> RecurrenceRule:
    """Every week on these days; 0 is Monday."""
    return RecurrenceRule(1, "week", tuple(NthWeekday(day) for day in sorted(weekdays)))


@cache
def format_rule(rule: RecurrenceRule) -> str:
    """The parts of an RRULE but for its end (RFC 5545, 3.3.10); "" for a rule that programs do not
    read alike."""
    if not _is_read_alike(rule):
        return ""
    parts = ["FREQ=" + {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY"}[rule.unit]]
    if rule.interval > 1:
        parts.append(f"INTERVAL={rule.interval}")
    if rule.by_day:
        parts.append("BYDAY=" + ",".join(map(_format_weekday, rule.by_day)))
    if rule.by_month_day:
        parts.append("BYMONTHDAY=" + ",".join(map(str, rule.by_month_day)))
    if rule.interval > 1 and len(rule.by_day) > 1 and _SUNDAY in rule.by_day:
        parts.append("WKST=MO")  # the default, but Outlook's weeks begin on Sunday
    return ";".join(parts)


def _is_read_alike(rule: RecurrenceRule) -> bool:
    """False for a rule that names weekdays and days of the month, of which RRULE would take the
    days that are both; and for those that Outlook leaves out or misreads: several days of a month,
    a fifth weekday, a day that not every month has (MS-OXCICAL, 2.1.3.2.2)."""
    if rule.unit != "month":
        return True
    is_in_each_month = [weekday.nth < 5 for weekday in rule.by_day]
    is_in_each_month += [day <= 28 for day in rule.by_month_day]
    return is_in_each_month == [True]


def _format_weekday(weekday: NthWeekday) -> str:
    return f"{weekday.nth or ''}{WEEKDAYS[weekday.weekday][:2].upper()}"


def matches_rule(rule: RecurrenceRule, day: dt.date) -> bool:
    """True if the rule names the day, in whatever week or month."""
    return day in _list_dates_of_period(rule, day, 0)


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
        shortest_period = {"day": 1, "week": 7, "month": 28}[rule.unit] * rule.interval
        days_of_period = len(rule.by_day) + len(rule.by_month_day) or 1
        bounds.append((days // shortest_period + 2) * days_of_period)
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
    """The dates in the nth day, week or month of the rule, in order; those of `first` are the 0th.

    Raises ValueError or OverflowError past the year 9999.
    """
    if rule.unit == "day":
        return [first + dt.timedelta(days=rule.interval * n)]
    if rule.unit == "week":
        monday = first.toordinal() - first.weekday() + 7 * rule.interval * n
        return [dt.date.fromordinal(monday + day) for day in _list_weekdays(rule.by_day)]
    month = add_months(first.replace(day=1), rule.interval * n)
    dates = {_find_nth_weekday(month, weekday) for weekday in rule.by_day}
    dates |= {_find_month_day(month, day) for day in rule.by_month_day}
    return sorted(filter(None, dates))


@cache
def _list_weekdays(by_day: tuple[NthWeekday, ...]) -> tuple[int, ...]:
    """The numbers of these weekdays, in order."""
    return tuple(sorted({weekday.weekday for weekday in by_day}))


def _find_month_day(month: dt.date, day: int) -> dt.date | None:
    """A day of the month that begins on `month`; None if it has no such day."""
    if day == LAST_DAY:
        return add_months(month, 1) - dt.timedelta(days=1)
    try:
        return month.replace(day=day)
    except ValueError:
        return None


def is_nth_weekday(day: dt.date, weekday: NthWeekday) -> bool:
    """True if a day is that weekday of its month."""
    return _find_nth_weekday(day.replace(day=1), weekday) == day


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
