"""The command line: `python build.py [command] [options]`."""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import locale
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tourbook.commands.base import Command, Run
from tourbook.commands.options import make_shared_parser
from tourbook.common.parallel import count_processors
from tourbook.common.problems import Message
from tourbook.common.zones import find_zone_or_utc
from tourbook.history.git import GitError

from . import commands

EXIT_CODES = """\
exit codes / 退出码:
  0  the site is built (or the check found no error) / 完成，没有错误
  1  there are problems; output/ is as it was / 有错误，output/ 保持原样
  2  the command line is wrong / 命令写错了
  3  Tourbook itself failed / Tourbook 自身出错
"""


DEFAULT_OPTIONS = {
    "root": None,
    "output": None,
    "base_url": "",
    "drafts": False,
    "today": None,
    "jobs": count_processors(),
    "strict": False,
    "format": "text",
    "quiet": False,
}


def make_parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="build.py",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[make_shared_parser()],
        description="Tourbook: exhibitions and touring schedules as a static site with calendars.\n"
        "Without a command it builds content/ and schedule.yaml into output/.\n"
        "把 content/ 和 schedule.yaml 生成网站和日历，放在 output/。",
        epilog=EXIT_CODES,
    )
    subs = top.add_subparsers(dest="command", metavar="command", title="commands / 命令")
    for name, command in commands.COMMANDS.items():
        sub = subs.add_parser(
            name,
            parents=[make_shared_parser()],
            help=command.help,
            description=command.help,
            epilog=EXIT_CODES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(sub)
    return top


def detect_language() -> str:
    """zh unless the system speaks another language than Chinese and says so."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "zh" if value.startswith("zh") or value.split(".")[0] in ("C", "POSIX") else "en"
    try:
        return "en" if (locale.getlocale()[0] or "zh").lower().startswith("en") else "zh"
    except ValueError:
        return "zh"


def get_today(zone_name: str) -> dt.date:
    """The day now in a time zone; the only look at the clock."""
    return dt.datetime.now(find_zone_or_utc(zone_name)).date()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code (see EXIT)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = vars(make_parser().parse_args(arguments))
    a = argparse.Namespace(**DEFAULT_OPTIONS | {"lang": detect_language()} | given)
    command: Command = commands.COMMANDS[a.command or "build"]
    root = (a.root or Path(sys.argv[0]).resolve().parent).resolve()
    run = Run(
        a,
        root,
        (a.output or root / "output").resolve(),
        (lambda _: a.today) if a.today else get_today,
    )
    gc.disable()  # a build makes much and drops little; it is over before it matters
    try:
        return command.run(run)
    except KeyboardInterrupt:
        print(Message("已停止", "stopped").in_language(a.lang), file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 141
    except GitError as e:
        print(Message(f"Git 出错：{e}", f"Git failed: {e}").in_language(a.lang), file=sys.stderr)
        return 3
    except OSError as e:
        print(
            Message(f"读写文件时出错：{e}", f"a file cannot be read or written: {e}").in_language(
                a.lang
            ),
            file=sys.stderr,
        )
        return 3
    except Exception as e:
        note = root / ".tourbook" / "crash.txt"
        try:
            import traceback

            note.parent.mkdir(exist_ok=True)
            note.write_text(traceback.format_exc(), encoding="utf-8")
        except OSError:
            pass
        said = f"{type(e).__name__}: {e}"
        print(
            Message(
                f"Tourbook 自身出错（{said}）。输出没有改动；请把 {note} 报告给维护者",
                f"Tourbook itself failed ({said}). The output is as it was; please report {note}",
            ).in_language(a.lang),
            file=sys.stderr,
        )
        return 3
