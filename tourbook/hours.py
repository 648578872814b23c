"""Opening hours as authors write them: weekdays and dates on the left, times on the right.

    wed-sun: 09:00-12:00, 14:00-17:30
    2026-10-01/2026-10-07: closed
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import NamedTuple

from .dates import Session, explain_date, sessions
from .diagnostics import At, Problems, Say, nearest

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHINESE = {
    "周": "", "星期": "", "礼拜": "", **dict(zip("一二三四五六日天", (*WEEKDAYS, "sun"), strict=True)),
    "至": "-", "到": "-", "～": "-", "~": "-", "—": "-", "、": ",", "，": ",", "每天": "daily",
}
"""How weekdays are said in Chinese -> how they are written here."""
_LOOKS_DATED = re.compile(r"^\d")


class Rule(NamedTuple):
    """Times on weekdays (0 is Monday), or, where `start` is set, on each day from start to end."""

    weekdays: tuple[int, ...]
    start: dt.date | None
    end: dt.date | None
    sessions: tuple[Session, ...]


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
    spans = sessions(times)
    word = key.strip().lower()
    days = _weekdays(word)
    if days is None and not _LOOKS_DATED.match(word):
        meant = word
        for said in sorted(_CHINESE, key=len, reverse=True):
            meant = meant.replace(said, _CHINESE[said])
        spans_of_days = [f"{a}-{b}" for a in WEEKDAYS for b in WEEKDAYS if a != b]
        best = meant if _weekdays(meant) else nearest(word, [*WEEKDAYS, "daily", *spans_of_days])
        hint = f"“{best}”" if best else "mon、tue-sun、daily 或 2026-10-01"
        return (
            Say(f"“{key}” 不是星期，也不是日期", f"“{key}” is neither a weekday nor a date"),
            Say(f"写成 {hint}", f"write {hint.replace('、', ', ').replace(' 或 ', ' or ')}"),
        )
    if spans is None:
        return (
            Say(f"看不懂开放时间 “{times}”", f"“{times}” is not opening times"),
            Say("写成 09:00-12:00, 14:00-17:30 或 closed（先早后晚，不重叠）",
                "write 09:00-12:00, 14:00-17:30 in order and without overlap, or closed"),
        )
    if days is not None:
        return Rule(days, None, None, spans)
    first, _, last = word.partition("/")
    try:
        start, end = dt.date.fromisoformat(first.strip()), dt.date.fromisoformat((last or first).strip())
    except ValueError:
        return explain_date(key)
    if end < start:
        return Say(f"“{key}” 的结束早于开始", f"“{key}” ends before it begins"), Say("对调两个日期", "swap the two dates")
    return Rule((), start, end, spans)


def combined(usual: dict[str, str], own: dict[str, str]) -> dict[str, str]:
    """The hours of a stop at a venue: its own in place of the venue's, but dated lines alone only add to them."""
    if own and all(_LOOKS_DATED.match(key.strip()) for key in own):
        return usual | own
    return own or usual


def check(hours: dict[str, str], at: At, problems: Problems) -> None:
    """A problem for each line of the hours that makes no sense."""
    for key, times in hours.items():
        rule = _rule(key, times)
        if not isinstance(rule, Rule):
            problems.error("hours", at.key(key), *rule)


def on(given: tuple[Rule, ...], day: dt.date) -> tuple[Session, ...]:
    """The times on a day: the last dated rule that holds it, else those of its weekday."""
    dated = [r for r in given if r.start is not None and r.end is not None and r.start <= day <= r.end]
    if dated:
        return dated[-1].sessions
    weekly = [r for r in given if day.weekday() in r.weekdays]
    return weekly[-1].sessions if weekly else ()
