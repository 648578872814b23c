"""Tours and caravan routes -> trips with their stops, every date of a recurring visit worked
out."""

from __future__ import annotations

import datetime as dt

import msgspec

from tourbook import schema
from tourbook.common.dates import parse_sessions
from tourbook.common.problems import Location, Message, Problems, suggest_option
from tourbook.history.ledger import Ledger
from tourbook.history.records import RecordHistory, Version, decode_timing
from tourbook.schema import list_duties
from tourbook.schema.fields import CopyRecord
from tourbook.sources import paths
from tourbook.timetable.holidays import HolidayCalendars
from tourbook.timetable.hours import combine_hours

from .entities import DatedVersion, Entry, MovedDate, Position, Stop, StopPlace, Trip
from .recurrences import RecurrenceExpander
from .references import References


class TripAssembler:
    """Trips and stops by id, as they are added in the order of the schedule files."""

    def __init__(
        self,
        site: schema.SiteRecord,
        include_drafts: bool,
        refs: References,
        calendars: HolidayCalendars,
        ledger: Ledger,
        problems: Problems,
    ) -> None:
        self.site, self.calendars = site, calendars
        self.include_drafts, self.references, self.ledger, self.problems = (
            include_drafts,
            refs,
            ledger,
            problems,
        )
        self.expander = RecurrenceExpander(site, calendars, problems)
        self.past_expander = RecurrenceExpander(
            site, calendars, Problems()
        )  # what was wrong with the past is nobody's business now
        self.trips: dict[str, Trip] = {}
        self.stops: dict[str, Stop] = {}

    def add_trip(
        self, kind: str, record: schema.TourRecord | schema.RouteRecord, at: Location
    ) -> None:
        exhibition = self.references.resolve("exhibition", record.exhibition, at, "exhibition")
        caravan = self.references.resolve("caravan", record.caravan, at, "caravan")
        self.references.check_all("organisation", record.organisers, at, "organisers")
        self.references.check_all("campaign", record.campaigns, at, "campaigns")
        if record.draft and not self.include_drafts:
            return
        trip = Trip(kind, record.id, record.slug or record.id, at, record, exhibition, caravan)
        if record.id in self.trips:
            self.references.report_duplicate(
                "trip", record.id, at.child("id"), self.trips[record.id].location
            )
        else:
            self.trips[record.id] = trip
        if isinstance(record, schema.TourRecord):
            for i, stop in enumerate(record.stops):
                self.add_stop(trip, stop, at.child("stops", i))
        else:
            for i, visit in enumerate(record.visits):
                self.add_stop(trip, visit, at.child("visits", i))

    def add_stop(self, trip: Trip, r: schema.StopRecord | schema.VisitRecord, at: Location) -> None:
        stop = self.assemble_stop(trip, r, at)
        if r.draft and not self.include_drafts:
            return
        if r.id in self.stops:
            self.references.report_duplicate(
                "stop", r.id, at.child("id"), self.stops[r.id].location
            )
            return
        self.stops[r.id] = stop
        trip.stops.append(stop)

    def assemble_stop(
        self,
        trip: Trip,
        r: schema.StopRecord | schema.VisitRecord,
        at: Location,
        history: RecordHistory | None = None,
    ) -> Stop:
        """A stop with everything that it refers to; `life` where it is not the one of its id."""
        venue = self.references.resolve("venue", r.venue, at, "venue")
        exhibition = (
            self.references.resolve("exhibition", r.exhibition, at, "exhibition")
            if r.exhibition
            else trip.exhibition
        )
        self.references.check_all("organisation", r.partners, at, "partners")
        for i, duty in enumerate(list_duties(r)):
            self.references.resolve(
                "organisation",
                duty.who,
                at,
                "crew",
                i,
                *(() if isinstance(r.crew[i], str) else ("who",)),
            )
        self.references.check_all("campaign", r.campaigns, at, "campaigns")
        if r.volunteers:
            self.references.resolve("organisation", r.volunteers.by, at, "volunteers", "by")
        where = self.resolve_place(r, venue, at)
        copy = self.find_copy(trip, r, exhibition, at)
        moved: dict[dt.date, MovedDate] = {}
        if isinstance(r, schema.VisitRecord):
            spans, moved = self.compute_visit_spans(r, where.region, at)
            times = parse_sessions(r.time) or ()
        else:
            spans, times = self.compute_stay_spans(r, at), ()
        both = dict.fromkeys([*trip.record.campaigns, *r.campaigns])
        history = history or self.ledger.find_history("stop", r.id)
        past = (
            tuple(self.build_dated_version(v, where.region) for v in history.versions[:-1])
            if history and len(history.versions) > 1
            else ()
        )
        return Stop(
            r.id,
            r.slug or r.id,
            at,
            r,
            trip,
            exhibition,
            copy,
            trip.caravan,
            venue,
            where,
            spans,
            times,
            tuple(both),
            tuple(trip.record.organisers),
            moved,
            history,
            past,
        )

    def build_dated_version(self, version: Version, region: str) -> DatedVersion:
        """An earlier version of a stop's dates."""
        time = decode_timing(version.timing)
        moved: dict[dt.date, MovedDate] = {}
        spans: tuple[tuple[dt.date, dt.date], ...] = ()
        if time.repeat:
            former = (
                self.past_expander
                if not time.repeat.during
                else RecurrenceExpander(
                    msgspec.structs.replace(self.site, terms=time.terms), self.calendars, Problems()
                )
            )
            days, moved = former.expand(time.repeat, region, Location(paths.SCHEDULE_FILE))
            spans = tuple((d, d) for d in days)
        elif time.start and time.end and time.start <= time.end:
            spans = ((time.start, time.end),)
        hours = combine_hours(time.venue_hours, time.hours)
        return DatedVersion(
            version.timestamp,
            time.status,
            spans,
            parse_sessions(time.times) or (),
            moved,
            hours,
            time.repeat is not None,
        )

    def resolve_place(
        self, r: schema.StopRecord | schema.VisitRecord, venue: Entry | None, at: Location
    ) -> StopPlace:
        place = r.place if isinstance(r, schema.VisitRecord) else None
        if isinstance(r, schema.VisitRecord) and bool(r.venue) == (place is not None):
            said = Message(
                "venue 和 place 要写一个，且只写一个",
                "a visit has a venue or a place: exactly one of them",
            )
            mend = Message("删去 venue 或 place", "delete venue or place")
            if not r.venue:
                mend = Message(
                    "加一行 “venue: 场馆编号”；没有场馆文件的地方写 place",
                    "add “venue: ” and the id of a venue, or write a place where there is no "
                    "venue file",
                )
            self.problems.add_error("where", at, said, mend)
        if place is not None:
            self.references.check_region(place.region, at.child("place", "region"))
        source = place or (venue.record if venue else None)
        if source is None:
            return StopPlace("?", "", "", None, False)
        c = source.coordinates
        return StopPlace(
            source.name,
            source.address,
            source.region,
            Position(c.lat, c.lon, c.datum) if c else None,
            source.township,
        )

    def find_copy(
        self,
        trip: Trip,
        r: schema.StopRecord | schema.VisitRecord,
        exhibition: Entry | None,
        at: Location,
    ) -> CopyRecord | None:
        if not isinstance(r, schema.StopRecord) or exhibition is None:
            return None
        own = trip.record.copy if isinstance(trip.record, schema.TourRecord) else ""
        wanted = r.copy or own
        copies: list[CopyRecord] = exhibition.record.copies
        if not wanted:
            return copies[0] if len(copies) == 1 else None
        found = next((c for c in copies if c.id == wanted), None)
        if found is None and (r.copy or exhibition is trip.exhibition):
            self.problems.add_error(
                "unknown-copy",
                at.child("copy") if r.copy else trip.location.child("copy"),
                Message(
                    f"展览 “{exhibition.id}” 没有编号为 “{wanted}” 的实物套",
                    f"the exhibition “{exhibition.id}” has no copy “{wanted}”",
                ),
                suggest_option(wanted, [c.id for c in copies]),
            )
        return found

    def compute_stay_spans(
        self, r: schema.StopRecord, at: Location
    ) -> tuple[tuple[dt.date, dt.date], ...]:
        if r.open is None:
            if r.close is not None or r.status not in ("planned", "postponed", "cancelled"):
                self.problems.add_error(
                    "missing-key",
                    at,
                    Message("缺少开展日期 “open”", "the first day “open” is missing"),
                    Message(
                        "加一行 open: 2026-05-01；日期未定时写 status: planned",
                        "add open: 2026-05-01, or status: planned while there is no date",
                    ),
                )
            return ()
        close = r.close or r.open
        return ((r.open, close),) if close >= r.open else ()

    def compute_visit_spans(
        self, r: schema.VisitRecord, region: str, at: Location
    ) -> tuple[tuple[tuple[dt.date, dt.date], ...], dict[dt.date, MovedDate]]:
        if r.date is not None and r.repeat is not None:
            self.problems.add_error(
                "when",
                at.at_key("repeat"),
                Message("date 和 repeat 只能写一个", "a visit has a date or repeats, not both"),
                Message("删去一个", "delete one"),
            )
        if r.date is not None:
            return ((r.date, r.date),), {}
        if r.repeat is None:
            if r.status not in ("planned", "postponed", "cancelled"):
                self.problems.add_error(
                    "when",
                    at,
                    Message("缺少日期", "the date is missing"),
                    Message(
                        "加一行 date: 2026-05-01；日期未定时写 status: planned",
                        "add date: 2026-05-01, or status: planned while there is no date",
                    ),
                )
            return (), {}
        days, moved = self.expander.expand(r.repeat, region, at.child("repeat"))
        return tuple((d, d) for d in days), moved
