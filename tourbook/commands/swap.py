"""swap: the sets of two stops change places."""

from __future__ import annotations

import argparse

from tourbook.editing.exchanges import exchange_sets
from tourbook.model.trips import Stay

from .base import Command, Run
from .editing import add_edit_arguments, run_edit


def run_swap(run: Run) -> int:
    first, second = run.args.stops
    return run_edit(
        run, lambda e: exchange_sets(e.find_stop(first, Stay), e.find_stop(second, Stay))
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("stops", nargs=2, metavar="STOP", help="ids of two stops / 两站的编号")
    add_edit_arguments(parser)


COMMAND = Command(run_swap, add_arguments)
