"""import: make the source files say what a spreadsheet says."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from tourbook.common.printable import make_printable
from tourbook.common.problems import Message, Problem, format_count
from tourbook.editing.changes import Change
from tourbook.formats.workbooks import Sheet, WorkbookError, name_cell, read_sheets
from tourbook.spreadsheets.comparison import compare_sheets
from tourbook.spreadsheets.differences import CellPlace, Difference
from tourbook.spreadsheets.heads import Head, find_head
from tourbook.spreadsheets.records import SHEET_KINDS

from .base import Command, Run, UsageError
from .editing import Editor, add_edit_arguments, read_sound_sources


def run_import(run: Run) -> int:
    path = Path(run.args.file)
    try:
        sheets = read_sheets(path.read_bytes(), path.name)
    except WorkbookError as e:
        raise UsageError(*e.message) from None
    except FileNotFoundError:
        raise UsageError(f"没有文件 {path}", f"there is no file {path}") from None
    editor = Editor(run)
    sources = read_sound_sources(editor.inputs)
    heads = list(_iterate_heads(run, path, sheets, sources.site.languages))
    if not heads:
        raise UsageError(
            f"{path.name} 里没有认得出的表：表头要有 id 一列，例如先用 export 得到的",
            f"no sheet of {path.name} can be recognized: its head needs a column id, as in what "
            f"export writes",
        )
    difference = compare_sheets(sources, heads)
    if difference.problems:
        for place, message in sorted(difference.problems):
            run.print_error(
                f"{_name_place(path, place)}: 错误: {message.zh}",
                f"{_name_place(path, place)}: error: {message.en}",
            )
        return 1
    if not difference.edits:
        run.print_status("和现在的内容一样，没有要改的", "nothing in it is different")
        return 0
    edits = {file: tuple(edits) for file, edits in difference.edits.items()}
    change = Change(_summarize(difference), edits)
    return editor.apply(change, name_place=lambda p: _find_cell(path, difference, p))


def _iterate_heads(
    run: Run, path: Path, sheets: list[Sheet], languages: list[str]
) -> Iterator[tuple[Sheet, Head]]:
    for sheet in sheets:
        head = find_head(sheet, languages, run.args.sheet or "")
        if head is None:
            continue
        for number, title, meant in head.unknown_titles:
            cell = _name_place(path, CellPlace(sheet.name, head.row, number))
            zh, en = (f"，是不是 “{meant}”？", f"; did you mean “{meant}”?") if meant else ("", "")
            run.print_error(
                f"{cell}: 不认识的一列 “{title}”，没有读{zh}",
                f"{cell}: unknown column “{title}”, which is not read{en}",
            )
        yield sheet, head


def _summarize(difference: Difference) -> Message:
    changed, added = len(difference.changed_ids), len(difference.new_ids)
    return Message(
        f"改 {changed} 条，新加 {added} 条",
        f"{format_count(changed, 'record')} changed, {added} new",
    )


def _find_cell(path: Path, difference: Difference, problem: Problem) -> str:
    """The cell from which a value comes that is wrong; "" if it comes from elsewhere."""
    at = problem.location
    for length in range(len(at.path), -1, -1):
        if place := difference.cells.get((at.file, at.path[:length])):
            return _name_place(path, place)
    return ""


def _name_place(path: Path, place: CellPlace) -> str:
    sheet = f"{place.sheet}!" if place.sheet else ""
    return make_printable(f"{path.name}: {sheet}{name_cell(place.row, place.column)}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="xlsx, xls, ods or csv / 表格文件")
    parser.add_argument(
        "--sheet",
        choices=[kind.name for kind in SHEET_KINDS],
        help="what the sheet is about, if its head does not say it / 表里是什么",
    )
    add_edit_arguments(parser)


COMMAND = Command(run_import, add_arguments)
