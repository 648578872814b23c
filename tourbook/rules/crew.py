"""A person or a team cannot be at two stops at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from tourbook.common.dates import DAY, DAY_MINUTES, OPEN_END, Session
from tourbook.common.intervals import Interval, find_exceeding_capacity
from tourbook.common.problems import Location, Message
from tourbook.model.entries import Entry, Organisation
from tourbook.model.trips import Stay, Stop
from tourbook.schedule.agenda import Agenda
from tourbook.schema import list_duties

from .base import MAX_FIT_STEPS, Finding, describe_entry, describe_stop, format_repeats
from .clashes import Moment, convert_session, is_same_place

WHOLE_DAY = Session("00:00", "24:00")
DutyInterval = Interval[Moment, Stop]
"""By the clock of the site."""
DutyPair = tuple[DutyInterval, DutyInterval]
"""Two duties that overlap."""


def find_crew_clashes(agenda: Agenda) -> Iterator[Finding]:
    """Stops in different places that overlap in time and share crew; one finding for each person
    and two stops."""
    steps = 0
    for name, duties in _collect_duties(agenda).items():
        person = agenda.model.entries[Organisation][name]
        duties.sort(key=lambda duty: duty.start)
        for pairs in _group_clashes(duties):
            steps += len(duties)
            free_day = _find_free_day(duties, pairs) if steps <= MAX_FIT_STEPS else None
            yield _describe_clash(agenda, person, pairs, free_day)


def _group_clashes(duties: list[DutyInterval]) -> Iterable[list[DutyPair]]:
    """The clashes of each two stops, one for each day, in order of time."""
    clashes: dict[tuple[str, str], dict[dt.date, DutyPair]] = {}
    for earlier_duties, _, later in find_exceeding_capacity(duties, 1):
        for earlier in earlier_duties:
            a, b = earlier.item, later.item
            if a is not b and not is_same_place(a, b):
                day = max(earlier.start, later.start)[0]
                pair = min(a.id, b.id), max(a.id, b.id)
                clashes.setdefault(pair, {}).setdefault(day, (earlier, later))
    return [list(pairs.values()) for pairs in clashes.values()]


def _find_free_day(duties: list[DutyInterval], pairs: list[DutyPair]) -> dt.date:
    """The first day after the clashes without a duty at any other stop than the later one. The
    duties are in order of time."""
    later_stop = pairs[0][1].item
    day = max(earlier.end for earlier, _ in pairs)[0] + DAY
    for duty in duties:
        if duty.start[0] <= day <= duty.end[0] and duty.item is not later_stop:
            day = duty.end[0] + DAY
    return day


def _describe_clash(
    agenda: Agenda, person: Entry, pairs: list[DutyPair], free_day: dt.date | None
) -> Finding:
    earlier, later = pairs[0]
    a, b = earlier.item, later.item
    day = max(earlier.start, later.start)[0]
    name, repeats = describe_entry(agenda, person), format_repeats(len(pairs))
    first, second = describe_stop(agenda, a), describe_stop(agenda, b)
    message = Message(
        f"{name.zh} 在 {day} 要同时在两处：{first.zh} 和 {second.zh}{repeats.zh}",
        f"{name.en} is booked at two stops on {day}: {first.en} and {second.en}{repeats.en}",
    )
    return Finding(
        _locate_crew(b),
        message,
        _suggest_replacement(a, b, person.id, free_day),
        (a, b, person),
        _locate_crew(a),
    )


def _suggest_replacement(a: Stop, b: Stop, person_id: str, free_day: dt.date | None) -> Message:
    help = Message("换人，或改日期", "choose someone else or another day")
    if free_day and free_day <= OPEN_END:
        help = Message(f"{help.zh}：{free_day} 起有空", f"{help.en}: free again from {free_day}")
    if not (_is_always_on_duty(a, person_id) or _is_always_on_duty(b, person_id)):
        return help
    duty = f"{{who: {person_id}, dates: [...]}}"
    return Message(
        f"只来几天的，写 {duty}；{help.zh}",
        f"write {duty} if they come on some days only; otherwise {help.en}",
    )


def _locate_crew(stop: Stop) -> Location:
    return stop.location.child("crew") if stop.record.crew else stop.location


def _is_always_on_duty(stop: Stop, person_id: str) -> bool:
    """True if the stop lasts several days and lists the person without dates."""
    return stop.start != stop.end and any(
        duty.who == person_id and not duty.dates for duty in list_duties(stop.record)
    )


def _collect_duties(agenda: Agenda) -> dict[str, list[DutyInterval]]:
    """Organisation (a person or a team) -> its duties."""
    out: dict[str, list[DutyInterval]] = defaultdict(list)
    for stop in agenda.model.stops:
        has_crew = stop.record.crew or stop.caravan_crew
        if has_crew and stop.spans and stop.takes_place:
            for name, dates in _collect_duty_dates(agenda, stop).items():
                out[name] += _iterate_duties(agenda, stop, dates)
    return out


def _collect_duty_dates(agenda: Agenda, stop: Stop) -> dict[str, list[dt.date]]:
    """Organisation -> the days of its duty at a stop; [] for all days of the stop.

    Ids are current ones, so that a person who is also listed by a former id counts once. The crew
    of a caravan is on duty at each of its visits.
    """
    duties = [(duty.who, duty.dates) for duty in list_duties(stop.record)]
    duties += [(member.person, []) for member in stop.caravan_crew]
    listed: dict[str, list[list[dt.date]]] = {}
    for name, dates in duties:
        person = agenda.model.entries.find(Organisation, name)
        if person:
            listed.setdefault(person.id, []).append(dates)
    return {
        name: sorted({day for dates in lists for day in dates}) if all(lists) else []
        for name, lists in listed.items()
    }


def _iterate_duties(agenda: Agenda, stop: Stop, dates: list[dt.date]) -> Iterator[DutyInterval]:
    """A stay takes whole days, a visit the time of its sessions."""
    if isinstance(stop, Stay):
        for first, last in [(day, day) for day in dates] or stop.spans:
            if stop.place.timezone == agenda.model.site.timezone:
                yield Interval((first, 0), (last, DAY_MINUTES - 1), stop)
                continue
            start, _ = convert_session(agenda, stop, first, WHOLE_DAY)
            _, end = convert_session(agenda, stop, last, WHOLE_DAY)
            yield Interval(start, end, stop)
        return
    for day, _ in stop.spans:
        if dates and day not in dates:
            continue
        for session in stop.list_sessions(day):
            yield Interval(*convert_session(agenda, stop, day, session), stop)
