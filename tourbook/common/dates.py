"""Dates and times: reading what authors write, and the state of a span on a given day.

Days are `datetime.date`; spans include their last day. Nothing here reads the clock.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple

from .patterns import compile_late

DAY = dt.timedelta(days=1)
Span = tuple[dt.date, dt.date]
"""The first and the last of some days in a row."""
SpanState = Literal[
    "unscheduled", "upcoming", "soon", "now", "closing", "over", "cancelled", "postponed"
]
PLAUSIBLE_YEARS = range(1900, 2200)
"""A date in any other year is a typing mistake. So every date leaves room for computing with it."""
OPEN_END = dt.date(PLAUSIBLE_YEARS.stop, 1, 1)
"""The end of a span that goes on until further notice: later than any day that can be written."""
CLOSING_DAYS = 14
"""A span is "closing" on its last fourteen days."""
_CLOSING_PERIOD = CLOSING_DAYS * DAY

DAY_MINUTES = 24 * 60
MAX_NIGHT_MINUTES = 12 * 60
"""A session that ends on the next day is no longer: 16:00-14:00 is a mistake."""
MAX_SESSIONS = 48
"""Opening times of one day: one each half-hour, day and night."""

_SESSION_PATTERN = compile_late(
    r"^([01]?\d|2[0-4]):([0-5]\d)\s*[-–—~至]\s*([0-2]?\d|3[0-6]):([0-5]\d)\s*(booking|预约)?$",
    re.IGNORECASE,
)

_BEGINNING_PATTERN = compile_late(r"^([01]?\d|2[0-3]):([0-5]\d)\s*(?:起|开始|[-–—~])?$")
SESSION_SEPARATOR = compile_late(r"[,，;；、]")


class Session(NamedTuple):
    """Opening times on one day, as "HH:MM"."""

    start: str
    end: str
    """After midnight, the hours go on as in GTFS: 01:00 is "25:00". "" if it is unknown."""
    booking: bool = False
    """True if only visitors who booked are admitted."""


def parse_span(text: str) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of "2026-10-01/2026-10-07" or of a single date, else None."""
    ends = parse_ends(text)
    if ends is None or any(day.year not in PLAUSIBLE_YEARS for day in ends):
        return None
    return ends if ends[0] <= ends[1] else None


def parse_ends(text: str) -> tuple[dt.date, dt.date] | None:
    """As `parse_span`, in any year and order."""
    first, _, last = text.strip().partition("/")
    try:
        return dt.date.fromisoformat(first.strip()), dt.date.fromisoformat((last or first).strip())
    except ValueError:
        return None


MAX_LISTED_OPEN_DAYS = 3 * 366
"""Days from `find_first_listed_day` to `find_horizon`, at most."""


def find_first_listed_day(today: dt.date) -> dt.date:
    """The first day for which the days of what has no end are listed: the beginning of the previous
    year."""
    return dt.date(max(today.year - 1, dt.MINYEAR), 1, 1)


def find_horizon(today: dt.date) -> dt.date:
    """The last day for which the days of what has no end are listed: the end of the next year, so
    that lists grow once a year."""
    return dt.date(today.year + 1, 12, 31)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day some months later; in a shorter month its last: 01-31 + 1 month = 02-28.

    Raises ValueError past the year 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def parse_sessions(text: str, *, allows_open_end: bool = False) -> tuple[Session, ...] | None:
    """Opening times such as "09:00-12:00, 14:00-17:30 booking"; () for "closed".

    "18:00-01:00" ends on the next day. With `allows_open_end`, the last one may be a beginning
    only, as in "14:00". None if they cannot be read, overlap, are out of order or more than
    MAX_SESSIONS.
    """
    if text.strip().lower() in ("closed", "休息", "闭馆"):
        return ()
    sessions: list[Session] = []
    for part in SESSION_SEPARATOR.split(text):
        session = _parse_session(part, allows_open_end)
        if session is None or (sessions and session.start < (sessions[-1].end or "99")):
            return None
        sessions.append(session)
    return tuple(sessions) if len(sessions) <= MAX_SESSIONS else None


def _normalize_colon(text: str) -> str:
    return text.strip().replace("：", ":")


def _parse_session(text: str, allows_open_end: bool = False) -> Session | None:
    match = _SESSION_PATTERN.match(_normalize_colon(text))
    if match is None:
        beginning = _BEGINNING_PATTERN.match(_normalize_colon(text)) if allows_open_end else None
        return Session(f"{int(beginning[1]):02}:{beginning[2]}", "") if beginning else None
    start_hour, start_minute, end_hour, end_minute, booking = match.groups()
    start = f"{int(start_hour):02}:{start_minute}"
    end = f"{int(end_hour):02}:{end_minute}"
    if end <= start:  # on the next day
        end = f"{int(end_hour) + 24}:{end_minute}"
    longest = MAX_NIGHT_MINUTES if end > "24:00" else DAY_MINUTES
    is_good = start < "24:00" and parse_minutes(end) - parse_minutes(start) <= longest
    return Session(start, end, bool(booking)) if is_good else None


def write_sessions(sessions: Iterable[Session]) -> str:
    """The sessions as an author would write them: the inverse of `parse_sessions`."""
    return ", ".join(
        f"{s.start}-{s.end} booking" if s.booking else f"{s.start}-{s.end}".rstrip("-")
        for s in sessions
    )


def format_clock_time(time: str) -> str:
    """What a clock shows: "25:00" is "01:00"; "24:00" is the end of a day."""
    return f"{int(time[:2]) - 24:02}{time[2:]}" if time > "24:00" else time


@cache
def parse_minutes(time: str) -> int:
    """Minutes since midnight of an "HH:MM"; "25:00" is on the next day."""
    return int(time[:2]) * 60 + int(time[3:])


def compute_state(
    status: str,
    start: dt.date | None,
    end: dt.date | None,
    today: dt.date,
    soon_days: int,
    next_day: dt.date | None = None,
) -> SpanState:
    """What a visitor wants to know on a day about a span with an authored status.

    `next_day` is the next day of a recurring visit: it counts instead of the first. From 1 to 31
    May, with 7 `soon_days`: "upcoming" on 23 April, "soon" from the 24th, "now" from 1 May,
    "closing" from the 18th, "over" on 1 June.
    """
    if status == "cancelled":
        return "cancelled"
    if start is None or end is None:
        return "postponed" if status == "postponed" else "unscheduled"
    if today > end or status == "done":
        return "over"
    if status == "postponed":
        return "postponed"
    begins = next_day or start
    if today < begins:
        return "soon" if (begins - today).days <= soon_days else "upcoming"
    if next_day is None and start + _CLOSING_PERIOD < end < today + _CLOSING_PERIOD:
        return "closing"
    return "now"
