"""The open data: its tables, and what their fields are."""

from __future__ import annotations

from .parts import Link, View


class DataField(View, frozen=True, kw_only=True):
    name: str
    type: str
    """For t("data_type_" ~ type): string, boolean, integer, number, date or list."""
    item_type: str = ""
    """Of a list: the type of its values."""
    choices: tuple[str, ...] = ()
    """The values that it can have, if these are listed."""
    is_required: bool = False
    """True if every row has it."""
    table: str = ""
    """The table in which its value is an id, "" for none."""
    meaning: str
    """In the language of `meaning_tag`."""


class DataTable(View, frozen=True, kw_only=True):
    key: str
    """For t("data_table_" ~ key), and the name of its files."""
    count: int
    """How many rows it has."""
    downloads: tuple[Link, ...]
    fields: tuple[DataField, ...]
