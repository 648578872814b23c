"""Which calendars there are, what each is called, and what it holds.

Each comes as stays, and all but those of single stops, theme days and archives as opening days,
too, if any of its stays has or had hours: else both would be the same. What had subscribers goes
on: under the slugs that a record had before, and when the record is no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from tourbook.common import urls
from tourbook.common.problems import Location
from tourbook.history.keys import Key, parse_copy_name
from tourbook.model.entries import ENTRY_CLASSES, Campaign, Entry, Exhibition
from tourbook.model.regions import Region
from tourbook.model.trips import Stop, Trip
from tourbook.schedule.membership import WHOLE_SITE, Membership
from tourbook.site.edition import Edition
from tourbook.site.outputs import RawFile
from tourbook.sources.paths import SITE_FILE

from .archives import count_archive_parts
from .calendar_feed import CalendarFeed
from .former_calendars import FormerCalendars, had_dates, was_published
from .serialized_events import SerializedEvent
from .slugs import CALENDAR_KINDS, SlugRegistry
from .writer import CalendarWriter


def make(edition: Edition, writer: CalendarWriter) -> Iterator[RawFile]:
    return CalendarCatalogue(edition, writer).make_all_calendars()


class CalendarCatalogue:
    def __init__(self, edition: Edition, writer: CalendarWriter) -> None:
        self._model, self._agenda, self._writer = edition.model, edition.agenda, writer
        self._language, self._addresses = edition.language, edition.addresses
        self._site_name, self._archive = edition.site_name, edition.archive
        self._former = FormerCalendars(edition.agenda)
        self._slugs = SlugRegistry(edition.agenda, self._former)

    def make_all_calendars(self) -> Iterator[RawFile]:
        yield from self._make_site_calendars()
        for kind in CALENDAR_KINDS:
            yield from self._make_kind_calendars(kind)
        for trip in self._model.trips.values():
            yield from self._make_trip_calendars(trip)
        for trip in self._model.removed_trips:
            if self._former.goes_on(Key("trip", trip.id)):
                yield from self._make_trip_calendars(trip)
        for region in self._slugs.regions:
            yield from self._make_region_calendars(region)
        for stop in (*self._model.stops, *self._agenda.tombstones):
            if self._archive.has_calendar(stop):
                yield from self._make_stop_calendars(stop)
        yield from self._make_empty_stop_calendars()

    # ---- of the whole site -----------------------------------------------------------------

    def _make_site_calendars(self) -> Iterator[RawFile]:
        home, location = self._addresses.prefix, Location(SITE_FILE)
        all_feed = CalendarFeed(
            "all", home + "all", self._site_name, home, self._list_all_stops, may_be_cut=True
        )
        upcoming_name = self._language.t("feed_upcoming", name=self._site_name)
        for feed in (
            all_feed,
            all_feed._replace(
                kind="upcoming", path=home + "upcoming", name=upcoming_name, includes_past=False
            ),
        ):
            yield from self._make_both_shapes(feed, location, WHOLE_SITE)
        campaigns = CalendarFeed(
            "campaigns",
            home + "campaigns",
            self._language.t("feed_campaigns", name=self._site_name),
            self._addresses.listing_path_for("campaign"),
            list_extra_events=self._list_campaign_events,
            list_extra_inputs=self._list_campaign_inputs,
        )
        yield self._writer.make_output(campaigns, location)
        for year, parts in count_archive_parts(self._agenda).items():
            for feed in self._writer.iterate_archive_feeds(year, parts):
                yield self._writer.make_output(feed, location)

    def _list_all_stops(self) -> list[Stop]:
        return [*self._model.stops, *self._agenda.tombstones]

    def _list_campaign_events(self) -> list[SerializedEvent]:
        return self._writer.events.list_campaign_events(self._iterate_campaigns())

    def _list_campaign_inputs(self) -> Iterator[bytes]:
        return self._writer.events.list_campaign_inputs(self._iterate_campaigns())

    def _iterate_campaigns(self) -> Iterator[Campaign]:
        """Those that there are, and those that were removed."""
        for table in (self._model.entries, self._model.removed_entries):
            yield from table.list_by_id(Campaign)

    # ---- of one record ---------------------------------------------------------------------

    def _make_kind_calendars(self, kind: str) -> Iterator[RawFile]:
        entry_class = ENTRY_CLASSES[kind]
        for entry in self._model.entries.list_by_id(entry_class):
            page = self._addresses.path_for(kind, entry.slug)
            yield from self._make_entry_calendars(entry, page)
        for entry in self._model.removed_entries[entry_class].values():
            if self._former.goes_on(Key(kind, entry.id)):
                yield from self._make_entry_calendars(entry, self._addresses.prefix)

    def _make_entry_calendars(self, entry: Entry, page: str) -> Iterator[RawFile]:
        slugs = self._slugs.claim_record_slugs(
            entry.kind, entry.id, entry.slug, entry.record.aliases
        )
        feed = CalendarFeed(
            entry.kind,
            "",
            self._language.name_entry(entry) or self._site_name,
            page,
            self._list_members(entry.kind, entry.id),
        )
        if isinstance(entry, Campaign):
            events = self._writer.events
            feed = feed._replace(
                list_extra_events=lambda: events.list_campaign_events([entry]),
                list_extra_inputs=lambda: events.list_campaign_inputs([entry]),
            )
        for slug in slugs:
            path = self._addresses.path_for(entry.kind, slug) + "calendar"
            key = (entry.kind, entry.id)
            yield from self._make_both_shapes(feed._replace(path=path), entry.location, key)
        if isinstance(entry, Exhibition):
            yield from self._make_copy_calendars(entry, slugs, feed)

    def _make_copy_calendars(
        self, exhibition: Exhibition, slugs: list[str], feed: CalendarFeed
    ) -> Iterator[RawFile]:
        """The calendars of the copies of an exhibition; `feed` is that of the exhibition."""
        names = self._name_copies(exhibition)
        for file_name, copy_id in self._list_copy_files(exhibition, names):
            copy_name, key = names[copy_id], ("copy", f"{exhibition.id}/{copy_id}")
            copy_feed = feed._replace(
                kind="copy",
                name=self._language.t("feed_copy", name=feed.name, copy=copy_name),
                list_stops=self._list_members(*key),
            )
            for slug in slugs:
                path = f"{self._addresses.path_for('exhibition', slug)}copies/{file_name}"
                yield from self._make_both_shapes(
                    copy_feed._replace(path=path), exhibition.location, key
                )

    def _list_copy_files(
        self, exhibition: Exhibition, names: Iterable[str]
    ) -> Iterator[tuple[str, str]]:
        """(name of a calendar, id of its copy): under its id, and under its former ones that
        nothing else has now."""
        yield from ((copy_id, copy_id) for copy_id in names)
        taken_names = set[str]().union(*map(_compute_copy_keys, names))
        for copy in exhibition.record.copies:
            key = f"{exhibition.id}/{copy.id}"
            former = self._model.ledger.list_former_ids("copy", key)
            former_ids = (parse_copy_name(name)[1] for name in former)
            for file_name in dict.fromkeys([*copy.aliases, *former_ids]):
                if taken_names.isdisjoint(_compute_copy_keys(file_name)):
                    taken_names |= _compute_copy_keys(file_name)
                    yield file_name, copy.id

    def _name_copies(self, exhibition: Exhibition) -> dict[str, str]:
        """Id -> name of every copy that an exhibition has or had."""
        names = {
            copy.id: self._language.localize(copy.name) or copy.id
            for copy in exhibition.record.copies
        }
        taken_names = set[str]().union(*map(_compute_copy_keys, names))
        for copy_id in self._former_copies.get(exhibition.id, ()):
            if copy_id not in names and taken_names.isdisjoint(_compute_copy_keys(copy_id)):
                names[copy_id] = copy_id
        return names

    @cached_property
    def _former_copies(self) -> dict[str, list[str]]:
        """Exhibition -> the copies that it had, under whichever id."""
        ledger, copies = self._model.ledger, defaultdict[str, list[str]](list)
        for name, record in ledger.history.list_records("copy").items():
            if record.is_live or not self._former.goes_on(Key("copy", name)):
                continue
            exhibition, copy = parse_copy_name(ledger.resolve_key(Key("copy", name)).name)
            copies[exhibition].append(copy)
        return copies

    def _make_trip_calendars(self, trip: Trip) -> Iterator[RawFile]:
        exists = trip.id in self._model.trips
        page = self._addresses.path_for("tour", trip.slug) if exists else self._addresses.prefix
        name = self._language.localize(trip.name)
        members = self._list_members("tour", trip.id)
        for slug in self._slugs.claim_record_slugs("trip", trip.id, trip.slug, trip.record.aliases):
            path = self._addresses.path_for("tour", slug) + "calendar"
            feed = CalendarFeed("tour", path, name, page, members)
            yield from self._make_both_shapes(feed, trip.location, ("tour", trip.id))

    def _make_region_calendars(self, region: Region) -> Iterator[RawFile]:
        has_page = region.code in self._agenda.regions_in_use
        home = self._addresses.prefix
        page = self._addresses.path_for("place", region.slug) if has_page else home
        name = self._language.localize(region.name)
        key = ("place", region.code)
        members = self._list_members(*key)
        has_parts = self._agenda.has_parts(region)
        for slug in self._slugs.claim_region_slugs(region):
            path = self._addresses.path_for("place", slug) + "calendar"
            feed = CalendarFeed("place", path, name, page, members, may_be_cut=has_parts)
            yield from self._make_both_shapes(feed, Location(SITE_FILE), key)

    def _make_stop_calendars(self, stop: Stop) -> Iterator[RawFile]:
        """A file to add one stop to a calendar: without a name, by which some programs would open a
        new one."""
        page = self._addresses.path_for("stop", stop.slug)
        for slug in self._slugs.claim_record_slugs("stop", stop.id, stop.slug, stop.record.aliases):
            path = self._addresses.path_for("stop", slug) + "calendar"
            feed = CalendarFeed("stop", path, "", page, lambda: [stop])
            yield self._writer.make_output(feed, stop.location, (("tour", stop.trip.id),))

    def _make_empty_stop_calendars(self) -> Iterator[RawFile]:
        """Removed stops of which nothing is left to say, but their files were there."""
        tombstone_ids = {stop.id for stop in self._agenda.tombstones}
        for id, history, record in self._model.ledger.iterate_removed("stop"):
            if id in tombstone_ids or not (was_published(history) and had_dates(history)):
                continue
            for slug in self._slugs.claim_record_slugs("stop", id, history.slugs[-1], []):
                path = self._addresses.path_for("stop", slug) + "calendar"
                feed = CalendarFeed("stop", path, "", self._addresses.prefix)
                yield self._writer.make_output(feed, Location(record.file))

    def _list_members(self, kind: str, id: str) -> Callable[[], list[Stop]]:
        """Lists the stops that something has or had, with those that were removed."""
        key = (kind, id)
        agenda = self._agenda
        return lambda: [
            *agenda.list_stops(*key),
            *agenda.removed.get(key, ()),
            *agenda.former.get(key, ()),
        ]

    # ---- files -----------------------------------------------------------------------------

    def _make_both_shapes(
        self, feed: CalendarFeed, location: Location, key: Membership
    ) -> Iterator[RawFile]:
        """The calendar of stays, and that of opening days beside it; `key`: what its stops are part
        of.

        In a list of calendars, the name of a district alone says nothing: that of the site follows.
        """
        if feed.kind not in ("all", "upcoming") and feed.name != self._site_name:
            feed = feed._replace(name=f"{feed.name} · {self._site_name}")
        shown_lists = None if feed.list_extra_inputs is not tuple else (key,)
        yield self._writer.make_output(feed, location, shown_lists)
        if self._addresses.settings.has_opening_calendar(*key):
            opening = feed._replace(
                path=urls.opening_path(feed.path),
                name=self._language.t("feed_opening", name=feed.name),
                has_open_days=True,
            )
            yield self._writer.make_output(opening, location, shown_lists)


def _compute_copy_keys(copy_id: str) -> set[str]:
    """The file names that the calendars of a copy take."""
    names = (copy_id, urls.opening_path(copy_id))
    return {urls.compute_collision_key(name) for name in names}
