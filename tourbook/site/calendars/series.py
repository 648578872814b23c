"""Which slots one event holds: those that follow a rule are a series, any other is an event of its
own.

A slot in which clocks change is an event of its own: programs differ over whether its rule keeps
the time on the clock or the length.

A series has RRULE and EXDATE, and neither RDATE nor RECURRENCE-ID, which several programs ignore.
Its UID does not depend on its dates, so it stays when dates are added, skipped or moved.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from typing import NamedTuple

from tourbook.common.dates import DAY, Session
from tourbook.model.trips import DatedVersion
from tourbook.timetable.recurrence import (
    RecurrenceRule,
    format_rule,
    iterate_dates,
    make_weekly_rule,
    parse_rule,
)

from .slots import OPEN_SUFFIX, NumberedSessions, Slot, format_session_suffix

MIN_RUN_LENGTH = 4
"""Slots; fewer are events of their own."""
MAX_GAP = 14 * DAY
"""Between two slots of a run."""
MAX_RULE_DATES = 100_000
"""More than any rule has from the first to the last slot."""

Pattern = tuple[int, Session | None]
"""A weekly pattern of open days: the number of the session on its day, and its times."""


class Series(NamedTuple):
    """What one event holds."""

    uid_suffix: str
    slots: tuple[Slot, ...]
    """One at least, in order of time."""
    rule: RecurrenceRule | None = None
    """None for a single slot."""

    @property
    def first(self) -> Slot:
        return self.slots[0]

    @property
    def last_day(self) -> dt.date:
        """The last day of its last slot."""
        return self.slots[-1].end

    @property
    def excluded_days(self) -> list[dt.date]:
        """Days of the rule that have no slot."""
        if self.rule is None:
            return []
        days = _list_rule_days(self.rule, self.first.start, self.slots[-1].start)
        return sorted(days - {slot.start for slot in self.slots})

    def is_over(self, moment: int) -> bool:
        """Whether its last slot ended by a moment, in seconds since 1970 (UTC)."""
        return self.slots[-1].is_over(moment)

    def holds_same(self, other: Series) -> bool:
        """Whether both are written alike: the zone of whole days is not."""
        return self == other or (
            self.rule == other.rule
            and [slot.written_form for slot in self.slots]
            == [slot.written_form for slot in other.slots]
        )


def make_single_series(slot: Slot) -> Series:
    return Series(slot.uid_suffix, (slot,))


def make_series(uid_suffix: str, slots: Iterable[Slot], rule: RecurrenceRule | None) -> Series:
    """Slots that follow a rule; a single one needs none."""
    members = tuple(slots)
    return Series(uid_suffix, members, rule if len(members) > 1 else None)


def group_date_slots(slots: list[Slot], version: DatedVersion) -> list[Series]:
    """The dates of a recurring visit that follow its rule are one series for each session of a
    day, under the UID that the visit would have with a single date."""
    repeat = version.repeat
    rule = parse_rule(repeat.every, repeat.days, repeat.first) if repeat else None
    if repeat is None or rule is None or not format_rule(rule) or not slots:
        return list(map(make_single_series, slots))
    days = _list_rule_days(rule, repeat.first, slots[-1].start)
    regular: dict[int, list[Slot]] = defaultdict(list)
    out: list[Series] = []
    for slot in slots:
        is_regular = slot.start in days and slot.start not in version.moved_dates
        if is_regular and not slot.spans_clock_change:
            regular[slot.number].append(slot)
        else:
            out.append(make_single_series(slot))
    for number, members in regular.items():
        out.append(Series(format_session_suffix(number), tuple(members), rule))
    return out


class PatternNumbers:
    """Numbers the weekly patterns of a stay, state by state: one that stays keeps its number, and
    one that takes the weekdays of another takes its number over."""

    def __init__(self) -> None:
        self._known: dict[Pattern, int] = {}
        """Of all that there ever were."""
        self._last: dict[tuple[int, int], int] = {}
        """(weekday, number of the session) -> the pattern that was last there."""

    def update(self, week: Sequence[NumberedSessions]) -> dict[Pattern, int]:
        """The numbers of the patterns from now on, from 0. `week` has the usual sessions of each
        weekday, Monday first."""
        weekdays = _list_patterns(week)
        numbers: dict[Pattern, int] = {}
        for pattern in weekdays:
            number = self._known.get(pattern)
            if number is not None and number not in numbers.values():
                numbers[pattern] = number
        for pattern, days in weekdays.items():
            if pattern not in numbers:
                former = (self._last.get((day, pattern[0])) for day in days)
                candidates = [number for number in former if number is not None]
                used = set(numbers.values())
                numbers[pattern] = next(n for n in chain(candidates, count()) if n not in used)
        self._known |= numbers
        for pattern, days in weekdays.items():
            self._last |= {(day, pattern[0]): numbers[pattern] for day in days}
        return numbers


def _list_patterns(week: Sequence[NumberedSessions]) -> dict[Pattern, list[int]]:
    """Weekly pattern -> its weekdays, in the order in which new ones are numbered."""
    patterns: dict[Pattern, list[int]] = defaultdict(list)
    for number in sorted(set().union(*week)):
        for day, sessions in enumerate(week):
            if number in sessions:
                patterns[number, sessions[number]].append(day)
    return patterns


def group_open_days(
    slots: list[Slot], week: Sequence[NumberedSessions], pattern_numbers: PatternNumbers
) -> list[Series]:
    """The days that are as their weekday usually is are a series for each weekly pattern; other
    days that follow each other, such as a season, are a run.

    Days that may still change are a run, too, unless all are such days. `week` has the usual
    sessions of each weekday, Monday first.
    """
    patterns = pattern_numbers.update(week)
    usual: dict[tuple[int, bool], list[Slot]] = defaultdict(list)
    special: list[Slot] = []
    for slot in slots:
        pattern = patterns.get((slot.number, slot.times))
        is_usual = week[slot.start.weekday()].get(slot.number) == slot.times
        if pattern is not None and is_usual and not slot.spans_clock_change:
            usual[pattern, slot.is_certain].append(slot)
        else:
            special.append(slot)
    out: list[Series] = []
    for (pattern, is_certain), members in usual.items():
        if not is_certain and (pattern, True) in usual:
            special += members
        else:
            suffix = OPEN_SUFFIX + format_session_suffix(pattern)
            out.append(Series(suffix, tuple(members), _find_weekly_rule(members)))
    return [*out, *group_runs(special)]


def group_runs(slots: Iterable[Slot]) -> list[Series]:
    """Slots with the same times that follow each other, at most two weeks apart, are one series
    under the UID of the first."""
    return [series for run in _split_into_runs(slots) for series in _make_run_series(run)]


def _split_into_runs(slots: Iterable[Slot]) -> Iterator[list[Slot]]:
    """The slots that follow each other, in order of time."""
    runs: dict[tuple[object, ...], list[Slot]] = {}
    for slot in sorted(slots, key=lambda slot: slot.start):
        profile = (
            (slot.number, slot.times, slot.timezone, slot.is_certain),
            slot.spans_clock_change,
        )
        run = runs.get(profile)
        if run and slot.start - run[-1].end <= MAX_GAP:
            run.append(slot)
            continue
        if run:
            yield run
        runs[profile] = [slot]
    yield from runs.values()


def _is_series(run: list[Slot]) -> bool:
    """Whether a run is one event."""
    return len(run) >= MIN_RUN_LENGTH and all(slot.start == slot.end for slot in run)


def _make_run_series(run: list[Slot]) -> list[Series]:
    if not _is_series(run):
        return list(map(make_single_series, run))
    return [Series(run[0].uid_suffix, tuple(run), _find_weekly_rule(run))]


def _find_weekly_rule(slots: list[Slot]) -> RecurrenceRule:
    return make_weekly_rule({slot.start.weekday() for slot in slots})


def _list_rule_days(rule: RecurrenceRule, first: dt.date, last: dt.date) -> set[dt.date]:
    return set(iterate_dates(rule, first, last, None, limit=MAX_RULE_DATES))
