"""What somebody changed in the rows of a workbook since it was exported, while others may have
changed the files: only that is asked for. Where both changed the same cell, it is a conflict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from tourbook.common.problems import Message
from tourbook.formats.workbooks import Cell

from .cells import make_cell, read_cell, write_plainly
from .columns import Column
from .differences import CellPlace, CellProblem, Difference, Row
from .mapped_rows import FindId
from .merge_bases import MergeBase, RecordBase, means
from .records import SheetKind, SourceRecord, get_value

Preference = Literal["", "table", "files"]
"""Whose value is taken where both changed the same cell; "" for neither: that is an error."""
_EMPTY = Message("（空）", "(empty)")


class RowMerger:
    """Merges the rows of one sheet."""

    def __init__(
        self,
        base: MergeBase,
        kind: SheetKind,
        former_ids: Mapping[str, str],
        find_id: FindId,
        preference: Preference,
        first_language: str,
        to: Difference,
    ) -> None:
        """`former_ids`: former id of a record -> its present one."""
        self._kind, self._find_id, self._preference = kind.name, find_id, preference
        self._first_language, self._to = first_language, to
        self._keys = base.keys.get(kind.name, frozenset())
        records = base.values.get(kind.name, {})
        self._records = {former_ids.get(id, id): values for id, values in records.items()}

    def knows(self, id: str) -> bool:
        """Whether the workbook had a record when it was exported."""
        return id in self._records

    def is_untouched(self, row: Row) -> bool:
        """Whether nobody changed a row."""
        base = self._find_base(row)
        return row.id in self._records and all(
            column.key in base.keys and base.is_untouched(column, cell)
            for column, cell in row.cells.items()
        )

    def select_changes(self, record: SourceRecord, row: Row) -> Row:
        """A row with the cells that somebody changed in it. Conflicts are reported."""
        base = self._find_base(row)
        cells: dict[Column, Cell] = {}
        for column, cell in row.cells.items():
            if column.key not in base.keys:  # what is never exported, or was not then
                cells[column] = cell
                continue
            if base.is_untouched(column, cell):
                continue
            current = get_value(column, record, self._first_language)
            self._note_value(row, column)
            is_conflict = not (means(column, cell, current) or self._is_same(column, base, current))
            if not is_conflict or self._settle(row, column, base.values.get(column.key), current):
                cells[column] = cell
        self._to.kept_places += self.list_overtaken(record, row)
        return row._replace(cells=cells)

    def list_overtaken(self, record: SourceRecord, row: Row) -> list[CellPlace]:
        """The cells that nobody changed, while the files say something else by now."""
        base = self._find_base(row)
        return [
            row.place(column)
            for column, cell in row.cells.items()
            if column.key in base.keys
            and not self._is_same(column, base, get_value(column, record, self._first_language))
            and base.is_untouched(column, cell)
        ]

    def returns(self, row: Row) -> bool:
        """Whether a row makes a new record: also one that was there when the workbook was exported
        and is no more, if somebody wants it all the same."""
        if not self.knows(row.id):
            for column in row.cells:
                self._note_value(row, column)
            return True
        if self.is_untouched(row) or self._preference == "files":
            self._to.departed_ids.append(row.id)
            return False
        if self._preference == "table":
            return True
        self._to.report(
            row.place(row.id_column),
            f"“{row.id}” 在导出以后已经从文件里删掉了，可是这一行改过",
            f"“{row.id}” was removed from the files after the export, but this row was changed",
            Message(
                "不要它了就删掉这一行；还要它，用 --prefer table 重新加上",
                "delete the row if it is not wanted; to have it again, use --prefer table",
            ),
        )
        return False

    def _find_base(self, row: Row) -> RecordBase:
        values = self._records.get(row.id, {})
        present = dict(self._iterate_present_ids(row, values))
        return RecordBase(self._keys, {**values, **present} if present else values)

    def _iterate_present_ids(
        self, row: Row, values: Mapping[str, Any]
    ) -> Iterator[tuple[str, str]]:
        """(key, present id) of what was referred to by an id that is a former one by now."""
        for column in row.cells:
            value = values.get(column.key) if column.target else None
            id = self._find_id(column.target, value) if isinstance(value, str) else ""
            if id and id != value:
                yield column.key, id

    def _is_same(self, column: Column, base: RecordBase, current: Any) -> bool:
        """Whether the files say what they said when the workbook was exported."""
        old = base.values.get(column.key)
        return bool(old == current or means(column, make_cell(column, current, "en"), old))

    def _settle(self, row: Row, column: Column, old: Any, current: Any) -> bool:
        """Whether the workbook's value is taken where both were changed."""
        mine = write_plainly(row.cells[column])
        zh, en = (_quote(column, mine, old, current, lang) for lang in ("zh", "en"))
        message = Message(
            f"表里改成了 {zh[0]}，可是导出以后，文件里改成了 {zh[2]}（导出时是 {zh[1]}）",
            f"it was changed to {en[0]} here, but since the export to {en[2]} in the files (it was "
            f"{en[1]})",
        )
        if self._preference:
            self._to.notes.append(CellProblem(row.place(column), message))
            return self._preference == "table"
        keep = (
            Message("清空这一格", "empty this cell")
            if current is None
            else Message(f"这一格写 {zh[2]}", f"write {en[2]} here")
        )
        help = Message(
            f"要文件里的，{keep.zh}；要表里的，加 --prefer table",
            f"to keep that of the files, {keep.en}; for that of the table, add --prefer table",
        )
        self._to.report(row.place(column), *message, help)
        return False

    def _note_value(self, row: Row, column: Column) -> None:
        """Remember what a cell says from now on."""
        value = read_cell(column, row.cells[column])
        if column.key in self._keys and isinstance(value, str | int | float | list | None):
            records = self._to.own_values.setdefault(self._kind, {})
            records.setdefault(row.id, {})[column.key] = value


def _quote(column: Column, mine: str, old: Any, current: Any, lang: str) -> list[str]:
    """The three values as people read them."""
    texts = [mine, *(write_plainly(make_cell(column, value, lang)) for value in (old, current))]
    return [f"“{text}”" if text else _EMPTY.in_language(lang) for text in texts]
