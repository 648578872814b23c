"""When the names of places began, or ceased, to say which of several places of a name they mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tourbook.history.records import RecordHistory
from tourbook.model.entries import Venue
from tourbook.schema import Text
from tourbook.site.edition import Edition


class NamesakeChanges:
    """The moments of the places of a site, in one language; seconds since 1970 (UTC)."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._named_at: dict[str, dict[str, int]] = defaultdict(dict)
        """Name -> code of a region -> when a place of the name first was in it, at the latest."""
        self._removed_at: dict[str, dict[str, int]] = defaultdict(dict)
        """The same for places that were removed, and when the last of them was."""
        for text, code, history, named_at in self._iterate_places():
            name = edition.language.localize(text)
            if history.removed_at:
                removed_at = self._removed_at[name]
                removed_at[code] = max(history.removed_at, removed_at.get(code, 0))
            else:
                moments = self._named_at[name]
                moments[code] = min(named_at, moments.get(code, named_at))

    def find_moment(self, name: Text, region: str) -> int:
        """When a place got its first namesake in another region, or lost its last one; 0 if it
        never had any, or without Git."""
        plain_name = self._edition.language.localize(name)
        moments = sorted(self._named_at[plain_name].values())
        if len(moments) > 1:
            return moments[1]
        lost = self._removed_at[plain_name].items()
        return max((moment for code, moment in lost if code != region), default=0)

    def _iterate_places(self) -> Iterator[tuple[Text, str, RecordHistory, int]]:
        """(name, code of its region, history, when it had its name at the latest) of the places
        that there are or were. The history has no former names: a venue may have got its name with
        its last change."""
        model = self._edition.model
        for venue in (*model.entries[Venue].values(), *model.removed_entries[Venue].values()):
            history = model.ledger.get_history("venue", venue.id)
            if history:
                yield venue.name, venue.record.region, history, history.changed_at
        for stop in (*model.stops, *self._edition.agenda.tombstones):
            if stop.venue is None and stop.history:
                yield stop.place.name, stop.place.region, stop.history, stop.history.created_at
