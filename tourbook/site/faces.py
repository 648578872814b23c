"""The faces of records: for each, a digest of all that a page or a calendar may see of it.

An output whose inputs are the same as in the last build is the same, so its view need not be made
to find that out. Its module lists its inputs beside the function that makes its view: the faces of
the records that it shows, and what all pages have in common. A face takes in the whole record,
what it refers to, what it was before, and how it stands on the day. It may hold too much, and a
page is then made again for nothing; it must never hold too little: `tests/support/audit.py`
makes every view all the same, and compares.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from functools import cached_property
from typing import Any

from msgspec import structs

from tourbook.common.canonical import encode_ordered
from tourbook.common.dates import find_horizon
from tourbook.common.digests import compute_digest
from tourbook.common.memoized import Memoized
from tourbook.model.entries import Campaign, Entry, Organisation
from tourbook.model.trips import Stay, Stop, Trip
from tourbook.schedule.membership import Membership
from tourbook.schedule.past import find_previous_entries
from tourbook.schema import list_duties

from .edition import Edition
from .stop_digests import StopDigests

_OTHER_FIELDS = ("location", "trip", "exhibition", "caravan", "venue", "record", "bodies")
_PLAIN_FIELDS: dict[type[Entry | Stop], list[str]] = {
    kind: [field.name for field in dataclasses.fields(kind) if field.name not in _OTHER_FIELDS]
    for kind in (Entry, Stop)
}
"""The fields that hold values. Of the others, some hold records with faces of their own, and of the
location pages see the file alone."""


class Faces:
    """The faces of all records, computed when they are first asked for; the same in every
    language."""

    def __init__(
        self,
        edition: Edition,
        file_digests: Mapping[str, bytes],
        memory: MutableMapping[bytes, bytes],
    ) -> None:
        """`edition` is that of any language: addresses in others differ by their prefix. `memory`
        keeps digests between builds."""
        self._agenda, self._model = edition.agenda, edition.model
        self._addresses, self._archive = edition.addresses, edition.archive
        self._file_digests = file_digests
        self._cards = Memoized(self._digest_card)
        self._trips = Memoized(self._digest_trip)
        self._undated_trip_keys = Memoized(self._digest_undated_trip_key)
        self._trip_keys = Memoized(self._digest_trip_key)
        find_key = self.find_undated_trip_key
        self._records = StopDigests(b"record", self._digest_record, find_key, memory)
        self._undated_rows = StopDigests(b"undated row", self._digest_undated_row, find_key, memory)
        self._rows = StopDigests(b"row", self._digest_row, self.find_trip_key, memory)
        self._members = Memoized(self._digest_members)

    def of_entry(self, entry: Entry) -> bytes:
        return _digest_values(sorted(entry.bodies.items()), [self.of_card(entry)])

    def of_card(self, entry: Entry) -> bytes:
        """That of an entry as other pages show it, without its text."""
        return self._cards[entry]

    def of_trip(self, trip: Trip) -> bytes:
        """That of its head, without its stops."""
        return self._trips[trip]

    def of_record(self, stop: Stop) -> bytes:
        """That of a stop alone, on any day, without its note and what it refers to."""
        return self._records[stop]

    def of_rows(self, stops: Iterable[Stop | None]) -> Iterator[bytes]:
        """Those of some stops as lists show them, without their notes, in order; b"" for none."""
        return (self._rows[stop] if stop else b"" for stop in stops)

    def of_undated_rows(self, stops: Iterable[Stop]) -> Iterator[bytes]:
        """The same, however the stops stand on the day."""
        return map(self._undated_rows.__getitem__, stops)

    def of_members(self, kind: str, id: str) -> bytes:
        """That of the list of all stops of something that has stops."""
        return self._members[kind, id]

    def find_trip_key(self, trip: Trip) -> bytes:
        """Digest of all that any face of a trip and its stops follows from, and their notes."""
        return self._trip_keys[trip]

    def find_undated_trip_key(self, trip: Trip) -> bytes:
        """The same, however its stops stand on the day."""
        return self._undated_trip_keys[trip]

    @cached_property
    def surroundings(self) -> bytes:
        """That of all that trips are seen with, of what was removed, and of the day."""
        return compute_digest(self._undated_surroundings, self.days)

    @cached_property
    def _undated_surroundings(self) -> bytes:
        removed_trips = map(self.of_trip, self._model.removed_trips)
        removed_stops = self.of_rows(self._agenda.tombstones)
        removed_entries = map(self.of_card, self._model.removed_entries)
        faces = (b"".join(each) for each in (removed_entries, removed_trips, removed_stops))
        return compute_digest(self.common, self.entries, *faces)

    @cached_property
    def entries(self) -> bytes:
        """That of all entries as other pages show them."""
        return compute_digest(b"".join(map(self.of_card, self._model.entries)))

    @cached_property
    def schedule(self) -> bytes:
        """That of all trips and stops as lists show them."""
        return compute_digest(self._trips_in_order, b"".join(self.of_rows(self._model.stops)))

    @cached_property
    def records(self) -> bytes:
        """The same, however the stops stand on the day. What has no end goes on into this year."""
        rows = self.of_undated_rows(self._model.stops)
        return _digest_values([self._agenda.today.year], [self._trips_in_order, b"".join(rows)])

    @cached_property
    def _trips_in_order(self) -> bytes:
        return b"".join(map(self.of_trip, self._model.trips.values()))

    @cached_property
    def remaining_counts(self) -> bytes:
        """How many stops of each entry and trip are still to come, as cards say it."""
        keys = [(entry.kind, entry.id) for entry in self._model.entries]
        keys += [("tour", id) for id in self._model.trips]
        counts = (self._agenda.count_remaining(*key) for key in keys)
        return _digest_values(counts)

    @cached_property
    def days(self) -> bytes:
        """The day in each time zone."""
        return _digest_values([self._agenda.today, sorted(self._agenda.days.items())])

    @cached_property
    def common(self) -> bytes:
        """What every record is seen with: the site, its regions, its public holidays."""
        model = self._model
        regions_in_use = list(self._agenda.regions_in_use)
        values = [model.site, model.regions.records, regions_in_use, model.shows_drafts]
        return compute_digest(encode_ordered(values), model.past_holidays.digest)

    # ---- records ---------------------------------------------------------------------------

    def _digest_card(self, entry: Entry) -> bytes:
        present = self._model.entries[type(entry)].get(entry.id)
        return _digest_values(
            [
                entry.kind,
                entry.location.file,
                present is entry,
                [
                    self._addresses.find_picture_of(entry, picture.name)
                    for picture in entry.list_pictures()
                ],
                sorted(entry.bodies),
                structs.replace(entry.record, remark=""),
                *_list_plain_values(Entry, entry),
            ]
        )

    def _digest_trip(self, trip: Trip) -> bytes:
        return _digest_values(
            [
                trip.id in self._model.trips,
                trip.location.file,
                structs.replace(trip.record_without_stops, remark=""),
                trip.id,
                trip.slug,
            ],
            self._of_references(trip.exhibition, trip.caravan),
        )

    def _digest_trip_key(self, trip: Trip) -> bytes:
        states = map(self._list_states, trip.stops)
        return _digest_values(states, [self.find_undated_trip_key(trip), self.days])

    def _digest_undated_trip_key(self, trip: Trip) -> bytes:
        """What is written of a trip is in its file."""
        stops = [
            [*self._list_addresses(stop), stop.history, self._list_previous_ids(stop)]
            for stop in trip.stops
        ]
        return _digest_values(
            [trip.id, trip.location, stops],
            [self._file_digests[trip.location.file], self._undated_surroundings],
        )

    def _list_previous_ids(self, stop: Stop) -> list[tuple[str, str]]:
        previous = find_previous_entries(self._model, stop) if stop.history else {}
        return [(kind, entry.id) for kind, entry in previous.items()]

    def _digest_record(self, stop: Stop) -> bytes:
        record = structs.replace(stop.record, note="", remark="")
        values = _list_plain_values(Stop, stop)
        return _digest_values([isinstance(stop, Stay), stop.location.file, record, *values])

    def _digest_row(self, stop: Stop) -> bytes:
        return _digest_values(self._list_states(stop), [self._undated_rows[stop]])

    def _digest_undated_row(self, stop: Stop) -> bytes:
        previous = find_previous_entries(self._model, stop)
        references = (
            stop.exhibition,
            stop.caravan,
            stop.venue,
            *(previous.get(kind) for kind in ("venue", "exhibition")),
            *self._iterate_people(stop),
        )
        return _digest_values(
            self._list_addresses(stop),
            [self._records[stop], self.of_trip(stop.trip), *self._of_references(*references)],
        )

    def _digest_members(self, membership: Membership) -> bytes:
        return compute_digest(b"".join(self.of_rows(self._agenda.list_stops(*membership))))

    def _list_states(self, stop: Stop) -> list[Any]:
        """How it stands on the day, as lists show it: not which day that is."""
        agenda = self._agenda
        state, is_open, horizon = agenda.states[stop.id], None, None
        if isinstance(stop, Stay) and state in ("now", "closing"):
            today = agenda.find_today(stop.place.timezone)
            is_open = bool(agenda.engine.get_opening(stop).find_times(today).sessions)
        if stop.has_no_end:
            horizon = find_horizon(agenda.today)
        return [state, agenda.next_days[stop.id], is_open, horizon]

    def _list_addresses(self, stop: Stop) -> list[Any]:
        """Where its row is, if it has no page, and whether it has a calendar."""
        return [self._archive.find_row(stop), self._archive.has_calendar(stop)]

    def _iterate_people(self, stop: Stop) -> Iterator[Entry | None]:
        """Who organises it and works there, and what it is part of."""
        find, record = self._model.find_entry_or_removed, stop.record
        names = [*stop.organisers, *record.partners]
        names += [duty.who for duty in list_duties(record)]
        names += [member.person for member in stop.caravan_crew]
        if record.volunteers:
            names.append(record.volunteers.by)
        yield from (find(Organisation, name) for name in names)
        yield from (find(Campaign, name) for name in stop.campaigns)

    def _of_references(self, *entries: Entry | None) -> list[bytes]:
        return [self._cards[entry] if entry else b"" for entry in entries]


def _list_plain_values(kind: type[Entry | Stop], record: Entry | Stop) -> Iterator[Any]:
    return (getattr(record, name) for name in _PLAIN_FIELDS[kind])


def _digest_values(values: Iterable[Any], faces: Iterable[bytes] = ()) -> bytes:
    return compute_digest(encode_ordered(list(values)), *faces)
