"""What the halls of a venue can take: how many stays at once, and how large."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tourbook.common.dates import DAY, OPEN_END
from tourbook.common.intervals import (
    Excess,
    Interval,
    exceeds_capacity,
    find_exceeding_capacity,
)
from tourbook.common.memoized import Memoized
from tourbook.common.problems import Location, Message
from tourbook.model.entries import Exhibition, Venue
from tourbook.model.trips import Stay
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.engine import Engine
from tourbook.schedule.halls import Shortfall, VenueHalls, find_least_measures, list_shortfalls
from tourbook.schedule.stages import compute_hall_span
from tourbook.schema.fields import Hall, Logistics

from .base import MAX_FIT_STEPS, Finding, describe_entry, describe_stop, format_span, make_bilingual
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
    finder = _OvercrowdingFinder(agenda)
    for venue, stays in _group_by_venue(agenda):
        halls = VenueHalls(venue)
        stays_by_hall: dict[str, list[Stay]] = defaultdict(list)
        for stay in stays:
            name = halls.find_name(stay)
            if name:
                stays_by_hall[name].append(stay)
        for stays_of_hall in stays_by_hall.values():
            yield from finder.find(venue, stays_of_hall, 1)
        yield from finder.find(venue, stays, halls.count(stays_by_hall))


def _group_by_venue(agenda: Agenda) -> Iterable[tuple[Venue, list[Stay]]]:
    """Each venue with its stays that have dates and take place."""
    groups: dict[str, tuple[Venue, list[Stay]]] = {}
    for stop in agenda.model.stops:
        if stop.venue and isinstance(stop, Stay) and stop.spans and stop.takes_place:
            groups.setdefault(stop.venue.id, (stop.venue, []))[1].append(stop)
    return groups.values()


class _OvercrowdingFinder:
    """Finds stays that begin while others take all halls; each once."""

    def __init__(self, agenda: Agenda) -> None:
        self._agenda = agenda
        self._reported_ids: set[str] = set()
        self._steps = 0

    def find(self, venue: Venue, stays: list[Stay], hall_count: int) -> Iterator[Finding]:
        if len(stays) <= hall_count:
            return
        spans = [compute_hall_span(stay) for stay in stays]
        if not exceeds_capacity(spans, hall_count):
            return
        engine = self._agenda.engine
        intervals = [Interval(*span, stay) for span, stay in zip(spans, stays, strict=True)]
        starts = sorted(interval.start for interval in intervals)
        ends = sorted(interval.end for interval in intervals)
        for excess in find_exceeding_capacity(intervals, hall_count):
            late = excess.interval
            if late.item.id in self._reported_ids:
                continue
            self._reported_ids.add(late.item.id)
            self._steps += len(intervals)
            opens = None
            if self._steps <= MAX_FIT_STEPS:
                opens = _find_first_fit(engine, starts, ends, late, hall_count)
            yield _describe_overcrowding(self._agenda, venue, excess, hall_count, opens)


def _find_first_fit(
    engine: Engine,
    starts: list[dt.date],
    ends: list[dt.date],
    late: HallInterval,
    hall_count: int,
) -> dt.date:
    """The first day on which the late stay can open with a hall free for all of its days; `starts`
    and `ends` are those of all stays, sorted."""
    length = late.end - late.start
    set_up_time = late.item.spans[0][0] - late.start
    later_ends = ends[bisect_left(ends, late.start) :]
    for start in (late.start, *(end + DAY for end in later_ends)):
        own = start <= late.end
        overlap_count = bisect_right(starts, start + length) - bisect_left(ends, start) - own
        if overlap_count < hall_count:
            break
    return find_first_open_day(engine, late.item, start + set_up_time)


def _describe_overcrowding(
    agenda: Agenda,
    venue: Venue,
    excess: Excess[dt.date, Stay],
    hall_count: int,
    opens: dt.date | None,
) -> Finding:
    earlier_intervals, late = excess.ongoing, excess.interval
    name, late_stay = describe_entry(agenda, venue), _describe_interval(agenda, late)
    stays = [_describe_interval(agenda, other) for other in earlier_intervals[:MAX_LISTED_STAYS]]
    more_count = excess.ongoing_count - MAX_LISTED_STAYS
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
    help = halls_help
    if opens and opens > OPEN_END:
        help = Message(
            f"给没有结束的那一站写上闭展日期 close；{halls_help.zh}",
            f"write the day on which the other stop closes; {halls_help.en}",
        )
    elif opens:
        help = Message(
            f"最早可以 {opens} 开展；{halls_help.zh}",
            f"it can open on {opens} at the earliest; {halls_help.en}",
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


class _HallMatcher:
    """Finds the hall of a venue that suits an exhibition best; each question is answered once."""

    def __init__(self) -> None:
        self.halls = Memoized(VenueHalls)
        self._least_measures = Memoized(_find_least_measures_of_venue)
        self.best_numbers = Memoized(self._find_best_number)
        """(venue, exhibition, name of a hall or "") -> the number of the hall."""
        self._shortfalls = Memoized(_list_shortfalls_of_halls)

    def fits_anywhere(self, venue: Venue, needs: Logistics) -> bool:
        """Whether no hall of a venue lacks anything, which is told without a look at each."""
        least = self._least_measures[venue]
        return not least or all(
            (getattr(needs, measure) or 0) <= available for measure, available in least.items()
        )

    def list_shortfalls(self, venue: Venue, exhibition: Exhibition, number: int) -> list[Shortfall]:
        """What the exhibition lacks in a hall."""
        return self._shortfalls[venue, exhibition][number]

    def _find_best_number(self, key: tuple[Venue, Exhibition, str]) -> int:
        venue, exhibition, name = key
        shortfalls = self._shortfalls[venue, exhibition]
        numbers = self.halls[venue].list_numbers(name)
        return min(numbers, key=lambda number: len(shortfalls[number]))


def _find_least_measures_of_venue(venue: Venue) -> dict[str, float]:
    return find_least_measures(venue.record.halls)


def _list_shortfalls_of_halls(key: tuple[Venue, Exhibition]) -> list[list[Shortfall]]:
    venue, exhibition = key
    needs = exhibition.record.logistics
    return [list_shortfalls(needs, hall) if needs else [] for hall in venue.record.halls]


def find_hall_misfits(agenda: Agenda) -> Iterator[Finding]:
    """The exhibition needs more than its hall has or, if no hall is named, than any hall of the
    venue has."""
    matcher = _HallMatcher()
    for stop in agenda.remaining_stays:
        venue, exhibition = stop.venue, stop.exhibition
        if not (venue and exhibition and venue.record.halls and exhibition.record.logistics):
            continue
        if matcher.fits_anywhere(venue, exhibition.record.logistics):
            continue
        name = matcher.halls[venue].find_name(stop)
        number = matcher.best_numbers[venue, exhibition, name]
        shortfalls = matcher.list_shortfalls(venue, exhibition, number)
        if shortfalls:
            other_number = matcher.best_numbers[venue, exhibition, ""]
            has_other = not matcher.list_shortfalls(venue, exhibition, other_number)
            other = venue.record.halls[other_number] if has_other else None
            yield _describe_misfit(agenda, _Misfit(stop, venue, number, shortfalls, other))


class _Misfit(NamedTuple):
    stop: Stay
    venue: Venue
    hall_number: int
    shortfalls: list[Shortfall]
    fitting_hall: Hall | None


def _describe_misfit(agenda: Agenda, misfit: _Misfit) -> Finding:
    stop, venue = misfit.stop, misfit.venue
    exhibition, place = describe_entry(agenda, stop.exhibition), describe_stop(agenda, stop)
    name = make_bilingual(agenda, venue.record.halls[misfit.hall_number].name)
    lacking = format_shortfalls(misfit.shortfalls)
    message = Message(
        f"{exhibition.zh} 放不进 {place.zh} 的“{name.zh}”：需要{lacking.zh}",
        f"{exhibition.en} does not fit into “{name.en}” of {place.en}: it needs {lacking.en}",
    )
    help = Message("换一个场馆，或减少展品", "choose another venue or reduce the exhibition")
    if misfit.fitting_hall:
        other = make_bilingual(agenda, misfit.fitting_hall.name)
        help = Message(f"改到“{other.zh}”，放得下", f"use “{other.en}”: it fits there")
    return Finding(
        stop.location.child("hall" if stop.record.hall else "venue"),
        message,
        help,
        (stop, venue),
        Location(venue.location.file).child("halls", misfit.hall_number),
    )


def format_shortfalls(shortfalls: list[Shortfall]) -> Message:
    """What an exhibition needs that a hall does not have."""
    formats = [(MEASURE_FORMATS[s.measure], s) for s in shortfalls]
    return Message(
        "，".join(f.zh.format(need=s.needed, have=s.available) for f, s in formats),
        ", ".join(f.en.format(need=s.needed, have=s.available) for f, s in formats),
    )
