"""What was taken away: stops that were not over yet, and the entries and trips whose calendars
somebody may subscribe to.

They are put together from what the history says that they were, as if they were still there and
called off.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec

from tourbook.common import zones
from tourbook.common.problems import At, Problems
from tourbook.history.ledger import Ledger
from tourbook.history.records import Life, Record, decoded
from tourbook.schema import CONTENT, Route, Tour, Visit
from tourbook.schema import Stop as StopRecord
from tourbook.sources import paths

from .entities import Entry, Stop, Trip
from .references import References
from .trips import Trips


def entries(ledger: Ledger) -> dict[str, list[Entry]]:
    """The entries that are no more, by kind."""
    return {
        kind: list(_entries(ledger, kind, CONTENT[folder])) for folder, kind in paths.KINDS.items()
    }


def _entries(ledger: Ledger, kind: str, wanted: Any) -> Iterator[Entry]:
    for name, life, record in ledger.gone(kind):
        r = _decoded(record, wanted)
        if r is not None:
            yield Entry(
                kind, name, life.slugs[-1] if life.slugs else name, At(record.file), r, {}, ()
            )


def _decoded(record: Record, wanted: Any) -> Any:
    """What it said; None where the format has become another since."""
    try:
        return msgspec.msgpack.decode(record.fields, type=wanted)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _as_last(life: Life, record: Record) -> StopRecord | Visit | None:
    """A stop as it was at last: where branches were merged, when and where it was may be another
    side's than the rest of it."""
    time = decoded(life.time)
    r = _decoded(record, StopRecord if time.stay else Visit)
    if isinstance(r, StopRecord):
        return msgspec.structs.replace(
            r, open=time.start, close=time.end, venue=life.refs[0].removeprefix("venue/")
        )
    if isinstance(r, Visit):
        venue = (
            life.refs[0].removeprefix("venue/") if r.venue else ""
        )  # a place is not known from anywhere else
        return msgspec.structs.replace(
            r, date=time.start, time=time.time, repeat=time.repeat, venue=venue
        )
    return None


class Removed:
    """Stops and trips that are no more; `trips` are those that are there."""

    def __init__(
        self, trips: Trips, refs: References, gone: dict[str, list[Entry]], timezone: str
    ) -> None:
        known = copy.copy(refs)
        known.problems = Problems()  # the past is as it is
        known.entries = {
            kind: {**{e.id: e for e in gone.get(kind, ())}, **found}
            for kind, found in refs.entries.items()
        }
        self.ledger, self.trips, self.refs = trips.ledger, trips.trips, known
        self.stops_there = trips.stops
        self.zone = zones.zone(timezone) or dt.UTC
        self.maker = copy.copy(trips)
        self.maker.refs, self.maker.problems, self.maker.recurrences = (
            known,
            known.problems,
            trips.former,
        )
        self.gone_trips = {trip.id: trip for trip in self._trips()}

    def _trips(self) -> Iterator[Trip]:
        for name, life, record in self.ledger.gone("trip"):
            r = _decoded(record, Tour if record.trip == "tour" else Route)
            if r is not None:
                exhibition, caravan = (
                    self.refs.ref(kind, getattr(r, kind), At(record.file))
                    for kind in ("exhibition", "caravan")
                )
                yield Trip(
                    record.trip,
                    name,
                    life.slugs[-1] if life.slugs else name,
                    At(record.file),
                    r,
                    exhibition,
                    caravan,
                )

    def stops(self) -> Iterator[Stop]:
        """The stops that were taken away before they were over, as cancelled ones."""
        for name, life, record in self.ledger.gone("stop"):
            r = _as_last(life, record)
            found = self.ledger.key(life.refs[1]).removeprefix("trip/")
            trip = self.trips.get(found) or self.gone_trips.get(found)
            if r is None or trip is None or name in self.stops_there:
                continue
            stop = self.maker.stop(
                trip, msgspec.structs.replace(r, status="cancelled"), At(record.file), life
            )
            stop.removed = dt.datetime.fromtimestamp(life.gone, self.zone).date()
            known = stop.venue or stop.where.name != "?"  # else no site was ever built with it
            if known and stop.told and stop.told >= stop.removed:
                yield stop
