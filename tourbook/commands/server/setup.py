"""server setup: the repository to which editors push, and what else a server needs."""

from __future__ import annotations

import argparse
import getpass
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from tourbook.commands.base import Command, Run, UsageError
from tourbook.common.files import write_atomically
from tourbook.common.zones import find_zone
from tourbook.hosting.repository import ServerRepository
from tourbook.hosting.units import make_units
from tourbook.starter.sample import NGINX_SETTINGS, find_own_file

Step = tuple[str, str, str]
"""What to do next in Chinese and in English, and the lines for it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--branch",
        default="main",
        metavar="BRANCH",
        help="branch that is published (default: main) / 发布哪个分支",
    )
    parser.add_argument(
        "--timezone",
        action="append",
        default=[],
        metavar="ZONE",
        help="write a timer for systemd instead of a line for cron: past midnight in this zone, "
        "such as Asia/Shanghai; may be given several times / 不用 cron，写 systemd 的定时单元",
    )


def run_setup(run: Run) -> int:
    folder = run.args.folder.resolve()
    _check_zones(run.args.timezone)
    command = [*_find_program(), "server", "publish", str(folder)]
    ServerRepository(folder).create(run.args.branch, [*command, "--lang", run.args.lang])
    settings = folder / "nginx.conf"
    if not settings.exists():
        write_atomically(settings, find_own_file(*NGINX_SETTINGS).read_bytes())
    run.print_status(
        f"仓库在 {folder}/site.git。接着：", f"the repository is {folder}/site.git. Next:"
    )
    publish_command = [*command, "--quiet"]
    zones = run.args.timezone
    steps = (
        (
            "在编辑的机器上，加上这个仓库并推送：",
            "On the machine of an editor, add the repository and push:",
            f"git remote add site {shlex.quote(f'SERVER:{folder}/site.git')}\n"
            f"git push site {run.args.branch}",
        ),
        _write_units(folder, publish_command, zones) if zones else _explain_cron(publish_command),
        (
            "网页服务器（nginx 的 server 里；最后一行是旧网址的跳转，要写 host: nginx）：",
            "The web server (in the server block of nginx; the last line is for the redirects of "
            "former addresses, with host: nginx in site.yaml):",
            f'root "{folder}/current";\ninclude "{settings}";\n'
            f'include "{folder}/current/_nginx*.conf";',
        ),
    )
    for zh, en, text in steps:
        run.print_status("", "")
        run.print_status(zh, en)
        for line in text.split("\n"):
            run.print_status(f"  {line}", f"  {line}")
    return 0


def _check_zones(names: Sequence[str]) -> None:
    for name in names:
        if find_zone(name) is None:
            raise UsageError(f"没有 “{name}” 这个时区", f"there is no time zone “{name}”")


def _explain_cron(command: Sequence[str]) -> Step:
    return (
        "每小时看一次要不要更新（crontab -e），网站每天零点过后随日期变化"
        "（要用 systemd，就再运行一次，加上 --timezone 时区）：",
        "Look every hour whether the site changes (crontab -e), as it does past midnight (or use "
        "systemd: run this again with --timezone):",
        f"5 * * * * {shlex.join(command)}",
    )


def _write_units(folder: Path, command: Sequence[str], zones: Sequence[str]) -> Step:
    """Writes the units of systemd into the folder; they do nothing until they are installed."""
    units = make_units(folder, command, zones, getpass.getuser())
    for name, text in units.items():
        write_atomically(folder / name, text.encode())
    files = shlex.join(str(folder / name) for name in units)
    timer = next(name for name in units if name.endswith(".timer"))
    return (
        "让 systemd 每天零点过后生成（关机错过了，开机后补上）：",
        "Let systemd build past midnight (after a night that it slept through, when it wakes):",
        f"sudo cp {files} /etc/systemd/system/\nsudo systemctl daemon-reload\n"
        f"sudo systemctl enable --now {timer}",
    )


def _find_program() -> list[str]:
    """The command that runs this program from any folder."""
    script = Path(sys.argv[0]).resolve()
    return [sys.executable, *([str(script)] if script.suffix == ".py" else ["-m", "tourbook"])]


COMMAND = Command(run_setup, add_arguments)
