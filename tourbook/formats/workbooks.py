"""Workbooks and CSV files: sheets with rows of cells, read as Excel, WPS, LibreOffice or a database
wrote them, and written for people who fill them in.

A workbook is never changed: one is read, another one written.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from tourbook.common.problems import ExplainedError

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
"""What a cell can hold; an empty one is ""."""
MAX_SIZE = 50_000_000
"""Bytes of a file."""
MAX_TEXT_LENGTH = 32_767
"""Characters of a cell, as Excel has it: of a longer text, the rest is left out."""
MAX_CHOICES = 2000
"""Values in a drop-down list."""
_CSV_SUFFIXES = (".csv", ".tsv", ".txt")
_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
LIST_SHEET = "lists"
_ROWS_WITH_LISTS = 2000


class Sheet(NamedTuple):
    name: str
    rows: list[list[Cell]]


class FormColumn(NamedTuple):
    """A column that people fill in."""

    title: str
    choices: Sequence[str] = ()
    """The values of its drop-down list, if it has one."""


class FormSheet(NamedTuple):
    name: str
    columns: Sequence[FormColumn]
    rows: Sequence[Sequence[Cell]]


class WorkbookError(ExplainedError):
    """A file is no workbook, or cannot be read."""


# ---- reading -----------------------------------------------------------------------------------


def read_sheets(raw: bytes, file: str) -> list[Sheet]:
    """The sheets of a workbook (xlsx, xls, xlsb, ods), or the one of a CSV file, whose name is "".
    Cells that are merged all hold the value of the first. Raises WorkbookError."""
    if len(raw) > MAX_SIZE:
        size = MAX_SIZE // 1_000_000
        raise WorkbookError(f"{file} 超过 {size} MB", f"{file} is larger than {size} MB")
    if file.lower().endswith(_CSV_SUFFIXES):
        return [Sheet("", _read_csv(raw, file))]
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        return [_read_sheet(book, name) for name in book.sheet_names]
    except PasswordError:
        raise WorkbookError(
            f"{file} 有密码：先去掉密码", f"{file} has a password: remove it first"
        ) from None
    except CalamineError as e:
        raise WorkbookError(
            f"{file} 不是能读的表格（xlsx、xls、ods、csv），在表格程序里另存为 xlsx 再试：{e}",
            f"{file} is no workbook that can be read (xlsx, xls, ods, csv); save it as xlsx in a "
            f"spreadsheet program: {e}",
        ) from None


def _read_sheet(book: Any, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
    for (top, first), (bottom, last) in sheet.merged_cell_ranges or ():
        for row in rows[top : bottom + 1]:
            row[first : last + 1] = [rows[top][first]] * len(row[first : last + 1])
    return Sheet(name, rows)


def _read_csv(raw: bytes, file: str) -> list[list[Cell]]:
    text = _decode(raw, file)
    first_line = text.partition("\n")[0]
    separator = max(",;\t", key=first_line.count)
    try:
        return [[*row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    except csv.Error as e:
        raise WorkbookError(f"{file} 不是 CSV：{e}", f"{file} is no CSV file: {e}") from None


def _decode(raw: bytes, file: str) -> str:
    encodings = ("utf-16",) if raw[:2] in _UTF_16_MARKS else _ENCODINGS
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WorkbookError(
        f"{file} 的编码既不是 UTF-8 也不是 GBK：另存为 UTF-8 的 CSV，或 xlsx",
        f"{file} is neither UTF-8 nor GBK: save it as CSV in UTF-8, or as xlsx",
    )


# ---- writing -----------------------------------------------------------------------------------


def write_forms(sheets: Iterable[FormSheet], hidden: Iterable[Sheet] = ()) -> bytes:
    """A workbook to fill in: the heads stay in view, dates are dates, and what can be chosen is in
    drop-down lists. `hidden`: sheets with texts that nobody sees. The same sheets give the same
    bytes."""
    import xlsxwriter  # late: only where a workbook is due

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)})
    writer = _FormWriter(book)
    for sheet in sheets:
        writer.write(sheet)
    writer.write_lists()
    for texts in hidden:
        writer.write_hidden(texts)
    book.close()
    return out.getvalue()


class _FormWriter:
    def __init__(self, book: Any) -> None:
        self.book = book
        self.head_format = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.date_format = book.add_format({"num_format": "yyyy-mm-dd"})
        self.text_format = book.add_format({"num_format": "@"})
        self.lists: dict[tuple[str, ...], str] = {}
        """Choices -> the cells that hold them."""

    def write(self, form: FormSheet) -> None:
        sheet = self.book.add_worksheet(form.name)
        for number, column in enumerate(form.columns):
            sheet.write_string(0, number, column.title, self.head_format)
            width = max([_measure(column.title), *(_measure(row[number]) for row in form.rows)])
            sheet.set_column(number, number, min(max(width + 2, 8), 40))
            if column.choices:
                last_row = len(form.rows) + _ROWS_WITH_LISTS
                options = {"validate": "list", "source": self._place(column.choices)}
                options |= {"error_type": "warning"}
                sheet.data_validation(1, number, last_row, number, options)
        for r, row in enumerate(form.rows, 1):
            for number, cell in enumerate(row):
                self._write_cell(sheet, r, number, cell)
        sheet.freeze_panes(1, 1)
        if form.rows:
            sheet.autofilter(0, 0, len(form.rows), len(form.columns) - 1)

    def _write_cell(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, dt.date):
            sheet.write_datetime(row, column, cell, self.date_format)
        elif isinstance(cell, str):  # never a formula
            if cell:
                sheet.write_string(row, column, cell, self.text_format)
        else:
            sheet.write_number(row, column, cell)

    def _place(self, choices: Sequence[str]) -> str:
        key = tuple(choices[:MAX_CHOICES])
        if key not in self.lists:
            letter = _name_column(len(self.lists))
            self.lists[key] = f"={LIST_SHEET}!${letter}$1:${letter}${len(key)}"
        return self.lists[key]

    def write_lists(self) -> None:
        """The sheet with the values of all drop-down lists, which nobody sees."""
        if self.lists:
            rows = zip_longest(*self.lists, fillvalue="")
            self.write_hidden(Sheet(LIST_SHEET, [list(row) for row in rows]))

    def write_hidden(self, texts: Sheet) -> None:
        sheet = self.book.add_worksheet(texts.name)
        for number, row in enumerate(texts.rows):
            for column, text in enumerate(row):
                if text:
                    sheet.write_string(number, column, str(text), self.text_format)
        sheet.hide()


def _measure(cell: Cell) -> int:
    """The width of a cell in digits."""
    text = cell.isoformat() if isinstance(cell, dt.date) else str(cell)
    return max(sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in text.split("\n"))


def _name_column(number: int) -> str:
    """0 -> A, 26 -> AA."""
    name = ""
    while number >= 0:
        number, rest = divmod(number, 26)
        name = chr(65 + rest) + name
        number -= 1
    return name


def name_cell(row: int, column: int) -> str:
    """Both from 0: (1, 0) -> A2."""
    return f"{_name_column(column)}{row + 1}"


def write_csv(columns: Sequence[FormColumn], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV file (RFC 4180) in UTF-8 with a byte order mark, without which Excel takes Chinese for
    another code."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(column.title for column in columns)
    for row in rows:
        write.writerow(cell.isoformat() if isinstance(cell, dt.date) else cell for cell in row)
    return ("\ufeff" + out.getvalue()).encode()
