"""What a sheet says otherwise than the source files, as edits of these.

Only cells that say something else than the record do anything: the rest of a record, and records
that are in no row, stay as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tourbook.common.problems import NO_HELP, Diagnosis, Message, PathKey, Problem
from tourbook.formats.workbooks import MAX_TEXT_LENGTH, Cell, Sheet
from tourbook.formats.yaml_edits import Assignment, Edit, Insertion, Removal

from .cells import make_cell, read_cell, write_plainly
from .columns import Column
from .heads import Head
from .records import TRIP_COLUMNS, SourceRecord, get_value

Values = dict[str, dict[str, dict[str, Any]]]
"""Name of a sheet -> id of a record -> key of a column -> value, as JSON holds it."""
Place = tuple[str, tuple[PathKey, ...]]
"""A source file, and a path of keys in it."""


class CellPlace(NamedTuple):
    """A cell; row and column from 0."""

    sheet: str
    row: int
    column: int


class CellProblem(NamedTuple):
    place: CellPlace
    message: Message
    help: Message = NO_HELP


class NewTrip(NamedTuple):
    """A trip that is not there yet; its stops go into its tree."""

    file: str
    path: tuple[PathKey, ...]
    tree: dict[str, Any]
    stops_key: str


@dataclass
class Difference:
    """What sheets ask for."""

    edits: dict[str, list[Edit]] = field(default_factory=dict)
    """Source file -> its edits."""
    rows: dict[Place, Row] = field(default_factory=dict)
    """Where each record that is written comes from."""
    problems: list[CellProblem] = field(default_factory=list)
    notes: list[CellProblem] = field(default_factory=list)
    """What is read otherwise than it is written."""
    new_trips: dict[str, NewTrip] = field(default_factory=dict)
    own_values: Values = field(default_factory=dict)
    """What cells say that somebody changed since the table was exported."""
    kept_places: list[CellPlace] = field(default_factory=list)
    """Cells that nobody changed, while the files say something else by now."""
    departed_ids: list[str] = field(default_factory=list)
    """Records with a row that the files have no more."""
    absent_ids: list[str] = field(default_factory=list)
    """Records of which a sheet has no row, though it has one for most of its kind."""
    changed_ids: list[str] = field(default_factory=list)
    new_counts: Counter[str] = field(default_factory=Counter)
    """Name of a kind -> how many records of it are new."""

    def add_edits(self, file: str, edits: list[Edit]) -> None:
        self.edits.setdefault(file, []).extend(edits)

    def find_cell(self, problem: Problem) -> CellPlace | None:
        """Where the value comes from that a problem is about: the empty cell of a missing key."""
        file, path = problem.location.file, problem.location.missing_path or problem.location.path
        bases = (path[:length] for length in range(len(path), -1, -1))
        base = next((base for base in bases if (file, base) in self.rows), None)
        if base is None:
            return None
        row, rest = self.rows[file, base], path[len(base) :]
        column = row.find_column(rest) or row.id_column
        return row.place(column)

    def report(self, place: CellPlace, zh: str, en: str, help: Message = NO_HELP) -> None:
        self.problems.append(CellProblem(place, Message(zh, en), help))

    def read_value(self, row: Row, column: Column) -> Any:
        """The value of a cell; what has no counterpart here is reported."""
        value = read_cell(column, row.cells[column])
        if isinstance(value, Diagnosis):
            self.report(row.place(column), *value.message, value.help)
            return None
        return value


class Row(NamedTuple):
    """A row of a sheet."""

    sheet: str
    number: int
    """From 0."""
    cells: Mapping[Column, Cell]
    numbers: Mapping[Column, int]
    """The number of each column, from 0."""
    id_column: Column

    def find_column(self, path: tuple[PathKey, ...]) -> Column | None:
        """The one that has the value at a path, or what holds it."""
        for length in range(len(path), 0, -1):
            columns = [column for column in self.numbers if column.path == path[:length]]
            if columns:
                return next((c for c in columns if path[length:] == (c.lang,)), columns[0])
        return None

    def place(self, column: Column) -> CellPlace:
        """The cell of a column; that of the id if the sheet has no such column."""
        number = self.numbers.get(column, self.numbers[self.id_column])
        return CellPlace(self.sheet, self.number, number)

    @property
    def id(self) -> str:
        return write_plainly(self.cells[self.id_column])


def iterate_rows(sheet: Sheet, head: Head) -> Iterator[Row]:
    """The rows below a head that are not empty."""
    numbers = {column: n for n, column in head.columns.items()}
    id_column = next(column for column in numbers if column.key == "id")
    for number in range(head.row + 1, len(sheet.rows)):
        row = sheet.rows[number]
        cells = {c: row[n] if n < len(row) else "" for n, c in head.columns.items()}
        if any(write_plainly(cell) for cell in cells.values()):
            yield Row(sheet.name, number, cells, numbers, id_column)


def compare_record(
    record: SourceRecord, row: Row, languages: list[str], key_order: tuple[str, ...], to: Difference
) -> None:
    """Add to a difference what a row says otherwise than its record."""
    cells = {c: cell for c, cell in row.cells.items() if cell != "" or c.path[0] in record.tree}
    row = row._replace(cells=cells)  # most cells are empty, and rightly so
    edits = [
        *_iterate_value_edits(record, row, languages[0], key_order, to),
        *_iterate_text_edits(record, row, languages[0], key_order, to),
    ]
    if edits:
        to.rows[record.file, record.path] = row
        to.add_edits(record.file, edits)
        to.changed_ids.append(record.id)


def _iterate_value_edits(
    record: SourceRecord,
    row: Row,
    first_language: str,
    key_order: tuple[str, ...],
    to: Difference,
) -> Iterator[Edit]:
    for column, cell in row.cells.items():
        old = get_value(column, record, first_language)
        if column.lang or cell == old or (cell == "" and old is None):  # most cells
            continue
        if write_plainly(cell) == write_plainly(make_cell(column, old, "en")):
            continue
        new = to.read_value(row, column)
        if is_same(old, new) or (old is None and new == column.default):
            continue
        if column in TRIP_COLUMNS.values():
            if new is not None:
                _report_other_trip(record, row.place(column), to)
            continue
        path = (*record.path, *column.path)
        if column.kind == "kinds":
            items = find_value_at(record.tree, column.path) or []
            yield from _iterate_item_edits(path, items, new or [], key_order)
        else:
            yield _make_edit(path, new, key_order)


def _iterate_item_edits(
    path: tuple[PathKey, ...],
    items: list[dict[str, Any]],
    kinds: list[str],
    key_order: tuple[str, ...],
) -> Iterator[Edit]:
    """The edits of a list so that its items are of these kinds. What stays in its order is not
    touched."""
    new_items = arrange_items(items, kinds)
    kept_numbers = [n for n, item in enumerate(items) if any(item is new for new in new_items)]
    if not kept_numbers or new_items[: len(kept_numbers)] != [items[n] for n in kept_numbers]:
        yield _make_edit(path, new_items or None, key_order)
        return
    for number in sorted(set(range(len(items))).difference(kept_numbers), reverse=True):
        yield Removal((*path, number))
    for number in range(len(kept_numbers), len(new_items)):
        yield Insertion((*path, number), new_items[number])


def arrange_items(items: Iterable[dict[str, Any]], kinds: Iterable[str]) -> list[dict[str, Any]]:
    """For each of the kinds an item: one of those that there are, or else a new one."""
    remaining = list(items)
    arranged = []
    for kind in kinds:
        numbers = [n for n, item in enumerate(remaining) if item["kind"] == kind]
        arranged.append(remaining.pop(numbers[0]) if numbers else {"kind": kind})
    return arranged


def _iterate_text_edits(
    record: SourceRecord,
    row: Row,
    first_language: str,
    key_order: tuple[str, ...],
    to: Difference,
) -> Iterator[Edit]:
    """The edits of texts, which have a column for each language."""
    for path in dict.fromkeys(column.path for column in row.cells if column.lang):
        columns = [column for column in row.cells if column.path == path]
        old = {c.lang: get_value(c, record, first_language) for c in columns}
        new = {c.lang: read_cell(c, row.cells[c]) for c in columns}
        former = find_value_at(record.tree, path)
        different = [c for c in columns if not is_same(old[c.lang], new[c.lang])]
        full_path = (*record.path, *path)
        if not different:
            continue
        if isinstance(former, dict):
            yield from (_make_edit((*full_path, c.lang), new[c.lang], ()) for c in different)
        else:
            texts = {first_language: former, **new}  # there may be no column for that language
            yield _make_edit(full_path, simplify_text(texts, first_language), key_order)


def _make_edit(path: tuple[PathKey, ...], value: Any, key_order: tuple[str, ...]) -> Edit:
    return Removal(path) if value is None else Assignment(path, value, key_order)


def _report_other_trip(record: SourceRecord, place: CellPlace, to: Difference) -> None:
    to.report(
        place,
        f"“{record.id}” 属于 “{record.trip_id}”：不能用表格改到别处，请改 YAML",
        f"“{record.id}” is part of “{record.trip_id}”: a spreadsheet cannot move it; edit the YAML",
    )


def find_value_at(tree: Any, path: tuple[str, ...]) -> Any:
    """The value at a path of keys; None if there is none."""
    for key in path:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree


def simplify_text(texts: Mapping[str, Any], first_language: str) -> Any:
    """A text in several languages as a value: that in the first language stands alone if it is the
    only one; None without any."""
    present = {lang: text for lang, text in texts.items() if text is not None}
    if set(present) <= {first_language}:
        return present.get(first_language)
    return present


def is_same(old: Any, new: Any) -> bool:
    """Whether a cell says what the record says; an empty one says nothing, as do false and []."""
    if isinstance(old, str) and isinstance(new, str):
        return write_plainly(old[:MAX_TEXT_LENGTH]) == write_plainly(new[:MAX_TEXT_LENGTH])
    return old == new or (new is None and not old and old != 0) or (old is None and new is False)
