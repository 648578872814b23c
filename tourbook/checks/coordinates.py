"""Positions are possible: on the globe and, for a Chinese region code, in China."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from tourbook.common.problems import Location, Message, Problems
from tourbook.model.entries import Venue
from tourbook.model.model import Model
from tourbook.model.trips import Visit
from tourbook.schema.fields import Coordinates
from tourbook.sources.paths import REGIONS_FILE


class Bounds(NamedTuple):
    """Ranges of latitude and longitude in degrees."""

    south: float
    north: float
    west: float
    east: float

    def contains(self, lat: float, lon: float) -> bool:
        return self.south <= lat <= self.north and self.west <= lon <= self.east


CHINA = Bounds(3.8, 53.6, 73.5, 135.1)
GLOBE = Bounds(-90.0, 90.0, -180.0, 180.0)


def check_coordinates(model: Model, problems: Problems) -> None:
    """Report positions out of range, and those in range once latitude and longitude are
    swapped."""
    for c, region, locate in _iterate_coordinates(model):
        bounds = CHINA if region.isdigit() and len(region) == 6 else GLOBE
        if bounds.contains(c.lat, c.lon):
            continue
        if bounds.contains(c.lon, c.lat):
            message = Message("经纬度写反了", "latitude and longitude are swapped")
            help = Message(f"写成 lat: {c.lon}、lon: {c.lat}", f"write lat: {c.lon}, lon: {c.lat}")
            problems.add_error("swapped-coordinates", locate(), message, help)
        else:
            _report_out_of_range(c, bounds, locate(), problems)


def _report_out_of_range(
    c: Coordinates, bounds: Bounds, location: Location, problems: Problems
) -> None:
    south, north, west, east = bounds
    message = Message(
        f"经纬度超出范围：lat {c.lat:.10g}，lon {c.lon:.10g}",
        f"the position is out of range: lat {c.lat:.10g}, lon {c.lon:.10g}",
    )
    help = Message(
        f"纬度 lat 从 {south:g} 到 {north:g}，经度 lon 从 {west:g} 到 {east:g}；检查小数点",
        f"lat is from {south:g} to {north:g}, lon from {west:g} to {east:g}; check the decimal "
        f"point",
    )
    problems.add_error("coordinates", location, message, help)


def _iterate_coordinates(
    model: Model,
) -> Iterator[tuple[Coordinates, str, Callable[[], Location]]]:
    """(position, code of its region, what gives its location) of each region, each venue and each
    place of a visit."""
    for code, region in model.regions.records.items():
        if region.coordinates:
            locate = partial(Location(REGIONS_FILE).child, code, "coordinates")
            yield region.coordinates, code, locate
    for e in model.entries[Venue].values():
        if e.record.coordinates:
            locate = partial(e.location.child, "coordinates")
            yield e.record.coordinates, e.record.region, locate
    for stop in model.stops:
        place = stop.record.place if isinstance(stop, Visit) else None
        if place and place.coordinates:
            locate = partial(stop.location.child, "place", "coordinates")
            yield place.coordinates, place.region, locate
