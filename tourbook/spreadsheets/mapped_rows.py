"""The rows of somebody else's table as rows of sheets of records, by a mapping."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from tourbook.common.dates import parse_sessions
from tourbook.common.patterns import compile_late
from tourbook.common.problems import Message, Problems
from tourbook.common.suggestions import suggest_option
from tourbook.formats.workbooks import Cell, Sheet
from tourbook.schema.fields import MAX_ID_LENGTH
from tourbook.sources.number_readings import read_interval
from tourbook.timetable.time_diagnoses import write_times
from tourbook.timetable.weekday_words import translate_days

from .cells import write_plainly
from .columns import Column
from .differences import CellProblem, Difference, Row
from .heads import MAX_HEAD_ROWS, normalize
from .mappings import RecordTemplate, TableMapping
from .records import TRIP_COLUMNS, SheetKind
from .templates import fill_in, find_only_title, list_titles

FindId = Callable[[str, str], str]
"""(kind of entry, text) -> the id of the entry that has this id or name; "" for none."""
_NO_LETTER = compile_late(r"[\W_]+")
_DECIMALS = compile_late(r"(\.\d{6})\d+$")
"""More decimals of degrees than anybody can measure: six are 10 cm."""
_THREE_NUMBERS = compile_late(r"(\d{1,4})[./-](\d\d?)[./-](\d{2}(?:\d\d)?)")
_STOP_KINDS = ("stops", "visits")


_simplify = cache(normalize)


class Table(NamedTuple):
    """A sheet of which it is known where its columns are."""

    sheet: Sheet
    head_row: int
    numbers: Mapping[str, int]
    """Title, normalized -> number of the column."""

    @property
    def titles(self) -> Mapping[str, int]:
        """The titles as they are written, with the number of the column."""
        head = self.sheet.rows[self.head_row]
        return {str(head[number]).strip(): number for number in self.numbers.values()}

    def get_cell(self, row: Sequence[Cell], title: str) -> Cell:
        number = self.numbers[_simplify(title)]
        return row[number] if number < len(row) else ""


def find_table(
    mapping: TableMapping, sheets: Sequence[Sheet], file: str, problems: Problems
) -> Table | None:
    """The table that a mapping is about; None and problems at the mapping without one."""
    chosen = [
        s for s in sheets if not mapping.sheet or normalize(s.name) == normalize(mapping.sheet)
    ]
    if not chosen:
        problems.add_error(
            "invalid",
            mapping.location.child("sheet"),
            Message(f"{file} 里没有表 “{mapping.sheet}”", f"{file} has no sheet “{mapping.sheet}”"),
            suggest_option(mapping.sheet, [sheet.name for sheet in sheets]),
        )
        return None
    titles = {normalize(title) for title, _ in mapping.iterate_titles()}
    rows = [(sheet, row) for sheet in chosen for row in range(min(MAX_HEAD_ROWS, len(sheet.rows)))]
    table = max(
        (_read_head(sheet, row) for sheet, row in rows),
        key=lambda table: len(titles & table.numbers.keys()),
        default=Table(chosen[0], 0, {}),
    )  # fmt: skip
    missing = {t: at for t, at in mapping.iterate_titles() if normalize(t) not in table.numbers}
    head = table.sheet.rows[table.head_row] if table.sheet.rows else []
    for title, location in missing.items():
        problems.add_error(
            "invalid",
            location,
            Message(f"{file} 里没有 “{title}” 这一列", f"{file} has no column “{title}”"),
            suggest_option(title, [str(c) for c in head if str(c).strip()], max_listed=30),
        )
    return None if missing else table


def _read_head(sheet: Sheet, row: int) -> Table:
    numbers: dict[str, int] = {}
    for number, cell in enumerate(sheet.rows[row]):
        if title := normalize(str(cell)):
            numbers.setdefault(title, number)
    return Table(sheet, row, numbers)


def map_rows(
    mapping: TableMapping, table: Table, find_id: FindId, to: Difference
) -> list[tuple[SheetKind, list[Row]]]:
    """The rows of each kind of record, in order. What contradicts itself is reported."""
    titles = {title for title, _ in mapping.iterate_titles()}
    rows = range(table.head_row + 1, len(table.sheet.rows))
    numbers = [n for n in rows if _is_chosen(mapping, table, n, titles)]
    reader = _RowReader(mapping, table, find_id)
    return [
        (record.kind, _merge(record, (reader.read(record, n) for n in numbers), to))
        for record in mapping.records
    ]  # fmt: skip


def _is_chosen(mapping: TableMapping, table: Table, number: int, titles: set[str]) -> bool:
    """Whether a row holds something, and what is wanted."""
    row = table.sheet.rows[number]
    return any(write_plainly(table.get_cell(row, title)) for title in titles) and all(
        write_plainly(table.get_cell(row, title)) in texts
        for title, texts in mapping.chosen_rows.items()
    )


class _RowReader:
    def __init__(self, mapping: TableMapping, table: Table, find_id: FindId) -> None:
        self._mapping, self._table, self._find_id = mapping, table, find_id

    def read(self, record: RecordTemplate, number: int) -> Row:
        """The record that a row of the table is."""
        cells, numbers = {}, {}
        for column, template in record.columns.items():
            cells[column] = self._read_cell(column, template, number)
            titles = list_titles(template)
            numbers[column] = self._table.numbers[normalize(titles[0])] if titles else 0
        id_column = next(column for column in cells if column.key == "id")
        return Row(self._table.sheet.name, number, cells, numbers, id_column)

    def _read_cell(self, column: Column, template: str, number: int) -> Cell:
        title = find_only_title(template)
        if title:
            cell = self._get_cell(title, number)
            if not isinstance(cell, str) and column.kind not in ("text", "texts"):
                return cell
        text = fill_in(template, lambda title: write_plainly(self._get_cell(title, number)))
        return self._convert(column, text)

    def _get_cell(self, title: str, number: int) -> Cell:
        cell = self._table.get_cell(self._table.sheet.rows[number], title)
        words = self._mapping.words.get(title, {})
        return words.get(write_plainly(cell), cell) if words else cell

    def _convert(self, column: Column, text: str) -> str:
        """A text as it is written in the records, if it is written otherwise."""
        if not text:
            return ""
        if column.target:
            return self._find_id(column.target, text) or turn_into_id(text)
        if column.key == "id" or column in TRIP_COLUMNS.values():
            return turn_into_id(text)
        if column.kind in ("date", "dates"):
            return _THREE_NUMBERS.sub(self._sort_date, text)
        if column.key == "time":
            text = text.strip(" -–—~")
            return text if parse_sessions(text, allows_open_end=True) else write_times(text) or text
        if column.key == "repeat.days":
            return translate_days(text) or text
        if column.key == "repeat.every":
            return read_interval(text) or text
        if column.path[0:-1][-1:] == ("coordinates",):
            return _DECIMALS.sub(r"\1", text)
        lines = [" ".join(line.split()) for line in text.splitlines()]
        return "\n".join(lines) if column.kind == "texts" else text

    def _sort_date(self, match: re.Match[str]) -> str:
        """A day of three numbers as 2027-01-06, if the mapping says which is which."""
        order = self._mapping.dates.split("-")
        if len(order) < 3 or len(match[1]) == 4:
            return match[0]
        parts = dict(zip(order, map(int, match.groups()), strict=True))
        year = parts["year"] + 2000 * (parts["year"] < 100)
        try:
            return dt.date(year, parts["month"], parts["day"]).isoformat()
        except ValueError:
            return match[0]


def turn_into_id(text: str) -> str:
    """A text as an id, in whatever script: “Van 1, Week 2” -> van-1-week-2."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return _NO_LETTER.sub("-", plain).strip("-")[:MAX_ID_LENGTH]


def _merge(record: RecordTemplate, rows: Iterator[Row], to: Difference) -> list[Row]:
    """One row for each record: several rows of a table can be about the same one."""
    merged: dict[str, Row] = {}
    for row in rows:
        if not row.id:
            titles = ", ".join(list_titles(record.columns[row.id_column]))
            to.report(
                row.place(row.id_column),
                f"这一行拼不出编号（id），这些列是空的：{titles}",
                f"this row makes no id, for these columns are empty: {titles}",
            )
            continue
        first_row = merged.setdefault(row.id, row)
        if first_row is row:
            continue
        different = next((c for c in row.cells if row.cells[c] != first_row.cells[c]), None)
        if different is not None:
            _report_other_record(record, row, first_row, different, to)
        elif record.kind.name in _STOP_KINDS:
            to.notes.append(
                CellProblem(
                    row.place(row.id_column),
                    Message(
                        f"和第 {first_row.number + 1} 行一样，只算一次",
                        f"the same as row {first_row.number + 1}, and read once",
                    ),
                )
            )
    return list(merged.values())


def _report_other_record(
    record: RecordTemplate, row: Row, first_row: Row, column: Column, to: Difference
) -> None:
    old, new = (write_plainly(r.cells[column]) for r in (first_row, row))
    is_stop = record.kind.name in _STOP_KINDS
    to.report(
        row.place(column if not is_stop else row.id_column),
        f"编号 “{row.id}” 在第 {first_row.number + 1} 行已经有了，"
        f"但 {column.key} 那里是 “{old}”，这里是 “{new}”",
        f"“{row.id}” stands in row {first_row.number + 1} already, where {column.key} is “{old}”, "
        f"and not “{new}”",
        Message(
            "在映射的 id 里再加一列，使每行的编号不同",
            "add another column to the id in the mapping, so that each row has one of its own",
        )
        if is_stop
        else Message(
            "改成一样的，或在映射的 id 里再加一列",
            "make them the same, or add another column to the id in the mapping",
        ),
    )
