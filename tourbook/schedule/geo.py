"""Distances on the globe. Positions are (latitude, longitude) in degrees; the Chinese datums differ
from WGS-84 by less than 1 km, which does not matter between towns."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0
"""Mean radius in km (IUGG)."""


def compute_great_circle_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The great-circle distance in km (haversine formula)."""
    lat1, lon1, lat2, lon2 = map(radians, (*a, *b))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(h)))
