"""The command line: `tourbook [command] [options]`, or that of a build.py."""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import os
import sys
from collections.abc import Container, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

from tourbook import __version__
from tourbook.commands import COMMANDS
from tourbook.commands.argument_parser import ArgumentParser
from tourbook.commands.base import (
    Command,
    ProjectError,
    Run,
    UsageError,
    load_command,
    print_problems,
    save_crash,
)
from tourbook.commands.options import make_shared_parser, read_today
from tourbook.common.parallel import count_processors
from tourbook.common.printable import make_printable
from tourbook.glance import find_root, find_script
from tourbook.history.repository import GitError

from . import commands

EXIT_CODES = """\
exit codes / 退出码:
  0  done; no errors / 完成，没有错误
  1  there are errors; output/ is unchanged / 有错误，output/ 保持原样
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


def make_parser(arguments: Container[str]) -> argparse.ArgumentParser:
    """The parser for these arguments: it has the options of the commands that they name."""
    script = Path(find_script())
    parser: argparse.ArgumentParser = ArgumentParser(
        prog=script.name or "tourbook",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[make_shared_parser()],
        description="Tourbook: exhibitions and touring schedules as a static site with calendars.\n"
        "Without a command it builds content/ and schedule.yaml into output/.\n"
        "把 content/ 和 schedule.yaml 生成网站和日历，放在 output/。",
        epilog=EXIT_CODES,
    )
    parser.add_argument("--version", action="version", version=f"tourbook {__version__}")
    subparsers = parser.add_subparsers(
        dest="command", metavar="command", title="commands / 命令", prog=parser.prog
    )
    for name, text in COMMANDS.items():
        subparser = subparsers.add_parser(
            name,
            parents=[make_shared_parser()] if name in arguments else [],
            help=text,
            description=text,
            epilog=EXIT_CODES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if name in arguments:
            load_command(commands.__name__, name).add_arguments(subparser)
    return parser


def detect_language() -> str:
    """The language of messages: zh, unless the system names a language other than Chinese."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "zh" if value.startswith("zh") or value.split(".")[0] in ("C", "POSIX") else "en"
    import locale  # late: mostly, a variable says it

    try:
        return "en" if (locale.getlocale()[0] or "zh").lower().startswith("en") else "zh"
    except ValueError:
        return "zh"


def find_language(arguments: Sequence[str]) -> str:
    """The language of messages on a command line that cannot be read as a whole."""
    for word, value in pairwise(("", *" ".join(arguments).replace("--lang=", "--lang ").split())):
        if word == "--lang" and value in ("zh", "en"):
            return value
    return detect_language()


def get_today(zone_name: str) -> dt.date:
    """The current day in a time zone. The clock is read only here."""
    from tourbook.common.zones import find_zone_or_utc  # late: `--today` is the same in all zones

    return dt.datetime.now(find_zone_or_utc(zone_name)).date()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code (see EXIT_CODES)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    args = parse_arguments(arguments)
    root = args.root.resolve() if args.root else Path(find_root([]))
    output_folder = args.output.resolve() if args.output else root / "output"
    get_day = partial(read_today, args.today) if args.today else get_today
    run = Run(args, root, output_folder, get_day, lambda: make_parser(COMMANDS), arguments)
    gc.disable()  # a build creates much and drops little, and is over before that matters
    return run_command(load_command(commands.__name__, args.command or "build"), run)


def parse_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """The options as given, with defaults for the others; exits with code 2 if they are wrong."""
    try:
        options = vars(make_parser(arguments).parse_args(arguments))
    except UsageError as e:
        lang = find_language(arguments)
        for message in e.messages:
            print(make_printable(message.in_language(lang)), file=sys.stderr)
        sys.exit(2)
    return argparse.Namespace(**{**DEFAULT_OPTIONS, "lang": detect_language(), **options})


def run_command(command: Command, run: Run) -> int:
    """Run a command; print what goes wrong, and never a traceback."""
    try:
        return command.run(run)
    except UsageError as e:
        for message in e.messages:
            run.print_error(*message)
        return 2
    except ProjectError as e:
        print_problems(run, e.problems, e.texts)
        return 1
    except KeyboardInterrupt:
        run.print_error("已停止", "stopped")
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 141
    except GitError as e:
        run.print_error(f"Git 出错：{e}", f"Git failed: {e}")
        return 3
    except ModuleNotFoundError:  # `tourbook/__main__` tells which library is missing
        raise
    except OSError as e:
        run.print_error(f"读写文件时出错：{e}", f"a file cannot be read or written: {e}")
        return 3
    except Exception as e:
        run.print_error(*save_crash(run, e))
        return 3
