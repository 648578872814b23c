"""iCalendar content lines (RFC 5545): escape, fold, VEVENT, VTIMEZONE, VCALENDAR.

Nothing else in the project writes content lines. Everything here is a pure function; times are
local times of the calendar's zone, days are whole days with both ends given (DTEND, which is
exclusive, is made here).
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import msgspec

from tourbook.common import zones
from tourbook.common.dates import DAY

_CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
_LINE_BREAK = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
"""What some readers take for the end of a line."""
_SPECIAL_CHARACTER = re.compile(r"[\\;,\n]")
_TEXT_ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_PARAMETER_ESCAPES = {"^": "^^", "\n": "^n", '"': "^'"}


class Event(msgspec.Struct, frozen=True):
    """One VEVENT. `start` and `end` (inclusive) are days; with `times` (of the day) it is a timed
    event on `start`.

    Moments are seconds since 1970 (UTC). An optional property that is None or "" is not written.
    """

    uid: str
    dtstamp: int
    """DTSTAMP: of an object without METHOD, when the event was last revised (3.8.7.2)."""
    start: dt.date
    end: dt.date
    summary: str
    url: str
    status: str
    location: str = ""
    times: tuple[str, str] | None = None
    description: str = ""
    geo: tuple[float, float] | None = None
    """Latitude and longitude in WGS-84 (3.8.1.6)."""
    has_apple_location: bool = False
    """Whether Apple's programs get the position with the location, for their maps."""
    categories: tuple[str, ...] = ()
    is_transparent: bool | None = None
    shows_as_free: bool = False
    """Whether Microsoft's programs are told, too, that nobody is busy because of it."""
    created_at: int | None = None
    modified_at: int | None = None
    sequence: int | None = None
    image: str = ""
    language: str = ""
    """Of summary and location, where it is not that of the calendar (BCP 47)."""


class CalendarProperties(msgspec.Struct, frozen=True):
    """The properties of a calendar (RFC 5545, 3.7; RFC 7986, 5). What is "" or None is not
    written."""

    prodid: str
    name: str = ""
    description: str = ""
    source: str = ""
    """Its own address."""
    url: str = ""
    """The page that shows the same."""
    color: str = ""
    """A colour of CSS3 by its name."""
    modified_at: int | None = None
    categories: tuple[str, ...] = ()
    refresh_interval: str = ""
    """How often to look again, as a DURATION."""


def escape_text(value: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11): backslash, semicolon, comma and line end escaped, control
    characters dropped."""
    if not value.isprintable():
        value = _CONTROL_CHARACTER.sub("", _LINE_BREAK.sub("\n", value.replace("\t", " ")))
    return _SPECIAL_CHARACTER.sub(lambda found: _TEXT_ESCAPES[found.group()], value)


def quote_parameter(value: str) -> str:
    """A parameter value in quotes, what these cannot hold encoded (RFC 6868)."""
    value = _CONTROL_CHARACTER.sub("", _LINE_BREAK.sub("\n", value.replace("\t", " ")))
    return '"' + re.sub(r"[\^\n\"]", lambda found: _PARAMETER_ESCAPES[found.group()], value) + '"'


def clean_uri(value: str) -> str:
    """A URI value: no control character or white space can break out of its line."""
    return re.sub(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ufeff]", "", value)


def fold_line(line: str) -> str:
    """The content line in pieces of at most 75 octets, cut between characters (RFC 5545, 3.1),
    without CRLF at the end."""
    if len(line) <= 18:  # no character takes more than four octets
        return line
    raw = line.encode()
    if len(raw) <= 75:
        return line
    pieces = []
    start, room = 0, 75
    while len(raw) - start > room:
        cut = start + room
        while raw[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(raw[start:cut])
        start, room = cut, 74  # the space that begins a continuation counts
    pieces.append(raw[start:])
    return b"\r\n ".join(pieces).decode()


def _format_date(day: dt.date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _format_local_time(day: dt.date, time: str) -> str:
    if time == "24:00":
        day, time = day + DAY, "00:00"
    return f"{_format_date(day)}T{time[:2]}{time[3:]}00"


def format_utc(seconds: int) -> str:
    """A DATE-TIME in UTC (RFC 5545, 3.3.5)."""
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(seconds))


def format_vevent(event: Event, tzid: str) -> bytes:
    """The content lines of one event, each with its CRLF."""
    tag = f";LANGUAGE={event.language}" if event.language else ""
    lines = [
        "BEGIN:VEVENT",
        fold_line("UID:" + escape_text(event.uid)),
        "DTSTAMP:" + format_utc(event.dtstamp),
    ]
    if event.created_at is not None:
        lines.append("CREATED:" + format_utc(event.created_at))
    if event.modified_at is not None:
        lines.append("LAST-MODIFIED:" + format_utc(event.modified_at))
    if event.sequence is not None:
        lines.append(f"SEQUENCE:{event.sequence}")
    if event.times is None:
        lines.append("DTSTART;VALUE=DATE:" + _format_date(event.start))
        lines.append("DTEND;VALUE=DATE:" + _format_date(event.end + DAY))
    else:
        lines.append(f"DTSTART;TZID={tzid}:{_format_local_time(event.start, event.times[0])}")
        lines.append(f"DTEND;TZID={tzid}:{_format_local_time(event.start, event.times[1])}")
    lines.append(fold_line(f"SUMMARY{tag}:" + escape_text(event.summary)))
    if event.location:
        lines.append(fold_line(f"LOCATION{tag}:" + escape_text(event.location)))
    if event.description:
        lines.append(fold_line("DESCRIPTION:" + escape_text(event.description)))
    lines.append(fold_line("URL:" + clean_uri(event.url)))
    lines.append("STATUS:" + event.status)
    if event.geo is not None:
        lines.append(f"GEO:{event.geo[0]:.6f};{event.geo[1]:.6f}")
        if (
            event.has_apple_location and event.location
        ):  # shown on the map where title and address are those of LOCATION
            place = quote_parameter(event.location)
            lines.append(
                fold_line(
                    f"X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS={place};X-APPLE-RADIUS=100;"
                    f"X-TITLE={place}:geo:{event.geo[0]:.6f},{event.geo[1]:.6f}"
                )
            )
    if event.categories:
        lines.append(fold_line("CATEGORIES:" + ",".join(map(escape_text, event.categories))))
    if event.image:
        lines.append(fold_line("IMAGE;VALUE=URI;DISPLAY=BADGE:" + clean_uri(event.image)))
    if event.is_transparent is not None:
        lines.append("TRANSP:TRANSPARENT" if event.is_transparent else "TRANSP:OPAQUE")
    if event.shows_as_free:
        lines.append("X-MICROSOFT-CDO-BUSYSTATUS:FREE")
    lines.append("END:VEVENT\r\n")
    return "\r\n".join(lines).encode()


def _format_offset(delta: dt.timedelta | None) -> str:
    seconds = int((delta or dt.timedelta()).total_seconds())
    sign, seconds = "-" if seconds < 0 else "+", abs(seconds)
    tail = f"{seconds % 60:02}" if seconds % 60 else ""
    return f"{sign}{seconds // 3600:02}{seconds // 60 % 60:02}{tail}"


def _iterate_transitions(
    zone: dt.tzinfo, start: dt.datetime, end: dt.datetime
) -> Iterable[dt.datetime]:
    """The instants (UTC) between start and end after which the zone's offset is another."""
    step = dt.timedelta(days=1)
    a = start
    while a < end:
        b = a + step
        if a.astimezone(zone).utcoffset() != b.astimezone(zone).utcoffset():
            low, high = a, b
            while high - low > dt.timedelta(seconds=1):
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                if middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset():
                    low = middle
                else:
                    high = middle
            yield high
        a = b


class _Onset(NamedTuple):
    """A change of the clock: the instant, the local time before it at which it comes, the offsets
    before and after."""

    instant: dt.datetime
    local_time: dt.datetime
    offset_from: dt.timedelta | None
    offset_to: dt.timedelta | None
    kind: str
    name: str


def _make_onset(zone: dt.tzinfo, at: dt.datetime, before: dt.timedelta | None) -> _Onset:
    local = at.astimezone(zone)
    onset = (at + (before or dt.timedelta())).replace(tzinfo=None)
    return _Onset(
        at,
        onset,
        before,
        local.utcoffset(),
        "DAYLIGHT" if local.dst() else "STANDARD",
        local.tzname() or "",
    )


def _format_rrule(onsets: list[_Onset]) -> str:
    """The RRULE of changes that come every year on the same weekday of the same month, or ""."""
    if len({(o.local_time.year + 1 - n) for n, o in enumerate(onsets)}) != 1:
        return ""
    if (
        len(
            {
                (
                    o.local_time.month,
                    o.local_time.weekday(),
                    o.local_time.time(),
                    o.offset_from,
                    o.offset_to,
                    o.kind,
                    o.name,
                )
                for o in onsets
            }
        )
        != 1
    ):
        return ""
    last = all((o.local_time + dt.timedelta(days=7)).month != o.local_time.month for o in onsets)
    nth = {(o.local_time.day - 1) // 7 + 1 for o in onsets}
    if not last and len(nth) != 1:
        return ""
    day = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[onsets[0].local_time.weekday()]
    return (
        f"RRULE:FREQ=YEARLY;BYMONTH={onsets[0].local_time.month};BYDAY="
        f"{-1 if last else nth.pop()}{day}"
    )


@cache
def _find_onsets(tzid: str, first: int, end: int) -> tuple[list[_Onset], list[str]]:
    """The changes of the clock from one year to before another, and the rules of the first two of
    them if there are such."""
    zone = zones.find_zone(tzid)
    years = dt.datetime(first, 1, 1, tzinfo=dt.UTC), dt.datetime(end, 1, 1, tzinfo=dt.UTC)
    assert zone
    every = [
        _make_onset(zone, at, (at - dt.timedelta(seconds=1)).astimezone(zone).utcoffset())
        for at in _iterate_transitions(zone, *years)
    ]
    rules = (
        [_format_rrule(every[::2]), _format_rrule(every[1::2])]
        if len(every) == 2 * (end - first)
        else []
    )
    return every, rules if all(rules) else []


def format_vtimezone(tzid: str, first: dt.date, last: dt.date) -> str:
    """VTIMEZONE (RFC 5545, 3.6.5) that is right from the day before `first` to the day after
    `last`.

    Where the clocks change by a rule that holds in the years around, the rule is given, once for
    summer and once for winter: Outlook reads no more than that. Else every change within those days
    is listed. Raises ValueError for a name that the zone database does not know.
    """
    zone = zones.find_zone(tzid)
    if zone is None:
        raise ValueError(f"no time zone {tzid}")
    every, rules = _find_onsets(tzid, max(first.year - 1, 2), min(last.year + 2, 9998))
    lines = ["BEGIN:VTIMEZONE", "TZID:" + tzid]
    if rules:
        given = list(zip(every, rules, strict=False))
    else:
        start = dt.datetime(first.year, first.month, first.day, tzinfo=dt.UTC) - 2 * DAY
        end = dt.datetime(last.year, last.month, last.day, tzinfo=dt.UTC) + 2 * DAY
        given = [(_make_onset(zone, start, start.astimezone(zone).utcoffset()), "")]
        given += [(o, "") for o in every if start < o.instant <= end]
    for o, rule in given:
        lines += [
            f"BEGIN:{o.kind}",
            f"DTSTART:{o.local_time:%Y%m%dT%H%M%S}",
            *([rule] if rule else []),
            "TZOFFSETFROM:" + _format_offset(o.offset_from),
            "TZOFFSETTO:" + _format_offset(o.offset_to),
            fold_line("TZNAME:" + escape_text(o.name or tzid)),
            f"END:{o.kind}",
        ]
    lines.append("END:VTIMEZONE\r\n")
    return "\r\n".join(lines)


def format_vcalendar(
    properties: CalendarProperties, vtimezone: str, events: Iterable[bytes]
) -> bytes:
    """A whole calendar from the lines of its zone ("" for none) and of its events."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:" + escape_text(properties.prodid),
        "CALSCALE:GREGORIAN",
    ]
    if properties.name:
        lines.append("X-WR-CALNAME:" + escape_text(properties.name))
    if properties.source:
        lines += ["NAME:" + escape_text(properties.name)] if properties.name else []
        if properties.description:
            lines += [
                "DESCRIPTION:" + escape_text(properties.description),
                "X-WR-CALDESC:" + escape_text(properties.description),
            ]
        if properties.refresh_interval:
            lines += [
                "REFRESH-INTERVAL;VALUE=DURATION:" + properties.refresh_interval,
                "X-PUBLISHED-TTL:" + properties.refresh_interval,
            ]
        lines += [
            "SOURCE;VALUE=URI:" + clean_uri(properties.source),
            "URL:" + clean_uri(properties.url),
        ]
        if properties.color:
            lines.append("COLOR:" + escape_text(properties.color))
        if properties.categories:
            lines.append("CATEGORIES:" + ",".join(map(escape_text, properties.categories)))
        if properties.modified_at is not None:
            lines.append("LAST-MODIFIED:" + format_utc(properties.modified_at))
    top = "".join(fold_line(line) + "\r\n" for line in lines) + vtimezone
    return b"".join([top.encode(), *events, b"END:VCALENDAR\r\n"])
