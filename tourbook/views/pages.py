"""One view for each kind of page."""

from __future__ import annotations

import datetime as dt

from tourbook.common.dates import SpanState

from .parts import (
    Accreditation,
    Booking,
    CalendarLinks,
    Card,
    ChangeDay,
    Contact,
    Division,
    Fact,
    FeedGroup,
    Group,
    Hall,
    Image,
    Language,
    Link,
    Measure,
    Person,
    Round,
    Row,
    Site,
    StopDates,
    StopList,
    StopPlace,
    View,
    Zone,
)
from .planning import (
    Availability,
    Copy,
    CountyGroup,
    Duty,
    FigureRow,
    Hours,
    Logistics,
    Occurrence,
    OpenDays,
    RecurrenceRule,
    Stage,
    TodayStatus,
    Window,
)


class PageView(View, frozen=True, kw_only=True):
    """The fields that every page has."""

    site: Site
    kind: str
    lang: str
    tag: str
    """BCP 47 tag of the language."""
    direction: str = "ltr"
    url: str
    title: str
    description: str = ""
    languages: tuple[Language, ...] = ()
    crumbs: tuple[Link, ...] = ()
    """The pages above this one, the home page first."""
    calendar: CalendarLinks | None = None
    """The calendar of this page."""
    image: Image | None = None


class HomeView(PageView, frozen=True, kw_only=True):
    now: tuple[Row, ...]
    closing: tuple[Row, ...]
    soon: tuple[Row, ...]
    upcoming: tuple[Row, ...]
    """The stops that follow those that open soon."""
    live: tuple[Row, ...]
    """The first stops that are neither over nor cancelled, including those under way."""
    news: tuple[Card, ...]
    campaigns: tuple[Card, ...]
    exhibitions: tuple[Card, ...]
    regions: tuple[Card, ...]
    """The provinces, or the cities of a site about one province, with the number of their stops
    that are not over."""
    month: Link | None = None
    """The page of this month, which has all that is on."""
    months: Link | None = None
    """The list of the months."""
    cut: tuple[str, ...] = ()
    """The lists that have more stops than are here: "now", "soon" …"""


class ListView(PageView, frozen=True, kw_only=True):
    """A list of entries, trips, regions, months or years."""

    groups: tuple[Group, ...]
    division: Division = Division()
    """The other pages of a long list."""


class EntryView(PageView, frozen=True, kw_only=True):
    """The fields that the pages of entries have in common."""

    name: str
    name_tag: str = ""
    """The language of the name (BCP 47), if it is another one than that of the page."""
    summary: str = ""
    summary_tag: str = ""
    body: str = ""
    """HTML, for prose(body)."""
    facts: tuple[Fact, ...] = ()
    links: tuple[Link, ...] = ()
    stops: StopList = StopList()


class ExhibitionView(EntryView, frozen=True, kw_only=True):
    series: Link | None = None
    parts: tuple[Card, ...] = ()
    """The exhibitions of this series."""
    organisers: tuple[Link, ...] = ()
    lender: Link | None = None
    ages: str = ""
    languages_shown: tuple[str, ...] = ()
    duration: int | None = None
    copies: tuple[Copy, ...] = ()
    measures: tuple[Measure, ...] = ()
    logistics_note: str = ""
    zones: tuple[Zone, ...] = ()
    tours: tuple[Card, ...] = ()


class VenueView(EntryView, frozen=True, kw_only=True):
    label: str
    where: StopPlace
    hours: tuple[Hours, ...] = ()
    years: tuple[int, ...] = ()
    """This year and the next: those for which search engines get days that recur."""
    directions: str = ""
    accessibility: str = ""
    free: bool | None = None
    operator: Link | None = None
    contact: Contact | None = None
    halls: tuple[Hall, ...] = ()
    accreditations: tuple[Accreditation, ...] = ()
    zones: tuple[Zone, ...] = ()


class CaravanView(EntryView, frozen=True, kw_only=True):
    type: str = ""
    plate: str = ""
    holder: Link | None = None
    pool: Link | None = None
    home: str = ""
    regions: tuple[Link, ...] = ()
    since: dt.date | None = None
    odometer: int | None = None
    contact: Contact | None = None
    crew: tuple[Person, ...] = ()
    zones: tuple[Zone, ...] = ()
    tours: tuple[Card, ...] = ()
    windows: tuple[Window, ...] = ()
    """Periods without a visit."""


class OrganisationView(EntryView, frozen=True, kw_only=True):
    label: str
    part_of: Link | None = None
    members: tuple[Card, ...] = ()
    regions: tuple[Link, ...] = ()
    address: str = ""
    website: str = ""
    contact: Contact | None = None
    topics: tuple[str, ...] = ()
    exhibitions: tuple[Card, ...] = ()
    venues: tuple[Card, ...] = ()
    caravans: tuple[Card, ...] = ()


class CampaignView(EntryView, frozen=True, kw_only=True):
    label: str
    start: dt.date
    end: dt.date
    state: SpanState
    theme: str = ""
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
    rounds: tuple[Round, ...] = ()
    start: dt.date | None = None
    end: dt.date | None = None


class StopView(EntryView, frozen=True, kw_only=True):
    """A stay or a visit."""

    row: Row
    trip: Link
    trip_calendar: bool = False
    """True if the page of its trip has a calendar."""
    where: StopPlace
    previous_dates: StopDates | None = None
    """Its dates before the last change of them."""
    previous_venue: str = ""
    """The name of its former venue, if it has moved."""
    previous_exhibition: str = ""
    removed: dt.date | None = None
    """The day on which it was deleted from the schedule."""
    hours: tuple[Hours, ...] = ()
    open_days: OpenDays | None = None
    """For opening_months(page.hours, page.open_days); None if no hours are known."""
    today: TodayStatus | None = None
    """For a stay under way."""
    stages: tuple[Stage, ...] = ()
    logistics: Logistics | None = None
    dates: tuple[Occurrence, ...] = ()
    """The days of a recurring visit."""
    rule: RecurrenceRule | None = None
    """Of a recurring visit, for structured data."""
    hall: str = ""
    copy: str = ""
    audience: str = ""
    web_page: str = ""
    """The address of a page of its own elsewhere."""
    free: bool | None = None
    directions: str = ""
    accessibility: str = ""
    contact: Contact | None = None
    booking: Booking | None = None
    volunteers: int | None = None
    volunteers_by: Link | None = None
    volunteers_note: str = ""
    crew: tuple[Duty, ...] = ()
    partners: tuple[Link, ...] = ()
    organisers: tuple[Link, ...] = ()
    campaigns: tuple[Link, ...] = ()
    expected: int | None = None
    visitors: int | None = None
    ages: str = ""
    previous: Row | None = None
    following: Row | None = None
    """The stops of the same copy on the tour before and after this one."""


class AvailabilityView(PageView, frozen=True, kw_only=True):
    copies: tuple[Availability, ...]
    caravans: tuple[Availability, ...]
    downloads: tuple[Link, ...] = ()


class ReportView(PageView, frozen=True, kw_only=True):
    year: int
    total: FigureRow
    provinces: tuple[FigureRow, ...]
    caravans: tuple[FigureRow, ...]
    exhibitions: tuple[FigureRow, ...]
    months: tuple[FigureRow, ...]
    share: float | None
    """Visits in townships, in per cent."""
    target: float | None
    counties: tuple[CountyGroup, ...]
    unmeasured: int
    """Number of journeys whose length is unknown."""
    downloads: tuple[Link, ...] = ()
    previous: Link | None = None
    following: Link | None = None


class RegionView(PageView, frozen=True, kw_only=True):
    name: str
    parts: tuple[Card, ...]
    """The regions within it."""
    all_parts: str = ""
    """Site path of the list of them all, if there are more; "" if not."""
    venues: tuple[Card, ...]
    stops: StopList


class MonthView(PageView, frozen=True, kw_only=True):
    month: dt.date
    """Its first day."""
    begins: tuple[Row, ...]
    recurs: tuple[Row, ...]
    """The recurring visits that have a date in it."""
    continues: tuple[Row, ...]
    campaigns: tuple[Card, ...]
    previous: Link | None
    following: Link | None
    division: Division = Division()
    """The other pages of a long month."""


class YearView(PageView, frozen=True, kw_only=True):
    year: int
    rows: tuple[Row, ...]
    months: tuple[Link, ...]
    previous: Link | None
    following: Link | None
    division: Division = Division()
    """The other pages of a long year."""


class ChangesView(PageView, frozen=True, kw_only=True):
    """Changes of the schedule, the latest day first."""

    days: tuple[ChangeDay, ...]
    has_history: bool
    """False if the changes are unknown, because the site is not in Git."""
    atom: str = ""


class SubscribeView(PageView, frozen=True, kw_only=True):
    groups: tuple[FeedGroup, ...]
    """`all`, `upcoming`, `campaigns` (theme days), `archive` (by year), then a group for each kind
    of page, and `copy`."""
    code: str = ""
    """Picture of a QR code that leads to this page; "" if there is none."""


class NotFoundView(PageView, frozen=True, kw_only=True):
    pass


class RedirectView(View, frozen=True, kw_only=True):
    """A former address; `target` is the site path of the new one."""

    lang: str
    tag: str
    base_url: str
    url: str
    target: str
    name: str


TEMPLATES: dict[str, type[View]] = {
    "home": HomeView,
    "list": ListView,
    "exhibition": ExhibitionView,
    "venue": VenueView,
    "caravan": CaravanView,
    "organisation": OrganisationView,
    "campaign": CampaignView,
    "article": ArticleView,
    "page": TextPageView,
    "tour": TourView,
    "stop": StopView,
    "place": RegionView,
    "month": MonthView,
    "year": YearView,
    "availability": AvailabilityView,
    "report": ReportView,
    "subscribe": SubscribeView,
    "changes": ChangesView,
    "404": NotFoundView,
    "redirect": RedirectView,
}
"""Name of a template (templates/<name>.html of a theme) -> its view."""
