"""The stages of a stay: what authors wrote, and what follows from it.

    transport -> arrive -> set up -> open -> close -> take-down (`strike`) -> leave

Setting up takes the exhibition's set-up days before the opening; take-down begins on the day after
the close. Every stage is a whole day; an unknown stage is None.
"""

from __future__ import annotations

import datetime as dt
from math import ceil
from typing import NamedTuple

from tourbook.common.dates import DAY, OPEN_END, Span
from tourbook.common.problems import Message
from tourbook.model.entries import Exhibition
from tourbook.model.trips import Stay

STAGE_WORDS = {
    "transport": Message("启运", "transport"),
    "arrive": Message("到达", "arrival"),
    "set_up": Message("布展", "set-up"),
    "open": Message("开展", "opening"),
    "close": Message("闭展", "closing"),
    "strike": Message("撤展", "take-down"),
    "leave": Message("运离", "departure"),
}
"""The stages in order, as keys of YAML -> what people call them."""


class Stage(NamedTuple):
    day: dt.date
    is_derived: bool = False
    """False if an author wrote it."""


class Stages(NamedTuple):
    transport: Stage | None = None
    """The day on which the copy sets out."""
    arrive: Stage | None = None
    set_up: Stage | None = None
    open: Stage | None = None
    close: Stage | None = None
    strike: Stage | None = None
    leave: Stage | None = None

    @property
    def occupied_span(self) -> Span | None:
        """The days on which the copy is at the stay, as far as they are known. They begin with its
        transport if an author wrote that."""
        days = [stage.day for stage in self[1:] if stage]
        if self.transport and not self.transport.is_derived:
            days.append(self.transport.day)
        return (min(days), max(days)) if days else None


def count_set_up_days(exhibition: Exhibition | None) -> int:
    """Whole days to set up an exhibition; 0 if that is unknown."""
    logistics = exhibition.record.logistics if exhibition else None
    return ceil(logistics.set_up_days or 0) if logistics else 0


def count_strike_days(exhibition: Exhibition | None) -> int:
    """Whole days to take down an exhibition; 0 if that is unknown."""
    logistics = exhibition.record.logistics if exhibition else None
    return ceil(logistics.strike_days or 0) if logistics else 0


def compute_hall_span(stay: Stay) -> Span:
    """The days on which a stay takes up its hall: from setting up until it is taken down or, if it
    is unknown how long that takes, until it leaves."""
    start, end = stay.spans[0]
    _, set_up = find_set_up(stay)
    strike, leave = find_strike(stay)
    strike_days = count_strike_days(stay.exhibition)
    if set_up:
        start = min(set_up.day, start)
    if strike and strike_days:
        end = max(end, strike.day + (strike_days - 1) * DAY)
    elif last := leave or strike:
        end = max(end, last.day)
    return start, end


def compute_written_span(stay: Stay) -> Span:
    """The first and the last day on which a copy must be at a stay, by its written dates.

    The day on which the copy leaves does not count.
    """
    r, (start, end) = stay.record, stay.spans[0]
    is_endless = end == OPEN_END
    written_days = (r.transport, r.arrive, r.set_up, None if is_endless else r.strike)
    for day in filter(None, written_days):
        start, end = min(start, day), max(end, day)
    if r.leave and not is_endless:
        end = max(end, r.leave - DAY)
    return start, end


def compute_stages(stay: Stay, road_days: int | None) -> Stages:
    """The stages of a stay; `road_days` is how long the copy is on the road to it, None if that is
    unknown.

    Open from 5 to 20 May, 2 days to set up, 1 to take down, 3 on the road: transport on 1 May,
    arrival and set-up on 3 May, take-down and leaving on 21 May.
    """
    if not stay.spans:
        return Stages()
    opens, closes = stay.spans[0]
    arrive, set_up = find_set_up(stay)
    strike, leave = find_strike(stay)
    transport = _get_written(stay.record.transport)
    if transport is None and road_days:
        first_day = arrive.day if arrive else opens
        transport = Stage(first_day - (road_days - 1) * DAY, True)
    return Stages(transport, arrive, set_up, Stage(opens), Stage(closes), strike, leave)


def find_set_up(stay: Stay) -> tuple[Stage | None, Stage | None]:
    """(arrive, set up) of a stay with dates."""
    r, days = stay.record, count_set_up_days(stay.exhibition)
    arrive, set_up = _get_written(r.arrive), _get_written(r.set_up)
    if set_up is None and days:
        day = stay.spans[0][0] - days * DAY
        set_up = Stage(max(day, arrive.day) if arrive else day, True)
    if arrive is None and set_up is not None:
        arrive = Stage(set_up.day, True)
    return arrive, set_up


def find_strike(stay: Stay) -> tuple[Stage | None, Stage | None]:
    """(strike, leave) of a stay with dates."""
    r, closes, days = stay.record, stay.spans[0][1], count_strike_days(stay.exhibition)
    if closes == OPEN_END:
        return None, None
    strike, leave = _get_written(r.strike), _get_written(r.leave)
    if strike is None and (days or leave):
        day = closes + DAY
        strike = Stage(min(day, leave.day) if leave else day, True)
    if leave is None and strike is not None:
        leave = Stage(strike.day + max(days - 1, 0) * DAY, True)
    return strike, leave


def _get_written(day: dt.date | None) -> Stage | None:
    return Stage(day) if day else None
