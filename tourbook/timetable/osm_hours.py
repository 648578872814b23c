"""Opening hours as OpenStreetMap writes them (`opening_hours`): Mo-Fr 09:00-17:00; PH off.

Read only where hours are imported. Of that language, what means the same here is read: weekdays,
those of a month, days and periods of the year, public holidays, times, off. The rest is refused.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from tourbook.common.patterns import compile_late
from tourbook.common.problems import Diagnosis, Message

from .hours import HoursRule, parse_line
from .recurrence import WEEKDAYS

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAY = "Mo|Tu|We|Th|Fr|Sa|Su"
_MONTH = "|".join(_MONTHS)
_DATE = rf"(?:(?P<year{{n}}>20\d\d) )?(?P<month{{n}}>{_MONTH})(?: (?P<day{{n}}>\d\d?)(?![\d:]))?"
_PERIOD = compile_late(
    _DATE.format(n=1) + rf"(?:\s*-\s*(?:{_DATE.format(n=2)}|(?P<day3>\d\d?)))?(?=[ ,:]|$)"
)
_WEEKDAYS = compile_late(
    rf"(?:(?:{_DAY})(?:\s*-\s*(?:{_DAY}))?(?:\[[-\d,]+\])?|PH)"
    rf"(?:\s*,\s*(?:(?:{_DAY})(?:\s*-\s*(?:{_DAY}))?(?:\[[-\d,]+\])?|PH))*(?![a-z])"
)
_TIME = compile_late(r"(\d\d?):(\d\d)\s*-\s*(\d\d?):(\d\d)")
_MORE_RULES = compile_late(rf"(?<=\d|f|d),\s*(?=(?:{_DAY}|PH|{_MONTH})\b)")
_COMMENT = compile_late(r'\s*"([^"]*)"')
_BOOKING = compile_late(r"appointment|booking|reserv|预约", re.IGNORECASE)
_RANKS = {"1": "1st", "2": "2nd", "3": "3rd", "4": "4th", "5": "5th", "-1": "last"}
_CLOSED = ("off", "closed")


class _RefusedError(Exception):
    """Holds the part that has no counterpart here, and what to do about it."""

    def __init__(self, part: str, help: Message | None = None) -> None:
        super().__init__(part)
        self.part = part
        self.help = help or Message(
            "这里读星期、PH、日期段、时间和 off，如 Mo-Fr 09:00-17:00; PH off；其余写进 note",
            "weekdays, PH, periods, times and off are read, as in Mo-Fr 09:00-17:00; PH off; put "
            "the rest into `note`",
        )


def looks_like_osm_hours(text: str) -> bool:
    """Whether hours are meant to be in that language."""
    return bool(re.match(rf"\s*(?:24/7|(?:{_DAY}|PH)\b|(?:{_MONTH})\b|\d\d?:\d\d\s*-)", text))


def read_osm_hours(text: str) -> dict[str, str] | Diagnosis:
    """The lines of `hours`, or why they cannot be written here."""
    try:
        lines = _read_rules(text)
    except _RefusedError as e:
        message = Message(
            f"开放时间 “{text}” 里的 “{e.part}” 这里没有对应的写法",
            f"“{e.part}” in the opening hours “{text}” has no counterpart here",
        )
        return Diagnosis(message, e.help)
    for key, times in lines.items():
        rule = parse_line(key, times)
        if not isinstance(rule, HoursRule):
            return rule
    return lines


def _read_rules(text: str) -> dict[str, str]:
    """Raises _RefusedError."""
    if "||" in text:
        raise _RefusedError("||")
    weekly: dict[str, str] = {}
    special: dict[str, str] = {}
    for rule in filter(None, map(str.strip, text.split(";"))):
        for n, part in enumerate(_MORE_RULES.split(rule)):
            for key, times in _read_rule(part.strip()):
                lines = weekly if key in WEEKDAYS else special
                if special and lines is weekly:
                    raise _RefusedError(part.strip(), _ORDER)
                is_addition = n > 0 and lines.get(key, "closed") != "closed"
                lines[key] = f"{lines[key]}, {times}" if is_addition else times
    return _join_weekdays(weekly) | special


_ORDER = Message(
    "先写平常的星期，再写节假日和日期段：后写的在这里不会盖过它们",
    "write usual weekdays before holidays and periods: here, a later line does not override these",
)


def _read_rule(rule: str) -> Iterator[tuple[str, str]]:
    """The lines of one rule; of weekdays, one for each day."""
    if rule.startswith("24/7"):
        rule = "00:00-24:00" + rule[4:]
    periods, rest = _take_periods(rule)
    match = _WEEKDAYS.match(rest)
    selectors = re.split(r"\s*,\s*(?![^\[]*\])", match[0]) if match else []
    times = _read_times(rest[match.end() if match else 0 :].strip(" :"), rule)
    days = [key for selector in selectors for key in _list_days(selector)]
    if not periods:
        yield from ((key, times) for key in days or WEEKDAYS)
    elif any(key not in WEEKDAYS for key in days):
        raise _RefusedError(rule)
    else:
        suffix = " " + ",".join(days) if days else ""
        yield from ((period + suffix, times) for period in periods)


def _take_periods(rule: str) -> tuple[list[str], str]:
    """(the periods at the beginning of a rule, the rest of it)."""
    periods, rest = [], rule
    while match := _PERIOD.match(rest):
        periods.append(_write_period(match))
        rest = rest[match.end() :].lstrip()
        if not rest.startswith(","):
            break
        rest = rest[1:].lstrip()
    return periods, rest


def _write_period(match: re.Match[str]) -> str:
    year, month, day = match["year1"], _MONTHS.index(match["month1"]) + 1, match["day1"]
    has_end = match["month2"] or match["day3"]
    last_month = _MONTHS.index(match["month2"]) + 1 if match["month2"] else month
    last_day = match["day2"] or match["day3"]
    if bool(day) != bool(last_day) and has_end:
        raise _RefusedError(match[0])
    length = calendar.monthrange(int(match["year2"] or year or 2000), last_month)[1]
    start = f"{month:02}-{int(day or 1):02}"
    end = f"{last_month:02}-{int(last_day or (day or length)):02}"
    if year:
        start, end = f"{year}-{start}", f"{match['year2'] or year}-{end}"
    elif match["year2"]:
        raise _RefusedError(match[0])
    return start if start == end else f"{start}/{end}"


def _list_days(selector: str) -> list[str]:
    """“Sa-Mo” -> sat, sun, mon; “Fr[1,-1]” -> 1st fri, last fri; PH -> holidays."""
    if selector == "PH":
        return ["holidays"]
    days, _, ranks = selector.partition("[")
    first, _, last = (part.strip() for part in days.partition("-"))
    codes = [day[:2].capitalize() for day in WEEKDAYS]
    start = codes.index(first)
    length = (codes.index(last) - start) % 7 if last else 0
    weekdays = [WEEKDAYS[(start + n) % 7] for n in range(length + 1)]
    if not ranks:
        return weekdays
    if any(rank not in _RANKS for rank in ranks[:-1].split(",")):
        raise _RefusedError(selector)
    return [f"{_RANKS[rank]} {day}" for day in weekdays for rank in ranks[:-1].split(",")]


def _read_times(text: str, rule: str) -> str:
    comment = _COMMENT.search(text)
    needs_booking = bool(comment and _BOOKING.search(comment[1]))
    if comment and not needs_booking:
        raise _RefusedError(comment[0].strip())
    plain = _COMMENT.sub("", text).strip().removesuffix("open").strip()
    if plain.lower() in _CLOSED:
        return "closed"
    parts = [part.strip() for part in plain.split(",")]
    if not all(_TIME.fullmatch(part) for part in parts):
        raise _RefusedError(plain or rule)
    return ", ".join(map(_write_session, parts)) if not needs_booking else ", ".join(
        f"{_write_session(part)} booking" for part in parts
    )  # fmt: skip


def _write_session(part: str) -> str:
    match = _TIME.fullmatch(part)
    assert match
    start, end = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
    if end > 24 * 60:
        end -= 24 * 60
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def _join_weekdays(times: dict[str, str]) -> dict[str, str]:
    """Successive weekdays with the same times are one line: mon-fri."""
    lines: dict[str, str] = {}
    runs: list[list[str]] = []
    for day in (day for day in WEEKDAYS if day in times):
        is_next = runs and WEEKDAYS.index(runs[-1][-1]) + 1 == WEEKDAYS.index(day)
        if is_next and times[runs[-1][-1]] == times[day]:
            runs[-1].append(day)
        else:
            runs.append([day])
    for run in runs:
        key = "daily" if len(run) == 7 else run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}"
        lines[key] = times[run[0]]
    return lines
