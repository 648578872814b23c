"""Retired codes of GB/T 2260 with their successors, and the seats of the present divisions.

Both tables are made by `scripts/divisions.py` and loaded when they are first needed; the head of
each names its sources. `data/retired.tsv` holds the six-digit codes that were in force at the end
of 1999 or later and are not now, `data/centres.tsv` the seats.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
import pkgutil
from collections.abc import Iterator
from typing import NamedTuple


class RetiredCode(NamedTuple):
    """A code that is no longer in force."""

    code: str
    name: str
    """The last name that it stood for."""
    last_listed: dt.date
    """The day of the last official table that lists it, or the end of a year if a list of changes
    is more precise; it was retired later."""
    retired_by: dt.date
    """The day of the first later table that does not list it, or likewise the end of a year."""
    successors: tuple[str, ...]
    """The present codes that took its place, the most likely first; () if they are unknown."""


def find_retired_code(code: str) -> RetiredCode | None:
    """None for a present code, and for one that never existed."""
    return _load_retired_codes().get(code)


def find_centre(code: str) -> tuple[float, float] | None:
    """(latitude, longitude) of a present division's seat in degrees, accurate to about 1 km; None
    if no source has it."""
    return _load_centres().get(code)


def list_seats_near(latitude: float, longitude: float) -> list[str]:
    """The present counties whose seats are within about 100 km; in any order, with some that are
    further away."""
    row, column = math.floor(latitude), math.floor(longitude)
    return [
        code
        for y in (row - 1, row, row + 1)
        for x in (column - 1, column, column + 1)
        for code in _load_seat_grid().get((y, x), ())
    ]


@functools.cache
def _load_seat_grid() -> dict[tuple[int, int], list[str]]:
    """Whole degrees of latitude and longitude -> the counties with seats in that field."""
    grid: dict[tuple[int, int], list[str]] = {}
    for code, (latitude, longitude) in _load_centres().items():
        if not code.endswith("00"):
            grid.setdefault((math.floor(latitude), math.floor(longitude)), []).append(code)
    return grid


@functools.cache
def _load_retired_codes() -> dict[str, RetiredCode]:
    return {
        code: RetiredCode(
            code,
            name,
            dt.date.fromisoformat(last),
            dt.date.fromisoformat(retired_by),
            tuple(filter(None, successors.split(","))),
        )
        for code, name, last, retired_by, successors in _read_rows("data/retired.tsv")
    }


@functools.cache
def _load_centres() -> dict[str, tuple[float, float]]:
    return {
        code: (float(latitude), float(longitude))
        for code, latitude, longitude in _read_rows("data/centres.tsv")
    }


def _read_rows(name: str) -> Iterator[list[str]]:
    """The cells of each line that does not start with `#`. Raises FileNotFoundError."""
    data = pkgutil.get_data(__package__, name)
    assert data is not None
    return (line.split("\t") for line in data.decode().splitlines() if not line.startswith("#"))
