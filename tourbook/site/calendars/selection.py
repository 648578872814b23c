"""Which of its events a calendar holds.

Programs take a limited number of events (Google a megabyte, phones less than they are given). So a
calendar holds everything that is not over, and of the last 90 days as much as a fixed share of the
limit takes: what has left a calendar never returns to it just because days go by. Only calendars of
which others hold the parts may leave out what is to come, from a day on that they name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from tourbook.common.dates import DAY

from .lint import MAX_EVENTS, MAX_OCTETS
from .retention import RETENTION
from .serialized_events import SerializedEvent

RESERVED_OCTETS = 4_000
"""Octets that are left for the head."""
ZONE_OCTETS = 4_000
"""Octets that a time zone may take."""
WEEK = 7 * DAY


class Limits(NamedTuple):
    """How much a calendar may hold, and how much of that may be over."""

    events: int = MAX_EVENTS
    octets: int = MAX_OCTETS
    past_events: int = MAX_EVENTS // 4
    past_octets: int = MAX_OCTETS // 4


class Cut(NamedTuple):
    """What is to come and left out."""

    last_day: dt.date | None
    """The last day that is complete; None if today is not."""


class Selection(NamedTuple):
    events: list[SerializedEvent]
    """In order of time."""
    cut: Cut | None = None
    """None if nothing that is to come is left out."""


class Selector:
    """Selects the events of calendars on a day."""

    def __init__(
        self, today: dt.date, find_today: Callable[[str], dt.date], limits: Limits | None = None
    ) -> None:
        """`find_today` tells the day in a time zone."""
        self._today, self._find_today = today, find_today
        self._limits = limits or Limits()
        self.oldest = today - RETENTION
        """What ended before this day is in no calendar but the archive."""

    def is_over(self, event: SerializedEvent) -> bool:
        """Whether its last day is over where it takes place."""
        return event.end < self._find_today(event.timezone)

    def select(
        self, events: Sequence[SerializedEvent], includes_past: bool, may_be_cut: bool
    ) -> Selection:
        """The events of a calendar, of all that belong to it; both in order of time."""
        coming = [event for event in events if not self.is_over(event)]
        past: list[SerializedEvent] = []
        if includes_past:
            recent = (e for e in events if self.oldest <= e.end and self.is_over(e))
            past = self._select_recent(recent, () if may_be_cut else coming)
        size = _Size(past)
        count = self._count_fitting(coming, size) if may_be_cut else len(coming)
        selection = self._cut(coming, count)
        if past:
            merged = sorted([*past, *selection.events], key=lambda event: event.order)
            selection = selection._replace(events=merged)
        return selection

    def _select_recent(
        self, recent: Iterable[SerializedEvent], coming: Sequence[SerializedEvent]
    ) -> list[SerializedEvent]:
        """The latest of what is over, by whole days, as much as fits beside what is to come."""
        limits = self._limits
        own_size, whole_size = _Size(), _Size(coming)
        selected: list[SerializedEvent] = []
        latest = sorted(recent, key=lambda event: event.end, reverse=True)
        for _, group in groupby(latest, key=lambda event: event.end):
            day_events = list(group)
            own_size.add(day_events)
            whole_size.add(day_events)
            if not (
                own_size.fits(limits.past_events, limits.past_octets)
                and whole_size.fits(limits.events, limits.octets)
            ):
                break
            selected += day_events
        return selected

    def _count_fitting(self, coming: Sequence[SerializedEvent], size: _Size) -> int:
        """How many of the events fit, from the first on."""
        for number, event in enumerate(coming):
            size.add((event,))
            if not size.fits(self._limits.events, self._limits.octets):
                return number
        return len(coming)

    def _cut(self, coming: list[SerializedEvent], count: int) -> Selection:
        """The first events, without those of a day of which not all fit; but if even what has begun
        by now does not fit, as much of it as does."""
        if count == len(coming):
            return Selection(coming)
        last_day = coming[count].start - DAY
        if last_day < self._today:
            return Selection(coming[:count], Cut(None))
        last_day = self._round_down(last_day)
        events = [event for event in coming[:count] if event.start <= last_day]
        return Selection(events, Cut(last_day))

    def _round_down(self, day: dt.date) -> dt.date:
        """The last Sunday up to a day, so that the end does not move every day; the day itself if
        it is near."""
        sunday = day - (day.isoweekday() % 7) * DAY
        return sunday if sunday >= self._today + WEEK else day


class _Size:
    """How large a calendar with some events is."""

    def __init__(self, events: Iterable[SerializedEvent] = ()) -> None:
        self._event_count, self._octets = 0, RESERVED_OCTETS
        self._timezones: set[str] = set()
        self.add(events)

    def add(self, events: Iterable[SerializedEvent]) -> None:
        for event in events:
            self._event_count += 1
            self._octets += len(event.raw)
            if event.timezone not in self._timezones:
                self._timezones.add(event.timezone)
                self._octets += ZONE_OCTETS

    def fits(self, max_events: int, max_octets: int) -> bool:
        return self._event_count <= max_events and self._octets <= max_octets
