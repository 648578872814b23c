"""check: report every problem, write nothing."""

from __future__ import annotations

import argparse

from tourbook.build.inputs import read_inputs
from tourbook.build.proposals import compare_names, read_with_problems, subtract_problems
from tourbook.build.rebuild import check
from tourbook.build.revisions import read_committed_inputs
from tourbook.common.problems import format_count, locate_problems
from tourbook.sources.locating import make_locator

from .base import Command, Run, UsageError, has_failed, print_build_problems, print_problems


def run_check(run: Run) -> int:
    run.check_folders()
    if run.args.changed:
        return _check_changes(run)
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


def _check_changes(run: Run) -> int:
    """Report the problems that are not those of the last commit."""
    inputs = read_inputs(run.make_build_options())
    if not inputs.git_state.head:
        raise UsageError(
            "还没有提交过：用 check，不带 --changed",
            "nothing is committed yet: use check without --changed",
        )
    old_inputs = read_committed_inputs(run.root, inputs.git_state.head, inputs)
    options = run.make_build_options()
    old, new = (read_with_problems(options, i, with_pages=True) for i in (old_inputs, inputs))
    problems = subtract_problems(new.problems, old.problems, compare_names(old, new))
    located = locate_problems(problems, make_locator(inputs.snapshot))
    print_problems(run, located, inputs.snapshot.texts)
    is_failure = any(p.level == "error" for p in problems) or (run.args.strict and problems)
    if not problems and run.args.format == "text":
        run.print_status("改动没有带来新的问题", "the changes bring no new problems")
    return int(bool(is_failure))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--changed",
        action="store_true",
        help="only the problems that the last commit does not have / 只报告改动带来的问题",
    )


COMMAND = Command(run_check, add_arguments)
