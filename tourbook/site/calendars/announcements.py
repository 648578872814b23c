"""What calendars announced of a stop, one state after the other, and what of it is given up.

An event is revised when its own times or status change, not whenever the stop does.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise, zip_longest
from typing import NamedTuple

from tourbook.common import zones
from tourbook.history.records import REMOVED
from tourbook.model.trips import DatedVersion
from tourbook.schedule.engine import Engine

from .event_inputs import EventInput
from .retention import RETENTION
from .series import (
    Series,
    group_date_slots,
    group_open_days,
    group_runs,
    is_series,
    make_single_series,
    split_into_runs,
)
from .slots import Slot, list_date_slots, list_open_day_slots

OFF_STATUSES = {"cancelled", REMOVED}


class State(NamedTuple):
    """What calendars announced from a moment on."""

    recorded_at: int
    """Seconds since 1970 (UTC)."""
    status: str
    slots: list[Slot]
    series: list[Series]


class Withdrawal(NamedTuple):
    """What is given up."""

    series: Series
    state_number: int
    """Of the state that had it no more, from 0."""


class Announcements(NamedTuple):
    """The states of a stop, the first ones first; the last one is the present one."""

    states: list[State]

    @property
    def present(self) -> State:
        return self.states[-1]

    def find_state_numbers(self) -> dict[str, int]:
        """UID suffix of each present event -> the number of the state since which it is as it is:
        its SEQUENCE (RFC 5545, 3.8.7.4), which never decreases."""
        numbers: dict[str, int] = {}
        before: dict[str, tuple[Series, str]] = {}
        for number, state in enumerate(self.states):
            status = "cancelled" if state.status == REMOVED else state.status
            events = {series.uid_suffix: (series.visible_part, status) for series in state.series}
            numbers |= {
                suffix: number for suffix, event in events.items() if before.get(suffix) != event
            }
            before = events
        return numbers

    def list_withdrawals(self, today: dt.date) -> list[Withdrawal]:
        """What earlier states announced, and was not over when it was given up, unless an event is
        at that time now; for 90 days after its end.

        A stop that moved to other dates altogether gives nothing up: its events move with it.
        """
        given_up = _GivenUpSlots()
        for number, (state, next_state) in enumerate(pairwise(self.states), 1):
            if state.status == REMOVED:
                continue
            for slot in state.slots:
                given_up.take_back(slot, number - 1)
            if next_state.status == REMOVED and number + 1 < len(self.states):  # it was put back
                successor = self.states[number + 1]
            else:
                successor = next_state
            for slot in _list_given_up_slots(state, next_state.recorded_at, successor):
                given_up.add(slot, number)
        is_present = _PresentSlots(self.present)
        for slot in filter(is_present, given_up.list_slots()):
            given_up.take_back(slot, self._find_first_state_with(slot))
        return [
            withdrawal
            for withdrawal in given_up.group()
            if withdrawal.series.last_day >= today - RETENTION
        ]

    def _find_first_state_with(self, slot: Slot) -> int:
        """The number of the state since which something is at the time of a slot."""
        number = len(self.states) - 1
        while number and _PresentSlots(self.states[number - 1])(slot):
            number -= 1
        return number


def _list_given_up_slots(state: State, moment: int, next_state: State) -> list[Slot]:
    """What a state announced, was not over at a moment, and the next one has not."""
    coming = [slot for slot in state.slots if not slot.is_over(moment)]
    stays = _PresentSlots(next_state)
    given_up = [slot for slot in coming if not stays(slot)]
    has_moved = any(not slot.is_over(moment) for slot in reversed(next_state.slots))
    return [] if len(given_up) == len(coming) and has_moved else given_up


class _GivenUpSlots:
    """What was given up, by the state that had it no more."""

    def __init__(self) -> None:
        self._slots: dict[int, list[Slot]] = defaultdict(list)
        """Number of a state -> all that it gave up, even what was taken back."""
        self._numbers: dict[str, int] = {}
        """UID suffix of what is given up -> number of the state that did it."""
        self._taken_back: dict[tuple[int, str], int] = {}
        """The same number and suffix -> number of the state that took it back."""

    def add(self, slot: Slot, state_number: int) -> None:
        self._slots[state_number].append(slot._replace(is_certain=True))
        self._numbers[slot.uid_suffix] = state_number

    def take_back(self, slot: Slot, state_number: int) -> None:
        number = self._numbers.pop(slot.uid_suffix, None)
        if number is not None:
            self._taken_back[number, slot.uid_suffix] = state_number

    def list_slots(self) -> list[Slot]:
        return [s for n, slots in self._slots.items() for s in slots if self._is_given_up(n, s)]

    def _is_given_up(self, number: int, slot: Slot) -> bool:
        return self._numbers.get(slot.uid_suffix) == number

    def group(self) -> Iterator[Withdrawal]:
        """One event for each run. What is taken back of a run makes another event of the rest."""
        for number, slots in sorted(self._slots.items()):
            for run in split_into_runs(slots):
                rest = [slot for slot in run if self._is_given_up(number, slot)]
                last_change = number
                if is_series(run):
                    keys = ((number, slot.uid_suffix) for slot in run)
                    last_change = max([number, *(self._taken_back.get(key, 0) for key in keys)])
                for series in group_runs(rest):
                    yield Withdrawal(series, last_change)


class _PresentSlots:
    """Tells whether a state has something at the time of a slot, or the slot itself at another."""

    def __init__(self, state: State) -> None:
        self._suffixes = {slot.uid_suffix for slot in state.slots}
        self._suffixes |= {series.uid_suffix for series in state.series}
        self._time_spans = {slot.time_span for slot in state.slots}
        self._whole_days = [(s.start, s.end) for s in state.slots if s.times is None]

    def __call__(self, slot: Slot) -> bool:
        return (
            slot.uid_suffix in self._suffixes
            or slot.time_span in self._time_spans
            or any(start <= slot.start and slot.end <= end for start, end in self._whole_days)
        )


class AnnouncementFinder:
    """Finds what calendars announced of a stop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find_dates(self, stop: EventInput) -> Announcements:
        """A stay as one span, a visit at its times."""
        return _find_announcements(stop, _make_date_state)

    def find_open_days(self, stay: EventInput) -> Announcements:
        """The times at which a stay is open, if they are known; else its span."""
        return _find_announcements(stay, self._make_open_day_state)

    def _make_open_day_state(self, version: DatedVersion, day: dt.date) -> State:
        opening = self._engine.get_past_opening(version)
        slots = _select_slots(list_open_day_slots(version, opening, day), version)
        if version.status in OFF_STATUSES:  # a day off is as certain as any
            slots = [slot._replace(is_certain=True) for slot in slots]
        if opening.has_weekday_rules:
            series = group_open_days(slots, opening.weekday_sessions)
        else:
            series = list(map(make_single_series, slots))
        return State(version.recorded_at, version.status, slots, series)


def _find_announcements(
    stop: EventInput, make_state: Callable[[DatedVersion, dt.date], State]
) -> Announcements:
    states: list[State] = []
    previous: DatedVersion | None = None
    for version, next_version in zip_longest(stop.versions, stop.versions[1:]):
        if previous and _is_off_as_before(previous, version):
            off = states[-1]._replace(recorded_at=version.recorded_at, status=version.status)
            states.append(off)
            continue
        previous = version
        if next_version:
            day = _find_day(next_version.recorded_at, version.timezone)
        else:
            day = stop.today or dt.date.min
        state = make_state(version, day)
        if not version.spans and states:
            state = _keep_dates(states[-1], state)
        states.append(state)
    return Announcements(states)


def _is_off_as_before(previous: DatedVersion, version: DatedVersion) -> bool:
    """Whether what was called off stays where it was, whatever the hours of its venue are now."""
    is_off = {previous.status, version.status} <= OFF_STATUSES
    return is_off and previous.status == "cancelled" and previous.dates == version.dates


def _keep_dates(state: State, undated_state: State) -> State:
    """Put off without a new date: it stays where it was, and says so."""
    recorded_at, status = undated_state.recorded_at, undated_state.status
    if status == REMOVED:
        slots = [slot for slot in state.slots if not slot.is_over(recorded_at)]
        series = [series for series in state.series if not series.is_over(recorded_at)]
        return State(recorded_at, status, slots, series)
    status = status if status == "cancelled" else "postponed"
    return state._replace(recorded_at=recorded_at, status=status)


def _make_date_state(version: DatedVersion, day: dt.date) -> State:
    slots = _select_slots(list_date_slots(version), version)
    return State(version.recorded_at, version.status, slots, group_date_slots(slots, version))


def _select_slots(slots: list[Slot], version: DatedVersion) -> list[Slot]:
    """Of what was removed, only what was not over by then."""
    if version.status != REMOVED:
        return slots
    return [slot for slot in slots if not slot.is_over(version.recorded_at)]


def _find_day(moment: int, timezone: str) -> dt.date:
    """The day of a moment, in seconds since 1970 (UTC), in a time zone."""
    return dt.datetime.fromtimestamp(moment, zones.find_zone_or_utc(timezone)).date()
