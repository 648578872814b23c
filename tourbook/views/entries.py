"""One view for each kind of page about one thing: an entry, a trip, a stop."""

from __future__ import annotations

import datetime as dt

from tourbook.common.dates import SpanState

from .frame import PageView
from .parts import (
    Accreditation,
    BaseMap,
    Booking,
    Card,
    Contact,
    Fact,
    Hall,
    Link,
    Measure,
    Person,
    Round,
    Row,
    StopDates,
    StopList,
    StopPlace,
    Zone,
)
from .planning import (
    Copy,
    Duty,
    FigureRow,
    Hours,
    Line,
    Loan,
    Logistics,
    Occurrence,
    OpenDays,
    OpeningWeek,
    RecurrenceRule,
    Stage,
    TodayStatus,
    Window,
)


class EntryView(PageView, frozen=True, kw_only=True):
    """The fields that the pages of entries have in common."""

    name: str
    summary: str = ""
    """One or two sentences."""
    body: str = ""
    """HTML, for prose(body)."""
    facts: tuple[Fact, ...] = ()
    """What editors added under `facts`."""
    links: tuple[Link, ...] = ()
    """What editors added under `links`."""
    stops: StopList = StopList()
    """The stops of the entry."""


class ExhibitionView(EntryView, frozen=True, kw_only=True):
    series: Link | None = None
    """The exhibition that it is part of."""
    parts: tuple[Card, ...] = ()
    """The exhibitions of this series."""
    organisers: tuple[Link, ...] = ()
    lender: Link | None = None
    """The organisation to ask for it."""
    lender_contact: Contact | None = None
    ages: str = ""
    """Such as 6-14 or 6+."""
    languages_shown: tuple[str, ...] = ()
    """The languages of its texts (BCP 47)."""
    duration: int | None = None
    """Minutes that a visit takes."""
    copies: tuple[Copy, ...] = ()
    """Its physical copies."""
    measures: tuple[Measure, ...] = ()
    """What it needs: area, crates, weight …"""
    logistics_note: str = ""
    loans: tuple[Loan, ...] = ()
    """The ways in which hosts can have it."""
    zones: tuple[Zone, ...] = ()
    """Its exhibits, by zone."""
    tours: tuple[Card, ...] = ()
    """The tours with it."""


class VenueView(EntryView, frozen=True, kw_only=True):
    label: str
    """Its class, for t("class_" ~ label)."""
    where: StopPlace
    """Its address and position."""
    hours: tuple[Hours, ...] = ()
    """Its opening hours."""
    years: tuple[int, ...] = ()
    """This year and the next: those for which search engines get days that recur."""
    week: OpeningWeek | None = None
    """None if its hours on an ordinary day are unknown."""
    directions: str = ""
    accessibility: str = ""
    free: bool | None = None
    """Whether admission is free; none if that is unknown."""
    operator: Link | None = None
    contact: Contact | None = None
    halls: tuple[Hall, ...] = ()
    accreditations: tuple[Accreditation, ...] = ()
    zones: tuple[Zone, ...] = ()
    """Its own exhibits, by zone."""


class CaravanView(EntryView, frozen=True, kw_only=True):
    type: str = ""
    """I, II, III or IV; "" if it is unknown."""
    plate: str = ""
    """The number plate."""
    holder: Link | None = None
    """The organisation that has it."""
    pool: Link | None = None
    """The organisation that lends it."""
    home: str = ""
    """Where it is stationed."""
    regions: tuple[Link, ...] = ()
    """The region that it serves, and those around it, the largest first."""
    since: dt.date | None = None
    """When it came into service."""
    odometer: int | None = None
    """Kilometres that it has run."""
    contact: Contact | None = None
    crew: tuple[Person, ...] = ()
    zones: tuple[Zone, ...] = ()
    """The exhibits on board."""
    tours: tuple[Card, ...] = ()
    """Its routes, and the tours that it carries."""
    log: tuple[FigureRow, ...] = ()
    """A line for each year up to the present one, that one first; it counts the visits that are
    still to come, too."""
    windows: tuple[Window, ...] = ()
    """Periods without a visit."""


class OrganisationView(EntryView, frozen=True, kw_only=True):
    label: str
    """Its class, for t("class_" ~ label)."""
    part_of: Link | None = None
    members: tuple[Card, ...] = ()
    """The organisations and people that are part of it."""
    regions: tuple[Link, ...] = ()
    address: str = ""
    website: str = ""
    contact: Contact | None = None
    topics: tuple[str, ...] = ()
    """What an expert can speak about."""
    exhibitions: tuple[Card, ...] = ()
    """The exhibitions that it organises or lends."""
    venues: tuple[Card, ...] = ()
    """The venues that it runs."""
    caravans: tuple[Card, ...] = ()
    """The caravans that it has or lends."""


class CampaignView(EntryView, frozen=True, kw_only=True):
    label: str
    """Its class, for t("class_" ~ label)."""
    start: dt.date
    end: dt.date
    state: SpanState
    theme: str = ""
    """This year's theme."""
    organisers: tuple[Link, ...] = ()
    venue: Link | None = None


class ArticleView(EntryView, frozen=True, kw_only=True):
    date: dt.date


class TextPageView(EntryView, frozen=True, kw_only=True):
    pass


class TourView(EntryView, frozen=True, kw_only=True):
    """A tour, or a caravan route; `trip_kind` is "tour" or "route"."""

    trip_kind: str
    exhibition: Link | None = None
    caravan: Link | None = None
    organisers: tuple[Link, ...] = ()
    campaigns: tuple[Link, ...] = ()
    lines: tuple[Line, ...] = ()
    """Its stops, by copy: each copy has a line of its own."""
    map: BaseMap | None = None
    rounds: tuple[Round, ...] = ()
    """Its stops, by round."""
    start: dt.date | None = None
    """The first day of all stops."""
    end: dt.date | None = None
    """The last day of all stops."""


class StopView(EntryView, frozen=True, kw_only=True):
    """A stay or a visit."""

    row: Row
    """The stop as lists show it: dates, state, exhibition, place."""
    trip: Link
    """Its tour or route."""
    trip_calendar: bool = False
    """True if the page of its trip has a calendar."""
    where: StopPlace
    """Its place."""
    previous_dates: StopDates | None = None
    """Its dates before the last change of them."""
    previous_venue: str = ""
    """The name of its former venue, if it has moved."""
    previous_exhibition: str = ""
    removed: dt.date | None = None
    """The day on which it was deleted from the schedule."""
    hours: tuple[Hours, ...] = ()
    """Its opening hours."""
    open_days: OpenDays | None = None
    """For opening_months(page.hours, page.open_days); None if no hours are known."""
    today: TodayStatus | None = None
    """For a stay under way."""
    stages: tuple[Stage, ...] = ()
    """What happens when, from transport to departure."""
    logistics: Logistics | None = None
    """For those who transport and set it up."""
    dates: tuple[Occurrence, ...] = ()
    """The days of a recurring visit."""
    rule: RecurrenceRule | None = None
    """Of a recurring visit, for structured data."""
    hall: str = ""
    """The hall of the venue."""
    copy: str = ""
    """The name of the copy."""
    audience: str = ""
    web_page: str = ""
    """The address of a page of its own elsewhere."""
    free: bool | None = None
    """Whether admission is free; none if that is unknown."""
    directions: str = ""
    accessibility: str = ""
    contact: Contact | None = None
    booking: Booking | None = None
    volunteers: int | None = None
    """How many are sought."""
    volunteers_by: Link | None = None
    """Who looks for them."""
    volunteers_note: str = ""
    crew: tuple[Duty, ...] = ()
    """Who works there, on which days."""
    partners: tuple[Link, ...] = ()
    organisers: tuple[Link, ...] = ()
    campaigns: tuple[Link, ...] = ()
    expected: int | None = None
    """The number of visitors that are expected."""
    visitors: int | None = None
    """The number of those who came."""
    ages: str = ""
    previous: Row | None = None
    following: Row | None = None
    """The stops of the same copy on the tour before and after this one."""
