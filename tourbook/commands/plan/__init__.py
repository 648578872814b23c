"""plan: questions of a planner. To add one, write a module with a COMMAND and list it here."""

from __future__ import annotations

import argparse

from tourbook.commands.base import Command, Run, load_command
from tourbook.commands.options import make_shared_parser

SUBCOMMANDS = {
    "free": "when copies and caravans are free, and which exhibitions fit a hall / 查空档",
    "rotation": "copies that change venues after each round, as YAML / 排轮换计划",
}
"""Name of a question and of its module -> help."""


def run_plan(run: Run) -> int:
    return load_command(__name__, run.args.plan).run(run)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    subparsers = parser.add_subparsers(
        dest="plan", metavar="plan", required=True, title="plans / 计划"
    )
    for name, text in SUBCOMMANDS.items():
        subparser = subparsers.add_parser(
            name, parents=[make_shared_parser()], help=text, description=text
        )
        load_command(__name__, name).add_arguments(subparser)


COMMAND = Command(run_plan, _add_arguments)
