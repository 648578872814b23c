"""What a command is, and what all of them share: options, printing problems."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from tourbook.build.inputs import read_inputs
from tourbook.build.options import BuildOptions
from tourbook.build.pipeline import prepare
from tourbook.build.result import BuildResult
from tourbook.common.problems import Message, Problem, Problems, format_problems, locate_problems
from tourbook.formats.source_text import decode_for_display
from tourbook.rules import RULES
from tourbook.schedule.agenda import Agenda
from tourbook.site.context import Context
from tourbook.sources.locating import make_locator
from tourbook.sources.paths import SITE_FILE


class Run(NamedTuple):
    """One call of the command line. Paths are absolute."""

    args: argparse.Namespace
    root: Path
    output_folder: Path
    get_today: Callable[[str], dt.date]

    def localize(self, zh: str, en: str) -> str:
        return Message(zh, en).in_language(self.args.lang)

    def make_build_options(
        self, on_progress: Callable[[Message, int, int], None] = lambda _stage, _done, _total: None
    ) -> BuildOptions:
        a = self.args
        return BuildOptions(
            self.root,
            self.output_folder,
            self.get_today,
            a.base_url,
            a.drafts,
            a.strict,
            a.jobs,
            on_progress,
        )

    def find_folder_error(self) -> str:
        """Why nothing can be built from here to there, or ""."""
        root, output = self.root, self.output_folder
        if not (root / SITE_FILE).exists() and not (root / "content").is_dir():
            return self.localize(
                f"{root} 不是 Tourbook 项目：没有 content/ 文件夹",
                f"{root} is no Tourbook project: it has no folder content/",
            )
        sources = {root / name for name in ("content", "themes", "schedule", "tourbook", ".git")}
        if output in {root, *root.parents} or sources & {output, *output.parents}:
            return self.localize(
                f"不能把网站写到 {output}：那里是源文件",
                f"the site cannot go to {output}: the sources are there",
            )
        if self.output_folder.exists() and not self.output_folder.is_dir():
            return self.localize(
                f"{self.output_folder} 不是文件夹", f"{self.output_folder} is not a folder"
            )
        return ""


class Project(NamedTuple):
    """The project as a command sees it that only asks."""

    agenda: Agenda
    find_context: Callable[[str], Context]
    """Language -> what pages and tables are made with."""


def open_project(run: Run) -> Project | int:
    """The project without a build; where it has errors of its own, they are printed, and the exit
    code is returned."""
    why = run.find_folder_error()
    if why:
        print(why, file=sys.stderr)
        return 2
    options = run.make_build_options()
    inputs, problems = read_inputs(options), Problems()
    prepared = prepare(options, inputs, problems)
    planning = {
        rule.name for rule in RULES
    }  # a clash is no reason not to answer: it is what a planner is about to mend
    errors = [p for p in problems if p.level == "error" and p.code not in planning]
    if prepared is None or errors:
        snapshot = inputs.snapshot
        print_problems(run, locate_problems(errors, make_locator(snapshot)), snapshot.texts)
        return 1
    return Project(prepared.contexts[0].index, prepared.find_context)


class Command(NamedTuple):
    help: str
    run: Callable[[Run], int]
    add_arguments: Callable[[argparse.ArgumentParser], object] = lambda _: None


def print_build_problems(run: Run, result: BuildResult) -> None:
    print_problems(run, result.problems, result.texts)


def print_problems(run: Run, problems: list[Problem], texts: Mapping[str, bytes]) -> None:
    """Print located problems on stdout, so that they can be kept; JSON even where there is none."""
    lines: dict[str, list[str]] = {}

    def find_lines(file: str) -> list[str]:
        if file not in lines:
            text = decode_for_display(texts.get(file, b""))
            lines[file] = text.split("\n") if text else []
        return lines[file]

    text = format_problems(problems, find_lines, run.args.lang, run.args.format)
    if text:
        print(text)
    if problems and run.args.format == "text" and not run.args.quiet:
        errors = sum(p.level == "error" for p in problems)
        warnings = len(problems) - errors
        print(
            run.localize(
                f"{errors} 个错误，{warnings} 个警告", f"{errors} errors, {warnings} warnings"
            ),
            file=sys.stderr,
        )


def has_failed(run: Run, result: BuildResult) -> bool:
    return bool(result.error_count or (run.args.strict and result.problems))
