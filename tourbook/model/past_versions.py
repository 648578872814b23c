"""The versions of a stop that the history knows: its dates as they were, with the public holidays
that were known then."""

from __future__ import annotations

import datetime as dt
from itertools import zip_longest
from typing import NamedTuple

import msgspec

from tourbook.common.dates import Session, Span, parse_sessions
from tourbook.common.problems import Location, Problems
from tourbook.history.records import REMOVED, RecordHistory, Timing, Version, decode_timing
from tourbook.schema import SiteRecord
from tourbook.sources import paths
from tourbook.timetable.holidays import HolidayCalendar
from tourbook.timetable.hours import combine_hours

from .past_holidays import PastHolidays
from .recurrences import Occurrences, RecurrenceExpander
from .trips import DatedVersion, MovedDate


class StopDates(NamedTuple):
    """When a stop takes place; the fields are those of `Stop`."""

    spans: tuple[Span, ...]
    sessions: tuple[Session, ...]
    moved_dates: dict[dt.date, MovedDate]


class PastVersions:
    def __init__(self, site: SiteRecord, past_holidays: PastHolidays) -> None:
        self._site, self._past_holidays = site, past_holidays
        self._expander = RecurrenceExpander(site, Problems())
        """What was wrong with earlier versions can no longer be fixed."""

    def list_earlier(self, history: RecordHistory | None) -> tuple[DatedVersion, ...]:
        """All versions but the last, which is the present one."""
        if history is None:
            return ()
        return tuple(self._build_version(v, v.timestamp) for v in history.versions[:-1])

    def list_holiday_changes(self, history: RecordHistory | None) -> tuple[DatedVersion, ...]:
        """What the versions became when other public holidays were known; the last version also as
        it was at first, for its dates are the present ones."""
        if history is None or not self._past_holidays.moments:
            return ()
        return tuple(
            self._build_version(version, moment)
            for version, next_version in zip_longest(history.versions, history.versions[1:])
            for moment in self._list_holiday_moments(version, next_version)
        )

    def _list_holiday_moments(self, version: Version, next_version: Version | None) -> list[int]:
        timing = decode_timing(version.timing)
        skips_holidays = timing.repeat is not None and timing.repeat.holidays == "skip"
        if timing.status == REMOVED or not (timing.is_stay or skips_holidays):
            return []
        until = next_version.timestamp if next_version else None
        changes = self._past_holidays.list_changes(timing.country, version.timestamp, until)
        return changes if next_version or not changes else [version.timestamp, *changes]

    def _build_version(self, version: Version, recorded_at: int) -> DatedVersion:
        """A version with the public holidays that were known at a moment."""
        timing = decode_timing(version.timing)
        calendar = self._past_holidays.find_calendar(timing.country, recorded_at)
        dates = self._compute_dates(timing, calendar)
        return DatedVersion(
            recorded_at,
            timing.status,
            *dates,
            hours=combine_hours(timing.venue_hours, timing.hours),
            repeat=timing.repeat,
            timezone=timing.timezone,
            country=timing.country,
        )

    def _compute_dates(self, timing: Timing, calendar: HolidayCalendar | None) -> StopDates:
        sessions = parse_sessions(timing.times, allows_open_end=True) or ()
        if timing.repeat:
            expander = self._expander
            if timing.repeat.during:  # the school terms of that time may have been others
                past_site = msgspec.structs.replace(self._site, terms=timing.terms)
                expander = RecurrenceExpander(past_site, Problems())
            at = Location(paths.SCHEDULE_FILE)
            return make_recurring_dates(expander.expand(timing.repeat, calendar, at), sessions)
        if timing.start and timing.end and timing.start <= timing.end:
            return StopDates(((timing.start, timing.end),), sessions, {})
        return StopDates((), sessions, {})


def make_recurring_dates(occurrences: Occurrences, sessions: tuple[Session, ...]) -> StopDates:
    days, moved_dates = occurrences
    return StopDates(tuple((day, day) for day in days), sessions, moved_dates)
