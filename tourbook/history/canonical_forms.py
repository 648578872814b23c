"""One form for what can be written in several ways, so that another way of writing it is no
change."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from tourbook.common.dates import parse_sessions, parse_span, write_sessions
from tourbook.schema.fields import Recurrence


@lru_cache(4096)
def normalize_times(time: str) -> str:
    """Times of a day, however they are written."""
    return write_sessions(parse_sessions(time) or ()) if time else ""


def normalize_period(written: str) -> str:
    found = parse_span(written)
    return f"{found[0]}/{found[1]}" if found else written


def normalize_repeat(r: Recurrence | None) -> Recurrence | None:
    """The same dates, however they are listed."""
    if r is None:
        return None
    moved = [
        msgspec.structs.replace(m, time=normalize_times(m.time))
        for m in sorted(r.moved, key=lambda m: m.from_)
    ]
    return msgspec.structs.replace(
        r,
        skip=sorted(r.skip),
        also=sorted(r.also),
        days=sorted(r.days),
        during=sorted(r.during),
        moved=moved,
    )
