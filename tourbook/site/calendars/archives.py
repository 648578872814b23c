"""The archive: calendars of what began in a year and is over, in parts that programs can take."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from math import ceil

from tourbook.schedule.agenda import Agenda
from tourbook.site.edition import Edition

ARCHIVE_PART_SIZE = 300
"""Events in one file: so many fit, whatever they say."""


def count_archive_parts(agenda: Agenda) -> dict[int, int]:
    """Year, up to the present one -> the number of files for the events that began in it.

    A year that had an event in an earlier version of the schedule keeps its file. The present one
    has none before something is over.
    """
    event_counts: dict[int, int] = defaultdict(int)
    for stop in (*agenda.model.stops, *agenda.model.removed_stops):
        for day, _ in stop.spans:
            event_counts[day.year] += len(stop.list_sessions(day)) or 1
        for version in stop.earlier_versions:
            for day, _ in version.spans:
                event_counts.setdefault(day.year, 0)
    return {
        year: max(ceil(count / ARCHIVE_PART_SIZE), 1)
        for year, count in sorted(event_counts.items())
        if year < agenda.today.year or (year == agenda.today.year and _may_be_over(agenda))
    }


def _may_be_over(agenda: Agenda) -> bool:
    """Whether something of the present year is over, or may have been before it was removed."""
    year, ledger = agenda.today.year, agenda.model.ledger
    stops = (*agenda.model.stops, *agenda.model.removed_stops)
    earlier = (version.spans for stop in stops for version in stop.earlier_versions)
    spans = chain.from_iterable((*(stop.spans for stop in stops), *earlier))
    if any(start.year == year and end < agenda.today for start, end in spans):
        return True
    return any(record.last_record for record in ledger.history.list_records("stop").values())


def describe_archive(edition: Edition, year: int, part: int) -> tuple[str, str]:
    """(site path without .ics, name) of a calendar of the archive; parts count from 0."""
    name = edition.language.t(
        "feed_archive_part" if part else "feed_archive",
        name=edition.site_name,
        year=year,
        n=part + 1,
    )
    return f"{edition.addresses.prefix}archive/{year}" + (f"-{part + 1}" if part else ""), name
