"""One set, or one vehicle, cannot be in two places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

from tourbook.common.dates import DAY, parse_minutes
from tourbook.common.intervals import Interval, find_exceeding_capacity, find_overlaps
from tourbook.common.problems import Message
from tourbook.model.entities import Stop
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.engine import CaravanVisit, Engine

from .base import Finding, describe_entry, describe_stop


def find_copy_clashes(index: Agenda) -> Iterator[Finding]:
    """The same set at two stays on one day. What counts are the dates that are written; a set may
    leave one place and arrive at another on the same day."""
    engine = index.engine
    for (_, copy), way in engine.stays_by_copy.items():
        for a, b in find_overlaps(
            [Interval(*compute_occupied_days(engine, stop), stop) for stop in way]
        ):
            one, two = describe_stop(index, a.item), describe_stop(index, b.item)
            exhibition = describe_entry(index, b.item.exhibition)
            yield Finding(
                b.item.location.child("open"),
                Message(
                    f"{exhibition.zh} 的 {copy} 套同时在两处：{one.zh} {a.start} 至 {a.end}，"
                    f"{two.zh} {b.start} 至 {b.end}",
                    f"copy {copy} of {exhibition.en} is in two places at once: {one.en} "
                    f"{a.start} to {a.end}, "
                    f"{two.en} {b.start} to {b.end}",
                ),
                suggest_opening(find_first_fit(engine, way, a.item, b.item)),
                (a.item, b.item),
                a.item.location.child("open"),
            )


def compute_occupied_days(engine: Engine, stop: Stop) -> tuple[dt.date, dt.date]:
    """The days on which a set must be at a stay, by the dates that are written; the day on which it
    leaves is not one."""
    stages = engine.get_stages(stop)
    written = [
        s.day
        for s in (stages.transport, stages.arrive, stages.set_up, stages.strike)
        if s and not s.is_derived
    ]
    opens, closes = stop.spans[0]
    last = [stages.leave.day - DAY] if stages.leave and not stages.leave.is_derived else []
    return min([opens, *written]), max([closes, *written, *last])


def find_earliest_opening(engine: Engine, a: Stop, b: Stop) -> dt.date:
    """The first day on which b could open if the set comes to it from a, after striking, transport
    and setting up."""
    coming = engine.get_stages(b)
    opens = b.spans[0][0]
    ahead = opens - coming.arrive.day if coming.arrive else dt.timedelta()
    day = engine.compute_earliest_arrival(a, b) + max(ahead, dt.timedelta())
    return engine.get_opening(b).find_first_open_day(day, day + 30 * DAY) or day


def find_first_fit(engine: Engine, way: list[Stop], a: Stop, b: Stop) -> dt.date:
    """The first day on which b could open after a, in a gap between the other stops of the set that
    is long enough."""
    start, end = compute_occupied_days(engine, b)
    ahead, behind = b.spans[0][0] - start, end - b.spans[0][0]
    day = find_earliest_opening(engine, a, b)
    for other in sorted(
        (s for s in way if s is not b), key=lambda s: compute_occupied_days(engine, s)
    ):
        first, last = compute_occupied_days(engine, other)
        if first <= day + behind and last >= day - ahead:
            day = max(day, find_earliest_opening(engine, other, b))
    return day


def suggest_opening(day: dt.date) -> Message:
    return Message(
        f"最早可以 {day} 开展；或换一套、改日期",
        f"the first day on which it could open is {day}; or take another copy, or other dates",
    )


def find_caravan_clashes(index: Agenda) -> Iterator[Finding]:
    """The same vehicle at two visits at the same time in different places."""
    for vehicle, calls in index.engine.visits_by_caravan.items():
        found: dict[str, list[tuple[CaravanVisit, CaravanVisit]]] = {}
        for _, day in groupby(calls, key=lambda c: c.day):
            spans = [Interval(s.start, s.end, call) for call in day for s in call.sessions]
            for a, b in find_simultaneous_visits(spans):
                found.setdefault(b.stop.id, []).append((a, b))
        caravan = index.model.find_entry("caravan", vehicle)
        for pairs in found.values():
            a, b = pairs[0]
            one, two, van = (
                describe_stop(index, a.stop),
                describe_stop(index, b.stop),
                describe_entry(index, caravan) if caravan else Message("", ""),
            )
            free = max(s.end for s in a.sessions)
            km = index.engine.compute_stop_distance_km(a.stop, b.stop)
            start = parse_minutes(free) + (
                index.engine.compute_road_minutes(km) if km is not None else 0
            )
            clock = f"{int(start) // 60:02}:{int(start) % 60:02}"
            yield Finding(
                b.stop.location.child("time"),
                Message(
                    f"{van.zh} 在 {b.day} 同一时间有两处到访："
                    f"{one.zh} {format_visit_times(a)}，{two.zh} "
                    f"{format_visit_times(b)}{format_repeats_zh(len(pairs))}",
                    f"{van.en} has two visits at the same time on {b.day}: {one.en} "
                    f"{format_visit_times(a)}, "
                    f"{two.en} {format_visit_times(b)}{format_repeats_en(len(pairs))}",
                ),
                Message(
                    f"最早 {clock} 能到；或改日期、换车",
                    f"it could be there at {clock}; or on another day, or with another vehicle",
                )
                if start < 24 * 60
                else Message("改日期，或换车", "another day, or another vehicle"),
                (*(first.stop for first, _ in pairs), b.stop, caravan),
                a.stop.location.child("time"),
            )


def find_simultaneous_visits(spans: list[Interval]) -> Iterator[tuple[CaravanVisit, CaravanVisit]]:
    """The pairs of calls, at different places, whose times have more in common than their end."""
    closed = [Interval(parse_minutes(s.start), parse_minutes(s.end) - 1, s.item) for s in spans]
    for others, b in find_exceeding_capacity(closed, 1):
        for a in others:
            if a.item.stop is not b.item.stop and not is_same_place(a.item.stop, b.item.stop):
                yield a.item, b.item


def is_same_place(a: Stop, b: Stop) -> bool:
    return (
        (a.venue is b.venue)
        if a.venue or b.venue
        else (a.place.name, a.place.region) == (b.place.name, b.place.region)
    )


def format_visit_times(call: CaravanVisit) -> str:
    return f"{call.sessions[0].start}-{call.sessions[-1].end}"


def format_repeats_zh(n: int) -> str:
    return f"（共 {n} 次）" if n > 1 else ""


def format_repeats_en(n: int) -> str:
    return f" ({n} times)" if n > 1 else ""
