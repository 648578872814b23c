"""One view for each kind of page besides those about one thing; the view of each template."""

from __future__ import annotations

import datetime as dt

from tourbook.common.dates import SpanState

from .calendar import CalendarGroup, CalendarWeek, Filter
from .changes import ChangeDay
from .entries import (
    ArticleView,
    CampaignView,
    CaravanView,
    ExhibitionView,
    OrganisationView,
    StopView,
    TextPageView,
    TourView,
    VenueView,
)
from .frame import PageView
from .open_data import DataTable
from .parts import (
    BaseMap,
    Card,
    Division,
    Group,
    Link,
    NearRow,
    Row,
    SearchGroup,
    StopList,
    View,
    Zone,
)
from .planning import Availability, CountyGroup, FigureRow
from .subscriptions import FeedGroup


class Banner(View, frozen=True, kw_only=True):
    """A campaign that is not over, for the home page."""

    link: Link
    label: str
    """Its class, for t("class_" ~ label)."""
    start: dt.date
    end: dt.date
    state: SpanState
    """A banner is for what is "soon", "now" or "closing"."""


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
    banners: tuple[Banner, ...]
    """Those of them that take no longer than a month."""
    year: tuple[Card, ...]
    """Twelve months from the present one on, with the number of stops in each; without an address
    if the month has no page."""
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
    position: str = ""
    """As in [Spot](#spot)."""
    map: BaseMap | None = None


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
    embed: str = ""
    """The page of all stops for a frame on other sites; "" if there is none."""


class EmbedView(PageView, frozen=True, kw_only=True):
    """A page for a frame on somebody else's site."""

    subject: str
    """What its stops have in common: "tour", "caravan", "place", or "all" for the whole site."""
    name: str
    page: str
    """Site path of the page that it stands for."""
    rows: tuple[Row, ...]
    """The stops that come next."""


class SearchView(PageView, frozen=True, kw_only=True):
    """The page whose script finds pages of the site."""

    groups: tuple[SearchGroup, ...]
    """The kinds of results, in order."""
    overviews: tuple[Link, ...] = ()
    """The lists of places, months and so on, for those without a script."""


class PlaceChoice(View, frozen=True, kw_only=True):
    """A region from which distances can be counted."""

    name: str
    url: str
    """Its page, "" if there is none."""
    position: str
    """As in [Spot](#spot)."""
    count: int
    """The number of its stops that are not over."""


class PlaceGroup(View, frozen=True, kw_only=True):
    """A large region, and the smallest ones in it."""

    whole: PlaceChoice
    parts: tuple[PlaceChoice, ...]


class ExhibitGroup(View, frozen=True, kw_only=True):
    """The exhibits of an exhibition, a caravan or a venue."""

    card: Card
    """What they belong to."""
    zones: tuple[Zone, ...]
    rows: tuple[Row, ...] = ()
    """Where they are to be seen, or will be next; () for those of a venue."""


class ExhibitsView(PageView, frozen=True, kw_only=True):
    """The catalogue of exhibits."""

    groups: tuple[ExhibitGroup, ...]


class NearView(PageView, frozen=True, kw_only=True):
    """What is nearest to a place or to the visitor, which a script finds out."""

    groups: tuple[PlaceGroup, ...]
    """The regions to choose from."""
    data: str
    """Site path of the script that has the stops."""


class DataView(PageView, frozen=True, kw_only=True):
    """The open data, and what its fields mean."""

    tables: tuple[DataTable, ...]
    places: str = ""
    """Site path of the places as GeoJSON, "" if there are none."""
    package: str
    """Site path of the description of all tables, a Data Package."""
    license: Link | None = None
    """The licence, if the site states one."""
    meaning_tag: str = ""
    """The language of the meanings (BCP 47), if it is another one than that of the page."""


class NotFoundView(PageView, frozen=True, kw_only=True):
    overviews: tuple[Link, ...] = ()
    """The lists of places, months and so on."""
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
    "exhibits": ExhibitsView,
    "embed": EmbedView,
    "search": SearchView,
    "near": NearView,
    "data": DataView,
    "404": NotFoundView,
    "redirect": RedirectView,
}
"""Name of a template (templates/<name>.html of a theme) -> its view."""
