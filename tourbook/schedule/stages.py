"""The stages of a stop: what authors wrote, and what follows from it where they did not.

    transport -> arrive -> set up -> open -> close -> strike -> leave

Setting up takes the exhibition's set-up days before the opening, striking begins on the day after
the close. Every stage is a whole day; a stage that nothing tells is None.
"""

from __future__ import annotations

import datetime as dt
from math import ceil
from typing import NamedTuple

from tourbook.common.dates import DAY
from tourbook.model.trips import Stay
from tourbook.schema import StopRecord


class Stage(NamedTuple):
    day: dt.date
    is_derived: bool = False
    """True where nobody wrote it."""


class Stages(NamedTuple):
    transport: Stage | None = None
    """The day on which it sets out."""
    arrive: Stage | None = None
    set_up: Stage | None = None
    open: Stage | None = None
    close: Stage | None = None
    strike: Stage | None = None
    leave: Stage | None = None

    @property
    def occupied_span(self) -> tuple[dt.date, dt.date] | None:
        """The days on which the set is there or, where somebody wrote when it sets out, on its way
        there: up to its leaving, as far as is known."""
        out = self.transport if self.transport and not self.transport.is_derived else None
        days = [
            s.day
            for s in (out, self.arrive, self.set_up, self.open, self.close, self.strike, self.leave)
            if s
        ]
        return (min(days), max(days)) if days else None


def get_logistics_days(stop: Stay, field: str) -> int:
    """Whole days to set up (`set_up_days`) or to strike the stop's exhibition; 0 where that is not
    written."""
    logistics = stop.exhibition.record.logistics if stop.exhibition else None
    return ceil(getattr(logistics, field) or 0) if logistics else 0


def compute_hall_span(stop: Stay, found: Stages) -> tuple[dt.date, dt.date]:
    """The days on which a stay takes up its hall: from setting up until it is struck; where nobody
    knows how long that takes, until it leaves."""
    opens, closes = stop.spans[0]
    start = found.set_up.day if found.set_up else opens
    striking, end = get_logistics_days(stop, "strike_days"), found.leave or found.strike
    if found.strike and striking:
        end = Stage(found.strike.day + (striking - 1) * DAY)
    return min(start, opens), max(closes, end.day) if end else closes


def get_written_stage(record: StopRecord, name: str) -> Stage | None:
    day = getattr(record, name)
    return Stage(day) if day else None


def compute_stages(stop: Stay, road_days: int | None) -> Stages:
    """The stages of a stay; `road_days` is how long it is on the road to it, None where that is not
    known."""
    r = stop.record
    if not stop.spans:
        return Stages()
    opens, closes = stop.spans[0]
    if (
        road_days is None
        and r.transport is r.arrive is r.set_up is r.strike is r.leave is None
        and (stop.exhibition is None or stop.exhibition.record.logistics is None)
    ):
        return Stages(open=Stage(opens), close=Stage(closes))
    arrive, set_up, strike, leave = (
        get_written_stage(r, name) for name in ("arrive", "set_up", "strike", "leave")
    )
    needed, striking = (
        get_logistics_days(stop, "set_up_days"),
        get_logistics_days(stop, "strike_days"),
    )
    if set_up is None and needed:
        day = opens - needed * DAY
        set_up = Stage(max(day, arrive.day) if arrive else day, True)
    if arrive is None and set_up is not None:
        arrive = Stage(set_up.day, True)
    if strike is None and (striking or leave):
        day = closes + DAY
        strike = Stage(min(day, leave.day) if leave else day, True)
    if leave is None and strike is not None:
        leave = Stage(strike.day + max(striking - 1, 0) * DAY, True)
    first = arrive or Stage(opens)
    transport = get_written_stage(r, "transport")
    if transport is None and road_days:
        transport = Stage(first.day - (road_days - 1) * DAY, True)
    return Stages(transport, arrive, set_up, Stage(opens), Stage(closes), strike, leave)
