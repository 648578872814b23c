"""One set, or one vehicle, cannot be in two places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

from tourbook.common.dates import DAY, minutes
from tourbook.common.intervals import Span, crowded, overlaps
from tourbook.common.problems import Say
from tourbook.model.entities import Stop
from tourbook.schedule.agenda import Index
from tourbook.schedule.engine import Call, Engine

from .base import Finding, named, place


def copies(index: Index) -> Iterator[Finding]:
    """The same set at two stays on one day. What counts are the dates that are written; a set may
    leave one place and arrive at another on the same day."""
    engine = index.engine
    for (_, copy), way in engine.copies.items():
        for a, b in overlaps([Span(*there(engine, stop), stop) for stop in way]):
            one, two = place(index, a.item), place(index, b.item)
            exhibition = named(index, b.item.exhibition)
            yield Finding(
                b.item.at.down("open"),
                Say(
                    f"{exhibition.zh} 的 {copy} 套同时在两处：{one.zh} {a.start} 至 {a.end}，"
                    f"{two.zh} {b.start} 至 {b.end}",
                    f"copy {copy} of {exhibition.en} is in two places at once: {one.en} "
                    f"{a.start} to {a.end}, "
                    f"{two.en} {b.start} to {b.end}",
                ),
                fits(first_fit(engine, way, a.item, b.item)),
                (a.item, b.item),
                a.item.at.down("open"),
            )


def there(engine: Engine, stop: Stop) -> tuple[dt.date, dt.date]:
    """The days on which a set must be at a stay, by the dates that are written; the day on which it
    leaves is not one."""
    stages = engine.stages(stop)
    written = [
        s.day
        for s in (stages.transport, stages.arrive, stages.set_up, stages.strike)
        if s and not s.derived
    ]
    opens, closes = stop.spans[0]
    last = [stages.leave.day - DAY] if stages.leave and not stages.leave.derived else []
    return min([opens, *written]), max([closes, *written, *last])


def first_opening(engine: Engine, a: Stop, b: Stop) -> dt.date:
    """The first day on which b could open if the set comes to it from a, after striking, transport
    and setting up."""
    coming = engine.stages(b)
    opens = b.spans[0][0]
    ahead = opens - coming.arrive.day if coming.arrive else dt.timedelta()
    day = engine.earliest(a, b) + max(ahead, dt.timedelta())
    return engine.opening(b).first_open(day, day + 30 * DAY) or day


def first_fit(engine: Engine, way: list[Stop], a: Stop, b: Stop) -> dt.date:
    """The first day on which b could open after a, in a gap between the other stops of the set that
    is long enough."""
    start, end = there(engine, b)
    ahead, behind = b.spans[0][0] - start, end - b.spans[0][0]
    day = first_opening(engine, a, b)
    for other in sorted((s for s in way if s is not b), key=lambda s: there(engine, s)):
        first, last = there(engine, other)
        if first <= day + behind and last >= day - ahead:
            day = max(day, first_opening(engine, other, b))
    return day


def fits(day: dt.date) -> Say:
    return Say(
        f"最早可以 {day} 开展；或换一套、改日期",
        f"the first day on which it could open is {day}; or take another copy, or other dates",
    )


def vehicles(index: Index) -> Iterator[Finding]:
    """The same vehicle at two visits at the same time in different places."""
    for vehicle, calls in index.engine.vehicles.items():
        found: dict[str, list[tuple[Call, Call]]] = {}
        for _, day in groupby(calls, key=lambda c: c.day):
            spans = [Span(s.start, s.end, call) for call in day for s in call.sessions]
            for a, b in meeting(spans):
                found.setdefault(b.stop.id, []).append((a, b))
        caravan = index.model.find("caravan", vehicle)
        for pairs in found.values():
            a, b = pairs[0]
            one, two, van = (
                place(index, a.stop),
                place(index, b.stop),
                named(index, caravan) if caravan else Say("", ""),
            )
            free = max(s.end for s in a.sessions)
            km = index.engine.km(a.stop, b.stop)
            start = minutes(free) + (index.engine.road_minutes(km) if km is not None else 0)
            clock = f"{int(start) // 60:02}:{int(start) % 60:02}"
            yield Finding(
                b.stop.at.down("time"),
                Say(
                    f"{van.zh} 在 {b.day} 同一时间有两处到访："
                    f"{one.zh} {span(a)}，{two.zh} {span(b)}{times_zh(len(pairs))}",
                    f"{van.en} has two visits at the same time on {b.day}: {one.en} {span(a)}, "
                    f"{two.en} {span(b)}{times_en(len(pairs))}",
                ),
                Say(
                    f"最早 {clock} 能到；或改日期、换车",
                    f"it could be there at {clock}; or on another day, or with another vehicle",
                )
                if start < 24 * 60
                else Say("改日期，或换车", "another day, or another vehicle"),
                (*(first.stop for first, _ in pairs), b.stop, caravan),
                a.stop.at.down("time"),
            )


def meeting(spans: list[Span]) -> Iterator[tuple[Call, Call]]:
    """The pairs of calls, at different places, whose times have more in common than their end."""
    closed = [Span(minutes(s.start), minutes(s.end) - 1, s.item) for s in spans]
    for others, b in crowded(closed, 1):
        for a in others:
            if a.item.stop is not b.item.stop and not same_place(a.item.stop, b.item.stop):
                yield a.item, b.item


def same_place(a: Stop, b: Stop) -> bool:
    return (
        (a.venue is b.venue)
        if a.venue or b.venue
        else (a.where.name, a.where.region) == (b.where.name, b.where.region)
    )


def span(call: Call) -> str:
    return f"{call.sessions[0].start}-{call.sessions[-1].end}"


def times_zh(n: int) -> str:
    return f"（共 {n} 次）" if n > 1 else ""


def times_en(n: int) -> str:
    return f" ({n} times)" if n > 1 else ""
