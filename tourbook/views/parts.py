"""The parts that views are made of: links, rows, cards, hours, places."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from tourbook.common.dates import Session, SpanState


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all views."""


class StopDates(View, frozen=True, kw_only=True):
    """Dates: the days from start to end, with the times of a visit."""

    start: dt.date
    end: dt.date
    sessions: tuple[Session, ...] = ()
    date_count: int = 1
    """Number of dates, more than 1 for a recurring visit."""


class Link(View, frozen=True, kw_only=True):
    name: str
    url: str = ""
    """Site path, or a whole address for another site; "" where there is no page."""


class Image(View, frozen=True, kw_only=True):
    url: str
    alt: str = ""


class StopPlace(View, frozen=True, kw_only=True):
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
    date_count: int = 1
    """Number of spans: more than 1 for a recurring visit."""
    sessions: tuple[Session, ...] = ()
    next_sessions: tuple[Session, ...] = ()
    """The times of the next day, where they are not as usual."""
    state: SpanState = "upcoming"
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
    changes: str
    """Path of the page of changes, "" where there is none."""


class StopList(View, frozen=True, kw_only=True):
    """The stops of a thing."""

    all: tuple[Row, ...] = ()
    """Every one, in order of time."""

    @property
    def now(self) -> tuple[Row, ...]:
        return tuple(r for r in self.all if r.state in ("now", "closing"))

    @property
    def coming(self) -> tuple[Row, ...]:
        """In the order of their next days; those without a date last."""
        coming = [
            r for r in self.all if r.state in ("soon", "upcoming", "postponed", "unscheduled")
        ]
        return tuple(sorted(coming, key=lambda r: r.next or r.start or dt.date.max))

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
    """Stops of one round of a tour; number 0 where there are no rounds."""

    number: int
    rows: tuple[Row, ...]


class CalendarLinks(View, frozen=True, kw_only=True):
    """The calendar of a page in its two shapes, as site paths."""

    name: str
    url: str
    """Stays: a day-long event from the first to the last day of each stop."""
    opening: str = ""
    """Opening days: an event for each time that it is open; "" where there is no such shape."""
    code: str = ""
    """A picture (SVG) of a QR code that leads to the panel on this page; "" where there is none."""


class QrCode(View, frozen=True, kw_only=True):
    """A QR code: not for pages, but what one is made from."""

    text: str


class FeedLink(View, frozen=True, kw_only=True):
    name: str
    path: str
    opening: str = ""
    """The same as opening days; "" where there is no such shape."""


class FeedGroup(View, frozen=True, kw_only=True):
    """Calendars of one kind, for t("feeds_" ~ key)."""

    key: str
    feeds: tuple[FeedLink, ...]


ChangeKind = Literal[
    "added",
    "moved",
    "rescheduled",
    "hours",
    "planned",
    "confirmed",
    "postponed",
    "cancelled",
    "removed",
    "restored",
    "venue",
    "exhibition",
]
"""`moved`: other dates; `rescheduled`: other dates of a recurring visit; `hours`: other opening
hours; `planned`, `confirmed`, `postponed`, `cancelled`: another status; `removed`: taken off the
schedule before it was over; `restored`: put back; `venue`, `exhibition`: another one."""


class Change(View, frozen=True, kw_only=True):
    """Something that happened to a stop, for t("change_" ~ kind)."""

    kind: ChangeKind
    row: Row
    """The stop as it is now."""
    previous_dates: StopDates | None = None
    """Its dates before, where these changed."""
    new_dates: StopDates | None = None
    """Its dates after the change (they may have changed again since)."""
    previous_name: str = ""
    """The name of the venue or the exhibition that it had before, where that changed."""


class AddedStops(View, frozen=True, kw_only=True):
    """Many new stops of a tour at once."""

    trip: Link
    count: int


class ChangeDay(View, frozen=True, kw_only=True):
    date: dt.date
    changes: tuple[Change, ...]
    added: tuple[AddedStops, ...] = ()
