"""build: make the site."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from tourbook.build.pipeline import build
from tourbook.common.problems import Message

from .base import Command, Run, has_failed, print_build_problems


def make_progress_printer(run: Run) -> Callable[[Message, int, int], None]:
    """One line that is written over, on a terminal and once a build has taken a second; else
    nothing."""
    start = time.monotonic()

    def print_progress(stage: Message, done: int, total: int) -> None:
        if time.monotonic() - start > 1:
            share = f" {100 * done // total:3} %" if total else " ..."
            print(
                f"\r\033[K{stage.in_language(run.args.lang)}{share}",
                end="\r",
                file=sys.stderr,
                flush=True,
            )

    return (
        print_progress
        if sys.stderr.isatty() and not run.args.quiet
        else lambda _stage, _done, _total: None
    )


def run(run: Run) -> int:
    why = run.find_folder_error()
    if why:
        print(why, file=sys.stderr)
        return 2
    report = build(run.make_build_options(make_progress_printer(run)))
    print_build_problems(run, report)
    if has_failed(run, report):
        if not run.args.quiet:
            print(
                run.localize(
                    "没有写入任何文件：先改正以上问题",
                    "nothing was written: mend the problems above first",
                ),
                file=sys.stderr,
            )
        return 1
    if not run.args.quiet:
        names = [*report.publish_result.written_files]
        pages = sum(n.endswith(".html") for n in names)
        feeds = sum(n.endswith(".ics") for n in names)
        other = len(names) - pages - feeds
        r = report
        print(
            run.localize(
                f"全站 {r.page_count} 个页面、{r.calendar_count} 个日历：写入 {pages} 个页面、"
                f"{feeds} 个日历、"
                f"{other} 个其他文件，"
                f"保留 {r.publish_result.kept_count} 个，删除 "
                f"{len(r.publish_result.deleted_files)} 个，用时 {r.seconds:.2f} "
                f"秒",
                f"{r.page_count} pages and {r.calendar_count} calendars: wrote {pages} pages, "
                f"{feeds} "
                f"calendars and {other} other files, "
                f"kept {r.publish_result.kept_count}, deleted "
                f"{len(r.publish_result.deleted_files)}, in {r.seconds:.2f} s",
            ),
            file=sys.stderr,
        )
    return 0


COMMAND = Command("build the site into output/ (what is done without a command) / 生成网站", run)
