"""What the events of a stop show of other records, and whose calendars hold them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from tourbook.common.canonical import encode_canonical

from .histories import HistoryView
from .keys import SITE_KEY, Key, make_copy_key, parse_table
from .records import RecordHistory, Refs, decode_timing


class VisibleState(NamedTuple):
    """Everything that the events of a stop show, and when it last changed."""

    digests: list[bytes]
    modified_at: int


def list_languages(views: Iterable[HistoryView]) -> list[str]:
    """The languages of all translations."""
    tables = {table for view in views for table in view.list_tables()}
    return sorted({language for table in tables if (language := parse_table(table)[1])})


class Observer:
    """Sees what the events of stops show in a history."""

    def __init__(self, view: HistoryView, languages: list[str]) -> None:
        self.view, self.languages = view, languages
        self._states: dict[Key, VisibleState] = {}

    def observe_stop(self, stop: RecordHistory) -> VisibleState:
        """What the events of a stop show of it, of its trip and of all that either refers to."""
        trip = self.view.find(Key("trip", stop.refs.trip))
        former = sorted(
            (timestamp, key)
            for key, timestamp in stop.former_memberships.items()
            if key.table in ("venue", "exhibition")
        )
        former_keys = [key for _, key in former]
        keys = [*stop.refs.list_keys(), SITE_KEY]
        if trip:
            keys += trip.refs.list_keys()
        digests = [stop.visible_digest, stop.timing, encode_canonical(former_keys)]
        modified_at = stop.changed_at
        for key in keys + former_keys:
            state = self._states.get(key)
            if state is None:
                state = self._states[key] = self._observe_record(key)
            digests += state.digests
            modified_at = max(modified_at, state.modified_at)
        return VisibleState(digests, modified_at)

    def _observe_record(self, key: Key) -> VisibleState:
        """What events show of a record that a stop refers to, and of its translations."""
        present = self.view.resolve(key)
        records = [
            record
            for language in ("", *self.languages)
            if (record := self.view.get(present._replace(language=language)))
        ]
        digests = [part for r in records if r.is_live for part in (r.visible_digest, r.timing)]
        return VisibleState(digests, max((r.changed_at for r in records), default=0))


def find_memberships(view: HistoryView, record: RecordHistory) -> set[Key]:
    """The keys of what has a calendar with the events of a record.

    Of a stop, that is all that it or its trip names. Its exhibition is its own or else that of the
    trip; the copy of a stay is its own, else that of the trip, else the only one that the
    exhibition has.
    """
    if not record.refs.trip:
        return {view.resolve(key) for key in record.memberships}
    sources = [record]
    if trip := view.find(Key("trip", record.refs.trip)):
        sources.append(trip)
    keys = {
        view.resolve(key)
        for source in sources
        for key in (*source.refs.list_keys(), *source.memberships)
        if key.kind != "exhibition"
    }
    name = next((source.refs.exhibition for source in sources if source.refs.exhibition), "")
    exhibition = view.resolve(Key("exhibition", name))
    if name:
        keys.add(exhibition)
        if exhibition_record := view.get(exhibition):
            sources.append(exhibition_record)
    copy = next((source.copy for source in sources if source.copy), "")
    if copy and is_stay(record):
        keys.add(view.resolve(make_copy_key(exhibition.name, copy)))
    return keys


def is_stay(stop: RecordHistory) -> bool:
    """Whether a stop is a stay, which has a copy, and no crew of a caravan."""
    return decode_timing(stop.timing).is_stay


def are_same_refs(view: HistoryView, refs: Refs, other: Refs) -> bool:
    """Whether both name the same records, even if one of them uses former ids, or leaves to its
    trip what the other one names."""
    return refs == other or _list_shown_keys(view, refs) == _list_shown_keys(view, other)


def _list_shown_keys(view: HistoryView, refs: Refs) -> list[Key]:
    """The present keys of what a record names, or its trip for it; each once."""
    trip = view.find(Key("trip", refs.trip)) if refs.trip else None
    if trip:
        refs = msgspec.structs.replace(
            refs,
            exhibition=refs.exhibition or trip.refs.exhibition,
            campaigns=(*trip.refs.campaigns, *refs.campaigns),
        )
    return list(dict.fromkeys(map(view.resolve, refs.list_keys())))
