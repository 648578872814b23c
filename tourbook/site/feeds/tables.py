"""Tables to download, as CSV that spreadsheets open and as XLSX."""

from __future__ import annotations

import csv
import datetime as dt
import io
import unicodedata

from tourbook.common.patterns import compile_late
from tourbook.views import View

CellValue = str | int | float | None


class Tab(View, frozen=True):
    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[CellValue, ...], ...]


class Table(View, frozen=True):
    """One or several tabs; their names are unlike in their first 31 letters."""

    tabs: tuple[Tab, ...]


_CELL_START = compile_late(r"(?<=[;|\t\r\n])")
"""Where a spreadsheet in another country, which has another separator, begins a new cell."""


def escape_formula(value: CellValue) -> CellValue:
    """A text that a spreadsheet would run as a formula, kept from it by an apostrophe (OWASP, CSV
    Injection); also behind what separates cells elsewhere."""
    if not isinstance(value, str):
        return value
    first, *further_cells = _CELL_START.split(value)
    escaped = first + "".join(map(_escape_cell, further_cells))
    return "'" + escaped if _escape_cell(value) != value else escaped


def _escape_cell(text: str) -> str:
    """Blanks, quotation marks, and characters that nobody sees, do not hide a formula."""
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
        write.writerows([["" if c is None else escape_formula(c) for c in row] for row in tab.rows])
    return ("\ufeff" + out.getvalue()).encode()


def to_xlsx(table: Table) -> bytes:
    """A workbook with a sheet for each tab; the same table gives the same bytes."""
    import xlsxwriter  # late: only where a workbook is due

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)})
    bold = book.add_format({"bold": True, "bottom": 1})
    for tab in table.tabs:
        sheet = book.add_worksheet("".join("-" if c in "[]:*?/\\'" else c for c in tab.name)[:31])
        rows = [tab.header, *tab.rows]
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(r, c, value, bold if r == 0 else None)
                elif value is not None:
                    sheet.write_number(r, c, value)
        for c in range(len(tab.header)):
            longest = max(
                sum(2 if ord(x) > 0x2E7F else 1 for x in str(row[c]))
                for row in rows
                if c < len(row)
            )
            sheet.set_column(c, c, min(max(longest + 2, 8), 50))
        sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
