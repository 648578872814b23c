"""The parts that views are made of: links, rows, cards, hours, places."""

from __future__ import annotations

import datetime as dt

import msgspec

from ..dates import Session, State
from ..hours import Days


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all views."""


class Link(View, frozen=True, kw_only=True):
    name: str
    url: str = ""
    """Site path, or a whole address for another site; "" where there is no page."""


class Image(View, frozen=True, kw_only=True):
    url: str
    alt: str = ""


class Hours(View, frozen=True, kw_only=True):
    """One line of opening hours: the kind of days with their weekdays (0 is Monday) or dates, and the times.

    No times means closed, or with `usual` as on that weekday.
    """

    days: Days = "weekdays"
    weekdays: tuple[int, ...] = ()
    start: dt.date | None = None
    end: dt.date | None = None
    sessions: tuple[Session, ...] = ()
    usual: bool = False


class SpecialDay(View, frozen=True, kw_only=True):
    """A public holiday, or (`off` is false) a working day that makes up for one."""

    date: dt.date
    name: str
    off: bool


class OpenDays(View, frozen=True, kw_only=True):
    """With the hours, all that opening_months() needs to tell the open days of a stay."""

    start: dt.date
    end: dt.date
    special: tuple[SpecialDay, ...] = ()
    calendar: bool = False
    """Whether the hours follow a calendar of public holidays at all."""
    unknown: tuple[int, ...] = ()
    """Years of it whose holidays have not been announced."""
    last_admission: int | None = None
    """Minutes before closing."""


class Today(View, frozen=True, kw_only=True):
    """How a stay that is under way stands on the build's day."""

    date: dt.date
    sessions: tuple[Session, ...] = ()
    sure: bool = True
    next: dt.date | None = None
    """The next open day after it."""
    next_sessions: tuple[Session, ...] = ()


class Occurrence(View, frozen=True, kw_only=True):
    """One date of a recurring visit; `origin` is the date that it was on before it was moved."""

    date: dt.date
    sessions: tuple[Session, ...] = ()
    origin: dt.date | None = None


class Where(View, frozen=True, kw_only=True):
    name: str
    url: str = ""
    address: str = ""
    regions: tuple[Link, ...] = ()
    """From the province, or country, down."""
    lat: float | None = None
    lon: float | None = None
    datum: str = ""
    """With lat and lon, what maps(where) needs; "" where there is no position."""


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
    timezone: str
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


class Stops(View, frozen=True, kw_only=True):
    """The stops of a thing."""

    all: tuple[Row, ...] = ()
    """Every one, in order of time."""

    @property
    def now(self) -> tuple[Row, ...]:
        return tuple(r for r in self.all if r.state in ("now", "closing"))

    @property
    def coming(self) -> tuple[Row, ...]:
        """In the order of their next days; those without a date last."""
        coming = [r for r in self.all if r.state in ("soon", "upcoming", "postponed", "unscheduled")]
        return tuple(sorted(coming, key=lambda r: r.next or r.start or dt.date.max))

    @property
    def past(self) -> tuple[Row, ...]:
        """The latest first."""
        return tuple(r for r in reversed(self.all) if r.state in ("over", "cancelled"))


class Window(View, frozen=True, kw_only=True):
    """A stretch in which a set or a vehicle is free; None where it is free already, or where nothing follows.

    `opens` and `closes` are the days between which a stay could be open, transport and setting up taken off.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    opens: dt.date | None = None
    closes: dt.date | None = None


class Leg(View, frozen=True, kw_only=True):
    """A station on the way of a set: a stop, or else a free stretch."""

    row: Row | None = None
    free: Window | None = None


class Copy(View, frozen=True, kw_only=True):
    id: str
    name: str
    home: Link | None = None
    at: Row | None = None
    """The stop that it is at, or the next one."""
    way: tuple[Leg, ...] = ()
    """Where it was, is and will be, and when it is free, in order."""


class Free(View, frozen=True, kw_only=True):
    """A set of an exhibition, or a vehicle, with the stretches in which it is free."""

    thing: Link
    copy: str = ""
    home: Link | None = None
    measures: tuple[Measure, ...] = ()
    windows: tuple[Window, ...] = ()


class Logistics(View, frozen=True, kw_only=True):
    """What the people who move and build a stop need to know."""

    origin: Row | None = None
    """The stop that the set comes from."""
    km: int | None = None
    """Length of the road from there."""
    road_days: int | None = None
    measures: tuple[Measure, ...] = ()
    note: str = ""
    hall: Hall | None = None


class FigureRow(View, frozen=True, kw_only=True):
    """A line of a report, for the columns of REPORT_COLUMNS."""

    name: str
    url: str = ""
    stops: int = 0
    visits: int = 0
    township: int = 0
    open_days: int = 0
    expected: int = 0
    visitors: int = 0
    km: int = 0


class Counties(View, frozen=True, kw_only=True):
    """The counties of one region above them (a city), those that had something and those that had nothing."""

    name: str
    covered: tuple[Link, ...] = ()
    uncovered: tuple[Link, ...] = ()


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
    """Stops of one round of a tour; number 0 where there are no rounds."""

    number: int
    rows: tuple[Row, ...]


class Stage(View, frozen=True, kw_only=True):
    """A dated stage of a stop, for t("stage_" ~ key): transport, arrive, set_up, open, close, strike, leave."""

    key: str
    date: dt.date
    derived: bool = False
    """True where it was worked out and not written."""


class FeedLink(View, frozen=True, kw_only=True):
    name: str
    path: str


class FeedGroup(View, frozen=True, kw_only=True):
    """Calendars of one kind, for t("feeds_" ~ key)."""

    key: str
    feeds: tuple[FeedLink, ...]
