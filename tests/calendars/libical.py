"""libical, the C library in Evolution, KOrganizer and others, by way of ctypes;
scripts/test-tools.sh installs it."""

from __future__ import annotations

import ctypes
import datetime as dt
from collections.abc import Iterator
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_long, c_void_p
from dataclasses import dataclass
from functools import cache
from typing import Any


class Time(Structure):
    """icaltimetype."""

    _fields_ = [
        ("year", c_int), ("month", c_int), ("day", c_int), ("hour", c_int), ("minute", c_int), ("second", c_int),
        ("is_date", c_int), ("is_daylight", c_int), ("zone", c_void_p),
    ]  # fmt: skip


class Span(Structure):
    """icaltime_span, as seconds since 1970."""

    _fields_ = [("start", c_long), ("end", c_long), ("is_busy", c_int)]


_Callback = CFUNCTYPE(None, c_void_p, POINTER(Span), c_void_p)


@dataclass(frozen=True)
class Event:
    uid: str
    start: dt.date | dt.datetime
    end: dt.date | dt.datetime
    summary: str
    status: str
    location: str
    description: str
    sequence: int


_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "icalcomponent_new_from_string": (c_void_p, [c_char_p]),
    "icalcomponent_free": (None, [c_void_p]),
    "icalcomponent_count_errors": (c_int, [c_void_p]),
    "icalcomponent_string_to_kind": (c_int, [c_char_p]),
    "icalcomponent_isa": (c_int, [c_void_p]),
    "icalcomponent_get_first_component": (c_void_p, [c_void_p, c_int]),
    "icalcomponent_get_next_component": (c_void_p, [c_void_p, c_int]),
    "icalcomponent_get_first_property": (c_void_p, [c_void_p, c_int]),
    "icalcomponent_get_dtstart": (Time, [c_void_p]),
    "icalcomponent_get_dtend": (Time, [c_void_p]),
    "icalcomponent_get_sequence": (c_int, [c_void_p]),
    "icalproperty_string_to_kind": (c_int, [c_char_p]),
    "icalproperty_get_value_as_string": (c_char_p, [c_void_p]),
    "icaltimezone_get_utc_timezone": (c_void_p, []),
    "icaltime_convert_to_zone": (Time, [Time, c_void_p]),
    "icaltime_from_string": (Time, [c_char_p]),
    "icalcomponent_foreach_recurrence": (None, [c_void_p, Time, Time, _Callback, c_void_p]),
    **{
        f"icalcomponent_get_{key}": (c_char_p, [c_void_p])
        for key in ("uid", "summary", "location", "description")
    },
}


@cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL("libical.so.3")
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def _moment(time: Time) -> dt.date | dt.datetime:
    """A time is worked out by the VTIMEZONE of its calendar; one without a zone stays floating."""
    if time.is_date:
        return dt.date(time.year, time.month, time.day)
    assert time.zone, "a floating time"
    u = _library().icaltime_convert_to_zone(time, _library().icaltimezone_get_utc_timezone())
    return dt.datetime(u.year, u.month, u.day, u.hour, u.minute, u.second, tzinfo=dt.UTC)


def _list_times(event: int) -> Iterator[tuple[dt.date | dt.datetime, dt.date | dt.datetime]]:
    """The start and end of each time at which an event takes place."""
    c = _library()
    first, end = c.icalcomponent_get_dtstart(event), c.icalcomponent_get_dtend(event)
    if not c.icalcomponent_get_first_property(event, c.icalproperty_string_to_kind(b"RRULE")):
        yield _moment(first), _moment(end)
        return
    found: list[tuple[dt.datetime, dt.datetime]] = []

    def note(_event: int, span: Any, _data: None) -> None:
        found.append(
            tuple(dt.datetime.fromtimestamp(s, dt.UTC) for s in (span[0].start, span[0].end))  # type: ignore[arg-type]
        )

    bounds = (c.icaltime_from_string(day) for day in (b"20200101T000000Z", b"20400101T000000Z"))
    c.icalcomponent_foreach_recurrence(event, *bounds, _Callback(note), None)
    for start, until in found:
        yield (start.date(), until.date()) if first.is_date else (start, until)


def events(raw: bytes) -> Iterator[Event]:
    """The events of a calendar, one for each time at which it takes place; a line that libical cannot read, or has never heard of, is an
    AssertionError."""
    c = _library()

    def text(event: int, key: str) -> str:
        return (getattr(c, f"icalcomponent_get_{key}")(event) or b"").decode()

    calendar = c.icalcomponent_new_from_string(raw)
    assert calendar, "libical makes nothing of it"
    try:
        assert c.icalcomponent_isa(calendar) == c.icalcomponent_string_to_kind(b"VCALENDAR")
        assert c.icalcomponent_count_errors(calendar) == 0, "libical cannot read a line"
        kind, status = (
            c.icalcomponent_string_to_kind(b"VEVENT"),
            c.icalproperty_string_to_kind(b"STATUS"),
        )
        event = c.icalcomponent_get_first_component(calendar, kind)
        while event:
            found = c.icalcomponent_get_first_property(event, status)
            for start, end in _list_times(event):
                yield Event(
                    text(event, "uid"),
                    start,
                    end,
                    text(event, "summary"),
                    (c.icalproperty_get_value_as_string(found) or b"").decode() if found else "",
                    text(event, "location"),
                    text(event, "description"),
                    c.icalcomponent_get_sequence(event),
                )
            event = c.icalcomponent_get_next_component(calendar, kind)
    finally:
        c.icalcomponent_free(calendar)
