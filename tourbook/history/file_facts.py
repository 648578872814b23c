"""The facts of any source file: of the site, of entries, regions, strings and schedules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from tourbook.common import urls
from tourbook.common.canonical import encode_canonical
from tourbook.common.digests import compute_digest
from tourbook.common.patterns import compile_late
from tourbook.common.problems import Problems
from tourbook.formats import yaml_source
from tourbook.schema import SiteRecord, private_numbers
from tourbook.schema.fields import CopyRecord
from tourbook.schema.site_options import HistoryOptions
from tourbook.sources import paths, reading

from . import canonical_forms
from .facts import FileFacts, RecordFact
from .keys import SITE_KEY, Key, make_copy_key, make_place_name_key
from .records import StoredRecord, Timing
from .schedule_facts import decode_valid, list_keys, parse_schedule, require_valid, select_ids
from .visible_records import (
    EVENT_FOLDERS,
    EVENT_STRING_PREFIXES,
    VISIBLE_ENTRIES,
    VISIBLE_TO_CREW,
    VisiblePast,
    VisibleRegion,
    VisibleSite,
    digest_visible,
    select_visible,
    select_visible_entry,
)

_HOLIDAY_PIN = compile_late(rb"(?mi)^chinesecalendar[ \t]*==[ \t]*([\w.!+-]+)")
"""A line of requirements.txt, with or without hashes."""


def find_holiday_pins(raw: bytes) -> list[bytes]:
    """The versions of the library of public holidays that a requirements.txt names."""
    return _HOLIDAY_PIN.findall(raw)


def is_tracked(path: str) -> bool:
    """Whether a file can have facts at all."""
    if any(paths.is_hidden(part) for part in path.split("/")) or not _is_unicode(path):
        return False
    return (
        path in (paths.SITE_FILE, paths.REGIONS_FILE, paths.REQUIREMENTS_FILE)
        or paths.is_schedule(path)
        or _parse_entry_path(path) is not None
        or paths.parse_strings_path(path) is not None
    )


def read_facts(path: str, raw: bytes) -> FileFacts:
    """The facts of a file. Raises UnreadableError."""
    if path == paths.SITE_FILE:
        return _read_site(raw)
    if path == paths.REGIONS_FILE:
        return FileFacts(tuple(_read_regions(raw)))
    if path == paths.REQUIREMENTS_FILE:
        versions = b" ".join(find_holiday_pins(raw))
        timing = Timing(holiday_data=versions.decode("utf-8", "replace"))
        return FileFacts((RecordFact(Key("holidays", "data"), timing),))
    if paths.is_schedule(path):
        return parse_schedule(path, decode_valid(path, raw))
    if content_path := _parse_entry_path(path):
        return FileFacts(tuple(_read_entry(content_path, path, raw)))
    if strings := paths.parse_strings_path(path):
        theme, language = strings
        return FileFacts((_read_strings(theme, language, path, raw),))
    return FileFacts()


def _is_unicode(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _parse_entry_path(path: str) -> paths.ContentPath | None:
    content_path = paths.parse_content_path(path)
    is_entry = (
        content_path and content_path.folder in paths.KIND_BY_FOLDER and path.startswith("content/")
    )
    return content_path if is_entry else None


# ---- site, regions, strings ------------------------------------------------------------


def _read_site(raw: bytes) -> FileFacts:
    problems = Problems()
    site: SiteRecord = require_valid(reading.read_site(raw, problems), problems)
    terms = {name: canonical_forms.normalize_period(span) for name, span in site.terms.items()}
    site_fact = RecordFact(
        SITE_KEY,
        Timing(address_settings=_list_address_settings(site), terms=terms, timezone=site.timezone),
        digest_visible(_select_visible_site(site)),
        crew_digest=_digest_visible_past(site),
    )
    holidays_fact = RecordFact(Key("holidays", "site"), Timing(holidays=site.holidays))
    return FileFacts(
        (site_fact, holidays_fact),
        allows_private_numbers=not private_numbers.are_blocked(site),
    )


def _select_visible_site(site: SiteRecord) -> VisibleSite:
    properties = site.calendar.properties if site.calendar else None
    return select_visible(
        site,
        VisibleSite,
        first_language=site.languages[0],
        folders={
            key: name
            for key, name in sorted(site.folders.items())
            if key in EVENT_FOLDERS and name != key
        },
        words={
            key: text
            for key, text in sorted(site.words.items())
            if key.startswith(EVENT_STRING_PREFIXES)
        },
        base_url=urls.encode_base_url(site.base_url).rstrip("/") + "/",
        event_properties=None if properties is None else sorted(properties),
    )


def _digest_visible_past(site: SiteRecord) -> bytes:
    options = site.history or HistoryOptions()
    return digest_visible(VisiblePast(options.since, sorted(options.forget)))


def _list_address_settings(site: SiteRecord) -> dict[str, str]:
    settings = {"languages": " ".join(site.languages)}
    for folder, name in site.folders.items():
        if name != folder:
            settings[f"folder {folder}"] = name
    if site.sample:
        settings["sample"] = "true"
    if site.calendar and site.calendar.crew:
        settings["crew"] = site.calendar.crew
    settings["domain"] = urls.choose_uid_domain(site.uid_domain, site.base_url)
    if site.feeds is not None:
        settings["feeds"] = " ".join(sorted(site.feeds))
    if site.feeds_off:
        settings["feeds_off"] = " ".join(sorted(site.feeds_off))
    return settings


def _read_regions(raw: bytes) -> Iterator[RecordFact]:
    problems = Problems()
    regions = require_valid(reading.read_regions(raw, problems), problems)
    for code, r in regions.items():
        yield RecordFact(
            Key("region", code),
            Timing(timezone=r.timezone),
            digest_visible(select_visible(r, VisibleRegion)),
            slugs=(r.slug or code,),
            memberships=tuple(list_keys("place", [r.parent])),
            record=StoredRecord(paths.REGIONS_FILE, "", msgspec.msgpack.encode(r)),
        )


def _read_strings(theme: str, language: str, path: str, raw: bytes) -> RecordFact:
    """The strings of a theme that events show; without a language, all that its file says."""
    if not language:
        return RecordFact(Key("words", theme), visible_digest=compute_digest(raw))
    tree = yaml_source.load(decode_valid(path, raw), path, Problems(), keeps_blanks=True)
    strings = tree if isinstance(tree, dict) else {}
    event_strings = {k: v for k, v in strings.items() if str(k).startswith(EVENT_STRING_PREFIXES)}
    digest = compute_digest(encode_canonical(event_strings))
    return RecordFact(Key("words", theme, language), visible_digest=digest)


# ---- entries ---------------------------------------------------------------------------


def _read_entry(content_path: paths.ContentPath, path: str, raw: bytes) -> Iterator[RecordFact]:
    problems = Problems()
    r = require_valid(reading.read_content(path, raw, problems), problems).record
    kind = paths.KIND_BY_FOLDER[content_path.folder]
    visible_type = VISIBLE_ENTRIES.get(kind)
    if visible_type is None:
        return
    if content_path.language:
        visible = select_visible_entry(r, visible_type, "", False)
        key = Key(kind, content_path.stem, content_path.language)
        yield RecordFact(
            key,
            visible_digest=digest_visible(visible),
            crew_digest=_digest_for_crew(kind, r, ""),
            record=StoredRecord(path, "", msgspec.msgpack.encode(r)),
        )
        return
    if r.draft:
        return
    name = r.id or content_path.stem
    slug = r.slug or name
    visible = select_visible_entry(r, visible_type, slug, content_path.is_bundle)
    region = getattr(r, "region", "")
    copies: list[CopyRecord] = getattr(r, "copies", [])
    yield RecordFact(
        Key(kind, name),
        timing=_make_timing(kind, r),
        visible_digest=digest_visible(visible),
        crew_digest=_digest_for_crew(kind, r, slug),
        aliases=select_ids(r.aliases),
        slugs=(slug,),
        regions=(region,) if region else (),
        memberships=tuple(_list_memberships(kind, r)),
        copy=copies[0].id if len(copies) == 1 else "",
        record=StoredRecord(path, "", msgspec.msgpack.encode(r)),
    )
    for copy in copies:
        key = make_copy_key(name, copy.id)
        yield RecordFact(key, aliases=tuple(make_copy_key(name, id).name for id in copy.aliases))


def _digest_for_crew(kind: str, r: Any, slug: str) -> bytes:
    visible_type = VISIBLE_TO_CREW.get(kind)
    return (
        digest_visible(select_visible_entry(r, visible_type, slug, False)) if visible_type else b""
    )


def _list_memberships(kind: str, r: Any) -> list[Key]:
    """The keys of what has a calendar with the events of an entry, besides its copies."""
    if kind == "caravan":
        return list_keys("organisation", (member.person for member in r.crew))
    if kind == "exhibition":
        return list_keys("exhibition", [r.series])
    if kind == "venue":
        return [*list_keys("place", [r.region]), make_place_name_key(r.name, r.region)]
    return []


def _make_timing(kind: str, r: Any) -> Timing:
    if kind == "venue":
        return Timing(hours=r.hours, timezone=r.timezone)
    if kind == "campaign":
        return Timing("confirmed", r.start, r.end or r.start)
    return Timing()
