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
from tourbook.common.problems import Location, Problems
from tourbook.history.ledger import Ledger
from tourbook.history.records import RecordHistory, StoredRecord, decode_timing
from tourbook.schema import CONTENT_TYPES, RouteRecord, TourRecord, VisitRecord
from tourbook.schema import StopRecord as StopRecord
from tourbook.sources import paths

from .entities import Entry, Stop, Trip
from .references import References
from .trips import TripAssembler


def restore_removed_entries(ledger: Ledger) -> dict[str, list[Entry]]:
    """The entries that are no more, by kind."""
    return {
        kind: list(_restore_entries(ledger, kind, CONTENT_TYPES[folder]))
        for folder, kind in paths.KIND_BY_FOLDER.items()
    }


def _restore_entries(ledger: Ledger, kind: str, wanted: Any) -> Iterator[Entry]:
    for name, life, record in ledger.iterate_removed(kind):
        r = _decode_record(record, wanted)
        if r is not None:
            yield Entry(
                kind, name, life.slugs[-1] if life.slugs else name, Location(record.file), r, {}, ()
            )


def _decode_record(record: StoredRecord, wanted: Any) -> Any:
    """What it said; None where the format has become another since."""
    try:
        return msgspec.msgpack.decode(record.fields, type=wanted)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _restore_stop(life: RecordHistory, record: StoredRecord) -> StopRecord | VisitRecord | None:
    """A stop as it was at last: where branches were merged, when and where it was may be another
    side's than the rest of it."""
    time = decode_timing(life.timing)
    r = _decode_record(record, StopRecord if time.is_stay else VisitRecord)
    if isinstance(r, StopRecord):
        return msgspec.structs.replace(
            r, open=time.start, close=time.end, venue=life.refs[0].removeprefix("venue/")
        )
    if isinstance(r, VisitRecord):
        venue = (
            life.refs[0].removeprefix("venue/") if r.venue else ""
        )  # a place is not known from anywhere else
        return msgspec.structs.replace(
            r, date=time.start, time=time.times, repeat=time.repeat, venue=venue
        )
    return None


class RemovedTripRestorer:
    """Stops and trips that are no more; `trips` are those that are there."""

    def __init__(
        self,
        assembler: TripAssembler,
        refs: References,
        removed_entries: dict[str, list[Entry]],
        timezone: str,
    ) -> None:
        known = copy.copy(refs)
        known.problems = Problems()  # the past is as it is
        known.entries = {
            kind: {**{e.id: e for e in removed_entries.get(kind, ())}, **found}
            for kind, found in refs.entries.items()
        }
        self.ledger, self.current_trips, self.references = assembler.ledger, assembler.trips, known
        self.current_stops = assembler.stops
        self.timezone = zones.find_zone_or_utc(timezone)
        self.assembler = copy.copy(assembler)
        self.assembler.references, self.assembler.problems, self.assembler.expander = (
            known,
            known.problems,
            assembler.past_expander,
        )
        self.removed_trips = {trip.id: trip for trip in self._restore_trips()}

    def _restore_trips(self) -> Iterator[Trip]:
        for name, life, record in self.ledger.iterate_removed("trip"):
            r = _decode_record(record, TourRecord if record.trip == "tour" else RouteRecord)
            if r is not None:
                exhibition, caravan = (
                    self.references.resolve(kind, getattr(r, kind), Location(record.file))
                    for kind in ("exhibition", "caravan")
                )
                yield Trip(
                    record.trip,
                    name,
                    life.slugs[-1] if life.slugs else name,
                    Location(record.file),
                    r,
                    exhibition,
                    caravan,
                )

    def restore_stops(self) -> Iterator[Stop]:
        """The stops that were taken away before they were over, as cancelled ones."""
        for name, life, record in self.ledger.iterate_removed("stop"):
            r = _restore_stop(life, record)
            found = self.ledger.resolve_key(life.refs[1]).removeprefix("trip/")
            trip = self.current_trips.get(found) or self.removed_trips.get(found)
            if r is None or trip is None or name in self.current_stops:
                continue
            stop = self.assembler.assemble_stop(
                trip, msgspec.structs.replace(r, status="cancelled"), Location(record.file), life
            )
            stop.removed_on = dt.datetime.fromtimestamp(life.removed_at, self.timezone).date()
            known = stop.venue or stop.place.name != "?"  # else no site was ever built with it
            if known and stop.last_announced_day and stop.last_announced_day >= stop.removed_on:
                yield stop
