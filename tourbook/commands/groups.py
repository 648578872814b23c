"""Commands that are groups of others: each is a module of a package, imported when it is called."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from .base import Command, Run, load_command
from .options import make_shared_parser


def make_group(
    package: str,
    title: str,
    subcommands: Mapping[str, str],
    add_common_arguments: Callable[[argparse.ArgumentParser], object] = lambda _: None,
) -> Command:
    """The command of a package. `subcommands`: name of a command and of its module -> help."""
    group = package.rpartition(".")[2]

    def run_group(run: Run) -> int:
        return load_command(package, getattr(run.args, group)).run(run)

    def add_arguments(parser: argparse.ArgumentParser) -> None:
        parsers = parser.add_subparsers(dest=group, metavar=group, required=True, title=title)
        for name, text in subcommands.items():
            subparser = parsers.add_parser(
                name, parents=[make_shared_parser()], help=text, description=text
            )
            add_common_arguments(subparser)
            load_command(package, name).add_arguments(subparser)

    return Command(run_group, add_arguments)
