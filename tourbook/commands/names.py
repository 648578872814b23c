"""Records by the names that people give on the command line."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook.common.suggestions import suggest_option
from tourbook.creation.values import find_similar_ids, suggest_id
from tourbook.editing.renames import Record
from tourbook.model.entries import Exhibition
from tourbook.model.model import Model
from tourbook.model.trips import Stay, Stop
from tourbook.schema import Text
from tourbook.schema.fields import CopyRecord
from tourbook.sources.paths import KIND_BY_FOLDER

from .base import UsageError

_KIND_WORDS = {"article": "news"}
KINDS = (
    *(_KIND_WORDS.get(kind, kind) for kind in KIND_BY_FOLDER.values()),
    "tour", "route", "stop", "visit",
)  # fmt: skip
_MAX_LISTED = 20


def iterate_records(model: Model) -> Iterator[tuple[str, Record]]:
    """(kind, record) of all that have an id of their own in the site."""
    for entry in model.entries:
        yield _KIND_WORDS.get(entry.kind, entry.kind), entry
    for trip in model.trips.values():
        yield trip.kind, trip
    for stop in model.stops:
        yield "stop" if isinstance(stop, Stay) else "visit", stop


def find_named_records(model: Model, name: str, kind: str = "") -> list[tuple[str, Record]]:
    """Those of a kind, or of any, with an id, or else with a slug, or else with a former id; one of
    each kind at most. Raises UsageError if there are none."""
    records = [item for item in iterate_records(model) if kind in ("", item[0])]
    by_id = [item for item in records if item[1].id == name]
    by_slug = [item for item in records if item[1].slug == name]
    by_alias = [item for item in records if name in item[1].record.aliases]
    if not (by_id or by_slug or by_alias):
        help = suggest_id(name, {record.id: _get_name(record) for _, record in records})
        raise UsageError(
            f"没有编号为 “{name}” 的记录。{help.zh}",
            f"there is no record “{name}”. {help.en}".rstrip(),
        )
    return by_id or by_slug or by_alias


def find_called(model: Model, text: str, kind: str = "") -> list[tuple[str, Record]]:
    """The same, but a name or a part of one that nothing else has will do, too. Raises
    UsageError."""
    try:
        return find_named_records(model, text, kind)
    except UsageError:
        records = [item for item in iterate_records(model) if kind in ("", item[0])]
        keys = {f"{kind} {record.id}": (kind, record) for kind, record in records}
        similar = find_similar_ids(text, {key: _get_name(item[1]) for key, item in keys.items()})
        if not similar:
            raise
    if len(similar) > 1:
        ids = [keys[key][1].id for key in similar[:_MAX_LISTED]]
        raise UsageError(
            f"“{text}” 可以是好几个，写编号：{'、'.join(ids)}",
            f"“{text}” may be several, write the id: {', '.join(ids)}",
        )
    return [keys[similar[0]]]


def find_set(model: Model, name: str) -> tuple[Exhibition, CopyRecord] | None:
    """The copy with a name such as "light/a". Raises UsageError if that exhibition has others."""
    exhibition = model.entries.find(Exhibition, name.partition("/")[0])
    copy = exhibition.find_copy(name.partition("/")[2]) if exhibition else None
    if exhibition is None or "/" not in name:
        return None
    if copy is None:
        ids = [f"{exhibition.id}/{copy.id}" for copy in exhibition.record.copies]
        help = suggest_option(name, ids)
        raise UsageError(
            f"“{exhibition.id}” 没有这一套 “{name}”。{help.zh}",
            f"“{exhibition.id}” has no set “{name}”. {help.en}".rstrip(),
        )
    return exhibition, copy


def _get_name(record: Record) -> Text:
    return record.place.name if isinstance(record, Stop) else record.name
