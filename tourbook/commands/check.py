"""check: say every problem, write nothing."""

from __future__ import annotations

import sys

from tourbook.build.pipeline import check

from .base import Command, Run, has_failed, print_build_problems


def run(run: Run) -> int:
    why = run.find_folder_error()
    if why:
        print(why, file=sys.stderr)
        return 2
    report = check(run.make_build_options())
    print_build_problems(run, report)
    if has_failed(run, report):
        return 1
    if not run.args.quiet and run.args.format == "text":
        n = report.page_count, report.calendar_count
        print(
            run.localize(
                f"没有错误：{n[0]} 个页面、{n[1]} 个日历",
                f"no errors: {n[0]} pages, {n[1]} calendars",
            ),
            file=sys.stderr,
        )
    return 0


COMMAND = Command("only check; write nothing / 只检查，不写文件", run)
