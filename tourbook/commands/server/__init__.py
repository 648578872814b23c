"""server: a site on a server of one's own. To add a task, write a module with a COMMAND and list it
here."""

from __future__ import annotations

import argparse
from pathlib import Path

from tourbook.commands.base import Command, Run, load_command
from tourbook.commands.options import make_shared_parser

SUBCOMMANDS = {
    "setup": "make the repository to which editors push / 建好推送用的仓库",
    "publish": "build what was pushed last, and publish it / 生成并发布最后推送的内容",
    "back": "publish the site before this one again / 退回上一个网站",
}
"""Name of a task and of its module -> help."""


def run_server(run: Run) -> int:
    return load_command(__name__, run.args.server).run(run)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    subparsers = parser.add_subparsers(
        dest="server", metavar="task", required=True, title="tasks / 任务"
    )
    for name, text in SUBCOMMANDS.items():
        subparser = subparsers.add_parser(
            name, parents=[make_shared_parser()], help=text, description=text
        )
        subparser.add_argument(
            "folder", type=Path, metavar="FOLDER", help="folder on the server / 服务器上的文件夹"
        )
        load_command(__name__, name).add_arguments(subparser)


COMMAND = Command(run_server, _add_arguments)
