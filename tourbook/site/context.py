"""What the makers of pages and feeds share: texts in one language, addresses, rows and cards.

One Context for each language of a build. It is read-only for its users; what it keeps are
values that several pages show.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, MutableMapping
from functools import cached_property
from typing import Any, NamedTuple

from tourbook import views as v
from tourbook.common import l10n
from tourbook.formats.markdown_html import Prose, plain, resolved
from tourbook.model.entities import Entry, Stop, Trip, Where, pick
from tourbook.schedule.agenda import Index
from tourbook.schedule.availability import Window, copies, vehicles
from tourbook.schema import Text
from tourbook.schema.fields import Contact, Exhibit
from tourbook.sources.paths import FOLDERS
from tourbook.timetable.hours import rules

ROOT = "tourbook-root:"
"""Stands in HTML for the way to the root of the site, until the page is rendered."""


class Settings(NamedTuple):
    """What the command line may say about a build."""

    base_url: str
    pages: frozenset[str]
    feeds: frozenset[str]


class Context:
    def __init__(
        self,
        index: Index,
        lang: str,
        settings: Settings,
        t: Callable[..., str],
        prose: Callable[[str], Prose],
        address: Callable[[str, str, str, str], str],
    ) -> None:
        """`t` gives the theme's strings, `prose` the HTML of a text, `address(attribute, target,
        file, lang)` where a link leads."""
        self.index, self.model, self.lang, self.settings = index, index.model, lang, settings
        self.first = self.model.site.languages[0]
        self.tag = l10n.tag(lang)
        self.prefix = "" if lang == self.first else lang + "/"
        folders = {
            **FOLDERS,
            "stop": "stops",
            "tour": "tours",
            "place": "places",
            "month": "months",
            "year": "years",
            "report": "reports",
        }
        own: dict[Any, str] = {"availability": "availability", **index.model.site.folders}
        self.availability_path = f"{self.prefix}{own['availability']}/"
        self._bases = {
            kind: f"{self.prefix}{own.get(folder, folder)}/" for kind, folder in folders.items()
        } | {"page": self.prefix}
        self.t, self._prose, self._address = t, prose, address
        self.kept: MutableMapping[bytes, bytes] = {}
        """What was worked out the last time, by a digest of all that it is made from besides the
        theme's strings."""
        self._rows: dict[str, v.Row] = {}
        self._links: dict[tuple[str, str], v.Link] = {}
        self._wheres: dict[str, v.Where] = {}
        self._measures: dict[int, tuple[v.Measure, ...]] = {}
        self._regions: dict[str, tuple[v.Link, ...]] = {}

    # ---- texts and addresses -----------------------------------------------------

    def text(self, text: Text) -> str:
        return pick(text, self.lang, self.first)

    def fallback(self, *texts: Text) -> str:
        """The tag of the one language that texts are in, where it is not the language of the page;
        else ""."""
        found = {
            self.first if isinstance(t, str) else self.lang if t.get(self.lang) else self.first
            for t in texts
        }
        code = found.pop()
        return "" if found or code == self.lang else l10n.tag(code)

    def path(self, kind: str, slug: str) -> str:
        """The site path of a page of its own, whether or not pages of the kind are made."""
        return f"{self._bases[kind]}{slug}/"

    def list_path(self, kind: str) -> str:
        """The site path of the page that lists the entries of a kind."""
        return self._bases[kind]

    def url(self, kind: str, slug: str) -> str:
        """The same, or "" where the site has no pages of that kind."""
        return self.path(kind, slug) if kind in self.settings.pages else ""

    def listing(self, kind: str) -> v.Link:
        """The page that lists the entries of a kind; its url is "" where the site has none."""
        wanted = "news" if kind == "article" else kind + "s"
        return v.Link(
            name=self.t("list_" + kind),
            url=self.list_path(kind) if wanted in self.settings.pages else "",
        )

    def calendar(self, kind: str, slug: str, name: str) -> v.Calendar | None:
        """The calendar of a page of its own; that of a stop has one shape only."""
        feeds, path = self.settings.feeds, self.path(kind, slug)
        more = feeds if kind != "stop" else ()
        opening, code = (
            path + "opening.ics" if "opening" in more else "",
            path + "calendar.svg" if "code" in more else "",
        )
        return (
            v.Calendar(name=name, url=path + "calendar.ics", opening=opening, code=code)
            if kind in feeds
            else None
        )

    def html(self, text: str, file: str) -> str:
        if not text:
            return ""
        prose = self._prose(text)
        if not prose.targets:
            return prose.html
        return resolved(
            prose, lambda attribute, target: self._address(attribute, target, file, self.lang)
        )

    def body(self, entry: Entry) -> str:
        body = (
            entry.bodies.get(self.lang)
            or entry.bodies.get(self.first)
            or next(iter(entry.bodies.values()), None)
        )
        return self.html(body.text, body.file) if body else ""

    # ---- links, rows, cards ------------------------------------------------------

    def link(self, entry: Entry) -> v.Link:
        key = (entry.kind, entry.id)
        if key not in self._links:
            url = (
                self.url(entry.kind, entry.slug)
                if self.model.entries[entry.kind].get(entry.id) is entry
                else ""
            )  # gone: no page
            self._links[key] = v.Link(name=self.text(entry.name), url=url)
        return self._links[key]

    def link_to(self, kind: str, wanted: str) -> v.Link | None:
        entry = self.model.find(kind, wanted)
        return self.link(entry) if entry else None

    def links_to(self, kind: str, wanted: Iterable[str]) -> tuple[v.Link, ...]:
        return tuple(link for one in wanted if (link := self.link_to(kind, one)))

    def trip_link(self, trip: Trip) -> v.Link:
        key = ("tour", trip.id)
        if key not in self._links:
            self._links[key] = v.Link(
                name=self.text(trip.name),
                url=self.url("tour", trip.slug) if trip.id in self.model.trips else "",
            )
        return self._links[key]

    def regions(self, code: str) -> tuple[v.Link, ...]:
        if code not in self._regions:
            chain = self.model.divisions.chain(code)
            urls = (
                self.url("place", r.slug) if r.code in self.index.regions else "" for r in chain
            )
            self._regions[code] = tuple(
                v.Link(name=self.text(r.name), url=url) for r, url in zip(chain, urls, strict=True)
            )
        return self._regions[code]

    def stop_name(self, stop: Stop) -> str:
        thing = stop.exhibition or stop.caravan
        what = self.link(thing).name if thing else self.text(stop.trip.name)
        return f"{what} · {self.text(stop.where.name)}"

    def row(self, stop: Stop) -> v.Row:
        found = self._rows.get(stop.id)
        if found is None:
            moved = stop.moved.get(self.index.next_days[stop.id] or dt.date.min)
            place = self.link(stop.venue) if stop.venue else v.Link(name=self.text(stop.where.name))
            found = self._rows[stop.id] = v.Row(
                id=stop.id,
                url=self.url("stop", stop.slug),
                name=self.stop_name(stop),
                kind="stop" if stop.trip.kind == "tour" else "visit",
                start=stop.start,
                end=stop.end,
                next=self.index.next_days[stop.id],
                days=len(stop.spans) or 1,
                sessions=stop.sessions,
                next_sessions=moved.sessions if moved else (),
                state=self.index.states[stop.id],
                status=stop.record.status,
                exhibition=self.link(stop.exhibition) if stop.exhibition else None,
                caravan=self.link(stop.caravan) if stop.caravan else None,
                trip=self.trip_link(stop.trip),
                place=place,
                regions=tuple(r.name for r in self.regions(stop.where.region)),
            )
        return found

    def rows(self, stops: Iterable[Stop]) -> tuple[v.Row, ...]:
        return tuple(map(self.row, stops))

    def stops(self, kind: str, wanted: str) -> v.Stops:
        return v.Stops(all=self.rows(self.index.stops(kind, wanted)))

    def card(self, entry: Entry) -> v.Card:
        r = entry.record
        live = entry.kind in ("exhibition", "venue", "caravan", "campaign")
        where = l10n.region(self.lang, [x.name for x in self.regions(getattr(r, "region", ""))])
        return v.Card(
            kind=entry.kind,
            url=self.url(entry.kind, entry.slug),
            name=self.text(entry.name),
            summary=self.text(r.summary),
            image=self.image(entry),
            label=getattr(r, "class_", ""),
            where=where,
            start=getattr(r, "start", None) or getattr(r, "date", None),
            end=getattr(r, "end", None) or getattr(r, "start", None),
            count=self.index.live(entry.kind, entry.id) if live else None,
        )

    def trip_card(self, trip: Trip) -> v.Card:
        days = [d for s in trip.stops for d in (s.start, s.end) if d]
        thing = trip.exhibition or trip.caravan
        return v.Card(
            kind=trip.kind,
            url=self.url("tour", trip.slug),
            name=self.text(trip.name),
            summary=self.text(trip.record.summary),
            image=self.image(thing) if thing else None,
            start=min(days, default=None),
            end=max(days, default=None),
            count=self.index.live("tour", trip.id),
        )

    def image(self, entry: Entry) -> v.Image | None:
        r = entry.record
        if not r.picture:
            return None
        path = self._address("src", r.picture, entry.at.file, self.lang).removeprefix(ROOT)
        return v.Image(url=path, alt=self.text(r.picture_alt))

    def free(self, thing: str, copy: str = "") -> tuple[Window, ...]:
        """The stretches in which a set of an exhibition, or a vehicle (without `copy`), is free."""
        return self._free.get((thing, copy), ())

    @cached_property
    def _free(self) -> dict[tuple[str, str], tuple[Window, ...]]:
        found = [*copies(self.index), *vehicles(self.index)]
        return {(f.thing.id, f.copy.id if f.copy else ""): f.windows for f in found}

    # ---- parts that several kinds of page have -------------------------------------

    def where(self, where: Where, venue: Entry | None) -> v.Where:
        if venue is None:
            return self._where(where, None)
        if venue.id not in self._wheres:
            self._wheres[venue.id] = self._where(where, venue)
        return self._wheres[venue.id]

    def _where(self, where: Where, venue: Entry | None) -> v.Where:
        p = where.position
        name, address = self.text(where.name), self.text(where.address)
        return v.Where(
            name=name,
            url=self.link(venue).url if venue else "",
            address=address,
            regions=self.regions(where.region),
            lat=p.lat if p else None,
            lon=p.lon if p else None,
            datum=p.datum if p else "",
        )

    def hours(
        self, hours: dict[str, str], start: dt.date = dt.date.min, end: dt.date = dt.date.max
    ) -> tuple[v.Hours, ...]:
        """Opening hours; dated exceptions only where they touch the days from start to end."""
        return tuple(
            v.Hours(
                days=r.days,
                weekdays=r.weekdays,
                start=r.start,
                end=r.end,
                sessions=r.sessions or (),
                usual=r.sessions is None,
            )
            for r in rules(hours)
            if r.start is None or r.end is None or (r.start <= end and r.end >= start)
        )

    def contact(self, contact: Contact | None) -> v.Contact | None:
        if contact is None:
            return None
        return v.Contact(
            name=self.text(contact.name), phone=contact.phone, email=contact.email, url=contact.url
        )

    def zones(self, exhibits: Iterable[Exhibit]) -> tuple[v.Zone, ...]:
        zones: dict[str, list[v.Exhibit]] = {}
        for e in exhibits:
            zones.setdefault(self.text(e.zone), []).append(
                v.Exhibit(
                    name=self.text(e.name), id=e.id, summary=self.text(e.summary), area=e.area
                )
            )
        return tuple(v.Zone(name=name, exhibits=tuple(found)) for name, found in zones.items())

    def measures(self, source: Any) -> tuple[v.Measure, ...]:
        """The figures of a logistics sheet or a hall that are written, in the order of their
        fields."""
        if source is None:
            return ()
        found = self._measures.get(id(source))
        if found is None:
            found = self._measures[id(source)] = self._measured(source)
        return found

    @staticmethod
    def _measured(source: Any) -> tuple[v.Measure, ...]:
        given = (
            (name, getattr(source, name))
            for name in source.__struct_fields__
            if name not in ("note", "name")
        )
        return tuple(
            v.Measure(key=name, value=float(value)) for name, value in given if value is not None
        )

    # ---- pages -------------------------------------------------------------------

    @cached_property
    def home(self) -> v.Link:
        return v.Link(name=self.text(self.model.site.name), url=self.prefix)

    def page(
        self, kind: str, url: str, title: str, crumbs: Iterable[v.Link] = (), **more: Any
    ) -> dict[str, Any]:
        """The fields of PageView. Crumbs without a page of their own are left out."""
        tail = url.removeprefix(self.prefix)
        return {
            "site": self.site,
            "kind": kind,
            "lang": self.lang,
            "tag": self.tag,
            "url": url,
            "title": title,
            "direction": "rtl" if self.lang in l10n.RIGHT_TO_LEFT else "ltr",
            "languages": tuple(
                v.Language(
                    code=code,
                    tag=l10n.tag(code),
                    name=l10n.own_name(code),
                    url=("" if code == self.first else code + "/") + tail,
                )
                for code in self.model.site.languages
            ),
            "crumbs": () if kind == "home" else (self.home, *(c for c in crumbs if c.url)),
            **more,
        }

    def thing(
        self, entry: Entry, crumbs: Iterable[v.Link] = (), stops: bool = True
    ) -> dict[str, Any]:
        """The fields of ThingView for an entry's own page."""
        r, name = entry.record, self.text(entry.name)
        body = self.body(entry)
        summary = self.text(r.summary)
        return self.page(
            entry.kind,
            self.path(entry.kind, entry.slug),
            name,
            crumbs,
            description=summary or plain(body),
            image=self.image(entry),
            calendar=self.calendar(entry.kind, entry.slug, name),
        ) | {
            "name": name,
            "summary": summary,
            "body": body,
            "facts": tuple(
                v.Fact(label=self.text(f.name), text=self.text(f.text)) for f in r.facts
            ),
            "links": tuple(v.Link(name=self.text(link.name), url=link.url) for link in r.links),
            **({"stops": self.stops(entry.kind, entry.id)} if stops else {}),
        }

    @cached_property
    def site(self) -> v.Site:
        site, text = self.model.site, self.text
        footer, kinds = (
            site.footer,
            (
                "place",
                "month",
                "exhibition",
                "tour",
                "caravan",
                "venue",
                "campaign",
                "organisation",
                "article",
            ),
        )
        pages = sorted(
            self.model.entries["page"].values(),
            key=lambda e: (e.record.menu is None, e.record.menu or 0, e.id),
        )
        shown = [self.link(e) for e in pages if "page" in self.settings.pages]
        split = sum(e.record.menu is not None for e in pages) if shown else 0
        if "availability" in self.settings.pages:
            shown.append(v.Link(name=self.t("availability"), url=self.availability_path))
        if "reports" in self.settings.pages:
            shown.append(self.listing("report"))
        listed = tuple(link for k in kinds if (link := self.listing(k)).url)
        number = "".join(c for c in (footer.police if footer else "") if c.isdigit())
        return v.Site(
            name=text(site.name),
            summary=text(site.summary),
            base_url=self.settings.base_url,
            timezone=site.timezone,
            home=self.prefix,
            menu=(*listed, *shown[:split]),
            pages=tuple(shown[split:]),
            organiser=self.link_to("organisation", site.organiser),
            contact=self.contact(site.contact),
            copyright=text(footer.copyright) if footer else "",
            icp=footer.icp if footer else "",
            police=footer.police if footer else "",
            police_url=f"https://beian.mps.gov.cn/#/query/webSearch?code={number}"
            if number
            else "",
            sample=site.sample,
            calendar=self.prefix + "all.ics" if "all" in self.settings.feeds else "",
            atom=self.prefix + "news.atom" if "atom" in self.settings.feeds else "",
            subscribe=self.prefix + "subscribe/" if "subscribe" in self.settings.pages else "",
            changes=self.prefix + "changes/" if "changes" in self.settings.pages else "",
        )

    @property
    def today(self) -> dt.date:
        return self.index.today

    def entries(self, kind: str) -> list[Entry]:
        return sorted(self.model.entries[kind].values(), key=lambda e: e.id)
