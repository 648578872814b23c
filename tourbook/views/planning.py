"""The parts of views that hold the schedule engine's answers: open days, stages, ways, free
stretches, figures."""

from __future__ import annotations

import datetime as dt

from tourbook.common.dates import Session
from tourbook.timetable.hours import DayKind
from tourbook.timetable.opening import OpeningState

from .parts import Hall, Link, Measure, Row, View


class Hours(View, frozen=True, kw_only=True):
    """One line of opening hours: the kind of days with their weekdays (0 is Monday) or dates, and
    the times.

    No times means closed, or with `usual` as on that weekday.
    """

    days: DayKind = "weekdays"
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
    follows_holidays: bool = False
    """Whether the hours follow a calendar of public holidays at all."""
    unknown_years: tuple[int, ...] = ()
    """Years of it whose holidays have not been announced."""
    last_admission: int | None = None
    """Minutes before closing."""


class TodayStatus(View, frozen=True, kw_only=True):
    """How a stay that is under way stands on the build's day."""

    date: dt.date
    standing: OpeningState
    """open, closing (open on one of its last days) or closed."""
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


class Window(View, frozen=True, kw_only=True):
    """A stretch in which a set or a vehicle is free; None where it is free already, or where
    nothing follows.

    `opens` and `closes` are the days between which a stay could be open, transport and setting up
    taken off.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    opens: dt.date | None = None
    closes: dt.date | None = None


class Leg(View, frozen=True, kw_only=True):
    """A station on the way of a set: a stop, or else a free stretch."""

    row: Row | None = None
    window: Window | None = None


class Copy(View, frozen=True, kw_only=True):
    id: str
    name: str
    home: Link | None = None
    way: tuple[Leg, ...] = ()
    """Where it was, is and will be, and when it is free, in order."""
    calendar: str = ""
    """Site path of its calendar, "" where there is none."""


class Availability(View, frozen=True, kw_only=True):
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


class CountyGroup(View, frozen=True, kw_only=True):
    """The counties of one region above them (a city), those that had something and those that had
    nothing."""

    name: str
    covered: tuple[Link, ...] = ()
    uncovered: tuple[Link, ...] = ()


class Duty(View, frozen=True, kw_only=True):
    """Somebody of the crew of a stop, with the days on which they are there; none: all the time."""

    who: Link
    dates: tuple[dt.date, ...] = ()


class Stage(View, frozen=True, kw_only=True):
    """A dated stage of a stop, for t("stage_" ~ key): transport, arrive, set_up, open, close,
    strike, leave."""

    key: str
    date: dt.date
    derived: bool = False
    """True where it was worked out and not written."""
