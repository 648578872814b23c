"""What calendars announced, and what of it they do not have any more.

An event that is dropped is cancelled under its UID, with those of its slots that were to come. What
an event that stays loses is cancelled as an event of its own, or as one for each run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from tourbook.history.records import REMOVED
from tourbook.timetable.recurrence import RecurrenceRule

from .series import Series, group_runs, make_series, make_single_series
from .slots import Slot


class State(NamedTuple):
    """What calendars announced from a moment on."""

    recorded_at: int
    """Seconds since 1970 (UTC)."""
    status: str
    series: list[Series]

    @property
    def slots(self) -> Iterator[Slot]:
        return chain.from_iterable(series.slots for series in self.series)


class Withdrawals:
    """What is given up, as one state follows another."""

    def __init__(self) -> None:
        self._groups: list[_Group] = []
        self._moved: list[tuple[str, list[Slot]]] = []
        """(UID suffix of an event that moved to other days altogether, where it was)."""

    def list_series(self) -> Iterator[Series]:
        """The events that are cancelled."""
        return chain.from_iterable(group.series for group in self._groups)

    def follow(self, state: State, next_state: State, is_of_one_line: bool = True) -> None:
        """Add what a state announced, was not over when the next one came, and is not in that; take
        out what is there again.

        A stop that moved to other dates altogether gives nothing up: its events move with it, but
        for those that have no successor of their UID. Between states of different lines of history
        nothing moves.
        """
        if state.series == next_state.series:
            return
        stays = _Presence(next_state)
        for group in self._groups:
            group.follow(stays, next_state.recorded_at, keeps_all=not is_of_one_line)
        self._find_returned(next_state, stays)
        # What was removed was given up then, whatever there is of it when it is put back.
        moment = (state if state.status == REMOVED else next_state).recorded_at
        coming = [[s for s in series.slots if not s.is_over(moment)] for series in state.series]
        lost = [[slot for slot in slots if slot not in stays] for slots in coming]
        has_moved = (
            is_of_one_line
            and lost == coming
            and any(not s.is_over(moment) for s in next_state.slots)
        )
        rest: list[Slot] = []
        for series, slots in zip(state.series, lost, strict=True):
            if slots and series.uid_suffix not in stays.suffixes:
                self._add(slots, series.uid_suffix, series.rule)
            elif slots and has_moved:
                self._moved.append((series.uid_suffix, slots))
            else:
                rest += slots
        if rest:
            self._add(rest)

    def _add(
        self, slots: list[Slot], uid_suffix: str | None = None, rule: RecurrenceRule | None = None
    ) -> None:
        """Nothing is told of twice, as when one line of history gave it up before another."""
        if self._groups:
            repeated = _Presence(State(0, "", list(map(make_single_series, slots))))
            if uid_suffix is not None:
                repeated.suffixes.add(uid_suffix)
            for group in self._groups:
                group.drop(repeated)
        self._groups.append(_Group(slots, uid_suffix, rule))

    def _find_returned(self, state: State, stays: _Presence) -> None:
        """If an event comes back to some of the days that it left, it gives up the others.

        So it does where two lines of history join, and what one of them said lies between the
        states of the other.
        """
        moved, self._moved = self._moved, []
        suffixes = {
            series.uid_suffix: {slot.uid_suffix for slot in series.slots} for series in state.series
        }
        for uid_suffix, slots in moved:
            rest = [slot for slot in slots if slot not in stays]
            if suffixes.get(uid_suffix, set()).isdisjoint(slot.uid_suffix for slot in slots):
                self._moved.append((uid_suffix, rest))
            elif rest := [slot for slot in rest if not slot.is_over(state.recorded_at)]:
                self._add(rest)


class _Group:
    """What was given up at once."""

    def __init__(
        self,
        slots: Iterable[Slot],
        uid_suffix: str | None = None,
        rule: RecurrenceRule | None = None,
    ) -> None:
        """An event with a UID of its own, or else one for each run."""
        # that something does not take place is certain
        self._slots = [slot._replace(is_certain=True) for slot in slots]
        self._hidden: set[Slot] = set()
        """Those at whose time a span is."""
        self._uid_suffix, self._rule = uid_suffix, rule
        self.series = self._group()

    def follow(self, stays: _Presence, moment: int, keeps_all: bool = False) -> None:
        """Leave out what is there again, for good, and that at whose time a span is, as long as it
        is. If something has the UID, the others get their own.

        `keeps_all`: nothing is left out for good, for another line of history may not have it.
        """
        hidden = {slot for slot in self._slots if slot in stays}
        is_replaced = self._uid_suffix in stays.suffixes
        if hidden or self._hidden or is_replaced:
            surfaced = self._hidden - hidden
            self._slots = [
                slot
                for slot in self._slots
                if (keeps_all or not stays.has_session(slot))
                and not (slot in surfaced and slot.is_over(moment))
            ]
            self._hidden = hidden.intersection(self._slots)
            self._uid_suffix = None if is_replaced else self._uid_suffix
            self.series = self._group()

    def drop(self, repeated: _Presence) -> None:
        rest = [slot for slot in self._slots if not repeated.has_session(slot)]
        if len(rest) < len(self._slots):
            self._slots = rest
            self.series = self._group()

    def _group(self) -> list[Series]:
        slots = [slot for slot in self._slots if slot not in self._hidden]
        if self._uid_suffix is None or not slots:
            return group_runs(slots)
        return [make_series(self._uid_suffix, slots, self._rule)]


class _Presence:
    """Tells whether a state has something at the time of a slot, or the slot itself at another."""

    def __init__(self, state: State) -> None:
        slots = list(state.slots)
        self.suffixes = {slot.uid_suffix for slot in slots}
        self.suffixes |= {series.uid_suffix for series in state.series}
        self._time_spans = {slot.time_span for slot in slots}
        self._whole_days = [(slot.start, slot.end) for slot in slots if slot.times is None]

    def has_session(self, slot: Slot) -> bool:
        return slot.uid_suffix in self.suffixes or slot.time_span in self._time_spans

    def __contains__(self, slot: Slot) -> bool:
        return self.has_session(slot) or any(
            start <= slot.start and slot.end <= end for start, end in self._whole_days
        )
