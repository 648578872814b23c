"""The records of the site -> the rows of its tables, in one language and in the order of their
ids."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from tourbook.common import urls
from tourbook.common.dates import write_sessions
from tourbook.common.memoized import Memoized
from tourbook.model.entries import Caravan, Entry, Exhibition, Venue
from tourbook.model.regions import Region
from tourbook.model.trips import Position, Stay, Stop, StopPlace, Trip, Visit
from tourbook.schema import RecordBase, Text, private_numbers
from tourbook.schema.countries import find_country
from tourbook.schema.fields import WrittenHours
from tourbook.site.edition import Edition
from tourbook.site.view_parts import find_rule
from tourbook.timetable.recurrence import format_rule

from .records import (
    TABLES,
    OpenCaravan,
    OpenExhibition,
    OpenRecord,
    OpenRegion,
    OpenStay,
    OpenTrip,
    OpenVenue,
    OpenVisit,
)

POSITION_DATUM = "wgs84"
"""The only one that readers of open data expect; positions are not converted."""


class OpenTables:
    """The rows of each table, made when they are first asked for."""

    def __init__(self, edition: Edition) -> None:
        self._edition, self._model = edition, edition.model
        self._addresses, self._language = edition.addresses, edition.language
        self._country = find_country(edition.model.site)
        self.may_hold_numbers = _may_hold_private_numbers(edition)
        self._rows = Memoized(self._make_rows)
        records = self._collect_records()
        self._records = {name: records[name] for name in TABLES if records[name]}

    def list_names(self) -> list[str]:
        """The tables that have rows."""
        return list(self._records)

    def count_rows(self, name: str) -> int:
        return len(self._records[name])

    def list_records(self, name: str) -> list[Any]:
        """What its rows are made from."""
        return self._records[name]

    def list_rows(self, name: str) -> tuple[OpenRecord, ...]:
        return self._rows[name]

    def _make_rows(self, name: str) -> tuple[OpenRecord, ...]:
        makers: dict[str, Callable[[Any], OpenRecord]] = {
            "stays": self._make_stay,
            "visits": self._make_visit,
            "tours": self._make_trip,
            "exhibitions": self._make_exhibition,
            "caravans": self._make_caravan,
            "venues": self._make_venue,
            "regions": self._make_region,
        }
        rows = map(makers[name], self._records[name])
        return tuple(sorted(rows, key=lambda row: row.id))

    def _collect_records(self) -> dict[str, list[Any]]:
        model, entries = self._model, self._model.entries
        regions = dict(self._edition.agenda.regions_in_use)
        for caravan in entries[Caravan].values():
            around = model.regions.list_ancestry(caravan.record.region)
            regions.update({region.code: region for region in around})
        return {
            "stays": [stop for stop in model.stops if isinstance(stop, Stay)],
            "visits": [stop for stop in model.stops if isinstance(stop, Visit)],
            "tours": list(model.trips.values()),
            "exhibitions": list(entries[Exhibition].values()),
            "caravans": list(entries[Caravan].values()),
            "venues": list(entries[Venue].values()),
            "regions": list(regions.values()),
        }

    # ---- stops -----------------------------------------------------------------------------

    def _make_stay(self, stay: Stay) -> OpenStay:
        record = stay.record
        return OpenStay(
            **self._make_stop_fields(stay),
            until_further_notice=stay.has_no_end,
            copy=stay.copy.id if stay.copy else "",
            round=record.round,
            hours=format_hours(self._edition.agenda.engine.get_written_hours(stay)),
        )

    def _make_visit(self, visit: Visit) -> OpenVisit:
        rule = find_rule(visit)
        moved = visit.moved_dates.items()
        return OpenVisit(
            **self._make_stop_fields(visit),
            **self._make_place_fields(visit.place),
            dates=[day for day, _ in visit.spans],
            times=write_sessions(visit.sessions),
            changed_times=[
                f"{day} {write_sessions(other.sessions)}" for day, other in moved if other.sessions
            ],
            rule=format_rule(rule) if rule else "",
        )

    def _make_stop_fields(self, stop: Stop) -> dict[str, Any]:
        record, place, booking = stop.record, stop.place, stop.record.booking
        return {
            "id": stop.id,
            "name": self._publish(self._language.format_stop_name(stop)) or stop.id,
            "url": self._locate_stop(stop),
            "status": record.status,
            "start": stop.start,
            "end": None if stop.has_no_end else stop.end,
            "tour": stop.trip.id,
            "exhibition": stop.exhibition.id if stop.exhibition else "",
            "caravan": stop.caravan.id if stop.caravan else "",
            "venue": stop.venue.id if stop.venue else "",
            "place": self._publish(self._language.name_place(place.name, place.region)) or stop.id,
            **self._make_region_fields(place.region),
            "timezone": place.timezone,
            "free": stop.venue.record.free if stop.venue else None,
            "booking_required": booking.required if booking else None,
            "booking_url": self._publish(booking.url) if booking else "",
            "audience": self._localize(record.audience),
            "visitors": record.visitors,
        }

    def _locate_stop(self, stop: Stop) -> str:
        """The address of its page, or else of its row on another one."""
        archive = self._edition.archive
        if row := archive.find_row(stop):
            return f"{self._addresses.make_absolute(row.path)}#{urls.encode_path(row.anchor)}"
        return self._make_absolute(archive.find_url(stop))

    # ---- places ----------------------------------------------------------------------------

    def _make_place_fields(self, place: StopPlace) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "address": self._localize(place.address),
            "postcode": self._publish(place.postcode),
            "township": place.is_in_township,
        }
        if position := self._find_position(place):
            fields |= {"latitude": position.lat, "longitude": position.lon}
        return fields

    @cached_property
    def has_positions(self) -> bool:
        """Whether any place has one that is shown."""
        places = [*map(self._model.locate_venue, self._records.get("venues", ()))]
        places += [visit.place for visit in self._records.get("visits", ())]
        return any(map(self._find_position, places))

    def _find_position(self, place: StopPlace) -> Position | None:
        """None for one in another datum, and for all in a site without GeoJSON."""
        position, feeds = place.position, self._addresses.settings.feeds
        is_shown = position and position.datum == POSITION_DATUM and "geojson" in feeds
        return position if is_shown else None

    def _make_region_fields(self, code: str) -> dict[str, Any]:
        is_known = bool(self._model.regions.list_ancestry(code))
        names = self._edition.region_names[code] if is_known else ""
        return {"region": code if is_known else "", "regions": names}

    def _make_venue(self, venue: Venue) -> OpenVenue:
        record, place = venue.record, self._model.locate_venue(venue)
        return OpenVenue(
            **self._make_entry_fields(venue),
            **self._make_region_fields(record.region),
            **self._make_place_fields(place),
            class_=record.class_,
            timezone=place.timezone,
            hours=format_hours(record.hours),
            free=record.free,
        )

    def _make_region(self, region: Region) -> OpenRegion:
        is_shown = region.code in self._edition.agenda.regions_in_use
        path = self._addresses.url_for("place", region.slug) if is_shown else ""
        return OpenRegion(
            id=region.code,
            name=self._localize(region.name) or region.code,
            url=self._make_absolute(path),
            parent=region.parent if self._model.regions.get(region.parent) else "",
        )

    # ---- what travels ----------------------------------------------------------------------

    def _make_trip(self, trip: Trip) -> OpenTrip:
        return OpenTrip(
            id=trip.id,
            name=self._localize(trip.name) or trip.id,
            url=self._make_absolute(self._addresses.url_for("tour", trip.slug)),
            kind=trip.kind,
            summary=self._localize(trip.record.summary),
            exhibition=trip.exhibition.id if trip.exhibition else "",
            caravan=trip.caravan.id if trip.caravan else "",
        )

    def _make_exhibition(self, exhibition: Exhibition) -> OpenExhibition:
        record = exhibition.record
        series = self._model.entries.find(Exhibition, record.series)
        return OpenExhibition(
            **self._make_entry_fields(exhibition),
            series=series.id if series else "",
            ages=record.ages,
            duration=record.duration,
            languages=record.languages,
            copies=len(record.copies),
            loans=exhibition.loan_kinds,
        )

    def _make_caravan(self, caravan: Caravan) -> OpenCaravan:
        region = self._make_region_fields(caravan.record.region)
        return OpenCaravan(**self._make_entry_fields(caravan), **region)

    # ---- texts and addresses ---------------------------------------------------------------

    def _make_entry_fields(self, entry: Entry) -> dict[str, Any]:
        return {
            "id": entry.id,
            "name": self._publish(self._language.name_entry(entry)) or entry.id,
            "url": self._make_absolute(self._addresses.url_for(entry.kind, entry.slug)),
            "summary": self._localize(entry.record.summary),
        }

    def _localize(self, text: Text) -> str:
        return self._publish(self._language.localize(text)) if text else ""

    def _publish(self, text: str) -> str:
        """A text, but "" for one with a private number, even if pages are allowed to show it."""
        if self.may_hold_numbers and private_numbers.find_numbers(text, self._country):
            return ""
        return text

    def _make_absolute(self, path: str) -> str:
        return self._addresses.make_absolute(path) if path else ""


def format_hours(hours: WrittenHours) -> str:
    """Opening hours as editors write them, on one line."""
    return "; ".join(f"{days}: {times}" for days, times in hours.items())


def _may_hold_private_numbers(edition: Edition) -> bool:
    """Whether the rule against them is off, or waived for a record: else there are none."""
    model = edition.model
    records: list[RecordBase] = [entry.record for entry in model.entries]
    records += [trip.record for trip in model.trips.values()]
    records += [stop.record for stop in model.stops]
    rule = private_numbers.RULE_NAME
    return not private_numbers.are_blocked(model.site) or any(
        rule in record.waivers for record in records
    )
