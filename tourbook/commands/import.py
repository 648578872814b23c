"""import: make the source files say what a spreadsheet says, or somebody else's table by a
mapping."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from tourbook.build.proposals import replace_inputs
from tourbook.common.problems import Location, Message, Problem, Problems, format_count
from tourbook.editing.changes import Change
from tourbook.formats import source_text, yaml_source
from tourbook.formats.workbooks import Sheet, WorkbookError, name_cell, read_sheets
from tourbook.model.assemble import Sources
from tourbook.spreadsheets.comparison import compare_mapped, compare_sheets
from tourbook.spreadsheets.differences import CellPlace, CellProblem, Difference
from tourbook.spreadsheets.heads import Head, find_head
from tourbook.spreadsheets.mapped_rows import Table, find_table
from tourbook.spreadsheets.mappings import TableMapping, read_mapping
from tourbook.spreadsheets.records import SHEET_KINDS

from .base import Command, ProjectError, Run, UsageError
from .editing import Editor, add_edit_arguments, read_sound_sources

_LEVELS = {"error": Message("错误", "error"), "warning": Message("警告", "warning")}


def run_import(run: Run) -> int:
    path = Path(run.args.file)
    raw = _read(path)
    try:
        sheets = read_sheets(raw, path.name)
    except WorkbookError as e:
        raise UsageError(*e.message) from None
    editor = Editor(run)
    sources = read_sound_sources(editor.inputs)
    if run.args.mapping:
        table, difference = _map_sheets(run, editor, sources, sheets, path)
        printer = CellPrinter(run, path, {n: t for t, n in table.titles.items()})
    else:
        difference = compare_sheets(sources, _list_heads(run, path, sheets, sources))
        printer = CellPrinter(run, path, {})
    return _apply(run, editor, difference, printer)


def _read(path: Path) -> bytes:
    """Raises UsageError."""
    try:
        return path.read_bytes()
    except OSError:
        raise UsageError(f"没有文件 {path}", f"there is no file {path}") from None


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
    if not difference.edits:
        run.print_status("和现在的内容一样，没有要改的", "nothing in it is different")
        return 0
    edits = {file: tuple(edits) for file, edits in difference.edits.items()}
    change = Change(_summarize(difference), edits)
    return editor.apply(change, report=lambda problem: printer.print_of_cell(problem, difference))


# ---- tables of Tourbook's own ------------------------------------------------------------------


def _list_heads(
    run: Run, path: Path, sheets: list[Sheet], sources: Sources
) -> list[tuple[Sheet, Head]]:
    """Raises UsageError if no sheet is about records."""
    heads = list(_iterate_heads(run, path, sheets, sources.site.languages))
    if not heads:
        raise UsageError(
            f"{path.name} 里没有认得出的表：表头要有 id 一列，例如先用 export 得到的；别处来的表用 "
            f"--mapping 说明各列是什么",
            f"no sheet of {path.name} can be recognized: its head needs a column id, as in what "
            f"export writes; for a table from elsewhere, --mapping says what its columns are",
        )
    return heads


def _iterate_heads(
    run: Run, path: Path, sheets: list[Sheet], languages: list[str]
) -> Iterator[tuple[Sheet, Head]]:
    for sheet in sheets:
        head = find_head(sheet, languages, run.args.sheet or "")
        if head is None:
            continue
        for number, title, meant in head.unknown_titles:
            cell = CellPrinter(run, path, {}).name_place(CellPlace(sheet.name, head.row, number))
            zh, en = (f"，是不是 “{meant}”？", f"; did you mean “{meant}”?") if meant else ("", "")
            run.print_error(
                f"{cell}: 不认识的一列 “{title}”，没有读{zh}",
                f"{cell}: unknown column “{title}”, which is not read{en}",
            )
        yield sheet, head


# ---- tables of others --------------------------------------------------------------------------


def _map_sheets(
    run: Run, editor: Editor, sources: Sources, sheets: Sequence[Sheet], path: Path
) -> tuple[Table, Difference]:
    """Raises UsageError, or ProjectError for mistakes in the mapping."""
    mapping_path = Path(run.args.mapping)
    name, raw = mapping_path.name, _read(mapping_path)
    problems = Problems()
    mapping = _read_mapping(name, raw, sources.site.languages, problems)
    table = find_table(mapping, sheets, path.name, problems) if not problems.items else None
    if table is None:
        raise ProjectError(problems, replace_inputs(editor.inputs, {name: raw}))
    return table, compare_mapped(sources, mapping, table)


def _read_mapping(
    name: str, raw: bytes, languages: Sequence[str], problems: Problems
) -> TableMapping:
    text = source_text.decode(raw, name, problems)
    tree = None if text is None else yaml_source.load(text, name, problems)
    if problems.items:
        return TableMapping([])
    return read_mapping(tree, Location(name), languages, problems)


# ---- words -------------------------------------------------------------------------------------


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


class CellPrinter:
    """Prints what is wrong in the cells of a file."""

    def __init__(self, run: Run, path: Path, titles: dict[int, str]) -> None:
        """`titles`: number of a column -> its title, if that is not Tourbook's own."""
        self.run, self.path, self.titles = run, path, titles

    def name_place(self, place: CellPlace) -> str:
        sheet = f"{place.sheet}!" if place.sheet else ""
        title = self.titles.get(place.column)
        column = f" ({title})" if title else ""
        return f"{self.path.name}: {sheet}{name_cell(place.row, place.column)}{column}"

    def print_problem(self, place: CellPlace, level: str, message: Message, help: Message) -> None:
        name, words = self.name_place(place), _LEVELS[level]
        self.run.print_error(
            f"{name}: {words.zh}: {message.zh}", f"{name}: {words.en}: {message.en}"
        )
        if help:
            self.run.print_error(f"       = 改法：{help.zh}", f"       = help: {help.en}")

    def print_note(self, note: CellProblem) -> None:
        name = self.name_place(note.place)
        self.run.print_status(
            f"{name}: 注意: {note.message.zh}", f"{name}: note: {note.message.en}"
        )

    def print_of_cell(self, problem: Problem, difference: Difference) -> bool:
        """Print a problem of what a cell says; False if it is of something else."""
        at = problem.location
        for length in range(len(at.path), -1, -1):
            if place := difference.cells.get((at.file, at.path[:length])):
                self.print_problem(place, problem.level, problem.message, problem.help)
                return True
        return False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="xlsx, xls, ods or csv / 表格文件")
    parser.add_argument(
        "--mapping",
        metavar="MAPPING.yaml",
        help="what the columns of somebody else's table are / 别处来的表：各列是什么",
    )
    parser.add_argument(
        "--sheet",
        choices=[kind.name for kind in SHEET_KINDS],
        help="what the sheet is about, if its head does not say it / 表里是什么",
    )
    add_edit_arguments(parser)


COMMAND = Command(run_import, add_arguments)
