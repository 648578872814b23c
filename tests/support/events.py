"""Events of calendars: read by icalendar, and made for the writer and the linter."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

import icalendar
from dateutil.rrule import rrulestr
from hypothesis import strategies as st

from tests.support.in_memory import Files, make_file, prepare_project
from tourbook.build.pipeline import PreparedBuild
from tourbook.formats import ical
from tourbook.formats.ical import CalendarProperties, Event
from tourbook.formats.vtimezone import format_vtimezone

TEXTS = st.text(max_size=200)
ADDRESSES = st.text(st.characters(exclude_characters="\\", exclude_categories=["Cs"]), max_size=200)
"""Without backslashes, which no address has and which icalendar takes for an escape even there."""
FEW_PROPERTIES = CalendarProperties("-//x//y//ZH", "名")
ALL_PROPERTIES = CalendarProperties(
    "x", "n", "d", "https://x/a.ics", "https://x/", "teal", 0, ("c",), "PT12H"
)


@lru_cache(maxsize=10_000)
def parse_event(block: bytes) -> tuple[str, icalendar.Event]:
    """(UID, event). The same event lies byte for byte in many calendars."""
    event = icalendar.Event.from_ical(block)
    assert isinstance(event, icalendar.Event)
    return str(event["UID"]), event


def split_events(raw: bytes) -> list[bytes]:
    """The bytes of each event of a calendar."""
    return re.findall(rb"^BEGIN:VEVENT\r\n.*?^END:VEVENT\r\n", raw, re.DOTALL | re.MULTILINE)


def read_series(raw: bytes) -> dict[str, icalendar.Event]:
    """The events of a calendar as they stand there, by their UIDs."""
    return dict(map(parse_event, split_events(raw)))


def read_events(raw: bytes) -> dict[str, icalendar.Event]:
    """What happens when: an event that recurs is one for each of its dates, with the day at the end
    of its UID."""
    return {uid: event for block in split_events(raw) for uid, event in expand_event(block)}


@lru_cache(maxsize=10_000)
def expand_event(block: bytes) -> list[tuple[str, icalendar.Event]]:
    uid, event = parse_event(block)
    if "RRULE" not in event:
        return [(uid, event)]
    name, session, domain = re.fullmatch(r"(.*?)(?:-\d{8})?(-[2-9])?(@.*)", uid).groups()  # type: ignore[union-attr]
    out = []
    for start in list_starts(event):
        one = icalendar.Event({k: v for k, v in event.items() if k not in ("RRULE", "EXDATE")})
        one["DTSTART"] = icalendar.vDDDTypes(start)
        if "DTEND" in event:
            length = event["DTEND"].dt - event["DTSTART"].dt
            one["DTEND"] = icalendar.vDDDTypes(start + length)
        out.append((f"{name}-{start:%Y%m%d}{session or ''}{domain}", one))
    return out


def list_starts(event: icalendar.Event) -> list[dt.date]:
    """When an event begins, each time if it recurs, worked out by dateutil."""
    start = event["DTSTART"].dt
    if "RRULE" not in event:
        return [start]
    rule = event["RRULE"]
    zone = start.tzinfo if isinstance(start, dt.datetime) else None
    until = rule["UNTIL"][0]
    if zone:
        until, start = until.astimezone(zone).replace(tzinfo=None), start.replace(tzinfo=None)
    parts = rule.to_ical().decode().split(";")
    text = ";".join(part for part in parts if not part.startswith("UNTIL="))
    first = start if zone else dt.datetime.combine(start, dt.time())
    last = until if zone else dt.datetime.combine(until, dt.time())
    found = rrulestr(text, dtstart=first).between(first, last, inc=True)
    lines = event.get("EXDATE", [])
    dates = [
        date.dt for line in (lines if isinstance(lines, list) else [lines]) for date in line.dts
    ]
    excluded = {date.replace(tzinfo=None) if zone else date for date in dates}
    moments = [moment if zone else moment.date() for moment in found]
    assert moments[0] == start and excluded <= set(moments), "the first one is one of the rule"
    return [m.replace(tzinfo=zone) if zone else m for m in moments if m not in excluded]  # type: ignore[union-attr]


def split_events_by_uid(raw: bytes) -> dict[str, bytes]:
    """UID -> the bytes of an event."""
    return {parse_event(block)[0]: block for block in split_events(raw)}


def write_calendar(
    event: Event, tzid: str = "Asia/Shanghai", head: CalendarProperties = FEW_PROPERTIES
) -> bytes:
    zone = format_vtimezone(tzid, event.start, event.end) if event.times else ""
    return ical.format_vcalendar(head, zone, [ical.format_vevent(event, tzid)])


def make_event(**more: object) -> Event:
    given_: dict[str, object] = {
        "uid": "a@b",
        "dtstamp": 1_767_225_600,
        "start": dt.date(2026, 5, 1),
        "end": dt.date(2026, 5, 3),
        "summary": "s",
        "url": "https://x/",
        "status": "CONFIRMED",
    }
    return Event(**given_ | more)  # type: ignore[arg-type]


def make_events(files: Files, path: str, **more: object) -> dict[str, icalendar.Event]:
    """The events of a calendar by the first part of their UIDs."""
    return {
        uid.removesuffix("@small.example"): e
        for uid, e in read_events(make_file(prepare_project(files, **more), path)).items()
    }  # type: ignore[arg-type]


def read_head(project: PreparedBuild, path: str) -> icalendar.Calendar:
    """A calendar without its events."""
    raw = make_file(project, path)
    head = raw.partition(b"BEGIN:VEVENT\r\n")[0].removesuffix(b"END:VCALENDAR\r\n")
    return icalendar.Calendar.from_ical(head + b"END:VCALENDAR\r\n")  # type: ignore[return-value]
