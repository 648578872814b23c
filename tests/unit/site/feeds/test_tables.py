"""Tables are the same bytes each time, read as they were meant, and hold no formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tourbook.formats.workbooks import read_sheets
from tourbook.site.feeds.tables import Tab, Table, escape_formula, to_csv, to_xlsx

CELLS = (
    st.none()
    | st.integers(-(10**9), 10**9)
    | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_the_same_table_is_the_same_bytes_and_no_cell_is_a_formula(
    rows: list[tuple[str | int | None, str | int | None]],
) -> None:
    table = Table((Tab("表", ("甲", "乙"), tuple(rows)), Tab("二", ("丙",), ())))
    assert to_xlsx(table) == to_xlsx(table)
    with zipfile.ZipFile(io.BytesIO(to_xlsx(table))) as book:
        sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        assert not sheet.findall(".//{*}f")
        assert len(sheet.findall(".//{*}row")) >= 1
    text = to_csv(table).decode("utf-8-sig")
    for line in text.split("\r\n"):
        assert line[:1] not in ("=", "+", "@") or line == ""
        assert not line.startswith('"=')


def test_a_workbook_has_a_title_and_a_total_and_dates_are_dates() -> None:
    day = dt.date(2027, 4, 10)
    tab = Tab("站点", ("地点", "开始", "人次"), (("县科技馆", day, None),), ("合计", None, 1200))
    table = Table((tab,), title="小站 2027年统计", note="空格表示没有统计。")
    (sheet,) = read_sheets(to_xlsx(table), "a.xlsx")
    assert sheet.rows[0] == ["小站 2027年统计 · 站点"] * 3
    assert sheet.rows[1] == ["空格表示没有统计。"] * 3
    assert sheet.rows[2:] == [
        ["地点", "开始", "人次"],
        ["县科技馆", day, ""],
        ["合计", "", 1200],
    ]
    lines = to_csv(table).decode("utf-8-sig").split("\r\n")
    assert lines[1:3] == ['"县科技馆","2027-04-10",""', '"合计","",1200']


def test_a_table_is_read_as_it_was_meant() -> None:
    import csv

    raw = to_csv(Table((Tab("a", ("名称", "数"), (("=1+1", 3), ("逗,号", None))),)))
    assert raw.startswith(b"\xef\xbb\xbf"), "without the mark Excel takes it for another code"
    assert list(csv.reader(io.StringIO(raw.decode("utf-8-sig")))) == [
        ["名称", "数"],
        ["'=1+1", "3"],
        ["逗,号", ""],
    ]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "＝cmd|x", "＋1", "＠SUM(1)", " =1+1", "\u200b=1+1", "\u202e@SUM(1)", "\t-1", "\n=1"],
)
def test_no_disguise_of_a_formula_gets_into_a_cell(text: str) -> None:
    """Found by an attacker."""
    assert str(escape_formula(text)).startswith("'")


@pytest.mark.parametrize("text", ["一号套", "A-1", "2027-01-01", "", "(+)"])
def test_ordinary_texts_stay_as_they_are(text: str) -> None:
    assert escape_formula(text) == text


@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
@pytest.mark.parametrize(
    "text",
    ["a;=1+1", "a; @SUM(1)", "a|=1", "a\t-1", "a\n+1", 'a;"=1+1', "a;\u200b＝1", ";;=1", "=1;=2"],
)
def test_no_cell_is_a_formula_whatever_separates_cells(text: str, delimiter: str) -> None:
    """Spreadsheets of many countries read a semicolon."""
    raw = to_csv(Table((Tab("t", ("x", "y"), (("a", text), (text, "b"))),)))
    rows = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    cells = [cell for row in rows for cell in row]
    assert not [c for c in cells if c.strip('"\u200b ').startswith(("=", "+", "-", "@", "＝"))]


def test_every_text_is_in_quotation_marks_and_no_number_is() -> None:
    assert to_csv(Table((Tab("t", ("x",), (("a", 1),)),))).endswith(b'"x"\r\n"a",1\r\n')
