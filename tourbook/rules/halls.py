"""What a venue's halls can take: how many stays at once, and how large."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from tourbook.common.dates import DAY
from tourbook.common.intervals import Interval, find_exceeding_capacity
from tourbook.common.problems import Location, Message
from tourbook.model.entities import Entry, Stop
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.engine import NOT_TAKING_PLACE
from tourbook.schedule.stages import compute_hall_span
from tourbook.schema import StopRecord as StopRecord
from tourbook.schema import Text

from .base import Finding, describe_entry, describe_stop, make_bilingual

MAX_LISTED_STAYS = 3
"""Stays that a message names at the most."""
MEASURE_MESSAGES = {
    "area": Message("面积 {need:g} m²（只有 {have:g}）", "{need:g} m2 of floor (it has {have:g})"),
    "height": Message("净高 {need:g} m（只有 {have:g}）", "{need:g} m of height (it has {have:g})"),
    "power": Message("用电 {need:g} kW（只有 {have:g}）", "{need:g} kW (it has {have:g})"),
    "floor_load": Message(
        "荷载 {need:g} kg/m²（只有 {have:g}）", "{need:g} kg/m2 of floor load (it has {have:g})"
    ),
}


def find_full_venues(index: Agenda) -> Iterator[Finding]:
    """More stays at a venue at once than it has halls, or two in the same hall. A venue without a
    list of halls has as many as its stays name, and one at the least."""
    stays: dict[str, list[Stop]] = defaultdict(list)
    for stop in index.model.stops:
        if (
            stop.venue
            and isinstance(stop.record, StopRecord)
            and stop.spans
            and stop.record.status not in NOT_TAKING_PLACE
        ):
            stays[stop.venue.id].append(stop)
    for stops in stays.values():
        venue = stops[0].venue
        assert venue is not None
        groups: dict[str, list[Stop]] = defaultdict(list)
        for stop in stops:
            groups[find_hall_name(venue, stop)].append(stop)
        rooms = max(1, len(venue.record.halls), len(groups.keys() - {""}))
        if len(stops) <= rooms and all(len(found) < 2 for name, found in groups.items() if name):
            continue
        told: set[str] = set()
        for name, found in groups.items():
            if name:
                yield from _find_overcrowding(index, venue, found, 1, told)
        yield from _find_overcrowding(index, venue, stops, rooms, told)


def _find_overcrowding(
    index: Agenda, venue: Entry, stops: list[Stop], rooms: int, reported_ids: set[str]
) -> Iterator[Finding]:
    spans = [
        Interval(*compute_hall_span(stop, index.engine.get_stages(stop)), stop) for stop in stops
    ]
    for others, late in find_exceeding_capacity(spans, rooms):
        if late.item.id in reported_ids:
            continue
        reported_ids.add(late.item.id)
        first, day = others[0], _find_first_fit(index, spans, late, rooms)
        two, van = _describe_interval(index, late), describe_entry(index, venue)
        listed = [_describe_interval(index, s) for s in others[:MAX_LISTED_STAYS]]
        if len(others) > MAX_LISTED_STAYS:
            listed.append(
                Message(
                    f"另外 {len(others) - MAX_LISTED_STAYS} 站",
                    f"{len(others) - MAX_LISTED_STAYS} more",
                )
            )
        halls = (
            Message(f"{rooms} 个展厅", f"all {rooms} halls are taken")
            if rooms > 1
            else Message("展厅", "the hall is taken")
        )
        yield Finding(
            late.item.location.child("open"),
            Message(
                f"{van.zh} 的{halls.zh}已经占满：{two.zh}，同时有 "
                f"{'、'.join(s.zh for s in listed)}",
                f"{van.en}: {halls.en}: {two.en}, at the same time as "
                f"{', '.join(s.en for s in listed)}",
            ),
            Message(
                f"最早可以 {day} 开展；若在不同的展厅，两站都写明 hall",
                f"the first day on which it could open is {day}; if they are in different halls, "
                f"name them at both stops",
            ),
            (late.item, *(s.item for s in others), venue),
            first.item.location.child("open"),
        )


def _find_first_fit(index: Agenda, spans: list[Interval], late: Interval, rooms: int) -> dt.date:
    """The first day on which the late one could open with a hall for all of its days."""
    opens = late.item.spans[0][0]
    ahead, length = opens - late.start, late.end - late.start
    start, others = late.start, [s for s in spans if s.item is not late.item]
    while (
        len(meeting := [s for s in others if s.start <= start + length and s.end >= start]) >= rooms
    ):
        start = min(s.end for s in meeting) + DAY
    day: dt.date = start + ahead
    return index.engine.get_opening(late.item).find_first_open_day(day, day + 30 * DAY) or day


def _describe_interval(index: Agenda, span: Interval) -> Message:
    """What is in a hall, with its id and the days that it takes up."""
    stop = span.item
    name = describe_entry(index, stop.exhibition) if stop.exhibition else Message("", "")
    return Message(
        f"{name.zh}（{stop.id}，{span.start} 至 {span.end}）",
        f"{name.en} ({stop.id}, {span.start} to {span.end})",
    )


def find_hall_name(venue: Entry, stop: Stop) -> str:
    """One name for the hall that a stay is in, whichever language it is written in; "" where none
    is named."""
    wanted = _list_names(stop.record.hall) if isinstance(stop.record, StopRecord) else set()
    if not wanted:
        return ""
    known = next((h for h in venue.record.halls if _list_names(h.name) & wanted), None)
    return min(_list_names(known.name)) if known else min(wanted, default="")


def _list_names(text: Text) -> set[str]:
    return {text} - {""} if isinstance(text, str) else set(text.values())


def find_hall_misfits(index: Agenda) -> Iterator[Finding]:
    """The exhibition needs more than its hall has; where no hall is named, more than any hall of
    the venue has."""
    for stop in index.remaining_stays:
        if not (
            stop.venue
            and stop.exhibition
            and stop.venue.record.halls
            and stop.exhibition.record.logistics
        ):
            continue
        needs, halls = stop.exhibition.record.logistics, stop.venue.record.halls
        own = find_hall_name(stop.venue, stop)
        chosen = [h for h in halls if own in _list_names(h.name)] or halls
        if not all(list_shortfalls(needs, h) for h in chosen):
            continue
        hall = min(chosen, key=lambda h: len(list_shortfalls(needs, h)))
        lacking = list_shortfalls(needs, hall)
        name, exhibition = (
            make_bilingual(hall.name, index.model.site.languages[0]),
            describe_entry(index, stop.exhibition),
        )
        other = next((h for h in halls if not list_shortfalls(needs, h)), None)
        mend = Message("换一个场馆，或减少展品", "choose another venue, or show less of it")
        if other:
            better = make_bilingual(other.name, index.model.site.languages[0])
            mend = Message(f"改到“{better.zh}”，放得下", f"take “{better.en}”, where it fits")
        said, where = {k: (need, have) for k, need, have in lacking}, describe_stop(index, stop)
        yield Finding(
            stop.location.child("hall") if own else stop.location.child("venue"),
            Message(
                f"{exhibition.zh} 放不进 {where.zh} 的“{name.zh}”：需要"
                + "，".join(
                    MEASURE_MESSAGES[k].zh.format(need=n, have=h) for k, (n, h) in said.items()
                ),
                f"{exhibition.en} does not fit “{name.en}” of {where.en}: it needs "
                + ", ".join(
                    MEASURE_MESSAGES[k].en.format(need=n, have=h) for k, (n, h) in said.items()
                ),
            ),
            mend,
            (stop, stop.venue),
            Location(stop.venue.location.file).child("halls", halls.index(hall)),
        )


def list_shortfalls(needs: Any, hall: Any) -> list[tuple[str, float, float]]:
    """(measure, what is needed, what there is) of each measure that is too small, as far as both
    are written."""
    out = []
    for name in MEASURE_MESSAGES:
        need, have = getattr(needs, name), getattr(hall, name)
        if need is not None and have is not None and need > have:
            out.append((name, need, have))
    return out
