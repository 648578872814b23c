"""The archive: calendars of what began in a year and is over, in parts that programs can take."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import ceil

from tourbook.common import zones
from tourbook.common.dates import Span
from tourbook.common.memoized import memoize_by_owner
from tourbook.history.records import RecordHistory, decode_timing
from tourbook.model.trips import Stop
from tourbook.schedule.agenda import Agenda
from tourbook.site.edition import Edition
from tourbook.timetable.recurrence import format_rule, parse_rule

from .former_calendars import was_published

ARCHIVE_PART_SIZE = 300
"""Events in one file: so many fit, whatever they say."""


def count_archive_parts(agenda: Agenda) -> dict[int, int]:
    """Year -> the number of files for what began in it and is over.

    A year of which anything was over in an earlier version of the schedule keeps its file.
    """
    counts = _count_events(agenda)
    years = sorted({*counts, *_iterate_former_years(agenda)})
    return {year: max(ceil(counts.get(year, 0) / ARCHIVE_PART_SIZE), 1) for year in years}


def list_archive_years(agenda: Agenda) -> list[int]:
    """The years that have something to show."""
    return sorted(_count_events(agenda))


@memoize_by_owner
def _count_events(agenda: Agenda) -> dict[int, int]:
    """Year -> the number of events that began in it and are over."""
    counts: dict[int, int] = defaultdict(int)
    for stop in (*agenda.model.stops, *agenda.tombstones):
        today = agenda.find_today(stop.place.timezone)
        for first, last, count in _iterate_events(stop):
            if last < today:
                counts[first.year] += count
    return counts


def _iterate_former_years(agenda: Agenda) -> Iterator[int]:
    """The years of what was over before it got other dates, or was removed."""
    for stop in (*agenda.model.stops, *agenda.model.removed_stops):
        versions = stop.earlier_versions
        moments = [version.recorded_at for version in versions[1:]]
        if versions:
            moments.append(stop.history.versions[-1].timestamp if stop.history else 0)
        for version, moment in zip(versions, moments, strict=True):
            day = zones.find_day(moment, stop.place.timezone)
            yield from (first.year for first, last in version.spans if last < day)
    for stop in agenda.model.removed_stops:
        today = agenda.find_today(stop.place.timezone)
        yield from (first.year for first, last in stop.spans if last < today)
    records = agenda.model.ledger.history.list_records("stop").values()
    yield from (year for record in records if record.last_record for year in _list_years(record))


def _list_years(removed_stop: RecordHistory) -> Iterator[int]:
    """The years of what a removed stop had that was over by then."""
    if not was_published(removed_stop):
        return
    removed_on = zones.find_day(removed_stop.removed_at, "UTC")
    for version in removed_stop.versions:
        timing = decode_timing(version.timing)
        first = timing.repeat.first if timing.repeat else timing.start
        if first and (timing.end or first) < removed_on:
            yield first.year


def _iterate_events(stop: Stop) -> Iterator[tuple[dt.date, dt.date, int]]:
    """(first day, last day, number) of the events of a stop; the days of a series are one event for
    each session of a day. An extra day may be counted although its rule has it."""
    sessions = max(len(stop.sessions), 1)
    regular, irregular = _divide_spans(stop)
    yield from ((*span, sessions) for span in irregular)
    if regular:
        yield regular[0][0], regular[-1][1], sessions


def _divide_spans(stop: Stop) -> tuple[Sequence[Span], Sequence[Span]]:
    """The days of its series, and all others."""
    repeat = stop.repeat
    if not repeat or not format_rule(parse_rule(repeat.every, repeat.days, repeat.first)):
        return (), stop.spans
    extra_days = {*stop.moved_dates, *repeat.also}
    if not extra_days:
        return stop.spans, ()
    regular = [span for span in stop.spans if span[0] not in extra_days]
    return regular, [span for span in stop.spans if span[0] in extra_days]


def describe_archive(edition: Edition, year: int, part: int) -> tuple[str, str]:
    """(site path without .ics, name) of a calendar of the archive; parts count from 0."""
    name = edition.language.t(
        "feed_archive_part" if part else "feed_archive",
        name=edition.site_name,
        year=year,
        n=part + 1,
    )
    return f"{edition.addresses.prefix}archive/{year}" + (f"-{part + 1}" if part else ""), name
