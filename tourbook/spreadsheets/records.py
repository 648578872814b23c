"""Which records make which sheets, and where each stands in the source files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from tourbook.common.problems import Message, PathKey
from tourbook.editing.key_order import list_key_order
from tourbook.formats.workbooks import FormColumn, FormSheet
from tourbook.model.assemble import Sources
from tourbook.schema import CONTENT_TYPES, RouteRecord, StopRecord, TourRecord, VisitRecord
from tourbook.sources.paths import parse_content_path
from tourbook.sources.value_words import name_value

from .cells import BOOLEAN_WORDS, make_cell
from .columns import Column, list_columns

TRIP_COLUMNS = {
    "stops": Column(("tour",), "text", "巡展编号", target="tour"),
    "visits": Column(("route",), "text", "线路编号", target="route"),
}
"""Sheet -> the column that says what its records are part of."""
RULE_COLUMN = Column(("repeat", "rule"), "rule", "重复规则")
"""A recurrence as other programs write it, instead of `every`, `days`, `until` and `count`."""
MOVED_COLUMN = Column(("repeat", "moved"), "moved", "改期")
"""Dates that are moved: “2027-03-05 > 2027-03-06 09:00-11:00; …”."""


class SheetKind(NamedTuple):
    name: str
    """Its name on the command line."""
    title: Message
    record_type: type[msgspec.Struct]


SHEET_KINDS = (
    SheetKind("stops", Message("站点", "stops"), StopRecord),
    SheetKind("visits", Message("到访", "visits"), VisitRecord),
    SheetKind("tours", Message("巡展", "tours"), TourRecord),
    SheetKind("routes", Message("线路", "routes"), RouteRecord),
    SheetKind("exhibitions", Message("展览", "exhibitions"), CONTENT_TYPES["exhibitions"]),
    SheetKind("venues", Message("场馆", "venues"), CONTENT_TYPES["venues"]),
    SheetKind("caravans", Message("大篷车", "caravans"), CONTENT_TYPES["caravans"]),
    SheetKind("organisations", Message("机构", "organisations"), CONTENT_TYPES["organisations"]),
    SheetKind("campaigns", Message("活动", "campaigns"), CONTENT_TYPES["campaigns"]),
)


def read_sheet_name(text: str) -> str:
    """The name of a sheet by its name or title; another text as it is."""
    return next((kind.name for kind in SHEET_KINDS if text in (kind.name, *kind.title)), text)


class SourceRecord(NamedTuple):
    id: str
    trip_id: str
    """Of a stop: what it is part of."""
    file: str
    path: tuple[PathKey, ...]
    """Where it stands in the file."""
    tree: dict[str, Any]
    """Its values, as JSON would hold them."""


def list_import_columns(kind: SheetKind, languages: Sequence[str]) -> list[Column]:
    """The columns of a sheet, and those that are read only."""
    columns = _list_all_columns(kind, languages)
    return [*columns, RULE_COLUMN, MOVED_COLUMN] if kind.name == "visits" else columns


def list_sheet_columns(kind: SheetKind, languages: Sequence[str]) -> list[Column]:
    return [c for c in _list_all_columns(kind, languages) if c.kind != "hours"]


def _list_all_columns(kind: SheetKind, languages: Sequence[str]) -> list[Column]:
    columns = list_columns(kind.record_type, tuple(languages))
    order = list_key_order(kind.record_type)
    columns.sort(key=lambda column: order.index(column.path[0]))
    if trip_column := TRIP_COLUMNS.get(kind.name):
        columns.insert(1, trip_column)
    return columns


def list_records(sources: Sources, kind: SheetKind) -> list[SourceRecord]:
    """The records of a kind, in the order of their files."""
    if kind.name in CONTENT_TYPES:
        return list(_iterate_entries(sources, kind.name))
    return [record for record in _iterate_schedule(sources) if record.path[-2] == kind.name]


def _iterate_entries(sources: Sources, folder: str) -> Iterator[SourceRecord]:
    for file, content in sources.contents.items():
        path = parse_content_path(file)
        if path and path.folder == folder and not path.language:  # translations have no records
            tree = msgspec.to_builtins(content.record)
            entry_id = tree.get("id", path.stem)
            yield SourceRecord(entry_id, "", file, (), tree | {"id": entry_id})


def _iterate_schedule(sources: Sources) -> Iterator[SourceRecord]:
    for file, schedule in sources.schedules.items():
        for name, stops_name in (("tours", "stops"), ("routes", "visits")):
            for i, trip in enumerate(getattr(schedule, name)):
                tree = msgspec.to_builtins(trip)
                stops = tree.pop(stops_name, [])
                yield SourceRecord(trip.id, "", file, (name, i), tree)
                for j, stop in enumerate(stops):
                    path = (name, i, stops_name, j)
                    yield SourceRecord(stop["id"], trip.id, file, path, stop)


def get_value(column: Column, record: SourceRecord, first_language: str) -> Any:
    """What a record says in a column, as JSON would hold it; None for nothing."""
    if column in TRIP_COLUMNS.values():
        return record.trip_id
    value: Any = record.tree
    for key in column.path:
        value = value.get(key) if isinstance(value, dict) else None
    if column.lang and isinstance(value, str):
        return value if column.lang == first_language else None
    if column.kind == "kinds" and value:
        return [item["kind"] for item in value]
    return value.get(column.lang) if column.lang and isinstance(value, dict) else value


def make_sheet(
    sources: Sources, kind: SheetKind, ids: dict[str, list[str]], lang: str
) -> FormSheet:
    """A sheet with the records of a kind, its titles in a language. `ids`: kind of entry -> what
    can be chosen."""
    languages = sources.site.languages
    records = list_records(sources, kind)
    columns = list_sheet_columns(kind, languages)
    rows = [
        [make_cell(column, get_value(column, record, languages[0]), lang) for column in columns]
        for record in records
    ]
    form_columns = [FormColumn(title_column(c, lang), _list_choices(c, ids, lang)) for c in columns]
    return FormSheet(kind.title.in_language(lang), form_columns, rows)


def title_column(column: Column, lang: str) -> str:
    """“开展日期 (open)” in Chinese, "open" in English."""
    return column.key if lang == "en" else f"{column.label} ({column.key})"


def _list_choices(column: Column, ids: dict[str, list[str]], lang: str) -> Sequence[str]:
    if column.kind == "boolean":
        return BOOLEAN_WORDS[lang]
    choices = column.choices if column.kind == "choice" else ()
    names = [name_value(value).in_language(lang) for value in choices]
    return names or ids.get(column.target, ())
