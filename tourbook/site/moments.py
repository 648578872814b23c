"""When what pages show last changed, according to the history of the records.

Of a stop, that is what its events say, also those of the crew; of an entry, its files. What a page
says of the day is no change of it.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable

from tourbook.common.memoized import Memoized
from tourbook.model.entries import Entry
from tourbook.model.regions import Region
from tourbook.model.trips import Stop, Trip
from tourbook.schedule.agenda import Agenda

Subject = Entry | Trip | Stop | Region
"""What a page can be about."""
_UNKNOWN = sys.maxsize
"""Later than all that is known."""


class PageMoments:
    """Moments are seconds since 1970 (UTC)."""

    def __init__(self, agenda: Agenda) -> None:
        self._agenda, self._model = agenda, agenda.model
        self._ledger = agenda.model.ledger
        self._stops = Memoized(self._date_stop)

    def find(self, subject: Subject) -> dt.datetime | None:
        """When what the page of a record shows last changed; None if that is unknown, or not
        committed yet."""
        ledger = self._ledger
        moment = self._date(subject) if ledger.source == "git" else _UNKNOWN
        limit = ledger.uncommitted_at or _UNKNOWN
        return dt.datetime.fromtimestamp(moment, dt.UTC) if moment < limit else None

    def _date(self, subject: Subject) -> int:
        if isinstance(subject, Stop):
            return self._stops[subject]
        if isinstance(subject, Trip):
            return max(self._date_trip(subject), self._date_members("tour", subject.id))
        if isinstance(subject, Entry):
            return max(self._date_entry(subject), self._date_members(subject.kind, subject.id))
        venues = self._agenda.venues_by_region.get(subject.code, [])
        return max(*map(self._date_entry, venues), self._date_members("place", subject.code), 0)

    def _date_members(self, kind: str, id: str) -> int:
        stops: Iterable[Stop] = self._agenda.list_stops(kind, id)
        return max((self._stops[stop] for stop in stops), default=0)

    def _date_stop(self, stop: Stop) -> int:
        history = stop.history
        if history is None:
            return _UNKNOWN
        entries = filter(None, (stop.exhibition, stop.caravan, stop.venue))
        return max(
            history.changed_at,
            history.crew_modified_at,
            self._date_trip(stop.trip),
            *map(self._date_entry, entries),
        )

    def _date_trip(self, trip: Trip) -> int:
        return self._ledger.find_modified_at("trip", trip.id)

    def _date_entry(self, entry: Entry) -> int:
        moments = self._ledger.file_moments
        # one that was removed has no files
        return max((moments.get(file, _UNKNOWN) for file in entry.files), default=_UNKNOWN)
