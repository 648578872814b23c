"""Between two stops there must be time to strike, to drive and to set up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from tourbook.common.dates import DAY, minutes
from tourbook.common.problems import Say
from tourbook.model.entities import Entry, Stop
from tourbook.schedule.agenda import Index
from tourbook.schedule.engine import Call

from .base import Finding, counted, named, over, place
from .clashes import first_opening, fits, same_place, span, there, times_en, times_zh


def transport(index: Index) -> Iterator[Finding]:
    """The gap between two stays of a set, or between two visits of a vehicle, is too short for the
    road."""
    yield from _copies(index)
    yield from _vehicles(index)


def _copies(index: Index) -> Iterator[Finding]:
    engine = index.engine
    for (_, copy), way in engine.copies.items():
        for a, b in pairwise(way):
            if over(index, b) or there(engine, b)[0] <= there(engine, a)[1]:
                continue  # past, or a clash, which has a rule of its own
            coming = engine.stages(b)
            arrive = coming.arrive.day if coming.arrive else b.spans[0][0]
            earliest = engine.earliest(a, b)
            if coming.transport and not coming.transport.derived:  # somebody knows the way better
                if coming.transport.day < engine.arrival(a, 1):
                    yield _sets_out(index, copy, a, b, coming.transport.day)
                continue
            if arrive >= earliest or (a.venue is b.venue and a.venue):
                continue
            one, two = place(index, a), place(index, b)
            exhibition = named(index, b.exhibition) if b.exhibition else Say("", "")
            km = engine.km(a, b)
            road_zh, road_en = "距离不详，按一天车程", "the distance is not known: one day taken"
            if km is not None:
                days = engine.road_days(km)
                road_zh, road_en = (
                    f"约 {km:.0f} 公里，{days} 天车程",
                    f"about {km:.0f} km, {counted(days, 'day')} on the road",
                )
            yield Finding(
                b.at.down("arrive" if coming.arrive and not coming.arrive.derived else "open"),
                Say(
                    f"{exhibition.zh} 的 {copy} 套从 {one.zh} 到 {two.zh} 来不及：要在 {arrive} "
                    f"到达，"
                    f"最早 {earliest} 才能到（{road_zh}，含撤展）",
                    f"copy {copy} of {exhibition.en} cannot get from {one.en} to {two.en}: it "
                    f"must arrive on {arrive}, "
                    f"and can on {earliest} ({road_en}, striking included)",
                ),
                fits(first_opening(engine, a, b)),
                (a, b),
                a.at.down("close"),
            )


def _sets_out(index: Index, copy: str, a: Stop, b: Stop, day: dt.date) -> Finding:
    """It is written to set out before it can leave the stop before."""
    one, two, earliest = place(index, a), place(index, b), index.engine.arrival(a, 1)
    exhibition = named(index, b.exhibition) if b.exhibition else Say("", "")
    late = (earliest - day).days
    opens = b.spans[0][0] + late * DAY
    opens = index.engine.opening(b).first_open(opens, opens + 30 * DAY) or opens
    return Finding(
        b.at.down("transport"),
        Say(
            f"{exhibition.zh} 的 {copy} 套要在 {day} 启运去 {two.zh}，最早 {earliest} 才能离开 "
            f"{one.zh}（含撤展）",
            f"copy {copy} of {exhibition.en} is to set out for {two.en} on {day}, and can leave "
            f"{one.en} on {earliest} "
            "(striking included)",
        ),
        Say(
            f"启运改到 {earliest}，开展顺延到 {opens}",
            f"let it set out on {earliest}, and open on {opens}",
        ),
        (a, b),
        a.at.down("close"),
    )


class Leg(NamedTuple):
    """One session of a visit, in minutes since midnight; None where its times are not known."""

    call: Call
    start: int | None
    end: int | None


def legs(calls: list[Call]) -> list[Leg]:
    """The sessions of a vehicle's visits in order of time."""
    out = [Leg(c, minutes(s.start), minutes(s.end)) for c in calls for s in c.sessions]
    out += [Leg(c, None, None) for c in calls if not c.sessions]
    return sorted(out, key=lambda x: (x.call.day, x.start or 0, x.call.stop.id))


def _vehicles(index: Index) -> Iterator[Finding]:
    engine, planning = index.engine, index.engine.planning
    for vehicle, calls in engine.vehicles.items():
        found: dict[tuple[str, str], list[tuple[Leg, Leg, float]]] = {}
        for a, b in pairwise(legs(calls)):
            one, two = a.call, b.call
            if two.day < index.today or one.stop is two.stop or same_place(one.stop, two.stop):
                continue
            km = engine.km(one.stop, two.stop)
            if km is None:
                continue
            if one.day != two.day:
                short = km > planning.speed * planning.hours * (two.day - one.day).days
            else:
                short = (
                    a.end is not None
                    and b.start is not None
                    and 0 <= b.start - a.end < engine.road_minutes(km)
                )
            if short:
                found.setdefault((one.stop.id, two.stop.id), []).append((a, b, km))
        caravan = index.model.find("caravan", vehicle)
        for hits in found.values():
            yield _late(index, caravan, hits)


def _late(index: Index, caravan: Entry | None, hits: list[tuple[Leg, Leg, float]]) -> Finding:
    engine = index.engine
    a, b, km = hits[0]
    one, two, van = (
        place(index, a.call.stop),
        place(index, b.call.stop),
        named(index, caravan) if caravan else Say("", ""),
    )
    needed, same_day = engine.road_minutes(km), a.call.day == b.call.day
    there = int((a.end or 0) + needed)
    day = a.call.day + max(engine.road_days(km), 1) * DAY
    mend = Say(f"最早 {day} 能到；或改日期", f"it can be there on {day}; or change the dates")
    if same_day and there < 24 * 60:
        clock = f"{there // 60:02}:{there % 60:02}"
        mend = Say(f"最早 {clock} 能到；或改日期", f"it can be there at {clock}; or on another day")
    when = (span(a.call), span(b.call)) if same_day else (a.call.day, b.call.day)
    return Finding(
        b.call.stop.at.down("time" if same_day else "date"),
        Say(
            f"{van.zh} 在 {b.call.day} 从 {one.zh} 到 {two.zh} 来不及（{when[0]}，{when[1]}；约 "
            f"{km:.0f} 公里，"
            f"{needed / 60:.1f} 小时）{times_zh(len(hits))}",
            f"on {b.call.day} {van.en} cannot get from {one.en} to {two.en} ({when[0]}, "
            f"{when[1]}; about {km:.0f} km, "
            f"{needed / 60:.1f} h){times_en(len(hits))}",
        ),
        mend,
        (a.call.stop, b.call.stop, caravan),
        a.call.stop.at,
    )
