"""One form for what can be written in several ways, so that another way of writing it is no
change."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from tourbook.common.dates import period, sessions
from tourbook.schema.fields import Repeat


@lru_cache(4096)
def times(time: str) -> str:
    """Times of a day, however they are written."""
    return (
        ", ".join(f"{s.start}-{s.end}{' booking' * s.booking}" for s in sessions(time) or ())
        if time
        else ""
    )


def span(written: str) -> str:
    found = period(written)
    return f"{found[0]}/{found[1]}" if found else written


def repeat(r: Repeat | None) -> Repeat | None:
    """The same dates, however they are listed."""
    if r is None:
        return None
    moved = [
        msgspec.structs.replace(m, time=times(m.time))
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
