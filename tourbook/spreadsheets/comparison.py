"""A whole spreadsheet compared with the source files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tourbook.formats.workbooks import Sheet
from tourbook.model.assemble import Sources

from .additions import Additions
from .differences import Difference, Row, compare_record, iterate_rows
from .heads import Head
from .records import SHEET_KINDS, TRIP_COLUMNS, list_key_order, list_records


def compare_sheets(sources: Sources, sheets: Iterable[tuple[Sheet, Head]]) -> Difference:
    """What the sheets ask for, all together."""
    difference = Difference()
    for sheet, head in sheets:
        _compare_sheet(sources, sheet, head, difference)
    return difference


def _compare_sheet(sources: Sources, sheet: Sheet, head: Head, to: Difference) -> None:
    languages = sources.site.languages
    key_order = list_key_order(head.kind)
    records = {record.id: record for record in list_records(sources, head.kind)}
    trip_column = TRIP_COLUMNS.get(head.kind.name)
    trip_kinds = [k for k in SHEET_KINDS if trip_column and k.name == trip_column.key + "s"]
    trips = {r.id: r for kind in trip_kinds for r in list_records(sources, kind)}
    stop_counts = Counter(record.trip_id for record in records.values())
    additions = Additions(head.kind, trips, stop_counts, languages)
    first_rows: dict[str, Row] = {}
    for row in iterate_rows(sheet, head):
        if not _check_id(row, first_rows.setdefault(row.id, row), to):
            continue
        if row.id in records:
            compare_record(records[row.id], row, languages, key_order, to)
        else:
            additions.add(row, to)


def _check_id(row: Row, first_row: Row, to: Difference) -> bool:
    """Whether a row has an id of its own."""
    place = row.place(row.id_column)
    if not row.id:
        to.report(place, "这一行没有编号（id）", "this row has no id")
    elif first_row is not row:
        to.report(
            place,
            f"“{row.id}” 在第 {first_row.number + 1} 行已经有了",
            f"“{row.id}” stands in row {first_row.number + 1} already",
        )
    return bool(row.id) and first_row is row
