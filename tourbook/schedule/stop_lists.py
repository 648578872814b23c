"""Stops by what they are part of. If some stops are replaced, only the lists of these are made
anew."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from tourbook.model.trips import Stop

from .membership import Membership

StopLists = Mapping[Membership, list[Stop]]
"""In order of time. A region holds the stops of the regions in it."""


class Replacement(NamedTuple):
    """The stops that make the difference between two schedules."""

    old_stops: list[Stop]
    new_stops: list[Stop]


def compare_stops(last: Sequence[Stop], present: Sequence[Stop]) -> Replacement:
    """Stops are the same if they are the same objects."""
    before, after = set(last), set(present)
    return Replacement(
        [stop for stop in last if stop not in after],
        [stop for stop in present if stop not in before],
    )


def group_stops(
    stops: Iterable[Stop], list_memberships: Callable[[Stop], Iterable[Membership]]
) -> StopLists:
    """`stops` are in order of time."""
    lists: dict[Membership, list[Stop]] = defaultdict(list)
    for stop in stops:
        for membership in list_memberships(stop):
            lists[membership].append(stop)
    return lists


def replace_stops(lists: StopLists, old_lists: StopLists, new_lists: StopLists) -> StopLists:
    """The lists without the stops of `old_lists`, and with those of `new_lists`."""
    out = dict(lists)
    for membership in old_lists.keys() | new_lists.keys():
        old_stops = set(old_lists.get(membership, ()))
        stops = [stop for stop in lists.get(membership, ()) if stop not in old_stops]
        out[membership] = _merge_stops(stops, new_lists.get(membership, []))
        if not out[membership]:
            del out[membership]
    return out


def _merge_stops(stops: list[Stop], more_stops: list[Stop]) -> list[Stop]:
    if not stops:
        return more_stops
    for stop in more_stops:
        insort(stops, stop, key=attrgetter("order"))
    return stops
