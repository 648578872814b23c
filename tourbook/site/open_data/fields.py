"""What the fields of the tables are, read from their types."""

from __future__ import annotations

import typing
from typing import Literal, NamedTuple

import msgspec
from msgspec import inspect as mi

from tourbook.common.languages import list_broader_languages

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


def list_fields(record_type: type[OpenRecord]) -> list[DataField]:
    hints = typing.get_type_hints(record_type, include_extras=True)
    info = mi.type_info(record_type)
    assert isinstance(info, mi.StructType)
    return [_describe_field(field, hints[field.name]) for field in info.fields]


def choose_meaning_language(lang: str) -> str:
    """Which of the descriptions a page in a language shows."""
    return "zh" if list_broader_languages(lang)[-1] == "zh" else "en"


def _describe_field(field: mi.Field, hint: object) -> DataField:
    value_type = _unwrap(field.type)
    item_type = _unwrap(value_type.item_type) if isinstance(value_type, mi.ListType) else value_type
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


def _unwrap(field_type: mi.Type) -> mi.Type:
    """A type without its description, and without None."""
    while isinstance(field_type, mi.Metadata):
        field_type = field_type.type
    if isinstance(field_type, mi.UnionType):
        options = [o for o in field_type.types if not isinstance(o, mi.NoneType)]
        return _unwrap(options[0])
    return field_type
