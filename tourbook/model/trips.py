"""Trips and their stops: the schedule with its references resolved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import msgspec

from tourbook.common import l10n, zones
from tourbook.common.dates import OPEN_END, Session, Span
from tourbook.common.problems import Location
from tourbook.history.records import REMOVED, RecordHistory, normalize_status
from tourbook.schema import RouteRecord, StopRecord, Text, TourRecord, VenueRecord, VisitRecord
from tourbook.schema.fields import (
    CopyRecord,
    CrewMember,
    Recurrence,
    VisitPlace,
    WrittenHours,
)

from .entries import Caravan, Exhibition, Venue
from .regions import RegionTree


@dataclass(frozen=True, slots=True, eq=False)
class Trip:
    """A tour or a caravan route."""

    id: str
    slug: str
    location: Location
    record: TourRecord | RouteRecord
    exhibition: Exhibition | None
    caravan: Caravan | None
    stops: list[Stop] = field(default_factory=list)

    @property
    def kind(self) -> Literal["tour", "route"]:
        return "tour" if isinstance(self.record, TourRecord) else "route"

    @property
    def namesake(self) -> Exhibition | Caravan | None:
        """What a trip without a name of its own is called after."""
        return self.exhibition if self.kind == "tour" else self.caravan

    @property
    def name(self) -> Text:
        return self.record.name or (self.namesake.record.name if self.namesake else "")

    @property
    def copy_id(self) -> str:
        """The copy of a tour, which a stay may replace; "" for a route."""
        return self.record.copy if isinstance(self.record, TourRecord) else ""

    @property
    def record_without_stops(self) -> TourRecord | RouteRecord:
        field = "stops" if self.kind == "tour" else "visits"
        return msgspec.structs.replace(self.record, **{field: []})


class Position(NamedTuple):
    lat: float
    lon: float
    datum: str


@dataclass(slots=True)
class StopPlace:
    """A venue, or the place of a visit that has no venue file."""

    name: Text
    address: Text
    region: str
    position: Position | None
    is_in_township: bool
    timezone: str
    """IANA name."""
    postcode: str = ""


def make_stop_place(
    record: VenueRecord | VisitPlace, regions: RegionTree, site_timezone: str
) -> StopPlace:
    """The place that the record of a venue, or of a visit, describes."""
    c = record.coordinates
    position = Position(c.lat, c.lon, c.datum or "wgs84") if c else None
    timezone = record.timezone or regions.find_timezone(record.region) or site_timezone
    return StopPlace(
        record.name,
        record.address,
        record.region,
        position,
        record.township,
        timezone,
        record.postcode,
    )


class MovedDate(NamedTuple):
    """A date of a recurring visit that is not like the others."""

    original_day: dt.date
    """The day on which it would be without the move; it stays the identity of the event
    (RECURRENCE-ID: RFC 5545, 3.8.4.4)."""
    sessions: tuple[Session, ...]
    """Its own times; () if they are those of the other dates."""


class DatedVersion(NamedTuple):
    """The dates that a stop had since a moment; the fields are those of `Stop`."""

    recorded_at: int
    """Seconds since 1970 (UTC)."""
    status: str
    """As in `history.records.Timing`."""
    spans: tuple[Span, ...]
    sessions: tuple[Session, ...]
    moved_dates: dict[dt.date, MovedDate]
    hours: dict[str, str]
    """Of a stay: its venue's and its own."""
    repeat: Recurrence | None
    """Of a recurring visit."""
    timezone: str
    """Of its times."""
    country: str
    """Whose public holidays its place keeps; "" without a region."""

    @property
    def recurs(self) -> bool:
        return self.repeat is not None

    def list_sessions(self, day: dt.date) -> tuple[Session, ...]:
        """The times on one of its days."""
        moved = self.moved_dates.get(day)
        return moved.sessions if moved and moved.sessions else self.sessions

    @property
    def dates(self) -> tuple[object, ...]:
        """What a visitor has to learn anew if it changes."""
        return self.spans, self.sessions, self.moved_dates

    def format_dates(self, lang: str, site_timezone: str) -> str:
        """Its dates in words, with the zone of the times if the site's clock shows another one; it
        must have dates."""
        start, end = self.spans[0][0], self.spans[-1][1]
        dates = l10n.format_stop_dates(lang, start, end, self.sessions, len(self.spans))
        if not self.sessions or zones.have_same_clock(self.timezone, site_timezone):
            return dates
        return f"{dates} ({self.timezone})"


@dataclass(slots=True, eq=False)
class Stop:
    """A stay or a visit, with everything that it refers to."""

    id: str
    slug: str
    location: Location
    record: StopRecord | VisitRecord
    trip: Trip
    exhibition: Exhibition | None
    copy: CopyRecord | None
    """The physical copy of the exhibition; always None for a visit."""
    caravan: Caravan | None
    """What carries a stay, or what comes for a visit."""
    venue: Venue | None
    place: StopPlace
    spans: tuple[Span, ...]
    """The days on which it takes place, in order; () without dates. A stay has one span, which ends
    on OPEN_END if it has no end yet; a recurring visit has one for each date."""
    sessions: tuple[Session, ...]
    """The times of a visit; () for a stay."""
    campaigns: tuple[str, ...]
    organisers: tuple[str, ...]
    moved_dates: dict[dt.date, MovedDate]
    """Day of a recurring visit -> what is different about it."""
    history: RecordHistory | None
    """None without Git, and for a stop that is not committed yet."""
    country: str
    """Whose public holidays its place keeps; "" without a region."""
    earlier_versions: tuple[DatedVersion, ...]
    """The dates that it had before, the first ones first."""
    holiday_versions: tuple[DatedVersion, ...]
    """What these, and the present ones, became when other public holidays were known; and what
    these dates were at first."""
    removed_on: dt.date | None = None
    """The day on which it was taken off the schedule, before it was over."""
    start: dt.date | None = field(init=False)
    end: dt.date | None = field(init=False)
    order: tuple[dt.date, str, str] = field(init=False)
    """Sorts by the first day, then the time of the day, then the id; without a date last."""

    def __post_init__(self) -> None:
        self.start, self.end = (self.spans[0][0], self.spans[-1][1]) if self.spans else (None, None)
        time = self.sessions[0].start if self.sessions else ""
        self.order = (self.start or dt.date.max, time, self.id)  # asked for again and again

    @property
    def takes_place(self) -> bool:
        """False if it is cancelled, or postponed without its new dates being settled."""
        return self.record.status not in ("cancelled", "postponed")

    @property
    def repeat(self) -> Recurrence | None:
        """How a visit recurs."""
        return None

    @property
    def recurs(self) -> bool:
        """True for a visit with a rule of recurrence, however many dates that has."""
        return self.repeat is not None

    @property
    def caravan_crew(self) -> list[CrewMember]:
        """The crew of the caravan that comes for a visit; [] for a stay."""
        return []

    def list_sessions(self, day: dt.date) -> tuple[Session, ...]:
        """The times of a visit on one of its days."""
        moved = self.moved_dates.get(day)
        return moved.sessions if moved and moved.sessions else self.sessions

    def make_present_version(self, hours: WrittenHours) -> DatedVersion:
        """Its dates as they are now, in the form of its earlier ones."""
        status = REMOVED if self.removed_on else normalize_status(self.record.status)
        return DatedVersion(
            self.history.versions[-1].timestamp if self.history else 0,
            status,
            self.spans,
            self.sessions,
            self.moved_dates,
            hours,
            self.repeat,
            self.place.timezone,
            self.country,
        )

    def find_previous_dates(self) -> DatedVersion | None:
        """The dates that it had before they were last changed."""
        present_dates = (self.spans, self.sessions, self.moved_dates)
        return next(
            (w for w in reversed(self.earlier_versions) if w.spans and w.dates != present_dates),
            None,
        )

    @property
    def last_announced_day(self) -> dt.date | None:
        """The last day of all that was ever announced of it: what was given up since is told of
        until then."""
        ends = [version.spans[-1][1] for version in self.earlier_versions if version.spans]
        if self.spans:
            ends.append(self.spans[-1][1])
        last_day = max(ends, default=None)
        return self.removed_on if last_day == OPEN_END and self.removed_on else last_day

    @property
    def has_no_end(self) -> bool:
        """True for a stay that is open until further notice."""
        return self.end == OPEN_END

    @property
    def comparison_key(self) -> str:
        """What two stops have in common if one is the other with another id."""
        return repr((self.trip.id, self.place.name, self.spans, self.sessions))


class Stay(Stop):
    """A stop of a tour: an exhibition at a venue, open day after day."""

    __slots__ = ()
    record: StopRecord

    @property
    def last_admission(self) -> int | None:
        """Minutes before closing: its own, or else the venue's."""
        if self.record.last_admission is not None:
            return self.record.last_admission
        return self.venue.record.last_admission if self.venue else None


class Visit(Stop):
    """A stop of a caravan route: for some hours, on one date or on several."""

    __slots__ = ()
    record: VisitRecord

    @property
    def repeat(self) -> Recurrence | None:
        return self.record.repeat

    @property
    def caravan_crew(self) -> list[CrewMember]:
        return self.caravan.record.crew if self.caravan else []
