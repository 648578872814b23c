"""import: make the source files say what a spreadsheet says, somebody else's table by a mapping, or
the calendar of another program."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from tourbook.build.table_memory import TableMemory
from tourbook.common.problems import Message, format_count
from tourbook.editing.changes import Change
from tourbook.formats.workbooks import Sheet
from tourbook.model.assemble import Sources
from tourbook.spreadsheets.comparison import compare_mapped, compare_sheets
from tourbook.spreadsheets.differences import CellPlace, Difference
from tourbook.spreadsheets.heads import Head, find_head
from tourbook.spreadsheets.mapped_rows import Table
from tourbook.spreadsheets.merge_bases import (
    HIDDEN_SHEETS,
    SHEET_NAME,
    find_merge_base,
    update_base,
)
from tourbook.spreadsheets.records import SHEET_KINDS, read_sheet_name

from .base import Command, Run, UsageError, list_files
from .cell_printer import CellPrinter
from .editing import Editor, add_edit_arguments, read_sound_sources
from .foreign_tables import find_mapped_table, load_mapping, read_events
from .options import parse_date
from .table_files import read_file, read_table_file


def run_import(run: Run) -> int:
    path = Path(run.args.file)
    raw = read_file(path)
    editor = Editor(run)
    sources = read_sound_sources(editor.inputs)
    if path.suffix.lower() in (".ics", ".ical"):
        table, difference = read_events(run, editor, sources, path.name, raw)
        printer = _make_printer(run, path.name, table, has_lines=True)
    elif run.args.mapping:
        difference = Difference()
        mapping = load_mapping(run, editor, sources)
        table = find_mapped_table(run, editor, mapping, read_table_file(raw, path.name), path.name)
        compare_mapped(sources, mapping, table, difference)
        printer = _make_printer(run, path.name, table)
    else:
        printer = CellPrinter(run, path.name, {})
        return _import_own_table(run, editor, sources, raw, printer)
    return _apply(run, editor, difference, printer)


def _make_printer(run: Run, file: str, table: Table, *, has_lines: bool = False) -> CellPrinter:
    return CellPrinter(run, file, {n: title for title, n in table.titles.items()}, has_lines)


def _apply(run: Run, editor: Editor, difference: Difference, printer: CellPrinter) -> int:
    for note in difference.notes:
        printer.print_note(note)
    if difference.problems:
        for problem in sorted(difference.problems):
            printer.print_problem(problem.place, "error", problem.message, problem.help)
        run.print_status(
            f"没有写入：先改正这 {len(difference.problems)} 处",
            f"nothing was written: correct {format_count(len(difference.problems), 'place')} first",
        )
        return 1
    _tell_absent(run, difference.absent_ids)
    _tell_overtaken(run, difference, printer)
    if not difference.edits:
        run.print_status("和现在的内容一样，没有要改的", "nothing in it is different")
        return 0
    edits = {file: tuple(edits) for file, edits in difference.edits.items()}
    change = Change(_summarize(difference), edits)
    return editor.apply(change, report=lambda problem: printer.print_of_cell(problem, difference))


def _tell_absent(run: Run, ids: list[str]) -> None:
    """A row that is deleted does nothing, and who deleted it may think that it does."""
    if ids:
        count, listed = len(ids), list_files(ids)
        run.print_status(
            f"表里没有的 {count} 条保持原样：{listed}。要取消用 cancel，要改编号用 rename",
            f"{format_count(count, 'record')} without a row stay as they are: {listed}. To cancel "
            f"a stop, use `cancel`; for another id, `rename`",
        )


def _tell_overtaken(run: Run, difference: Difference, printer: CellPrinter) -> None:
    """What the table says and nobody changed in it, while the files say something else by now."""
    if places := difference.kept_places:
        listed = list_files([printer.name_place(place) for place in places])
        run.print_status(
            f"导出以后文件里另外改过的 {len(places)} 格保持文件里的：{listed}",
            f"{format_count(len(places), 'cell')} that changed in the files after the export stay "
            f"as they are there: {listed}",
        )
    if ids := difference.departed_ids:
        run.print_status(
            f"导出以后从文件里删掉的 {len(ids)} 条不再加上：{list_files(ids)}",
            f"{format_count(len(ids), 'record')} that went from the files after the export stay "
            f"away: {list_files(ids)}",
        )


def _summarize(difference: Difference) -> Message:
    changed, added = len(difference.changed_ids), difference.new_counts.total()
    kinds = {kind.name: kind.title for kind in SHEET_KINDS}
    counts = [(n, kinds[name]) for name, n in difference.new_counts.items()]
    zh = "，".join(f"{title.zh} {n}" for n, title in counts)
    en = ", ".join(f"{n} {title.en}" for n, title in counts)
    return Message(
        f"改 {changed} 条，新加 {added} 条" + (f"（{zh}）" if counts else ""),
        f"{format_count(changed, 'record')} changed, {added} new" + (f" ({en})" if counts else ""),
    )


# ---- tables of Tourbook's own ------------------------------------------------------------------


def _import_own_table(
    run: Run, editor: Editor, sources: Sources, raw: bytes, printer: CellPrinter
) -> int:
    path = Path(run.args.file)
    sheets = read_table_file(raw, path.name)
    heads = _list_heads(run, printer, sheets, sources)
    base = find_merge_base(sheets)
    if base is None:
        if any(sheet.name == SHEET_NAME for sheet in sheets):
            run.print_status(
                "看不见的 exported 表被改动过，分不出哪些格是您改的：表里写的都算",
                "the hidden sheet “exported” was changed: which cells are yours cannot be told; "
                "all of them count",
            )
        return _apply(run, editor, compare_sheets(sources, heads), printer)
    memory = TableMemory(run.workspace, path, base)
    known_base = update_base(base, memory.load())
    difference = compare_sheets(sources, heads, known_base, run.args.prefer)
    code = _apply(run, editor, difference, printer)
    agrees = not (code or difference.edits or run.args.dry_run)
    if editor.has_written or agrees:
        memory.save(difference.own_values)
    return code


def _list_heads(
    run: Run, printer: CellPrinter, sheets: list[Sheet], sources: Sources
) -> list[tuple[Sheet, Head]]:
    """Raises UsageError if no sheet is about records."""
    heads = list(_iterate_heads(run, printer, sheets, sources.site.languages))
    if not heads:
        raise UsageError(
            f"{printer.file} 里没有认得出的表：表头要有 id 一列，例如先用 export 得到的；"
            f"别处来的表用 --mapping 说明各列是什么",
            f"no sheet of {printer.file} can be recognized: its head needs a column id, as in what "
            f"export writes; for a table from elsewhere, --mapping says what its columns are",
        )
    return heads


def _iterate_heads(
    run: Run, printer: CellPrinter, sheets: list[Sheet], languages: list[str]
) -> Iterator[tuple[Sheet, Head]]:
    for sheet in sheets:
        if sheet.name in HIDDEN_SHEETS:
            continue
        head = find_head(sheet, languages, run.args.sheet or "")
        if head is None:
            continue
        for number, title in head.unknown_titles:
            meant = head.find_similar_title(title)
            cell = printer.name_place(CellPlace(sheet.name, head.row, number))
            zh, en = (f"，是不是 “{meant}”？", f"; did you mean “{meant}”?") if meant else ("", "")
            run.print_error(
                f"{cell}: 不认识的一列 “{title}”，没有读{zh}",
                f"{cell}: unknown column “{title}”, which is not read{en}",
            )
        yield sheet, head


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="xlsx, xls, ods, csv or ics / 表格或日历文件")
    parser.add_argument(
        "--mapping",
        metavar="MAPPING.yaml",
        help="what the columns of somebody else's table are / 别处来的表：各列是什么",
    )
    parser.add_argument(
        "--route", metavar="ID", help="of a calendar: the route of the visits / 日历放进哪条线路"
    )
    parser.add_argument(
        "--tour", metavar="ID", help="of a calendar: the tour of the stops / 日历放进哪个巡展"
    )
    parser.add_argument(
        "--until",
        type=parse_date,
        metavar="YYYY-MM-DD",
        help="of a calendar: the last day of what recurs without end / 没有期限的重复到哪天为止",
    )
    parser.add_argument(
        "--sheet",
        type=read_sheet_name,
        choices=[kind.name for kind in SHEET_KINDS],
        help="what the sheet is about, if its head does not say it / 表里是什么",
    )
    parser.add_argument(
        "--prefer",
        choices=("table", "files"),
        default="",
        help="whose value is taken where the same cell was changed in the workbook and, since the "
        "export, in the files (default: that is an error) / 同一格两边都改过时用哪边的",
    )
    add_edit_arguments(parser)


COMMAND = Command(run_import, add_arguments)
