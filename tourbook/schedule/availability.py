"""The gaps between two stops in which a copy or a caravan could go somewhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from tourbook.common.dates import DAY, OPEN_END
from tourbook.common.intervals import Interval, find_gaps
from tourbook.common.memoized import memoize_by_owner
from tourbook.model.entries import Caravan, Exhibition
from tourbook.model.trips import Stay, Stop
from tourbook.schema.fields import CopyRecord, Hall

from .agenda import Agenda
from .engine import Engine
from .halls import list_shortfalls
from .stages import count_set_up_days, count_strike_days

MIN_STAY_DAYS = 14
"""The default length of a stay, in open days."""
MIN_CARAVAN_DAYS = 7
"""The default number of days in a row without a visit for which a caravan is free."""
DEFAULT_ROAD_DAYS = 1
"""Days on the road to an unknown place."""

Position = tuple[float, float]
"""Latitude and longitude in degrees."""


class Window(NamedTuple):
    """A gap. Of a caravan, the days open are all days of the gap."""

    start: dt.date | None
    """The first free day; None if the gap has begun."""
    end: dt.date | None
    """The last free day; None if no stop follows."""
    first_open_day: dt.date | None
    """The first day on which a stay in the gap could be open, after take-down, transport and
    set-up; None as above."""
    last_open_day: dt.date | None
    """The last such day; None as above."""
    previous_stop: Stop | None
    next_stop: Stop | None

    def count_open_days(self, first: dt.date, last: dt.date) -> int:
        """The number of days from `first` to `last` on which a stay could be open; 0 or less if
        there are none."""
        opens = max(self.first_open_day or first, first)
        closes = min(self.last_open_day or last, last)
        return (closes - opens).days + 1


class Availability(NamedTuple):
    """A copy of an exhibition, or a caravan, with its windows in order."""

    entry: Exhibition | Caravan
    copy: CopyRecord | None
    """None for a caravan."""
    windows: tuple[Window, ...]


# ---- copies --------------------------------------------------------------------------


@memoize_by_owner
def list_copy_availability(
    agenda: Agenda, days: int = MIN_STAY_DAYS, destination: Position | None = None
) -> list[Availability]:
    """Every copy, with the windows in which it could be open at the destination for so many
    days."""
    engine, out = agenda.engine, []
    for exhibition, copy in engine.iterate_copies():
        occupied = []
        for stay in engine.stays_by_copy.get((exhibition.id, copy.id), []):
            span = engine.get_stages(stay).occupied_span
            if span:
                occupied.append(Interval(*span, stay))
        windows = [
            _compute_window(engine, a, b, destination)
            for a, b in find_gaps(occupied)
            if a is None or a.end < OPEN_END
        ]
        selected = _select_windows(windows, days, agenda.today)
        out.append(Availability(exhibition, copy, selected))
    return out


def _compute_window(
    engine: Engine,
    a: Interval[dt.date, Stay] | None,
    b: Interval[dt.date, Stay] | None,
    destination: Position | None,
) -> Window:
    start = end = opens = closes = None
    if a:
        start = a.end + DAY
        arrival = engine.compute_arrival(a.item, _count_road_days(engine, a.item, destination))
        opens = max(start, arrival + count_set_up_days(a.item.exhibition) * DAY)
    if b:
        end = b.start - DAY
        closes = min(end, b.start - _count_return_days(engine, b.item, destination) * DAY)
    return Window(start, end, opens, closes, a.item if a else None, b.item if b else None)


def _count_return_days(engine: Engine, stay: Stay, destination: Position | None) -> int:
    """Days from the last open day elsewhere until a copy begins its stay: take-down, then the
    road."""
    transport = engine.get_stages(stay).transport
    road_days = _count_road_days(engine, stay, destination)
    if transport and not transport.is_derived:  # the stay begins with its transport
        road_days = 1
    strike_days = count_strike_days(stay.exhibition)
    return strike_days + max(road_days - 1, 0) if strike_days else max(road_days, 1)


def _count_road_days(engine: Engine, stop: Stop, destination: Position | None) -> int:
    position = engine.find_coordinates(stop)
    if not destination or not position:
        return DEFAULT_ROAD_DAYS
    return engine.compute_road_days(engine.compute_road_distance_km(position, destination))


# ---- caravans ------------------------------------------------------------------------


@memoize_by_owner
def list_caravan_availability(agenda: Agenda, days: int = MIN_CARAVAN_DAYS) -> list[Availability]:
    """Every caravan, with its windows of so many days without a visit."""
    out = []
    for caravan in sorted(agenda.model.entries[Caravan].values(), key=lambda e: e.id):
        visits = agenda.engine.visits_by_caravan.get(caravan.id, [])
        firsts = (next(group) for _, group in groupby(visits, key=lambda visit: visit.day))
        occupied = [Interval(visit.day, visit.day, visit.stop) for visit in firsts]
        windows = []
        for a, b in find_gaps(occupied):
            start = a.end + DAY if a else None
            end = b.start - DAY if b else None
            stops = (a.item if a else None, b.item if b else None)
            windows.append(Window(start, end, start, end, *stops))
        out.append(Availability(caravan, None, _select_windows(windows, days, agenda.today)))
    return out


# ---- choosing ------------------------------------------------------------------------


def _select_windows(windows: Iterable[Window], days: int, today: dt.date) -> tuple[Window, ...]:
    """The windows in which a stay of so many days could be open from today on."""
    return tuple(
        _drop_past_start(window, today)
        for window in windows
        if window.count_open_days(today, dt.date.max) >= days
    )


def _drop_past_start(window: Window, today: dt.date) -> Window:
    """A window that has begun has no first day any more, so that its views change only on the day
    on which it begins."""
    start, opens = window.start, window.first_open_day
    return window._replace(
        start=start if start and start > today else None,
        first_open_day=opens if opens and opens > today else None,
    )


def filter_by_dates(
    availabilities: Iterable[Availability], first: dt.date, last: dt.date, days: int
) -> Iterator[Availability]:
    """The availabilities with a window of so many open days from `first` to `last`, and only such
    windows."""
    for availability in availabilities:
        windows = tuple(w for w in availability.windows if w.count_open_days(first, last) >= days)
        if windows:
            yield availability._replace(windows=windows)


def filter_by_hall(
    availabilities: Iterable[Availability], halls: Sequence[Hall]
) -> Iterator[Availability]:
    """The availabilities of exhibitions that fit into one of the halls at least, or that do not say
    what they need."""
    for availability in availabilities:
        entry = availability.entry
        needs = entry.record.logistics if isinstance(entry, Exhibition) else None
        if needs is None or any(not list_shortfalls(needs, hall) for hall in halls):
            yield availability
