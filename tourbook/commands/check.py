"""check: say every problem, write nothing."""

from __future__ import annotations

import sys

from tourbook.build.pipeline import build

from .base import Command, Run, failed, tell


def run(run: Run) -> int:
    why = run.refused()
    if why:
        print(why, file=sys.stderr)
        return 2
    report = build(run.options(), write=False)
    tell(run, report)
    if failed(run, report):
        return 1
    if not run.args.quiet and run.args.format == "text":
        n = report.pages, report.feeds
        print(
            run.say(
                f"没有错误：{n[0]} 个页面、{n[1]} 个日历",
                f"no errors: {n[0]} pages, {n[1]} calendars",
            ),
            file=sys.stderr,
        )
    return 0


COMMAND = Command("only check; write nothing / 只检查，不写文件", run)
