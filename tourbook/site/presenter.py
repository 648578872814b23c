"""The parts of views that several kinds of page show: links, rows, cards, places."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

import msgspec

from tourbook import views as v
from tourbook.common import l10n, zones
from tourbook.common.canonical import encode_canonical
from tourbook.common.dates import find_horizon
from tourbook.common.memoized import Memoized
from tourbook.common.recurrence_words import format_recurrence
from tourbook.model.entries import (
    ENTRY_CLASSES,
    Article,
    Campaign,
    Caravan,
    Entry,
    Exhibition,
    Organisation,
    Venue,
)
from tourbook.model.trips import Stay, Stop, StopPlace, Trip
from tourbook.schedule.agenda import Agenda
from tourbook.schema.fields import Contact, CopyRecord

from . import paging
from .addresses import Addresses
from .archive import StopArchive
from .images import ImageMaker
from .language import Language
from .live_days import encode_closed_days, encode_days
from .paging import select_current
from .view_parts import find_rule

PartT = TypeVar("PartT", bound=v.View | tuple[v.View, ...] | None)


class Presenter:
    """Makes parts of views in one language. Those that many pages show are made once."""

    def __init__(
        self, agenda: Agenda, language: Language, addresses: Addresses, archive: StopArchive
    ) -> None:
        self._agenda, self._language, self._addresses = agenda, language, addresses
        self._archive = archive
        self.images = ImageMaker(agenda, language, addresses)
        self._rows = Memoized[Stop, v.Row](self._make_row)
        self._entry_links = Memoized[Entry, v.Link](self._link_entry)
        self._trip_links = Memoized[Trip, v.Link](self._link_trip)
        self._region_links = Memoized[str, tuple[v.Link, ...]](self._link_regions)
        self._shared: dict[tuple[type, bytes], Any] = {}

    def share(self, part: PartT) -> PartT:
        """A part of a view that may stand on many pages: always the same object for the same value,
        so that a theme makes its HTML once."""
        shared: PartT = self._shared.setdefault((type(part), encode_canonical(part)), part)
        return shared

    # ---- links -----------------------------------------------------------------------------

    def link_entry(self, entry: Entry) -> v.Link:
        """An entry that was removed has no page, and an empty url."""
        return self._entry_links[entry]

    def _link_entry(self, entry: Entry) -> v.Link:
        exists = self._agenda.model.entries[type(entry)].get(entry.id) is entry
        url = self._addresses.url_for(entry.kind, entry.slug) if exists else ""
        return v.Link(name=self._language.name_entry(entry), url=url)

    def link_to(self, kind: str, entry_id: str) -> v.Link | None:
        entry = self._agenda.model.entries.find(ENTRY_CLASSES[kind], entry_id)
        return self.link_entry(entry) if entry else None

    def link_to_all(self, kind: str, entry_ids: Iterable[str]) -> tuple[v.Link, ...]:
        """Links to the entries that exist."""
        return tuple(link for id in entry_ids if (link := self.link_to(kind, id)))

    def link_trip(self, trip: Trip) -> v.Link:
        return self._trip_links[trip]

    def _link_trip(self, trip: Trip) -> v.Link:
        exists = trip.id in self._agenda.model.trips
        url = self._addresses.url_for("tour", trip.slug) if exists else ""
        return v.Link(name=self._language.localize(trip.name), url=url)

    def link_regions(self, code: str) -> tuple[v.Link, ...]:
        """The region and those around it, the largest first."""
        return self._region_links[code]

    def _link_regions(self, code: str) -> tuple[v.Link, ...]:
        in_use = self._agenda.regions_in_use
        return tuple(
            v.Link(
                name=self._language.localize(r.name),
                url=self._addresses.url_for("place", r.slug) if r.code in in_use else "",
            )
            for r in self._agenda.model.regions.list_ancestry(code)
        )

    def has_entries(self, kind: str) -> bool:
        """Whether the list of a kind has anything in it."""
        agenda = self._agenda
        if kind == "month":
            return any(stop.spans for stop in agenda.model.stops)
        lists: dict[str, Collection[object]] = {
            "article": agenda.articles,
            "tour": agenda.model.trips,
            "place": agenda.regions_in_use,
        }
        entries = lists[kind] if kind in lists else agenda.model.entries[ENTRY_CLASSES[kind]]
        return bool(entries)

    def has_exhibits(self) -> bool:
        """Whether there is anything in the catalogue of exhibits."""
        return bool(self._agenda.model.list_exhibitors())

    def has_open_data(self) -> bool:
        """Whether there is a page of the open data."""
        settings, model = self._addresses.settings, self._agenda.model
        is_made = "data" in settings.pages and "data" in settings.feeds
        kinds = (Exhibition, Venue, Caravan)
        return is_made and bool(model.trips or any(model.entries[kind] for kind in kinds))

    def link_listing(self, kind: str) -> v.Link:
        """The page that lists the entries of a kind; its url is "" if the site has none."""
        return v.Link(
            name=self._language.t("list_" + kind), url=self._addresses.listing_url_for(kind)
        )

    def make_calendar_links(
        self, kind: str, id: str, slug: str, name: str
    ) -> v.CalendarLinks | None:
        """The calendar of a page of its own. That of a stop has one shape only."""
        settings, path = self._addresses.settings, self._addresses.path_for(kind, slug)
        if kind not in settings.feeds:
            return None
        has_code = "code" in settings.feeds and kind != "stop"
        return v.CalendarLinks(
            name=name,
            url=path + "calendar.ics",
            opening=path + "opening.ics" if settings.has_opening_calendar(kind, id) else "",
            code=path + "calendar.svg" if has_code else "",
            embed=self._addresses.embed_url_for(kind, path),
        )

    # ---- rows and cards --------------------------------------------------------------------

    def make_row(self, stop: Stop) -> v.Row:
        return self._rows[stop]

    def _make_row(self, stop: Stop) -> v.Row:
        next_day = self._agenda.next_days[stop.id]
        moved = stop.moved_dates.get(next_day) if next_day else None
        row_address = self._archive.find_row(stop)
        place = v.Link(name=self._language.name_place(stop.place.name, stop.place.region))
        return v.Row(
            id=stop.id,
            url=self._archive.find_url(stop),
            name=self._language.format_stop_name(stop),
            kind="stop" if isinstance(stop, Stay) else "visit",
            start=stop.start,
            end=stop.end,
            next=next_day,
            date_count=len(stop.spans) or 1,
            sessions=stop.sessions,
            next_sessions=moved.sessions if moved else (),
            state=self._agenda.states[stop.id],
            status=stop.record.status,
            exhibition=self.link_entry(stop.exhibition) if stop.exhibition else None,
            caravan=self.link_entry(stop.caravan) if stop.caravan else None,
            trip=self.link_trip(stop.trip),
            place=self.link_entry(stop.venue) if stop.venue else place,
            copy=self._name_copy(stop),
            round=stop.record.round if isinstance(stop, Stay) else None,
            regions=tuple(r.name for r in self.link_regions(stop.place.region)),
            timezone=stop.place.timezone if self._has_own_clock(stop.place) else "",
            coming=encode_days([day for day, _ in stop.spans if day >= next_day])
            if next_day
            else "",
            recurrence=self._format_recurrence(stop),
            anchor=row_address.anchor if row_address else "",
            **self._make_closed_days(stop),
        )

    def _name_copy(self, stop: Stop) -> str:
        """ "" if the exhibition has no other."""
        has_others = stop.exhibition and len(stop.exhibition.record.copies) > 1
        return self.name_copy(stop.copy) if stop.copy and has_others else ""

    def name_copy(self, copy: CopyRecord) -> str:
        return self._language.localize(copy.name) or copy.id

    def _format_recurrence(self, stop: Stop) -> str:
        rule = find_rule(stop)
        return format_recurrence(self._language.code, *rule) if rule else ""

    def _make_closed_days(self, stop: Stop) -> dict[str, Any]:
        """When a stay that is not over is closed."""
        state = self._agenda.states[stop.id]
        if not isinstance(stop, Stay) or state not in ("upcoming", "soon", "now", "closing"):
            return {}
        opening = self._agenda.engine.get_opening(stop)
        start, end = stop.spans[0]
        if stop.has_no_end:
            end = max(find_horizon(self._agenda.today), start)
        closed_days = encode_closed_days(opening, start, end)
        today = self._agenda.find_today(stop.place.timezone)
        is_closed = bool(closed_days) and not opening.find_times(today).sessions
        return {
            "closed_days": closed_days,
            "is_closed_today": is_closed and state in ("now", "closing"),
        }

    def _has_own_clock(self, place: StopPlace) -> bool:
        return not zones.have_same_clock(place.timezone, self._agenda.model.site.timezone)

    def make_rows(self, stops: Iterable[Stop]) -> tuple[v.Row, ...]:
        return tuple(map(self.make_row, stops))

    def make_stop_list(self, kind: str, id: str, slug: str) -> v.StopList:
        """The stops of something with a page; of many, those that matter most today."""
        stops = self._agenda.list_stops(kind, id)
        if len(stops) <= paging.MAX_ROWS:
            return v.StopList(all=self.make_rows(stops))
        return v.StopList(
            all=self.make_rows(select_current(self._agenda, stops)),
            total=len(stops),
            full_list=self._addresses.full_list_path_for(kind, slug),
        )

    def make_card(self, entry: Entry) -> v.Card:
        card = v.Card(
            kind=entry.kind,
            url=self._addresses.url_for(entry.kind, entry.slug),
            name=self._language.localize(entry.name),
            summary=self._language.localize(entry.record.summary),
            image=self.images.make_image(entry),
            count=self._count_remaining(entry),
        )
        if isinstance(entry, Venue | Organisation):
            return msgspec.structs.replace(
                card, label=entry.record.class_, where=self._format_region(entry.record.region)
            )
        if isinstance(entry, Caravan):
            return msgspec.structs.replace(card, where=self._format_region(entry.record.region))
        if isinstance(entry, Campaign):
            return msgspec.structs.replace(
                card, label=entry.record.class_, start=entry.record.start, end=entry.last_day
            )
        if isinstance(entry, Article):
            return msgspec.structs.replace(card, start=entry.record.date)
        return card

    def _count_remaining(self, entry: Entry) -> int | None:
        if entry.kind in ("exhibition", "venue", "caravan", "campaign"):
            return self._agenda.count_remaining(entry.kind, entry.id)
        return None

    def _format_region(self, code: str) -> str:
        return l10n.format_region(self._language.code, [r.name for r in self.link_regions(code)])

    def make_trip_card(self, trip: Trip) -> v.Card:
        days = [day for stop in trip.stops for day in (stop.start, stop.end) if day]
        return v.Card(
            kind=trip.kind,
            url=self._addresses.url_for("tour", trip.slug),
            name=self._language.localize(trip.name),
            summary=self._language.localize(trip.record.summary),
            image=self.images.make_trip_image(trip),
            start=min(days, default=None),
            end=max(days, default=None),
            count=self._agenda.count_remaining("tour", trip.id),
        )

    # ---- parts of records ------------------------------------------------------------------

    def make_place(self, place: StopPlace, venue: Venue | None) -> v.StopPlace:
        position, regions = place.position, self.link_regions(place.region)
        country = self._agenda.model.regions.find_iso_country(place.region)
        return v.StopPlace(
            name=self._language.localize(place.name),
            url=self.link_entry(venue).url if venue else "",
            address=self._language.localize(place.address),
            postcode=place.postcode,
            regions=regions,
            lat=position.lat if position else None,
            lon=position.lon if position else None,
            datum=position.datum if position else "",
            country=country.code,
            divisions=tuple(region.name for region in regions[country.has_region :]),
            timezone=place.timezone,
            has_own_clock=self._has_own_clock(place),
        )

    def make_contact(self, contact: Contact | None) -> v.Contact | None:
        if contact is None:
            return None
        return v.Contact(
            name=self._language.localize(contact.name),
            phone=contact.phone,
            email=contact.email,
            url=contact.url,
        )

    def make_zones(self, entry: Entry) -> tuple[v.Zone, ...]:
        """The exhibits by the zones of the exhibition, in the order of the record."""
        zones: dict[str, list[v.Exhibit]] = {}
        for e in entry.exhibits:
            exhibit = v.Exhibit(
                name=self._language.localize(e.name),
                id=e.id,
                summary=self._language.localize(e.summary),
                area=e.area,
                image=self.images.make_exhibit_image(entry, e),
            )
            zones.setdefault(self._language.localize(e.zone), []).append(exhibit)
        return tuple(
            v.Zone(name=name, exhibits=tuple(zone_exhibits))
            for name, zone_exhibits in zones.items()
        )
