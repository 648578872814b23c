"""What a command is, and what commands share: one call, opening the project, printing problems."""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tourbook.build.options import BuildOptions
from tourbook.build.result import BuildResult
from tourbook.build.workspace import CACHE_FOLDER, Workspace
from tourbook.common.files import write_atomically
from tourbook.common.printable import make_printable
from tourbook.common.problem_formats import format_problems
from tourbook.common.problems import ExplainedError, Message, Problem, format_count, locate_problems
from tourbook.formats.source_text import decode_for_display
from tourbook.history.repository import find_prefix
from tourbook.sources.paths import SITE_FILE

if TYPE_CHECKING:
    from tourbook.build.inputs import BuildInputs

MAX_COMING_ARTICLES = 5
"""News of days to come that is named after a build."""
MAX_LISTED_FILES = 5


class UsageError(ExplainedError):
    """What the command line asks for is impossible (exit code 2)."""

    def __init__(self, zh: str, en: str, *further: Message) -> None:
        """`further`: what else is wrong."""
        super().__init__(zh, en)
        self.messages = (self.message, *further)


class ProjectError(Exception):
    """The project has errors that keep a command from its task (exit code 1)."""

    def __init__(self, problems: Iterable[Problem], inputs: BuildInputs) -> None:
        super().__init__()
        from tourbook.sources.locating import make_locator  # late: it brings the YAML parser

        self.problems = locate_problems(problems, make_locator(inputs.snapshot))
        self.texts = inputs.snapshot.texts


class Run(NamedTuple):
    """One call of the command line. Paths are absolute."""

    args: argparse.Namespace
    root: Path
    output_folder: Path
    get_today: Callable[[str], dt.date]
    make_parser: Callable[[], argparse.ArgumentParser]
    """The parser of the command line, with the options of every command."""
    arguments: list[str]
    """As they were given."""

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.root, self.output_folder)

    def localize(self, zh: str, en: str) -> str:
        return Message(zh, en).in_language(self.args.lang)

    def print_error(self, zh: str, en: str) -> None:
        """Print a line on stderr."""
        print(make_printable(self.localize(zh, en)), file=sys.stderr, flush=True)

    def print_status(self, zh: str, en: str) -> None:
        """Print a line on stderr, unless --quiet."""
        if not self.args.quiet:
            self.print_error(zh, en)

    def make_build_options(self) -> BuildOptions:
        return BuildOptions(
            root=self.root,
            output_folder=self.output_folder,
            get_today=self.get_today,
            base_url=self.args.base_url,
            include_drafts=self.args.drafts,
            strict=self.args.strict,
            jobs=self.args.jobs,
        )

    def check_links(self) -> None:
        """Raises UsageError if a build would write or delete files through a link."""
        for path in (self.output_folder, self.root / CACHE_FOLDER):
            if path.is_symlink():
                raise UsageError(
                    f"{path} 是链接，不会经过它写文件或删文件：请删掉它；"
                    f"要把网站写到别处，用 --output",
                    f"{path} is a link, through which nothing is written or deleted: remove it; to "
                    f"write the site elsewhere, use --output",
                )

    def check_project(self) -> None:
        """Raises UsageError if there is no project."""
        root = self.root
        if not (root / SITE_FILE).exists() and not (root / "content").is_dir():
            raise UsageError(
                f"{root} 不是 Tourbook 项目：没有 content/ 文件夹。"
                f"请先进入有 content/site.yaml 的文件夹，或用 --root 指明；新建用 tourbook init",
                f"{root} is not a Tourbook project (no content/ folder): go to the folder with "
                f"content/site.yaml, or name it with --root; `tourbook init` begins a new one",
            )

    def check_folders(self) -> None:
        """Raises UsageError if there is no project, or if the output folder is unsuitable."""
        self.check_project()
        self.check_output_folder()

    def check_output_folder(self) -> None:
        """Raises UsageError if nothing can be written to the output folder."""
        self.check_links()
        root, output = self.root, self.output_folder
        sources = {root / name for name in ("content", "themes", "schedule", "tourbook", ".git")}
        if output in {root, *root.parents} or sources & {output, *output.parents}:
            raise UsageError(
                f"不能把网站写到 {output}：那里是源文件",
                f"the site cannot be written to {output}: the source files are there",
            )
        if output.exists() and not output.is_dir():
            raise UsageError(f"{output} 不是文件夹", f"{output} is not a folder")


class Command(NamedTuple):
    run: Callable[[Run], int]
    """Returns the exit code. Raises UsageError or ProjectError."""
    add_arguments: Callable[[argparse.ArgumentParser], object] = lambda _: None


def load_command(package: str, name: str) -> Command:
    """The command of a module. Only the command that is called is imported, for a quick start."""
    command: Command = importlib.import_module(f"{package}.{name}").COMMAND
    return command


def print_problems(run: Run, problems: list[Problem], texts: Mapping[str, bytes]) -> None:
    """Print located problems on stdout, so that they can be redirected; as JSON even if there are
    none."""
    lines: dict[str, list[str]] = {}

    def find_lines(file: str) -> list[str]:
        if file not in lines:
            text = decode_for_display(texts.get(file, b""))
            lines[file] = text.split("\n") if text else []
        return lines[file]

    if run.args.format == "sarif":
        from .sarif import format_as_sarif  # late: it brings the YAML parser

        print(format_as_sarif(problems, texts, run.args.lang, find_prefix(run.root)))
        return
    text = format_problems(
        problems, find_lines, run.args.lang, run.args.format, find_prefix(run.root)
    )
    if text:
        print(text)
    if problems and run.args.format == "text":
        errors = sum(p.level == "error" for p in problems)
        warnings = len(problems) - errors
        run.print_status(
            f"{errors} 个错误，{warnings} 个警告",
            f"{format_count(errors, 'error')}, {format_count(warnings, 'warning')}",
        )


def list_files(names: Sequence[str]) -> str:
    """The first few of the names of files."""
    return ", ".join([*names[:MAX_LISTED_FILES], *["…"] * (len(names) > MAX_LISTED_FILES)])


def print_build_problems(run: Run, result: BuildResult) -> None:
    print_problems(run, result.problems, result.texts)
    for date, file in result.coming_articles[:MAX_COMING_ARTICLES]:
        run.print_status(
            f"{file} 的日期是 {date}：到那天或以后再生成网站，才会发布",
            f"{file} has the date {date}: a build on that day or later publishes it",
        )


def save_crash(run: Run, e: Exception) -> Message:
    """Save the traceback of an error of Tourbook's own in a file, and ask the user to send it."""
    note = run.root / CACHE_FOLDER / "crash.txt"
    with suppress(OSError):
        import traceback

        if not note.parent.is_symlink():
            write_atomically(note, "".join(traceback.format_exception(e)).encode())
    error = f"{type(e).__name__}: {e}"
    return Message(
        f"Tourbook 自身出错（{error}）。输出没有改动；请把 {note} 报告给维护者",
        f"Tourbook itself failed ({error}). The output is unchanged; please send {note} to the "
        f"maintainers",
    )


def has_failed(run: Run, result: BuildResult) -> bool:
    return bool(result.error_count or (run.args.strict and result.problems))


def print_failure(run: Run) -> None:
    run.print_status(
        "没有写入任何文件：先改正以上问题", "nothing was written: fix the problems above first"
    )


def print_foreign_files(run: Run, files: list[str]) -> None:
    if files:
        count, listed = len(files), list_files(files)
        run.print_status(
            f"{run.output_folder} 里有 {count} 个文件不属于这个网站，也查不到是不是以前生成的，"
            f"没有删除：{listed}。如果是旧网站留下的，请自己删掉",
            f"kept in {run.output_folder}, although not part of this site and not known to be from "
            f"an earlier build: {listed} ({format_count(count, 'file')}). Delete what is left over",
        )
