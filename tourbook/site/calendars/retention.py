"""How far calendars go back."""

from __future__ import annotations

import datetime as dt

from tourbook.schedule.agenda import Agenda

RETENTION = dt.timedelta(days=90)
"""How long after its end a calendar still holds an event."""


def find_long_past_ids(agenda: Agenda) -> frozenset[str]:
    """The ids of stops that no calendar holds any more: nothing of them, as it is or as it was
    once planned, ends within the retention."""
    oldest = agenda.today - RETENTION
    ids = set()
    for stop in (*agenda.model.stops, *agenda.tombstones):
        ends = [end for _, end in stop.spans]
        ends += [end for version in stop.earlier_versions for _, end in version.spans]
        if ends and max(ends) < oldest:
            ids.add(stop.id)
    return frozenset(ids)
