"""Days and times: reading what authors write, and the state of a span on a day.

Days are `datetime.date`, spans include both ends. Nothing here knows what day it is.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Literal, NamedTuple

from .problems import Message

DAY = dt.timedelta(days=1)
SpanState = Literal[
    "unscheduled", "upcoming", "soon", "now", "closing", "over", "cancelled", "postponed"
]
CLOSING_DAYS = 14
"""A span is "closing" on its last fourteen days."""

_DATE_LIKE = re.compile(
    r"^\D{0,2}(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[ T]\d{1,2}[:：].*)?$"
)
_COMPACT_DATE = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_SESSION_PATTERN = re.compile(
    r"^([01]?\d|2[0-4]):([0-5]\d)\s*[-–—~至]\s*([01]?\d|2[0-4]):([0-5]\d)\s*(booking|预约)?$",
    re.IGNORECASE,
)


class Session(NamedTuple):
    """From one time of the day to another, as "HH:MM"; the end may be "24:00". `booking`: only for
    those who booked."""

    start: str
    end: str
    booking: bool = False


def diagnose_date(text: str) -> tuple[Message, Message]:
    """What is wrong with a date that is not an ISO date (ISO 8601, 4.1.2.2), and the mend."""
    found = _DATE_LIKE.match(text.strip()) or _COMPACT_DATE.match(text.strip())
    if found:
        year, month, day = map(int, found.groups())
        try:
            good = dt.date(year, month, day).isoformat()
        except ValueError:
            what = Message(f"没有 “{text}” 这一天", f"there is no day “{text}”")
            if 1 <= month <= 12 and year > 0:
                last = calendar.monthrange(year, month)[1]
                return what, Message(
                    f"{year}年{month}月只有{last}天", f"{year}-{month:02} has {last} days"
                )
            return what, Message("月份是 1 到 12", "the month is 1 to 12")
        return Message(
            f"日期 “{text}” 的写法不对", f"“{text}” is not how a date is written"
        ), Message(f"写成 {good}", f"write {good}")
    return (
        Message(f"“{text}” 不是日期", f"“{text}” is not a date"),
        Message("写成 年-月-日，例如 2026-05-01", "write year-month-day, such as 2026-05-01"),
    )


def parse_span(text: str) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of "2026-10-01/2026-10-07" or of a single date; None where it is
    neither."""
    start, end = _parse_ends(text) or (dt.date.max, dt.date.min)
    return (start, end) if start <= end else None


def diagnose_span(text: str) -> tuple[Message, Message]:
    """What is wrong with something that is no period, and the mend."""
    if _parse_ends(text) is None:
        return diagnose_date(text)
    return Message(f"“{text}” 的结束早于开始", f"“{text}” ends before it begins"), Message(
        "对调两个日期", "swap the two dates"
    )


def _parse_ends(text: str) -> tuple[dt.date, dt.date] | None:
    first, _, last = text.strip().partition("/")
    try:
        return dt.date.fromisoformat(first.strip()), dt.date.fromisoformat((last or first).strip())
    except ValueError:
        return None


def parse_sessions(text: str) -> tuple[Session, ...] | None:
    """Opening times such as "09:00-12:00, 14:00-17:30 booking"; () for "closed", None where they
    make no sense."""
    if text.strip().lower() in ("closed", "休息", "闭馆"):
        return ()
    out: list[Session] = []
    for part in re.split(r"[,，;；、]", text):
        found = _SESSION_PATTERN.match(part.strip().replace("：", ":"))
        if not found:
            return None
        h1, m1, h2, m2, booking = found.groups()
        session = Session(f"{int(h1):02}:{m1}", f"{int(h2):02}:{m2}", bool(booking))
        if (
            session.start >= session.end
            or session.end > "24:00"
            or (out and session.start < out[-1].end)
        ):
            return None
        out.append(session)
    return tuple(out)


def parse_minutes(time: str) -> int:
    """Minutes since midnight of an "HH:MM"."""
    return int(time[:2]) * 60 + int(time[3:])


def compute_state(
    status: str,
    start: dt.date | None,
    end: dt.date | None,
    today: dt.date,
    soon_days: int,
    next_day: dt.date | None = None,
) -> SpanState:
    """What a visitor wants to know on that day of a span with an authored status.

    `next_day` is the next day of a recurring visit, which counts rather than its first.
    """
    if status == "cancelled":
        return "cancelled"
    if start is None or end is None:
        return "postponed" if status == "postponed" else "unscheduled"
    if today > end or status == "done":
        return "over"
    if status == "postponed":
        return "postponed"
    if today < (next_day or start):
        return "soon" if ((next_day or start) - today).days <= soon_days else "upcoming"
    if next_day is None and start + dt.timedelta(days=CLOSING_DAYS) < end < today + dt.timedelta(
        days=CLOSING_DAYS
    ):
        return "closing"
    return "now"
