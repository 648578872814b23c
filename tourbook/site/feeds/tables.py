"""Tables to download, as CSV that spreadsheets open and as XLSX."""

from __future__ import annotations

import csv
import datetime as dt
import io
import unicodedata
from typing import Any

from tourbook.common.patterns import compile_late
from tourbook.views import View

CellValue = str | int | float | dt.date | None


class Tab(View, frozen=True):
    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    total: tuple[CellValue, ...] = ()
    """A row below the others."""


class Table(View, frozen=True):
    """One or several tabs; their names are unlike in their first 31 letters."""

    tabs: tuple[Tab, ...]
    title: str = ""
    """Stands above each tab of a workbook, before the name of the tab."""
    note: str = ""
    """What the figures are, in a line below the title."""


_SEPARATOR = compile_late(r"[;|\t\r\n]")
_CELL_START = compile_late(r"(?<=[;|\t\r\n])")
"""Where a spreadsheet in another country, which has another separator, begins a new cell."""


def escape_formula(value: CellValue) -> CellValue:
    """A text that a spreadsheet would run as a formula, kept from it by an apostrophe (OWASP, CSV
    Injection); also behind what separates cells elsewhere."""
    if not isinstance(value, str):
        return value
    escaped = value
    if _SEPARATOR.search(value):
        first, *further_cells = _CELL_START.split(value)
        escaped = first + "".join(map(_escape_cell, further_cells))
    return "'" + escaped if _escape_cell(value) != value else escaped


def _escape_cell(text: str) -> str:
    """Blanks, quotation marks, and characters that nobody sees, do not hide a formula."""
    if not text or text[0].isalnum():  # nearly always
        return text
    visible = (c for c in text if unicodedata.category(c)[0] not in "CZ" and c != '"')
    first_character = unicodedata.normalize("NFKC", next(visible, ""))
    return "'" + text if first_character in ("=", "+", "-", "@") else text


def to_csv(table: Table) -> bytes:
    """The tabs one after the other (RFC 4180), in UTF-8 with a byte order mark, without which Excel
    takes Chinese for another code."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    for n, tab in enumerate(table.tabs):
        if n:
            write.writerow([])
        if len(table.tabs) > 1:
            write.writerow([escape_formula(tab.name)])
        write.writerow(map(escape_formula, tab.header))
        write.writerows(map(_format_csv_cell, row) for row in _list_rows(tab))
    return ("\ufeff" + out.getvalue()).encode()


def _format_csv_cell(value: CellValue) -> CellValue:
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else escape_formula(value)


def _list_rows(tab: Tab) -> list[tuple[CellValue, ...]]:
    return [*tab.rows, tab.total] if tab.total else [*tab.rows]


# ---- workbooks -------------------------------------------------------------------------------


def to_xlsx(table: Table) -> bytes:
    """A workbook with a sheet for each tab, ready to print; the same table gives the same bytes."""
    import xlsxwriter  # late: only where a workbook is due

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2000, 1, 1, tzinfo=dt.UTC), "title": table.title})
    formats = {name: book.add_format(looks) for name, looks in _LOOKS.items()}
    for tab in table.tabs:
        sheet = book.add_worksheet("".join("-" if c in "[]:*?/\\'" else c for c in tab.name)[:31])
        _write_tab(sheet, table, tab, formats)
    book.close()
    return out.getvalue()


_TOTAL = {"bold": True, "top": 1}
_LOOKS = {
    "title": {"bold": True, "font_size": 14, "align": "center"},
    "note": {"font_color": "#555555"},
    "text head": {"bold": True, "bottom": 1},
    "number head": {"bold": True, "bottom": 1, "align": "right"},
    "text": {},
    "number": {"num_format": "#,##0"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "text total": _TOTAL,
    "number total": {"num_format": "#,##0", **_TOTAL},
}
"""Name of a format -> its properties in xlsxwriter."""
_A4 = 9


def _write_tab(sheet: Any, table: Table, tab: Tab, formats: dict[str, Any]) -> None:
    last_column, top = len(tab.header) - 1, 0
    for name, text in (("title", f"{table.title} · {tab.name}"), ("note", table.note)):
        if table.title and text:
            _write_across(sheet, top, last_column, text, formats[name])
            top += 1
    for c, heading in enumerate(tab.header):
        is_number = any(isinstance(row[c], int | float) for row in tab.rows)
        sheet.write_string(top, c, heading, formats["number head" if is_number else "text head"])
    for r, row in enumerate(_list_rows(tab), top + 1):
        is_total = bool(tab.total) and r == top + 1 + len(tab.rows)
        for c, value in enumerate(row):
            _write_cell(sheet, (r, c), value, " total" if is_total else "", formats)
    for c, heading in enumerate(tab.header):
        cells = [heading, *(row[c] for row in _list_rows(tab))]
        sheet.set_column(c, c, min(max(max(map(_measure, cells)) + 2, 8), 50))
    sheet.freeze_panes(top + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_footer("&C&P / &N")


def _write_across(sheet: Any, row: int, last_column: int, text: str, cell_format: Any) -> None:
    """A line over all columns."""
    if last_column:
        sheet.merge_range(row, 0, row, last_column, "", cell_format)
    sheet.write_string(row, 0, text, cell_format)


def _write_cell(
    sheet: Any, place: tuple[int, int], value: CellValue, suffix: str, formats: dict[str, Any]
) -> None:
    if isinstance(value, str):  # never a formula
        sheet.write_string(*place, value, formats["text" + suffix])
    elif isinstance(value, dt.date):
        sheet.write_datetime(*place, value, formats["date"])
    elif value is None:
        sheet.write_blank(*place, None, formats["text" + suffix])
    else:
        sheet.write_number(*place, value, formats["number" + suffix])


def _measure(value: CellValue) -> int:
    """The width of a cell in digits."""
    text = "" if value is None else str(value)
    return len(text) if text.isascii() else sum(2 if c > "\u2e7f" else 1 for c in text)
