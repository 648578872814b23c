"""When the events of a stop are, when they were announced to be, and which of these are
withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
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
from tourbook.history.records import REMOVED
from tourbook.model.trips import DatedVersion
from tourbook.schedule.engine import Engine
from tourbook.timetable.opening import Opening

from .event_inputs import EventInput
from .retention import RETENTION


class Slot(NamedTuple):
    """When an event is, and what its UID ends with; without times it lasts whole days. One without
    an end ends on OPEN_END."""

    uid_suffix: str
    start: dt.date
    end: dt.date
    timezone: str
    """Of its days and times."""
    times: Session | None = None
    is_certain: bool = True

    @property
    def time_span(self) -> tuple[dt.date, dt.date, Session | None, str]:
        return self.start, self.end, self.times, self.timezone if self.times else ""


class AnnouncedSlots(NamedTuple):
    """Slots that were announced before."""

    slots: list[Slot]
    replaced_at: int
    """When others took their place, in seconds since 1970 (UTC)."""


class SlotHistory(NamedTuple):
    present: list[Slot]
    announced: list[AnnouncedSlots]
    """Those of earlier versions, the first ones first."""


FindSlots = Callable[[DatedVersion], list[Slot]]


class SlotFinder:
    """Finds the slots of event inputs."""

    def __init__(self, engine: Engine, holidays_announced_at: int, announcement_year: int) -> None:
        """`holidays_announced_at` is the moment at which the last public holidays became known,
        `announcement_year` its year: no later year's holidays were known until then."""
        self._engine = engine
        self._holidays_announced_at = holidays_announced_at
        self._announcement_year = announcement_year

    def find_date_slots(self, stop: EventInput) -> SlotHistory:
        """A stay as one span, a visit at its times."""
        present = _list_date_slots(stop.present)
        return SlotHistory(present, list(_iterate_replaced(stop.versions, _list_date_slots)))

    def find_open_day_slots(self, stay: EventInput) -> SlotHistory:
        """The days on which a stay is open.

        A version that saw holidays become known is two: before that, its days were uncertain.
        """
        find = partial(self._list_open_day_slots, stay.region)
        find_unannounced = partial(find, last_known_year=self._announcement_year)
        known_at = self._holidays_announced_at
        announced: list[AnnouncedSlots] = []
        for version, next_version in pairwise(stay.versions):
            if version.status == REMOVED:
                continue
            if version.recorded_at < known_at < next_version.recorded_at:
                slots = find_unannounced(version, _find_day(known_at, version.timezone))
                announced.append(AnnouncedSlots(slots, known_at))
            replaced_at = next_version.recorded_at
            slots = find(version, _find_day(replaced_at, version.timezone))
            announced.append(AnnouncedSlots(slots, replaced_at))
        if self._became_certain(stay):
            slots = find_unannounced(stay.present, _find_day(known_at, stay.present.timezone))
            announced.append(AnnouncedSlots(slots, known_at))
        return SlotHistory(find(stay.present, stay.today or dt.date.min), announced)

    def get_opening(self, stay: EventInput) -> Opening:
        return self._engine.get_opening_with_hours(stay.present.hours, stay.region)

    def _became_certain(self, stay: EventInput) -> bool:
        """Whether holidays became known in the days of the present version."""
        is_recorded = stay.revision.created_at is not None and stay.removed_at is None
        ends = (end for _, end in stay.present.spans)
        return (
            is_recorded
            and stay.present.recorded_at < self._holidays_announced_at
            and any(end.year > self._announcement_year for end in ends)
        )

    def _list_open_day_slots(
        self,
        region: str,
        version: DatedVersion,
        day: dt.date,
        last_known_year: int | None = None,
    ) -> list[Slot]:
        """The slots that calendars of a day have: what has no end is listed for three years."""
        opening = self._engine.get_opening_with_hours(version.hours, region, last_known_year)
        if not opening.has_weekday_rules:
            return []
        slots: list[Slot] = []
        for start, end in version.spans:
            if end == OPEN_END:
                start, end = max(start, find_first_listed_day(day)), find_horizon(day)
            slots += _iterate_open_slots(start, end, version.timezone, opening)
        return slots

    def find_withdrawn_slots(self, history: SlotHistory, today: dt.date) -> list[Slot]:
        """What earlier versions announced, and was not over when it was given up, unless an event
        is at that time now."""
        suffixes = {slot.uid_suffix for slot in history.present}
        time_spans = {slot.time_span for slot in history.present}
        withdrawn: dict[str, Slot] = {}
        for slots, replaced_at in history.announced:
            for slot in slots:
                is_present = slot.uid_suffix in suffixes or slot.time_span in time_spans
                if is_present or self.is_over(slot, replaced_at):
                    withdrawn.pop(slot.uid_suffix, None)
                else:
                    withdrawn[slot.uid_suffix] = slot
        return [slot for _, slot in sorted(withdrawn.items()) if slot.end >= today - RETENTION]

    def is_over(self, slot: Slot, moment: int) -> bool:
        """Whether a slot ended by a moment, in seconds since 1970 (UTC)."""
        time = (slot.times and slot.times.end) or "24:00"
        midnight = dt.datetime.combine(slot.end, dt.time(), zones.find_zone_or_utc(slot.timezone))
        end = midnight + dt.timedelta(minutes=parse_minutes(time))  # by the clock on the wall
        return end.timestamp() <= moment


def _iterate_replaced(
    versions: tuple[DatedVersion, ...], find: FindSlots
) -> Iterator[AnnouncedSlots]:
    for version, next_version in pairwise(versions):
        if version.status != REMOVED:
            yield AnnouncedSlots(find(version), next_version.recorded_at)


def _list_date_slots(version: DatedVersion) -> list[Slot]:
    slots = []
    for start, end in version.spans:
        moved = version.moved_dates.get(start)
        original_day = moved.original_day if moved else start  # a moved date keeps its UID
        date_suffix = f"-{original_day:%Y%m%d}" if version.recurs else ""
        for number, session in enumerate(version.list_sessions(start) or (None,)):
            suffix = date_suffix + _format_session_suffix(number)
            slots.append(Slot(suffix, start, end, version.timezone, session))
    return slots


def _iterate_open_slots(
    start: dt.date, end: dt.date, timezone: str, opening: Opening
) -> Iterator[Slot]:
    for day in (start + n * DAY for n in range((end - start).days + 1)):
        times = opening.find_times(day)
        for number, session in enumerate(times.sessions):
            suffix = f"-open-{day:%Y%m%d}{_format_session_suffix(number)}"
            yield Slot(suffix, day, day, timezone, session, times.is_certain)


def _format_session_suffix(number: int) -> str:
    """The sessions of a day count from 0; the first one has no suffix."""
    return f"-{number + 1}" if number else ""


def _find_day(moment: int, timezone: str) -> dt.date:
    """The day of a moment, in seconds since 1970 (UTC), in a time zone."""
    return dt.datetime.fromtimestamp(moment, zones.find_zone_or_utc(timezone)).date()
