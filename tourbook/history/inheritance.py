"""Timings that depend on other records: a stay is open when its venue is, a recurring visit keeps
to the school terms of the site, and all times are those of a place's zone."""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import partial
from typing import NamedTuple

import msgspec

from tourbook.common.canonical import encode_canonical
from tourbook.schema import SiteRecord
from tourbook.timetable.holidays import find_country
from tourbook.timetable.region_zones import (
    RegionZone,
    find_region_zone,
    find_topmost_code,
)

from .histories import HistoryEdit, HistoryView
from .keys import SITE_KEY, Key
from .records import RecordHistory, Refs, Timing, add_version, decode_timing

DEFAULT_TIMEZONE = SiteRecord(name="", base_url="").timezone
"""Of a site whose settings are not there yet."""


class PlaceState(NamedTuple):
    """What stops take over from a venue or a region."""

    timing: bytes = b""
    memberships: tuple[Key, ...] = ()
    """The region that it lies in, which may give the time zone."""


def compute_timing(
    view: HistoryView, timing: Timing, refs: Refs, memberships: Iterable[Key]
) -> bytes:
    """The timing of a record. That of a stop has the hours of its venue, the terms of the site and
    its time zone in it."""
    if not refs.trip:
        return encode_canonical(timing)
    site_record = view.get(SITE_KEY)
    site = decode_timing(site_record.timing) if site_record else Timing()
    venue, own_zone = Timing(), timing.place_timezone
    if refs.venue and (record := view.find(Key("venue", refs.venue))) and record.is_live:
        venue, memberships = decode_timing(record.timing), record.memberships
        own_zone = venue.timezone
    code = next((key.name for key in memberships if key.kind == "place"), "")
    find_region = partial(_find_region, view)
    timezone = own_zone or find_region_zone(code, find_region) or site.timezone or DEFAULT_TIMEZONE
    country = find_country(code, find_topmost_code(code, find_region)) if code else ""
    timing = msgspec.structs.replace(timing, timezone=timezone, country=country)
    if timing.is_stay:
        timing = msgspec.structs.replace(timing, venue_hours=venue.hours)
    elif timing.repeat and timing.repeat.during:
        used = {name: site.terms[name] for name in timing.repeat.during if name in site.terms}
        timing = msgspec.structs.replace(timing, terms=used)
    return encode_canonical(timing)


def _find_region(view: HistoryView, code: str) -> RegionZone | None:
    region = view.get(Key("region", code))
    if region is None or not region.is_live:
        return None
    parent = next((key.name for key in region.memberships), "")
    return RegionZone(decode_timing(region.timing).timezone, parent)


def find_place_state(view: HistoryView, key: Key) -> PlaceState:
    """That of a record, or an empty one if it was removed."""
    record = view.get(key)
    return (
        PlaceState(record.timing, record.memberships) if record and record.is_live else PlaceState()
    )


def update_timings_at_venues(
    edit: HistoryEdit, venues: set[Key], skip: Container[Key], timestamp: int
) -> None:
    """Give the stops at some venues the hours and the zone that these have now.

    Skip the stops that were updated after their venues.
    """
    stops = edit.list_records("stop")
    names = {stop.refs.venue for stop in stops.values()}
    at_venues = {name for name in names if edit.resolve(Key("venue", name)) in venues}
    for id, stop in stops.items():
        if stop.is_live and stop.refs.venue in at_venues and (key := Key("stop", id)) not in skip:
            _update_timing(edit, key, stop, timestamp)


def update_all_timings(edit: HistoryEdit, skip: Container[Key], timestamp: int) -> None:
    """Give all stops what they take over from their venues, their regions and the site.

    Skip the stops that were updated after these.
    """
    for id, stop in edit.list_records("stop").items():
        if stop.is_live and (key := Key("stop", id)) not in skip:
            _update_timing(edit, key, stop, timestamp)


def _update_timing(edit: HistoryEdit, key: Key, stop: RecordHistory, timestamp: int) -> None:
    timing = compute_timing(edit, decode_timing(stop.timing), stop.refs, stop.memberships)
    if timing != stop.timing:
        versions = add_version(stop.versions, timestamp, timing)
        edit.put(key, msgspec.structs.replace(stop, versions=versions, modified_at=timestamp))
