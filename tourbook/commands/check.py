"""check: report every problem, write nothing."""

from __future__ import annotations

from tourbook.build.rebuild import check
from tourbook.common.problems import format_count

from .base import Command, Run, has_failed, print_build_problems


def run_check(run: Run) -> int:
    run.check_folders()
    result = check(run.make_build_options())
    print_build_problems(run, result)
    if has_failed(run, result):
        return 1
    if run.args.format == "text":
        pages, calendars = result.page_count, result.calendar_count
        run.print_status(
            f"没有错误：{pages} 个页面、{calendars} 个日历",
            f"no errors: {format_count(pages, 'page')}, {format_count(calendars, 'calendar')}",
        )
    return 0


COMMAND = Command(run_check)
