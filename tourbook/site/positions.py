"""Positions in short, by which the scripts of a theme put stops in order of distance.

Two digits after the point are about 1 km: a choice among towns needs no more, nothing more of a
place is told, and all datums are the same. The Chinese ones are less than that away from WGS 84, in
which browsers say where they are, so nothing is converted.
"""

from __future__ import annotations

from tourbook import views as v
from tourbook.model.trips import Stop
from tourbook.schedule.agenda import Agenda


def locate_stop(agenda: Agenda, stop: Stop) -> v.Spot:
    """Where a stop is: at its coordinates, or else in its county."""
    regions = agenda.model.regions.list_ancestry(stop.place.region)
    position = encode_position(agenda.engine.find_coordinates(stop))
    return v.Spot(
        regions=tuple(region.slug for region in regions),
        position=position or locate_region(agenda, stop.place.region),
    )


def locate_region(agenda: Agenda, code: str) -> str:
    """The position of a region or, if that is unknown, of the smallest one around it; "" if that
    is unknown, too."""
    regions = agenda.model.regions
    centres = (regions.find_centre(r.code) for r in reversed(regions.list_ancestry(code)))
    return encode_position(next(filter(None, centres), None))


def encode_position(position: tuple[float, float] | None) -> str:
    """Latitude and longitude in degrees: "35.38,103.86"; "" for None."""
    return "{:.2f},{:.2f}".format(*position) if position else ""
