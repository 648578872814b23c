"""What the sheets of a file are about: their kind, and which column is which."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tourbook.common.patterns import compile_late
from tourbook.common.suggestions import find_nearest
from tourbook.formats.workbooks import Cell, Sheet

from .columns import Column
from .records import SHEET_KINDS, SheetKind, list_import_columns

MAX_HEAD_ROWS = 10
"""Rows among which the head is looked for: a title may stand above it."""
_KEY_IN_PARENTHESES = compile_late(r"[(（]([^()（）]+)[)）]\s*$")


class Head(NamedTuple):
    kind: SheetKind
    row: int
    """The number of the row with the titles, from 0."""
    columns: Mapping[int, Column]
    """Number of a column, from 0 -> what it holds."""
    unknown_titles: Sequence[tuple[int, str]]
    """(number, title) of the others."""
    names: Mapping[str, Column]
    """Every title that would be known."""

    def find_similar_title(self, title: str) -> str:
        """The title that was most likely meant, or ""."""
        return find_nearest(normalize(title), self.names) or ""


def find_head(sheet: Sheet, languages: Sequence[str], kind_name: str = "") -> Head | None:
    """The head of a sheet; None for one without ids, which is not about records. `kind_name`: what
    the sheet is about, if that is known."""
    kinds = [k for k in SHEET_KINDS if k.name == kind_name] or [
        k for k in SHEET_KINDS if normalize(sheet.name) in {k.name, *map(normalize, k.title)}
    ]
    heads = [
        _read_head(kind, names, number, row)
        for kind in kinds or SHEET_KINDS
        for names in [_name_columns(list_import_columns(kind, languages))]
        for number, row in enumerate(sheet.rows[:MAX_HEAD_ROWS])
    ]
    usable = [head for head in heads if any(c.key == "id" for c in head.columns.values())]
    return max(
        usable, key=lambda head: (len(head.columns), -len(head.unknown_titles)), default=None
    )


def _read_head(kind: SheetKind, names: dict[str, Column], number: int, row: Iterable[Cell]) -> Head:
    columns: dict[int, Column] = {}
    unknown: list[tuple[int, str]] = []
    for n, cell in enumerate(row):
        title = str(cell).strip()
        if not title:
            continue
        match = _KEY_IN_PARENTHESES.search(title)
        column = names.get(normalize(match[1] if match else title)) or names.get(normalize(title))
        if column and column not in columns.values():
            columns[n] = column
        else:
            unknown.append((n, title))
    return Head(kind, number, columns, unknown, names)


def _name_columns(columns: Iterable[Column]) -> dict[str, Column]:
    """Every name of a column -> the column. Of a label that several have, the first has it."""
    names: dict[str, Column] = {}
    for column in columns:
        names.setdefault(normalize(column.key), column)
    for column in columns:
        names.setdefault(normalize(f"{column.label}{column.lang}"), column)
        names.setdefault(normalize(".".join(column.path)), column)
        names.setdefault(normalize(column.label), column)
    return names


def normalize(title: str) -> str:
    """Small half-width letters without blanks: “ 开展 日期” and “ＯＰＥＮ” are found, too."""
    return "".join(unicodedata.normalize("NFKC", title).lower().split())
