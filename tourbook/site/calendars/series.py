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

from .slots import OPEN_SUFFIX, Slot, format_session_suffix

MIN_RUN_LENGTH = 4
"""Slots; fewer are events of their own."""
MAX_GAP = 14 * DAY
"""Between two slots of a run."""
MAX_RULE_DATES = 100_000
"""More than any rule has from the first to the last slot."""

WeekdaySessions = Sequence[tuple[Session, ...]]
"""The times of each weekday, Monday first."""


class Series(NamedTuple):
    """What one event holds."""

    uid_suffix: str
    first: Slot
    last_day: dt.date
    """The last day of its last slot."""
    rule: RecurrenceRule | None = None
    """None for a single slot."""
    excluded_days: tuple[dt.date, ...] = ()
    """Days of the rule that have no slot."""

    @property
    def visible_part(self) -> Series:
        """The same without what no event shows: in which zone whole days are."""
        return self if self.first.times else self._replace(first=self.first._replace(timezone=""))

    def is_over(self, moment: int) -> bool:
        """Whether its last slot ended by a moment, in seconds since 1970 (UTC)."""
        return self.first._replace(end=self.last_day).is_over(moment)


def make_single_series(slot: Slot) -> Series:
    return Series(slot.uid_suffix, slot, slot.end)


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
        out.append(_make_series(format_session_suffix(number), members, rule))
    return out


def group_open_days(slots: list[Slot], weekday_sessions: WeekdaySessions) -> list[Series]:
    """The days that are as their weekday usually is are a series for each weekly pattern; other
    days that follow each other, such as a season, are a run.

    Days that may still change are a run, too, unless all are such days.
    """
    patterns = _number_patterns(weekday_sessions)
    usual: dict[tuple[int, bool], list[Slot]] = defaultdict(list)
    special: list[Slot] = []
    for slot in slots:
        pattern = patterns.get((slot.number, slot.times))
        sessions = weekday_sessions[slot.start.weekday()]
        is_usual = slot.number < len(sessions) and sessions[slot.number] == slot.times
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
            out.append(_make_series(suffix, members, _find_weekly_rule(members)))
    return [*out, *group_runs(special)]


def group_runs(slots: Iterable[Slot]) -> list[Series]:
    """Slots with the same times that follow each other, at most two weeks apart, are one series
    under the UID of the first."""
    return [series for run in split_into_runs(slots) for series in _make_run_series(run)]


def _number_patterns(
    weekday_sessions: WeekdaySessions,
) -> dict[tuple[int, Session | None], int]:
    """(number of the session, times) -> number of the weekly pattern, from 0."""
    patterns: dict[tuple[int, Session | None], int] = {}
    for number in range(max(map(len, weekday_sessions), default=0)):
        for sessions in weekday_sessions:
            if number < len(sessions):
                patterns.setdefault((number, sessions[number]), len(patterns))
    return patterns


def split_into_runs(slots: Iterable[Slot]) -> Iterator[list[Slot]]:
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


def is_series(run: list[Slot]) -> bool:
    """Whether a run is one event."""
    return len(run) >= MIN_RUN_LENGTH and all(slot.start == slot.end for slot in run)


def _make_run_series(run: list[Slot]) -> list[Series]:
    if not is_series(run):
        return list(map(make_single_series, run))
    return [_make_series(run[0].uid_suffix, run, _find_weekly_rule(run))]


def _find_weekly_rule(slots: list[Slot]) -> RecurrenceRule:
    return make_weekly_rule({slot.start.weekday() for slot in slots})


def _make_series(uid_suffix: str, slots: list[Slot], rule: RecurrenceRule) -> Series:
    first, last_day = slots[0], slots[-1].start
    excluded = _list_rule_days(rule, first.start, last_day) - {slot.start for slot in slots}
    return Series(uid_suffix, first, last_day, rule, tuple(sorted(excluded)))


def _list_rule_days(rule: RecurrenceRule, first: dt.date, last: dt.date) -> set[dt.date]:
    return set(iterate_dates(rule, first, last, None, limit=MAX_RULE_DATES))
