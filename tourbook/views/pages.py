"""One view for each kind of page."""

from __future__ import annotations

import datetime as dt

from tourbook.common.dates import SpanState

from .calendar import CalendarGroup, CalendarWeek, Filter
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
    NearRow,
    Person,
    Round,
    Row,
    SearchGroup,
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
    Line,
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
    """What is the same on all pages of a language."""
    kind: str
    """The kind of page, as in `pages` of site.yaml."""
    lang: str
    """The language, as in `languages` of site.yaml."""
    tag: str
    """BCP 47 tag of the language."""
    direction: str = "ltr"
    """"ltr" or "rtl"."""
    url: str
    """The site path of this page."""
    title: str
    description: str = ""
    """For search engines and previews; "" if there is none."""
    languages: tuple[Language, ...] = ()
    """This page in each language of the site."""
    crumbs: tuple[Link, ...] = ()
    """The pages above this one, the home page first."""
    calendar: CalendarLinks | None = None
    """The calendar of this page."""
    image: Image | None = None


class HomeView(PageView, frozen=True, kw_only=True):
    now: tuple[Row, ...]
    """The stops under way that do not end soon."""
    closing: tuple[Row, ...]
    """Those that do."""
    soon: tuple[Row, ...]
    """The stops that begin soon."""
    upcoming: tuple[Row, ...]
    """The stops that follow those that open soon."""
    live: tuple[Row, ...]
    """The first stops that are neither over nor cancelled, including those under way."""
    news: tuple[Card, ...]
    """The latest news."""
    campaigns: tuple[Card, ...]
    """The campaigns that are not over."""
    exhibitions: tuple[Card, ...]
    """The exhibitions with stops that are not over."""
    regions: tuple[Card, ...]
    """The provinces, or the cities of a site about one province, with the number of their stops
    that are not over."""
    places: tuple[Group, ...] = ()
    """The same regions with the smallest regions in them that have such stops, counties as a rule;
    () if these are too many for one page."""
    month: Link | None = None
    """The page of this month, which has all that is on."""
    months: Link | None = None
    """The list of the months."""
    cut: tuple[str, ...] = ()
    """The lists that have more stops than are here: "now", "soon" …"""


class ListView(PageView, frozen=True, kw_only=True):
    """A list of entries, trips, regions, months or years."""

    groups: tuple[Group, ...]
    """The list, in parts; a part without a name has no heading."""
    division: Division = Division()
    """The other pages of a long list."""


class EntryView(PageView, frozen=True, kw_only=True):
    """The fields that the pages of entries have in common."""

    name: str
    name_tag: str = ""
    """The language of the name (BCP 47), if it is another one than that of the page."""
    summary: str = ""
    """One or two sentences."""
    summary_tag: str = ""
    """The language of the summary, like `name_tag`."""
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


class AvailabilityView(PageView, frozen=True, kw_only=True):
    copies: tuple[Availability, ...]
    """The copies of exhibitions."""
    caravans: tuple[Availability, ...]
    downloads: tuple[Link, ...] = ()


class ReportView(PageView, frozen=True, kw_only=True):
    year: int
    total: FigureRow
    """The sums."""
    provinces: tuple[FigureRow, ...]
    caravans: tuple[FigureRow, ...]
    exhibitions: tuple[FigureRow, ...]
    months: tuple[FigureRow, ...]
    share: float | None
    """Visits in townships, in per cent."""
    target: float | None
    """What that share should be."""
    counties: tuple[CountyGroup, ...]
    """The counties of each city."""
    unmeasured: int
    """Number of journeys whose length is unknown."""
    downloads: tuple[Link, ...] = ()
    """The same as tables."""
    previous: Link | None = None
    following: Link | None = None


class RegionView(PageView, frozen=True, kw_only=True):
    name: str
    parts: tuple[Card, ...]
    """The regions within it."""
    all_parts: str = ""
    """Site path of the list of them all, if there are more; "" if not."""
    venues: tuple[Card, ...]
    """The venues in it."""
    stops: StopList
    """The stops in it."""
    nearest: tuple[NearRow, ...] = ()
    """If none of these is still to come: the nearest ones."""


class MonthView(PageView, frozen=True, kw_only=True):
    month: dt.date
    """Its first day."""
    day_count: int
    """The number of its days."""
    weeks: tuple[CalendarWeek, ...]
    """Its days; () without stops. A numbered page has the weeks with its own stops."""
    stays: tuple[CalendarGroup, ...]
    """The stays of the month, by region."""
    filters: tuple[Filter, ...]
    """What its stops can be chosen by; () if there are few."""
    campaigns: tuple[Card, ...]
    """The campaigns in it."""
    year: Link | None
    """The page of its year."""
    previous: Link | None
    following: Link | None
    division: Division = Division()
    """The other pages of a long month."""


class YearView(PageView, frozen=True, kw_only=True):
    year: int
    groups: tuple[CalendarGroup, ...]
    """The stops of the year, by the months in which they begin; those that began in an earlier year
    are last."""
    months: tuple[Card, ...]
    """The pages of its months, with the number of stops in each."""
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
    """Site path of the Atom feed, "" if there is none."""


class SubscribeView(PageView, frozen=True, kw_only=True):
    groups: tuple[FeedGroup, ...]
    """`all`, `upcoming`, `campaigns` (theme days), `archive` (by year), then a group for each kind
    of page, and `copy`."""
    code: str = ""
    """Picture of a QR code that leads to this page; "" if there is none."""


class SearchView(PageView, frozen=True, kw_only=True):
    """The page whose script finds pages of the site."""

    groups: tuple[SearchGroup, ...]
    """The kinds of results, in order."""
    overviews: tuple[Link, ...] = ()
    """The lists of places, months and so on, for those without a script."""


class NotFoundView(PageView, frozen=True, kw_only=True):
    stop_folder: str = ""
    """The folder of stops, if its file moved.json says where those without a page are told of."""


class RedirectView(View, frozen=True, kw_only=True):
    """A former address; `target` is the site path of the new one."""

    lang: str
    tag: str
    """BCP 47 tag of the language."""
    base_url: str
    """The address of the site, with a slash at the end."""
    url: str
    """The site path of this page."""
    target: str
    name: str
    """What the new address is called."""
    anchor: str = ""
    """The id of what it is within the page, if it is only a part of that."""


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
    "search": SearchView,
    "404": NotFoundView,
    "redirect": RedirectView,
}
"""Name of a template (templates/<name>.html of a theme) -> its view."""
