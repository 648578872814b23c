"""What a stop is part of: everything that has a page or a calendar with the stop in it.

`history.visibility` answers the same question for the keys that the history stores, and
`tests/unit/schedule/test_membership.py` holds the two together.
"""

from __future__ import annotations

from tourbook.common.memoized import Memoized
from tourbook.history.records import RecordHistory
from tourbook.model.entries import Campaign, Entry, Exhibition, Organisation
from tourbook.model.model import Model
from tourbook.model.trips import Stop
from tourbook.schema import list_duties

Membership = tuple[str, str]
"""(kind of page or calendar, id). A copy has the id EXHIBITION/COPY, a place its region code."""


WHOLE_SITE: Membership = ("all", "")
"""What every stop is part of."""


def find_copy(stop: Stop) -> Membership | None:
    """The copy that is shown at a stop."""
    if stop.exhibition is None or stop.copy is None:
        return None
    return "copy", f"{stop.exhibition.id}/{stop.copy.id}"


class MembershipFinder:
    """Finds what the stops of a model are part of. What many of them share is worked out once."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._by_exhibition = Memoized(self._list_series)
        self._by_region = Memoized(self._list_regions)
        self._by_names = Memoized(self._list_entries)

    def list_memberships(self, stop: Stop) -> list[Membership]:
        """Everything that a stop is part of now, each once."""
        memberships = [("tour", stop.trip.id)]
        if stop.exhibition:
            memberships += self._by_exhibition[stop.exhibition]
            if copy := find_copy(stop):
                memberships.append(copy)
        if stop.venue:
            memberships.append(("venue", stop.venue.id))
        if stop.caravan:
            memberships.append(("caravan", stop.caravan.id))
        memberships += self._by_region[stop.place.region]
        if stop.campaigns:
            memberships += self._by_names[Campaign, stop.campaigns]
        if organisations := _list_organisations(stop):
            memberships += self._by_names[Organisation, organisations]
        return memberships

    def list_former_memberships(self, stop: Stop) -> set[Membership]:
        """Everything that a stop was part of at any time, and is not now."""
        if stop.history is None:
            return set()
        former = list_recorded_memberships(self._model, stop.history)
        return former.difference(self.list_memberships(stop)) if former else former

    def _list_series(self, exhibition: Exhibition) -> list[Membership]:
        """An exhibition, and the series that it is part of."""
        series = self._model.entries.find(Exhibition, exhibition.record.series)
        ids = dict.fromkeys((exhibition.id, series.id) if series else (exhibition.id,))
        return [("exhibition", id) for id in ids]

    def _list_regions(self, code: str) -> list[Membership]:
        """A region, and all those around it."""
        return [("place", region.code) for region in self._model.regions.list_ancestry(code)]

    def _list_entries(self, names_of_kind: tuple[type[Entry], tuple[str, ...]]) -> list[Membership]:
        """The entries with these ids, present or former ones, each once."""
        kind, names = names_of_kind
        entries = [self._model.entries.find(kind, name) for name in names]
        return list(dict.fromkeys((kind.kind, entry.id) for entry in entries if entry))


def list_recorded_memberships(model: Model, stop: RecordHistory) -> set[Membership]:
    """Everything that the history says a stop was part of; it may be part of some of it again."""
    memberships: set[Membership] = set()
    for kind, name, _ in model.ledger.find_former_memberships(stop):
        memberships.add(("tour" if kind == "trip" else kind, name))
        if kind == "place":
            memberships.update(("place", r.code) for r in model.regions.list_ancestry(name))
    return memberships


def _list_organisations(stop: Stop) -> tuple[str, ...]:
    """All that organise it or work at it, by any of their ids."""
    r = stop.record
    names = (*stop.organisers, *r.partners)
    if r.crew:
        names += tuple(duty.who for duty in list_duties(r))
    if stop.caravan_crew:
        names += tuple(member.person for member in stop.caravan_crew)
    if r.volunteers:
        names += (r.volunteers.by,)
    return names
