"""postpone: a stop is postponed until there is a new date."""

from __future__ import annotations

import argparse

from tourbook.editing.statuses import set_status
from tourbook.model.trips import Stop

from .base import Command, Run
from .editing import add_edit_arguments, run_edit


def run_postpone(run: Run) -> int:
    return run_edit(run, lambda e: set_status(e.find_stop(run.args.stop, Stop), "postponed"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("stop", metavar="STOP", help="id of a stop or visit / 站点编号")
    add_edit_arguments(parser)


COMMAND = Command(run_postpone, add_arguments)
