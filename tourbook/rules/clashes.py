"""One copy of an exhibition, or one caravan, cannot be in two places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import partial

from tourbook.common import zones
from tourbook.common.dates import DAY, OPEN_END, Session, format_clock_time, parse_minutes
from tourbook.common.intervals import (
    Interval,
    exceeds_capacity,
    find_exceeding_capacity,
    find_overlaps,
)
from tourbook.common.memoized import Memoized
from tourbook.common.problems import Message
from tourbook.model.entries import Caravan, Entry
from tourbook.model.trips import Stay, Stop
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.engine import CaravanVisit, Engine
from tourbook.schedule.stages import compute_written_span, find_set_up

from .base import (
    MAX_FIT_STEPS,
    Finding,
    RuleGroup,
    describe_entry,
    describe_stop,
    format_repeats,
    format_span,
)
from .visit_groups import digest_visits

OccupiedDays = Interval[dt.date, Stay]
"""The days on which a copy must be at a stay."""
Moment = tuple[dt.date, int]
"""A day, and minutes since its midnight."""
MomentSpan = tuple[Moment, Moment]
MAX_VISITS = 100
"""Visits of one day among which a gap is looked for."""
MINUTES_A_DAY = 24 * 60
VisitPair = tuple[CaravanVisit, CaravanVisit]
VisitSpan = tuple[CaravanVisit, int, int]
"""A visit, its start and its end in minutes of the site's clock."""


# ---- copies --------------------------------------------------------------------------


def find_copy_clashes(agenda: Agenda) -> Iterator[Finding]:
    """The same copy at two stays on one day.

    Only written dates count. A copy may leave one place and arrive at another on the same day.
    """
    engine, steps = agenda.engine, 0
    for (_, copy), stays in engine.stays_by_copy.items():
        occupied = [Interval(*compute_written_span(stay), stay) for stay in stays]
        occupied.sort(key=lambda days: days[:2])
        for a, b in find_overlaps(occupied):
            steps += len(occupied)
            opens = find_first_fit(engine, occupied, a, b) if steps <= MAX_FIT_STEPS else None
            yield _describe_copy_clash(agenda, copy, a, b, opens)


def _describe_copy_clash(
    agenda: Agenda, copy: str, a: OccupiedDays, b: OccupiedDays, opens: dt.date | None
) -> Finding:
    exhibition = describe_entry(agenda, b.item.exhibition)
    first, second = describe_stop(agenda, a.item), describe_stop(agenda, b.item)
    first_days, second_days = format_span(a.start, a.end), format_span(b.start, b.end)
    message = Message(
        f"{exhibition.zh} 的 {copy} 套同时在两处：{first.zh} {first_days.zh}，"
        f"{second.zh} {second_days.zh}",
        f"copy {copy} of {exhibition.en} is in two places at once: "
        f"{first.en} {first_days.en}, {second.en} {second_days.en}",
    )
    return Finding(
        b.item.location.child("open"),
        message,
        suggest_opening(opens),
        (a.item, b.item),
        a.item.location.child("open"),
    )


def find_first_open_day(engine: Engine, stay: Stay, day: dt.date) -> dt.date:
    """The first open day of a stay from `day` on; `day` itself if none of the next 30 is known."""
    return engine.get_opening(stay).find_first_open_day(day, day + 30 * DAY) or day


def find_earliest_opening(engine: Engine, a: Stay, b: Stay) -> dt.date:
    """The first day on which b can open if its copy comes from a: take-down, transport and set-up
    included."""
    (arrive, _), opens = find_set_up(b), b.spans[0][0]
    set_up_time = opens - arrive.day if arrive else dt.timedelta()
    day = engine.compute_earliest_arrival(a, b) + max(set_up_time, dt.timedelta())
    return find_first_open_day(engine, b, day)


def find_first_fit(
    engine: Engine, occupied: list[OccupiedDays], a: OccupiedDays, b: OccupiedDays
) -> dt.date:
    """The first day after a on which b can open, in a gap between the copy's other stays that is
    long enough; `occupied` are the days of all of them, in order."""
    opens = b.item.spans[0][0]
    time_before, time_after = opens - b.start, b.end - opens
    day = find_earliest_opening(engine, a.item, b.item)
    for other in occupied:
        if (
            other.item is not b.item
            and other.start <= day + time_after
            and other.end >= day - time_before
        ):
            day = max(day, find_earliest_opening(engine, other.item, b.item))
    return day


def suggest_opening(day: dt.date | None) -> Message:
    """None: that was not worked out."""
    if day is None:
        return Message("换一套，或改日期", "use another copy or other dates")
    if day > OPEN_END:
        return Message(
            "给没有结束的那一站写上闭展日期 close；或换一套",
            "write the day on which the other stop closes; or use another copy",
        )
    return Message(
        f"最早可以 {day} 开展；或换一套、改日期",
        f"it can open on {day} at the earliest; or use another copy or other dates",
    )


# ---- caravans ------------------------------------------------------------------------


def list_caravan_groups(agenda: Agenda) -> Iterator[RuleGroup]:
    """The same caravan at two visits at the same time, in different places."""
    for caravan_id in agenda.engine.visits_by_caravan:
        find = partial(find_caravan_clashes, agenda, caravan_id)
        yield RuleGroup(digest_visits(agenda, caravan_id), find)


def find_caravan_clashes(agenda: Agenda, caravan_id: str) -> Iterator[Finding]:
    visits = agenda.engine.visits_by_caravan[caravan_id]
    caravan = agenda.model.entries.find(Caravan, caravan_id)
    clashes = _group_clashes(agenda, visits)
    visits_by_day = _group_by_day(visits) if clashes else {}
    spans_by_day = Memoized(partial(_measure_visits, agenda, visits_by_day))
    for pairs in clashes:
        yield _describe_caravan_clash(agenda, caravan, pairs, spans_by_day)


def _group_clashes(agenda: Agenda, visits: list[CaravanVisit]) -> list[list[VisitPair]]:
    """The clashes of each two visits, one for each day, in order of time."""
    clashes: dict[tuple[str, str], dict[dt.date, VisitPair]] = {}
    for a, b in find_simultaneous_visits(agenda, visits):
        pair = min(a.stop.id, b.stop.id), max(a.stop.id, b.stop.id)
        clashes.setdefault(pair, {}).setdefault(b.day, (a, b))
    return [list(pairs.values()) for pairs in clashes.values()]


def _group_by_day(visits: list[CaravanVisit]) -> dict[dt.date, list[CaravanVisit]]:
    groups: dict[dt.date, list[CaravanVisit]] = {}
    for visit in visits:
        groups.setdefault(visit.day, []).append(visit)
    return groups


def convert_session(agenda: Agenda, stop: Stop, day: dt.date, session: Session) -> MomentSpan:
    """From the first to the last minute of a session, by the clock of the site: so times in
    different zones can be compared."""
    zones_of_clocks = stop.place.timezone, agenda.model.site.timezone
    first_minute = parse_minutes(session.start)
    last_minute = parse_minutes(session.end) - 1 if session.end else first_minute
    if last_minute < MINUTES_A_DAY and zones_of_clocks[0] == zones_of_clocks[1]:
        return (day, first_minute), (day, last_minute)  # nearly always
    start = zones.convert_clock(day, first_minute, *zones_of_clocks)
    return start, zones.convert_clock(day, last_minute, *zones_of_clocks)


def find_simultaneous_visits(agenda: Agenda, visits: list[CaravanVisit]) -> Iterator[VisitPair]:
    """The pairs of visits, in different places, whose times overlap. One may begin in the minute in
    which the other ends."""
    spans = [
        convert_session(agenda, visit.stop, visit.day, session)
        for visit in visits
        for session in visit.sessions
    ]
    if not exceeds_capacity(spans, 1):
        return
    visits_of_sessions = (visit for visit in visits for _ in visit.sessions)
    sessions = [
        Interval(*span, visit) for span, visit in zip(spans, visits_of_sessions, strict=True)
    ]
    for earlier_sessions, _, b in find_exceeding_capacity(sessions, 1):
        for a in earlier_sessions:
            if a.item.stop is not b.item.stop and not is_same_place(a.item.stop, b.item.stop):
                yield a.item, b.item


def _describe_caravan_clash(
    agenda: Agenda,
    caravan: Entry | None,
    pairs: list[VisitPair],
    spans_by_day: Mapping[dt.date, list[VisitSpan]],
) -> Finding:
    a, b = pairs[0]
    name, repeats = describe_entry(agenda, caravan), format_repeats(len(pairs))
    first, second = describe_stop(agenda, a.stop), describe_stop(agenda, b.stop)
    first_times, second_times = format_visit_times(a), format_visit_times(b)
    message = Message(
        f"{name.zh} 在 {b.day} 同一时间有两处到访："
        f"{first.zh} {first_times}，{second.zh} {second_times}{repeats.zh}",
        f"{name.en} has two visits at the same time on {b.day}: "
        f"{first.en} {first_times}, {second.en} {second_times}{repeats.en}",
    )
    return Finding(
        b.stop.location.child("time"),
        message,
        _suggest_arrival(agenda, a, b, spans_by_day[b.day]),
        (a.stop, b.stop, caravan),
        a.stop.location.child("time"),
    )


def _suggest_arrival(
    agenda: Agenda, a: CaravanVisit, b: CaravanVisit, spans: list[VisitSpan]
) -> Message:
    """When the caravan can be at b, coming from a, with no other of the day's visits in between."""
    start, end = _measure_visit(agenda, b)
    arrival = _find_arrival(agenda, a, b)
    for other, other_start, other_end in spans:
        is_between = other_start < arrival + (end - start) and other_end > arrival
        if is_between and other.stop is not b.stop and not is_same_place(other.stop, b.stop):
            arrival = _find_arrival(agenda, other, b)
    zones_of_clocks = agenda.model.site.timezone, b.stop.place.timezone
    day, minutes = zones.convert_clock(
        dt.date.fromordinal(arrival // MINUTES_A_DAY), arrival % MINUTES_A_DAY, *zones_of_clocks
    )
    if day != b.day:
        return Message("改日期，或换车", "choose another day or another caravan")
    clock = format_clock(minutes)
    return Message(
        f"最早 {clock} 能到；或改日期、换车",
        f"it can arrive at {clock} at the earliest; or choose another day or another caravan",
    )


def _measure_visits(
    agenda: Agenda, visits_by_day: Mapping[dt.date, list[CaravanVisit]], day: dt.date
) -> list[VisitSpan]:
    """The first visits of a day with their times, in order of time."""
    visits = [visit for visit in visits_by_day[day][:MAX_VISITS] if visit.sessions]
    return [(visit, *_measure_visit(agenda, visit)) for visit in visits]


def _measure_visit(agenda: Agenda, visit: CaravanVisit) -> tuple[int, int]:
    """From its first session to the end of its last, in minutes of the site's clock."""
    start, _ = convert_session(agenda, visit.stop, visit.day, visit.sessions[0])
    _, (day, last_minute) = convert_session(agenda, visit.stop, visit.day, visit.sessions[-1])
    minutes = start[0].toordinal() * MINUTES_A_DAY + start[1]
    return minutes, day.toordinal() * MINUTES_A_DAY + last_minute + 1


def _find_arrival(agenda: Agenda, a: CaravanVisit, b: CaravanVisit) -> int:
    """When it can be at b if it leaves a after its last session, in minutes of the site's clock."""
    km = agenda.engine.compute_stop_distance_km(a.stop, b.stop)
    road = agenda.engine.compute_road_minutes(km) if km is not None else 0
    return _measure_visit(agenda, a)[1] + int(road)


def is_same_place(a: Stop, b: Stop) -> bool:
    if a.venue or b.venue:
        return a.venue is b.venue
    return (a.place.name, a.place.region) == (b.place.name, b.place.region)


def format_clock(minutes: float) -> str:
    """Minutes since midnight as "09:30"."""
    return f"{int(minutes) // 60:02}:{int(minutes) % 60:02}"


def format_visit_times(visit: CaravanVisit) -> str:
    """From the start of the first session to the end of the last: "09:30-16:00"."""
    end = visit.sessions[-1].end
    return f"{visit.sessions[0].start}-{format_clock_time(end)}" if end else visit.sessions[0].start
