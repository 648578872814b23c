"""fmt: source files in their usual layout."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from tourbook.build.inputs import BuildInputs, read_inputs
from tourbook.common.problems import Message, format_count
from tourbook.editing.changes import Change
from tourbook.editing.formatting import format_source
from tourbook.sources.paths import (
    REGIONS_FILE,
    SCHEDULE_FILE,
    SITE_FILE,
    parse_content_path,
)

from .base import Command, Run, UsageError
from .editing import Editor, add_edit_arguments


def run_fmt(run: Run) -> int:
    run.check_project()
    inputs = read_inputs(run.make_build_options())
    files = _choose_files(run, inputs)
    texts = {file: inputs.snapshot.texts[file] for file in files}
    layouts = {file: format_source(raw, file) for file, raw in texts.items()}
    unreadable = [file for file, raw in layouts.items() if raw is None]
    new_texts = {f: raw for f, raw in layouts.items() if raw is not None and raw != texts[f]}
    for file in unreadable:
        run.print_error(
            f"{file}: 读不懂，没有排：先看 check 怎么说",
            f"{file}: this cannot be read, and was left alone: see what `check` says",
        )
    if run.args.check:
        return _list_files(run, new_texts) or int(bool(unreadable))
    if not new_texts:
        run.print_status("都排好了，没有要改的", "all files have their usual layout")
        return int(bool(unreadable))
    count = len(new_texts)
    summary = Message(f"重排 {count} 个文件", f"{format_count(count, 'file')} in another layout")
    return Editor(run).apply(Change(summary, {}, new_files=new_texts)) or int(bool(unreadable))


def _list_files(run: Run, files: Iterable[str]) -> int:
    """Print the names of files that have another layout; the exit code."""
    names = list(files)
    for file in names:
        print(file)
    if names:
        run.print_status(
            f"{len(names)} 个文件还没有排：运行 tourbook fmt",
            f"{format_count(len(names), 'file')} not in the usual layout: run `tourbook fmt`",
        )
    return int(bool(names))


def _choose_files(run: Run, inputs: BuildInputs) -> list[str]:
    """The files that are asked for, or all. Raises UsageError for one that is no source file."""
    texts = inputs.snapshot.texts
    all_files = [file for file in texts if _has_layout(file)]
    if not run.args.files:
        return all_files
    files = []
    for name in run.args.files:
        paths = [(folder / name).resolve() for folder in (Path.cwd(), run.root)]
        names = [p.relative_to(run.root).as_posix() for p in paths if p.is_relative_to(run.root)]
        file = next((name for name in names if name in all_files), None)
        if file is None:
            raise UsageError(
                f"{name} 不是内容或日程的 YAML、Markdown 文件",
                f"{name} is no YAML or Markdown file of the content or the schedule",
            )
        files.append(file)
    return list(dict.fromkeys(files))


def _has_layout(file: str) -> bool:
    is_schedule = file == SCHEDULE_FILE or file.startswith("schedule/")
    if file.endswith(".yaml"):
        return is_schedule or file in (SITE_FILE, REGIONS_FILE)
    return file.endswith(".md") and parse_content_path(file) is not None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="*", help="only these (default: all) / 文件")
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing, list the files that would change, and fail if there are any / "
        "只列出没排好的文件",
    )
    add_edit_arguments(parser)


COMMAND = Command(run_fmt, add_arguments)
