"""What calendars announced of a stop, one state after the other, and what events that makes.

An event is revised when its own times or status change, not whenever the stop does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise, zip_longest
from typing import NamedTuple

from tourbook.common import zones
from tourbook.history.records import REMOVED
from tourbook.model.trips import DatedVersion
from tourbook.schedule.engine import Engine
from tourbook.timetable.recurrence import WEEKDAYS

from .event_inputs import EventInput
from .retention import RETENTION
from .series import (
    PatternNumbers,
    Series,
    group_date_slots,
    group_open_days,
    make_single_series,
)
from .slots import SessionNumbers, Slot, list_date_slots, list_open_day_slots
from .withdrawals import State, Withdrawals

OFF_STATUSES = {"cancelled", REMOVED}


class Announcement(NamedTuple):
    """One event."""

    series: Series
    status: str
    state_number: int
    """That of the state since which it is as it is, from 0: its SEQUENCE (RFC 5545, 3.8.7.4), which
    never decreases."""
    is_withdrawn: bool = False
    """Whether it was given up."""

    @property
    def published_status(self) -> str:
        """What is planned and what may still change with the holidays are tentative alike."""
        is_tentative = self.status == "confirmed" and not self.series.first.is_certain
        return "planned" if is_tentative else self.status

    def follow(self, before: Announcement | None) -> Announcement:
        """The same, with the number that it had if it is as it was in the state before."""
        is_same = (
            before is not None
            and self.published_status == before.published_status
            and self.series.holds_same(before.series)
        )
        return self._replace(state_number=before.state_number) if before and is_same else self


class Announcements(NamedTuple):
    """The states of a stop, the first ones first; the last one is the present one."""

    states: list[State]
    forked_at: int = 0
    """From then on to `joined_at`, states are those of several lines of history, one between the
    other; 0 if all are of one line. Seconds since 1970 (UTC)."""
    joined_at: int = 0

    def list_events(self, today: dt.date | None) -> Iterator[Announcement]:
        """The present events, then those that earlier states had, and were not over when they were
        given up, for 90 days after their end.

        `today` may be None if there is only one state.
        """
        joins = [n for n, state in enumerate(self.states) if state.recorded_at <= self.joined_at]
        for event in self._follow_states():
            if not event.is_withdrawn:
                yield event
            elif today is not None and event.series.last_day >= today - RETENTION:
                # Each line may have given up other things with it, or later.
                number = max([event.state_number, *joins[-1:]])
                yield event._replace(state_number=number)

    def _follow_states(self) -> list[Announcement]:
        withdrawals = Withdrawals()
        events = _list_announcements(self.states[0], withdrawals, 0)
        for number, (state, next_state) in enumerate(pairwise(self.states), 1):
            is_of_one_line = not self.forked_at <= next_state.recorded_at <= self.joined_at
            withdrawals.follow(state, next_state, is_of_one_line)
            before = {event.series.uid_suffix: event for event in events}
            events = [
                event.follow(before.get(event.series.uid_suffix))
                for event in _list_announcements(next_state, withdrawals, number)
            ]
        return events


def _list_announcements(
    state: State, withdrawals: Withdrawals, state_number: int
) -> list[Announcement]:
    status = "cancelled" if state.status == REMOVED else state.status
    return [
        *(Announcement(series, status, state_number) for series in state.series),
        *(
            Announcement(series, "cancelled", state_number, is_withdrawn=True)
            for series in withdrawals.list_series()
        ),
    ]


class AnnouncementFinder:
    """Finds what calendars announced of a stop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find_dates(self, stop: EventInput) -> Announcements:
        """A stay as one span, a visit at its times."""
        return _find_announcements(stop, partial(_make_date_state, SessionNumbers()))

    def find_open_days(self, stay: EventInput) -> Announcements:
        """The times at which a stay is open, if they are known; else its span."""
        numbers = [SessionNumbers() for _ in WEEKDAYS], PatternNumbers()
        return _find_announcements(stay, partial(self._make_open_day_state, *numbers))

    def _make_open_day_state(
        self,
        week_numbers: list[SessionNumbers],
        pattern_numbers: PatternNumbers,
        version: DatedVersion,
        day: dt.date,
    ) -> State:
        opening = self._engine.get_past_opening(version)
        week = [
            numbers.update(sessions)
            for numbers, sessions in zip(week_numbers, opening.weekday_sessions, strict=True)
        ]
        slots = _select_slots(list_open_day_slots(version, opening, day, week), version)
        if version.status in OFF_STATUSES:  # a day off is as certain as any
            slots = [slot._replace(is_certain=True) for slot in slots]
        if opening.has_weekday_rules:
            series = group_open_days(slots, week, pattern_numbers)
        else:
            series = list(map(make_single_series, slots))
        return State(version.recorded_at, version.status, series)


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
            day = zones.find_day(next_version.recorded_at, version.timezone)
        else:
            day = stop.today or dt.date.min
        state = make_state(version, day)
        if not version.spans and states:
            state = _keep_dates(states[-1], state)
        states.append(state)
    return Announcements(states, stop.forked_at, stop.joined_at)


def _is_off_as_before(previous: DatedVersion, version: DatedVersion) -> bool:
    """Whether what was called off stays where it was, whatever the hours of its venue are now."""
    is_off = {previous.status, version.status} <= OFF_STATUSES
    return is_off and previous.status == "cancelled" and previous.dates == version.dates


def _keep_dates(state: State, undated_state: State) -> State:
    """Put off without a new date: it stays where it was, and says so."""
    recorded_at, status = undated_state.recorded_at, undated_state.status
    if status == REMOVED:
        series = [series for series in state.series if not series.is_over(recorded_at)]
        return State(recorded_at, status, series)
    status = status if status == "cancelled" else "postponed"
    return state._replace(recorded_at=recorded_at, status=status)


def _make_date_state(session_numbers: SessionNumbers, version: DatedVersion, day: dt.date) -> State:
    usual = session_numbers.update(version.sessions)
    slots = _select_slots(list_date_slots(version, usual), version)
    return State(version.recorded_at, version.status, group_date_slots(slots, version))


def _select_slots(slots: list[Slot], version: DatedVersion) -> list[Slot]:
    """Of what was removed, only what was not over by then."""
    if version.status != REMOVED:
        return slots
    return [slot for slot in slots if not slot.is_over(version.recorded_at)]
