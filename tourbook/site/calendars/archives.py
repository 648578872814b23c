"""The archive: calendars of what began in a year and is over, in parts that programs can take."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from math import ceil

from tourbook.model.trips import Stop
from tourbook.schedule.agenda import Agenda
from tourbook.site.edition import Edition

ARCHIVE_PART_SIZE = 300
"""Events in one file: so many fit, whatever they say."""


def count_archive_parts(agenda: Agenda) -> dict[int, int]:
    """Year, up to the present one -> the number of files for what began in it and is over.

    A year that had an event in an earlier version of the schedule keeps its file.
    """
    today = agenda.today
    stops = (*agenda.model.stops, *agenda.model.removed_stops)
    event_counts: dict[int, int] = defaultdict(int)
    for first, last, count in (group for stop in stops for group in _iterate_events(stop)):
        if last < today:
            event_counts[first.year] += count
    for version in (version for stop in stops for version in stop.earlier_versions):
        for first, last in version.spans:
            if first.year < today.year or last < today:
                event_counts.setdefault(first.year, 0)
    if _has_removed_stops(agenda):  # one of them may have been over
        for first, _, _ in (group for stop in stops for group in _iterate_events(stop)):
            event_counts.setdefault(first.year, 0)
    return {
        year: max(ceil(count / ARCHIVE_PART_SIZE), 1)
        for year, count in sorted(event_counts.items())
        if year <= today.year
    }


def _iterate_events(stop: Stop) -> Iterator[tuple[dt.date, dt.date, int]]:
    """(first day, last day, number) of the events of a stop; the days of a series are one event for
    each session of a day. An extra day may be counted although its rule has it."""
    sessions = max(len(stop.sessions), 1)
    regular = []
    extra_days = {*stop.moved_dates, *(stop.repeat.also if stop.repeat else ())}
    for span in stop.spans:
        if stop.repeat and span[0] not in extra_days:
            regular.append(span)
        else:
            yield *span, sessions
    if regular:
        yield regular[0][0], regular[-1][1], sessions


def _has_removed_stops(agenda: Agenda) -> bool:
    records = agenda.model.ledger.history.list_records("stop").values()
    return any(record.last_record for record in records)


def describe_archive(edition: Edition, year: int, part: int) -> tuple[str, str]:
    """(site path without .ics, name) of a calendar of the archive; parts count from 0."""
    name = edition.language.t(
        "feed_archive_part" if part else "feed_archive",
        name=edition.site_name,
        year=year,
        n=part + 1,
    )
    return f"{edition.addresses.prefix}archive/{year}" + (f"-{part + 1}" if part else ""), name
