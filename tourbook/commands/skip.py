"""skip: a recurring visit leaves out one of its dates."""

from __future__ import annotations

import argparse

from tourbook.editing.visit_dates import skip_date
from tourbook.model.trips import Visit

from .base import Command, Run
from .editing import add_edit_arguments, run_edit
from .options import parse_date


def run_skip(run: Run) -> int:
    args = run.args
    return run_edit(run, lambda e: skip_date(e.find_stop(args.visit, Visit), args.date))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("visit", metavar="VISIT", help="id of a recurring visit / 到访编号")
    parser.add_argument("date", type=parse_date, metavar="YYYY-MM-DD", help="which date / 哪一次")
    add_edit_arguments(parser)


COMMAND = Command(run_skip, add_arguments)
