"""Between two stops there must be time for take-down, the road and set-up."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from tourbook.common import zones
from tourbook.common.dates import DAY, parse_minutes
from tourbook.common.problems import Message, format_count
from tourbook.model.entries import Caravan, Entry
from tourbook.model.trips import Stay
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.engine import CaravanVisit, Engine
from tourbook.schedule.stages import compute_written_span, find_set_up

from .base import Finding, RuleGroup, describe_entry, describe_stop, format_repeats
from .clashes import (
    convert_session,
    find_earliest_opening,
    find_first_open_day,
    format_clock,
    format_visit_times,
    is_same_place,
    suggest_opening,
)
from .visit_groups import digest_visits


def list_groups(agenda: Agenda) -> Iterator[RuleGroup]:
    """The time between two stays of a copy, or two visits of a caravan, is too short for the
    road."""
    yield RuleGroup(None, partial(_find_copy_conflicts, agenda))
    for caravan_id in agenda.engine.visits_by_caravan:
        find = partial(_find_caravan_conflicts, agenda, caravan_id)
        yield RuleGroup(digest_visits(agenda, caravan_id), find)


# ---- copies --------------------------------------------------------------------------


def _find_copy_conflicts(agenda: Agenda) -> Iterator[Finding]:
    engine = agenda.engine
    for (_, copy), stays in engine.stays_by_copy.items():
        for a, b in pairwise(stays):
            if agenda.is_finished(b) or _overlap(a, b):
                continue  # too late to change, or a case for clashes.find_copy_clashes
            departure = b.record.transport
            if departure is None:
                if _arrives_late(engine, a, b):
                    yield _describe_late_copy(agenda, copy, a, b)
            elif departure < engine.compute_arrival(a, 1):  # the author knows the road better
                yield _describe_early_departure(agenda, copy, a, b, departure)


def _overlap(a: Stay, b: Stay) -> bool:
    return compute_written_span(b)[0] <= compute_written_span(a)[1]


def _get_arrival(stay: Stay) -> dt.date:
    """The day on which a copy must be at a stay."""
    arrive, _ = find_set_up(stay)
    return arrive.day if arrive else stay.spans[0][0]


def _arrives_late(engine: Engine, a: Stay, b: Stay) -> bool:
    if a.venue and a.venue is b.venue:
        return False
    return _get_arrival(b) < engine.compute_earliest_arrival(a, b)


def _describe_late_copy(agenda: Agenda, copy: str, a: Stay, b: Stay) -> Finding:
    engine = agenda.engine
    exhibition = describe_entry(agenda, b.exhibition)
    start, goal = describe_stop(agenda, a), describe_stop(agenda, b)
    arrival, earliest = _get_arrival(b), engine.compute_earliest_arrival(a, b)
    road = _describe_road(engine, a, b)
    message = Message(
        f"{exhibition.zh} 的 {copy} 套从 {start.zh} 到 {goal.zh} 来不及：要在 {arrival} 到达，"
        f"最早 {earliest} 才能到（{road.zh}，含撤展）",
        f"copy {copy} of {exhibition.en} cannot get from {start.en} to {goal.en} in time: it must "
        f"arrive on {arrival}, but can arrive on {earliest} at the earliest ({road.en}, take-down "
        f"included)",
    )
    return Finding(
        b.location.child("arrive" if b.record.arrive else "open"),
        message,
        suggest_opening(find_earliest_opening(engine, a, b)),
        (a, b),
        a.location.child("close"),
    )


def _describe_road(engine: Engine, a: Stay, b: Stay) -> Message:
    km = engine.compute_stop_distance_km(a, b)
    if km is None:
        return Message("距离不详，按一天车程", "distance unknown, one day assumed")
    days = engine.compute_road_days(km)
    return Message(
        f"约 {km:.0f} 公里，{days} 天车程",
        f"about {km:.0f} km, {format_count(days, 'day')} on the road",
    )


def _describe_early_departure(agenda: Agenda, copy: str, a: Stay, b: Stay, day: dt.date) -> Finding:
    """The copy is to set out on a day on which it cannot have left the previous stop."""
    engine = agenda.engine
    exhibition = describe_entry(agenda, b.exhibition)
    start, goal = describe_stop(agenda, a), describe_stop(agenda, b)
    earliest = engine.compute_arrival(a, 1)
    opens = find_first_open_day(engine, b, b.spans[0][0] + (earliest - day))
    message = Message(
        f"{exhibition.zh} 的 {copy} 套要在 {day} 启运去 {goal.zh}，最早 {earliest} 才能离开 "
        f"{start.zh}（含撤展）",
        f"copy {copy} of {exhibition.en} is to leave for {goal.en} on {day}, but can leave "
        f"{start.en} on {earliest} at the earliest (take-down included)",
    )
    help = Message(
        f"启运改到 {earliest}，开展顺延到 {opens}",
        f"set `transport` to {earliest}, and open on {opens}",
    )
    return Finding(b.location.child("transport"), message, help, (a, b), a.location.child("close"))


# ---- caravans ------------------------------------------------------------------------


class VisitSession(NamedTuple):
    """One session of a visit, by the clock of the site, in minutes since the midnight of `day`;
    None if its times are unknown."""

    visit: CaravanVisit
    day: dt.date
    start: int | None
    end: int | None


class Drive(NamedTuple):
    """From the end of one session to the start of the next, at another place."""

    origin: VisitSession
    goal: VisitSession
    km: float


def list_visit_sessions(agenda: Agenda, visits: list[CaravanVisit]) -> list[VisitSession]:
    """The sessions of a caravan's visits in order of time."""
    out = []
    for visit in visits:
        if not visit.sessions:
            out.append(VisitSession(visit, visit.day, None, None))
        for session in visit.sessions:
            (day, start), _ = convert_session(agenda, visit.stop, visit.day, session)
            end = None
            if session.end:
                end = start + parse_minutes(session.end) - parse_minutes(session.start)
            out.append(VisitSession(visit, day, start, end))
    return sorted(out, key=lambda s: (s.day, s.start or 0, s.visit.stop.id))


def _find_caravan_conflicts(agenda: Agenda, caravan_id: str) -> Iterator[Finding]:
    visits = agenda.engine.visits_by_caravan[caravan_id]
    caravan = agenda.model.entries.find(Caravan, caravan_id)
    for drives in _group_impossible_drives(agenda, visits):
        yield _describe_late_caravan(agenda, caravan, drives)


def _group_impossible_drives(agenda: Agenda, visits: list[CaravanVisit]) -> Iterable[list[Drive]]:
    """The drives, from today on, that take too long; those between the same stops together."""
    out: dict[tuple[str, str], list[Drive]] = {}
    for a, b in pairwise(list_visit_sessions(agenda, _leave_out_past(agenda, visits))):
        origin, goal = a.visit.stop, b.visit.stop
        if b.day < agenda.today or origin is goal or is_same_place(origin, goal):
            continue
        km = agenda.engine.compute_stop_distance_km(origin, goal)
        if km is not None and _is_too_far(agenda.engine, a, b, km):
            out.setdefault((origin.id, goal.id), []).append(Drive(a, b, km))
    return out.values()


def _leave_out_past(agenda: Agenda, visits: list[CaravanVisit]) -> list[CaravanVisit]:
    """The visits from today on, and those before from which the caravan comes. A day in one zone is
    up to two days in another."""
    coming = bisect_left(visits, agenda.today - 2 * DAY, key=_get_day)
    if not coming:
        return visits
    return visits[bisect_left(visits, visits[coming - 1].day - 2 * DAY, key=_get_day) :]


def _get_day(visit: CaravanVisit) -> dt.date:
    return visit.day


def _is_too_far(engine: Engine, a: VisitSession, b: VisitSession, km: float) -> bool:
    nights = (b.day - a.day).days
    if nights:
        return km > engine.planning.speed * engine.planning.hours * nights
    if a.end is None or b.start is None:
        return False
    return 0 <= b.start - a.end < engine.compute_road_minutes(km)


def _describe_late_caravan(agenda: Agenda, caravan: Entry | None, drives: list[Drive]) -> Finding:
    a, b, km = drives[0]
    name, repeats = describe_entry(agenda, caravan), format_repeats(len(drives))
    start, goal = describe_stop(agenda, a.visit.stop), describe_stop(agenda, b.visit.stop)
    is_same_day = a.day == b.day
    times = f"{a.visit.day}", f"{b.visit.day}"
    if is_same_day:
        times = format_visit_times(a.visit), format_visit_times(b.visit)
    hours = agenda.engine.compute_road_minutes(km) / 60
    message = Message(
        f"{name.zh} 在 {b.visit.day} 从 {start.zh} 到 {goal.zh} 来不及（{times[0]}，{times[1]}；"
        f"约 {km:.0f} 公里，{hours:.1f} 小时）{repeats.zh}",
        f"{name.en} cannot get from {start.en} to {goal.en} in time on {b.visit.day} ({times[0]}, "
        f"{times[1]}; about {km:.0f} km, {hours:.1f} h){repeats.en}",
    )
    return Finding(
        b.visit.stop.location.child("time" if is_same_day else "date"),
        message,
        _suggest_arrival(agenda, drives[0]),
        (a.visit.stop, b.visit.stop, caravan),
        a.visit.stop.location,
    )


def _suggest_arrival(agenda: Agenda, drive: Drive) -> Message:
    """When the caravan can be at the goal: a time if that is on the same day, else a day."""
    origin, goal, engine = drive.origin, drive.goal, agenda.engine
    arrival = int((origin.end or 0) + engine.compute_road_minutes(drive.km))
    zones_of_clocks = agenda.model.site.timezone, goal.visit.stop.place.timezone
    arrival_day, minutes = zones.convert_clock(origin.day, arrival, *zones_of_clocks)
    if origin.day == goal.day and arrival_day == goal.visit.day:
        clock = format_clock(minutes)
        return Message(
            f"最早 {clock} 能到；或改日期",
            f"it can arrive at {clock} at the earliest; or choose another day",
        )
    day = origin.day + max(engine.compute_road_days(drive.km), 1) * DAY
    return Message(
        f"最早 {day} 能到；或改日期",
        f"it can arrive on {day} at the earliest; or change the dates",
    )
