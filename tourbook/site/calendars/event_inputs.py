"""What the events of a stop are made from: the fields that they show, their times, their revision.

An `EventInput` is all that `events` sees of a stop. It selects the same fields as the history
digests (`history.visible_records`), and whatever it selects counts for the moment of the revision.
So an event cannot show anything that its LAST-MODIFIED and the cache of events do not know.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Literal, NamedTuple

import msgspec

from tourbook.common.canonical import encode_ordered
from tourbook.common.digests import compute_digest
from tourbook.common.memoized import Memoized
from tourbook.history.records import decode_timing
from tourbook.history.visible_records import (
    VISIBLE_ENTRIES,
    VisibleCampaign,
    VisibleRecord,
    VisibleStop,
    VisibleT,
    VisibleThing,
    VisibleTrip,
    VisibleVenue,
    select_visible,
    select_visible_entry,
)
from tourbook.model.entries import Campaign, Caravan, Entry, Exhibition, Venue
from tourbook.model.trips import DatedVersion, Stay, Stop, Trip
from tourbook.schedule.past import find_previous_entries
from tourbook.schema.fields import Text, VisitPlace, WrittenHours
from tourbook.site.edition import Edition
from tourbook.site.faces import Faces
from tourbook.sources.paths import parse_content_path
from tourbook.timetable.hours import combine_hours

from .event_revisions import EventRevisions, Revision


class EventInput(msgspec.Struct, frozen=True, array_like=True):
    """Everything that the events of a stop are made from, besides the site and its language."""

    origin: str
    """The id under which the stop first appeared: UIDs are made of it."""
    revision: Revision
    status: str
    stop: VisibleStop
    trip: VisibleTrip
    trip_kind: Literal["tour", "route"]
    venue: VisibleVenue | None
    exhibition: VisibleThing | None
    caravan: VisibleThing | None
    campaigns: tuple[VisibleCampaign, ...]
    image: str
    """Site path of the picture of the exhibition, or else of the caravan; "" if it has none."""
    former_venue: VisibleVenue | None
    former_exhibition: VisibleThing | None
    former_dates: DatedVersion | None
    is_stay: bool
    versions: tuple[DatedVersion, ...]
    """The dates that the stop had, also when other public holidays were known; the last ones are
    the present ones. One without Git."""
    forked_at: int
    """From then on to `joined_at`, versions are those of several lines of history; 0 for one."""
    joined_at: int
    region: str
    place_name: str
    """In the language of the events; what tells it from other places of that name comes first."""
    region_names: tuple[Text, ...]
    """Its region and those around it, the largest first."""
    region_codes: tuple[str, ...]
    """Its region and those around it, whose public holidays count, the largest first."""
    removed_at: int | None
    """When it was taken off the schedule."""
    today: dt.date | None
    """The day of the build; None if no event depends on it."""

    @property
    def present(self) -> DatedVersion:
        return self.versions[-1]

    @property
    def thing(self) -> VisibleThing | VisibleTrip:
        """What comes."""
        return self.exhibition or self.caravan or self.trip

    @property
    def place(self) -> VisibleVenue | VisitPlace:
        return self.venue or self.stop.place or VisibleVenue("?")

    @property
    def last_admission(self) -> int | None:
        """Of a stay: minutes before closing."""
        if self.stop.last_admission is not None or not self.is_stay:
            return self.stop.last_admission
        return self.venue.last_admission if self.venue else None


class _ShownEntries(NamedTuple):
    """The entries that the events of a stop show."""

    venue: Venue | None
    exhibition: Exhibition | None
    caravan: Caravan | None
    former_venue: Entry | None
    former_exhibition: Entry | None
    campaigns: tuple[Campaign, ...]

    def list_all(self) -> list[Entry]:
        return [entry for entry in (*self[:-1], *self.campaigns) if isinstance(entry, Entry)]


class EventInputs:
    """The inputs of all stops for one language, collected when they are first asked for."""

    def __init__(self, edition: Edition, faces: Faces) -> None:
        self._edition, self._model, self._faces = edition, edition.model, faces
        self.revisions = EventRevisions(edition)
        self._inputs = Memoized(self._collect)
        self._revisions = Memoized(self._revise)
        self._visible_entries = Memoized(self._select_visible)
        self._entry_digests = Memoized(self._digest_entry)
        self._region_digests = Memoized(self._digest_ancestry)

    def collect(self, stop: Stop) -> EventInput:
        return self._inputs[stop]

    def revise(self, stop: Stop) -> Revision:
        return self._revisions[stop]

    def digest(self, stop: Stop) -> bytes:
        """Digest of all that `collect` sees, without collecting it: of the whole record of the
        stop, and of what events show of others."""
        values = [
            stop.trip.kind,
            stop.trip.name,
            stop.record.note,
            self._find_image(stop),
            *self._list_outside_values(stop),
        ]
        entries = self._select_shown_entries(stop).list_all()
        return compute_digest(
            encode_ordered(values),
            self._faces.of_record(stop),
            self._region_digests[stop.place.region],
            *map(self._entry_digests.__getitem__, entries),
        )

    def _list_outside_values(self, stop: Stop) -> list[object]:
        """What follows from the day, or from other records than those that the stop refers to."""
        return [
            self._find_day(stop),
            self._name_place(stop),
            self.revisions.find_created_at(stop),
            self.revisions.list_own_moments(stop),
        ]

    def digest_trip(self, trip: Trip) -> bytes:
        """Digest of all that `digest` sees of the stops of a trip; it holds too much rather than
        too little."""
        values = encode_ordered(list(map(self._list_outside_values, trip.stops)))
        return compute_digest(self._surroundings, self._faces.find_undated_trip_key(trip), values)

    @cached_property
    def _surroundings(self) -> bytes:
        """Digest of what events see of all entries and regions."""
        entries = [*self._model.entries, *self._model.removed_entries]
        shown_entries = (entry for entry in entries if entry.kind in VISIBLE_ENTRIES)
        faces = b"".join(map(self._entry_digests.__getitem__, shown_entries))
        return compute_digest(encode_ordered(self._model.past_regions.records), faces)

    def _collect(self, stop: Stop) -> EventInput:
        entries = self._select_shown_entries(stop)
        regions = self._model.past_regions.list_ancestry(stop.place.region)
        return EventInput(
            origin=self._find_origin(stop),
            status=stop.record.status,
            stop=select_visible(stop.record, VisibleStop, slug=stop.slug),
            trip=select_visible(stop.trip.record, VisibleTrip),
            trip_kind=stop.trip.kind,
            venue=self._select(entries.venue, VisibleVenue),
            exhibition=self._select(entries.exhibition, VisibleThing),
            caravan=self._select(entries.caravan, VisibleThing),
            campaigns=tuple(
                visible
                for campaign in entries.campaigns
                if (visible := self._select(campaign, VisibleCampaign))
            ),
            image=self._find_image(stop),
            former_venue=self._select(entries.former_venue, VisibleVenue),
            former_exhibition=self._select(entries.former_exhibition, VisibleThing),
            former_dates=stop.find_previous_dates(),
            is_stay=isinstance(stop, Stay),
            versions=_list_versions(stop, self._find_written_hours(stop)),
            forked_at=stop.history.forked_at if stop.history else 0,
            joined_at=stop.history.joined_at if stop.history else 0,
            region=stop.place.region,
            place_name=self._name_place(stop),
            region_names=tuple(region.name for region in regions),
            region_codes=tuple(region.code for region in regions),
            removed_at=stop.history.removed_at if stop.history and stop.removed_on else None,
            revision=self.revise(stop),
            today=self._find_day(stop),
        )

    def _revise(self, stop: Stop) -> Revision:
        return self.revisions.make(stop, self._select_shown_entries(stop).list_all())

    def _select_shown_entries(self, stop: Stop) -> _ShownEntries:
        find = self._model.find_entry_or_removed
        campaigns = (find(Campaign, id) for id in stop.campaigns)
        former = find_previous_entries(self._model, stop)
        return _ShownEntries(
            stop.venue,
            stop.exhibition,
            stop.caravan,
            former.get("venue"),
            former.get("exhibition"),
            tuple(campaign for campaign in campaigns if campaign),
        )

    def _select(self, entry: Entry | None, visible_type: type[VisibleT]) -> VisibleT | None:
        if entry is None:
            return None
        visible = self._visible_entries[entry]
        assert isinstance(visible, visible_type)
        return visible

    def _digest_entry(self, entry: Entry) -> bytes:
        """Of what events see of it, and of the moment at which that last changed."""
        hours = entry.record.hours if isinstance(entry, Venue) else {}
        moment = self.revisions.find_entry_modified_at(entry)
        return compute_digest(encode_ordered([self._visible_entries[entry], hours, moment]))

    def _digest_ancestry(self, code: str) -> bytes:
        regions = self._model.past_regions.list_ancestry(code)
        return compute_digest(encode_ordered([(region.code, region.name) for region in regions]))

    def _name_place(self, stop: Stop) -> str:
        place = stop.place
        return self._edition.language.name_place_for_month_view(place.name, place.region)

    def _find_image(self, stop: Stop) -> str:
        thing = stop.exhibition or stop.caravan
        return self._edition.addresses.picture_path_for(thing) if thing else ""

    def _find_written_hours(self, stop: Stop) -> WrittenHours:
        """The hours of a stay; of a removed one those that it had: its venue may have others by
        now."""
        if not isinstance(stop, Stay):
            return {}
        if stop.removed_on and stop.history:
            timing = decode_timing(stop.history.versions[-1].timing)
            return combine_hours(timing.venue_hours, timing.hours)
        return self._edition.agenda.engine.get_written_hours(stop)

    def _find_day(self, stop: Stop) -> dt.date | None:
        """The day of the build if events may be withdrawn, which calendars hold for some time, or
        go on without an end; else None."""
        is_first = not stop.earlier_versions and not stop.holiday_versions
        return None if is_first and not stop.has_no_end else self._edition.agenda.today

    def _select_visible(self, entry: Entry) -> VisibleRecord:
        path = parse_content_path(entry.location.file)
        is_bundle = path is not None and path.is_bundle
        visible_type = VISIBLE_ENTRIES[entry.kind]
        return select_visible_entry(entry.record, visible_type, entry.slug, is_bundle)

    @staticmethod
    def _find_origin(stop: Stop) -> str:
        if stop.history:
            return stop.history.origin
        return next((alias for alias in stop.record.aliases if "/" not in alias), stop.id)


def _list_versions(stop: Stop, hours: WrittenHours) -> tuple[DatedVersion, ...]:
    versions = [*stop.earlier_versions, *stop.holiday_versions]
    present = stop.make_present_version(hours)
    # If other holidays were known when it was recorded, it is the last of the holiday versions.
    if all(version.recorded_at != present.recorded_at for version in versions):
        versions.append(present)
    return tuple(sorted(versions, key=lambda version: version.recorded_at))
