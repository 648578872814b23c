"""Between two stops there must be time to strike, to drive and to set up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from tourbook.common.dates import DAY, parse_minutes
from tourbook.common.problems import Message
from tourbook.model.entities import Entry, Stop
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.engine import CaravanVisit

from .base import Finding, describe_entry, describe_stop, format_count, is_finished
from .clashes import (
    compute_occupied_days,
    find_earliest_opening,
    format_repeats_en,
    format_repeats_zh,
    format_visit_times,
    is_same_place,
    suggest_opening,
)


def find_transport_conflicts(index: Agenda) -> Iterator[Finding]:
    """The gap between two stays of a set, or between two visits of a vehicle, is too short for the
    road."""
    yield from _find_copy_conflicts(index)
    yield from _find_caravan_conflicts(index)


def _find_copy_conflicts(index: Agenda) -> Iterator[Finding]:
    engine = index.engine
    for (_, copy), way in engine.stays_by_copy.items():
        for a, b in pairwise(way):
            if (
                is_finished(index, b)
                or compute_occupied_days(engine, b)[0] <= compute_occupied_days(engine, a)[1]
            ):
                continue  # past, or a clash, which has a rule of its own
            coming = engine.get_stages(b)
            arrive = coming.arrive.day if coming.arrive else b.spans[0][0]
            earliest = engine.compute_earliest_arrival(a, b)
            if (
                coming.transport and not coming.transport.is_derived
            ):  # somebody knows the way better
                if coming.transport.day < engine.compute_arrival(a, 1):
                    yield _make_departure_finding(index, copy, a, b, coming.transport.day)
                continue
            if arrive >= earliest or (a.venue is b.venue and a.venue):
                continue
            one, two = describe_stop(index, a), describe_stop(index, b)
            exhibition = describe_entry(index, b.exhibition) if b.exhibition else Message("", "")
            km = engine.compute_stop_distance_km(a, b)
            road_zh, road_en = "距离不详，按一天车程", "the distance is not known: one day taken"
            if km is not None:
                days = engine.compute_road_days(km)
                road_zh, road_en = (
                    f"约 {km:.0f} 公里，{days} 天车程",
                    f"about {km:.0f} km, {format_count(days, 'day')} on the road",
                )
            yield Finding(
                b.location.child(
                    "arrive" if coming.arrive and not coming.arrive.is_derived else "open"
                ),
                Message(
                    f"{exhibition.zh} 的 {copy} 套从 {one.zh} 到 {two.zh} 来不及：要在 {arrive} "
                    f"到达，"
                    f"最早 {earliest} 才能到（{road_zh}，含撤展）",
                    f"copy {copy} of {exhibition.en} cannot get from {one.en} to {two.en}: it "
                    f"must arrive on {arrive}, "
                    f"and can on {earliest} ({road_en}, striking included)",
                ),
                suggest_opening(find_earliest_opening(engine, a, b)),
                (a, b),
                a.location.child("close"),
            )


def _make_departure_finding(index: Agenda, copy: str, a: Stop, b: Stop, day: dt.date) -> Finding:
    """It is written to set out before it can leave the stop before."""
    one, two, earliest = (
        describe_stop(index, a),
        describe_stop(index, b),
        index.engine.compute_arrival(a, 1),
    )
    exhibition = describe_entry(index, b.exhibition) if b.exhibition else Message("", "")
    late = (earliest - day).days
    opens = b.spans[0][0] + late * DAY
    opens = index.engine.get_opening(b).find_first_open_day(opens, opens + 30 * DAY) or opens
    return Finding(
        b.location.child("transport"),
        Message(
            f"{exhibition.zh} 的 {copy} 套要在 {day} 启运去 {two.zh}，最早 {earliest} 才能离开 "
            f"{one.zh}（含撤展）",
            f"copy {copy} of {exhibition.en} is to set out for {two.en} on {day}, and can leave "
            f"{one.en} on {earliest} "
            "(striking included)",
        ),
        Message(
            f"启运改到 {earliest}，开展顺延到 {opens}",
            f"let it set out on {earliest}, and open on {opens}",
        ),
        (a, b),
        a.location.child("close"),
    )


class VisitSession(NamedTuple):
    """One session of a visit, in minutes since midnight; None where its times are not known."""

    visit: CaravanVisit
    start: int | None
    end: int | None


def list_visit_sessions(visits: list[CaravanVisit]) -> list[VisitSession]:
    """The sessions of a vehicle's visits in order of time."""
    out = [
        VisitSession(c, parse_minutes(s.start), parse_minutes(s.end))
        for c in visits
        for s in c.sessions
    ]
    out += [VisitSession(c, None, None) for c in visits if not c.sessions]
    return sorted(out, key=lambda x: (x.visit.day, x.start or 0, x.visit.stop.id))


def _find_caravan_conflicts(index: Agenda) -> Iterator[Finding]:
    engine, planning = index.engine, index.engine.planning
    for vehicle, calls in engine.visits_by_caravan.items():
        found: dict[tuple[str, str], list[tuple[VisitSession, VisitSession, float]]] = {}
        for a, b in pairwise(list_visit_sessions(calls)):
            one, two = a.visit, b.visit
            if two.day < index.today or one.stop is two.stop or is_same_place(one.stop, two.stop):
                continue
            km = engine.compute_stop_distance_km(one.stop, two.stop)
            if km is None:
                continue
            if one.day != two.day:
                short = km > planning.speed * planning.hours * (two.day - one.day).days
            else:
                short = (
                    a.end is not None
                    and b.start is not None
                    and 0 <= b.start - a.end < engine.compute_road_minutes(km)
                )
            if short:
                found.setdefault((one.stop.id, two.stop.id), []).append((a, b, km))
        caravan = index.model.find_entry("caravan", vehicle)
        for hits in found.values():
            yield _make_late_arrival_finding(index, caravan, hits)


def _make_late_arrival_finding(
    index: Agenda, caravan: Entry | None, hits: list[tuple[VisitSession, VisitSession, float]]
) -> Finding:
    engine = index.engine
    a, b, km = hits[0]
    one, two, van = (
        describe_stop(index, a.visit.stop),
        describe_stop(index, b.visit.stop),
        describe_entry(index, caravan) if caravan else Message("", ""),
    )
    needed, same_day = engine.compute_road_minutes(km), a.visit.day == b.visit.day
    there = int((a.end or 0) + needed)
    day = a.visit.day + max(engine.compute_road_days(km), 1) * DAY
    mend = Message(f"最早 {day} 能到；或改日期", f"it can be there on {day}; or change the dates")
    if same_day and there < 24 * 60:
        clock = f"{there // 60:02}:{there % 60:02}"
        mend = Message(
            f"最早 {clock} 能到；或改日期", f"it can be there at {clock}; or on another day"
        )
    when = (
        (format_visit_times(a.visit), format_visit_times(b.visit))
        if same_day
        else (a.visit.day, b.visit.day)
    )
    return Finding(
        b.visit.stop.location.child("time" if same_day else "date"),
        Message(
            f"{van.zh} 在 {b.visit.day} 从 {one.zh} 到 {two.zh} 来不及（{when[0]}，{when[1]}；约 "
            f"{km:.0f} 公里，"
            f"{needed / 60:.1f} 小时）{format_repeats_zh(len(hits))}",
            f"on {b.visit.day} {van.en} cannot get from {one.en} to {two.en} ({when[0]}, "
            f"{when[1]}; about {km:.0f} km, "
            f"{needed / 60:.1f} h){format_repeats_en(len(hits))}",
        ),
        mend,
        (a.visit.stop, b.visit.stop, caravan),
        a.visit.stop.location,
    )
