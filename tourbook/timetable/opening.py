"""On which days and at what times something is open. Nothing here reads the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from tourbook.common.dates import DAY, Session, SpanState, write_sessions

from .holidays import Holiday, HolidayCalendar
from .hours import NAMED_DAYS, DayKind, HoursRule, list_weekday_sessions

OpeningState = Literal[
    "unscheduled", "upcoming", "soon", "open", "closing", "break", "closed", "over",
    "cancelled", "postponed",
]  # fmt: skip
"""The state of a stay for a visitor at its door.

`break`: closed just now, but open again today; `closed`: closed today; `closing`: open, on one of
its last days."""


MAX_SEARCH_DAYS = 3660
"""No stay with an end is longer."""


class OpeningTimes(NamedTuple):
    """The times of a day."""

    sessions: tuple[Session, ...]
    is_certain: bool = True
    """False if they are those of an ordinary day, but the day may be, or is, a special one.

    Either the holidays of the year have not been announced, or the hours do not mention holidays.
    """


class Opening:
    """Opening hours combined with the holiday calendar of their region."""

    __slots__ = (
        "__weakref__",
        "_dated_rules",
        "_ignores_holidays",
        "_month_rules",
        "_named_rules",
        "calendar",
        "has_booking_sessions",
        "has_weekday_rules",
        "weekday_sessions",
    )

    def __init__(self, rules: Iterable[HoursRule], calendar: HolidayCalendar | None = None) -> None:
        """`calendar` is None if no holidays of the region are known."""
        rules = list(rules)
        self.calendar = calendar
        self.has_weekday_rules = any(r.day_kind in ("weekdays", "month-weekdays") for r in rules)
        """False if the hours do not say when an ordinary day is open."""
        self.weekday_sessions = list_weekday_sessions(rules)
        self._named_rules = {r.day_kind: r for r in rules if r.day_kind in NAMED_DAYS}
        self._ignores_holidays = all(
            rule and rule.sessions is None for rule in map(self._named_rules.get, NAMED_DAYS)
        )
        self.has_booking_sessions = any(s.booking for r in rules for s in r.sessions or ())
        """True if some of the times are for visitors who booked."""
        self._month_rules = [r for r in rules if r.day_kind == "month-weekdays"]
        self._dated_rules = [
            *(r for r in rules if r.day_kind == "yearly"),
            *(r for r in rules if r.day_kind == "dates"),
        ]
        """The later one counts."""

    def find_sessions(self, day: dt.date) -> tuple[Session, ...]:
        """The times on a day: of the last line with its date, else as a holiday or by weekday."""
        rule = self._find_special_rule(day)
        if rule is None or rule.sessions is None:
            return self._find_usual_sessions(day)
        return rule.sessions

    def find_times(self, day: dt.date) -> OpeningTimes:
        """The same, and whether it is certain."""
        is_certain = self._find_special_rule(day) is not None or not self._may_be_special(day)
        return OpeningTimes(self.find_sessions(day), is_certain)

    def _find_special_rule(self, day: dt.date) -> HoursRule | None:
        """The line that counts on a day for another reason than its weekday."""
        for rule in reversed(self._dated_rules):
            if rule.covers(day):
                return rule
        if self.calendar is None or not self.has_weekday_rules:
            return None
        holiday = self.calendar.get(day)
        return self._named_rules.get(_get_day_kind(holiday)) if holiday else None

    def _may_be_special(self, day: dt.date) -> bool:
        """Whether the times of a day without such a line are uncertain."""
        if self.calendar is None or not self.has_weekday_rules:
            return False
        holiday = self.calendar.get(day)
        if holiday is not None:
            return self.is_undecided(day, holiday)
        return next(self._iterate_changes(day, self.calendar), None) is not None

    def _iterate_changes(self, day: dt.date, calendar: HolidayCalendar) -> Iterator[int]:
        """The years whose holidays have not been announced and may change the times of a day."""
        for year, holiday in calendar.list_possible_holidays(day):
            rule = self._named_rules.get(_get_day_kind(holiday))
            if rule is None:
                may_change = self.is_undecided(day, holiday)
            else:
                may_change = rule.sessions not in (None, self._find_usual_sessions(day))
            if may_change:
                yield year

    def _find_usual_sessions(self, day: dt.date) -> tuple[Session, ...]:
        """The times of a day that is no special one: of the nth weekday of its month, or else of
        its weekday."""
        for rule in reversed(self._month_rules):
            if rule.covers(day):
                return rule.sessions or ()
        return self.weekday_sessions[day.weekday()]

    @property
    def example_times(self) -> str:
        """The times of the first open weekday, as authors write them."""
        sessions = next(filter(None, self.weekday_sessions), (Session("09:00", "17:00"),))
        return write_sessions(sessions)

    def is_undecided(self, day: dt.date, holiday: Holiday) -> bool:
        """True for a holiday or make-up day if the hours leave open when it is open.

        A make-up day is decided if its weekday is open at the times of some day from Monday to
        Friday.
        """
        if not self.has_weekday_rules or _get_day_kind(holiday) in self._named_rules:
            return False
        if any(rule.covers(day) for rule in self._dated_rules):
            return False
        if holiday.is_day_off:
            return True
        usual = self._find_usual_sessions(day)
        working_days = self.weekday_sessions[:5]
        return any(working_days) and not (usual and usual in working_days)

    def list_undecided_days(self, start: dt.date, end: dt.date) -> list[tuple[dt.date, Holiday]]:
        """The holidays and make-up days from start to end that are undecided."""
        if self.calendar is None or not self.has_weekday_rules:
            return []
        return [
            (day, h)
            for day, h in self.calendar.list_between(start, end)
            if self.is_undecided(day, h)
        ]

    def list_unknown_years(self, start: dt.date, end: dt.date) -> list[int]:
        """The years whose unannounced holidays may change the times of days from start to end."""
        if self.calendar is None or not self.has_weekday_rules or self._ignores_holidays:
            return []
        years: set[int] = set()
        for day in self.calendar.iterate_unsettled_days(start, end):
            if day.year not in years and not any(rule.covers(day) for rule in self._dated_rules):
                years.update(self._iterate_changes(day, self.calendar))
        return sorted(years)

    def find_first_open_day(self, start: dt.date, end: dt.date) -> dt.date | None:
        """The first day from start to end that is open, or None; of a span without an end, none
        of the next ten years."""
        day, end = start, min(end, start + MAX_SEARCH_DAYS * DAY)
        while day <= end:
            if self.find_sessions(day):
                return day
            day += DAY
        return None

    def count_open_days(self, start: dt.date, end: dt.date) -> int:
        """How many days from start to end are open.

        Whole weeks are counted at once; only special days are looked at one by one.
        """
        if end < start:
            return 0
        weeks, rest = divmod((end - start).days + 1, 7)
        is_open = [bool(sessions) for sessions in self.weekday_sessions]
        count = weeks * sum(is_open)
        count += sum(is_open[(start.weekday() + n) % 7] for n in range(rest))
        for day in self._list_special_days(start, end):
            count += bool(self.find_sessions(day)) - is_open[day.weekday()]
        return count

    @property
    def closed_weekdays(self) -> list[int]:
        """The days of an ordinary week on which it is closed; 0 is Monday."""
        return [day for day, sessions in enumerate(self.weekday_sessions) if not sessions]

    def list_exceptions(self, start: dt.date, end: dt.date) -> list[tuple[dt.date, bool]]:
        """The days from start to end that are not as their weekday is, in order; True for one that
        is open."""
        closed = self.closed_weekdays
        days = sorted(self._list_special_days(start, end))
        return [
            (day, is_open)
            for day in days
            if (is_open := bool(self.find_sessions(day))) == (day.weekday() in closed)
        ]

    def list_special_times(
        self, start: dt.date, end: dt.date
    ) -> list[tuple[dt.date, OpeningTimes]]:
        """The days from start to end with other times than their weekday, or uncertain ones, in
        order."""
        days = self._list_special_days(start, end)
        if self.calendar is not None and self.has_weekday_rules:
            days.update(day for day, _ in self.calendar.list_between(start, end))
            days.update(self.calendar.iterate_unsettled_days(start, end))
        return [
            (day, times)
            for day in sorted(days)
            if (times := self.find_times(day)) != OpeningTimes(self.weekday_sessions[day.weekday()])
        ]

    def _list_special_days(self, start: dt.date, end: dt.date) -> set[dt.date]:
        """The days from start to end that may be open at other times than their weekday."""
        days: set[dt.date] = set()
        recurring_rules = list(self._month_rules)
        for rule in self._dated_rules:
            if rule.day_kind == "yearly":
                recurring_rules.append(rule)
            elif rule.start and rule.end:
                days.update(_iterate_days(max(rule.start, start), min(rule.end, end)))
        if recurring_rules:
            days_of_span = _iterate_days(start, min(end, start + MAX_SEARCH_DAYS * DAY))
            days.update(d for d in days_of_span if any(rule.covers(d) for rule in recurring_rules))
        if self.calendar is not None and self._named_rules:
            days.update(day for day, _ in self.calendar.list_between(start, end))
        return days


def _get_day_kind(holiday: Holiday) -> DayKind:
    return "holidays" if holiday.is_day_off else "make-up-days"


def _iterate_days(start: dt.date, end: dt.date) -> Iterable[dt.date]:
    return (start + n * DAY for n in range((end - start).days + 1))


def compute_opening_state(
    state: SpanState, sessions: tuple[Session, ...], time: str = ""
) -> OpeningState:
    """The state of a stay at a time ("HH:MM") of a day, or without one on the whole day.

    `state` is that of its span on the day (see `dates.compute_state`), `sessions` are the day's
    times. Open 09:00-12:00 and 14:00-17:00: "break" at 13:00, "closed" at 17:00.
    """
    if state != "now" and state != "closing":
        return state
    if not sessions or (time and time >= sessions[-1].end):
        return "closed"
    if time and not any(s.start <= time < s.end for s in sessions):
        return "break"
    return "closing" if state == "closing" else "open"
