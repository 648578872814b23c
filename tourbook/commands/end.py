"""end: a recurring visit ends, and perhaps another one goes on in its place."""

from __future__ import annotations

import argparse
from typing import Any

from tourbook.editing.changes import Change
from tourbook.editing.successions import end_visit
from tourbook.model.trips import Visit

from .base import Command, Run, UsageError
from .editing import Editor, add_edit_arguments, run_edit
from .options import parse_date


def run_end(run: Run) -> int:
    return run_edit(run, lambda editor: _make_change(run, editor))


def _make_change(run: Run, editor: Editor) -> Change:
    visit = editor.find_stop(run.args.visit, Visit)
    return end_visit(visit, run.args.on, _read_successor(run.args))


def _read_successor(args: argparse.Namespace) -> dict[str, Any] | None:
    """What is different about the visit that goes on. Raises UsageError."""
    repeat = {"every": args.every, "days": args.days.split(",") if args.days else None}
    changes = {"time": args.time, "venue": args.venue}
    values: dict[str, Any] = {key: value for key, value in changes.items() if value}
    if rules := {key: value for key, value in repeat.items() if value}:
        values["repeat"] = rules
    if args.successor:
        return {"id": args.successor, **values}
    if values:
        raise UsageError(
            "用 --then 给接着来的那一条一个新编号", "give what goes on an id of its own with --then"
        )
    return None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("visit", metavar="VISIT", help="id of a recurring visit / 到访编号")
    parser.add_argument(
        "--on", required=True, type=parse_date, metavar="YYYY-MM-DD", help="last day / 最后一天"
    )
    parser.add_argument(
        "--then",
        dest="successor",
        metavar="ID",
        help="id of a visit that goes on from then / 接着来的到访的编号",
    )
    for name, text in (
        ("time", "its times, such as 09:00-11:30 / 时间"),
        ("venue", "its venue / 场馆"),
        ("every", "its interval, such as “2 weeks” / 间隔"),
        ("days", "its days, such as mon,thu / 星期几"),
    ):
        parser.add_argument(f"--{name}", metavar=name.upper(), default="", help=text)
    add_edit_arguments(parser)


COMMAND = Command(run_end, add_arguments)
