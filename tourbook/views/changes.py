"""What has changed in the schedule."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from .parts import Link, Row, StopDates, View

ChangeKind = Literal[
    "added", "moved", "rescheduled", "hours", "planned", "confirmed", "postponed", "cancelled",
    "removed", "restored", "venue", "exhibition",
]  # fmt: skip
"""`moved`: new dates; `rescheduled`: new dates of a recurring visit; `hours`: new opening hours;
`planned`, `confirmed`, `postponed`, `cancelled`: new status; `removed`: deleted from the schedule
before it was over; `restored`: put back; `venue`, `exhibition`: another one."""


class Change(View, frozen=True, kw_only=True):
    """A change of a stop, for t("change_" ~ kind)."""

    kind: ChangeKind
    row: Row
    """The stop as it is now."""
    previous_dates: StopDates | None = None
    """Its dates before the change, if they changed."""
    new_dates: StopDates | None = None
    """Its dates after the change (they may have changed again since)."""
    previous_name: str = ""
    """The name of its venue or exhibition before the change, if that changed."""


class AddedStops(View, frozen=True, kw_only=True):
    """Many stops added to a trip at once, which are not listed one by one."""

    trip: Link
    count: int
    """How many."""


class ChangeDay(View, frozen=True, kw_only=True):
    date: dt.date
    changes: tuple[Change, ...]
    added: tuple[AddedStops, ...] = ()
