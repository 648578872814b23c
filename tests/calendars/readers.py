"""Six readers of iCalendar files, each by other authors: what they say of the same bytes, in the
same terms.

A reader takes calendars by name and gives the events of each by the same name, in the order of the
file; an event that recurs is one for each time at which it takes place. What a reader refuses, or reads with a complaint, is an AssertionError. All calendars go into
one process at once.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import icalendar
import vobject
from ical.calendar_stream import IcsCalendarStream

from tests.calendars import libical
from tests.support.events import list_starts

Calendars = Mapping[str, bytes]


@dataclass(frozen=True)
class Seen:
    """An event as a reader sees it."""

    uid: str
    start: str
    """A day as 2026-05-09, a moment in UTC as 2026-05-09T01:00:00Z."""
    end: str
    """As DTEND: a day is exclusive."""
    summary: str
    status: str
    location: str
    description: str
    categories: tuple[str, ...] | None
    """None where the reader does not tell them apart dependably."""
    sequence: int


def moment(value: dt.date | dt.datetime) -> str:
    """A day as it is, a time as UTC; a floating time fails."""
    if not isinstance(value, dt.datetime):
        return value.isoformat()
    assert value.tzinfo is not None, value
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def by_icalendar(calendars: Calendars) -> dict[str, list[Seen]]:
    def one(event: Any, start: dt.date, end: dt.date) -> Seen:
        categories = event.get("CATEGORIES")
        return Seen(
            str(event["UID"]),
            moment(start),
            moment(end),
            str(event["SUMMARY"]),
            str(event["STATUS"]),
            str(event.get("LOCATION", "")),
            str(event.get("DESCRIPTION", "")),
            tuple(str(c) for c in categories.cats) if categories else (),
            int(event.get("SEQUENCE", 0)),
        )

    out = {}
    for name, raw in calendars.items():
        calendar = icalendar.Calendar.from_ical(raw)
        assert not calendar.errors and not any(e.errors for e in calendar.walk()), name
        out[name] = [
            one(event, start, start + event.duration)
            for event in calendar.events
            for start in (list_starts(event) if "RRULE" in event else [event.start])
        ]
    return out


def by_vobject(calendars: Calendars) -> dict[str, list[Seen]]:
    def one(event: Any, start: dt.date) -> Seen:
        def value(key: str, default: Any = "") -> Any:
            return getattr(event, key).value if key in event.contents else default

        return Seen(
            value("uid"),
            moment(start),
            moment(start + _find_length(event)),
            value("summary"),
            value("status"),
            value("location"),
            value("description"),
            tuple(value("categories", ())),
            int(value("sequence", 0)),
        )

    out = {}
    for name, raw in calendars.items():
        calendar = vobject.readOne(raw.decode())
        calendar.validate(raiseException=True)
        out[name] = [
            one(event, start)
            for event in calendar.contents.get("vevent", [])
            for start in _list_starts_by_vobject(event)
        ]
    return out


def _find_length(event: Any) -> dt.timedelta:
    """What has no end lasts a day, or no time (RFC 5545, 3.6.1)."""
    start = event.dtstart.value
    if "dtend" in event.contents:
        return event.dtend.value - start  # type: ignore[no-any-return]
    return dt.timedelta(days=not isinstance(start, dt.datetime))


def _list_starts_by_vobject(event: Any) -> list[dt.date]:
    rules = event.rruleset
    if rules is None:
        return [event.dtstart.value]
    is_day = not isinstance(event.dtstart.value, dt.datetime)
    return [start.date() if is_day else start for start in rules]


def by_ical(calendars: Calendars) -> dict[str, list[Seen]]:
    def one(event: Any) -> Seen:
        return Seen(
            event.uid,
            moment(event.dtstart),
            moment(event.dtend or event.dtstart + event.computed_duration),
            event.summary,
            event.status.value if event.status else "",
            event.location or "",
            event.description or "",
            tuple(event.categories),
            event.sequence or 0,
        )

    out = {}
    for name, raw in calendars.items():
        calendar = IcsCalendarStream.calendar_from_ics(raw.decode())
        places = {event.uid: place for place, event in enumerate(calendar.events)}
        timeline = sorted(map(one, calendar.timeline), key=lambda seen: seen.start)
        out[name] = sorted(timeline, key=lambda seen: places[seen.uid])
    return out


def by_libical(calendars: Calendars) -> dict[str, list[Seen]]:
    return {
        name: [Seen(e.uid, moment(e.start), moment(e.end), e.summary, e.status, e.location, e.description, None, e.sequence)
               for e in libical.events(raw)]
        for name, raw in calendars.items()
    }  # fmt: skip


def by_node(library: str, calendars: Calendars) -> dict[str, list[Seen]]:
    """A reader in JavaScript, with all calendars at once."""
    script = Path(__file__).with_name("read.mjs")
    done = subprocess.run(
        ["node", str(script), library],
        input=json.dumps({name: raw.decode() for name, raw in calendars.items()}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and not done.stderr, done.stderr[-2000:]
    return {
        name: [Seen(**{**e, "categories": tuple(e["categories"])}) for e in events]
        for name, events in json.loads(done.stdout).items()
    }


READERS: dict[str, Callable[[Calendars], dict[str, list[Seen]]]] = {
    "icalendar": by_icalendar, "vobject": by_vobject, "ical": by_ical, "libical": by_libical,
    "ical.js": partial(by_node, "ical.js"), "node-ical": partial(by_node, "node-ical"),
}  # fmt: skip


def read(raw: bytes) -> list[Seen]:
    """What the first reader sees in one calendar."""
    return by_icalendar({"": raw})[""]


def same(one: Seen, other: Seen) -> bool:
    pairs = zip(astuple(one), astuple(other), strict=True)
    return all(a == b or a is None or b is None for a, b in pairs)


def agreed(calendars: Calendars) -> dict[str, list[Seen]]:
    """What all readers see, which must be the same."""
    first, *others = ((name, reader(calendars)) for name, reader in READERS.items())
    expected = first[1]
    for name, found in others:
        assert found.keys() == expected.keys()
        for calendar, events in expected.items():
            got = found[calendar]
            assert len(got) == len(events), (
                f"{calendar}: {first[0]} sees {len(events)} events, {name} {len(got)}"
            )
            for a, b in zip(events, got, strict=True):
                assert same(a, b), f"{calendar}: {first[0]} and {name} differ:\n{a}\n{b}"
    return expected
