"""On which days and at what times something is open, and how it stands at a moment. Nothing here
knows the day or the time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal, NamedTuple

from tourbook.common.dates import DAY, Session, State

from .holidays import Calendar, Holiday
from .hours import Rule, week

Standing = Literal[
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


class Answer(NamedTuple):
    """The times of a day, and whether they are certain: where a year's holidays have not been
    announced and the hours depend on them, the answer is that of an ordinary day."""

    sessions: tuple[Session, ...]
    sure: bool = True


class Opening:
    """Hours together with the calendar of the country that they are kept in (None where there is
    none)."""

    __slots__ = ("_dated", "_named", "_week", "by_booking", "calendar", "known")

    def __init__(self, rules: Iterable[Rule], calendar: Calendar | None = None) -> None:
        rules = list(rules)
        self.calendar = calendar
        self.known = any(r.days == "weekdays" for r in rules)
        """False where no line is about weekdays: then nobody has said how an ordinary day is."""
        self._week = week(rules)
        self._named = {r.days: r for r in rules if r.days in ("holidays", "make-up-days")}
        self.by_booking = any(s.booking for r in rules for s in r.sessions or ())
        """Whether some of the times are only for those who booked."""
        self._dated = [r for r in rules if r.days == "dates"]

    def on(self, day: dt.date) -> Answer:
        """The times on a day: by the last dated line that holds it, else by the kind of day, else
        by its weekday."""
        usual = self._week[day.weekday()]
        for dated in reversed(self._dated):
            if _holds(dated, day):
                return Answer(usual if dated.sessions is None else dated.sessions)
        if self.calendar is not None and self.known:
            found = self.calendar.get(day)
            if found is not None:
                rule = self._named.get("holidays" if found.off else "make-up-days")
                if rule is not None:
                    return Answer(usual if rule.sessions is None else rule.sessions)
                return Answer(usual, not self.asks(day, found))
            if day.year not in self.calendar.years:
                return Answer(usual, self.settled)
        return Answer(usual)

    @property
    def example(self) -> str:
        """Times as they are written, those of its first open weekday."""
        times = next(filter(None, self._week), (Session("09:00", "17:00"),))
        return ", ".join(f"{s.start}-{s.end}{' booking' * s.booking}" for s in times)

    @property
    def settled(self) -> bool:
        """True where public holidays make no difference: both kinds of day are `usual`."""
        return len(self._named) == 2 and all(r.sessions is None for r in self._named.values())

    def asks(self, day: dt.date, holiday: Holiday) -> bool:
        """True for a holiday or a make-up day that the hours say nothing of, and on which they may
        be meant either way.

        A working day at the weekend is clear where it is open at the times of some day from Monday
        to Friday.
        """
        if not self.known or ("holidays" if holiday.off else "make-up-days") in self._named:
            return False
        if any(_holds(rule, day) for rule in self._dated):
            return False
        usual, working = self._week[day.weekday()], self._week[:5]
        return holiday.off or (any(working) and not (usual and usual in working))

    def undecided(self, start: dt.date, end: dt.date) -> list[tuple[dt.date, Holiday]]:
        """The holidays and make-up days from start to end that nobody has decided on."""
        if self.calendar is None or not self.known:
            return []
        return [(day, h) for day, h in self.calendar.within(start, end) if self.asks(day, h)]

    def unknown_years(self, start: dt.date, end: dt.date) -> list[int]:
        """The years from start to end whose holidays have not been announced, where they make a
        difference."""
        if self.calendar is None or not self.known or self.settled:
            return []
        return [y for y in range(start.year, end.year + 1) if y not in self.calendar.years]

    def first_open(self, start: dt.date, end: dt.date) -> dt.date | None:
        """The first day from start to end that is open, or None."""
        day = start
        while day <= end:
            if self.on(day).sessions:
                return day
            day += DAY
        return None

    def open_days(self, start: dt.date, end: dt.date) -> int:
        """How many days from start to end are open: whole weeks at once, and the special days one
        by one."""
        if end < start:
            return 0
        total = (end - start).days + 1
        weeks, rest = divmod(total, 7)
        found = weeks * sum(map(bool, self._week)) + sum(
            bool(self._week[(start.weekday() + n) % 7]) for n in range(rest)
        )
        special = {
            d
            for r in self._dated
            if r.start and r.end
            for d in _each(max(r.start, start), min(r.end, end))
        }
        if self.calendar is not None and self._named:
            special.update(d for d, _ in self.calendar.within(start, end))
        return found + sum(
            bool(self.on(d).sessions) - bool(self._week[d.weekday()]) for d in special
        )


def _holds(rule: Rule, day: dt.date) -> bool:
    """Whether a dated line is about a day."""
    return (
        rule.start is not None
        and rule.end is not None
        and rule.start <= day <= rule.end
        and (not rule.weekdays or day.weekday() in rule.weekdays)
    )


def _each(start: dt.date, end: dt.date) -> Iterable[dt.date]:
    return (start + n * DAY for n in range((end - start).days + 1))


def standing(state: State, sessions: tuple[Session, ...], time: str = "") -> Standing:
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
