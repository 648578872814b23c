"""What the pages of months and years show. It does not depend on the day, so they change only with
the schedule."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from tourbook.common.dates import Session

from .parts import View


class CalendarStop(View, frozen=True, kw_only=True):
    """A stop in the calendar of a month or year."""

    url: str
    """Its page, "" if there is none."""
    name: str
    """What takes place: the exhibition or the caravan."""
    place: str
    regions: tuple[str, ...] = ()
    """The names of the regions around it, the largest first."""
    caravan: str = ""
    """What carries the exhibition, if anything."""
    status: str = "confirmed"
    """What editors wrote: "planned", "confirmed" …"""
    timezone: str = ""
    """IANA name of the zone of its days and times, if clocks there show another time than in the
    zone of the site; else ""."""
    region: str = ""
    """The slug of the region under which it is filtered."""
    exhibition: str = ""
    """The slug of its exhibition."""
    vehicle: str = ""
    """The slug of its caravan."""
    venue: str = ""
    """The slug of its venue."""


class CalendarEntry(View, frozen=True, kw_only=True):
    """What a day has of a stop."""

    stop: CalendarStop
    kind: Literal["visit", "opens", "closes", "day"]
    """A visit; the first or the last day of a stay; "day" for a stay of one day."""
    sessions: tuple[Session, ...] = ()
    """The times of a visit."""
    origin: dt.date | None = None
    """The day on which it would have been, if it was moved."""


class CalendarDay(View, frozen=True, kw_only=True):
    date: dt.date
    entries: tuple[CalendarEntry, ...]


class CalendarWeek(View, frozen=True, kw_only=True):
    number: int
    """As in ISO 8601."""
    days: tuple[CalendarDay, ...]
    """Those in the month, Monday first."""

    @property
    def has_entries(self) -> bool:
        return any(day.entries for day in self.days)


class CalendarRow(View, frozen=True, kw_only=True):
    """A stop with its days."""

    stop: CalendarStop
    start: dt.date
    """The first day; of a recurring visit, that in the year."""
    end: dt.date
    has_no_end: bool = False
    """True if it goes on until further notice."""
    date_count: int = 1
    """Number of dates: more than 1 for a recurring visit."""
    first: int = 1
    """The first day of a stay in the month."""
    last: int = 1
    """The last one."""


class CalendarGroup(View, frozen=True, kw_only=True):
    """Stops under a heading: a region or a month."""

    name: str = ""
    """"" on the page of a year for those that began before it."""
    url: str = ""
    depth: int = 0
    """The number of names in the `regions` of each stop that the heading says already."""
    rows: tuple[CalendarRow, ...]


class Choice(View, frozen=True, kw_only=True):
    value: str
    """A slug."""
    name: str
    url: str = ""
    """Its page."""
    count: int
    """The number of its stops."""


class Filter(View, frozen=True, kw_only=True):
    """What the stops of a month can be chosen by."""

    key: Literal["region", "exhibition", "vehicle"]
    choices: tuple[Choice, ...]
