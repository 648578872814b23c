"""Tours and caravan routes -> trips with their stops."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from tourbook.common.problems import Location, Message
from tourbook.history.records import RecordHistory
from tourbook.schema import RouteRecord, StopRecord, TourRecord, VisitRecord

from .assembly_memory import AssemblyMemory
from .entries import Campaign, Caravan, Exhibition, Organisation, Venue
from .references import References
from .stop_assembly import StopAssembler
from .trips import Stop, Trip

NAMELESS_TOUR = Message(
    "加一行 “name: …”；只有各站都是同一个展览的巡展（写在 exhibition 里），才可以不写",
    "add a line “name: …”; only a tour of one exhibition, named under `exhibition`, needs none",
)
SECOND_NAMELESS_TRIP = Message(
    "加一行 “name: …”：另一处也没有名称，两处会叫同一个名字",
    "add a line “name: …”: the other one has no name either, so both would be called the same",
)


class TripAssembler:
    """Trips and stops by id, as they are added in the order of the schedule files."""

    def __init__(
        self,
        include_drafts: bool,
        refs: References,
        stops: StopAssembler,
        memory: AssemblyMemory,
    ) -> None:
        self.include_drafts, self.references, self.stop_assembler = include_drafts, refs, stops
        self._memory = memory
        self.trips: dict[str, Trip] = {}
        self._trips_by_namesake: dict[Exhibition | Caravan, Trip] = {}
        """Those without a name of their own."""
        self.stops: dict[str, Stop] = {}

    def add_trip(self, record: TourRecord | RouteRecord, at: Location) -> None:
        trip = self._recall_trip(record, at)
        if trip:
            self.trips[trip.id] = trip
            self.stops |= {stop.id: stop for stop in trip.stops}
        else:
            new_problems = self.references.problems.watch()
            resolutions = self.references.collect_resolutions()
            trip = self._make_trip(record, at)
            if trip and not new_problems() and all(resolutions.values()):
                self._memory.add_trip(trip, resolutions)
        if trip and not record.name:
            self.check_namesake(trip)

    @cached_property
    def _histories(self) -> dict[str, RecordHistory]:
        """Id of a stop -> its history."""
        return self.stop_assembler.ledger.list_histories("stop")

    def _recall_trip(self, record: TourRecord | RouteRecord, at: Location) -> Trip | None:
        trip = self._memory.recall_trip(record, at, self.references, self._histories)
        if trip is None or trip.id in self.trips:
            return None
        return trip if self.stops.keys().isdisjoint(stop.id for stop in trip.stops) else None

    def _make_trip(self, record: TourRecord | RouteRecord, at: Location) -> Trip | None:
        """None for a draft that is left out."""
        refs = self.references
        exhibition = refs.resolve(Exhibition, record.exhibition, at, "exhibition")
        caravan = refs.resolve(Caravan, record.caravan, at, "caravan")
        refs.resolve_all(Organisation, record.organisers, at, "organisers")
        refs.resolve_all(Campaign, record.campaigns, at, "campaigns")
        if isinstance(record, RouteRecord):
            refs.check_region(record.region, at.child("region"))
        if record.draft and not self.include_drafts:
            return None
        trip = Trip(record.id, record.slug or record.id, at, record, exhibition, caravan)
        first = self.trips.setdefault(trip.id, trip)
        if first is not trip:
            refs.report_duplicate("trip", trip.id, at.child("id"), first.location)
        refs.check_published(Exhibition, record.exhibition, at, "exhibition")
        refs.check_published(Caravan, record.caravan, at, "caravan")
        for stop_record, location in _iterate_stops(record, at):
            self.add_stop(trip, stop_record, location)
        return trip

    def check_namesake(self, trip: Trip) -> None:
        """A trip without a name is the only one that is called after its exhibition or caravan."""
        if isinstance(trip.record, TourRecord) and not _has_one_exhibition(trip.record):
            self._report_missing_name(trip, NAMELESS_TOUR)
        elif trip.namesake:
            first = self._trips_by_namesake.setdefault(trip.namesake, trip)
            if first is not trip:
                self._report_missing_name(trip, SECOND_NAMELESS_TRIP, first)

    def _report_missing_name(self, trip: Trip, help: Message, other: Trip | None = None) -> None:
        self.references.problems.add_error(
            "missing-key",
            trip.location.lack("name"),
            Message("缺少 “name” 这一栏", "“name” is missing"),
            help,
            other.location if other else None,
        )

    def add_stop(self, trip: Trip, record: StopRecord | VisitRecord, at: Location) -> None:
        stop = self.stop_assembler.assemble(trip, record, at)
        if record.draft and not self.include_drafts:
            return
        self.references.check_published(Venue, record.venue, at, "venue")
        self.references.check_published(Exhibition, record.exhibition, at, "exhibition")
        first = self.stops.setdefault(stop.id, stop)
        if first is stop:
            trip.stops.append(stop)
        else:
            self.references.report_duplicate("stop", stop.id, at.child("id"), first.location)


def _has_one_exhibition(tour: TourRecord) -> bool:
    """Whether a tour names an exhibition, and none of its stops another one."""
    return bool(tour.exhibition) and all(
        stop.exhibition in ("", tour.exhibition) for stop in tour.stops
    )


def _iterate_stops(
    trip: TourRecord | RouteRecord, at: Location
) -> Iterator[tuple[StopRecord | VisitRecord, Location]]:
    if isinstance(trip, TourRecord):
        for i, stop in enumerate(trip.stops):
            yield stop, at.child("stops", i)
    else:
        for i, visit in enumerate(trip.visits):
            yield visit, at.child("visits", i)
