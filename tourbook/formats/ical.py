"""iCalendar content lines (RFC 5545): escape, fold, VEVENT, VCALENDAR.

Only this module and `vtimezone` write content lines. Times are local times of the calendar's zone;
spans of days include the last day, and DTEND, which is exclusive, is computed here.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from tourbook.common import zones
from tourbook.common.dates import DAY, OPEN_END
from tourbook.common.patterns import compile_late

# unlike in source files: C1 controls and byte-order marks confuse readers; line breaks are kept
_CONTROL_CHARACTER = compile_late(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
_LINE_BREAK = compile_late(r"\r\n|[\r\x85\u2028\u2029]")
"""Characters that some readers take for the end of a line."""
_NOT_IN_URI = compile_late(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ufeff]")
_TEXT_ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_SPECIAL_IN_PARAMETER = compile_late(r"[\^\n\"]")
_PARAMETER_ESCAPES = {"^": "^^", "\n": "^n", '"': "^'"}


class Event(msgspec.Struct, frozen=True):
    """One VEVENT: whole days from `start` to `end`, or, with `times`, a timed event on `start`.

    With a `rule` it is a series, of which `start` is the first day.

    Moments are seconds since 1970 (UTC). An optional property that is None or "" is not written.
    """

    uid: str
    dtstamp: int
    """When the event was last revised: DTSTAMP of an object without METHOD (3.8.7.2)."""
    start: dt.date
    end: dt.date
    """The last day; OPEN_END if there is none: then the event is that of its first day."""
    summary: str
    url: str
    status: str
    location: str = ""
    times: tuple[str, str] | None = None
    """From and until, as "HH:MM"; "25:00" is on the next day, "" an unknown end."""
    description: str = ""
    geo: tuple[float, float] | None = None
    """Latitude and longitude in WGS-84 (3.8.1.6)."""
    has_apple_location: bool = False
    """True to write the position with the location for Apple's maps, too."""
    categories: tuple[str, ...] = ()
    is_transparent: bool | None = None
    """TRANSP: True if it does not make its reader busy."""
    shows_as_free: bool = False
    """True to write the same for Microsoft's programs, too."""
    created_at: int | None = None
    modified_at: int | None = None
    sequence: int | None = None
    image: str = ""
    rule: str = ""
    """How it recurs, as the parts of an RRULE but for its end (3.3.10); it needs `last_day`."""
    last_day: dt.date = OPEN_END
    """The last day on which it recurs."""
    excluded_days: tuple[dt.date, ...] = ()
    """Days of the rule on which it does not take place."""
    language: str = ""
    """BCP 47 tag of summary and location, if it is not that of the calendar."""


class CalendarProperties(msgspec.Struct, frozen=True):
    """The properties of a calendar (RFC 5545, 3.7; RFC 7986, 5); "" and None are not written."""

    prodid: str
    name: str = ""
    description: str = ""
    source: str = ""
    """The address of the calendar itself; without it, only `prodid` and `name` are written."""
    url: str = ""
    """The address of the page that shows the same."""
    color: str = ""
    """Name of a CSS3 colour."""
    modified_at: int | None = None
    categories: tuple[str, ...] = ()
    refresh_interval: str = ""
    """How often subscribers should fetch it again, as a DURATION (RFC 5545, 3.3.6)."""


def escape_text(value: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11): special characters escaped, control characters dropped."""
    if not value.replace("\n", "").isprintable():
        value = _clean_text(value)
    for character, escape in _TEXT_ESCAPES.items():  # the backslash first
        value = value.replace(character, escape)
    return value


def quote_parameter(value: str) -> str:
    """A parameter value in quotes, with the escapes of RFC 6868."""
    value = _clean_text(value)
    return '"' + _SPECIAL_IN_PARAMETER.sub(lambda match: _PARAMETER_ESCAPES[match[0]], value) + '"'


def _clean_text(value: str) -> str:
    """Without control characters; line ends are "\\n", tabs are spaces."""
    return _CONTROL_CHARACTER.sub("", _LINE_BREAK.sub("\n", value.replace("\t", " ")))


def clean_uri(value: str) -> str:
    """A URI value without white space and control characters, which could break its line."""
    return _NOT_IN_URI.sub("", value)


def fold_line(line: str) -> str:
    """A content line in pieces of at most 75 octets, cut between characters (RFC 5545, 3.1).

    The last piece ends without CRLF.
    """
    if len(line) <= 18:  # at four octets a character at most, it fits
        return line
    raw = line.encode()
    if len(raw) <= 75:
        return line
    pieces = []
    start = 0
    size = 75
    while len(raw) - start > size:
        cut = start + size
        while raw[cut] & 0xC0 == 0x80:  # within a character of UTF-8
            cut -= 1
        pieces.append(raw[start:cut])
        start = cut
        size = 74  # the space that begins a continuation counts
    pieces.append(raw[start:])
    return b"\r\n ".join(pieces).decode()


def _format_apple_location(location: str, geo: tuple[float, float]) -> str:
    """The position as Apple's programs write it.

    They show a map only if title and address are those of LOCATION.
    """
    place = quote_parameter(location)
    return (
        f"X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS={place};X-APPLE-RADIUS=100;"
        f"X-TITLE={place}:geo:{geo[0]:.6f},{geo[1]:.6f}"
    )


def _format_start_and_end(event: Event, tzid: str) -> tuple[str, ...]:
    """DTSTART and DTEND; a DATE without DTEND is one day (RFC 5545, 3.6.1)."""
    if event.times is None and event.end == OPEN_END:
        return ("DTSTART;VALUE=DATE:" + _format_date(event.start),)
    if event.times is None:
        return (
            "DTSTART;VALUE=DATE:" + _format_date(event.start),
            "DTEND;VALUE=DATE:" + _format_date(event.end + DAY),
        )
    start, end = event.times
    lines = [f"DTSTART;TZID={tzid}:{_format_local_time(event.start, start)}"]
    if end:
        lines.append(f"DTEND;TZID={tzid}:{_format_local_time(event.start, end)}")
    return tuple(lines)


def _list_recurrence_lines(event: Event, tzid: str) -> Iterator[str]:
    """RRULE and EXDATE: each date on a line of its own, as Microsoft's programs read them.

    UNTIL is the end of the last day, so that no program doubts whether the last one counts. It is
    in UTC for timed events (RFC 5545, 3.3.10).
    """
    if not event.rule:
        return
    if event.times is None:
        yield f"RRULE:{event.rule};UNTIL={_format_date(event.last_day)}"
        yield from ("EXDATE;VALUE=DATE:" + _format_date(day) for day in event.excluded_days)
        return
    zone = zones.find_zone_or_utc(tzid)
    end = dt.datetime.combine(event.last_day, dt.time(23, 59, 59), zone)
    yield fold_line(f"RRULE:{event.rule};UNTIL={format_utc(int(end.timestamp()))}")
    start = event.times[0]
    for day in event.excluded_days:
        yield f"EXDATE;TZID={tzid}:{_format_local_time(day, start)}"


def _format_date(day: dt.date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _format_local_time(day: dt.date, time: str) -> str:
    if time >= "24:00":
        day, time = day + DAY, f"{int(time[:2]) - 24:02}{time[2:]}"
    return f"{_format_date(day)}T{time[:2]}{time[3:]}00"


@lru_cache(maxsize=1024)
def format_utc(seconds: int) -> str:
    """A DATE-TIME in UTC (RFC 5545, 3.3.5)."""
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(seconds))


def format_vevent(event: Event, tzid: str) -> bytes:
    """The content lines of one event, each with its CRLF."""
    lines = [
        "BEGIN:VEVENT",
        fold_line("UID:" + escape_text(event.uid)),
        *_list_revision_lines(event),
        *_format_start_and_end(event, tzid),
        *_list_recurrence_lines(event, tzid),
        *_list_text_lines(event),
        fold_line("URL:" + clean_uri(event.url)),
        "STATUS:" + event.status,
        *_list_optional_lines(event),
        "END:VEVENT\r\n",
    ]
    return "\r\n".join(lines).encode()


def _list_revision_lines(event: Event) -> list[str]:
    lines = ["DTSTAMP:" + format_utc(event.dtstamp)]
    if event.created_at is not None:
        lines.append("CREATED:" + format_utc(event.created_at))
    if event.modified_at is not None:
        lines.append("LAST-MODIFIED:" + format_utc(event.modified_at))
    if event.sequence is not None:
        lines.append(f"SEQUENCE:{event.sequence}")
    return lines


def _list_text_lines(event: Event) -> list[str]:
    tag = f";LANGUAGE={event.language}" if event.language else ""
    lines = [fold_line(f"SUMMARY{tag}:" + escape_text(event.summary))]
    if event.location:
        lines.append(fold_line(f"LOCATION{tag}:" + escape_text(event.location)))
    if event.description:
        lines.append(fold_line("DESCRIPTION:" + escape_text(event.description)))
    return lines


def _list_optional_lines(event: Event) -> list[str]:
    lines = []
    if event.geo is not None:
        lines.append(f"GEO:{event.geo[0]:.6f};{event.geo[1]:.6f}")
        if event.has_apple_location and event.location:
            lines.append(fold_line(_format_apple_location(event.location, event.geo)))
    if event.categories:
        lines.append(fold_line("CATEGORIES:" + ",".join(map(escape_text, event.categories))))
    if event.image:
        lines.append(fold_line("IMAGE;VALUE=URI;DISPLAY=BADGE:" + clean_uri(event.image)))
    if event.is_transparent is not None:
        lines.append("TRANSP:TRANSPARENT" if event.is_transparent else "TRANSP:OPAQUE")
    if event.shows_as_free:
        lines.append("X-MICROSOFT-CDO-BUSYSTATUS:FREE")
    return lines


def format_vcalendar(
    properties: CalendarProperties, vtimezones: str, events: Iterable[bytes | memoryview]
) -> bytes:
    """A whole calendar from the lines of its zones ("" for none) and of its events."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:" + escape_text(properties.prodid),
        "CALSCALE:GREGORIAN",
    ]
    if properties.name:
        lines.append("X-WR-CALNAME:" + escape_text(properties.name))
    if properties.source:
        lines += _list_subscription_lines(properties)
    head = "".join(fold_line(line) + "\r\n" for line in lines) + vtimezones
    return b"".join([head.encode(), *events, b"END:VCALENDAR\r\n"])


def _list_subscription_lines(properties: CalendarProperties) -> list[str]:
    """What a calendar that can be subscribed to says of itself (RFC 7986, 5)."""
    lines = []
    if properties.name:
        lines.append("NAME:" + escape_text(properties.name))
    if properties.description:
        description = escape_text(properties.description)
        lines += ["DESCRIPTION:" + description, "X-WR-CALDESC:" + description]
    if properties.refresh_interval:
        lines.append("REFRESH-INTERVAL;VALUE=DURATION:" + properties.refresh_interval)
        lines.append("X-PUBLISHED-TTL:" + properties.refresh_interval)
    lines.append("SOURCE;VALUE=URI:" + clean_uri(properties.source))
    lines.append("URL:" + clean_uri(properties.url))
    if properties.color:
        lines.append("COLOR:" + escape_text(properties.color))
    if properties.categories:
        lines.append("CATEGORIES:" + ",".join(map(escape_text, properties.categories)))
    if properties.modified_at is not None:
        lines.append("LAST-MODIFIED:" + format_utc(properties.modified_at))
    return lines
