"""What changed in the schedule, as its history tells it: for the page of changes and its feed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Literal, NamedTuple

from tourbook.history.records import REMOVED, status_of
from tourbook.model.entities import Entry, Stop, When

from .agenda import Index

Kind = Literal[
    "added",
    "moved",
    "rescheduled",
    "hours",
    "planned",
    "confirmed",
    "postponed",
    "cancelled",
    "removed",
    "restored",
    "venue",
    "exhibition",
]
LATEST = 200


class Change(NamedTuple):
    at: int
    """Seconds since 1970 (UTC)."""
    number: int
    """Of the changes of the stop's time, from 0."""
    kind: Kind
    stop: Stop
    was: When | None = None
    """Its dates before and after, where they changed."""
    then: When | None = None
    thing: Entry | None = None
    """The venue or the exhibition that it had before, where that changed."""

    @property
    def name(self) -> str:
        """Lasting, among the changes of its stop."""
        return f"{self.kind}/{self.thing.id}" if self.thing else str(self.number)


def changes(index: Index) -> list[Change]:
    """The latest ones first; what was there when the site began is no change."""
    model = index.model
    stops = [s for s in (*model.stops, *index.tombstones) if s.life]
    first = max(
        model.ledger.since, min((s.life.versions[0].at for s in stops if s.life), default=0)
    )
    found = [change for stop in stops for change in (*_of(stop, first), *_left(index, stop, first))]
    return sorted(found, key=lambda c: (-c.at, c.stop.id, -c.number, c.name))[:LATEST]


def _of(stop: Stop, first: int) -> Iterator[Change]:
    assert stop.life
    if stop.life.versions[0].at > first:
        yield Change(stop.life.versions[0].at, 0, "added", stop)
    last = stop.life.versions[-1].at
    now = When(
        last,
        REMOVED if stop.removed else status_of(stop.record.status),
        stop.spans,
        stop.sessions,
        stop.moved,
        {},
        bool(getattr(stop.record, "repeat", None)),
    )
    ways = [*stop.past, now]
    moves = {
        at for key, at in stop.life.left.items() if key.startswith("venue/")
    }  # another one has other hours: that needs no words
    for number, (a, b) in enumerate(itertools.pairwise(ways), 1):
        kind = _kind(a, b)
        if b.at > first and not (kind == "hours" and b.at in moves):
            dates = kind in ("moved", "rescheduled")
            yield Change(
                b.at,
                number,
                kind,
                stop,
                a if dates and a.spans else None,
                b if dates and b.spans else None,
            )


def _left(index: Index, stop: Stop, first: int) -> Iterator[Change]:
    for at, e in index.former(stop):
        if at > first:
            yield Change(at, 0, e.kind, stop, thing=e)  # type: ignore[arg-type]


def _kind(a: When, b: When) -> Kind:
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
