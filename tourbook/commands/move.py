"""move: a stop on other days."""

from __future__ import annotations

import argparse
import datetime as dt
from functools import partial

from tourbook.build.proposals import ReadProject
from tourbook.common.problems import Problem
from tourbook.editing.stages import move_stay
from tourbook.editing.visit_dates import move_visit
from tourbook.model.trips import Stay, Stop, Visit

from .base import Command, Run, UsageError
from .editing import Editor, add_edit_arguments, find_fitting_day, request
from .options import parse_date


def run_move(run: Run) -> int:
    args, editor = run.args, Editor(run)
    stop = editor.find_stop(args.stop, Stop)
    if isinstance(stop, Visit):
        if not args.date:
            raise UsageError(
                "大篷车的到访用 --date 写明改到哪天", "say with --date to which day a visit moves"
            )
        visit = stop
        return editor.apply(request(lambda: move_visit(visit, args.date, args.time, args.old_date)))
    assert isinstance(stop, Stay)
    first_day = args.open
    if args.by is not None and stop.record.open:
        first_day = stop.record.open + dt.timedelta(days=args.by)
    if not (first_day or args.close):
        raise UsageError(
            "用 --open、--close 写明新的日期，或用 --by 写明推迟几天",
            "say with --open and --close which days, or with --by how many days later",
        )
    change = request(lambda: move_stay(stop, first_day, args.close))
    return editor.apply(change, partial(_suggest_day, editor, stop, args.close))


def _suggest_day(
    editor: Editor,
    stay: Stay,
    last_day: dt.date | None,
    after: ReadProject,
    problems: list[Problem],
) -> str:
    """The command line with the first opening day that brings no new problem; "" without one."""
    day = find_fitting_day(
        editor, stay.id, after, problems, lambda day: move_stay(stay, day, last_day), last_day
    )
    close = f" --close {last_day}" if last_day else ""
    return f"tourbook move {stay.id} --open {day}{close}" if day else ""


def _parse_shift(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a number of days / 不是天数: {text!r}") from None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("stop", metavar="STOP", help="id of a stop or visit / 站点编号")
    parser.add_argument(
        "--open",
        type=parse_date,
        metavar="YYYY-MM-DD",
        help="first open day; the stages before it move with it, and so does the end unless "
        "--close is given / 开展日期，布展等一起移，不写 --close 则闭展也一起移",
    )
    parser.add_argument(
        "--close",
        type=parse_date,
        metavar="YYYY-MM-DD",
        help="last open day; the stages after it move with it / 闭展日期，撤展等一起移",
    )
    parser.add_argument(
        "--by",
        type=_parse_shift,
        metavar="DAYS",
        help="so many days later; -7: a week earlier / 推迟几天，提前写负数",
    )
    parser.add_argument(
        "--date", type=parse_date, metavar="YYYY-MM-DD", help="new day of a visit / 到访改到哪天"
    )
    parser.add_argument(
        "--time", default="", metavar="HH:MM-HH:MM", help="new times of the visit / 到访的新时间"
    )
    parser.add_argument(
        "--from",
        dest="old_date",
        type=parse_date,
        metavar="YYYY-MM-DD",
        help="which date of a recurring visit / 重复的到访：改哪一次",
    )
    add_edit_arguments(parser)


COMMAND = Command(run_move, add_arguments)
