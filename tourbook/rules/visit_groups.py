"""The visits of a caravan, which rules look at by themselves."""

from __future__ import annotations

from tourbook.common.canonical import encode_ordered
from tourbook.common.digests import compute_digest
from tourbook.common.memoized import memoize_by_owner
from tourbook.model.trips import Visit
from tourbook.schedule.agenda import Agenda


@memoize_by_owner
def digest_visits(agenda: Agenda, caravan_id: str) -> bytes:
    """Digest of when and where a caravan is, and of all that decides on how long it takes to get
    there."""
    engine, stops = agenda.engine, agenda.list_stops("caravan", caravan_id)
    visits = [
        [
            stop.id,
            stop.spans,
            stop.sessions,
            stop.moved_dates,
            stop.place.timezone,
            stop.place.name,
            stop.place.region,
            stop.venue and stop.venue.id,
            engine.find_coordinates(stop),
        ]
        for stop in stops
        if isinstance(stop, Visit) and stop.takes_place
    ]
    settings = [agenda.today, agenda.model.site.timezone, engine.planning]
    return compute_digest(encode_ordered([settings, visits]))
