"""On which days and at what times something is open, and how it stands at a moment. Nothing here
knows the day or the time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal, NamedTuple

from tourbook.common.dates import DAY, Session, SpanState

from .holidays import Holiday, HolidayCalendar
from .hours import HoursRule, list_weekday_sessions

OpeningState = Literal[
    "unscheduled",
    "upcoming",
    "soon",
    "open",
    "closing",
    "break",
    "closed",
    "over",
    "cancelled",
    "postponed",
]
"""How a stay stands for somebody at its door: `break` is closed just now but open again today,
`closed` is closed today,
`closing` is open on one of its last days."""


class OpeningTimes(NamedTuple):
    """The times of a day, and whether they are certain: where a year's holidays have not been
    announced and the hours depend on them, the answer is that of an ordinary day."""

    sessions: tuple[Session, ...]
    is_certain: bool = True


class Opening:
    """Hours together with the calendar of the country that they are kept in (None where there is
    none)."""

    __slots__ = (
        "_dated_rules",
        "_named_rules",
        "_weekday_sessions",
        "calendar",
        "has_booking_sessions",
        "has_weekday_rules",
    )

    def __init__(self, rules: Iterable[HoursRule], calendar: HolidayCalendar | None = None) -> None:
        rules = list(rules)
        self.calendar = calendar
        self.has_weekday_rules = any(r.day_kind == "weekdays" for r in rules)
        """False where no line is about weekdays: then nobody has said how an ordinary day is."""
        self._weekday_sessions = list_weekday_sessions(rules)
        self._named_rules = {
            r.day_kind: r for r in rules if r.day_kind in ("holidays", "make-up-days")
        }
        self.has_booking_sessions = any(s.booking for r in rules for s in r.sessions or ())
        """Whether some of the times are only for those who booked."""
        self._dated_rules = [r for r in rules if r.day_kind == "dates"]

    def find_times(self, day: dt.date) -> OpeningTimes:
        """The times on a day: by the last dated line that holds it, else by the kind of day, else
        by its weekday."""
        usual = self._weekday_sessions[day.weekday()]
        for dated in reversed(self._dated_rules):
            if _covers(dated, day):
                return OpeningTimes(usual if dated.sessions is None else dated.sessions)
        if self.calendar is not None and self.has_weekday_rules:
            found = self.calendar.get(day)
            if found is not None:
                rule = self._named_rules.get("holidays" if found.is_day_off else "make-up-days")
                if rule is not None:
                    return OpeningTimes(usual if rule.sessions is None else rule.sessions)
                return OpeningTimes(usual, not self.is_undecided(day, found))
            if day.year not in self.calendar.known_years:
                return OpeningTimes(usual, self.ignores_holidays)
        return OpeningTimes(usual)

    @property
    def example_times(self) -> str:
        """Times as they are written, those of its first open weekday."""
        times = next(filter(None, self._weekday_sessions), (Session("09:00", "17:00"),))
        return ", ".join(f"{s.start}-{s.end}{' booking' * s.booking}" for s in times)

    @property
    def ignores_holidays(self) -> bool:
        """True where public holidays make no difference: both kinds of day are `usual`."""
        return len(self._named_rules) == 2 and all(
            r.sessions is None for r in self._named_rules.values()
        )

    def is_undecided(self, day: dt.date, holiday: Holiday) -> bool:
        """True for a holiday or a make-up day that the hours say nothing of, and on which they may
        be meant either way.

        A working day at the weekend is clear where it is open at the times of some day from Monday
        to Friday.
        """
        if (
            not self.has_weekday_rules
            or ("holidays" if holiday.is_day_off else "make-up-days") in self._named_rules
        ):
            return False
        if any(_covers(rule, day) for rule in self._dated_rules):
            return False
        usual, working = self._weekday_sessions[day.weekday()], self._weekday_sessions[:5]
        return holiday.is_day_off or (any(working) and not (usual and usual in working))

    def list_undecided_days(self, start: dt.date, end: dt.date) -> list[tuple[dt.date, Holiday]]:
        """The holidays and make-up days from start to end that nobody has decided on."""
        if self.calendar is None or not self.has_weekday_rules:
            return []
        return [
            (day, h)
            for day, h in self.calendar.list_between(start, end)
            if self.is_undecided(day, h)
        ]

    def list_unknown_years(self, start: dt.date, end: dt.date) -> list[int]:
        """The years from start to end whose holidays have not been announced, where they make a
        difference."""
        if self.calendar is None or not self.has_weekday_rules or self.ignores_holidays:
            return []
        return [y for y in range(start.year, end.year + 1) if y not in self.calendar.known_years]

    def find_first_open_day(self, start: dt.date, end: dt.date) -> dt.date | None:
        """The first day from start to end that is open, or None."""
        day = start
        while day <= end:
            if self.find_times(day).sessions:
                return day
            day += DAY
        return None

    def count_open_days(self, start: dt.date, end: dt.date) -> int:
        """How many days from start to end are open: whole weeks at once, and the special days one
        by one."""
        if end < start:
            return 0
        total = (end - start).days + 1
        weeks, rest = divmod(total, 7)
        found = weeks * sum(map(bool, self._weekday_sessions)) + sum(
            bool(self._weekday_sessions[(start.weekday() + n) % 7]) for n in range(rest)
        )
        special = {
            d
            for r in self._dated_rules
            if r.start and r.end
            for d in _iterate_days(max(r.start, start), min(r.end, end))
        }
        if self.calendar is not None and self._named_rules:
            special.update(d for d, _ in self.calendar.list_between(start, end))
        return found + sum(
            bool(self.find_times(d).sessions) - bool(self._weekday_sessions[d.weekday()])
            for d in special
        )


def _covers(rule: HoursRule, day: dt.date) -> bool:
    """Whether a dated line is about a day."""
    return (
        rule.start is not None
        and rule.end is not None
        and rule.start <= day <= rule.end
        and (not rule.weekdays or day.weekday() in rule.weekdays)
    )


def _iterate_days(start: dt.date, end: dt.date) -> Iterable[dt.date]:
    return (start + n * DAY for n in range((end - start).days + 1))


def compute_opening_state(
    state: SpanState, sessions: tuple[Session, ...], time: str = ""
) -> OpeningState:
    """How something stands on a day, at a time ("HH:MM") or, without one, on the whole of it.

    `state` is that of its span on the day (`dates.state`), `sessions` are the day's times.
    """
    if state not in ("now", "closing"):
        return state  # type: ignore[return-value]
    if not sessions or (time and time >= sessions[-1].end):
        return "closed"
    if time and not any(s.start <= time < s.end for s in sessions):
        return "break"
    return "closing" if state == "closing" else "open"
