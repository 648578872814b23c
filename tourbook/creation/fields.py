"""What can be said of a new record, from its type: a field that is added is an option of `new`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import msgspec
from msgspec import inspect as mi

from tourbook.common.problems import Message
from tourbook.schema.type_options import list_type_options
from tourbook.spreadsheets.columns import TARGETS, Column, make_column

REGION = "region"
_LIST_TARGETS = {
    "organisers": "organisation",
    "partners": "organisation",
    "crew": "organisation",
    "campaigns": "campaign",
}
_LATE_TARGETS = {
    "home": "organisation",
    "by": "organisation",
    "region": REGION,
    "tour": "tour",
    "route": "route",
}
_TARGETS = TARGETS | _LIST_TARGETS | _LATE_TARGETS
_LABEL_ENDS = Message("，；：（(,;:", ",;:(")


class NewField(msgspec.Struct, frozen=True, dict=True):
    """A field of a new record, or of a mapping in it."""

    path: tuple[str, ...]
    """Keys that lead to it."""
    description: Message
    options: tuple[mi.Type, ...]
    """The types that it can have."""
    is_required: bool
    default: Any
    """What it is if nothing is written; NODEFAULT without one."""

    @property
    def key(self) -> str:
        return ".".join(self.path)

    @property
    def label(self) -> Message:
        """The first words of its description."""
        zh, en = (
            min((text.partition(mark)[0] for mark in marks), key=len).strip()
            for text, marks in zip(self.description, _LABEL_ENDS, strict=True)
        )
        return Message(zh or self.path[-1], en or self.path[-1])

    @property
    def option(self) -> str:
        """Its name on the command line: "--set-up", "--place-name"."""
        return "--" + "-".join(self.path).replace("_", "-")

    @cached_property
    def column(self) -> Column | None:
        """How a single line of text holds its value; None for lists of mappings and the like."""
        if self.is_text:
            return Column(self.path, "texts", self.description.zh)
        if any(self._is_list_of(option, mi.StrType) for option in self.options):
            return Column(self.path, "list", self.description.zh)
        return make_column(list(self.options), self.path, self.description.zh)

    @property
    def is_text(self) -> bool:
        """Whether it holds a text, perhaps in several languages."""
        return {mi.StrType, mi.DictType} <= set(map(type, self.options))

    @property
    def target(self) -> str:
        """The kind of record whose id it holds, or "region"; "" for another value."""
        holds_ids = self.column is not None and self.column.kind in ("text", "list")
        return _TARGETS.get(self.path[-1], "") if holds_ids else ""

    @staticmethod
    def _is_list_of(option: mi.Type, item_type: type[mi.Type]) -> bool:
        if not isinstance(option, mi.ListType):
            return False
        return any(isinstance(item, item_type) for item in list_type_options(option.item_type))


def list_fields(record_type: type[msgspec.Struct]) -> list[NewField]:
    """The fields of a type of record: mappings with keys of their own are taken apart."""
    return list(_iterate_fields(mi.type_info(record_type), ()))


def _iterate_fields(struct: mi.Type, path: tuple[str, ...]) -> Iterator[NewField]:
    assert isinstance(struct, mi.StructType)
    for field in struct.fields:
        field_path = (*path, field.encode_name)
        options = tuple(list_type_options(field.type))
        if isinstance(options[0], mi.StructType):
            yield from _iterate_fields(options[0], field_path)
        else:
            yield make_field(field, path)


def label_fields(record_type: type[msgspec.Struct]) -> dict[str, Message]:
    """Key of a record -> its label."""
    struct = mi.type_info(record_type)
    assert isinstance(struct, mi.StructType)
    return {field.encode_name: make_field(field).label for field in struct.fields}


def make_field(field: mi.Field, path: tuple[str, ...] = ()) -> NewField:
    """A field of the mapping at a path."""
    return NewField(
        (*path, field.encode_name),
        _read_description(field.type),
        tuple(list_type_options(field.type)),
        field.required and not path,
        field.default,
    )


def _read_description(field_type: Any) -> Message:
    texts: dict[str, str] = getattr(field_type, "extra", None) or {}
    return Message(texts.get("zh", ""), texts.get("en", ""))
