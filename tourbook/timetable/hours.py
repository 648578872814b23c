"""Opening hours as authors write them: days on the left, times on the right.

    wed-sun: 09:00-12:00, 14:00-17:30
    holidays: 09:00-17:30            public holidays, whatever their weekday
    make-up-days: usual              working days at a weekend that make up for a holiday (调休)
    2026-10-01/2026-10-07: closed
    2026-07-01/2026-08-31 tue-sun: 09:00-20:00      only on these weekdays of the period
    12-25: closed                    every year; a period, too: 07-01/08-31
    last fri: 09:00-21:00            the last Friday of each month

A line with dates overrides those of every year, these override `holidays` and `make-up-days`, these
the nth weekdays of a month, and these the weekdays.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple

from tourbook.common.dates import (
    Session,
    parse_ends,
    parse_sessions,
    parse_span,
)
from tourbook.common.patterns import compile_late
from tourbook.common.problems import Diagnosis, Message, Remedy
from tourbook.common.suggestions import find_nearest

from .date_diagnoses import diagnose_span, list_choices
from .date_readings import find_range, format_part, list_parts
from .recurrence import WEEKDAYS, NthWeekday, is_nth_weekday, parse_nth_weekday
from .time_diagnoses import diagnose_times, write_times
from .weekday_words import translate_days

DayKind = Literal["weekdays", "month-weekdays", "yearly", "dates", "holidays", "make-up-days"]
NAMED_DAYS: tuple[DayKind, ...] = ("holidays", "make-up-days")
RECURRING_KINDS: tuple[DayKind, ...] = ("month-weekdays", "yearly")
USUAL_KEYWORD = "usual"
"""Instead of times: the same as on that weekday."""
_USUAL_WORDS = (USUAL_KEYWORD, "照常")

LEAP_YEAR = 2000
_YEARLY_SPAN = compile_late(r"^(\d{1,2}-\d{1,2})(?:/(\d{1,2}-\d{1,2}))?$")
_LINE_SEPARATOR = compile_late(
    r"\s*[;；\n]\s*|(?:(?<=[\d点分半m)）])|(?<=闭馆|休息)|(?<=closed))\s*[,，、]?\s*"
    r"(?=周|星期|工作日|节假日|mon|tue|wed|thu|fri|sat|sun|week|holiday)",
    re.IGNORECASE,
)
_DAYS_AND_TIMES = compile_late(
    r"\s*([^\d:：]*?)\s*[:：]?\s*(\d.*|closed|闭馆|休息)$", re.IGNORECASE
)
_DATE_START = compile_late(r"^\d")


class HoursRule(NamedTuple):
    """A line of opening hours: on which days, and at what times."""

    day_kind: DayKind
    weekdays: tuple[int, ...]
    """0 is Monday. Of "weekdays": the days; of "dates" and "yearly": the rule is only for these, ()
    for all."""
    start: dt.date | None
    end: dt.date | None
    """Of "dates": the last day. Of "yearly", both are days of LEAP_YEAR; a period over New Year
    ends before it begins."""
    sessions: tuple[Session, ...] | None
    """None for times "usual", () for "closed"."""
    nth_weekdays: tuple[NthWeekday, ...] = ()
    """Of "month-weekdays"."""

    def covers(self, day: dt.date) -> bool:
        """True if the line is for a day; False for "holidays" and "make-up-days", which it cannot
        know."""
        if self.day_kind == "weekdays":
            return day.weekday() in self.weekdays
        if self.day_kind == "month-weekdays":
            return any(is_nth_weekday(day, weekday) for weekday in self.nth_weekdays)
        if self.start is None or self.end is None:
            return False
        if self.weekdays and day.weekday() not in self.weekdays:
            return False
        if self.day_kind == "dates":
            return self.start <= day <= self.end
        day = day.replace(year=LEAP_YEAR)
        if self.start <= self.end:
            return self.start <= day <= self.end
        return day >= self.start or day <= self.end


def parse_hours(hours: dict[str, str]) -> tuple[HoursRule, ...]:
    """The rules of opening hours; lines that `check_hours` refuses are left out."""
    rules = (parse_line(days, times) for days, times in hours.items())
    return tuple(rule for rule in rules if isinstance(rule, HoursRule))


def diagnose_line_times(key: str, times: str) -> Diagnosis | None:
    """What is wrong with the right side of a line; None if nothing is."""
    if times.strip().lower() in _USUAL_WORDS:
        days = key.strip().lower()
        is_weekly = bool(_parse_weekdays(days) or _parse_nth_weekdays(days))
        return diagnose_times(times) if is_weekly else None
    return diagnose_times(times) if parse_sessions(times) is None else None


@cache
def parse_line(key: str, times: str) -> HoursRule | Diagnosis:
    """The rule of a line, or what is wrong with it."""
    days = key.strip().lower()
    weekdays, nth_weekdays = _parse_weekdays(days), _parse_nth_weekdays(days)
    is_weekly = bool(weekdays or nth_weekdays)
    if not is_weekly and days not in NAMED_DAYS and not _DATE_START.match(days):
        return _diagnose_days(key)
    is_usual = not is_weekly and times.strip().lower() in _USUAL_WORDS
    sessions = None if is_usual else parse_sessions(times)
    if sessions is None and not is_usual:
        return diagnose_times(times)
    if weekdays is not None:
        return HoursRule("weekdays", weekdays, None, None, sessions)
    if nth_weekdays:
        return HoursRule("month-weekdays", (), None, None, sessions, nth_weekdays)
    if days == "holidays":
        return HoursRule("holidays", (), None, None, sessions)
    if days == "make-up-days":
        return HoursRule("make-up-days", (), None, None, sessions)
    return _parse_dated_line(key, days, sessions)


def _parse_dated_line(
    key: str, days: str, sessions: tuple[Session, ...] | None
) -> HoursRule | Diagnosis:
    dates, _, suffix = days.replace(" / ", "/").partition(" ")
    weekdays = _parse_weekdays(suffix.strip()) if suffix else ()
    kind: DayKind = "yearly" if _YEARLY_SPAN.match(dates) else "dates"
    span = _parse_yearly_span(dates) if kind == "yearly" else parse_span(dates)
    if span is None and kind == "yearly":
        return Diagnosis(
            Message(f"一年里没有 “{dates}” 这一天", f"no year has the day “{dates}”"),
            Message("写成 月-日，例如 12-25", "write month-day, such as 12-25"),
        )
    readings = list_parts(days) if span is None else []
    if len(readings) > 1 and not any(part.year for part in readings):
        choices = [(dt.date(LEAP_YEAR, *part[1:]), format_part(part)) for part in readings]
        return Diagnosis(
            Message(f"日期 “{days}” 有两种读法", f"“{days}” can be read in two ways"),
            list_choices(choices),
        )
    if weekdays is None or (span is None and parse_ends(dates) is None):
        suggestion = translate_days(days) or _suggest_dates(days)
        if suggestion is not None:
            return _diagnose_days(key)
    if span is None:
        return diagnose_span(dates if weekdays else key)
    if weekdays is None:
        return _diagnose_days(suffix.strip())
    return HoursRule(kind, weekdays, *span, sessions)


def _parse_yearly_span(text: str) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of "07-01/08-31" or of a single day, in LEAP_YEAR."""
    match = _YEARLY_SPAN.match(text)
    if match is None:
        return None
    try:
        ends = (match[1], match[2] or match[1])
        start, end = (dt.date(LEAP_YEAR, *map(int, day.split("-"))) for day in ends)
    except ValueError:
        return None
    return start, end


def _parse_nth_weekdays(days: str) -> tuple[NthWeekday, ...] | None:
    """Weekdays of a month: "1st mon, last fri"; None if it is something else."""
    weekdays = [parse_nth_weekday(part) for part in days.split(",")]
    if all(weekday and weekday.nth for weekday in weekdays):
        return tuple(filter(None, weekdays))
    return None


def _parse_weekdays(days: str) -> tuple[int, ...] | None:
    """Numbers of weekdays, from 0: "sat-mon, wed" -> (5, 6, 0, 2); None if it is something else."""
    if days == "daily":
        return tuple(range(7))
    weekdays: list[int] = []
    for part in days.split(","):
        first, dash, last = part.strip().partition("-")
        if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
            return None
        start = WEEKDAYS.index(first)
        length = (WEEKDAYS.index(last) - start) % 7 if dash else 0
        weekdays += [(start + n) % 7 for n in range(length + 1)]
    return tuple(weekdays)


def _diagnose_days(days: str) -> Diagnosis:
    """Explain days that are unknown; Chinese ones are translated, typing mistakes corrected."""
    message = Message(f"“{days}” 不是星期，也不是日期", f"“{days}” is neither a weekday nor a date")
    parts = [part.strip() for part in days.split(",")]
    if len(parts) > 1 and any(_parse_nth_weekdays(p) or p.lower() in NAMED_DAYS for p in parts):
        lines = [f"“{part}: …”" for part in parts]
        return Diagnosis(
            message,
            Message(
                f"节假日、每月第几个星期几各写一行：{'、'.join(lines)}",
                "write public holidays and the weekdays of a month on lines of their own: "
                + ", ".join(lines),
            ),
        )
    suggestion = _suggest_days(days.strip().lower())
    if suggestion is None:
        help = Message(
            "写成 mon、tue-sun、daily、holidays、2026-10-01、12-25（每年）或 last fri（每月）",
            "write mon, tue-sun, daily, holidays, 2026-10-01, 12-25 (every year) or last fri (of "
            "every month)",
        )
    else:
        zh, en = f"写成 “{suggestion}”", f"write “{suggestion}”"
        is_certain = translate_days(days.strip().lower()) == suggestion
        help = Remedy(zh, en, suggestion) if is_certain else Message(zh, en)
    return Diagnosis(message, help)


def _suggest_days(text: str) -> str | None:
    """The days of a line as they are written, or None."""
    return translate_days(text) or _suggest_dates(text) or _find_nearest_days(text.strip().lower())


def _suggest_dates(text: str) -> str | None:
    """A day or a period in another notation, with its year or, without one, of every year."""
    parts = list_parts(text)
    if len(parts) == 1 and parts[0].month and parts[0].day:
        return format_part(parts[0])
    ends = None if parts else find_range(text)
    return "/".join(map(format_part, sorted(ends))) if ends else None


def _find_nearest_days(word: str) -> str | None:
    ranges = [f"{first}-{last}" for first in WEEKDAYS for last in WEEKDAYS if first != last]
    return find_nearest(word, [*WEEKDAYS, "daily", *NAMED_DAYS, *ranges])


def suggest_lines(text: str) -> list[str]:
    """Opening hours on one line as they are written, one line each: “周一至周五 9点到17点” ->
    ["mon-fri: 09:00-17:00"]; [] if they cannot be read."""
    lines = []
    for part in _LINE_SEPARATOR.split(text):
        match = _DAYS_AND_TIMES.match(part)
        days = match and (translate_days(match[1]) if match[1] else "daily")
        times = match and write_times(match[2])
        if not days or times is None:
            return []
        lines.append(f"{days}: {times}")
    return lines


def combine_hours(venue_hours: dict[str, str], stop_hours: dict[str, str]) -> dict[str, str]:
    """The hours of a stop at a venue.

    A stop's own hours replace those of the venue; if they have no line for weekdays, they are
    added to them.
    """
    if not stop_hours:
        return venue_hours
    if any(_is_for_weekdays(days) for days in stop_hours):
        return stop_hours
    kept_hours = {days: times for days, times in venue_hours.items() if days not in stop_hours}
    return kept_hours | stop_hours


@cache
def _is_for_weekdays(key: str) -> bool:
    days = key.strip().lower()
    is_exception = _DATE_START.match(days) or _parse_nth_weekdays(days)
    return days not in NAMED_DAYS and not is_exception


def list_weekday_sessions(rules: Iterable[HoursRule]) -> tuple[tuple[Session, ...], ...]:
    """The times of each weekday, Monday first; of two lines for a day, the later one counts."""
    sessions: list[tuple[Session, ...]] = [()] * 7
    for rule in rules:
        if rule.day_kind == "weekdays":
            for day in rule.weekdays:
                sessions[day] = rule.sessions or ()
    return tuple(sessions)
