"""Positions that can be true: on the globe, and for a Chinese code within China's range of
degrees."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook.common.problems import At, Problems, Say
from tourbook.model.entities import Model
from tourbook.schema import Visit
from tourbook.schema.fields import Coordinates

CHINA = ((3.8, 53.6), (73.5, 135.1))
GLOBE = ((-90.0, 90.0), (-180.0, 180.0))


def plausible(model: Model, problems: Problems) -> None:
    """The range check that catches swapped numbers."""
    for c, region, at in _all(model):
        (south, north), (west, east) = CHINA if region.isdigit() and len(region) == 6 else GLOBE

        def inside(lat: float, lon: float) -> bool:
            return south <= lat <= north and west <= lon <= east  # noqa: B023

        if inside(c.lat, c.lon):
            continue
        if inside(c.lon, c.lat):
            problems.error(
                "swapped-coordinates",
                at,
                Say("经纬度写反了", "latitude and longitude are swapped"),
                Say(f"写成 lat: {c.lon}、lon: {c.lat}", f"write lat: {c.lon}, lon: {c.lat}"),
            )
        else:
            problems.error(
                "coordinates",
                at,
                Say(
                    f"经纬度超出范围：lat {c.lat:.10g}，lon {c.lon:.10g}",
                    f"the position is out of range: lat {c.lat:.10g}, lon {c.lon:.10g}",
                ),
                Say(
                    f"纬度 lat 从 {south:g} 到 {north:g}，经度 lon 从 {west:g} 到 {east:g}；"
                    f"检查小数点",
                    f"lat from {south:g} to {north:g}, lon from {west:g} to {east:g}; check the "
                    f"decimal point",
                ),
            )


def _all(model: Model) -> Iterator[tuple[Coordinates, str, At]]:
    for e in model.entries["venue"].values():
        if e.record.coordinates:
            yield e.record.coordinates, e.record.region, e.at.down("coordinates")
    for stop in model.stops:
        r = stop.record
        if isinstance(r, Visit) and r.place and r.place.coordinates:
            yield r.place.coordinates, r.place.region, stop.at.down("place", "coordinates")
