"""When the names of places began, or ceased, to say which of several places of a name they mean."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from tourbook.common.memoized import Memoized
from tourbook.history.keys import parse_place_name
from tourbook.history.records import RecordHistory
from tourbook.model.entries import Venue
from tourbook.schema import Text
from tourbook.site.edition import Edition

PRESENT = sys.maxsize
"""Ends what is so to this day."""


class Naming(NamedTuple):
    """A place had a name from a moment on until another; seconds since 1970 (UTC)."""

    since: int
    until: int
    region: str


class NamesakeChanges:
    """The moments of the places of a site, in one language."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._moments = Memoized(self._compute_moment)
        namings: dict[str, list[Naming]] = defaultdict(list)
        for text, region, history in self._iterate_places():
            for past_text, naming in _iterate_namings(text, region, history):
                namings[edition.language.localize(past_text)].append(naming)
        self._namings = {name: _join_namings(each) for name, each in namings.items()}

    def find_moment(self, name: Text, region: str) -> int:
        """When a place got its first namesake in another region, or lost its last one; 0 if it
        never had any, or without Git."""
        return self._moments[self._edition.language.localize(name), region]

    def _compute_moment(self, place: tuple[str, str]) -> int:
        name, region = place
        since, until = 0, 0
        for naming in self._namings.get(name, ()):
            if naming.region == region:
                continue
            if naming.since > until:
                since = naming.since
            until = max(until, naming.until)
        return since if until == PRESENT else until

    def _iterate_places(self) -> Iterator[tuple[Text, str, RecordHistory]]:
        """(name, code of its region, history) of the places that there are or were."""
        model = self._edition.model
        for venue in (*model.entries[Venue].values(), *model.removed_entries[Venue].values()):
            history = model.ledger.get_history("venue", venue.id)
            if history:
                yield venue.name, venue.record.region, history
        for stop in (*model.stops, *self._edition.agenda.tombstones):
            if stop.venue is None and stop.history:
                yield stop.place.name, stop.place.region, stop.history


def _join_namings(namings: list[Naming]) -> list[Naming]:
    """The same in order of time: of a region, one for all that overlap. Many places of a region may
    have one name."""
    joined: dict[str, list[Naming]] = defaultdict(list)
    for naming in sorted(namings):
        of_region = joined[naming.region]
        if of_region and naming.since <= of_region[-1].until:
            until = max(naming.until, of_region[-1].until)
            of_region[-1] = of_region[-1]._replace(until=until)
        else:
            of_region.append(naming)
    return sorted(naming for of_region in joined.values() for naming in of_region)


def _iterate_namings(
    name: Text, region: str, history: RecordHistory
) -> Iterator[tuple[Text, Naming]]:
    """The names that a place had, one after the other, and its name in the end."""
    since = history.created_at
    departures = ((at, key) for key, at in history.former_memberships.items())
    for until, key in sorted(departures):
        if key.kind == "place_name":
            former_region, former_name = parse_place_name(key.name)
            yield former_name, Naming(since, until, former_region)
            since = until
    yield name, Naming(since, history.removed_at or PRESENT, region)
