"""Events in calendar files of other programs (RFC 5545)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from tourbook.common.patterns import compile_late
from tourbook.common.problems import Message

Moment = dt.date | dt.datetime
"""A day, or a moment: in a zone, or without one if it is floating."""
MAX_SIZE = 20_000_000
_READ_PROPERTIES = (
    *("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "STATUS", "GEO", "CLASS"),
    *("DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "RDATE", "RECURRENCE-ID"),
    *("DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "TRANSP"),
)
"""Those that say something here, and those that say nothing to visitors."""


_OTHER_COMPONENTS = ("VTODO", "VJOURNAL", "VFREEBUSY")
_EVENT_START = compile_late(r"\s*BEGIN:VEVENT\s*", re.IGNORECASE)
_DAMAGES = (ValueError, TypeError, AttributeError, KeyError, IndexError)
"""What the library raises for a file that is no calendar, or a damaged one."""


class CalendarFileError(Exception):
    """A file is no calendar."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.message = Message(zh, en)


class Event(NamedTuple):
    line: int
    """From 1."""
    uid: str
    summary: str
    description: str
    place: str
    url: str
    status: str
    """In small letters; "" if it is not said."""
    position: tuple[float, float] | None
    """Latitude and longitude."""
    start: Moment | None
    end: Moment | None
    """When it is over; of whole days, the day after."""
    zone: str
    """As it is called in the file; "" for whole days and floating times."""
    rules: tuple[str, ...]
    skipped: tuple[Moment, ...]
    added: tuple[Moment, ...]
    replaced: Moment | None
    """The date of another event with the same UID in whose place it is."""
    is_private: bool
    unread: tuple[str, ...]
    """Properties and parts that have no counterpart here."""
    errors: tuple[str, ...]
    """Properties that cannot be read."""

    @property
    def is_for_days(self) -> bool:
        return not isinstance(self.start, dt.datetime)

    @property
    def has_equal_ends(self) -> bool:
        """Whether beginning and end are both days, or both times."""
        return self.end is None or self.is_for_days != isinstance(self.end, dt.datetime)


class CalendarFile(NamedTuple):
    events: list[Event]
    unread: list[str]
    """Other components, such as VTODO."""


def read_calendar(raw: bytes, file: str) -> CalendarFile:
    """The events of a calendar file, in order. Raises CalendarFileError."""
    if len(raw) > MAX_SIZE:
        size = MAX_SIZE // 1_000_000
        raise CalendarFileError(f"{file} 超过 {size} MB", f"{file} is larger than {size} MB")
    try:
        text = raw.decode("utf-8-sig")
        components = _parse(text)
    except UnicodeDecodeError:
        raise CalendarFileError(
            f"{file} 的编码不是 UTF-8：用日历程序重新导出一次",
            f"{file} is not in UTF-8: export it from the calendar program again",
        ) from None
    except _DAMAGES as e:
        raise CalendarFileError(
            f"{file} 不是能读的日历（.ics）：{e}", f"{file} is no calendar that can be read: {e}"
        ) from None
    if not any(part.name == "VCALENDAR" for part in components):
        raise CalendarFileError(f"{file} 里没有日历", f"{file} holds no calendar")
    events = [part for part in components if part.name == "VEVENT"]
    lines = [n for n, line in enumerate(text.splitlines(), 1) if _EVENT_START.fullmatch(line)]
    lines += [1] * len(events)  # for a file that is damaged
    other_names = [part.name for part in components if part.name in _OTHER_COMPONENTS]
    return CalendarFile(
        [_read_soundly(line, event, file) for line, event in zip(lines, events, strict=False)],
        other_names,
    )


def _parse(text: str) -> list[Any]:
    import icalendar  # late: only where a calendar is imported

    calendars = icalendar.Calendar.from_ical(text, multiple=True)
    return [part for calendar in calendars for part in calendar.walk()]


def _read_soundly(line: int, event: Any, file: str) -> Event:
    try:
        return _read_event(line, event)
    except _DAMAGES as e:
        raise CalendarFileError(
            f"{file}:{line}: 这个活动读不懂：{e}", f"{file}:{line}: this event cannot be read: {e}"
        ) from None


def _read_event(line: int, event: Any) -> Event:
    errors = tuple(f"{name}: {text}" for name, text in event.errors)
    for name, _ in event.errors:
        if name:
            event.pop(name, None)
    start = _get_moment(event, "DTSTART")
    return Event(
        line=line,
        uid=str(event.get("UID", "")),
        summary=_get_text(event, "SUMMARY"),
        description=_get_text(event, "DESCRIPTION"),
        place=_get_text(event, "LOCATION"),
        url=str(event.get("URL", "")),
        status=str(event.get("STATUS", "")).lower(),
        position=_read_position(event),
        start=start,
        end=_find_end(event, start),
        zone=_name_zone(event, start),
        rules=tuple(rule.to_ical().decode() for rule in _list(event, "RRULE")),
        skipped=tuple(_iterate_moments(event, "EXDATE")),
        added=tuple(_iterate_moments(event, "RDATE")),
        replaced=_get_moment(event, "RECURRENCE-ID"),
        is_private=str(event.get("CLASS", "")).upper() in ("PRIVATE", "CONFIDENTIAL"),
        unread=tuple(_iterate_unread(event)),
        errors=errors,
    )


def _get_text(event: Any, name: str) -> str:
    texts = [str(value).strip() for value in _list(event, name)]
    return "\n".join(line.rstrip() for line in "\n".join(texts).splitlines())


def _list(event: Any, name: str) -> list[Any]:
    value = event.get(name, [])
    return value if isinstance(value, list) else [value]


def _get_moment(event: Any, name: str) -> Moment | None:
    moment = getattr(event.get(name), "dt", None)
    return moment if isinstance(moment, dt.date) else None


def _find_end(event: Any, start: Moment | None) -> Moment | None:
    end = _get_moment(event, "DTEND")
    length = getattr(event.get("DURATION"), "dt", None)
    if end is None and start is not None and isinstance(length, dt.timedelta):
        return start + length
    if (
        isinstance(end, dt.datetime)
        and isinstance(start, dt.datetime)
        and end.tzinfo
        and start.tzinfo
    ):
        return end.astimezone(start.tzinfo)
    return end


def _name_zone(event: Any, moment: Moment | None) -> str:
    zone = moment.tzinfo if isinstance(moment, dt.datetime) else None
    if zone is None:
        return str(getattr(event.get("DTSTART"), "params", {}).get("TZID", ""))
    return str(getattr(zone, "key", None) or zone)


def _iterate_moments(event: Any, name: str) -> Iterator[Moment]:
    for dates in _list(event, name):
        for item in dates.dts:
            yield item.dt[0] if isinstance(item.dt, tuple) else item.dt


def _read_position(event: Any) -> tuple[float, float] | None:
    position = event.get("GEO")
    return (float(position.latitude), float(position.longitude)) if position else None


def _iterate_unread(event: Any) -> Iterator[str]:
    for name in event:
        is_ours = name in _READ_PROPERTIES or name.startswith("X-")
        if not is_ours:
            yield str(name)
    yield from (str(part.name) for part in event.subcomponents)
    if any("RANGE" in getattr(item, "params", {}) for item in _list(event, "RECURRENCE-ID")):
        yield "RANGE"
    if any(isinstance(item.dt, tuple) for dates in _list(event, "RDATE") for item in dates.dts):
        yield "RDATE;VALUE=PERIOD"
