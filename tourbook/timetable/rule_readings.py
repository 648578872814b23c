"""Recurrences as other programs write them, in RRULE (RFC 5545, 3.3.10).

FREQ=WEEKLY;INTERVAL=2            every: 2 weeks
FREQ=MONTHLY;BYDAY=1FR            every: 1 month, days: [1st fri]
FREQ=MONTHLY;BYMONTHDAY=15,-1     every: 1 month, days: [15, last]

What means the same here is read; the rest is refused, with what can be written instead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from tourbook.common.patterns import compile_late
from tourbook.common.problems import Diagnosis, Message

from .recurrence import WEEKDAYS

_NTH_DAY = compile_late(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)")
_END = compile_late(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)(Z?))?")
_CODES = {day[:2].upper(): day for day in WEEKDAYS}
_RANKS = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th", -1: "last"}
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_PARTS = (*"FREQ INTERVAL BYDAY BYMONTHDAY BYMONTH BYSETPOS COUNT UNTIL WKST".split(),)  # noqa: SIM905
_MAX_INTERVAL, _MAX_COUNT = 99, 1000
_LIST_DATES = Message(
    "这样的重复这里写不出：把各次日期列出来（RDATE，或 also），或换成每几周、每月第几个星期几",
    "such a recurrence cannot be written here: list its dates (RDATE, or `also`), or recur every "
    "few weeks, or on a certain weekday of the month",
)


class RuleReading(NamedTuple):
    """A recurrence as `repeat` says it."""

    interval: str
    days: tuple[str, ...]
    limit: int | None
    """How many dates there are."""
    until: dt.date | dt.datetime | None
    """A day, or a moment in UTC."""


class _RefusedError(Exception):
    def __init__(self, message: Message, help: Message = _LIST_DATES) -> None:
        super().__init__(message.en)
        self.diagnosis = Diagnosis(message, help)


def read_rule(text: str, first: dt.date) -> RuleReading | Diagnosis:
    """The rule of a recurrence that begins on a day, or why it cannot be written here."""
    try:
        parts = _split(text)
        unit, interval = _UNITS[parts["FREQ"]], _read_number(parts, "INTERVAL", _MAX_INTERVAL) or 1
        reading = _READERS[unit](parts, interval, first)
        limit = _read_number(parts, "COUNT", _MAX_COUNT)
        return reading._replace(limit=limit, until=_read_end(parts))
    except _RefusedError as e:
        return e.diagnosis


def _split(text: str) -> dict[str, str]:
    """Raises _RefusedError."""
    plain = text.strip().upper().removeprefix("RRULE:").replace(" ", "").rstrip(";")
    pairs = [part.partition("=")[::2] for part in plain.split(";")]
    parts = dict(pairs)
    if not all(value for _, value in pairs) or len(parts) < len(pairs) or "FREQ" not in parts:
        raise _RefusedError(
            Message(f"“{text}” 不是重复规则（RRULE）", f"“{text}” is no recurrence rule (RRULE)"),
            Message(
                "写成 FREQ=WEEKLY;INTERVAL=2 或 FREQ=MONTHLY;BYDAY=1FR",
                "write FREQ=WEEKLY;INTERVAL=2, or FREQ=MONTHLY;BYDAY=1FR",
            ),
        )
    unknown = [name for name in parts if name not in _PARTS]
    unknown += ["FREQ"] if parts["FREQ"] not in _UNITS else []
    for name in unknown:
        raise _refuse(name, parts[name])
    return parts


def _refuse(name: str, value: str) -> _RefusedError:
    return _RefusedError(
        Message(f"{name}={value} 这里没有对应的写法", f"{name}={value} has no counterpart here")
    )


def _read_number(parts: dict[str, str], name: str, limit: int) -> int | None:
    value = parts.get(name)
    if value is None:
        return None
    if not (value.isdecimal() and len(value) < 6 and 1 <= int(value) <= limit):
        raise _refuse(name, value)
    return int(value)


def _read_end(parts: dict[str, str]) -> dt.date | dt.datetime | None:
    value = parts.get("UNTIL")
    if value is None:
        return None
    match = _END.fullmatch(value)
    try:
        if match is None:
            raise ValueError(value)
        numbers = [int(part) for part in match.groups()[:6] if part]
        if match[7] != "Z":
            return dt.date(*numbers[:3])
        return dt.datetime(*numbers, tzinfo=dt.UTC)  # type: ignore[arg-type,misc]
    except ValueError:
        raise _RefusedError(
            Message(f"UNTIL={value} 不是日期", f"UNTIL={value} is no day"),
            Message("写成 UNTIL=20271231", "write UNTIL=20271231"),
        ) from None


def _read_days(parts: dict[str, str]) -> list[tuple[int, str]]:
    """(rank, weekday) of each item of BYDAY; 0 without a rank."""
    days = []
    for item in filter(None, parts.get("BYDAY", "").split(",")):
        match = _NTH_DAY.fullmatch(item)
        if match is None or (match[1] and int(match[1]) not in _RANKS):
            raise _refuse("BYDAY", item)
        days.append((int(match[1] or 0), _CODES[match[2]]))
    return days


def _make(interval: int, unit: str, days: list[str]) -> RuleReading:
    return RuleReading(f"{interval} {unit}{'s' * (interval > 1)}", tuple(days), None, None)


def _check_unused(parts: dict[str, str], *names: str) -> None:
    for name in names:
        if name in parts:
            raise _refuse(name, parts[name])


def _read_daily(parts: dict[str, str], interval: int, first: dt.date) -> RuleReading:
    _check_unused(parts, "BYMONTHDAY", "BYMONTH", "BYSETPOS")
    if "BYDAY" not in parts:
        return _make(interval, "day", [])
    if interval > 1:
        raise _refuse("BYDAY", parts["BYDAY"])
    return _read_weekly(parts, 1, first)


def _read_weekly(parts: dict[str, str], interval: int, first: dt.date) -> RuleReading:
    _check_unused(parts, "BYMONTHDAY", "BYMONTH", "BYSETPOS")
    days = _read_days(parts)
    if any(rank for rank, _ in days):
        raise _refuse("BYDAY", parts["BYDAY"])
    # only weeks that begin on another day than Monday may hold other days
    if interval > 1 and len(days) > 1 and parts.get("WKST", "MO") != "MO":
        raise _refuse("WKST", parts["WKST"])
    is_usual = [day for _, day in days] == [WEEKDAYS[first.weekday()]]
    return _make(interval, "week", [] if is_usual else [day for _, day in days])


def _read_monthly(parts: dict[str, str], interval: int, first: dt.date) -> RuleReading:
    _check_unused(parts, "BYMONTH")
    return _make(interval, "month", _read_days_of_month(parts, interval, first))


def _read_days_of_month(parts: dict[str, str], interval: int, first: dt.date) -> list[str]:
    days = _read_days(parts)
    if days and "BYMONTHDAY" in parts:
        raise _refuse("BYMONTHDAY", parts["BYMONTHDAY"])
    if not days:
        _check_unused(parts, "BYSETPOS")
        numbers = parts.get("BYMONTHDAY", str(first.day)).split(",")
        if any(number != "-1" and not _is_month_day(number) for number in numbers):
            raise _refuse("BYMONTHDAY", parts["BYMONTHDAY"])
        return ["last" if number == "-1" else str(int(number)) for number in numbers]
    position = parts.get("BYSETPOS", "")
    if position and len(days) == 1 and not days[0][0]:
        days = [(int(position) if position in map(str, _RANKS) else 0, days[0][1])]
    elif position:
        raise _refuse("BYSETPOS", position)
    if not all(rank for rank, _ in days):
        if interval > 1 or any(rank for rank, _ in days):
            raise _refuse("BYDAY", parts["BYDAY"])
        names = parts["BYDAY"]
        raise _RefusedError(
            Message(f"每月的 BYDAY={names} 就是每周", f"BYDAY={names} of each month is each week"),
            Message(f"写成 FREQ=WEEKLY;BYDAY={names}", f"write FREQ=WEEKLY;BYDAY={names}"),
        )
    return [f"{_RANKS[rank]} {day}" for rank, day in days]


def _is_month_day(number: str) -> bool:
    return number.isdecimal() and len(number) < 3 and 1 <= int(number) <= 31


def _read_yearly(parts: dict[str, str], interval: int, first: dt.date) -> RuleReading:
    if parts.get("BYMONTH", str(first.month)).lstrip("0") != str(first.month):
        raise _refuse("BYMONTH", parts["BYMONTH"])
    if "BYDAY" in parts and "BYMONTH" not in parts:
        raise _refuse("BYDAY", parts["BYDAY"])
    days = _read_days_of_month(parts, 2, first)
    return _make(interval, "year", [] if days == [str(first.day)] else days)


_Reader = Callable[[dict[str, str], int, dt.date], RuleReading]
_READERS: dict[str, _Reader] = {
    "day": _read_daily,
    "week": _read_weekly,
    "month": _read_monthly,
    "year": _read_yearly,
}
