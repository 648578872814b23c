"""What templates may see: one frozen view for each kind of page. This is the contract with themes.

A view holds everything that its page shows, already in the language of the page; a page is a pure
function of its view and its templates, and is rendered again only when one of the two changes.
Addresses are site paths (see `urls.py`): templates turn them into links with `link(path)`.
Days are `datetime.date`; a field that does not apply is "", None or ().
"""

from __future__ import annotations

import datetime as dt

import msgspec

from .dates import Session, State


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all views."""


# ---- parts -----------------------------------------------------------------------


class Link(View, frozen=True, kw_only=True):
    name: str
    url: str = ""
    """Site path, or a whole address for another site; "" where there is no page."""


class Image(View, frozen=True, kw_only=True):
    url: str
    alt: str = ""


class Hours(View, frozen=True, kw_only=True):
    """One line of opening hours: weekdays (0 is Monday) or a span of dates, and times; no times means closed."""

    weekdays: tuple[int, ...] = ()
    start: dt.date | None = None
    end: dt.date | None = None
    sessions: tuple[Session, ...] = ()


class Where(View, frozen=True, kw_only=True):
    name: str
    url: str = ""
    address: str = ""
    regions: tuple[Link, ...] = ()
    """From the province, or country, down."""
    maps: tuple[Link, ...] = ()
    lat: float | None = None
    lon: float | None = None
    datum: str = ""


class Row(View, frozen=True, kw_only=True):
    """A stop or visit in a list."""

    id: str
    url: str
    name: str
    kind: str
    """"stop" (days from start to end) or "visit" (times on one or on several days)."""
    start: dt.date | None = None
    end: dt.date | None = None
    next: dt.date | None = None
    """The next day of a recurring visit on or after the build's day."""
    days: int = 1
    """Number of spans: more than 1 for a recurring visit."""
    sessions: tuple[Session, ...] = ()
    state: State = "upcoming"
    status: str = "confirmed"
    exhibition: Link | None = None
    caravan: Link | None = None
    trip: Link | None = None
    place: Link
    regions: tuple[str, ...] = ()


class Card(View, frozen=True, kw_only=True):
    """An entry in a list: an exhibition, a venue, a tour, a news item ..."""

    kind: str
    url: str
    name: str
    summary: str = ""
    image: Image | None = None
    label: str = ""
    """Its class, for t("class_" ~ label)."""
    where: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    count: int | None = None
    """How many stops that are not over it has."""


class Contact(View, frozen=True, kw_only=True):
    name: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""


class Booking(View, frozen=True, kw_only=True):
    required: bool = False
    url: str = ""
    phone: str = ""
    note: str = ""


class Exhibit(View, frozen=True, kw_only=True):
    name: str
    id: str = ""
    summary: str = ""
    area: float | None = None


class Zone(View, frozen=True, kw_only=True):
    """Exhibits that stand together; `name` is "" for those without a zone."""

    name: str
    exhibits: tuple[Exhibit, ...]


class Measure(View, frozen=True, kw_only=True):
    """A figure of a specification sheet, for t("measure_" ~ key); units are in the strings."""

    key: str
    value: float


class Fact(View, frozen=True, kw_only=True):
    label: str
    text: str


class Group(View, frozen=True, kw_only=True):
    """A heading and what stands under it."""

    name: str = ""
    url: str = ""
    cards: tuple[Card, ...] = ()
    rows: tuple[Row, ...] = ()


class Language(View, frozen=True, kw_only=True):
    code: str
    name: str
    url: str
    """The same page in that language."""
    tag: str
    """BCP 47 tag for lang and hreflang."""


class Site(View, frozen=True, kw_only=True):
    """The same on all pages of a language."""

    name: str
    summary: str
    base_url: str
    """With a slash at the end."""
    home: str
    menu: tuple[Link, ...]
    pages: tuple[Link, ...]
    """The free pages that have no place in the menu, for the footer."""
    organiser: Link | None
    contact: Contact | None
    copyright: str
    icp: str
    police: str
    police_url: str
    sample: bool
    calendar: str
    """Path of the calendar of everything, "" where there is none."""
    atom: str
    subscribe: str


class PageView(View, frozen=True, kw_only=True):
    """What every page has."""

    site: Site
    kind: str
    lang: str
    tag: str
    """BCP 47 tag of the page."""
    direction: str = "ltr"
    url: str
    title: str
    description: str = ""
    languages: tuple[Language, ...] = ()
    crumbs: tuple[Link, ...] = ()
    """From the home page down to the page above this one."""
    calendar: Link | None = None
    """The calendar of this page."""
    image: Image | None = None


# ---- pages -----------------------------------------------------------------------


class HomeView(PageView, frozen=True, kw_only=True):
    now: tuple[Row, ...]
    closing: tuple[Row, ...]
    soon: tuple[Row, ...]
    upcoming: tuple[Row, ...]
    """The next stops that are not over and not cancelled, those under way included."""
    news: tuple[Card, ...]
    campaigns: tuple[Card, ...]
    exhibitions: tuple[Card, ...]
    regions: tuple[Card, ...]
    """The provinces with their number of stops to come."""


class ListView(PageView, frozen=True, kw_only=True):
    """exhibitions, tours, venues, caravans, organisations, campaigns, news, places, months, years."""

    groups: tuple[Group, ...]


class Stops(View, frozen=True, kw_only=True):
    """The stops of a thing, apart by time."""

    now: tuple[Row, ...] = ()
    coming: tuple[Row, ...] = ()
    past: tuple[Row, ...] = ()
    """The latest first."""
    all: tuple[Row, ...] = ()
    """Every one, in order of time."""


class ThingView(PageView, frozen=True, kw_only=True):
    """What the pages of entries have in common."""

    name: str
    summary: str = ""
    body: str = ""
    """HTML; print it with prose(body)."""
    facts: tuple[Fact, ...] = ()
    links: tuple[Link, ...] = ()
    stops: Stops = Stops()


class Copy(View, frozen=True, kw_only=True):
    id: str
    name: str
    home: Link | None = None
    at: Row | None = None
    """The stop that it is at, or the next one."""


class ExhibitionView(ThingView, frozen=True, kw_only=True):
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


class Hall(View, frozen=True, kw_only=True):
    name: str
    measures: tuple[Measure, ...] = ()


class Accreditation(View, frozen=True, kw_only=True):
    name: str
    until: dt.date | None = None


class VenueView(ThingView, frozen=True, kw_only=True):
    label: str
    where: Where
    hours: tuple[Hours, ...] = ()
    directions: str = ""
    accessibility: str = ""
    free: bool = True
    operator: Link | None = None
    contact: Contact | None = None
    halls: tuple[Hall, ...] = ()
    accreditations: tuple[Accreditation, ...] = ()
    zones: tuple[Zone, ...] = ()


class Person(View, frozen=True, kw_only=True):
    name: str
    role: str = ""


class CaravanView(ThingView, frozen=True, kw_only=True):
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


class OrganisationView(ThingView, frozen=True, kw_only=True):
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


class CampaignView(ThingView, frozen=True, kw_only=True):
    label: str
    start: dt.date
    end: dt.date
    state: State
    theme: str = ""
    organisers: tuple[Link, ...] = ()
    venue: Link | None = None


class ArticleView(ThingView, frozen=True, kw_only=True):
    date: dt.date


class FreePageView(ThingView, frozen=True, kw_only=True):
    pass


class Round(View, frozen=True, kw_only=True):
    """Stops of one round of a tour; number 0 where there are no rounds."""

    number: int
    rows: tuple[Row, ...]


class TourView(ThingView, frozen=True, kw_only=True):
    """A tour, or a caravan route (`trip` is "tour" or "route")."""

    trip: str
    exhibition: Link | None = None
    caravan: Link | None = None
    organisers: tuple[Link, ...] = ()
    campaigns: tuple[Link, ...] = ()
    rounds: tuple[Round, ...] = ()
    start: dt.date | None = None
    end: dt.date | None = None


class Stage(View, frozen=True, kw_only=True):
    """A dated stage of a stop, for t("stage_" ~ key): arrive, set_up, open, close, strike, leave."""

    key: str
    date: dt.date


class StopView(ThingView, frozen=True, kw_only=True):
    """A stop of a tour or a visit of a caravan."""

    row: Row
    trip: Link
    where: Where
    hours: tuple[Hours, ...] = ()
    stages: tuple[Stage, ...] = ()
    dates: tuple[dt.date, ...] = ()
    """The days of a recurring visit."""
    hall: str = ""
    copy: str = ""
    audience: str = ""
    free: bool | None = None
    directions: str = ""
    accessibility: str = ""
    contact: Contact | None = None
    booking: Booking | None = None
    volunteers: int | None = None
    volunteers_by: Link | None = None
    volunteers_note: str = ""
    crew: tuple[Link, ...] = ()
    partners: tuple[Link, ...] = ()
    organisers: tuple[Link, ...] = ()
    campaigns: tuple[Link, ...] = ()
    expected: int | None = None
    visitors: int | None = None
    ages: str = ""
    previous: Row | None = None
    following: Row | None = None
    """The neighbours on its tour, in order of time."""


class PlaceView(PageView, frozen=True, kw_only=True):
    name: str
    parts: tuple[Card, ...]
    """The regions within it."""
    venues: tuple[Card, ...]
    stops: Stops


class MonthView(PageView, frozen=True, kw_only=True):
    month: dt.date
    """Its first day."""
    begins: tuple[Row, ...]
    continues: tuple[Row, ...]
    campaigns: tuple[Card, ...]
    previous: Link | None
    following: Link | None


class YearView(PageView, frozen=True, kw_only=True):
    year: int
    rows: tuple[Row, ...]
    months: tuple[Link, ...]
    previous: Link | None
    following: Link | None


class FeedLink(View, frozen=True, kw_only=True):
    name: str
    path: str


class FeedGroup(View, frozen=True, kw_only=True):
    """Calendars of one kind, for t("feeds_" ~ key)."""

    key: str
    feeds: tuple[FeedLink, ...]


class SubscribeView(PageView, frozen=True, kw_only=True):
    groups: tuple[FeedGroup, ...]


class NotFoundView(PageView, frozen=True, kw_only=True):
    pass


class RedirectView(View, frozen=True, kw_only=True):
    """An old address; `target` is the site path of the new one."""

    lang: str
    tag: str
    base_url: str
    url: str
    target: str
    name: str


TEMPLATES: dict[str, type[View]] = {
    "home": HomeView, "list": ListView, "exhibition": ExhibitionView, "venue": VenueView, "caravan": CaravanView,
    "organisation": OrganisationView, "campaign": CampaignView, "article": ArticleView, "page": FreePageView,
    "tour": TourView, "stop": StopView, "place": PlaceView, "month": MonthView, "year": YearView,
    "subscribe": SubscribeView, "404": NotFoundView, "redirect": RedirectView,
}
"""Template name (templates/<name>.html of a theme) -> the view that it gets."""
