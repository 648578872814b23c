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

from tourbook.common.dates import Session, explain_period, period, sessions
from tourbook.common.problems import At, Problems, Say, nearest

from .recurrence import WEEKDAYS

Days = Literal["weekdays", "dates", "holidays", "make-up-days"]
NAMED: tuple[Days, ...] = ("holidays", "make-up-days")
USUAL = "usual"
"""Written for times: the same as on that weekday."""

_CHINESE = {
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
_LOOKS_DATED = re.compile(r"^\d")


class Rule(NamedTuple):
    """Times on some days: on weekdays (0 is Monday), on dates from start to end (all of them, or
    these weekdays), or on days with a name.

    `sessions` is None for times "usual".
    """

    days: Days
    weekdays: tuple[int, ...]
    start: dt.date | None
    end: dt.date | None
    sessions: tuple[Session, ...] | None


def _weekdays(key: str) -> tuple[int, ...] | None:
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


def rules(hours: dict[str, str]) -> tuple[Rule, ...]:
    """The rules of hours that have been checked; those that make no sense are left out."""
    return tuple(r for key, times in hours.items() if isinstance(r := _rule(key, times), Rule))


@cache
def _rule(key: str, times: str) -> Rule | tuple[Say, Say]:
    word = key.strip().lower()
    days = _weekdays(word)
    if days is None and word not in NAMED and not _LOOKS_DATED.match(word):
        return _bad_key(key, word)
    usual = times.strip().lower() in (USUAL, "照常") and days is None
    spans = None if usual else sessions(times)
    if spans is None and not usual:
        return (
            Say(f"看不懂开放时间 “{times}”", f"“{times}” is not opening times"),
            Say(
                "写成 09:00-12:00, 14:00-17:30（先早后晚，不重叠；凭预约的后面加 booking）或 "
                "closed",
                "write 09:00-12:00, 14:00-17:30 in order and without overlap (with booking after "
                "those that must be booked), or closed",
            ),
        )
    if days is not None:
        return Rule("weekdays", days, None, None, spans)
    if word in NAMED:
        return Rule("holidays" if word == "holidays" else "make-up-days", (), None, None, spans)
    dates, _, named = word.replace(" / ", "/").partition(" ")
    some = _weekdays(named.strip()) if named else ()
    span = period(dates)
    if span and some is None:  # the dates are good, what stands after them is not
        return _bad_key(named.strip(), named.strip())
    if span is None or some is None:
        return explain_period(dates if some else key)
    return Rule("dates", some, *span, spans)


def _bad_key(key: str, word: str) -> tuple[Say, Say]:
    meant = word
    for said in sorted(_CHINESE, key=len, reverse=True):
        meant = meant.replace(said, _CHINESE[said])
    spans_of_days = [f"{a}-{b}" for a in WEEKDAYS for b in WEEKDAYS if a != b]
    good = meant in NAMED or _weekdays(meant)
    best = meant if good else nearest(word, [*WEEKDAYS, "daily", *NAMED, *spans_of_days])
    hint = f"“{best}”" if best else "mon、tue-sun、daily、holidays 或 2026-10-01"
    return (
        Say(f"“{key}” 不是星期，也不是日期", f"“{key}” is neither a weekday nor a date"),
        Say(f"写成 {hint}", f"write {hint.replace('、', ', ').replace(' 或 ', ' or ')}"),
    )


def combined(usual: dict[str, str], own: dict[str, str]) -> dict[str, str]:
    """The hours of a stop at a venue: its own in place of the venue's, but without weekdays of
    their own they only add to them."""
    if own and all(_LOOKS_DATED.match(word := key.strip().lower()) or word in NAMED for key in own):
        return {key: times for key, times in usual.items() if key not in own} | own
    return own or usual


def check(hours: dict[str, str], at: At, problems: Problems) -> None:
    """A problem for each line of the hours that makes no sense."""
    for key, times in hours.items():
        rule = _rule(key, times)
        if not isinstance(rule, Rule):
            problems.error("hours", at.key(key), *rule)


def week(given: Iterable[Rule]) -> tuple[tuple[Session, ...], ...]:
    """The times of Monday, Tuesday ... Sunday by the lines of weekdays; of two lines for a day, the
    later one."""
    out: list[tuple[Session, ...]] = [()] * 7
    for rule in given:
        for day in rule.weekdays if rule.days == "weekdays" else ():
            out[day] = rule.sessions or ()
    return tuple(out)
