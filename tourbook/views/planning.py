"""Parts of views from the schedule engine: hours, open days, stages, availability, figures."""

from __future__ import annotations

import datetime as dt

from tourbook.common.dates import Session
from tourbook.common.foreign_texts import join_texts
from tourbook.timetable.hours import DayKind
from tourbook.timetable.opening import OpeningState
from tourbook.timetable.recurrence import RuleUnit

from .parts import Hall, Link, Measure, Row, View

MAX_STATIONS = 12
"""Stops of a line that a strip shows."""


class Hours(View, frozen=True, kw_only=True):
    """One line of opening hours (see `timetable/hours`)."""

    days: DayKind = "weekdays"
    """Which kind of days the line is about."""
    weekdays: tuple[int, ...] = ()
    """0 is Monday."""
    start: dt.date | None = None
    end: dt.date | None = None
    sessions: tuple[Session, ...] = ()
    """() for closed, unless `usual`."""
    usual: bool = False
    """True for the same times as on that weekday."""
    nth_weekdays: tuple[tuple[int, int], ...] = ()
    """Of "month-weekdays": (weekday, its number in the month)."""


class SpecialDay(View, frozen=True, kw_only=True):
    """A public holiday, or, if `off` is false, a working day that makes up for one."""

    date: dt.date
    name: str
    off: bool
    """True for a day off, false for a working day."""


class OpenDays(View, frozen=True, kw_only=True):
    """The input of opening_months(), with the hours of a stay."""

    start: dt.date
    end: dt.date
    has_no_end: bool = False
    """True if the stay goes on after `end`, until further notice."""
    special: tuple[SpecialDay, ...] = ()
    follows_holidays: bool = False
    """True if the public holidays of the region are known, for some year at least."""
    country: str = ""
    """Whose holidays these are."""
    known_years: tuple[int, ...] = ()
    """Years whose holidays have been announced, as far as they matter to these days."""
    unknown_years: tuple[int, ...] = ()
    """Years whose holidays have not been announced, and may change these days."""
    last_admission: int | None = None
    """Minutes before closing."""


class TodayStatus(View, frozen=True, kw_only=True):
    """A stay that is under way, on the day of the build."""

    date: dt.date
    standing: OpeningState
    """"open", "closing" (open, on one of its last days) or "closed"."""
    sessions: tuple[Session, ...] = ()
    """The times of the day."""
    sure: bool = True
    """False if public holidays may still change it."""
    next: dt.date | None = None
    """The next open day after `date`."""
    next_sessions: tuple[Session, ...] = ()


class SpecialHours(View, frozen=True, kw_only=True):
    """The times of days that are not as their weekdays are."""

    start: dt.date
    end: dt.date
    sessions: tuple[Session, ...] = ()
    sure: bool = True
    """False if public holidays may still change it."""


class OpeningWeek(View, frozen=True, kw_only=True):
    """When a venue is open on any day of this year and the next: a script of the theme says how it
    stands at the moment."""

    days: tuple[tuple[Session, ...], ...]
    """The times of each weekday, Monday first."""
    special: tuple[SpecialHours, ...] = ()
    last_admission: int | None = None
    """Minutes before closing."""


class Occurrence(View, frozen=True, kw_only=True):
    """One date of a recurring visit; `origin` is the original date of a moved one."""

    date: dt.date
    """The day."""
    sessions: tuple[Session, ...] = ()
    origin: dt.date | None = None


class RecurrenceRule(View, frozen=True, kw_only=True):
    """Every `interval` days, weeks or months, on some of their days (see
    `timetable/recurrence`)."""

    first: dt.date
    """The first date."""
    interval: int
    unit: RuleUnit
    by_day: tuple[tuple[int, int], ...]
    """(weekday, its number in the month): 0 is Monday; in a week, the number is 0; -1 is the
    last."""
    by_month_day: tuple[int, ...] = ()
    """Days of a month; -1 is the last."""


class Window(View, frozen=True, kw_only=True):
    """A period in which a copy or a caravan is free."""

    start: dt.date | None = None
    """None if it is free already."""
    end: dt.date | None = None
    """None if no stop follows."""
    opens: dt.date | None = None
    """The first day on which a stay could be open, after transport and set-up."""
    closes: dt.date | None = None
    """The last day on which a stay could be open."""


class Leg(View, frozen=True, kw_only=True):
    """A part of the itinerary of a copy: a stop, or else a free period."""

    row: Row | None = None
    window: Window | None = None
    start: dt.date | None = None
    """Of a stop: the first day on which the copy is there, with the set-up."""
    end: dt.date | None = None
    """The last such day, with the take-down."""


class Line(View, frozen=True, kw_only=True):
    """The stops of a trip that one copy, or one caravan, makes one after the other."""

    thing: Link | None = None
    """The exhibition or the caravan; None if it is that of the whole trip, and the copy tells which
    line it is."""
    copy: str = ""
    """The name of the copy."""
    way: tuple[Leg, ...] = ()
    """Its stops in order of time, also those that are called off, and the free periods between them
    if the site shows what is free. A recurring visit has its place by its next date."""
    is_joined: bool = True
    """False if some of the stops are at the same time, so that none leads to the other."""

    @property
    def name(self) -> str:
        """The exhibition and the copy, as far as they are said."""
        return join_texts(" · ", (self.thing.name if self.thing else "", self.copy))

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its stops."""
        return tuple(leg.row for leg in self.way if leg.row)

    @property
    def stations(self) -> tuple[Row, ...]:
        """Of many stops, twelve: the last two that are over, what is on, and what comes."""
        rows = self.rows
        ahead = (n for n, row in enumerate(rows) if row.state not in ("over", "cancelled"))
        first = max(0, min(next(ahead, len(rows)) - 2, len(rows) - MAX_STATIONS))
        return rows[first : first + MAX_STATIONS]


class Copy(View, frozen=True, kw_only=True):
    """A physical copy of an exhibition."""

    id: str
    name: str
    home: Link | None = None
    """Where it is stored."""
    way: tuple[Leg, ...] = ()
    """Its stops and free periods, past and future, in order of time."""
    calendar: str = ""
    """Site path of its calendar, "" if there is none."""


class Loan(View, frozen=True, kw_only=True):
    """A way in which hosts can have an exhibition."""

    kind: str
    """For t("loan_" ~ kind)."""
    free: bool | None = None
    """Whether it is lent for nothing; none if that is unknown."""
    fee: str = ""
    """What is to be paid."""
    least_weeks: int | None = None
    """Its length; None if nothing is said about it."""
    most_weeks: int | None = None
    """The longest that it can be; None if there is no limit."""
    needs: str = ""
    """What the host must bring."""


class Availability(View, frozen=True, kw_only=True):
    """A copy of an exhibition, or a caravan, with the periods in which it is free."""

    thing: Link
    """The exhibition or caravan."""
    copy: str = ""
    """The name of the copy."""
    home: Link | None = None
    """Where the copy is stored."""
    measures: tuple[Measure, ...] = ()
    """What it needs: area, crates, weight …"""
    loans: tuple[str, ...] = ()
    """The kinds of loan of the exhibition, for t("loan_" ~ kind)."""
    windows: tuple[Window, ...] = ()
    way: tuple[Leg, ...] = ()
    """Its windows, and between them the stays of a copy that are not over."""


class Logistics(View, frozen=True, kw_only=True):
    """Information for the people who transport and set up a stay."""

    origin: Row | None = None
    """The stop from which the copy comes."""
    km: int | None = None
    """Length of the road from `origin`."""
    road_days: int | None = None
    """Days of driving from `origin`."""
    measures: tuple[Measure, ...] = ()
    """What the exhibition needs."""
    note: str = ""
    hall: Hall | None = None
    """The hall where it is to stand."""


class FigureRow(View, frozen=True, kw_only=True):
    """A line of a report, for the columns of REPORT_COLUMNS."""

    name: str
    url: str = ""
    stops: int = 0
    """Stays of exhibitions."""
    visits: int = 0
    """Dates of visits."""
    township: int = 0
    """Visits in townships."""
    open_days: int = 0
    """Open days of stays, and dates of visits."""
    expected: int = 0
    visitors: int = 0
    """Those who came, as far as it is known."""
    km: int = 0
    """0 if the site counts in miles."""
    miles: int = 0


class CountyGroup(View, frozen=True, kw_only=True):
    """The counties of a city: those that had a stop in the year of the report, and the others."""

    name: str
    covered: tuple[Link, ...] = ()
    uncovered: tuple[Link, ...] = ()


class Duty(View, frozen=True, kw_only=True):
    """A member of the crew of a stop; `dates` is () for all days."""

    who: Link
    """The organisation or person."""
    dates: tuple[dt.date, ...] = ()


class Stage(View, frozen=True, kw_only=True):
    """A stage of a stay, for t("stage_" ~ key).

    `key` is transport, arrive, set_up, open, close, strike or leave.
    """

    key: str
    date: dt.date
    derived: bool = False
    """True if the date was calculated, not written."""
