"""plan: questions of the planner. A new one is a module with a PLAN, listed here."""

from __future__ import annotations

import argparse

from tourbook.commands.base import Command, Run
from tourbook.commands.options import make_shared_parser

from . import free, rotation

SUBCOMMANDS = {"free": free.COMMAND, "rotation": rotation.COMMAND}


def run(run: Run) -> int:
    return SUBCOMMANDS[run.args.plan].run(run)


def _add_arguments(sub: argparse.ArgumentParser) -> None:
    plans = sub.add_subparsers(dest="plan", metavar="plan", required=True, title="plans / 计划")
    for name, plan in SUBCOMMANDS.items():
        plan.add_arguments(
            plans.add_parser(
                name, parents=[make_shared_parser()], help=plan.help, description=plan.help
            )
        )


COMMAND = Command("what is free, or a rotation / 查空档、排轮换", run, _add_arguments)
