"""What is still free: the stretches between two stops in which a set, or a vehicle, could go
somewhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tourbook.common.dates import DAY
from tourbook.common.intervals import Interval, find_gaps
from tourbook.model.entries import Caravan, Exhibition
from tourbook.model.trips import Stay, Stop
from tourbook.schema.fields import CopyRecord

from .agenda import Agenda
from .engine import Engine
from .stages import get_logistics_days

MIN_STAY_DAYS = 14
"""Days open that a stay has at the least, where nobody asks for another number."""
MIN_CARAVAN_DAYS = 7
"""Days in a row without a visit for which a vehicle is called free."""
DEFAULT_ROAD_DAYS = 1
"""Days on the road to a place of which only is known that it is another one."""


class Window(NamedTuple):
    """A free stretch. `start` is None where it is free already, `end` where nothing follows; both
    days are free.

    `opens` and `closes` are the first and the last day on which a stay in it could be open,
    transport, setting up
    and striking taken off; None as above.
    """

    start: dt.date | None
    end: dt.date | None
    first_open_day: dt.date | None
    last_open_day: dt.date | None
    previous_stop: Stop | None
    next_stop: Stop | None

    def clip(self, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
        """The days of it on which a stay could be open between two others; the second is before the
        first where there are none."""
        return max(self.first_open_day or first, first), min(self.last_open_day or last, last)


class Availability(NamedTuple):
    """A set of an exhibition, or a vehicle (then `copy` is None), with its windows in order."""

    entry: Exhibition | Caravan
    copy: CopyRecord | None
    windows: tuple[Window, ...]


def iterate_copy_availability(
    index: Agenda, days: int = MIN_STAY_DAYS, destination: tuple[float, float] | None = None
) -> Iterator[Availability]:
    """Every set with the windows in which it could be open for so many days; `there` is where
    (latitude, longitude)."""
    engine = index.engine
    for exhibition, copy in engine.iterate_copies():
        way = engine.stays_by_copy.get((exhibition.id, copy.id), [])
        spans = [
            Interval(*here, stop) for stop in way if (here := engine.get_stages(stop).occupied_span)
        ]
        found = []
        for a, b in find_gaps(spans):
            window = _compute_window(engine, a, b, destination)
            if _count_open_days(window, index.today) >= days:
                found.append(_drop_past_start(window, index.today))
        yield Availability(exhibition, copy, tuple(found))


def _compute_window(
    engine: Engine,
    a: Interval[dt.date, Stay] | None,
    b: Interval[dt.date, Stay] | None,
    destination: tuple[float, float] | None,
) -> Window:
    def road(stop: Stop) -> int:
        place = engine.find_coordinates(stop)
        return (
            engine.compute_road_days(engine.compute_road_distance_km(place, destination))
            if destination and place
            else DEFAULT_ROAD_DAYS
        )

    start, end = a.end + DAY if a else None, b.start - DAY if b else None
    opens = closes = None
    if a and start:
        opens = max(
            start,
            engine.compute_arrival(a.item, road(a.item))
            + get_logistics_days(a.item, "set_up_days") * DAY,
        )
    if b and end:
        transport = engine.get_stages(b.item).transport
        striking, back = (
            get_logistics_days(b.item, "strike_days"),
            1 if transport and not transport.is_derived else road(b.item),
        )
        closes = min(
            end, b.start - (striking + max(back - 1, 0) if striking else max(back, 1)) * DAY
        )
    return Window(start, end, opens, closes, a.item if a else None, b.item if b else None)


def _count_open_days(w: Window, today: dt.date) -> float:
    """Days from today on on which a stay in it could be open."""
    return (
        (w.last_open_day - max(w.first_open_day or today, today)).days + 1
        if w.last_open_day
        else float("inf")
    )


def _drop_past_start(w: Window, today: dt.date) -> Window:
    """A window that has begun has no first day any more: what is shown of it changes only on the
    day it begins."""
    return w._replace(
        start=w.start if w.start and w.start > today else None,
        first_open_day=w.first_open_day if w.first_open_day and w.first_open_day > today else None,
    )


def iterate_caravan_availability(
    index: Agenda, days: int = MIN_CARAVAN_DAYS
) -> Iterator[Availability]:
    """Every vehicle with the stretches of so many days without a visit."""
    for entry in sorted(index.model.entries[Caravan].values(), key=lambda e: e.id):
        calls = index.engine.visits_by_caravan.get(entry.id, [])
        spans = [Interval(c.day, c.day, c.stop) for c in calls]
        found = []
        for a, b in find_gaps(spans):
            start, end = (a.end + DAY if a else None), (b.start - DAY if b else None)
            window = Window(start, end, start, end, a.item if a else None, b.item if b else None)
            if _count_open_days(window, index.today) >= days:
                found.append(_drop_past_start(window, index.today))
        yield Availability(entry, None, tuple(found))


def filter_by_dates(
    found: Iterable[Availability], first: dt.date, last: dt.date, days: int
) -> Iterator[Availability]:
    """Those that could be open for so many days between two days, with just the windows in which
    they could."""
    for free in found:
        windows = tuple(
            w for w in free.windows for a, b in [w.clip(first, last)] if (b - a).days + 1 >= days
        )
        if windows:
            yield free._replace(windows=windows)


def filter_by_hall(
    found: Iterable[Availability], halls: list[Any], lacks: Any
) -> Iterator[Availability]:
    """Those whose exhibition fits one of the halls at least; what says nothing of its needs
    fits."""
    for free in found:
        needs = free.entry.record.logistics if isinstance(free.entry, Exhibition) else None
        if needs is None or any(not lacks(needs, hall) for hall in halls):
            yield free
