"""When the events of a stop are: on its dates, or on the days on which it is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
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


def list_date_slots(version: DatedVersion) -> list[Slot]:
    """A stay as one span, a visit at its times."""
    slots = []
    for start, end in version.spans:
        moved = version.moved_dates.get(start)
        original_day = moved.original_day if moved else start  # a moved date keeps its UID
        date_suffix = f"-{original_day:%Y%m%d}" if version.recurs else ""
        for number, session in enumerate(version.list_sessions(start) or (None,)):
            suffix = date_suffix + format_session_suffix(number)
            slots.append(Slot(suffix, start, end, version.timezone, session, number=number))
    return slots


def list_open_day_slots(version: DatedVersion, opening: Opening, day: dt.date) -> list[Slot]:
    """The sessions of the days on which a stay is open, as the calendars of a day have them: what
    has no end is listed for three years. Without hours, a stay is one span."""
    if not opening.has_weekday_rules:
        return [Slot(OPEN_SUFFIX, start, end, version.timezone) for start, end in version.spans]
    slots: list[Slot] = []
    for start, end in version.spans:
        if end == OPEN_END:
            start, end = max(start, find_first_listed_day(day)), find_horizon(day)
        slots += _iterate_open_slots(start, end, version.timezone, opening)
    return slots


def _iterate_open_slots(
    start: dt.date, end: dt.date, timezone: str, opening: Opening
) -> Iterator[Slot]:
    for day in (start + n * DAY for n in range((end - start).days + 1)):
        times = opening.find_times(day)
        for number, session in enumerate(times.sessions):
            suffix = f"{OPEN_SUFFIX}-{day:%Y%m%d}{format_session_suffix(number)}"
            yield Slot(suffix, day, day, timezone, session, times.is_certain, number)


def format_session_suffix(number: int) -> str:
    """The sessions of a day count from 0; the first one has no suffix."""
    return f"-{number + 1}" if number else ""
