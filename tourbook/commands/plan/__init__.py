"""plan: questions of the planner. A new one is a module with a PLAN, listed here."""

from __future__ import annotations

import argparse

from tourbook.commands.base import Command, Run
from tourbook.commands.options import shared

from . import free, rotation

PLANS = {"free": free.PLAN, "rotation": rotation.PLAN}


def run(run: Run) -> int:
    return PLANS[run.args.plan].run(run)


def _arguments(sub: argparse.ArgumentParser) -> None:
    plans = sub.add_subparsers(dest="plan", metavar="plan", required=True, title="plans / 计划")
    for name, plan in PLANS.items():
        plan.arguments(
            plans.add_parser(name, parents=[shared()], help=plan.help, description=plan.help)
        )


COMMAND = Command("what is free, or a rotation / 查空档、排轮换", run, _arguments)
