"""export: the records as a workbook that can be filled in and imported again, as CSV or JSON;
or the schedule as a calendar."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import msgspec

from tourbook.build.inputs import read_inputs
from tourbook.build.single_calendar import UnknownCalendarError, write_calendar
from tourbook.build.table_memory import TableMemory
from tourbook.common.files import write_atomically
from tourbook.common.problems import Message, Problems
from tourbook.common.suggestions import suggest_option
from tourbook.formats.workbooks import FormSheet, read_sheets, write_csv, write_forms
from tourbook.model.assemble import Sources
from tourbook.sources.paths import FOLDER_BY_KIND
from tourbook.spreadsheets.merge_bases import find_merge_base, make_base_sheet
from tourbook.spreadsheets.records import (
    SHEET_KINDS,
    SheetKind,
    list_records,
    make_sheet,
    read_sheet_name,
)

from .asking import confirm
from .base import Command, ProjectError, Run, UsageError
from .editing import read_sound_sources

_FORMS = ("xlsx", "csv", "json", "ics")


def run_export(run: Run) -> int:
    run.check_project()
    form = _choose_form(run)
    kinds = [kind for kind in SHEET_KINDS if not run.args.sheets or kind.name in run.args.sheets]
    if form == "csv" and len(kinds) > 1:
        raise UsageError(
            "CSV 只放得下一张表：用 --sheet 选一张",
            "CSV has room for one sheet: choose it with --sheet",
        )
    if form == "ics":
        raw = _write_calendar(run)
    else:
        if run.args.of:
            raise UsageError("--of 只用于日历（.ics）", "--of is for calendars (.ics)")
        sources = read_sound_sources(read_inputs(run.make_build_options()))
        is_json = form == "json"
        raw = _write_json(sources, kinds) if is_json else _write_table(run, sources, kinds, form)
    if run.args.file == "-":
        sys.stdout.buffer.write(raw)
        return 0
    path = Path(run.args.file)
    if not _is_replaceable(run, path):
        run.print_status("没有写入", "nothing was written")
        return 0
    write_atomically(path, raw)
    if form == "xlsx" and (base := find_merge_base(read_sheets(raw, path.name))):
        TableMemory(run.workspace, path, base).forget()
    run.print_status(f"写好了 {path}", f"wrote {path}")
    return 0


def _is_replaceable(run: Run, path: Path) -> bool:
    """Whether to write the file; somebody at a terminal may have changed the one that is there."""
    return not path.exists() or confirm(
        run,
        Message(
            f"{path} 已经有了，里面没有导入的改动会丢。换掉它？",
            f"{path} exists, and changes in it that were not imported will be lost. Replace it?",
        ),
        default=False,
    )


def _choose_form(run: Run) -> str:
    """Raises UsageError."""
    form: str = run.args.form or Path(run.args.file).suffix.removeprefix(".").lower()
    if form not in _FORMS:
        raise UsageError(
            "文件名写成 .xlsx、.csv、.json 或 .ics，或用 --as 写明",
            "call the file .xlsx, .csv, .json or .ics, or say it with --as",
        )
    return form


def _write_table(run: Run, sources: Sources, kinds: list[SheetKind], form: str) -> bytes:
    lang = run.args.lang
    folders = FOLDER_BY_KIND | {"tour": "tours", "route": "routes"}
    ids = {
        target: [record.id for record in list_records(sources, kind)]
        for target, folder in folders.items()
        for kind in SHEET_KINDS
        if kind.name == folder
    }
    sheets: list[FormSheet] = [make_sheet(sources, kind, ids, lang) for kind in kinds]
    if form == "csv":
        return write_csv(sheets[0].columns, sheets[0].rows)
    return write_forms(sheets, [make_base_sheet(sources, kinds)])


def _write_calendar(run: Run) -> bytes:
    """The calendar that the site publishes of what was asked for. Raises UsageError, or
    ProjectError for a project with errors."""
    options, problems = run.make_build_options(), Problems()
    inputs = read_inputs(options)
    try:
        raw = write_calendar(options, inputs, problems, run.args.lang, run.args.of)
    except UnknownCalendarError as e:
        help = suggest_option(run.args.of, e.ids)
        raise UsageError(
            f"没有 “{run.args.of}” 的日历：写站点、线路、巡展、场馆、大篷车、展览、机构、活动的"
            f"编号，或地区代码。{help.zh}",
            f"there is no calendar of “{run.args.of}”: write the id of a stop, route, tour, venue, "
            f"caravan, exhibition, organisation or campaign, or the code of a region. "
            f"{help.en}".rstrip(),
        ) from None
    if raw is None:
        raise ProjectError(problems, inputs)
    return raw


def _write_json(sources: Sources, kinds: list[SheetKind]) -> bytes:
    content = {
        kind.name: [
            {"id": record.id, **({"trip": record.trip_id} if record.trip_id else {})} | record.tree
            for record in list_records(sources, kind)
        ]
        for kind in kinds
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help="FILE.xlsx, .csv, .json or .ics; - for stdout / 文件"
    )
    parser.add_argument(
        "--sheet",
        dest="sheets",
        action="append",
        type=read_sheet_name,
        choices=[kind.name for kind in SHEET_KINDS],
        help="only this (can be repeated; default: all) / 只要这一张，可写几次",
    )
    parser.add_argument(
        "--of",
        default="",
        metavar="ID",
        help="of a calendar: only the stops of this route, tour, venue, caravan, region … / "
        "日历只要这条线路、这个场馆、这个地区的",
    )
    parser.add_argument("--as", dest="form", choices=_FORMS, help="format of the file / 文件格式")


COMMAND = Command(run_export, add_arguments)
