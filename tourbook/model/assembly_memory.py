"""What was assembled before in the same process: a preview assembles again only what has changed.

An entry or a trip can be taken over if it is made from the same objects as it would be now, and was
without a problem then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tourbook.common.canonical import encode_ordered
from tourbook.common.problems import Location
from tourbook.history.records import RecordHistory
from tourbook.schema import RouteRecord, TourRecord

from .entries import Entry
from .references import References, Resolutions
from .trips import Trip


class _AssembledEntry(NamedTuple):
    entry: Entry
    sources: Sequence[object]


class _AssembledTrip(NamedTuple):
    trip: Trip
    resolutions: Resolutions


class AssemblyMemory:
    def __init__(self) -> None:
        self._surroundings: object = None
        self._entries: dict[str, _AssembledEntry] = {}
        """By their main files."""
        self._trips: dict[Location, _AssembledTrip] = {}
        self.sound_trips: set[Trip] = set()
        """Those in which the checks of single trips found nothing."""

    def begin(self, surroundings: object) -> None:
        """Forget everything if what all of it depends on is not the same as the last time."""
        if surroundings != self._surroundings:
            self._surroundings, self._entries, self._trips = surroundings, {}, {}
            self.sound_trips = set()

    def recall_entry(self, file: str, sources: Sequence[object]) -> Entry | None:
        """The entry of a main file if it would be made of these very objects."""
        last = self._entries.get(file)
        is_same = last and list(map(id, last.sources)) == list(map(id, sources))
        return last.entry if last and is_same else None

    def add_entry(self, file: str, sources: Sequence[object], entry: Entry) -> None:
        self._entries[file] = _AssembledEntry(entry, sources)

    def recall_trip(
        self,
        record: TourRecord | RouteRecord,
        at: Location,
        references: References,
        histories: Mapping[str, RecordHistory],
    ) -> Trip | None:
        """The trip with its stops if neither it nor anything that it refers to has changed.
        `histories`: id of a stop -> its history."""
        last = self._trips.get(at)
        if last is None or not _says_the_same(last.trip.record, record):
            return None
        is_same = references.resolves_to(last.resolutions) and all(
            (history := histories.get(stop.id)) is stop.history or history == stop.history
            for stop in last.trip.stops
        )
        return last.trip if is_same else None

    def add_trip(self, trip: Trip, resolutions: Resolutions) -> None:
        self._trips[trip.location] = _AssembledTrip(trip, resolutions)


def _says_the_same(last: TourRecord | RouteRecord, record: TourRecord | RouteRecord) -> bool:
    """Whether nothing in a trip has changed; something else in its file may have."""
    return last is record or encode_ordered(last) == encode_ordered(record)
