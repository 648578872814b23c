"""What the schedule said before: removed stops, and the venues and exhibitions that stops had."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from tourbook.model.entries import Entry, Exhibition, Venue
from tourbook.model.model import Model
from tourbook.model.trips import Stop


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
