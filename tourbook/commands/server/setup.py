"""server setup: the repository to which editors push, and what else a server needs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tourbook.commands.base import Command, Run
from tourbook.common.files import write_atomically
from tourbook.hosting.repository import ServerRepository
from tourbook.starter.sample import NGINX_SETTINGS, find_own_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--branch",
        default="main",
        metavar="BRANCH",
        help="branch that is published (default: main) / 发布哪个分支",
    )


def run_setup(run: Run) -> int:
    folder = run.args.folder.resolve()
    command = [*_find_program(), "server", "publish", str(folder)]
    ServerRepository(folder).create(run.args.branch, [*command, "--lang", run.args.lang])
    settings = folder / "nginx.conf"
    if not settings.exists():
        write_atomically(settings, find_own_file(*NGINX_SETTINGS).read_bytes())
    run.print_status(
        f"仓库在 {folder}/site.git。接着：", f"the repository is {folder}/site.git. Next:"
    )
    publish = " ".join([*command, "--quiet"])
    steps = (
        (
            "在编辑的机器上，加上这个仓库并推送：",
            "On the machine of an editor, add the repository and push:",
            f"git remote add site SERVER:{folder}/site.git\ngit push site {run.args.branch}",
        ),
        (
            "每小时看一次要不要更新（crontab -e）；网站每天零点过后随日期变化：",
            "Look every hour whether the site changes (crontab -e), as it does past midnight:",
            f"5 * * * * {publish}",
        ),
        (
            "网页服务器（nginx 的 server 里）：",
            "The web server (in the server block of nginx):",
            f"root {folder}/current;\ninclude {settings};",
        ),
    )
    for zh, en, text in steps:
        run.print_status("", "")
        run.print_status(zh, en)
        for line in text.split("\n"):
            run.print_status(f"  {line}", f"  {line}")
    return 0


def _find_program() -> list[str]:
    """The command that runs this program from any folder."""
    script = Path(sys.argv[0]).resolve()
    return [sys.executable, *([str(script)] if script.suffix == ".py" else ["-m", "tourbook"])]


COMMAND = Command(run_setup, add_arguments)
