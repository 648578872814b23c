"""Timings that depend on other records: a stay is open when its venue is, and a recurring visit
keeps to the school terms of the site."""

from __future__ import annotations

from collections.abc import Container

import msgspec

from tourbook.common.digests import encode_canonical

from .histories import HistoryEdit, HistoryView
from .keys import SITE_KEY, Key
from .records import RecordHistory, Refs, Timing, add_version, decode_timing


def compute_timing(view: HistoryView, timing: Timing, refs: Refs) -> bytes:
    """The timing of a record, with the hours of its venue or the terms of the site in it."""
    if timing.is_stay:
        venue = view.find(Key("venue", refs.venue))
        hours = decode_timing(venue.timing).hours if venue and venue.is_live else {}
        timing = msgspec.structs.replace(timing, venue_hours=hours)
    elif timing.repeat and timing.repeat.during:
        site = view.get(SITE_KEY)
        terms = decode_timing(site.timing).terms if site else {}
        used = {name: terms[name] for name in timing.repeat.during if name in terms}
        timing = msgspec.structs.replace(timing, terms=used)
    return encode_canonical(timing)


def find_live_timing(view: HistoryView, key: Key) -> bytes:
    """The timing of a record, or nothing if it was removed."""
    record = view.get(key)
    return record.timing if record and record.is_live else b""


def update_timings_at_venues(
    edit: HistoryEdit, venues: set[Key], skip: Container[Key], timestamp: int
) -> None:
    """Give the stays at some venues the hours that these have now.

    Skip the stops that were updated after their venues.
    """
    stops = edit.list_records("stop")
    names = {stop.refs.venue for stop in stops.values()}
    at_venues = {name for name in names if edit.resolve(Key("venue", name)) in venues}
    for id, stop in stops.items():
        if stop.is_live and stop.refs.venue in at_venues and (key := Key("stop", id)) not in skip:
            _update_timing(edit, key, stop, timestamp)


def update_all_timings(edit: HistoryEdit, skip: Container[Key], timestamp: int) -> None:
    """Give all stays the hours of their venues, and recurring visits the terms of the site.

    Skip the stops that were updated after the site.
    """
    for id, stop in edit.list_records("stop").items():
        if stop.is_live and (key := Key("stop", id)) not in skip:
            _update_timing(edit, key, stop, timestamp)


def _update_timing(edit: HistoryEdit, key: Key, stop: RecordHistory, timestamp: int) -> None:
    timing = compute_timing(edit, decode_timing(stop.timing), stop.refs)
    if timing != stop.timing:
        versions = add_version(stop.versions, timestamp, timing)
        edit.put(key, msgspec.structs.replace(stop, versions=versions, modified_at=timestamp))
