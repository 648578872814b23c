"""What the edits have in common."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

from tests.calendars.world import Record, World, dates

Edit = Callable[[World, random.Random, dt.date], bool]
LIMIT = 25
"""No more stops and visits than this."""


def fresh(w: World, r: random.Random, word: str) -> str:
    """An id that no record of any branch has or had."""
    return f"{word}-{r.getrandbits(40):x}"


def pick(w: World, r: random.Random, wanted: Callable[[Record], bool]) -> Record | None:
    found = [c for c in w.calls.values() if wanted(c)]
    return r.choice(found) if found else None


def is_stop(c: Record) -> bool:
    return "venue" in c


def dated(day: dt.date) -> Callable[[Record], bool]:
    """Stops that are not over yet."""
    return lambda c: bool(c.get("open")) and c["close"] >= day and not c.get("draft")


def series(day: dt.date) -> Callable[[Record], bool]:
    """Recurring visits with at least three dates to come."""
    return lambda c: bool(c.get("repeat")) and sum(d > day for _, d, _ in dates(c)) >= 3
