"""Tours and caravan routes -> trips with their stops, every date of a recurring visit worked
out."""

from __future__ import annotations

import datetime as dt

import msgspec

from tourbook import schema
from tourbook.common.dates import sessions
from tourbook.common.problems import At, Problems, Say, did_you_mean
from tourbook.history.ledger import Ledger
from tourbook.history.records import Life, Version, decoded
from tourbook.schema import duties
from tourbook.schema.fields import Copy
from tourbook.sources import paths
from tourbook.timetable.holidays import Calendars
from tourbook.timetable.hours import combined

from .entities import Entry, Moved, Position, Stop, Trip, When, Where
from .recurrences import Recurrences
from .references import References


class Trips:
    """Trips and stops by id, as they are added in the order of the schedule files."""

    def __init__(
        self,
        site: schema.Site,
        drafts: bool,
        refs: References,
        calendars: Calendars,
        ledger: Ledger,
        problems: Problems,
    ) -> None:
        self.site, self.calendars = site, calendars
        self.drafts, self.refs, self.ledger, self.problems = drafts, refs, ledger, problems
        self.recurrences = Recurrences(site, calendars, problems)
        self.former = Recurrences(
            site, calendars, Problems()
        )  # what was wrong with the past is nobody's business now
        self.trips: dict[str, Trip] = {}
        self.stops: dict[str, Stop] = {}

    def add(self, kind: str, record: schema.Tour | schema.Route, at: At) -> None:
        exhibition = self.refs.ref("exhibition", record.exhibition, at, "exhibition")
        caravan = self.refs.ref("caravan", record.caravan, at, "caravan")
        self.refs.refs("organisation", record.organisers, at, "organisers")
        self.refs.refs("campaign", record.campaigns, at, "campaigns")
        if record.draft and not self.drafts:
            return
        trip = Trip(kind, record.id, record.slug or record.id, at, record, exhibition, caravan)
        if record.id in self.trips:
            self.refs.duplicate("trip", record.id, at.down("id"), self.trips[record.id].at)
        else:
            self.trips[record.id] = trip
        if isinstance(record, schema.Tour):
            for i, stop in enumerate(record.stops):
                self.add_stop(trip, stop, at.down("stops", i))
        else:
            for i, visit in enumerate(record.visits):
                self.add_stop(trip, visit, at.down("visits", i))

    def add_stop(self, trip: Trip, r: schema.Stop | schema.Visit, at: At) -> None:
        stop = self.stop(trip, r, at)
        if r.draft and not self.drafts:
            return
        if r.id in self.stops:
            self.refs.duplicate("stop", r.id, at.down("id"), self.stops[r.id].at)
            return
        self.stops[r.id] = stop
        trip.stops.append(stop)

    def stop(
        self, trip: Trip, r: schema.Stop | schema.Visit, at: At, life: Life | None = None
    ) -> Stop:
        """A stop with everything that it refers to; `life` where it is not the one of its id."""
        venue = self.refs.ref("venue", r.venue, at, "venue")
        exhibition = (
            self.refs.ref("exhibition", r.exhibition, at, "exhibition")
            if r.exhibition
            else trip.exhibition
        )
        self.refs.refs("organisation", r.partners, at, "partners")
        for i, duty in enumerate(duties(r)):
            self.refs.ref(
                "organisation",
                duty.who,
                at,
                "crew",
                i,
                *(() if isinstance(r.crew[i], str) else ("who",)),
            )
        self.refs.refs("campaign", r.campaigns, at, "campaigns")
        if r.volunteers:
            self.refs.ref("organisation", r.volunteers.by, at, "volunteers", "by")
        where = self.where(r, venue, at)
        copy = self.copy_of(trip, r, exhibition, at)
        moved: dict[dt.date, Moved] = {}
        if isinstance(r, schema.Visit):
            spans, moved = self.visit_days(r, where.region, at)
            times = sessions(r.time) or ()
        else:
            spans, times = self.stay(r, at), ()
        both = dict.fromkeys([*trip.record.campaigns, *r.campaigns])
        life = life or self.ledger.life("stop", r.id)
        past = (
            tuple(self.when(v, where.region) for v in life.versions[:-1])
            if life and len(life.versions) > 1
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
            life,
            past,
        )

    def when(self, version: Version, region: str) -> When:
        """An earlier version of a stop's dates."""
        time = decoded(version.time)
        moved: dict[dt.date, Moved] = {}
        spans: tuple[tuple[dt.date, dt.date], ...] = ()
        if time.repeat:
            former = (
                self.former
                if not time.repeat.during
                else Recurrences(
                    msgspec.structs.replace(self.site, terms=time.terms), self.calendars, Problems()
                )
            )
            days, moved = former.days(time.repeat, region, At(paths.SCHEDULE))
            spans = tuple((d, d) for d in days)
        elif time.start and time.end and time.start <= time.end:
            spans = ((time.start, time.end),)
        hours = combined(time.venue_hours, time.hours)
        return When(
            version.at,
            time.status,
            spans,
            sessions(time.time) or (),
            moved,
            hours,
            time.repeat is not None,
        )

    def where(self, r: schema.Stop | schema.Visit, venue: Entry | None, at: At) -> Where:
        place = r.place if isinstance(r, schema.Visit) else None
        if isinstance(r, schema.Visit) and bool(r.venue) == (place is not None):
            said = Say(
                "venue 和 place 要写一个，且只写一个",
                "a visit has a venue or a place: exactly one of them",
            )
            mend = Say("删去 venue 或 place", "delete venue or place")
            if not r.venue:
                mend = Say(
                    "加一行 “venue: 场馆编号”；没有场馆文件的地方写 place",
                    "add “venue: ” and the id of a venue, or write a place where there is no "
                    "venue file",
                )
            self.problems.error("where", at, said, mend)
        if place is not None:
            self.refs.region(place.region, at.down("place", "region"))
        source = place or (venue.record if venue else None)
        if source is None:
            return Where("?", "", "", None, False)
        c = source.coordinates
        return Where(
            source.name,
            source.address,
            source.region,
            Position(c.lat, c.lon, c.datum) if c else None,
            source.township,
        )

    def copy_of(
        self, trip: Trip, r: schema.Stop | schema.Visit, exhibition: Entry | None, at: At
    ) -> Copy | None:
        if not isinstance(r, schema.Stop) or exhibition is None:
            return None
        own = trip.record.copy if isinstance(trip.record, schema.Tour) else ""
        wanted = r.copy or own
        copies: list[Copy] = exhibition.record.copies
        if not wanted:
            return copies[0] if len(copies) == 1 else None
        found = next((c for c in copies if c.id == wanted), None)
        if found is None and (r.copy or exhibition is trip.exhibition):
            self.problems.error(
                "unknown-copy",
                at.down("copy") if r.copy else trip.at.down("copy"),
                Say(
                    f"展览 “{exhibition.id}” 没有编号为 “{wanted}” 的实物套",
                    f"the exhibition “{exhibition.id}” has no copy “{wanted}”",
                ),
                did_you_mean(wanted, [c.id for c in copies]),
            )
        return found

    def stay(self, r: schema.Stop, at: At) -> tuple[tuple[dt.date, dt.date], ...]:
        if r.open is None:
            if r.close is not None or r.status not in ("planned", "postponed", "cancelled"):
                self.problems.error(
                    "missing-key",
                    at,
                    Say("缺少开展日期 “open”", "the first day “open” is missing"),
                    Say(
                        "加一行 open: 2026-05-01；日期未定时写 status: planned",
                        "add open: 2026-05-01, or status: planned while there is no date",
                    ),
                )
            return ()
        close = r.close or r.open
        return ((r.open, close),) if close >= r.open else ()

    def visit_days(
        self, r: schema.Visit, region: str, at: At
    ) -> tuple[tuple[tuple[dt.date, dt.date], ...], dict[dt.date, Moved]]:
        if r.date is not None and r.repeat is not None:
            self.problems.error(
                "when",
                at.key("repeat"),
                Say("date 和 repeat 只能写一个", "a visit has a date or repeats, not both"),
                Say("删去一个", "delete one"),
            )
        if r.date is not None:
            return ((r.date, r.date),), {}
        if r.repeat is None:
            if r.status not in ("planned", "postponed", "cancelled"):
                self.problems.error(
                    "when",
                    at,
                    Say("缺少日期", "the date is missing"),
                    Say(
                        "加一行 date: 2026-05-01；日期未定时写 status: planned",
                        "add date: 2026-05-01, or status: planned while there is no date",
                    ),
                )
            return (), {}
        days, moved = self.recurrences.days(r.repeat, region, at.down("repeat"))
        return tuple((d, d) for d in days), moved
