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
from tourbook.common.problems import At
from tourbook.model.entities import Entry, Stop, Trip
from tourbook.model.regions import Region
from tourbook.schema.site import Region as RegionRecord
from tourbook.site.context import Context
from tourbook.site.outputs import RawFile
from tourbook.sources.paths import SITE

from .events import Events, Line
from .writer import Feed, Writer

KINDS = ("exhibition", "venue", "caravan", "organisation", "campaign")


def make(c: Context) -> Iterator[RawFile]:
    return Calendars(c).all()


class Source(NamedTuple):
    """Where a feed's events come from."""

    stops: Callable[[], list[Stop]]
    more: Callable[[], Iterable[Line]] = tuple


class Calendars:
    def __init__(self, c: Context) -> None:
        self.c, self.index, self.events = c, c.index, Events(c)
        self.writer = Writer(c, self.events)
        self.shapes = "opening" in c.settings.feeds
        model = c.model
        self.given = {
            (kind, urls.collision_key(e.slug))
            for kind in KINDS
            for e in model.entries[kind].values()
        }
        self.given |= {("trip", urls.collision_key(t.slug)) for t in model.trips.values()}
        self.given |= {("stop", urls.collision_key(s.slug)) for s in model.stops}
        self.given |= {("place", urls.collision_key(r.slug)) for r in self.regions()}
        """(kind, name in addresses) of what is there: it goes before what had that name once."""

    def all(self) -> Iterator[RawFile]:
        yield from self.site()
        for kind in KINDS:
            entries = self.c.entries(kind)
            for e in (*entries, *self.c.model.gone.get(kind, ())):
                yield from self.entry(e)
        for trip in (*self.c.model.trips.values(), *self.c.model.gone_trips):
            yield from self.trip(trip)
        for region in self.regions():
            name, page = (
                self.c.text(region.name),
                self.c.path("place", region.slug)
                if region.code in self.index.regions
                else self.c.prefix,
            )
            for slug in (region.slug, *self.former_slugs(region)):
                yield from self.both(
                    "place",
                    self.c.path("place", slug) + "calendar",
                    At(SITE),
                    name,
                    self.of("place", region.code),
                    page,
                )
        for stop in (*self.c.model.stops, *self.index.tombstones):
            yield from self.stop(stop)
        told = {stop.id for stop in self.index.tombstones}
        for name, life, record in self.c.model.ledger.gone("stop"):
            if name not in told:  # nothing is left to tell, but the file was there
                for slug in self.slugs("stop", name, life.slugs[-1], []):
                    yield self.one(
                        "stop",
                        self.c.path("stop", slug) + "calendar",
                        At(record.file),
                        "",
                        Source(list),
                        self.c.prefix,
                    )

    # ---- of the whole site -------------------------------------------------------------

    def site(self) -> Iterator[RawFile]:
        c, name, prefix = self.c, self.c.site.name, self.c.prefix
        every = Source(lambda: [*c.model.stops, *self.index.tombstones])
        yield from self.both("all", prefix + "all", At(SITE), name, every, prefix)
        yield from self.both(
            "upcoming",
            prefix + "upcoming",
            At(SITE),
            c.t("feed_upcoming", name=name),
            every,
            prefix,
            past=False,
        )
        days = Source(list, lambda: map(self.events.campaign, c.entries("campaign")))
        yield self.one(
            "campaigns",
            prefix + "campaigns",
            At(SITE),
            c.t("feed_campaigns", name=name),
            days,
            c.list_path("campaign"),
        )
        for year, parts in self.index.archives.items():
            for feed in self.writer.archive(year, parts):
                yield self.writer.output(feed, At(SITE))

    # ---- of one thing --------------------------------------------------------------------

    def entry(self, e: Entry) -> Iterator[RawFile]:
        c, name = self.c, self.c.text(e.name)
        more = (
            (lambda: [self.events.campaign(e)])
            if e.kind == "campaign" and e in c.entries("campaign")
            else tuple
        )
        source = Source(self.of(e.kind, e.id).stops, more)
        page = c.path(e.kind, e.slug) if c.model.entries[e.kind].get(e.id) is e else c.prefix
        slugs = self.slugs(e.kind, e.id, e.slug, e.record.aliases)
        for slug in slugs:
            yield from self.both(
                e.kind, c.path(e.kind, slug) + "calendar", e.at, name, source, page
            )
        if e.kind == "exhibition":
            for copy, called in self.copies(e):
                title = c.t("feed_copy", name=name, copy=called)
                for slug in slugs:
                    path = f"{c.path(e.kind, slug)}copies/{copy}"
                    yield from self.both(
                        "copy", path, e.at, title, self.of("copy", f"{e.id}/{copy}"), page
                    )

    def copies(self, e: Entry) -> Iterator[tuple[str, str]]:
        """(id, name) of every copy that an exhibition has or had."""
        found = {copy.id: self.c.text(copy.name) or copy.id for copy in e.record.copies}
        taken = {urls.collision_key(name) for copy in found for name in (copy, urls.opened(copy))}
        for copy in self.former_copies.get(e.id, ()):
            if copy not in found and not taken & {
                urls.collision_key(copy),
                urls.collision_key(urls.opened(copy)),
            }:
                found[copy] = copy
        return iter(found.items())

    @cached_property
    def former_copies(self) -> dict[str, list[str]]:
        """Exhibition -> every copy that it ever had, under whichever id."""
        ledger, out = self.c.model.ledger, defaultdict[str, list[str]](list)
        for key in ledger.lives:
            if key.startswith("copy/"):
                _, exhibition, copy = ledger.key(key).split("/", 2)
                out[exhibition].append(copy)
        return out

    def trip(self, t: Trip) -> Iterator[RawFile]:
        c = self.c
        for slug in self.slugs("trip", t.id, t.slug, t.record.aliases):
            path, page = (
                c.path("tour", slug) + "calendar",
                c.path("tour", t.slug) if t.id in c.model.trips else c.prefix,
            )
            yield from self.both("tour", path, t.at, c.text(t.name), self.of("tour", t.id), page)

    def stop(self, s: Stop) -> Iterator[RawFile]:
        """A file to add one stop to a calendar: without a name, by which some programs would open a
        new one."""
        c, page = self.c, self.c.path("stop", s.slug)
        for slug in self.slugs("stop", s.id, s.slug, s.record.aliases):
            yield self.one(
                "stop", c.path("stop", slug) + "calendar", s.at, "", Source(lambda: [s]), page
            )

    def of(self, kind: str, name: str) -> Source:
        key = (kind, name)
        return Source(
            lambda: [
                *self.index.stops(*key),
                *self.index.gone.get(key, ()),
                *self.index.left.get(key, ()),
            ]
        )

    def slugs(self, kind: str, name: str, slug: str, aliases: list[str]) -> list[str]:
        """The name that it has in addresses, first, and those that it had, as far as nothing else
        has them now."""
        ledger = self.c.model.ledger
        life = ledger.lives.get(f"{kind}/{name}")
        there = life is None or life.live
        former = [
            *([] if there else [slug]),
            *(life.slugs if life else ()),
            *(a for a in aliases if "/" not in a),
        ]
        free = self.free(kind, former)
        return [slug, *free] if there else free

    def free(self, kind: str, names: Iterable[str]) -> list[str]:
        """Those names in addresses that nothing has, or had before; from now on they are given."""
        out = []
        for one in dict.fromkeys(names):
            if (kind, key := urls.collision_key(one)) not in self.given:
                self.given.add((kind, key))
                out.append(one)
        return out

    def regions(self) -> list[Region]:
        """Those that have a page, and those that something was in before."""
        ledger, divisions = self.c.model.ledger, self.c.model.divisions
        codes = [life.origin for key, life in ledger.lives.items() if key.startswith("place/")]
        codes += sorted(ledger.above(codes))
        found = self.index.regions | {r.code: r for code in codes for r in divisions.chain(code)}
        for code, life, record in ledger.gone("region"):
            if code in codes and code not in found:
                r = msgspec.msgpack.decode(record.fields, type=RegionRecord)
                found[code] = Region(code, r.name or code, "", life.slugs[-1])
        return list(found.values())

    def former_slugs(self, region: Region) -> list[str]:
        """The names that a region had in addresses before."""
        lives = self.c.model.ledger.lives
        life, site = lives.get(f"region/{region.code}"), lives.get("site/")
        if life is None or site is None:
            return []
        late = life.versions[0].at > site.versions[0].at  # until then it was called by its code
        return self.free("place", [*([region.code] if late else []), *life.slugs])

    # ---- files -----------------------------------------------------------------------------

    def both(
        self, kind: str, path: str, at: At, name: str, source: Source, page: str, past: bool = True
    ) -> Iterator[RawFile]:
        """A calendar in both shapes."""
        yield self.one(kind, path, at, name, source, page, past)
        if self.shapes:
            yield self.one(
                kind,
                urls.opened(path),
                at,
                self.c.t("feed_opening", name=name),
                source,
                page,
                past,
                opening=True,
            )

    def one(
        self,
        kind: str,
        path: str,
        at: At,
        name: str,
        source: Source,
        page: str,
        past: bool = True,
        opening: bool = False,
    ) -> RawFile:
        feed = Feed(kind, path + ".ics", name, page, source.stops, source.more, past, opening)
        return self.writer.output(feed, at)
