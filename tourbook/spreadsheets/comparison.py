"""A whole spreadsheet compared with the source files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tourbook.editing.key_order import list_key_order
from tourbook.formats.workbooks import Sheet
from tourbook.model.assemble import Sources
from tourbook.sources.paths import FOLDER_BY_KIND

from .additions import Additions
from .differences import Difference, Row, compare_record, iterate_rows
from .heads import Head
from .mapped_rows import FindId, Table, map_rows
from .mappings import TableMapping
from .records import SHEET_KINDS, TRIP_COLUMNS, SheetKind, list_records
from .rules import begin_on_a_day_of_the_rule, expand_rule


def compare_sheets(sources: Sources, sheets: Iterable[tuple[Sheet, Head]]) -> Difference:
    """What the sheets ask for, all together."""
    difference = Difference()
    # trips before their stops, which may be in the same file
    for sheet, head in sorted(sheets, key=lambda pair: pair[1].kind.name in TRIP_COLUMNS):
        compare_rows(sources, head.kind, iterate_rows(sheet, head), difference)
    return difference


def compare_mapped(sources: Sources, mapping: TableMapping, table: Table, to: Difference) -> None:
    """Add to a difference what somebody else's table asks for."""
    for kind, rows in map_rows(mapping, table, make_id_finder(sources), to):
        compare_rows(sources, kind, rows, to)


def make_id_finder(sources: Sources) -> FindId:
    """A function that finds the entry with an id or, if there is but one, with a name."""
    ids: dict[str, dict[str, str]] = {}
    for kind, folder in FOLDER_BY_KIND.items():
        names: Counter[str] = Counter()
        entry_ids: dict[str, str] = {}
        for sheet_kind in SHEET_KINDS:
            if sheet_kind.name != folder:
                continue
            for record in list_records(sources, sheet_kind):
                name = record.tree.get("name", "")
                for text in {name} if isinstance(name, str) else set(name.values()):
                    names[text] += 1
                    entry_ids[text] = record.id
        by_name = {text: id for text, id in entry_ids.items() if names[text] == 1}
        ids[kind] = by_name | {id: id for id in entry_ids.values()}
    return lambda kind, text: ids.get(kind, {}).get(text, "")


def compare_rows(sources: Sources, kind: SheetKind, rows: Iterable[Row], to: Difference) -> None:
    """Add to a difference what rows ask for that are about one kind of record."""
    languages = sources.site.languages
    key_order = list_key_order(kind.record_type)
    records = {record.id: record for record in list_records(sources, kind)}
    trip_column = TRIP_COLUMNS.get(kind.name)
    trip_kinds = [k for k in SHEET_KINDS if trip_column and k.name == trip_column.key + "s"]
    trips = {r.id: r for trip_kind in trip_kinds for r in list_records(sources, trip_kind)}
    stop_counts = Counter(record.trip_id for record in records.values())
    additions = Additions(kind, trips, stop_counts, languages)
    first_rows: dict[str, Row] = {}
    for row in rows:
        if not _check_id(row, first_rows.setdefault(row.id, row), to):
            continue
        row = begin_on_a_day_of_the_rule(expand_rule(row, sources.site.timezone, to), to)
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
