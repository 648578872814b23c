"""Whether an exhibition fits into a hall, and which hall is meant by a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from tourbook.model.entries import Venue
from tourbook.model.trips import Stay
from tourbook.schema import Text
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


def find_least_measures(halls: Iterable[Hall]) -> dict[str, float]:
    """Measure -> the least of it that a hall has, of the measures that are given."""
    least: dict[str, float] = {}
    for hall in halls:
        for measure in HALL_MEASURES:
            available = getattr(hall, measure)
            if available is not None:
                least[measure] = min(available, least.get(measure, available))
    return least


class VenueHalls:
    """The halls of a venue by their names, in whichever language these are written."""

    def __init__(self, venue: Venue) -> None:
        self._halls = venue.record.halls

    @cached_property
    def _numbers(self) -> dict[str, list[int]]:
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, hall in enumerate(self._halls):
            for name in _list_names(hall.name):
                numbers[name].append(number)
        return numbers

    def find_name(self, stay: Stay) -> str:
        """One name for the hall of a stay; "" if none is named."""
        if not stay.record.hall:
            return ""
        names = _list_names(stay.record.hall)
        numbers = [self._numbers[name][0] for name in names if name in self._numbers]
        if numbers:
            names = _list_names(self._halls[min(numbers)].name)
        return min(names, default="")

    def count(self, names: Collection[str]) -> int:
        """How many halls there are: those that the venue lists or, if stays name more than that,
        these; at least one."""
        return max(1, len(self._halls), len(names))

    def list_numbers(self, name: str) -> Sequence[int]:
        """The numbers of the halls with a name, from 0; all if none has it."""
        return (name and self._numbers.get(name)) or range(len(self._halls))


def _list_names(text: Text) -> set[str]:
    return {text} - {""} if isinstance(text, str) else set(text.values())
