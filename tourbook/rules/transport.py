"""Between two stops there must be time to strike, to drive and to set up."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ..dates import DAY, minutes
from ..diagnostics import Say
from ..engine import Call
from ..index import Index
from .base import Finding, counted, named, over, place
from .clashes import first_opening, fits, same_place, span, there, times_en, times_zh


def transport(index: Index) -> Iterator[Finding]:
    """The gap between two stays of a set, or between two visits of a vehicle, is too short for the road."""
    yield from _copies(index)
    yield from _vehicles(index)


def _copies(index: Index) -> Iterator[Finding]:
    engine = index.engine
    for (_, copy), way in engine.copies.items():
        for a, b in itertools.pairwise(way):
            if over(index, b) or there(engine, b)[0] <= there(engine, a)[1]:
                continue  # past, or a clash, which has a rule of its own
            coming = engine.stages(b)
            arrive = coming.arrive.day if coming.arrive else b.spans[0][0]
            earliest = engine.earliest(a, b)
            if coming.transport and not coming.transport.derived:  # somebody knows the way better
                arrive, earliest = coming.transport.day, engine.arrival(a, 1)
            if arrive >= earliest or (a.venue is b.venue and a.venue):
                continue
            one, two = place(index, a), place(index, b)
            exhibition = named(index, b.exhibition) if b.exhibition else Say("", "")
            km = engine.km(a, b)
            road_zh, road_en = "距离不详，按一天车程", "the distance is not known: one day taken"
            if km is not None:
                days = engine.road_days(km)
                road_zh, road_en = f"约 {km:.0f} 公里，{days} 天车程", f"about {km:.0f} km, {counted(days, 'day')} on the road"
            yield Finding(
                b.at.down("arrive" if coming.arrive and not coming.arrive.derived else "open"),
                Say(f"{exhibition.zh} 的 {copy} 套从 {one.zh} 到 {two.zh} 来不及：要在 {arrive} 到达，"
                    f"最早 {earliest} 才能到（{road_zh}，含撤展）",
                    f"copy {copy} of {exhibition.en} cannot get from {one.en} to {two.en}: it must arrive on {arrive}, "
                    f"and can on {earliest} ({road_en}, striking included)"),
                fits(first_opening(engine, a, b)), (a, b), a.at.down("close"),
            )


def _vehicles(index: Index) -> Iterator[Finding]:
    engine, planning = index.engine, index.engine.planning
    for vehicle, calls in engine.vehicles.items():
        found: dict[tuple[str, str], list[tuple[Call, Call, float]]] = {}
        for a, b in itertools.pairwise(calls):
            if b.day < index.today or a.stop is b.stop or same_place(a.stop, b.stop):
                continue
            km = engine.km(a.stop, b.stop)
            if km is None:
                continue
            if a.day != b.day:
                short = km > planning.speed * planning.hours * (b.day - a.day).days
            elif a.sessions and b.sessions:
                gap = minutes(b.sessions[0].start) - minutes(a.sessions[-1].end)
                short = 0 <= gap < engine.road_minutes(km)
            else:
                short = False
            if short:
                found.setdefault((a.stop.id, b.stop.id), []).append((a, b, km))
        caravan = index.model.find("caravan", vehicle)
        for hits in found.values():
            a, b, km = hits[0]
            one, two, van = place(index, a.stop), place(index, b.stop), named(index, caravan) if caravan else Say("", "")
            needed = engine.road_minutes(km)
            if a.day == b.day:
                start = minutes(a.sessions[-1].end) + needed
                clock = f"{int(start) // 60:02}:{int(start) % 60:02}"
                mend = Say(f"最早 {clock} 能到；或改日期", f"it can be there at {clock}; or on another day")
            else:
                day = a.day + engine.road_days(km) * DAY
                mend = Say(f"最早 {day} 能到；或改日期", f"it can be there on {day}; or change the dates")
            when = (f"{span(a)}，{span(b)}", f"{span(a)}, {span(b)}") if a.day == b.day else (f"{a.day}，{b.day}", f"{a.day}, {b.day}")
            yield Finding(
                b.stop.at.down("time" if a.day == b.day else "date"),
                Say(f"{van.zh} 在 {b.day} 从 {one.zh} 到 {two.zh} 来不及（{when[0]}；约 {km:.0f} 公里，"
                    f"{needed / 60:.1f} 小时）{times_zh(len(hits))}",
                    f"on {b.day} {van.en} cannot get from {one.en} to {two.en} ({when[1]}; about {km:.0f} km, "
                    f"{needed / 60:.1f} h){times_en(len(hits))}"),
                mend, (a.stop, b.stop, caravan), a.stop.at,
            )
