"""Canonical forms of values that can be written in several ways.

A commit that only writes them in another way changes nothing.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

from tourbook.common.dates import parse_sessions, parse_span, write_sessions
from tourbook.schema.fields import Recurrence


@lru_cache(4096)
def normalize_times(time: str) -> str:
    """The times of a day as in `09:00-11:30, 14:00-16:00`."""
    return write_sessions(parse_sessions(time, allows_open_end=True) or ()) if time else ""


def normalize_period(text: str) -> str:
    """A span of days as in `2026-09-01/2027-01-15`; anything else as it is written."""
    span = parse_span(text)
    return f"{span[0]}/{span[1]}" if span else text


def normalize_repeat(r: Recurrence | None) -> Recurrence | None:
    """A recurrence with its lists of days sorted, and with canonical times."""
    if r is None:
        return None
    moved = [
        msgspec.structs.replace(move, time=normalize_times(move.time))
        for move in sorted(r.moved, key=lambda move: move.from_)
    ]
    return msgspec.structs.replace(
        r,
        skip=sorted(r.skip),
        also=sorted(r.also),
        days=sorted(r.days),
        during=sorted(r.during),
        moved=moved,
    )
