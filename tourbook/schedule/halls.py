"""Whether an exhibition fits into a hall."""

from __future__ import annotations

from typing import NamedTuple

from tourbook.schema.fields import Hall, Logistics

HALL_MEASURES = ("area", "height", "power", "floor_load")
"""The measures that an exhibition needs and a hall has."""


class Shortfall(NamedTuple):
    """A measure of a hall that is too small; both values are in the unit of the field."""

    measure: str
    needed: float
    available: float


def list_shortfalls(needs: Logistics, hall: Hall) -> list[Shortfall]:
    """Each measure that is too small; one that is not given is large enough."""
    out = []
    for measure in HALL_MEASURES:
        needed, available = getattr(needs, measure), getattr(hall, measure)
        if needed is not None and available is not None and needed > available:
            out.append(Shortfall(measure, needed, available))
    return out
