"""The columns of a kind of record, from its type: a field that is added has its column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec import inspect as mi

from tourbook.common.patterns import compile_late
from tourbook.schema.fields import CLOSING_DAY_PATTERN
from tourbook.schema.type_options import list_type_options, strip_description

ColumnKind = Literal[
    "text",
    "texts",
    "date",
    "whole",
    "number",
    "boolean",
    "choice",
    "list",
    "kinds",
    "dates",
    "hours",
    "rule",
    "moved",
]
"""`kinds` are those of the items of a list, whose other keys no cell holds. `hours`, `rule` and
`moved` are read, but never written: hours as OpenStreetMap has them, RRULE, and dates that are
moved."""
_SCALAR_KINDS: dict[type[mi.Type], ColumnKind] = {
    mi.StrType: "text",
    mi.DateType: "date",
    mi.IntType: "whole",
    mi.FloatType: "number",
    mi.BoolType: "boolean",
}
_LIST_KINDS: dict[type[mi.Type], ColumnKind] = {mi.StrType: "list", mi.DateType: "dates"}
_LABEL_END = compile_late("[，；：（(,;:]")
TARGETS = {
    "venue": "venue",
    "exhibition": "exhibition",
    "series": "exhibition",
    "caravan": "caravan",
    "operator": "organisation",
    "lender": "organisation",
    "holder": "organisation",
    "pool": "organisation",
    "part_of": "organisation",
}
"""Name of a field that holds an id -> the kind of entry that has it."""


class Column(NamedTuple):
    path: tuple[str, ...]
    """Keys that lead from the record to the value."""
    kind: ColumnKind
    label: str
    """In Chinese."""
    choices: tuple[str, ...] = ()
    lang: str = ""
    """Of a column of `texts`, which has one for each language."""
    target: str = ""
    """The kind of entry whose ids it holds."""
    default: str = ""
    """Of a column of `choice`: what an empty cell means."""

    @property
    def key(self) -> str:
        """The name by which the column is known again: "open", "place.name.en"."""
        return ".".join((*self.path, self.lang) if self.lang else self.path)


def list_columns(record_type: type[msgspec.Struct], languages: tuple[str, ...]) -> list[Column]:
    """The columns of a type of record: its fields, and those of the mappings in it. Lists of
    mappings, and mappings with any keys, have none."""
    return list(_iterate_columns(mi.type_info(record_type), languages, (), ""))


def _iterate_columns(
    struct: mi.Type, languages: tuple[str, ...], path: tuple[str, ...], label: str
) -> Iterator[Column]:
    assert isinstance(struct, mi.StructType)
    for field in struct.fields:
        field_path = (*path, field.encode_name)
        own_label = _read_label(field.type) or field.encode_name
        field_label = f"{label}·{own_label}" if label else own_label
        options = list_type_options(field.type)
        nested = next((o for o in options if isinstance(o, mi.StructType)), None)
        if nested and len(options) == 1:
            yield from _iterate_columns(nested, languages, field_path, field_label)
        elif any(isinstance(option, mi.DictType) for option in options):
            if any(isinstance(option, mi.StrType) for option in options):
                for lang in languages:
                    yield Column(field_path, "texts", field_label, lang=lang)
            elif field.encode_name == "hours":
                yield Column(field_path, "hours", field_label)
        elif column := make_column(options, field_path, field_label):
            is_choice = column.kind == "choice" and isinstance(field.default, str)
            yield column._replace(default=field.default) if is_choice else column


def make_column(options: list[mi.Type], path: tuple[str, ...], label: str) -> Column | None:
    """The column of a field with these types; None if no cell holds its value."""
    option = options[0]
    if isinstance(option, mi.LiteralType):
        return Column(path, "choice", label, tuple(map(str, option.values)))
    if isinstance(option, mi.ListType):
        item_type = strip_description(option.item_type)
        if kinds := _list_kinds(item_type):
            return Column(path, "kinds", label, kinds)
        list_kind = _LIST_KINDS.get(type(item_type))
        return Column(path, list_kind, label) if list_kind else None
    kind = _SCALAR_KINDS.get(type(option))
    if isinstance(option, mi.StrType) and option.pattern == CLOSING_DAY_PATTERN:
        kind = "date"  # or a word
    target = TARGETS.get(path[-1], "")
    return Column(path, kind, label, target=target) if kind else None


def _list_kinds(item_type: mi.Type) -> tuple[str, ...]:
    """The kinds of items that need say nothing but their kind; () for other items."""
    required = [f for f in getattr(item_type, "fields", ()) if f.required]
    if [field.name for field in required] != ["kind"]:
        return ()
    kind_type = strip_description(required[0].type)
    return tuple(map(str, kind_type.values)) if isinstance(kind_type, mi.LiteralType) else ()


def _read_label(field_type: Any) -> str:
    """The first words of the description in Chinese: “开展日期”."""
    description: str = (getattr(field_type, "extra", None) or {}).get("zh", "")
    return _LABEL_END.split(description)[0].strip()
