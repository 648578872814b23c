"""What changed in the schedule, as its history tells it: for the page of changes and its feed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from tourbook.history.records import REMOVED, normalize_status
from tourbook.model.entries import Entry
from tourbook.model.trips import DatedVersion, Stop
from tourbook.views import ChangeKind

from .agenda import Agenda
from .past import list_former_entries

MAX_CHANGES = 200


class ScheduleChange(NamedTuple):
    changed_at: int
    """Seconds since 1970 (UTC)."""
    number: int
    """Of the changes of the stop's time, from 0."""
    kind: ChangeKind
    stop: Stop
    previous_dates: DatedVersion | None = None
    """Its dates before and after, where they changed."""
    new_dates: DatedVersion | None = None
    replaced_entry: Entry | None = None
    """The venue or the exhibition that it had before, where that changed."""

    @property
    def local_id(self) -> str:
        """Lasting, among the changes of its stop."""
        return f"{self.kind}/{self.replaced_entry.id}" if self.replaced_entry else str(self.number)


def list_changes(index: Agenda) -> list[ScheduleChange]:
    """The latest ones first; what was there when the site began is no change."""
    model = index.model
    stops = [s for s in (*model.stops, *index.tombstones) if s.history]
    first = max(
        model.ledger.cutoff,
        min((s.history.versions[0].timestamp for s in stops if s.history), default=0),
    )
    found = [
        change
        for stop in stops
        for change in (
            *_iterate_date_changes(stop, first),
            *_iterate_entry_changes(index, stop, first),
        )
    ]
    return sorted(found, key=lambda c: (-c.changed_at, c.stop.id, -c.number, c.local_id))[
        :MAX_CHANGES
    ]


def _iterate_date_changes(stop: Stop, first: int) -> Iterator[ScheduleChange]:
    assert stop.history
    if stop.history.versions[0].timestamp > first:
        yield ScheduleChange(stop.history.versions[0].timestamp, 0, "added", stop)
    last = stop.history.versions[-1].timestamp
    now = DatedVersion(
        last,
        REMOVED if stop.removed_on else normalize_status(stop.record.status),
        stop.spans,
        stop.sessions,
        stop.moved_dates,
        {},
        stop.recurs,
    )
    ways = [*stop.earlier_versions, now]
    moves = {
        at for key, at in stop.history.former_memberships.items() if key.startswith("venue/")
    }  # another one has other hours: that needs no words
    for number, (a, b) in enumerate(itertools.pairwise(ways), 1):
        kind = _classify(a, b)
        if b.recorded_at > first and not (kind == "hours" and b.recorded_at in moves):
            dates = kind in ("moved", "rescheduled")
            yield ScheduleChange(
                b.recorded_at,
                number,
                kind,
                stop,
                a if dates and a.spans else None,
                b if dates and b.spans else None,
            )


def _iterate_entry_changes(index: Agenda, stop: Stop, first: int) -> Iterator[ScheduleChange]:
    for at, e in list_former_entries(index.model, stop):
        if at > first:
            yield ScheduleChange(at, 0, e.kind, stop, replaced_entry=e)  # type: ignore[arg-type]


def _classify(a: DatedVersion, b: DatedVersion) -> ChangeKind:
    """What is most important about it to somebody who planned to go."""
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
