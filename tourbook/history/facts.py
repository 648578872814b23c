"""A source file -> facts: what of each record in it calendars show, in a form that does not depend
on how it is written.

Drafts are nothing. A file that cannot be read has no facts: no site was ever published from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from tourbook.common import urls
from tourbook.common.digests import compute_digest, encode_canonical
from tourbook.common.problems import Problems
from tourbook.formats import yaml_source
from tourbook.formats.source_text import decode
from tourbook.schema import (
    RouteRecord,
    ScheduleRecord,
    SiteRecord,
    StopRecord,
    TourRecord,
    VisitRecord,
    list_duties,
)
from tourbook.schema.fields import ID_PATTERN
from tourbook.sources import paths, reading

from . import canonical_forms
from .chunks import PLACEHOLDER, split_list, split_schedule
from .records import StoredRecord, Timing, normalize_status


class RecordFact(NamedTuple):
    """A record at one moment; the fields are those of `Life`."""

    key: str
    timing: Timing
    visible_digest: bytes
    crew_digest: bytes = b""
    refs: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    """Ids that it had before."""
    slugs: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    """Codes of the regions that it puts events into."""
    memberships: tuple[str, ...] = ()
    record: StoredRecord = StoredRecord("", "", b"")

    def is_equivalent(self, other: RecordFact) -> bool:
        """Whether they say the same, in the same file."""
        return self[:-1] == other[:-1] and self.record.file == other.record.file


class SchedulePiece(NamedTuple):
    """Lines of a schedule: a list of stops or visits, or one of them."""

    kind: str
    trip: str
    text: str


class FileFacts(NamedTuple):
    """A file: the facts that were cheap to read, and the lists that only have to be read where they
    are new."""

    facts: tuple[RecordFact, ...] = ()
    lists: frozenset[SchedulePiece] = frozenset()
    include_patterns: tuple[str, ...] = ()
    """Of schedule.yaml: the patterns of the other schedule files."""


def split_into_pieces(lists: Iterable[SchedulePiece]) -> frozenset[SchedulePiece]:
    """The stops and visits of lists."""
    return frozenset(each._replace(text=chunk) for each in lists for chunk in split_list(each.text))


_HOLIDAY_REQUIREMENT = re.compile(rb"(?mi)^chinesecalendar\b.*$")
"""The lines of requirements.txt that say which public holidays are known."""
_EVENT_STRING_PREFIXES = (
    "event_",
    "summary_",
    "crew_",
    "sample_short",
    "page_prevails",
    "list_separator",
)
"""Strings of a theme that events show."""


class UnreadableError(Exception):
    """A file that no site can be built from."""


def read_facts(path: str, raw: bytes) -> FileFacts:
    """What a file says. Raises UnreadableError."""
    problems = Problems()
    where = paths.parse_content_path(path)
    if path == paths.SITE_FILE:
        site = _require_valid(reading.read_site(raw, problems), problems)
        return FileFacts(
            (
                _extract_site_fact(site),
                RecordFact(
                    "holidays/site", Timing(), compute_digest(encode_canonical(site.holidays))
                ),
            )
        )
    if path == paths.REGIONS_FILE:
        regions = _require_valid(reading.read_regions(raw, problems), problems)
        return FileFacts(
            tuple(
                RecordFact(
                    f"region/{code}",
                    Timing(),
                    b"",
                    slugs=(r.slug or code,),
                    memberships=(_make_key("place", r.parent),) if r.parent else (),
                    record=StoredRecord(path, "", msgspec.msgpack.encode(r)),
                )
                for code, r in regions.items()
            )
        )
    if where and where.folder in paths.KIND_BY_FOLDER and path.startswith("content/"):
        record = _require_valid(reading.read_content(path, raw, problems), problems).record
        return FileFacts(
            tuple(_extract_entry_facts(paths.KIND_BY_FOLDER[where.folder], where, record, path))
        )
    if path == paths.REQUIREMENTS_FILE:
        return FileFacts(
            (
                RecordFact(
                    "holidays/data",
                    Timing(),
                    compute_digest(b"".join(_HOLIDAY_REQUIREMENT.findall(raw))),
                ),
            )
        )
    if (strings := paths.parse_strings_path(path)) and not strings[1]:
        return FileFacts((RecordFact(f"words/{strings[0]}", Timing(), compute_digest(raw)),))
    if strings:
        found = yaml_source.load(
            _require_valid(decode(raw, path, problems), problems), path, problems
        )
        said = (
            {k: v for k, v in found.items() if str(k).startswith(_EVENT_STRING_PREFIXES)}
            if isinstance(found, dict)
            else {}
        )
        return FileFacts(
            (
                RecordFact(
                    f"words.{strings[1]}/{strings[0]}",
                    Timing(),
                    compute_digest(encode_canonical(said)),
                ),
            )
        )
    if paths.is_schedule(path):
        text = _require_valid(decode(raw, path, problems), problems)
        return _parse_schedule(path, text)
    return FileFacts()


def is_tracked(path: str) -> bool:
    """Whether a file can have facts at all."""
    if any(paths.is_hidden(part) for part in path.split("/")) or not _is_unicode(path):
        return False
    where = paths.parse_content_path(path)
    entry = where and where.folder in paths.KIND_BY_FOLDER and path.startswith("content/")
    return (
        bool(entry or paths.parse_strings_path(path))
        or path in (paths.SITE_FILE, paths.REGIONS_FILE, paths.REQUIREMENTS_FILE)
        or paths.is_schedule(path)
    )


def _is_unicode(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _require_valid(value: Any, problems: Problems) -> Any:
    if value is None or problems.error_count:
        raise UnreadableError
    return value


def _extract_site_fact(site: SiteRecord) -> RecordFact:
    shown = (
        site.base_url,
        site.uid_domain,
        site.timezone,
        site.sample,
        site.theme,
        site.calendar,
        site.history,
    )
    terms = {name: canonical_forms.normalize_period(span) for name, span in site.terms.items()}
    addresses = {
        "languages": " ".join(site.languages),
        **{f"folder {folder}": name for folder, name in site.folders.items()},
    }
    if site.sample:
        addresses["sample"] = "true"
    addresses["domain"] = urls.choose_uid_domain(site.uid_domain, site.base_url)
    if site.feeds is not None:
        addresses["feeds"] = " ".join(sorted(site.feeds))
    return RecordFact(
        "site/",
        Timing(address_settings=addresses, terms=terms),
        compute_digest(encode_canonical(shown)),
    )


_VISIBLE_FIELDS = {
    "exhibition": ("name", "picture"),
    "caravan": ("name", "picture"),
    "organisation": ("name",),
    "campaign": ("name", "summary"),
    "venue": ("name", "address", "coordinates", "last_admission"),
}
"""The fields of an entry that events show."""


def _extract_entry_facts(
    kind: str, where: paths.ContentPath, r: Any, path: str
) -> Iterator[RecordFact]:
    if kind not in _VISIBLE_FIELDS:
        return
    fields = [getattr(r, name, None) for name in _VISIBLE_FIELDS[kind]]
    if getattr(r, "picture", ""):
        fields.append(where.is_bundle)  # its address has the folder in it
    if kind == "campaign" and not where.language:
        fields.append(r.slug or r.id or where.stem)
    shown = compute_digest(encode_canonical(fields))
    if where.language:
        yield RecordFact(f"{kind}.{where.language}/{where.stem}", Timing(), shown)
        return
    if r.draft:
        return
    name = r.id or where.stem
    region = getattr(r, "region", "")
    yield RecordFact(
        f"{kind}/{name}",
        _make_timing(kind, r),
        shown,
        aliases=_select_ids(r.aliases),
        slugs=(r.slug or name,),
        regions=(region,) if region else (),
        memberships=_list_direct_memberships(kind, r),
        record=StoredRecord(path, "", msgspec.msgpack.encode(r)),
    )
    for copy in getattr(r, "copies", ()):
        yield RecordFact(f"copy/{name}/{copy.id}", Timing(), b"")


def _list_direct_memberships(kind: str, r: Any) -> tuple[str, ...]:
    """Keys of what has a calendar with the events of an entry in it."""
    if kind == "caravan":
        return tuple(_make_key("organisation", member.person) for member in r.crew if member.person)
    if kind == "exhibition":
        return (
            *([_make_key("exhibition", r.series)] if r.series else ()),
            *([_make_key("copy", r.copies[0].id)] if len(r.copies) == 1 else ()),
        )
    return (_make_key("place", r.region),) if kind == "venue" and r.region else ()


def _make_timing(kind: str, r: Any) -> Timing:
    if kind == "venue":
        return Timing(hours=r.hours)
    if kind == "campaign":
        return Timing("confirmed", r.start, r.end or r.start)
    return Timing()


def _select_ids(aliases: list[str]) -> tuple[str, ...]:
    return tuple(a for a in aliases if re.fullmatch(ID_PATTERN, a))


# ---- schedules -----------------------------------------------------------------------


def _parse_schedule(path: str, text: str) -> FileFacts:
    found = split_schedule(text)
    if found.list_texts and PLACEHOLDER not in text:
        try:
            facts, marks, include = _parse_skeleton(path, found.skeleton)
        except UnreadableError:
            marks, facts, include = (), (), ()
        if [number for _, _, number in marks] == list(
            range(len(found.list_texts))
        ):  # else some text only looks like a list
            return FileFacts(
                facts,
                frozenset(
                    SchedulePiece(kind, trip, found.list_texts[number])
                    for kind, trip, number in marks
                    if kind
                ),
                include,
            )
    return _parse_whole_schedule(path, text)


def _parse_whole_schedule(path: str, text: str) -> FileFacts:
    facts, marks, include = _parse_skeleton(path, text)
    if marks:  # somebody wrote one
        raise UnreadableError
    return FileFacts(facts, include_patterns=include)


@lru_cache(64)
def _parse_skeleton(
    path: str, text: str
) -> tuple[tuple[RecordFact, ...], tuple[tuple[str, str, int], ...], tuple[str, ...]]:
    """The facts of a schedule; for each list of chunks in it the kind of these, their trip and the
    number of the list; what it includes."""
    problems = Problems()
    tree = yaml_source.load(text, "", problems)
    if (
        problems.error_count
        or not isinstance(tree, dict | None)
        or set(tree or ()) - set(ScheduleRecord.__struct_encode_fields__)
    ):
        raise UnreadableError
    facts: list[RecordFact] = []
    marks: list[tuple[str, str, int]] = []
    for kind, items in (("tour", "stops"), ("route", "visits")):
        for item in (tree or {}).get(kind + "s") or ():
            if not isinstance(item, dict):
                raise UnreadableError
            inside = item.pop(items, None) or []
            trip: Any = _convert(item, TourRecord if kind == "tour" else RouteRecord)
            if not isinstance(inside, list):
                raise UnreadableError
            drafted = [] if trip.draft else facts
            drafted.append(_extract_trip_fact(kind, trip, path))
            for one in inside:
                if (
                    isinstance(one, str)
                    and (number := one.removeprefix(PLACEHOLDER)) != one
                    and number.isdecimal()
                ):
                    marks.append((items[:-1] if not trip.draft else "", trip.id, int(number)))
                else:
                    drafted += _extract_stop_facts(items[:-1], trip.id, one, path)
    include = (tree or {}).get("include") or ()
    return (
        tuple(facts),
        tuple(marks),
        tuple(str(one) for one in include) if isinstance(include, list) else (),
    )


def parse_whole(path: str, raw: bytes) -> FileFacts:
    """A schedule file read at once: for one whose chunks make no sense by themselves. Raises
    UnreadableError."""
    if not paths.is_schedule(path):
        raise UnreadableError
    problems = Problems()
    return _parse_whole_schedule(path, _require_valid(decode(raw, path, problems), problems))


def parse_piece(piece: SchedulePiece, path: str) -> list[RecordFact]:
    """The facts of a piece: one, or none of a draft. Raises UnreadableError."""
    problems = Problems()
    tree = yaml_source.load(piece.text, "", problems)
    if problems.error_count or not isinstance(tree, list) or len(tree) != 1:
        raise UnreadableError
    return _extract_stop_facts(piece.kind, piece.trip, tree[0], path)


def _convert(tree: Any, record_type: Any) -> Any:
    try:
        return msgspec.convert(tree, record_type, strict=False)
    except msgspec.ValidationError:
        raise UnreadableError from None


def _extract_trip_fact(kind: str, r: TourRecord | RouteRecord, path: str) -> RecordFact:
    refs = (
        "",
        _make_key("exhibition", r.exhibition),
        _make_key("caravan", r.caravan),
        *(_make_key("campaign", c) for c in r.campaigns),
    )
    record = StoredRecord(path, kind, msgspec.msgpack.encode(r))
    others = (
        *([_make_key("copy", r.copy)] if isinstance(r, TourRecord) and r.copy else ()),
        *(_make_key("organisation", o) for o in r.organisers),
    )
    return RecordFact(
        f"trip/{r.id}",
        Timing(),
        compute_digest(encode_canonical(r.name)),
        b"",
        refs,
        _select_ids(r.aliases),
        (r.slug or r.id,),
        (),
        others,
        record,
    )


def _make_key(kind: str, name: str) -> str:
    return f"{kind}/{name}" if name else ""


def _extract_stop_facts(kind: str, trip: str, tree: Any, path: str) -> list[RecordFact]:
    r: Any = _convert(tree, StopRecord if kind == "stop" else VisitRecord)
    if r.draft:
        return []
    status = normalize_status(r.status)
    shown: list[Any] = [r.slug or r.id, r.note, r.booking]
    place = None
    if isinstance(r, StopRecord):
        time = Timing(status, r.open, r.close or r.open, hours=r.hours, is_stay=True)
        shown.append(r.last_admission)
        crew = [r.transport, r.arrive, r.set_up, r.strike, r.leave]
        others = [_make_key("copy", r.copy)] if r.copy else []
    else:
        time = Timing(
            status,
            r.date,
            r.date,
            canonical_forms.normalize_times(r.time),
            canonical_forms.normalize_repeat(r.repeat),
        )
        place = r.place
        shown.append(place)
        crew = []
        others = [_make_key("place", place.region)] if place and place.region else []
    people = [
        *r.partners,
        *(d.who for d in list_duties(r)),
        *([r.volunteers.by] if r.volunteers and r.volunteers.by else []),
    ]
    return [
        RecordFact(
            f"stop/{r.id}",
            time,
            compute_digest(encode_canonical(shown)),
            compute_digest(encode_canonical([*crew, r.crew, r.volunteers, r.expected])),
            (
                _make_key("venue", r.venue),
                _make_key("trip", trip),
                _make_key("exhibition", r.exhibition),
                *(_make_key("campaign", c) for c in r.campaigns),
            ),
            _select_ids(r.aliases),
            (r.slug or r.id,),
            (place.region,) if place and place.region else (),
            (*others, *(_make_key("organisation", o) for o in people)),
            StoredRecord(path, trip, msgspec.msgpack.encode(r)),
        )
    ]
