"""Events as they are written, in a fixed order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from tourbook.formats import ical
from tourbook.timetable.recurrence import format_rule

from .series import Series

ICAL_STATUS = {"planned": "TENTATIVE", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}


class SerializedEvent(NamedTuple):
    """An event as it is written, with what decides into which calendars it goes."""

    start: dt.date
    end: dt.date
    uid: str
    raw: memoryview
    """Its text, within the entry of the cache."""
    is_removed: bool = False
    """True for one that the schedule does not have any more."""
    modified_at: int = 0
    """Seconds since 1970."""
    start_time: str = ""
    """When it begins on its first day; "" if it lasts whole days."""
    timezone: str = ""
    """Of its days and times."""

    @property
    def order(self) -> tuple[dt.date, str, str]:
        return self.start, self.start_time, self.uid


def list_time_properties(series: Series) -> dict[str, Any]:
    """The properties of an event that say when it is."""
    slot = series.first
    return {
        "start": slot.start,
        "end": slot.end,
        "times": slot.times and slot.times[:2],
        "rule": format_rule(series.rule) if series.rule else "",
        "last_day": series.last_day,
        "excluded_days": tuple(series.excluded_days),
    }


def serialize_event(event: ical.Event, series: Series, is_removed: bool) -> SerializedEvent:
    """The text of an event of a series."""
    slot = series.first
    return SerializedEvent(
        slot.start,
        series.last_day,
        event.uid,
        memoryview(ical.format_vevent(event, slot.timezone)),
        is_removed,
        event.dtstamp,
        slot.times.start if slot.times else "",
        slot.timezone,
    )


def merge_events(
    events_of_stops: Iterable[tuple[SerializedEvent, ...]],
) -> list[SerializedEvent]:
    """All of them in a fixed order. What is removed gives way where something else has its UID
    now."""
    events = sorted((e for events in events_of_stops for e in events), key=lambda e: e.order)
    if any(event.is_removed for event in events):
        present_uids = {event.uid for event in events if not event.is_removed}
        events = [e for e in events if not e.is_removed or e.uid not in present_uids]
    return events
