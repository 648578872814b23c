"""Opening hours as authors write them: days on the left, times on the right.

    wed-sun: 09:00-12:00, 14:00-17:30
    holidays: 09:00-17:30            public holidays, whatever their weekday
    make-up-days: usual              working days at a weekend that make up for a holiday (调休)
    2026-10-01/2026-10-07: closed
    2026-07-01/2026-08-31 tue-sun: 09:00-20:00      only on these weekdays of the period

A dated line counts more than `holidays` and `make-up-days`, and these more than weekdays.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple

from tourbook.common.dates import Session, diagnose_span, parse_sessions, parse_span
from tourbook.common.problems import Location, Message, Problems, find_nearest

from .recurrence import WEEKDAYS

DayKind = Literal["weekdays", "dates", "holidays", "make-up-days"]
NAMED_DAYS: tuple[DayKind, ...] = ("holidays", "make-up-days")
USUAL_KEYWORD = "usual"
"""Written for times: the same as on that weekday."""

_CHINESE_DAY_WORDS = {
    "周": "",
    "星期": "",
    "礼拜": "",
    **dict(zip("一二三四五六日天", (*WEEKDAYS, "sun"), strict=True)),
    "至": "-",
    "到": "-",
    "～": "-",
    "~": "-",
    "—": "-",
    "、": ",",
    "，": ",",
    "每天": "daily",
    "法定节假日": "holidays",
    "公共假日": "holidays",
    "节假日": "holidays",
    "假日": "holidays",
    "节日": "holidays",
    "假期": "holidays",
    "调休上班日": "make-up-days",
    "调休日": "make-up-days",
    "调休": "make-up-days",
}
"""How days are said in Chinese -> how they are written here."""
_DATE_START = re.compile(r"^\d")


class HoursRule(NamedTuple):
    """Times on some days: on weekdays (0 is Monday), on dates from start to end (all of them, or
    these weekdays), or on days with a name.

    `sessions` is None for times "usual".
    """

    day_kind: DayKind
    weekdays: tuple[int, ...]
    start: dt.date | None
    end: dt.date | None
    sessions: tuple[Session, ...] | None


def _parse_weekdays(key: str) -> tuple[int, ...] | None:
    if key == "daily":
        return tuple(range(7))
    out: list[int] = []
    for part in key.split(","):
        first, dash, last = part.strip().partition("-")
        if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
            return None
        a = WEEKDAYS.index(first)
        b = WEEKDAYS.index(last) if dash else a
        out += [d % 7 for d in range(a, b + 1 if b >= a else b + 8)]
    return tuple(out)


def parse_hours(hours: dict[str, str]) -> tuple[HoursRule, ...]:
    """The rules of hours that have been checked; those that make no sense are left out."""
    return tuple(
        r for key, times in hours.items() if isinstance(r := _parse_rule(key, times), HoursRule)
    )


@cache
def _parse_rule(key: str, times: str) -> HoursRule | tuple[Message, Message]:
    word = key.strip().lower()
    days = _parse_weekdays(word)
    if days is None and word not in NAMED_DAYS and not _DATE_START.match(word):
        return _diagnose_key(key, word)
    usual = times.strip().lower() in (USUAL_KEYWORD, "照常") and days is None
    spans = None if usual else parse_sessions(times)
    if spans is None and not usual:
        return (
            Message(f"看不懂开放时间 “{times}”", f"“{times}” is not opening times"),
            Message(
                "写成 09:00-12:00, 14:00-17:30（先早后晚，不重叠；凭预约的后面加 booking）或 "
                "closed",
                "write 09:00-12:00, 14:00-17:30 in order and without overlap (with booking after "
                "those that must be booked), or closed",
            ),
        )
    if days is not None:
        return HoursRule("weekdays", days, None, None, spans)
    if word in NAMED_DAYS:
        return HoursRule(
            "holidays" if word == "holidays" else "make-up-days", (), None, None, spans
        )
    dates, _, named = word.replace(" / ", "/").partition(" ")
    some = _parse_weekdays(named.strip()) if named else ()
    span = parse_span(dates)
    if span and some is None:  # the dates are good, what stands after them is not
        return _diagnose_key(named.strip(), named.strip())
    if span is None or some is None:
        return diagnose_span(dates if some else key)
    return HoursRule("dates", some, *span, spans)


def _diagnose_key(key: str, word: str) -> tuple[Message, Message]:
    meant = word
    for said in sorted(_CHINESE_DAY_WORDS, key=len, reverse=True):
        meant = meant.replace(said, _CHINESE_DAY_WORDS[said])
    spans_of_days = [f"{a}-{b}" for a in WEEKDAYS for b in WEEKDAYS if a != b]
    good = meant in NAMED_DAYS or _parse_weekdays(meant)
    best = meant if good else find_nearest(word, [*WEEKDAYS, "daily", *NAMED_DAYS, *spans_of_days])
    hint = f"“{best}”" if best else "mon、tue-sun、daily、holidays 或 2026-10-01"
    return (
        Message(f"“{key}” 不是星期，也不是日期", f"“{key}” is neither a weekday nor a date"),
        Message(f"写成 {hint}", f"write {hint.replace('、', ', ').replace(' 或 ', ' or ')}"),
    )


def combine_hours(venue_hours: dict[str, str], stop_hours: dict[str, str]) -> dict[str, str]:
    """The hours of a stop at a venue: its own in place of the venue's, but without weekdays of
    their own they only add to them."""
    if stop_hours and all(
        _DATE_START.match(word := key.strip().lower()) or word in NAMED_DAYS for key in stop_hours
    ):
        return {
            key: times for key, times in venue_hours.items() if key not in stop_hours
        } | stop_hours
    return stop_hours or venue_hours


def check_hours(hours: dict[str, str], location: Location, problems: Problems) -> None:
    """A problem for each line of the hours that makes no sense."""
    for key, times in hours.items():
        rule = _parse_rule(key, times)
        if not isinstance(rule, HoursRule):
            problems.add_error("hours", location.at_key(key), *rule)


def list_weekday_sessions(rules: Iterable[HoursRule]) -> tuple[tuple[Session, ...], ...]:
    """The times of Monday, Tuesday ... Sunday by the lines of weekdays; of two lines for a day, the
    later one."""
    out: list[tuple[Session, ...]] = [()] * 7
    for rule in rules:
        for day in rule.weekdays if rule.day_kind == "weekdays" else ():
            out[day] = rule.sessions or ()
    return tuple(out)
