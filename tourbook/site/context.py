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
from tourbook.common.l10n import localize_text
from tourbook.common.memoized import Memoized
from tourbook.formats.markdown_html import (
    ROOT_PLACEHOLDER,
    ConvertedMarkdown,
    extract_text,
    resolve_links,
)
from tourbook.model.entries import ENTRY_CLASSES, Entry, EntryT, Page
from tourbook.model.regions import Region
from tourbook.model.trips import Stay, Stop, StopPlace, Trip
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.availability import (
    Window,
    iterate_caravan_availability,
    iterate_copy_availability,
)
from tourbook.schema import SiteRecord, Text
from tourbook.schema.fields import Contact, Exhibit
from tourbook.schema.site import FeedKind, PageKind
from tourbook.sources.paths import FOLDER_BY_KIND
from tourbook.timetable.hours import parse_hours


class OutputSettings(NamedTuple):
    """What the command line may say about a build."""

    base_url: str
    pages: frozenset[str]
    feeds: frozenset[str]


def make_output_settings(site: SiteRecord, base_url: str = "") -> OutputSettings:
    """The settings of a site; `base_url` is that of the command line, "" for the site's own."""
    pages = PageKind.__args__ if site.pages is None else site.pages  # type: ignore[attr-defined]
    feeds = FeedKind.__args__ if site.feeds is None else site.feeds  # type: ignore[attr-defined]
    return OutputSettings(
        (base_url or site.base_url).rstrip("/") + "/", frozenset(pages), frozenset(feeds)
    )


class Context:
    def __init__(
        self,
        index: Agenda,
        lang: str,
        settings: OutputSettings,
        t: Callable[..., str],
        get_prose: Callable[[str], ConvertedMarkdown],
        resolve_link: Callable[[str, str, str, str], str],
    ) -> None:
        """`t` gives the theme's strings, `prose` the HTML of a text, `address(attribute, target,
        file, lang)` where a link leads."""
        self.index, self.model, self.lang, self.settings = index, index.model, lang, settings
        self.default_lang = self.model.site.languages[0]
        self.tag = l10n.get_language_tag(lang)
        self.prefix = "" if lang == self.default_lang else lang + "/"
        folders = {
            **FOLDER_BY_KIND,
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
        self.t, self._get_prose, self._resolve_link = t, get_prose, resolve_link
        self.event_cache: MutableMapping[bytes, bytes] = {}
        """What was worked out the last time, by a digest of all that it is made from besides the
        theme's strings."""
        self._rows = Memoized(self._make_row)
        self._entry_links = Memoized(self._link_entry)
        self._trip_links = Memoized(self._link_trip)
        self._region_links = Memoized(self._link_regions)
        self._places: dict[str, v.StopPlace] = {}
        self._measures: dict[int, tuple[v.Measure, ...]] = {}

    # ---- texts and addresses -----------------------------------------------------

    def localize(self, text: Text) -> str:
        return localize_text(text, self.lang, self.default_lang)

    def find_fallback_tag(self, *texts: Text) -> str:
        """The tag of the one language that texts are in, where it is not the language of the page;
        else ""."""
        found = {
            self.default_lang
            if isinstance(t, str)
            else self.lang
            if t.get(self.lang)
            else self.default_lang
            for t in texts
        }
        code = found.pop()
        return "" if found or code == self.lang else l10n.get_language_tag(code)

    def path_for(self, kind: str, slug: str) -> str:
        """The site path of a page of its own, whether or not pages of the kind are made."""
        return f"{self._bases[kind]}{slug}/"

    def listing_path_for(self, kind: str) -> str:
        """The site path of the page that lists the entries of a kind."""
        return self._bases[kind]

    def url_for(self, kind: str, slug: str) -> str:
        """The same, or "" where the site has no pages of that kind."""
        return self.path_for(kind, slug) if kind in self.settings.pages else ""

    def link_listing(self, kind: str) -> v.Link:
        """The page that lists the entries of a kind; its url is "" where the site has none."""
        wanted = "news" if kind == "article" else kind + "s"
        return v.Link(
            name=self.t("list_" + kind),
            url=self.listing_path_for(kind) if wanted in self.settings.pages else "",
        )

    def make_calendar_links(self, kind: str, slug: str, name: str) -> v.CalendarLinks | None:
        """The calendar of a page of its own; that of a stop has one shape only."""
        feeds, path = self.settings.feeds, self.path_for(kind, slug)
        more = feeds if kind != "stop" else ()
        opening, code = (
            path + "opening.ics" if "opening" in more else "",
            path + "calendar.svg" if "code" in more else "",
        )
        return (
            v.CalendarLinks(name=name, url=path + "calendar.ics", opening=opening, code=code)
            if kind in feeds
            else None
        )

    def render_markdown(self, text: str, file: str) -> str:
        if not text:
            return ""
        prose = self._get_prose(text)
        if not prose.targets:
            return prose.html
        return resolve_links(
            prose, lambda attribute, target: self._resolve_link(attribute, target, file, self.lang)
        )

    def render_body(self, entry: Entry) -> str:
        body = (
            entry.bodies.get(self.lang)
            or entry.bodies.get(self.default_lang)
            or next(iter(entry.bodies.values()), None)
        )
        return self.render_markdown(body.text, body.file) if body else ""

    # ---- links, rows, cards ------------------------------------------------------

    def link_entry(self, entry: Entry) -> v.Link:
        return self._entry_links[entry]

    def _link_entry(self, entry: Entry) -> v.Link:
        is_present = self.model.entries[type(entry)].get(entry.id) is entry
        url = (
            self.url_for(entry.kind, entry.slug) if is_present else ""
        )  # a removed one has no page
        return v.Link(name=self.localize(entry.name), url=url)

    def link_to(self, kind: str, entry_id: str) -> v.Link | None:
        entry = self.model.entries.find(ENTRY_CLASSES[kind], entry_id)
        return self.link_entry(entry) if entry else None

    def link_to_all(self, kind: str, entry_ids: Iterable[str]) -> tuple[v.Link, ...]:
        return tuple(link for one in entry_ids if (link := self.link_to(kind, one)))

    def link_trip(self, trip: Trip) -> v.Link:
        return self._trip_links[trip]

    def _link_trip(self, trip: Trip) -> v.Link:
        url = self.url_for("tour", trip.slug) if trip.id in self.model.trips else ""
        return v.Link(name=self.localize(trip.name), url=url)

    def link_regions(self, code: str) -> tuple[v.Link, ...]:
        return self._region_links[code]

    def _link_regions(self, code: str) -> tuple[v.Link, ...]:
        regions = self.model.regions.list_ancestry(code)
        return tuple(map(self._link_region, regions))

    def _link_region(self, region: Region) -> v.Link:
        is_in_use = region.code in self.index.regions_in_use
        url = self.url_for("place", region.slug) if is_in_use else ""
        return v.Link(name=self.localize(region.name), url=url)

    def format_stop_name(self, stop: Stop) -> str:
        thing = stop.exhibition or stop.caravan
        what = self.link_entry(thing).name if thing else self.localize(stop.trip.name)
        return f"{what} · {self.localize(stop.place.name)}"

    def make_row(self, stop: Stop) -> v.Row:
        return self._rows[stop]

    def _make_row(self, stop: Stop) -> v.Row:
        moved = stop.moved_dates.get(self.index.next_days[stop.id] or dt.date.min)
        place = (
            self.link_entry(stop.venue)
            if stop.venue
            else v.Link(name=self.localize(stop.place.name))
        )
        return v.Row(
            id=stop.id,
            url=self.url_for("stop", stop.slug),
            name=self.format_stop_name(stop),
            kind="stop" if isinstance(stop, Stay) else "visit",
            start=stop.start,
            end=stop.end,
            next=self.index.next_days[stop.id],
            date_count=len(stop.spans) or 1,
            sessions=stop.sessions,
            next_sessions=moved.sessions if moved else (),
            state=self.index.states[stop.id],
            status=stop.record.status,
            exhibition=self.link_entry(stop.exhibition) if stop.exhibition else None,
            caravan=self.link_entry(stop.caravan) if stop.caravan else None,
            trip=self.link_trip(stop.trip),
            place=place,
            regions=tuple(r.name for r in self.link_regions(stop.place.region)),
        )

    def make_rows(self, stops: Iterable[Stop]) -> tuple[v.Row, ...]:
        return tuple(map(self.make_row, stops))

    def make_stop_list(self, kind: str, id: str) -> v.StopList:
        return v.StopList(all=self.make_rows(self.index.list_stops(kind, id)))

    def make_card(self, entry: Entry) -> v.Card:
        r = entry.record
        live = entry.kind in ("exhibition", "venue", "caravan", "campaign")
        where = l10n.format_region(
            self.lang, [x.name for x in self.link_regions(getattr(r, "region", ""))]
        )
        return v.Card(
            kind=entry.kind,
            url=self.url_for(entry.kind, entry.slug),
            name=self.localize(entry.name),
            summary=self.localize(r.summary),
            image=self.make_image(entry),
            label=getattr(r, "class_", ""),
            where=where,
            start=getattr(r, "start", None) or getattr(r, "date", None),
            end=getattr(r, "end", None) or getattr(r, "start", None),
            count=self.index.count_remaining(entry.kind, entry.id) if live else None,
        )

    def make_trip_card(self, trip: Trip) -> v.Card:
        days = [d for s in trip.stops for d in (s.start, s.end) if d]
        thing = trip.exhibition or trip.caravan
        return v.Card(
            kind=trip.kind,
            url=self.url_for("tour", trip.slug),
            name=self.localize(trip.name),
            summary=self.localize(trip.record.summary),
            image=self.make_image(thing) if thing else None,
            start=min(days, default=None),
            end=max(days, default=None),
            count=self.index.count_remaining("tour", trip.id),
        )

    def make_image(self, entry: Entry) -> v.Image | None:
        r = entry.record
        if not r.picture:
            return None
        path = self._resolve_link("src", r.picture, entry.location.file, self.lang).removeprefix(
            ROOT_PLACEHOLDER
        )
        return v.Image(url=path, alt=self.localize(r.picture_alt))

    def find_free_windows(self, entry_id: str, copy_id: str = "") -> tuple[Window, ...]:
        """The stretches in which a set of an exhibition, or a vehicle (without `copy`), is free."""
        return self._free_windows.get((entry_id, copy_id), ())

    @cached_property
    def _free_windows(self) -> dict[tuple[str, str], tuple[Window, ...]]:
        found = [*iterate_copy_availability(self.index), *iterate_caravan_availability(self.index)]
        return {(f.entry.id, f.copy.id if f.copy else ""): f.windows for f in found}

    # ---- parts that several kinds of page have -------------------------------------

    def make_place(self, place: StopPlace, venue: Entry | None) -> v.StopPlace:
        if venue is None:
            return self._make_place(place, None)
        if venue.id not in self._places:
            self._places[venue.id] = self._make_place(place, venue)
        return self._places[venue.id]

    def _make_place(self, place: StopPlace, venue: Entry | None) -> v.StopPlace:
        p = place.position
        name, address = self.localize(place.name), self.localize(place.address)
        return v.StopPlace(
            name=name,
            url=self.link_entry(venue).url if venue else "",
            address=address,
            regions=self.link_regions(place.region),
            lat=p.lat if p else None,
            lon=p.lon if p else None,
            datum=p.datum if p else "",
        )

    def make_hours(
        self, hours: dict[str, str], start: dt.date = dt.date.min, end: dt.date = dt.date.max
    ) -> tuple[v.Hours, ...]:
        """Opening hours; dated exceptions only where they touch the days from start to end."""
        return tuple(
            v.Hours(
                days=r.day_kind,
                weekdays=r.weekdays,
                start=r.start,
                end=r.end,
                sessions=r.sessions or (),
                usual=r.sessions is None,
            )
            for r in parse_hours(hours)
            if r.start is None or r.end is None or (r.start <= end and r.end >= start)
        )

    def make_contact(self, contact: Contact | None) -> v.Contact | None:
        if contact is None:
            return None
        return v.Contact(
            name=self.localize(contact.name),
            phone=contact.phone,
            email=contact.email,
            url=contact.url,
        )

    def make_zones(self, exhibits: Iterable[Exhibit]) -> tuple[v.Zone, ...]:
        zones: dict[str, list[v.Exhibit]] = {}
        for e in exhibits:
            zones.setdefault(self.localize(e.zone), []).append(
                v.Exhibit(
                    name=self.localize(e.name),
                    id=e.id,
                    summary=self.localize(e.summary),
                    area=e.area,
                )
            )
        return tuple(v.Zone(name=name, exhibits=tuple(found)) for name, found in zones.items())

    def make_measures(self, source: Any) -> tuple[v.Measure, ...]:
        """The figures of a logistics sheet or a hall that are written, in the order of their
        fields."""
        if source is None:
            return ()
        found = self._measures.get(id(source))
        if found is None:
            found = self._measures[id(source)] = self._read_measures(source)
        return found

    @staticmethod
    def _read_measures(source: Any) -> tuple[v.Measure, ...]:
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
        return v.Link(name=self.localize(self.model.site.name), url=self.prefix)

    def make_page_fields(
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
                    tag=l10n.get_language_tag(code),
                    name=l10n.get_language_name(code),
                    url=("" if code == self.default_lang else code + "/") + tail,
                )
                for code in self.model.site.languages
            ),
            "crumbs": () if kind == "home" else (self.home, *(c for c in crumbs if c.url)),
            **more,
        }

    def make_entry_fields(
        self, entry: Entry, crumbs: Iterable[v.Link] = (), stops: bool = True
    ) -> dict[str, Any]:
        """The fields of ThingView for an entry's own page."""
        r, name = entry.record, self.localize(entry.name)
        body = self.render_body(entry)
        summary = self.localize(r.summary)
        return self.make_page_fields(
            entry.kind,
            self.path_for(entry.kind, entry.slug),
            name,
            crumbs,
            description=summary or extract_text(body),
            image=self.make_image(entry),
            calendar=self.make_calendar_links(entry.kind, entry.slug, name),
        ) | {
            "name": name,
            "summary": summary,
            "body": body,
            "facts": tuple(
                v.Fact(label=self.localize(f.name), text=self.localize(f.text)) for f in r.facts
            ),
            "links": tuple(v.Link(name=self.localize(link.name), url=link.url) for link in r.links),
            **({"stops": self.make_stop_list(entry.kind, entry.id)} if stops else {}),
        }

    @cached_property
    def site(self) -> v.Site:
        site, text = self.model.site, self.localize
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
            self.model.entries[Page].values(),
            key=lambda e: (e.record.menu is None, e.record.menu or 0, e.id),
        )
        shown = [self.link_entry(e) for e in pages if "page" in self.settings.pages]
        split = sum(e.record.menu is not None for e in pages) if shown else 0
        if "availability" in self.settings.pages:
            shown.append(v.Link(name=self.t("availability"), url=self.availability_path))
        if "reports" in self.settings.pages:
            shown.append(self.link_listing("report"))
        listed = tuple(link for k in kinds if (link := self.link_listing(k)).url)
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
            contact=self.make_contact(site.contact),
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

    def list_entries(self, kind: type[EntryT]) -> list[EntryT]:
        return sorted(self.model.entries[kind].values(), key=lambda e: e.id)
