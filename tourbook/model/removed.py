"""Removed records, restored from the history: stops that were not over yet, and the entries and
trips whose calendars have subscribers.

They are assembled as if they were still in the schedule, and cancelled. What the rules of today
refuse is not told of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from tourbook.common import zones
from tourbook.common.problems import Location
from tourbook.history.keys import Key
from tourbook.history.ledger import Ledger
from tourbook.history.records import RecordHistory, StoredRecord, decode_timing
from tourbook.schema import (
    CONTENT_TYPES,
    OrganisationRecord,
    RegionRecord,
    RouteRecord,
    SiteRecord,
    StopRecord,
    TourRecord,
    VisitRecord,
    format_closing_day,
    private_numbers,
)
from tourbook.schema.countries import find_country
from tourbook.sources.paths import FOLDER_BY_KIND, parse_content_path
from tourbook.sources.reading import build_translation_type

from .entries import ENTRY_CLASSES, Caravan, EntryTable, Exhibition, Venue
from .entry_assembly import merge_translation
from .references import References
from .regions import RegionTree
from .stop_assembly import StopAssembler
from .trips import Stop, Trip

RecordT = TypeVar("RecordT")


def restore_entries(ledger: Ledger, site: SiteRecord) -> EntryTable:
    """The removed entries. An organisation, which may be a person, soon has no name any more."""
    table = EntryTable()
    for kind, entry_class in ENTRY_CLASSES.items():
        record_type: Any = CONTENT_TYPES[FOLDER_BY_KIND[kind]]
        for name, history, stored in ledger.iterate_removed(kind):
            record = _decode(stored, record_type)
            if record is not None and not _is_refused(site, stored.fields):
                record = _add_translations(ledger, site, kind, history, stored, record)
                if record_type is OrganisationRecord and not ledger.is_recent(history.removed_at):
                    record = msgspec.structs.replace(record, name="")
                slug, at = _get_last_slug(history, name), Location(stored.file)
                table.add(entry_class(name, slug, at, record, {}, ()))
    return table


def _add_translations(
    ledger: Ledger,
    site: SiteRecord,
    kind: str,
    history: RecordHistory,
    stored: StoredRecord,
    record: Any,
) -> Any:
    path = parse_content_path(stored.file)
    translations = ledger.iterate_removed_translations(kind, history, path.stem) if path else ()
    record_type: Any = type(record)
    translation_type = build_translation_type(record_type)
    for language, stored_texts in translations:
        texts = _decode(stored_texts, translation_type)
        if texts is not None and not _is_refused(site, stored_texts.fields):
            record = merge_translation(record, site.languages[0], language, texts)
    return record


def restore_regions(ledger: Ledger, regions: RegionTree) -> RegionTree:
    """The present regions, with the removed ones that nothing else knows."""
    records = {
        code: record
        for code, _, stored in ledger.iterate_removed("region")
        if regions.get(code) is None and (record := _decode(stored, RegionRecord))
    }
    return RegionTree(records | regions.records) if records else regions


def restore_trips(ledger: Ledger, site: SiteRecord, past: References) -> dict[str, Trip]:
    """The removed trips by id. `past` are references that find removed entries."""
    trips = {}
    for name, history, stored in ledger.iterate_removed("trip"):
        record: TourRecord | RouteRecord | None
        if stored.trip == "tour":
            record = _decode(stored, TourRecord)
        else:
            record = _decode(stored, RouteRecord)
        if record is not None and not _is_refused(site, stored.fields):
            slug, at = _get_last_slug(history, name), Location(stored.file)
            exhibition = past.resolve(Exhibition, record.exhibition, at)
            caravan = past.resolve(Caravan, record.caravan, at)
            trips[name] = Trip(name, slug, at, record, exhibition, caravan)
    return trips


def restore_stops(assembler: StopAssembler, trips: Mapping[str, Trip]) -> Iterator[Stop]:
    """The stops that were removed before they were over, as cancelled ones.

    `assembler` has references that find removed entries, `trips` are the present and the removed
    ones.
    """
    ledger, timezone = assembler.ledger, assembler.site.timezone
    for _, history, stored in ledger.iterate_removed("stop"):
        venue = assembler.references.entries.find(Venue, history.refs.venue)
        record = _decode_stop(history, stored, venue.id if venue else "")
        trip = _find_trip(ledger, trips, (history.refs.trip, stored.trip))
        if record is None or trip is None:
            continue
        is_waived = trip.record.waivers.get(private_numbers.RULE_NAME)
        if _is_refused(assembler.site, stored.fields) and not is_waived:
            continue
        record = msgspec.structs.replace(record, status="cancelled")
        removed_on = zones.find_day(history.removed_at, timezone)
        stop = assembler.assemble(trip, record, Location(stored.file), history, removed_on)
        if not stop.venue and stop.place.name == "?":
            continue  # no site was ever built with it
        if stop.last_announced_day and stop.last_announced_day >= removed_on:
            yield stop


def _find_trip(ledger: Ledger, trips: Mapping[str, Trip], ids: Iterable[str]) -> Trip | None:
    """The first trip with one of the ids: that of a side of a merge may never have been
    published."""
    present_ids = (ledger.resolve_key(Key("trip", id)).name for id in ids)
    return next((trips[id] for id in present_ids if id in trips), None)


def _is_refused(site: SiteRecord, fields: bytes) -> bool:
    country = find_country(site)
    return private_numbers.are_blocked(site) and private_numbers.is_refused(fields, country)


def _get_last_slug(history: RecordHistory, name: str) -> str:
    return history.slugs[-1] if history.slugs else name


def _decode(stored: StoredRecord, record_type: type[RecordT]) -> RecordT | None:
    """What a record said; None if the format has changed since."""
    try:
        return msgspec.msgpack.decode(stored.fields, type=record_type)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _decode_stop(
    history: RecordHistory, stored: StoredRecord, venue: str
) -> StopRecord | VisitRecord | None:
    """A stop as it was at last. After a merge of branches its dates and its venue may come from
    another side than the rest of it; not a venue that was never published."""
    timing = decode_timing(history.timing)
    if timing.is_stay:
        stay = _decode(stored, StopRecord)
        if stay is None:
            return None
        close = format_closing_day(timing.end)
        return msgspec.structs.replace(
            stay, open=timing.start, close=close, venue=venue or stay.venue
        )
    visit = _decode(stored, VisitRecord)
    if visit is None:
        return None
    return msgspec.structs.replace(
        visit,
        date=timing.start,
        time=timing.times,
        repeat=timing.repeat,
        venue=(venue or visit.venue) if visit.venue else "",  # a place is stored nowhere else
    )
