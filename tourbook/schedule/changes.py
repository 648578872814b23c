"""What changed in the schedule according to its history: for the page of changes, and for
feeds."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tourbook.history.records import REMOVED
from tourbook.model.entries import Entry, Venue
from tourbook.model.model import Model
from tourbook.model.trips import DatedVersion, Stay, Stop
from tourbook.views import ChangeKind

from .engine import Engine
from .past import list_former_entries


class ScheduleChange(NamedTuple):
    changed_at: int
    """Seconds since 1970 (UTC)."""
    number: int
    """The number of the stop's version that the change made, from 0."""
    kind: ChangeKind
    stop: Stop
    previous_dates: DatedVersion | None = None
    """The dates before the change; None if they did not change, or were not settled."""
    new_dates: DatedVersion | None = None
    replaced_entry: Entry | None = None
    """The former venue or exhibition, if that changed."""

    @property
    def local_id(self) -> str:
        """Lasting, and unique among the changes of its stop."""
        return f"{self.kind}/{self.replaced_entry.id}" if self.replaced_entry else str(self.number)

    @property
    def order(self) -> tuple[int, str, int, str]:
        """The latest change first."""
        return -self.changed_at, self.stop.id, -self.number, self.local_id


def list_changes(engine: Engine, tombstones: Iterable[Stop]) -> list[ScheduleChange]:
    """All changes, the latest first. The first stops of a site are no changes."""
    stops = [s for s in (*engine.model.stops, *tombstones) if s.history]
    beginnings = [s.history.versions[0].timestamp for s in stops if s.history]
    beginning = max(engine.model.ledger.cutoff, min(beginnings, default=0))
    changes: list[ScheduleChange] = []
    for stop in stops:
        changes += _iterate_date_changes(engine, stop)
        changes += _iterate_entry_changes(engine.model, stop)
    recent = [change for change in changes if change.changed_at > beginning]
    return sorted(recent, key=lambda change: change.order)


def _iterate_date_changes(engine: Engine, stop: Stop) -> Iterator[ScheduleChange]:
    assert stop.history
    yield ScheduleChange(stop.history.versions[0].timestamp, 0, "added", stop)
    hours = engine.get_written_hours(stop) if isinstance(stop, Stay) else {}
    versions = [*stop.earlier_versions, stop.make_present_version(hours)]
    moves = {
        timestamp
        for key, timestamp in stop.history.former_memberships.items()
        if key.kind == Venue.kind
    }
    for number, (a, b) in enumerate(itertools.pairwise(versions), 1):
        kind = classify(a, b)
        if kind == "hours" and (b.recorded_at in moves or not (a.hours or b.hours or b.sessions)):
            continue  # another venue has other hours, of course; and a zone matters only to times
        change = ScheduleChange(b.recorded_at, number, kind, stop)
        if kind in ("moved", "rescheduled"):
            change = change._replace(
                previous_dates=a if a.spans else None, new_dates=b if b.spans else None
            )
        yield change


def _iterate_entry_changes(model: Model, stop: Stop) -> Iterator[ScheduleChange]:
    for former in list_former_entries(model, stop):
        kind: ChangeKind = "venue" if isinstance(former.entry, Venue) else "exhibition"
        yield ScheduleChange(former.replaced_at, 0, kind, stop, replaced_entry=former.entry)


def classify(a: DatedVersion, b: DatedVersion) -> ChangeKind:
    """The change that matters most to a visitor who planned to go."""
    if b.status == REMOVED:
        return "removed"
    if a.status == REMOVED:
        return "restored"
    if a.status != b.status and b.status in ("cancelled", "postponed"):
        return b.status  # type: ignore[return-value]
    if a.dates != b.dates:
        return "rescheduled" if a.recurs or b.recurs else "moved"
    if a.status != b.status and b.status in ("planned", "confirmed"):
        return b.status  # type: ignore[return-value]
    return "hours"
