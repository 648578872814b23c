"""The facts of a schedule file: its trips, stops and visits.

A file in block style is read in pieces, so that only the stops that changed are parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from tourbook.common.problems import Problems
from tourbook.formats import yaml_source
from tourbook.formats.source_text import decode
from tourbook.schema import (
    RouteRecord,
    ScheduleRecord,
    StopDefaults,
    StopRecord,
    TourRecord,
    VisitRecord,
    apply_defaults,
    get_stop_defaults,
    list_duties,
)
from tourbook.schema.fields import ID_PATTERN
from tourbook.sources import paths
from tourbook.sources.dates_of_records import holds_implausible_date

from . import canonical_forms
from .chunks import PLACEHOLDER, split_list, split_schedule
from .facts import FileFacts, RecordFact, SchedulePiece, UnreadableError
from .keys import Key, make_place_name_key
from .records import Refs, StoredRecord, Timing, normalize_status
from .visible_records import VisibleStop, VisibleTrip, VisibleWork, digest_visible, select_visible

_ITEM_TYPES: dict[str, Any] = {"stop": StopRecord, "visit": VisitRecord}


class _ListMark(NamedTuple):
    """Where the skeleton of a schedule has a list of stops or visits."""

    piece_kind: str
    """stop or visit; empty in a draft."""
    trip: str
    number: int
    defaults: bytes
    """As in `SchedulePiece`."""


class _Skeleton(NamedTuple):
    """A schedule without its lists."""

    facts: tuple[RecordFact, ...]
    marks: tuple[_ListMark, ...]
    include_patterns: tuple[str, ...]


def parse_schedule(path: str, text: str) -> FileFacts:
    """The facts of a schedule; stops and visits as lists, if possible. Raises UnreadableError."""
    split = split_schedule(text)
    if split.list_texts and PLACEHOLDER not in text:
        try:
            skeleton = _parse_skeleton(path, split.skeleton)
        except UnreadableError:
            return _parse_at_once(path, text)
        # Anything else means that some text only looks like a list.
        if [mark.number for mark in skeleton.marks] == list(range(len(split.list_texts))):
            lists = frozenset(
                SchedulePiece(
                    mark.piece_kind, mark.trip, split.list_texts[mark.number], mark.defaults
                )
                for mark in skeleton.marks
                if mark.piece_kind
            )
            return FileFacts(skeleton.facts, lists, skeleton.include_patterns)
    return _parse_at_once(path, text)


def parse_whole(path: str, raw: bytes) -> FileFacts:
    """The facts of a schedule file without pieces. Raises UnreadableError.

    For a file whose pieces make no sense on their own.
    """
    if not paths.is_schedule(path):
        raise UnreadableError
    return _parse_at_once(path, decode_valid(path, raw))


def split_into_pieces(lists: Iterable[SchedulePiece]) -> frozenset[SchedulePiece]:
    """The items of lists."""
    return frozenset(each._replace(text=chunk) for each in lists for chunk in split_list(each.text))


def parse_piece(piece: SchedulePiece, path: str) -> list[RecordFact]:
    """The fact of an item, or nothing if it is a draft. Raises UnreadableError."""
    tree = _load_yaml(piece.text)
    if not isinstance(tree, list) or len(tree) != 1:
        raise UnreadableError
    return _extract_stop_facts(piece.kind, piece.trip, tree[0], path, piece.defaults)


def decode_valid(path: str, raw: bytes) -> str:
    """The text of a file. Raises UnreadableError."""
    problems = Problems()
    text: str = require_valid(decode(raw, path, problems), problems)
    return text


def require_valid(value: Any, problems: Problems) -> Any:
    """The value that was read. Raises UnreadableError if there was an error in it."""
    if value is None or problems.error_count:
        raise UnreadableError
    return value


def select_ids(aliases: list[str]) -> tuple[str, ...]:
    """The aliases that are former ids; the others are former addresses."""
    return tuple(alias for alias in aliases if re.fullmatch(ID_PATTERN, alias))


def list_keys(kind: str, names: Iterable[str]) -> list[Key]:
    """The keys of those that have a name."""
    return [Key(kind, name) for name in names if name]


# ---- the parts of a file ---------------------------------------------------------------


def _parse_at_once(path: str, text: str) -> FileFacts:
    skeleton = _parse_skeleton(path, text)
    if skeleton.marks:  # the author wrote what looks like a placeholder
        raise UnreadableError
    return FileFacts(skeleton.facts, include_patterns=skeleton.include_patterns)


@lru_cache(64)
def _parse_skeleton(path: str, text: str) -> _Skeleton:
    """What a schedule says in which placeholders may stand for the items of lists."""
    tree = _load_yaml(text)
    if tree is None:
        tree = {}
    if not isinstance(tree, dict) or set(tree) - set(ScheduleRecord.__struct_encode_fields__):
        raise UnreadableError
    facts: list[RecordFact] = []
    marks: list[_ListMark] = []
    for trip_kind, list_key in (("tour", "stops"), ("route", "visits")):
        items = tree.get(trip_kind + "s") or []
        if not isinstance(items, list):
            raise UnreadableError
        for item in items:
            trip_facts, trip_marks = _parse_trip(trip_kind, list_key, item, path)
            facts += trip_facts
            marks += trip_marks
    include = tree.get("include") or ()
    patterns = map(str, include) if isinstance(include, list) else ()
    return _Skeleton(tuple(facts), tuple(marks), tuple(patterns))


def _parse_trip(
    trip_kind: str, list_key: str, tree: Any, path: str
) -> tuple[list[RecordFact], list[_ListMark]]:
    if not isinstance(tree, dict):
        raise UnreadableError
    items = tree.pop(list_key, None) or []
    trip: Any = _convert(tree, TourRecord if trip_kind == "tour" else RouteRecord)
    if not isinstance(items, list):
        raise UnreadableError
    item_kind, defaults = list_key.removesuffix("s"), _encode_defaults(trip)
    facts = [_extract_trip_fact(trip_kind, trip, path)]
    marks = []
    for item in items:
        number = _parse_placeholder(item)
        if number is None:  # in a draft, too: errors in it count
            facts += _extract_stop_facts(item_kind, trip.id, item, path, defaults)
        else:
            marks.append(_ListMark("" if trip.draft else item_kind, trip.id, number, defaults))
    return [] if trip.draft else facts, marks


def _parse_placeholder(item: Any) -> int | None:
    """The number of the list that a placeholder stands for."""
    if not isinstance(item, str) or not item.startswith(PLACEHOLDER):
        return None
    number = item.removeprefix(PLACEHOLDER)
    return int(number) if number.isdecimal() else None


def _load_yaml(text: str) -> Any:
    problems = Problems()
    tree = yaml_source.load(text, "", problems)
    if problems.error_count:
        raise UnreadableError
    return tree


def _convert(tree: Any, record_type: Any) -> Any:
    try:
        record = msgspec.convert(tree, record_type, strict=False)
    except msgspec.ValidationError:
        raise UnreadableError from None
    if holds_implausible_date(record):
        raise UnreadableError
    return record


# ---- records -> facts ------------------------------------------------------------------


def _extract_trip_fact(kind: str, r: TourRecord | RouteRecord, path: str) -> RecordFact:
    return RecordFact(
        Key("trip", r.id),
        visible_digest=digest_visible(select_visible(r, VisibleTrip)),
        refs=Refs(exhibition=r.exhibition, caravan=r.caravan, campaigns=tuple(r.campaigns)),
        aliases=select_ids(r.aliases),
        slugs=(r.slug or r.id,),
        memberships=tuple(list_keys("organisation", r.organisers)),
        copy=r.copy if isinstance(r, TourRecord) else "",
        record=StoredRecord(path, kind, msgspec.msgpack.encode(r)),
    )


def _encode_defaults(trip: TourRecord | RouteRecord) -> bytes:
    defaults = get_stop_defaults(trip)
    return msgspec.msgpack.encode(defaults) if defaults != StopDefaults() else b""


def _extract_stop_facts(
    kind: str, trip: str, tree: Any, path: str, defaults: bytes
) -> list[RecordFact]:
    """The fact of a stop or visit, or nothing if it is a draft."""
    r = _convert(tree, _ITEM_TYPES[kind])
    if r.draft:
        return []
    own_fields = msgspec.msgpack.encode(r)
    if defaults:
        r = apply_defaults(r, msgspec.msgpack.decode(defaults, type=StopDefaults))
    place = r.place if isinstance(r, VisitRecord) else None
    region = place.region if place else ""
    slug = r.slug or r.id
    fact = RecordFact(
        Key("stop", r.id),
        timing=_make_timing(r),
        visible_digest=digest_visible(select_visible(r, VisibleStop, slug=slug)),
        crew_digest=digest_visible(select_visible(r, VisibleWork)),
        refs=Refs(
            venue=r.venue,
            trip=trip,
            exhibition=r.exhibition,
            campaigns=tuple(r.campaigns),
        ),
        aliases=select_ids(r.aliases),
        slugs=(slug,),
        regions=(region,) if region else (),
        memberships=(
            *list_keys("place", [region]),
            *([make_place_name_key(place.name, region)] if place else []),
            *list_keys("organisation", _iterate_people(r)),
        ),
        copy=r.copy if isinstance(r, StopRecord) else "",
        record=StoredRecord(path, trip, own_fields),
    )
    return [fact]


def _make_timing(r: StopRecord | VisitRecord) -> Timing:
    status = normalize_status(r.status)
    if isinstance(r, StopRecord):
        return Timing(status, r.open, r.closing_day or r.open, hours=r.hours, is_stay=True)
    return Timing(
        status,
        r.date,
        r.date,
        canonical_forms.normalize_times(r.time),
        canonical_forms.normalize_repeat(r.repeat),
        place_timezone=r.place.timezone if r.place else "",
    )


def _iterate_people(r: StopRecord | VisitRecord) -> Iterator[str]:
    """The organisations that take part in a stop."""
    yield from r.partners
    for duty in list_duties(r):
        yield duty.who
    if r.volunteers:
        yield r.volunteers.by
