"""plan: questions of a planner. To add one, write a module with a COMMAND and list it here."""

from __future__ import annotations

import argparse

from tourbook.commands.base import Command, Run
from tourbook.commands.options import make_shared_parser

from . import free, rotation

SUBCOMMANDS = {"free": free.COMMAND, "rotation": rotation.COMMAND}


def run_plan(run: Run) -> int:
    return SUBCOMMANDS[run.args.plan].run(run)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    subparsers = parser.add_subparsers(
        dest="plan", metavar="plan", required=True, title="plans / 计划"
    )
    for name, command in SUBCOMMANDS.items():
        subparser = subparsers.add_parser(
            name, parents=[make_shared_parser()], help=command.help, description=command.help
        )
        command.add_arguments(subparser)


COMMAND = Command(
    "find free periods, or make a rotation / 查空档、排轮换", run_plan, _add_arguments
)
