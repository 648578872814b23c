"""Which calendars of what is no more go on: those that can have subscribers.

What never had an event has none, and what was there for less than a day was a mistake.
"""

from __future__ import annotations

from functools import cached_property

from tourbook.history.keys import Key
from tourbook.history.records import RecordHistory, decode_timing
from tourbook.schedule.agenda import Agenda

MIN_LIFETIME = 86400
"""Seconds."""


class FormerCalendars:
    def __init__(self, agenda: Agenda) -> None:
        self._agenda, self._ledger = agenda, agenda.model.ledger

    def goes_on(self, key: Key) -> bool:
        """Whether the calendar of a removed record goes on; or that of a region, which is no record
        and so has only what was in it."""
        record = self._ledger.history.get(key)
        if record is None or not (key.kind == "place" or was_published(record)):
            return False
        # A campaign is an event itself.
        return key.kind == "campaign" or self._ledger.resolve_key(key) in self._keys_with_events

    @cached_property
    def _keys_with_events(self) -> set[Key]:
        """What had an event once that it has no more."""
        keys = {
            Key("trip" if kind == "tour" else kind, name)
            for (kind, name), stops in self._agenda.former.items()
            if any(stop.history and was_published(stop.history) for stop in stops)
        }
        for record in self._ledger.history.list_records("stop").values():
            if not record.is_live and was_published(record):
                keys |= self._ledger.find_former_memberships(record)
        return keys


def was_published(record: RecordHistory) -> bool:
    """Whether a record is there, or was for a day at least on the line of first parents."""
    if record.is_live:
        return True
    last_seen_at = max(record.removed_at, record.last_seen_at)
    return bool(record.last_record) and last_seen_at - record.created_at >= MIN_LIFETIME


def had_dates(stop: RecordHistory) -> bool:
    timings = (decode_timing(version.timing) for version in stop.versions)
    return any(timing.start or timing.repeat for timing in timings)
