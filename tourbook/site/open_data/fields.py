"""What the fields of the tables are, read from their types."""

from __future__ import annotations

import typing
from functools import cache
from typing import Literal, NamedTuple

import msgspec
from msgspec import inspect as mi

from tourbook.common.languages import list_broader_languages
from tourbook.schema.type_options import list_type_options, strip_description

from .records import REFERENCES, OpenRecord

FieldType = Literal["string", "boolean", "integer", "number", "date", "list"]
"""As in Table Schema (datapackage.org)."""
_TYPES: dict[type[mi.Type], FieldType] = {
    mi.BoolType: "boolean",
    mi.IntType: "integer",
    mi.FloatType: "number",
    mi.DateType: "date",
    mi.ListType: "list",
}


class DataField(NamedTuple):
    name: str
    type: FieldType
    item_type: FieldType
    """Of a list; else its own type."""
    choices: tuple[str, ...]
    """The values that it can have, if these are listed."""
    is_required: bool
    reference: str
    """The table in which its value is an id; "" for none."""
    descriptions: dict[str, str]
    """In Chinese (zh) and English (en)."""


@cache
def list_fields(record_type: type[OpenRecord]) -> tuple[DataField, ...]:
    hints = typing.get_type_hints(record_type, include_extras=True)
    info = mi.type_info(record_type)
    assert isinstance(info, mi.StructType)
    return tuple(_describe_field(field, hints[field.name]) for field in info.fields)


def choose_meaning_language(lang: str) -> str:
    """Which of the descriptions a page in a language shows."""
    return "zh" if list_broader_languages(lang)[-1] == "zh" else "en"


def _describe_field(field: mi.Field, hint: object) -> DataField:
    value_type = list_type_options(field.type)[0]
    item_type = value_type
    if isinstance(value_type, mi.ListType):
        item_type = strip_description(value_type.item_type)
    metadata = typing.cast("tuple[msgspec.Meta, ...]", getattr(hint, "__metadata__", ()))
    return DataField(
        field.encode_name,
        _TYPES.get(type(value_type), "string"),
        _TYPES.get(type(item_type), "string"),
        tuple(map(str, value_type.values)) if isinstance(value_type, mi.LiteralType) else (),
        field.required,
        REFERENCES.get(field.name, ""),
        next(meta.extra for meta in metadata if meta.extra),
    )
