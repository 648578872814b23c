"""What a workbook said when it was exported, on a sheet of its own that nobody sees: by it, an
import knows which cells somebody changed in the workbook, and which in the files meanwhile."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from tourbook.common.digests import compute_digest
from tourbook.formats.workbooks import LIST_SHEET, Cell, Sheet
from tourbook.model.assemble import Sources

from .cells import make_cell, read_cell, write_plainly
from .columns import Column
from .differences import Values, is_same
from .records import SheetKind, get_value, list_records, list_sheet_columns

SHEET_NAME = "exported"
HIDDEN_SHEETS = (SHEET_NAME, LIST_SHEET)
"""Those of an exported workbook that nobody fills in."""
_NOTICE = (
    "导出时的内容，导入时用来看出哪些格改过，请不要改动 / "
    "What was exported: by it, an import knows which cells were changed. Please leave it as it is"
)
_MAX_RECORD_SIZE = 10_000_000
"""Bytes."""
_PART_LENGTH = 30_000
"""Characters of a cell with a part of a record."""


class RecordBase(NamedTuple):
    """What a row said when it was exported."""

    keys: frozenset[str]
    """Of the columns that there were."""
    values: Mapping[str, Any]
    """Key of a column -> value; without those that were empty."""

    def is_untouched(self, column: Column, cell: Cell) -> bool:
        return means(column, cell, self.values.get(column.key))


class MergeBase(NamedTuple):
    keys: Mapping[str, frozenset[str]]
    """Name of a sheet -> keys of its columns."""
    values: Values
    digest: bytes
    """Of the whole."""


def means(column: Column, cell: Cell, value: Any) -> bool:
    """Whether a cell says a value, in whatever words."""
    if cell == value or (cell == "" and value is None):
        return True
    if write_plainly(cell) == write_plainly(make_cell(column, value, "en")):
        return True
    read = read_cell(column, cell)
    return is_same(value, read) or (value is None and read == column.default != "")


def make_base_sheet(sources: Sources, kinds: Iterable[SheetKind]) -> Sheet:
    """The hidden sheet of a workbook with these kinds of records."""
    rows: list[list[Cell]] = [[_NOTICE]]
    languages = sources.site.languages
    for kind in kinds:
        columns = list_sheet_columns(kind, languages)
        rows.append(_pack(kind.name, "", [column.key for column in columns]))
        for record in list_records(sources, kind):
            values = {column.key: get_value(column, record, languages[0]) for column in columns}
            said = {key: value for key, value in values.items() if value is not None}
            rows.append(_pack(kind.name, record.id, said))
    return Sheet(SHEET_NAME, rows)


def _pack(kind: str, id: str, content: Any) -> list[Cell]:
    """A row as text that no search and replace in all sheets will touch."""
    text = b64encode(zlib.compress(msgspec.json.encode((kind, id, content)))).decode()
    return [text[start : start + _PART_LENGTH] for start in range(0, len(text), _PART_LENGTH)]


def _unpack(row: Sequence[Cell]) -> tuple[str, str, list[str] | dict[str, Any]]:
    """Raises ValueError."""
    packed = b64decode("".join(map(str, row)), validate=True)
    raw = zlib.decompressobj().decompress(packed, _MAX_RECORD_SIZE)
    return msgspec.json.decode(raw, type=tuple[str, str, list[str] | dict[str, Any]])


def find_merge_base(sheets: Sequence[Sheet]) -> MergeBase | None:
    """What a workbook said when it was exported; None for one that was not, or if somebody changed
    that sheet."""
    sheet = next((sheet for sheet in sheets if sheet.name == SHEET_NAME), None)
    if sheet is None:
        return None
    keys: dict[str, frozenset[str]] = {}
    values: Values = {}
    try:
        for kind, id, content in map(_unpack, filter(any, sheet.rows[1:])):
            if isinstance(content, list):
                keys[kind] = frozenset(content)
            else:
                values.setdefault(kind, {})[id] = content
    except (ValueError, zlib.error):
        return None
    return MergeBase(keys, values, compute_digest(msgspec.json.encode(values)))


def update_base(base: MergeBase, values: Values) -> MergeBase:
    """What a workbook said when it was last imported: `values` are those that it had changed."""
    merged = {kind: dict(records) for kind, records in base.values.items()}
    for kind, records in values.items():
        for id, record in records.items():
            merged.setdefault(kind, {})[id] = {**merged.get(kind, {}).get(id, {}), **record}
    return base._replace(values=merged)
