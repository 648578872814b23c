"""What is still free: the stretches between two stops in which a set, or a vehicle, could go
somewhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tourbook.common.dates import DAY
from tourbook.common.intervals import Span, gaps
from tourbook.model.entities import Entry, Stop
from tourbook.schema.fields import Copy

from .agenda import Index
from .engine import Engine
from .stages import days_of

STAY_DAYS = 14
"""Days open that a stay has at the least, where nobody asks for another number."""
VISIT_DAYS = 7
"""Days in a row without a visit for which a vehicle is called free."""
ROAD_DAYS = 1
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
    opens: dt.date | None
    closes: dt.date | None
    after: Stop | None
    before: Stop | None

    def clipped(self, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
        """The days of it on which a stay could be open between two others; the second is before the
        first where there are none."""
        return max(self.opens or first, first), min(self.closes or last, last)


class Free(NamedTuple):
    """A set of an exhibition, or a vehicle (then `copy` is None), with its windows in order."""

    thing: Entry
    copy: Copy | None
    windows: tuple[Window, ...]


def copies(
    index: Index, days: int = STAY_DAYS, there: tuple[float, float] | None = None
) -> Iterator[Free]:
    """Every set with the windows in which it could be open for so many days; `there` is where
    (latitude, longitude)."""
    engine = index.engine
    for exhibition, copy in engine.all_copies():
        way = engine.copies.get((exhibition.id, copy.id), [])
        spans = [Span(*here, stop) for stop in way if (here := engine.stages(stop).here)]
        found = []
        for a, b in gaps(spans):
            window = _between(engine, a, b, there)
            if _open_days(window, index.today) >= days:
                found.append(_from_today(window, index.today))
        yield Free(exhibition, copy, tuple(found))


def _between(
    engine: Engine, a: Span | None, b: Span | None, there: tuple[float, float] | None
) -> Window:
    def road(stop: Stop) -> int:
        place = engine.place(stop)
        return engine.road_days(engine.road(place, there)) if there and place else ROAD_DAYS

    start, end = a.end + DAY if a else None, b.start - DAY if b else None
    opens = closes = None
    if a and start:
        opens = max(
            start, engine.arrival(a.item, road(a.item)) + days_of(a.item, "set_up_days") * DAY
        )
    if b and end:
        transport = engine.stages(b.item).transport
        striking, back = (
            days_of(b.item, "strike_days"),
            1 if transport and not transport.derived else road(b.item),
        )
        closes = min(
            end, b.start - (striking + max(back - 1, 0) if striking else max(back, 1)) * DAY
        )
    return Window(start, end, opens, closes, a.item if a else None, b.item if b else None)


def _open_days(w: Window, today: dt.date) -> float:
    """Days from today on on which a stay in it could be open."""
    return (w.closes - max(w.opens or today, today)).days + 1 if w.closes else float("inf")


def _from_today(w: Window, today: dt.date) -> Window:
    """A window that has begun has no first day any more: what is shown of it changes only on the
    day it begins."""
    return w._replace(
        start=w.start if w.start and w.start > today else None,
        opens=w.opens if w.opens and w.opens > today else None,
    )


def vehicles(index: Index, days: int = VISIT_DAYS) -> Iterator[Free]:
    """Every vehicle with the stretches of so many days without a visit."""
    for entry in sorted(index.model.entries["caravan"].values(), key=lambda e: e.id):
        calls = index.engine.vehicles.get(entry.id, [])
        spans = [Span(c.day, c.day, c.stop) for c in calls]
        found = []
        for a, b in gaps(spans):
            start, end = (a.end + DAY if a else None), (b.start - DAY if b else None)
            window = Window(start, end, start, end, a.item if a else None, b.item if b else None)
            if _open_days(window, index.today) >= days:
                found.append(_from_today(window, index.today))
        yield Free(entry, None, tuple(found))


def during(found: Iterable[Free], first: dt.date, last: dt.date, days: int) -> Iterator[Free]:
    """Those that could be open for so many days between two days, with just the windows in which
    they could."""
    for free in found:
        windows = tuple(
            w for w in free.windows for a, b in [w.clipped(first, last)] if (b - a).days + 1 >= days
        )
        if windows:
            yield free._replace(windows=windows)


def fitting(found: Iterable[Free], halls: list[Any], lacks: Any) -> Iterator[Free]:
    """Those whose exhibition fits one of the halls at least; what says nothing of its needs
    fits."""
    for free in found:
        needs = free.thing.record.logistics if free.copy else None
        if needs is None or any(not lacks(needs, hall) for hall in halls):
            yield free
