"""server: a site on a server of one's own. To add a task, write a module with a COMMAND and list it
here."""

from __future__ import annotations

import argparse
from pathlib import Path

from tourbook.commands.groups import make_group

SUBCOMMANDS = {
    "setup": "make the repository to which editors push / 建好推送用的仓库",
    "publish": "build what was pushed last, and publish it / 生成并发布最后推送的内容",
    "back": "publish the site before this one again / 退回上一个网站",
}
"""Name of a task and of its module -> help."""


def _add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="folder on the server / 服务器上的文件夹"
    )


COMMAND = make_group(__name__, "tasks / 任务", SUBCOMMANDS, _add_folder)
