"""The months and years of stops."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator

from tourbook.common.dates import OPEN_END, Span
from tourbook.model.trips import Stop

MAX_MONTHS = 360
"""In a longer schedule, months without stops are left out: a typing mistake in a year must not
make a thousand empty pages."""


def group_by_month(stops: Collection[Stop], today: dt.date) -> dict[dt.date, list[Stop]]:
    """First day of a month -> the stops that begin or go on in it, from the first month with a
    stop to the last one."""
    groups: dict[int, list[Stop]] = defaultdict(list)
    for stop, days in _iterate_spans(stops, today):
        spans = [(_number_month(start), _number_month(end)) for start, end in days]
        for number in {n for first, last in spans for n in range(first, last + 1)}:
            groups[number].append(stop)
    if not groups:
        return {}
    numbers = range(min(groups), max(groups) + 1)
    months = numbers if len(numbers) <= MAX_MONTHS else sorted(groups)
    return {dt.date(n // 12, n % 12 + 1, 1): groups.get(n, []) for n in months}


def group_by_year(stops: Collection[Stop], today: dt.date) -> dict[int, list[Stop]]:
    """Year -> the stops that begin or go on in it; years without stops are left out."""
    groups: dict[int, list[Stop]] = defaultdict(list)
    for stop, days in _iterate_spans(stops, today):
        for year in {y for start, end in days for y in range(start.year, end.year + 1)}:
            groups[year].append(stop)
    return dict(sorted(groups.items()))


def _iterate_spans(
    stops: Collection[Stop], today: dt.date
) -> Iterator[tuple[Stop, tuple[Span, ...]]]:
    """The stops and their spans; one without an end goes on for as long as there are other stops,
    at least until today."""
    days = [day for stop in stops for day in (stop.start, stop.end) if day and day != OPEN_END]
    last_day = max([*days, today])
    for stop in stops:
        if stop.has_no_end:
            yield stop, tuple((start, min(end, last_day)) for start, end in stop.spans)
        else:
            yield stop, stop.spans


def _number_month(day: dt.date) -> int:
    """Months since year 0: consecutive months have consecutive numbers."""
    return day.year * 12 + day.month - 1
