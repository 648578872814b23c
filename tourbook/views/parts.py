"""Parts of views: links, rows, cards, places."""

from __future__ import annotations

import datetime as dt

import msgspec

from tourbook.common.dates import Session, SpanState


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all views."""


class StopDates(View, frozen=True, kw_only=True):
    """The days from start to end; of a visit, with its times."""

    start: dt.date
    end: dt.date
    sessions: tuple[Session, ...] = ()
    date_count: int = 1
    """Number of dates: more than 1 for a recurring visit."""


class Link(View, frozen=True, kw_only=True):
    name: str
    url: str = ""
    """Site path, or the full address of another site; "" if there is no page."""


class Rendition(View, frozen=True, kw_only=True):
    """A picture in another width, as WebP."""

    url: str
    width: int


class Image(View, frozen=True, kw_only=True):
    url: str
    """A site path."""
    alt: str = ""
    """What it shows; "" if that is not said."""
    width: int = 0
    """Pixels; 0 for a drawing (SVG) or film, whose size is not known."""
    height: int = 0
    renditions: tuple[Rendition, ...] = ()
    """The same picture in the widths of screens, the narrowest first, for `srcset`; () for one that
    is small, or no photograph."""
    is_cover: bool = False
    """True for a drawing that stands for a picture, and shows nothing that a text would say."""
    credit: str = ""
    """Whose it is."""
    focus: str = ""
    """The side that stays in sight if it is cut, such as "top-left"; "" for the middle."""
    share: str = ""
    """The site path of the same for previews of links, 1200 by 630 pixels; "" for `site.share`."""


class BaseMap(View, frozen=True, kw_only=True):
    """A map that was approved, to be shown whole and in its own colours."""

    image: Image
    number: str = ""
    """Of its approval (审图号), which must stand below it; "" if it has none."""


class StopPlace(View, frozen=True, kw_only=True):
    name: str
    url: str = ""
    address: str = ""
    postcode: str = ""
    regions: tuple[Link, ...] = ()
    """The largest, a province or country, first."""
    country: str = ""
    """Its code in ISO 3166-1, "" if it is unknown."""
    divisions: tuple[str, ...] = ()
    """The names of `regions` without that of the country."""
    lat: float | None = None
    lon: float | None = None
    datum: str = ""
    """Of lat and lon, for maps(where); "" if there are no coordinates."""
    timezone: str = ""
    """IANA name of the zone of its times."""
    has_own_clock: bool = False
    """True if clocks there show another time than in the zone of the site."""


class Spot(View, frozen=True, kw_only=True):
    """Where a stop is, for putting stops in order of distance."""

    regions: tuple[str, ...]
    """The slugs of the regions around it, the largest first."""
    position: str
    """Latitude and longitude in degrees to about 1 km, as in 35.38,103.86; "" if unknown."""


class Row(View, frozen=True, kw_only=True):
    """A stop or visit in a list."""

    id: str
    url: str
    """Its page, "" if there is none."""
    name: str
    """What takes place and where: Light · County Museum."""
    kind: str
    """"stop" (days from start to end) or "visit" (times on one or several days)."""
    start: dt.date | None = None
    """The first day."""
    end: dt.date | None = None
    """The last day."""
    next: dt.date | None = None
    """The next date of a recurring visit, from the day of the build on."""
    date_count: int = 1
    """Number of dates: more than 1 for a recurring visit."""
    sessions: tuple[Session, ...] = ()
    """The times of a visit."""
    next_sessions: tuple[Session, ...] = ()
    """The times on `next`, if they differ from `sessions`."""
    state: SpanState = "upcoming"
    """How things stand on the day of the build."""
    status: str = "confirmed"
    """What editors wrote: "planned", "confirmed" …"""
    exhibition: Link | None = None
    caravan: Link | None = None
    trip: Link | None = None
    """Its tour or route."""
    place: Link
    """Its venue or place."""
    copy: str = ""
    """The name of the copy, if the exhibition has several."""
    round: int | None = None
    """The round of the tour."""
    regions: tuple[str, ...] = ()
    """The names of the regions around it, the largest first."""
    timezone: str = ""
    """IANA name of the zone of its days and times, if clocks there show another time than in the
    zone of the site; else ""."""
    recurrence: str = ""
    """Of a recurring visit: its rule in words; "" if there are no words for it."""
    coming: str = ""
    """Of a recurring visit: its days from `next` on, in short (see `site/live_days`)."""
    closed_days: str = ""
    """Of a stay that is not over: when it is closed, in short (see `site/live_days`)."""
    anchor: str = ""
    """The id of the row, if the address that the stop had leads to it."""
    is_closed_today: bool = False
    """True for a stay under way that is closed on the day of the build."""
    spot: Spot | None = None
    """On the home page only."""
    image: Image | None = None
    """That of its exhibition or caravan; on the home page only."""

    @property
    def is_live(self) -> bool:
        """True if its state may change with the days."""
        return self.state in ("upcoming", "soon", "now", "closing") or (
            self.state == "postponed" and self.start is not None
        )


class NearRow(View, frozen=True, kw_only=True):
    row: Row
    km: float | None = None
    """How far it is, as the crow flies; None if that is unknown."""


class Card(View, frozen=True, kw_only=True):
    """An entry in a list: an exhibition, a venue, a tour, a news item ..."""

    kind: str
    """The kind of entry."""
    url: str
    name: str
    summary: str = ""
    image: Image | None = None
    label: str = ""
    """Its class, for t("class_" ~ label)."""
    where: str = ""
    """Its region in words."""
    start: dt.date | None = None
    """The first day, of a campaign or trip."""
    end: dt.date | None = None
    """The last day."""
    count: int | None = None
    """Number of its stops that are not over."""


class Contact(View, frozen=True, kw_only=True):
    name: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""


class Booking(View, frozen=True, kw_only=True):
    required: bool = False
    """True if nobody comes in without."""
    url: str = ""
    phone: str = ""
    note: str = ""


class Exhibit(View, frozen=True, kw_only=True):
    name: str
    id: str = ""
    summary: str = ""
    area: float | None = None
    image: Image | None = None


class Zone(View, frozen=True, kw_only=True):
    """The exhibits of a zone; `name` is "" for those without one."""

    name: str
    exhibits: tuple[Exhibit, ...]


class Measure(View, frozen=True, kw_only=True):
    """A technical figure, for t("measure_" ~ key); the theme's strings have the units."""

    key: str
    value: float


class Fact(View, frozen=True, kw_only=True):
    label: str
    """What it is about."""
    text: str


class Group(View, frozen=True, kw_only=True):
    """A heading with cards or rows."""

    name: str = ""
    """The heading, "" for none."""
    url: str = ""
    cards: tuple[Card, ...] = ()
    rows: tuple[Row, ...] = ()


class Division(View, frozen=True, kw_only=True):
    """How a long list goes on beyond the page: by region, or with numbered pages."""

    region: str = ""
    """The region to which the page is limited, "" for none."""
    regions: tuple[Card, ...] = ()
    """The pages of the regions, if the list is divided by region; such a page has no rows."""
    pages: tuple[Link, ...] = ()
    """The numbered pages, if there are several; the url of the present one is ""."""


class StopList(View, frozen=True, kw_only=True):
    """The stops of an entry, a trip or a region."""

    all: tuple[Row, ...] = ()
    """In order of time; of a long list, those that matter most today."""
    total: int = 0
    """The number of all stops of a long list."""
    full_list: str = ""
    """Site path of the page with all stops of a long list; "" if `all` holds them all."""

    @property
    def now(self) -> tuple[Row, ...]:
        return tuple(r for r in self.all if r.state in ("now", "closing"))

    @property
    def coming(self) -> tuple[Row, ...]:
        """In the order of their next days; those without a date last."""
        states = ("soon", "upcoming", "postponed", "unscheduled")
        coming = [row for row in self.all if row.state in states]
        return tuple(sorted(coming, key=lambda row: row.next or row.start or dt.date.max))

    @property
    def past(self) -> tuple[Row, ...]:
        """The latest first."""
        return tuple(r for r in reversed(self.all) if r.state in ("over", "cancelled"))


class Hall(View, frozen=True, kw_only=True):
    name: str
    measures: tuple[Measure, ...] = ()


class Accreditation(View, frozen=True, kw_only=True):
    name: str
    until: dt.date | None = None


class Person(View, frozen=True, kw_only=True):
    name: str
    role: str = ""


class Round(View, frozen=True, kw_only=True):
    """The stops of one round of a tour; number 0 for those without a round."""

    number: int
    rows: tuple[Row, ...]


class SearchGroup(View, frozen=True, kw_only=True):
    """Where the search shows the results of a kind."""

    kind: str
    """The kind of page."""
    number: int
    """By which the index knows the kind."""
    is_dated: bool = False
    """True if days decide on the order of the results."""
