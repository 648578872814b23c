"""Positions that can be true: on the globe, and for a Chinese code within China's range of
degrees."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook.common.problems import Location, Message, Problems
from tourbook.model.entities import Model
from tourbook.schema import VisitRecord
from tourbook.schema.fields import Coordinates

CHINA_BOUNDS = ((3.8, 53.6), (73.5, 135.1))
GLOBE_BOUNDS = ((-90.0, 90.0), (-180.0, 180.0))


def check_coordinates(model: Model, problems: Problems) -> None:
    """The range check that catches swapped numbers."""
    for c, region, at in _iterate_coordinates(model):
        (south, north), (west, east) = (
            CHINA_BOUNDS if region.isdigit() and len(region) == 6 else GLOBE_BOUNDS
        )

        def is_inside(lat: float, lon: float) -> bool:
            return south <= lat <= north and west <= lon <= east  # noqa: B023

        if is_inside(c.lat, c.lon):
            continue
        if is_inside(c.lon, c.lat):
            problems.add_error(
                "swapped-coordinates",
                at,
                Message("经纬度写反了", "latitude and longitude are swapped"),
                Message(f"写成 lat: {c.lon}、lon: {c.lat}", f"write lat: {c.lon}, lon: {c.lat}"),
            )
        else:
            problems.add_error(
                "coordinates",
                at,
                Message(
                    f"经纬度超出范围：lat {c.lat:.10g}，lon {c.lon:.10g}",
                    f"the position is out of range: lat {c.lat:.10g}, lon {c.lon:.10g}",
                ),
                Message(
                    f"纬度 lat 从 {south:g} 到 {north:g}，经度 lon 从 {west:g} 到 {east:g}；"
                    f"检查小数点",
                    f"lat from {south:g} to {north:g}, lon from {west:g} to {east:g}; check the "
                    f"decimal point",
                ),
            )


def _iterate_coordinates(model: Model) -> Iterator[tuple[Coordinates, str, Location]]:
    for e in model.entries["venue"].values():
        if e.record.coordinates:
            yield e.record.coordinates, e.record.region, e.location.child("coordinates")
    for stop in model.stops:
        r = stop.record
        if isinstance(r, VisitRecord) and r.place and r.place.coordinates:
            yield r.place.coordinates, r.place.region, stop.location.child("place", "coordinates")
