"""What a stop is part of: everything that has a page or a calendar with the stop in it.

`history.visibility` answers the same question for the keys that the history stores, and
`tests/unit/schedule/test_membership.py` holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tourbook.history.records import RecordHistory
from tourbook.model.entries import Campaign, Entry, Exhibition, Organisation
from tourbook.model.model import Model
from tourbook.model.trips import Stop
from tourbook.schema import list_duties

Membership = tuple[str, str]
"""(kind of page or calendar, id). A copy has the id EXHIBITION/COPY, a place its region code."""


WHOLE_SITE: Membership = ("all", "")
"""What every stop is part of."""


def list_memberships(model: Model, stop: Stop) -> list[Membership]:
    """Everything that a stop is part of now, each once."""
    return [(kind, name) for kind, find in _FINDERS.items() for name in find(model, stop)]


def list_former_memberships(model: Model, stop: Stop) -> set[Membership]:
    """Everything that a stop was part of at any time, and is not now."""
    if stop.history is None:
        return set()
    former = list_recorded_memberships(model, stop.history)
    return former.difference(list_memberships(model, stop)) if former else former


def list_recorded_memberships(model: Model, stop: RecordHistory) -> set[Membership]:
    """Everything that the history says a stop was part of; it may be part of some of it again."""
    memberships: set[Membership] = set()
    for kind, name, _ in model.ledger.find_former_memberships(stop):
        memberships.add(("tour" if kind == "trip" else kind, name))
        if kind == "place":
            memberships.update(("place", r.code) for r in model.regions.list_ancestry(name))
    return memberships


def _find_trip(model: Model, stop: Stop) -> Iterable[str]:
    return (stop.trip.id,)


def _find_exhibitions(model: Model, stop: Stop) -> Iterable[str]:
    """Its exhibition, and the series of that."""
    if stop.exhibition is None:
        return ()
    series = model.entries.find(Exhibition, stop.exhibition.record.series)
    if series is None or series is stop.exhibition:
        return (stop.exhibition.id,)
    return (stop.exhibition.id, series.id)


def _find_copy(model: Model, stop: Stop) -> Iterable[str]:
    return (f"{stop.exhibition.id}/{stop.copy.id}",) if stop.exhibition and stop.copy else ()


def _find_venue(model: Model, stop: Stop) -> Iterable[str]:
    return (stop.venue.id,) if stop.venue else ()


def _find_caravan(model: Model, stop: Stop) -> Iterable[str]:
    return (stop.caravan.id,) if stop.caravan else ()


def _find_regions(model: Model, stop: Stop) -> Iterable[str]:
    """Its region, and all those around it."""
    return [region.code for region in model.regions.list_ancestry(stop.place.region)]


def _find_campaigns(model: Model, stop: Stop) -> Iterable[str]:
    return _find_ids(model, Campaign, stop.campaigns)


def _find_organisations(model: Model, stop: Stop) -> Iterable[str]:
    """All that organise it or work at it."""
    r = stop.record
    names = [*stop.organisers, *r.partners]
    if r.crew:
        names += [duty.who for duty in list_duties(r)]
    if stop.caravan_crew:
        names += [member.person for member in stop.caravan_crew]
    if r.volunteers:
        names.append(r.volunteers.by)
    return _find_ids(model, Organisation, names)


def _find_ids(model: Model, kind: type[Entry], names: Sequence[str]) -> Iterable[str]:
    """The present ids of the entries with these names, each once."""
    if not names:
        return ()
    entries = [model.entries.find(kind, name) for name in names]
    return dict.fromkeys(entry.id for entry in entries if entry)


_FINDERS: dict[str, Callable[[Model, Stop], Iterable[str]]] = {
    "tour": _find_trip,
    "exhibition": _find_exhibitions,
    "copy": _find_copy,
    "venue": _find_venue,
    "caravan": _find_caravan,
    "place": _find_regions,
    "campaign": _find_campaigns,
    "organisation": _find_organisations,
}
"""Kind of page or calendar -> the ids that a stop is part of."""
