"""Out as a workbook and back: nothing changes that nobody changed, and a cell is a line."""

from __future__ import annotations

import copy
import datetime as dt
import random
from functools import cache
from typing import Any

import msgspec
import pytest

from tests.support.examples import for_seeds
from tests.support.projects import REPO, TODAY
from tourbook.build.inputs import read_inputs
from tourbook.build.load import read_sources
from tourbook.build.options import BuildOptions
from tourbook.common.problems import Problems
from tourbook.editing.source_edits import edit_source
from tourbook.formats import yaml_source
from tourbook.formats.workbooks import Cell, Sheet, read_sheets, write_csv, write_forms
from tourbook.model.assemble import Sources
from tourbook.spreadsheets.comparison import compare_sheets
from tourbook.spreadsheets.differences import Difference
from tourbook.spreadsheets.heads import find_head
from tourbook.spreadsheets.records import SHEET_KINDS, list_records, make_sheet

KINDS = {kind.name: kind for kind in SHEET_KINDS}


@cache
def read_sample() -> tuple[Sources, dict[str, bytes]]:
    inputs = read_inputs(BuildOptions(REPO, REPO / "nowhere", lambda _: TODAY, jobs=1))
    sources = read_sources(inputs.snapshot, inputs.cache, Problems())
    assert sources
    return sources, inputs.snapshot.texts


def compare(sources: Sources, sheets: list[Sheet]) -> Difference:
    heads = [(sheet, find_head(sheet, sources.site.languages)) for sheet in sheets]
    return compare_sheets(sources, [(sheet, head) for sheet, head in heads if head])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_workbook_that_nobody_changed_changes_nothing(lang: str) -> None:
    sources, _ = read_sample()
    raw = write_forms(make_sheet(sources, kind, {}, lang) for kind in SHEET_KINDS)
    sheets = read_sheets(raw, "sample.xlsx")
    heads = [find_head(sheet, ["zh", "en"]) for sheet in sheets]
    assert [head.kind for head in heads if head] == list(SHEET_KINDS)
    difference = compare(sources, sheets)
    assert (difference.edits, difference.problems) == ({}, [])


@pytest.mark.parametrize("name", KINDS)
def test_a_csv_file_in_any_usual_encoding_changes_nothing(name: str) -> None:
    sources, _ = read_sample()
    form = make_sheet(sources, KINDS[name], {}, "zh")
    text = write_csv(form.columns, form.rows).decode("utf-8-sig")
    encodings = "utf-8-sig", "gb18030", "utf-16"
    sheets, *others = (read_sheets(text.encode(e), f"{name}.csv") for e in encodings)
    assert all(other == sheets for other in others)
    difference = compare(sources, sheets)
    assert (difference.edits, difference.problems) == ({}, [])


NEW_VALUES: dict[str, list[tuple[Cell, Any]]] = {
    "open": [(dt.date(2027, 8, 1), "2027-08-01"), ("2027年8月1日", "2027-08-01"), (46600, "2027-08-01")],
    "status": [("已确认", "confirmed"), ("Planned", "planned"), ("取消", "cancelled")],
    "venue": [("beiyuan-stm", "beiyuan-stm")],
    "visitors": [(1234.0, 1234), ("１２３４人", 1234), ("1,234", 1234)],
    "note.zh": [("改了：“一 # 二”", "改了：“一 # 二”"), ("两行\r\n文字 ", "两行\n文字")],
    "campaigns": [("science-week-2026、a", ["science-week-2026", "a"])],
    "booking.required": [("是", True), (True, True)],
    "booking.phone": [("022-00000001", "022-00000001")],
    "last_admission": [(30.0, 30)],
}  # fmt: skip
"""Key of a column -> what people write there, and what it means."""


@for_seeds(8)
def test_a_changed_cell_changes_that_value_alone(seed: int) -> None:
    rng = random.Random(seed)
    sources, texts = read_sample()
    kind = KINDS["stops"]
    form = make_sheet(sources, kind, {}, "en")
    keys = [column.title for column in form.columns]
    records = list_records(sources, kind)
    rows = [list(row) for row in form.rows]
    expected: dict[str, Any] = {}
    for number in rng.sample(range(len(rows)), 3):
        key = rng.choice(list(NEW_VALUES))
        cell, value = rng.choice(NEW_VALUES[key])
        rows[number][keys.index(key)] = cell
        expected[records[number].id] = (key, value)
    difference = compare(sources, [Sheet("stops", [keys, *rows])])
    assert not difference.problems
    edited = {f: edit_source(texts[f], f, edits) for f, edits in difference.edits.items()}
    check_expected(records, edited, expected)
    changed_line_count = sum(count_changed_lines(texts[f], raw) for f, raw in edited.items())
    assert changed_line_count <= 30, "three values, one of which may have had many lines"


def check_expected(records: Any, edited: dict[str, bytes], expected: dict[str, Any]) -> None:
    for record in records:
        if record.file not in edited:
            assert record.id not in expected or is_as_before(record, *expected[record.id])
            continue
        tree = yaml_source.load(edited[record.file].decode(), record.file, Problems())
        for step in record.path:
            tree = tree[step]
        wanted = copy.deepcopy(record.tree)
        if record.id in expected:
            put(wanted, *expected[record.id])
        read = msgspec.convert(tree, KINDS["stops"].record_type, strict=False)
        assert msgspec.to_builtins(read) == msgspec.to_builtins(
            msgspec.convert(wanted, KINDS["stops"].record_type)
        )


def is_as_before(record: Any, key: str, value: Any) -> bool:
    wanted = copy.deepcopy(record.tree)
    put(wanted, key, value)
    defaults = {"status": "confirmed"}
    return defaults | wanted == defaults | record.tree


def put(tree: dict[str, Any], key: str, value: Any) -> None:
    *parents, last = key.split(".")
    if last == "zh" and not isinstance(tree.get(parents[-1]), dict):
        *parents, last = parents  # the main language stands alone
    for parent in parents:
        tree = tree.setdefault(parent, {})
    tree[last] = value


def count_changed_lines(old: bytes, new: bytes) -> int:
    before, after = old.split(b"\n"), new.split(b"\n")
    return sum(line not in before for line in after) + sum(line not in after for line in before)
