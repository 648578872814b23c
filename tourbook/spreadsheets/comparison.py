"""A whole spreadsheet compared with the source files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from tourbook.common.problems import Message
from tourbook.editing.key_order import list_key_order
from tourbook.formats.workbooks import Sheet
from tourbook.model.assemble import Sources
from tourbook.model.region_names import find_region_codes
from tourbook.model.regions import RegionTree
from tourbook.sources.paths import FOLDER_BY_KIND, SCHEDULE_FILE

from .additions import Additions
from .cells import write_plainly
from .columns import Column
from .differences import Difference, Row, compare_record, iterate_rows
from .heads import Head
from .mapped_rows import FindId, Table, map_rows
from .mappings import TableMapping
from .merge_bases import MergeBase
from .merges import Preference, RowMerger
from .records import SHEET_KINDS, TRIP_COLUMNS, SheetKind, SourceRecord, list_records
from .rules import begin_on_a_day_of_the_rule, expand_rule

REGION = "region"
"""What a cell names that holds the code of one."""


def compare_sheets(
    sources: Sources,
    sheets: Iterable[tuple[Sheet, Head]],
    base: MergeBase | None = None,
    preference: Preference = "",
) -> Difference:
    """What the sheets ask for, all together. `base`: what they said when they were exported."""
    difference = Difference()
    find_id = make_id_finder(sources)
    # trips before their stops, which may be in the same file
    for sheet, head in sorted(sheets, key=lambda pair: pair[1].kind.name in TRIP_COLUMNS):
        records = list_records(sources, head.kind)
        former_ids = {id: record.id for record in records for id in _list_former_ids(record)}
        named = [c for c in head.columns.values() if c.target or c.path[-1] == REGION]
        rows = [_replace_names(r, named, find_id, former_ids) for r in iterate_rows(sheet, head)]
        merger = None
        if base and head.kind.name in base.keys:
            language = sources.site.languages[0]
            merger = RowMerger(
                base, head.kind, former_ids, find_id, preference, language, difference
            )
        compare_rows(sources, head.kind, rows, difference, merger)
        ids = {row.id for row in rows}
        absent_ids = [
            record.id
            for record in records
            if record.id not in ids and (merger is None or merger.knows(record.id))
        ]
        if len(absent_ids) <= len(ids):  # a table of a few is not meant to be whole
            difference.absent_ids += absent_ids
    return difference


def _list_former_ids(record: SourceRecord) -> list[str]:
    former_ids: list[str] = record.tree.get("aliases", [])
    return former_ids


def _list_names(record: SourceRecord) -> set[str]:
    name = record.tree.get("name", "")
    return {name} if isinstance(name, str) else set(name.values())


def _replace_names(
    row: Row, columns: Iterable[Column], find_id: FindId, former_ids: Mapping[str, str]
) -> Row:
    """A row with its present id, and with those of what it refers to by names or former ids.
    `columns`: those that refer to something."""
    ids: dict[Column, str] = {}
    for column in columns:
        text = write_plainly(row.cells[column])
        id = text and find_id(column.target or REGION, text)
        if id and id != text:
            ids[column] = id
    if not ids and row.id not in former_ids:
        return row
    cells = {**row.cells, **ids}
    if row.id in former_ids:  # which the table cannot know
        cells[row.id_column] = former_ids[row.id]
        cells = {column: cell for column, cell in cells.items() if column.key != "aliases"}
    return row._replace(cells=cells)


def compare_mapped(sources: Sources, mapping: TableMapping, table: Table, to: Difference) -> None:
    """Add to a difference what somebody else's table asks for."""
    for kind, rows in map_rows(mapping, table, make_id_finder(sources), to):
        compare_rows(sources, kind, rows, to)


def make_id_finder(sources: Sources) -> FindId:
    """A function that finds the record with an id or a former one or, if there is but one, with a
    name."""
    tree = RegionTree(sources.regions)

    @cache
    def list_ids(kind: str) -> dict[str, str]:
        folder = FOLDER_BY_KIND.get(kind, f"{kind}s")
        sheet_kind = next((k for k in SHEET_KINDS if k.name == folder), None)
        records = list_records(sources, sheet_kind) if sheet_kind else []
        names = [(name, record.id) for record in records for name in _list_names(record)]
        counts = Counter(name for name, _ in names)
        former_ids = {id: record.id for record in records for id in _list_former_ids(record)}
        own_ids = {record.id: record.id for record in records}
        return {name: id for name, id in names if counts[name] == 1} | former_ids | own_ids

    @cache
    def find_id(kind: str, text: str) -> str:
        if kind != REGION:
            return list_ids(kind).get(text, "")
        codes = find_region_codes(tree, text)
        return codes[0] if len(codes) == 1 else ""

    return find_id


def compare_rows(
    sources: Sources,
    kind: SheetKind,
    rows: Iterable[Row],
    to: Difference,
    merger: RowMerger | None = None,
) -> None:
    """Add to a difference what rows ask for that are about one kind of record. `merger`: knows what
    they said when they were exported."""
    languages = sources.site.languages
    key_order = list_key_order(kind.record_type)
    records = {record.id: record for record in list_records(sources, kind)}
    trip_column = TRIP_COLUMNS.get(kind.name)
    trip_kinds = [k for k in SHEET_KINDS if trip_column and k.name == trip_column.key + "s"]
    trips = {r.id: r for trip_kind in trip_kinds for r in list_records(sources, trip_kind)}
    stop_counts = Counter(record.trip_id for record in records.values())
    main = sources.schedules.get(SCHEDULE_FILE)
    additions = Additions(kind, trips, stop_counts, languages, main.include if main else [])
    first_rows: dict[str, Row] = {}
    for row in rows:
        if not _check_id(kind, row, first_rows.setdefault(row.id, row), to):
            continue
        record = records.get(row.id)
        if record and merger and merger.is_untouched(row):
            to.kept_places += merger.list_overtaken(record, row)
            continue
        row = begin_on_a_day_of_the_rule(expand_rule(row, sources.site.timezone, to), to)
        if record:
            row = merger.select_changes(record, row) if merger else row
            compare_record(record, row, languages, key_order, to)
        elif merger is None or merger.returns(row):
            additions.add(row, to)


def _check_id(kind: SheetKind, row: Row, first_row: Row, to: Difference) -> bool:
    """Whether a row has an id of its own."""
    place = row.place(row.id_column)
    if not row.id:
        to.report(place, "这一行没有编号（id）", "this row has no id", _suggest_id(kind, row))
    elif first_row is not row:
        to.report(
            place,
            f"“{row.id}” 在第 {first_row.number + 1} 行已经有了",
            f"“{row.id}” stands in row {first_row.number + 1} already",
        )
    return bool(row.id) and first_row is row


def _suggest_id(kind: SheetKind, row: Row) -> Message:
    """What may stand in the empty cell of an id."""
    cells = {column.key: write_plainly(cell) for column, cell in row.cells.items()}
    trip_column = TRIP_COLUMNS.get(kind.name)
    parts = [cells.get(trip_column.key, ""), cells.get("venue", "")] if trip_column else []
    zh, en = (
        (f"，例如 {id}", f", such as {id}") if (id := "-".join(filter(None, parts))) else ("", "")
    )
    return Message(
        f"新的一条自己起一个没用过的编号，用英文字母、数字、短横线{zh}；原有的，写回它的编号",
        f"a new record needs an id that no other has, of letters, digits and hyphens{en}; one that "
        f"is there already, its own id",
    )
