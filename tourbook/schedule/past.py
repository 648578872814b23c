"""What the schedule said before: removed stops, the venues and exhibitions that stops had, and what
had opening hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from tourbook.history.records import RecordHistory, decode_timing
from tourbook.model.entries import Entry, Exhibition, Venue
from tourbook.model.model import Model
from tourbook.model.trips import Stay, Stop

from .engine import Engine
from .membership import WHOLE_SITE, Membership, MembershipFinder, list_recorded_memberships


def list_tombstones(model: Model, since: dt.date) -> list[Stop]:
    """The removed stops of which anything was announced for `since` or later."""
    return [
        stop
        for stop in model.removed_stops
        if stop.last_announced_day and stop.last_announced_day >= since
    ]


class FormerEntry(NamedTuple):
    """A venue or an exhibition that a stop had."""

    replaced_at: int
    """Seconds since 1970 (UTC)."""
    entry: Venue | Exhibition


def list_former_entries(model: Model, stop: Stop) -> list[FormerEntry]:
    """The former venues and exhibitions of a stop, the first ones first.

    One with the name of the present one is left out: it is the same with another id.
    """
    if stop.history is None:
        return []
    former = []
    for key, timestamp in stop.history.former_memberships.items():
        kind, name, _ = model.ledger.resolve_key(key)
        entry: Venue | Exhibition | None = None
        present: Entry | None = None
        if kind == "venue":
            entry, present = model.find_entry_or_removed(Venue, name), stop.venue
        elif kind == "exhibition":
            entry, present = model.find_entry_or_removed(Exhibition, name), stop.exhibition
        if entry and not (present and present.name == entry.name):
            former.append(FormerEntry(timestamp, entry))
    return sorted(former, key=lambda f: (f.replaced_at, f.entry.kind, f.entry.id))


def find_previous_entries(model: Model, stop: Stop) -> dict[str, Entry]:
    """Kind -> the venue or exhibition that a stop had before the present one."""
    return {f.entry.kind: f.entry for f in list_former_entries(model, stop)}


def find_members_with_hours(
    engine: Engine, stop_lists: Iterable[tuple[Membership, list[Stop]]]
) -> frozenset[Membership]:
    """What has or had a stay whose opening hours are known. `stop_lists`: what the stops of the
    model are or were part of, and these stops."""
    model = engine.model
    members = {
        member for member, stops in stop_lists if any(_has_or_had_hours(engine, s) for s in stops)
    }
    finder = MembershipFinder(model)
    for stop in model.removed_stops:
        if _has_or_had_hours(engine, stop):
            members.update(finder.list_memberships(stop), finder.list_former_memberships(stop))
    for record in model.ledger.history.list_records("stop").values():
        if not record.is_live and _had_hours(record):
            members |= list_recorded_memberships(model, record)
    return frozenset(members | {WHOLE_SITE} if members else members)


def _has_or_had_hours(engine: Engine, stop: Stop) -> bool:
    if not isinstance(stop, Stay):
        return False
    has_hours = engine.get_opening(stop).has_weekday_rules
    return has_hours or any(version.hours for version in stop.earlier_versions)


def _had_hours(stop: RecordHistory) -> bool:
    timings = (decode_timing(version.timing) for version in stop.versions)
    return any(timing.hours or timing.venue_hours for timing in timings)
