"""Which calendars there are, what each is called, and how much it holds.

Every one comes as stays, and all but those of single stops, theme days and archives as opening
days, too. What was published once goes on: under the names that a record had before, and when the
record is no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

import msgspec

from tourbook.common import urls
from tourbook.common.problems import Location
from tourbook.history.keys import Key, parse_copy_name
from tourbook.model.entries import ENTRY_CLASSES, Campaign, Entry, Exhibition
from tourbook.model.regions import Region
from tourbook.model.trips import Stop, Trip
from tourbook.schema.site import RegionRecord as RegionRecord
from tourbook.site.edition import Edition
from tourbook.site.outputs import RawFile
from tourbook.sources.paths import SITE_FILE

from .archives import count_archive_parts
from .events import SerializedEvent
from .writer import CalendarFeed, CalendarWriter

CALENDAR_KINDS = ("exhibition", "venue", "caravan", "organisation", "campaign")


def make(edition: Edition, writer: CalendarWriter) -> Iterator[RawFile]:
    return CalendarCatalogue(edition, writer).make_all_calendars()


class EventSource(NamedTuple):
    """Where a feed's events come from."""

    list_stops: Callable[[], list[Stop]]
    list_extra_events: Callable[[], Iterable[SerializedEvent]] = tuple


class CalendarCatalogue:
    def __init__(self, edition: Edition, writer: CalendarWriter) -> None:
        self.edition, self.agenda, self.events = edition, edition.agenda, writer.events
        self.language, self.addresses, self.writer = edition.language, edition.addresses, writer
        self.has_opening_calendars = "opening" in edition.addresses.settings.feeds
        model = edition.model
        self.taken_slugs = {
            (kind, urls.compute_collision_key(e.slug))
            for kind in CALENDAR_KINDS
            for e in model.entries[ENTRY_CLASSES[kind]].values()
        }
        self.taken_slugs |= {
            ("trip", urls.compute_collision_key(t.slug)) for t in model.trips.values()
        }
        self.taken_slugs |= {("stop", urls.compute_collision_key(s.slug)) for s in model.stops}
        self.taken_slugs |= {
            ("place", urls.compute_collision_key(r.slug)) for r in self.list_regions()
        }
        """(kind, name in addresses) of what is there: it goes before what had that name once."""

    def make_all_calendars(self) -> Iterator[RawFile]:
        yield from self.make_site_calendars()
        for kind in CALENDAR_KINDS:
            entries = self.edition.model.entries.list_by_id(ENTRY_CLASSES[kind])
            for e in (*entries, *self.edition.model.removed_entries[ENTRY_CLASSES[kind]].values()):
                yield from self.make_entry_calendars(e)
        for trip in (*self.edition.model.trips.values(), *self.edition.model.removed_trips):
            yield from self.make_trip_calendars(trip)
        for region in self.list_regions():
            name, page = (
                self.language.localize(region.name),
                self.addresses.path_for("place", region.slug)
                if region.code in self.agenda.regions_in_use
                else self.addresses.prefix,
            )
            for slug in (region.slug, *self.claim_former_slugs(region)):
                yield from self.make_both_shapes(
                    "place",
                    self.addresses.path_for("place", slug) + "calendar",
                    Location(SITE_FILE),
                    name,
                    self.find_event_source("place", region.code),
                    page,
                )
        for stop in (*self.edition.model.stops, *self.agenda.tombstones):
            yield from self.make_stop_calendars(stop)
        told = {stop.id for stop in self.agenda.tombstones}
        for name, life, record in self.edition.model.ledger.iterate_removed("stop"):
            if name not in told:  # nothing is left to tell, but the file was there
                for slug in self.claim_record_slugs("stop", name, life.slugs[-1], []):
                    yield self.make_calendar(
                        "stop",
                        self.addresses.path_for("stop", slug) + "calendar",
                        Location(record.file),
                        "",
                        EventSource(list),
                        self.addresses.prefix,
                    )

    # ---- of the whole site -------------------------------------------------------------

    def make_site_calendars(self) -> Iterator[RawFile]:
        name, prefix = self.edition.site_name, self.addresses.prefix
        every = EventSource(lambda: [*self.edition.model.stops, *self.agenda.tombstones])
        yield from self.make_both_shapes(
            "all", prefix + "all", Location(SITE_FILE), name, every, prefix
        )
        yield from self.make_both_shapes(
            "upcoming",
            prefix + "upcoming",
            Location(SITE_FILE),
            self.language.t("feed_upcoming", name=name),
            every,
            prefix,
            include_past=False,
        )
        days = EventSource(
            list,
            lambda: map(
                self.events.make_campaign_event, self.edition.model.entries.list_by_id(Campaign)
            ),
        )
        yield self.make_calendar(
            "campaigns",
            prefix + "campaigns",
            Location(SITE_FILE),
            self.language.t("feed_campaigns", name=name),
            days,
            self.addresses.listing_path_for("campaign"),
        )
        for year, parts in count_archive_parts(self.agenda).items():
            for feed in self.writer.iterate_archive_feeds(year, parts):
                yield self.writer.make_output(feed, Location(SITE_FILE))

    # ---- of one thing --------------------------------------------------------------------

    def make_entry_calendars(self, e: Entry) -> Iterator[RawFile]:
        name = self.language.localize(e.name)
        more = (
            (lambda: [self.events.make_campaign_event(e)])
            if isinstance(e, Campaign) and e in self.edition.model.entries.list_by_id(Campaign)
            else tuple
        )
        source = EventSource(self.find_event_source(e.kind, e.id).list_stops, more)
        page = (
            self.addresses.path_for(e.kind, e.slug)
            if self.edition.model.entries[type(e)].get(e.id) is e
            else self.addresses.prefix
        )
        slugs = self.claim_record_slugs(e.kind, e.id, e.slug, e.record.aliases)
        for slug in slugs:
            yield from self.make_both_shapes(
                e.kind,
                self.addresses.path_for(e.kind, slug) + "calendar",
                e.location,
                name,
                source,
                page,
            )
        if isinstance(e, Exhibition):
            for copy, called in self.list_copies(e):
                title = self.language.t("feed_copy", name=name, copy=called)
                for slug in slugs:
                    path = f"{self.addresses.path_for(e.kind, slug)}copies/{copy}"
                    yield from self.make_both_shapes(
                        "copy",
                        path,
                        e.location,
                        title,
                        self.find_event_source("copy", f"{e.id}/{copy}"),
                        page,
                    )

    def list_copies(self, e: Exhibition) -> Iterator[tuple[str, str]]:
        """(id, name) of every copy that an exhibition has or had."""
        found = {copy.id: self.language.localize(copy.name) or copy.id for copy in e.record.copies}
        taken = {
            urls.compute_collision_key(name)
            for copy in found
            for name in (copy, urls.opening_path(copy))
        }
        for copy in self.former_copies.get(e.id, ()):
            if copy not in found and not taken & {
                urls.compute_collision_key(copy),
                urls.compute_collision_key(urls.opening_path(copy)),
            }:
                found[copy] = copy
        return iter(found.items())

    @cached_property
    def former_copies(self) -> dict[str, list[str]]:
        """Exhibition -> every copy that it ever had, under whichever id."""
        ledger, out = self.edition.model.ledger, defaultdict[str, list[str]](list)
        for name in ledger.history.list_records("copy"):
            exhibition, copy = parse_copy_name(ledger.resolve_key(Key("copy", name)).name)
            out[exhibition].append(copy)
        return out

    def make_trip_calendars(self, t: Trip) -> Iterator[RawFile]:
        for slug in self.claim_record_slugs("trip", t.id, t.slug, t.record.aliases):
            path, page = (
                self.addresses.path_for("tour", slug) + "calendar",
                self.addresses.path_for("tour", t.slug)
                if t.id in self.edition.model.trips
                else self.addresses.prefix,
            )
            yield from self.make_both_shapes(
                "tour",
                path,
                t.location,
                self.language.localize(t.name),
                self.find_event_source("tour", t.id),
                page,
            )

    def make_stop_calendars(self, s: Stop) -> Iterator[RawFile]:
        """A file to add one stop to a calendar: without a name, by which some programs would open a
        new one."""
        page = self.addresses.path_for("stop", s.slug)
        for slug in self.claim_record_slugs("stop", s.id, s.slug, s.record.aliases):
            yield self.make_calendar(
                "stop",
                self.addresses.path_for("stop", slug) + "calendar",
                s.location,
                "",
                EventSource(lambda: [s]),
                page,
            )

    def find_event_source(self, kind: str, name: str) -> EventSource:
        key = (kind, name)
        return EventSource(
            lambda: [
                *self.agenda.list_stops(*key),
                *self.agenda.removed.get(key, ()),
                *self.agenda.former.get(key, ()),
            ]
        )

    def claim_record_slugs(self, kind: str, name: str, slug: str, aliases: list[str]) -> list[str]:
        """The name that it has in addresses, first, and those that it had, as far as nothing else
        has them now."""
        ledger = self.edition.model.ledger
        life = ledger.get_history(kind, name)
        there = life is None or life.is_live
        former = [
            *([] if there else [slug]),
            *(life.slugs if life else ()),
            *(a for a in aliases if "/" not in a),
        ]
        free = self.claim_slugs(kind, former)
        return [slug, *free] if there else free

    def claim_slugs(self, kind: str, names: Iterable[str]) -> list[str]:
        """Those names in addresses that nothing has, or had before; from now on they are given."""
        out = []
        for one in dict.fromkeys(names):
            if (kind, key := urls.compute_collision_key(one)) not in self.taken_slugs:
                self.taken_slugs.add((kind, key))
                out.append(one)
        return out

    def list_regions(self) -> list[Region]:
        """Those that have a page, and those that something was in before."""
        ledger, divisions = self.edition.model.ledger, self.edition.model.regions
        codes = list(ledger.history.list_records("place"))
        codes += sorted(ledger.find_former_parent_regions(codes))
        found = self.agenda.regions_in_use | {
            r.code: r for code in codes for r in divisions.list_ancestry(code)
        }
        for code, life, record in ledger.iterate_removed("region"):
            if code in codes and code not in found:
                r = msgspec.msgpack.decode(record.fields, type=RegionRecord)
                found[code] = Region(code, r.name or code, "", life.slugs[-1])
        return list(found.values())

    def claim_former_slugs(self, region: Region) -> list[str]:
        """The names that a region had in addresses before."""
        ledger = self.edition.model.ledger
        life, site = ledger.get_history("region", region.code), ledger.get_history("site", "")
        if life is None or site is None:
            return []
        late = (
            life.versions[0].timestamp > site.versions[0].timestamp
        )  # until then it was called by its code
        return self.claim_slugs("place", [*([region.code] if late else []), *life.slugs])

    # ---- files -----------------------------------------------------------------------------

    def make_both_shapes(
        self,
        kind: str,
        path: str,
        at: Location,
        name: str,
        source: EventSource,
        page: str,
        include_past: bool = True,
    ) -> Iterator[RawFile]:
        """A calendar in both shapes."""
        yield self.make_calendar(kind, path, at, name, source, page, include_past)
        if self.has_opening_calendars:
            yield self.make_calendar(
                kind,
                urls.opening_path(path),
                at,
                self.language.t("feed_opening", name=name),
                source,
                page,
                include_past,
                has_open_days=True,
            )

    def make_calendar(
        self,
        kind: str,
        path: str,
        at: Location,
        name: str,
        source: EventSource,
        page: str,
        include_past: bool = True,
        has_open_days: bool = False,
    ) -> RawFile:
        feed = CalendarFeed(
            kind,
            path + ".ics",
            name,
            page,
            source.list_stops,
            source.list_extra_events,
            include_past,
            has_open_days,
        )
        return self.writer.make_output(feed, at)
