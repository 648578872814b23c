"""When the events of a stop are: on its dates, or on the days on which it is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, count
from typing import NamedTuple

from tourbook.common import zones
from tourbook.common.dates import (
    DAY,
    OPEN_END,
    Session,
    find_first_listed_day,
    find_horizon,
    parse_minutes,
)
from tourbook.model.trips import DatedVersion
from tourbook.timetable.opening import Opening

OPEN_SUFFIX = "-open"
"""Ends the UID of what is only in calendars of opening hours."""


class Slot(NamedTuple):
    """One session of one day, or some days in a row, which last as a whole. What has no end ends on
    OPEN_END."""

    uid_suffix: str
    """What the UID of the event ends with if this is an event of its own."""
    start: dt.date
    end: dt.date
    timezone: str
    """Of its days and times."""
    times: Session | None = None
    is_certain: bool = True
    number: int = 0
    """Of the sessions of a day, from 0."""

    @property
    def time_span(self) -> tuple[dt.date, dt.date, Session | None, str]:
        return self.start, self.end, self.times, self.timezone if self.times else ""

    @property
    def spans_clock_change(self) -> bool:
        """Whether clocks are put forward or back between its beginning and its end."""
        if not zones.is_near_clock_change(self.timezone, self.start):
            return False
        if self.times is None or not self.times.end:
            return False
        start, end = map(parse_minutes, self.times[:2])
        return zones.have_clocks_changed(self.timezone, self.start, start, end)

    @property
    def written_form(self) -> tuple[object, ...]:
        """All that an event shows of it."""
        return *self.time_span, self.is_certain

    def is_over(self, moment: int) -> bool:
        """Whether it ended by a moment, in seconds since 1970 (UTC)."""
        time = (self.times and self.times.end) or "24:00"
        midnight = dt.datetime.combine(self.end, dt.time(), zones.find_zone_or_utc(self.timezone))
        end = midnight + dt.timedelta(minutes=parse_minutes(time))  # by the clock on the wall
        return end.timestamp() <= moment


NumberedSessions = Mapping[int, Session]
"""Number of a session -> its times, in the order of the day."""


class SessionNumbers:
    """Numbers the sessions of a day, state by state: one that stays while another is dropped or
    added keeps its number, and with it its UID."""

    def __init__(self) -> None:
        self._last: NumberedSessions = {}
        """Those of the last state that had any."""

    def update(self, sessions: Sequence[Session]) -> NumberedSessions:
        """The sessions with their numbers from now on, from 0."""
        numbered = dict(zip(number_sessions(sessions, self._last), sessions, strict=True))
        self._last = numbered or self._last
        return numbered


def number_sessions(sessions: Sequence[Session | None], usual: NumberedSessions) -> list[int]:
    """The numbers of the sessions of a day: each has that of the usual session at its times, else
    that of the one in its place, if no other has it, else the next one."""
    numbers_by_times = {session[:2]: number for number, session in usual.items()}
    numbers = [session and numbers_by_times.get(session[:2]) for session in sessions]
    used = set(numbers)
    places = list(usual)
    for place, number in enumerate(numbers):
        if number is None:
            choices = chain(places[place : place + 1], count())
            numbers[place] = next(n for n in choices if n not in used)
            used.add(numbers[place])
    return [number for number in numbers if number is not None]


def list_date_slots(version: DatedVersion, usual: NumberedSessions) -> list[Slot]:
    """A stay as one span, a visit at its times."""
    slots = []
    for start, end in version.spans:
        moved = version.moved_dates.get(start)
        original_day = moved.original_day if moved else start  # a moved date keeps its UID
        date_suffix = f"-{original_day:%Y%m%d}" if version.recurs else ""
        sessions = version.list_sessions(start) or (None,)
        for number, session in zip(number_sessions(sessions, usual), sessions, strict=True):
            suffix = date_suffix + format_session_suffix(number)
            slots.append(Slot(suffix, start, end, version.timezone, session, number=number))
    return slots


def list_open_day_slots(
    version: DatedVersion, opening: Opening, day: dt.date, week: Sequence[NumberedSessions]
) -> list[Slot]:
    """The sessions of the days on which a stay is open, as the calendars of a day have them: what
    has no end is listed for three years. Without hours, a stay is one span.

    `week` has the usual sessions of each weekday, Monday first.
    """
    if not opening.has_weekday_rules:
        return [Slot(OPEN_SUFFIX, start, end, version.timezone) for start, end in version.spans]
    slots: list[Slot] = []
    for start, end in version.spans:
        if end == OPEN_END:
            start, end = max(start, find_first_listed_day(day)), find_horizon(day)
        slots += _iterate_open_slots(start, end, version.timezone, opening, week)
    return slots


def _iterate_open_slots(
    start: dt.date,
    end: dt.date,
    timezone: str,
    opening: Opening,
    week: Sequence[NumberedSessions],
) -> Iterator[Slot]:
    known_numbers: dict[tuple[int, tuple[Session, ...]], list[int]] = {}
    for day in (start + n * DAY for n in range((end - start).days + 1)):
        times, weekday = opening.find_times(day), day.weekday()
        numbers = known_numbers.get((weekday, times.sessions))
        if numbers is None:
            numbers = number_sessions(times.sessions, week[weekday])
            known_numbers[weekday, times.sessions] = numbers
        for number, session in zip(numbers, times.sessions, strict=True):
            suffix = f"{OPEN_SUFFIX}-{day:%Y%m%d}{format_session_suffix(number)}"
            yield Slot(suffix, day, day, timezone, session, times.is_certain, number)


def format_session_suffix(number: int) -> str:
    """The sessions of a day count from 0; the first one has no suffix."""
    return f"-{number + 1}" if number else ""
