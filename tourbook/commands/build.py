"""build: make the site."""

from __future__ import annotations

import dataclasses
import sys
import time
from collections.abc import Callable

from tourbook.build.result import BuildResult
from tourbook.build.run import build
from tourbook.common.l10n import format_count
from tourbook.common.problems import Message

from .base import Command, Run, has_failed, list_files, print_build_problems


def run_build(run: Run) -> int:
    run.check_folders()
    options = run.make_build_options()
    if not run.args.quiet and sys.stderr.isatty():
        options = dataclasses.replace(options, on_progress=make_progress_printer(run.args.lang))
    result = build(options)
    print_build_problems(run, result)
    if has_failed(run, result):
        run.print_status(
            "没有写入任何文件：先改正以上问题", "nothing was written: fix the problems above first"
        )
        return 1
    _print_summary(run, result)
    _print_foreign_files(run, result.publish_result.foreign_files)
    return 0


def make_progress_printer(lang: str) -> Callable[[Message, int, int], None]:
    """A function that prints the progress on one line of a terminal, once a second has passed."""
    start = time.monotonic()

    def print_progress(phase: Message, count: int, total: int) -> None:
        if time.monotonic() - start > 1:
            share = f" {100 * count // total:3} %" if total else " ..."
            line = f"\r\033[K{phase.in_language(lang)}{share}"
            print(line, end="\r", file=sys.stderr, flush=True)

    return print_progress


def _print_summary(run: Run, result: BuildResult) -> None:
    files = list(result.publish_result.written_files)
    pages = sum(name.endswith(".html") for name in files)
    calendars = sum(name.endswith(".ics") for name in files)
    other_count = len(files) - pages - calendars
    kept_count = result.publish_result.kept_count
    deleted_count = len(result.publish_result.deleted_files)
    run.print_status(
        f"全站 {result.page_count} 个页面、{result.calendar_count} 个日历："
        f"写入 {pages} 个页面、{calendars} 个日历、{other_count} 个其他文件，"
        f"保留 {kept_count} 个，删除 {deleted_count} 个，用时 {result.seconds:.2f} 秒",
        f"{format_count(result.page_count, 'page')} and "
        f"{format_count(result.calendar_count, 'calendar')}: wrote {format_count(pages, 'page')}, "
        f"{format_count(calendars, 'calendar')} and {format_count(other_count, 'other file')}, "
        f"kept {kept_count}, deleted {deleted_count}, in {result.seconds:.2f} s",
    )


def _print_foreign_files(run: Run, files: list[str]) -> None:
    if files:
        count, listed = len(files), list_files(files)
        run.print_status(
            f"{run.output_folder} 里有 {count} 个文件不属于这个网站，也查不到是不是以前生成的，"
            f"没有删除：{listed}。如果是旧网站留下的，请自己删掉",
            f"kept in {run.output_folder}, although not part of this site and not known to be from "
            f"an earlier build: {listed} ({format_count(count, 'file')}). Delete what is left over",
        )


COMMAND = Command(run_build)
