"""What the halls of a venue can take: how many stays at once, and how large."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from tourbook.common.dates import DAY, OPEN_END
from tourbook.common.intervals import Interval, find_exceeding_capacity
from tourbook.common.problems import Location, Message
from tourbook.model.entries import Venue
from tourbook.model.trips import Stay
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.halls import Shortfall, list_shortfalls
from tourbook.schedule.stages import compute_hall_span
from tourbook.schema import Text
from tourbook.schema.fields import Hall, Logistics

from .base import Finding, describe_entry, describe_stop, format_span, make_bilingual
from .clashes import find_first_open_day

MAX_LISTED_STAYS = 3
"""Stays that a message names."""
HallInterval = Interval[dt.date, Stay]
"""The days on which a stay takes up its hall."""
MEASURE_FORMATS = {
    "area": Message("面积 {need:g} m²（只有 {have:g}）", "{need:g} m2 of floor (it has {have:g})"),
    "height": Message("净高 {need:g} m（只有 {have:g}）", "{need:g} m of height (it has {have:g})"),
    "power": Message("用电 {need:g} kW（只有 {have:g}）", "{need:g} kW (it has {have:g})"),
    "floor_load": Message(
        "荷载 {need:g} kg/m²（只有 {have:g}）", "{need:g} kg/m2 of floor load (it has {have:g})"
    ),
}


def find_full_venues(agenda: Agenda) -> Iterator[Finding]:
    """More stays at a venue at once than it has halls, or two in one hall.

    A venue that lists no halls has as many as its stays name, and at least one.
    """
    for venue, stays in _group_by_venue(agenda):
        stays_by_hall: dict[str, list[Stay]] = defaultdict(list)
        for stay in stays:
            hall = find_hall_name(venue, stay)
            if hall:
                stays_by_hall[hall].append(stay)
        hall_count = max(1, len(venue.record.halls), len(stays_by_hall))
        reported: set[str] = set()
        for stays_of_hall in stays_by_hall.values():
            if len(stays_of_hall) > 1:
                yield from _find_overcrowding(agenda, venue, stays_of_hall, 1, reported)
        if len(stays) > hall_count:
            yield from _find_overcrowding(agenda, venue, stays, hall_count, reported)


def _group_by_venue(agenda: Agenda) -> Iterable[tuple[Venue, list[Stay]]]:
    """Each venue with its stays that have dates and take place."""
    groups: dict[str, tuple[Venue, list[Stay]]] = {}
    for stop in agenda.model.stops:
        if stop.venue and isinstance(stop, Stay) and stop.spans and stop.takes_place:
            groups.setdefault(stop.venue.id, (stop.venue, []))[1].append(stop)
    return groups.values()


def _find_overcrowding(
    agenda: Agenda, venue: Venue, stays: list[Stay], hall_count: int, reported: set[str]
) -> Iterator[Finding]:
    """A finding for each stay that begins while others take all halls; `reported` holds the ids of
    stays that have one."""
    intervals = [
        Interval(*compute_hall_span(stay, agenda.engine.get_stages(stay)), stay) for stay in stays
    ]
    for earlier_intervals, late in find_exceeding_capacity(intervals, hall_count):
        if late.item.id not in reported:
            reported.add(late.item.id)
            opens = _find_first_fit(agenda, intervals, late, hall_count)
            yield _describe_overcrowding(agenda, venue, earlier_intervals, late, hall_count, opens)


def _find_first_fit(
    agenda: Agenda, intervals: list[HallInterval], late: HallInterval, hall_count: int
) -> dt.date:
    """The first day on which the late stay can open with a hall free for all of its days."""
    length = late.end - late.start
    set_up_time = late.item.spans[0][0] - late.start
    other_intervals = [interval for interval in intervals if interval.item is not late.item]
    start = late.start
    while True:
        end = start + length
        overlapping = [
            other for other in other_intervals if other.start <= end and other.end >= start
        ]
        if len(overlapping) < hall_count:
            return find_first_open_day(agenda.engine, late.item, start + set_up_time)
        start = min(other.end for other in overlapping) + DAY


def _describe_overcrowding(
    agenda: Agenda,
    venue: Venue,
    earlier_intervals: list[HallInterval],
    late: HallInterval,
    hall_count: int,
    opens: dt.date,
) -> Finding:
    name, late_stay = describe_entry(agenda, venue), _describe_interval(agenda, late)
    stays = [_describe_interval(agenda, other) for other in earlier_intervals[:MAX_LISTED_STAYS]]
    more_count = len(earlier_intervals) - MAX_LISTED_STAYS
    if more_count > 0:
        stays.append(Message(f"另外 {more_count} 站", f"{more_count} more"))
    listed = Message("、".join(s.zh for s in stays), ", ".join(s.en for s in stays))
    halls = Message("展厅", f"the hall of {name.en} is taken")
    if hall_count > 1:
        halls = Message(f"{hall_count} 个展厅", f"all {hall_count} halls of {name.en} are taken")
    message = Message(
        f"{name.zh} 的{halls.zh}已经占满：{late_stay.zh}，同时有 {listed.zh}",
        f"{halls.en}: {late_stay.en}, at the same time as {listed.en}",
    )
    halls_help = Message(
        "若在不同的展厅，两站都写明 hall", "if the stops use different halls, set `hall` at both"
    )
    help = Message(
        f"最早可以 {opens} 开展；{halls_help.zh}",
        f"it can open on {opens} at the earliest; {halls_help.en}",
    )
    if opens > OPEN_END:
        help = Message(
            f"给没有结束的那一站写上闭展日期 close；{halls_help.zh}",
            f"write the day on which the other stop closes; {halls_help.en}",
        )
    return Finding(
        late.item.location.child("open"),
        message,
        help,
        (late.item, *(other.item for other in earlier_intervals), venue),
        earlier_intervals[0].item.location.child("open"),
    )


def _describe_interval(agenda: Agenda, interval: HallInterval) -> Message:
    """The exhibition in a hall, the stop's id, and the days it takes up."""
    stay, days = interval.item, format_span(interval.start, interval.end)
    name = describe_entry(agenda, stay.exhibition)
    return Message(f"{name.zh}（{stay.id}，{days.zh}）", f"{name.en} ({stay.id}, {days.en})")


def find_hall_name(venue: Venue, stay: Stay) -> str:
    """One name for the hall of a stay, whichever language it is written in; "" if none is
    named."""
    hall_names = _list_names(stay.record.hall)
    if not hall_names:
        return ""
    hall = next((h for h in venue.record.halls if _list_names(h.name) & hall_names), None)
    return min(_list_names(hall.name) if hall else hall_names)


def _list_names(text: Text) -> set[str]:
    return {text} - {""} if isinstance(text, str) else set(text.values())


def find_hall_misfits(agenda: Agenda) -> Iterator[Finding]:
    """The exhibition needs more than its hall has or, if no hall is named, than any hall of the
    venue has."""
    for stop in agenda.remaining_stays:
        venue, exhibition = stop.venue, stop.exhibition
        if not (venue and exhibition and venue.record.halls and exhibition.record.logistics):
            continue
        needs, halls = exhibition.record.logistics, _list_possible_halls(venue, stop)
        if all(list_shortfalls(needs, hall) for hall in halls):
            hall = min(halls, key=lambda hall: len(list_shortfalls(needs, hall)))
            yield _describe_misfit(agenda, stop, venue, needs, hall)


def _list_possible_halls(venue: Venue, stop: Stay) -> list[Hall]:
    """The hall that a stop names; all halls of its venue if it names none of them."""
    name = find_hall_name(venue, stop)
    halls = venue.record.halls
    return [hall for hall in halls if name in _list_names(hall.name)] or halls


def _describe_misfit(
    agenda: Agenda, stop: Stay, venue: Venue, needs: Logistics, hall: Hall
) -> Finding:
    exhibition, place = describe_entry(agenda, stop.exhibition), describe_stop(agenda, stop)
    name = make_bilingual(agenda, hall.name)
    lacking = _format_shortfalls(list_shortfalls(needs, hall))
    message = Message(
        f"{exhibition.zh} 放不进 {place.zh} 的“{name.zh}”：需要{lacking.zh}",
        f"{exhibition.en} does not fit into “{name.en}” of {place.en}: it needs {lacking.en}",
    )
    help = Message("换一个场馆，或减少展品", "choose another venue or reduce the exhibition")
    halls = venue.record.halls
    fitting = next((h for h in halls if not list_shortfalls(needs, h)), None)
    if fitting:
        other = make_bilingual(agenda, fitting.name)
        help = Message(f"改到“{other.zh}”，放得下", f"use “{other.en}”: it fits there")
    return Finding(
        stop.location.child("hall" if find_hall_name(venue, stop) else "venue"),
        message,
        help,
        (stop, venue),
        Location(venue.location.file).child("halls", halls.index(hall)),
    )


def _format_shortfalls(shortfalls: list[Shortfall]) -> Message:
    formats = [(MEASURE_FORMATS[s.measure], s) for s in shortfalls]
    return Message(
        "，".join(f.zh.format(need=s.needed, have=s.available) for f, s in formats),
        ", ".join(f.en.format(need=s.needed, have=s.available) for f, s in formats),
    )
