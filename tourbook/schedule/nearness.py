"""What is nearest to a region in which nothing is planned."""

from __future__ import annotations

import datetime as dt
from math import inf
from typing import NamedTuple

from tourbook.model.regions import Region
from tourbook.model.trips import Stop

from .agenda import Agenda
from .geo import compute_great_circle_km

REMAINING = ("now", "closing", "soon", "upcoming")
MAX_STOPS = 3


class NearStop(NamedTuple):
    stop: Stop
    km: float | None
    """As the crow flies; None if a position is unknown."""


def find_region_around(agenda: Agenda, region: Region) -> Region | None:
    """The smallest region around one without stops to come that has some; None if it has some
    itself."""
    if agenda.count_remaining("place", region.code):
        return None
    for other in reversed(agenda.model.regions.list_ancestry(region.code)[:-1]):
        if agenda.count_remaining("place", other.code):
            return other
    return None


def list_nearest_stops(agenda: Agenda, region: Region, around: Region) -> list[NearStop]:
    """The stops to come in the region around one that are nearest to it; of those whose distance is
    unknown, the first ones."""
    centre = agenda.model.regions.find_centre(region.code)
    near = []
    for stop in agenda.list_stops("place", around.code):
        if agenda.is_finished(stop):
            continue
        position = agenda.engine.find_coordinates(stop)
        km = compute_great_circle_km(centre, position) if centre and position else None
        near.append(NearStop(stop, km))
    return sorted(near, key=_get_order)[:MAX_STOPS]


def _get_order(near: NearStop) -> tuple[float, dt.date, str]:
    stop = near.stop
    return inf if near.km is None else near.km, stop.start or dt.date.max, stop.id


def group_remaining_stops(agenda: Agenda) -> dict[str, list[Stop]]:
    """Code of a region -> the stops right in it that are on or to come, the next first; so are the
    regions."""
    stops = [stop for stop in agenda.model.stops if agenda.states[stop.id] in REMAINING]
    stops.sort(key=lambda stop: (agenda.find_next_start(stop), stop.id))
    groups: dict[str, list[Stop]] = {}
    for stop in stops:
        groups.setdefault(stop.place.region, []).append(stop)
    return groups
