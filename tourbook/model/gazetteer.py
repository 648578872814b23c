"""What became of the codes of GB/T 2260, and where the divisions lie: two tables that
`scripts/divisions.py` makes.

`data/retired.tsv` holds the six-digit codes that were in force at the end of 1999 or later and are
not now,
`data/centres.tsv` the seats of the present divisions; the head of each names its sources. A table
is read when it is
first asked for.
"""

from __future__ import annotations

import datetime as dt
import functools
import pkgutil
from collections.abc import Iterator
from typing import NamedTuple


class RetiredCode(NamedTuple):
    """A code that is no longer in force; `name` is the last that it stood for.

    It was retired after `last` and by `gone`: the days of the last official table that has it and
    of the first later one that lacks it, or the ends of two years where a list of changes says
    more. `successors` are the present codes of what took its place, the most likely first; () where
    that cannot be told.
    """

    code: str
    name: str
    last_listed: dt.date
    retired_by: dt.date
    successors: tuple[str, ...]


def find_retired_code(code: str) -> RetiredCode | None:
    """What is known of a code that was given up; None for a present code, and for one that never
    was."""
    return _load_retired_codes().get(code)


def find_centre(code: str) -> tuple[float, float] | None:
    """(latitude, longitude) of a present division's seat in degrees, true to about 1 km; None where
    no source has it."""
    return _load_centres().get(code)


@functools.cache
def _load_retired_codes() -> dict[str, RetiredCode]:
    return {
        code: RetiredCode(
            code,
            name,
            dt.date.fromisoformat(last),
            dt.date.fromisoformat(gone),
            tuple(filter(None, successors.split(","))),
        )
        for code, name, last, gone, successors in _read_rows("data/retired.tsv")
    }


@functools.cache
def _load_centres() -> dict[str, tuple[float, float]]:
    return {
        code: (float(latitude), float(longitude))
        for code, latitude, longitude in _read_rows("data/centres.tsv")
    }


def _read_rows(name: str) -> Iterator[list[str]]:
    """The cells of each line but those that start with `#`; raises FileNotFoundError."""
    data = pkgutil.get_data(__package__, name)
    assert data is not None
    return (line.split("\t") for line in data.decode().splitlines() if not line.startswith("#"))
