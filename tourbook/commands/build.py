"""build: make the site."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

from tourbook.build.options import Shard
from tourbook.build.result import BuildResult
from tourbook.build.run import build
from tourbook.build.workspace import FILE_LIST, SHARD_FILE, Workspace
from tourbook.common.problems import Message, format_count

from .base import (
    Command,
    Run,
    UsageError,
    has_failed,
    print_build_problems,
    print_failure,
    print_foreign_files,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--shard",
        type=parse_shard,
        metavar="K/N",
        help="build only part K of N; `merge` puts them together / 只生成 N 份中的第 K 份",
    )
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="build on the machines of this Dask scheduler, such as tcp://host:8786 / "
        "用这个 Dask 集群的机器一起生成",
    )


def parse_shard(text: str) -> Shard:
    """Option type: a shard, such as 2/3."""
    number, _, total = text.partition("/")
    if number.isdecimal() and total.isdecimal() and 0 < int(number) <= int(total) < 1000:
        return Shard(int(number), int(total))
    raise argparse.ArgumentTypeError(
        f"not a part, write K/N such as 2/3 / 写成 K/N，例如 2/3: {text!r}"
    )


def run_sealed_build(run: Run) -> int:
    """As `run_build`; and the same command will be quick if there is nothing to do."""
    from .sealing import observe, seal_build

    observation = observe(run)
    code, result = _build(run)
    if code == 0 and result and observation:
        seal_build(run, observation, result, _report)
    return code


def run_build(run: Run) -> int:
    """Returns the exit code."""
    return _build(run)[0]


def _build(run: Run) -> tuple[int, BuildResult | None]:
    """(exit code; the result, if the whole site was built here)."""
    shard: Shard | None = getattr(run.args, "shard", None)
    if getattr(run.args, "cluster", None):
        if shard:
            raise UsageError(
                "--shard 和 --cluster 不能一起用", "--shard and --cluster do not go together"
            )
        from .cluster import run_cluster_build  # late: few builds use it

        return run_cluster_build(run), None
    run = _choose_folder(run, shard) if shard else run
    run.check_folders()
    options = run.make_build_options()._replace(shard=shard)
    if not run.args.quiet and sys.stderr.isatty():
        options = options._replace(on_progress=make_progress_printer(run.args.lang))
    result = build(options)
    if has_failed(run, result):
        print_build_problems(run, result)
        print_failure(run)
        return 1, None
    _report(run, result, f"{result.seconds:.2f}")
    return 0, None if shard else result


def _report(run: Run, result: BuildResult, seconds: str) -> None:
    print_build_problems(run, result)
    _print_summary(run, result, seconds)
    print_foreign_files(run, result.publish_result.foreign_files)


def _choose_folder(run: Run, shard: Shard) -> Run:
    """The call with the folder that its shard is built into, which never holds a whole site."""
    workspace = Workspace(run.root, run.output_folder)
    if not run.args.output:
        folder = workspace.shards_folder / shard.folder_name
        return run._replace(output_folder=folder)
    folder = run.output_folder
    if (folder / FILE_LIST).exists() and not (folder / SHARD_FILE).exists():
        raise UsageError(
            f"{folder} 里是完整的网站：请用 --output 指定别的文件夹放这一部分",
            f"{folder} holds a whole site: name another folder for the shard with --output",
        )
    return run


def make_progress_printer(lang: str) -> Callable[[Message, int, int], None]:
    """A function that prints the progress on one line of a terminal, once a second has passed."""
    start = time.monotonic()

    def print_progress(phase: Message, count: int, total: int) -> None:
        if time.monotonic() - start > 1:
            share = f" {100 * count // total:3} %" if total else " ..."
            line = f"\r\033[K{phase.in_language(lang)}{share}"
            print(line, end="\r", file=sys.stderr, flush=True)

    return print_progress


def _print_summary(run: Run, result: BuildResult, seconds: str) -> None:
    files = list(result.publish_result.written_files)
    pages = sum(name.endswith(".html") for name in files)
    calendars = sum(name.endswith(".ics") for name in files)
    other_count = len(files) - pages - calendars
    kept_count = result.publish_result.kept_count
    deleted_count = len(result.publish_result.deleted_files)
    run.print_status(
        f"全站 {result.page_count} 个页面、{result.calendar_count} 个日历："
        f"写入 {pages} 个页面、{calendars} 个日历、{other_count} 个其他文件，"
        f"保留 {kept_count} 个，删除 {deleted_count} 个，用时 {seconds} 秒",
        f"{format_count(result.page_count, 'page')} and "
        f"{format_count(result.calendar_count, 'calendar')}: wrote {format_count(pages, 'page')}, "
        f"{format_count(calendars, 'calendar')} and {format_count(other_count, 'other file')}, "
        f"kept {kept_count}, deleted {deleted_count}, in {seconds} s",
    )


COMMAND = Command(run_sealed_build, add_arguments)
