"""build: make the site."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from tourbook.build.pipeline import build
from tourbook.common.problems import Say

from .base import Command, Run, failed, tell


def progress(run: Run) -> Callable[[Say, int, int], None]:
    """One line that is written over, on a terminal and once a build has taken a second; else
    nothing."""
    start = time.monotonic()

    def show(stage: Say, done: int, total: int) -> None:
        if time.monotonic() - start > 1:
            share = f" {100 * done // total:3} %" if total else " ..."
            print(
                f"\r\033[K{stage.to(run.args.lang)}{share}", end="\r", file=sys.stderr, flush=True
            )

    return (
        show if sys.stderr.isatty() and not run.args.quiet else lambda _stage, _done, _total: None
    )


def run(run: Run) -> int:
    why = run.refused()
    if why:
        print(why, file=sys.stderr)
        return 2
    report = build(run.options(progress(run)))
    tell(run, report)
    if failed(run, report):
        if not run.args.quiet:
            print(
                run.say(
                    "没有写入任何文件：先改正以上问题",
                    "nothing was written: mend the problems above first",
                ),
                file=sys.stderr,
            )
        return 1
    if not run.args.quiet:
        names = [*report.result.written]
        pages = sum(n.endswith(".html") for n in names)
        feeds = sum(n.endswith(".ics") for n in names)
        other = len(names) - pages - feeds
        r = report
        print(
            run.say(
                f"全站 {r.pages} 个页面、{r.feeds} 个日历：写入 {pages} 个页面、{feeds} 个日历、"
                f"{other} 个其他文件，"
                f"保留 {r.result.kept} 个，删除 {len(r.result.deleted)} 个，用时 {r.seconds:.2f} "
                f"秒",
                f"{r.pages} pages and {r.feeds} calendars: wrote {pages} pages, {feeds} "
                f"calendars and {other} other files, "
                f"kept {r.result.kept}, deleted {len(r.result.deleted)}, in {r.seconds:.2f} s",
            ),
            file=sys.stderr,
        )
    return 0


COMMAND = Command("build the site into output/ (what is done without a command) / 生成网站", run)
