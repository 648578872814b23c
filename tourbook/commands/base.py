"""What a command is, and what all of them share: options, printing problems."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from tourbook.build.pipeline import Options, Report, locator, prepare
from tourbook.common.files import snapshot
from tourbook.common.problems import Problem, Problems, Say, located, show
from tourbook.formats.front_matter import readable
from tourbook.rules import RULES
from tourbook.schedule.agenda import Index
from tourbook.site.context import Context
from tourbook.sources.paths import SITE


class Run(NamedTuple):
    """One call of the command line. Paths are absolute."""

    args: argparse.Namespace
    root: Path
    output: Path
    today: Callable[[str], dt.date]

    def say(self, zh: str, en: str) -> str:
        return Say(zh, en).to(self.args.lang)

    def options(
        self, progress: Callable[[Say, int, int], None] = lambda _stage, _done, _total: None
    ) -> Options:
        a = self.args
        return Options(
            self.root, self.output, self.today, a.base_url, a.drafts, a.strict, a.jobs, progress
        )

    def refused(self) -> str:
        """Why nothing can be built from here to there, or ""."""
        root, output = self.root, self.output
        if not (root / SITE).exists() and not (root / "content").is_dir():
            return self.say(
                f"{root} 不是 Tourbook 项目：没有 content/ 文件夹",
                f"{root} is no Tourbook project: it has no folder content/",
            )
        sources = {root / name for name in ("content", "themes", "schedule", "tourbook", ".git")}
        if output in {root, *root.parents} or sources & {output, *output.parents}:
            return self.say(
                f"不能把网站写到 {output}：那里是源文件",
                f"the site cannot go to {output}: the sources are there",
            )
        if self.output.exists() and not self.output.is_dir():
            return self.say(f"{self.output} 不是文件夹", f"{self.output} is not a folder")
        return ""


class Look(NamedTuple):
    """The project as a command sees it that only asks."""

    site: Index
    context: Callable[[str], Context]
    """Language -> what pages and tables are made with."""


def look(run: Run) -> Look | int:
    """The project without a build; where it has errors of its own, they are printed, and the exit
    code is returned."""
    why = run.refused()
    if why:
        print(why, file=sys.stderr)
        return 2
    snap, problems = snapshot(run.root), Problems()
    prepared = prepare(run.options(), snap, problems)
    planning = {
        rule.name for rule in RULES
    }  # a clash is no reason not to answer: it is what a planner is about to mend
    errors = [p for p in problems if p.level == "error" and p.code not in planning]
    if prepared is None or errors:
        tell_problems(run, located(errors, locator(snap)), snap.texts)
        return 1
    return Look(prepared.contexts[0].index, prepared.context)


class Command(NamedTuple):
    help: str
    run: Callable[[Run], int]
    arguments: Callable[[argparse.ArgumentParser], object] = lambda _: None


def tell(run: Run, report: Report) -> None:
    tell_problems(run, report.problems, report.texts)


def tell_problems(run: Run, problems: list[Problem], texts: Mapping[str, bytes]) -> None:
    """Print located problems on stdout, so that they can be kept; JSON even where there is none."""
    lines: dict[str, list[str]] = {}

    def lines_of(file: str) -> list[str]:
        if file not in lines:
            text = readable(texts.get(file, b""))
            lines[file] = text.split("\n") if text else []
        return lines[file]

    text = show(problems, lines_of, run.args.lang, run.args.format)
    if text:
        print(text)
    if problems and run.args.format == "text" and not run.args.quiet:
        errors = sum(p.level == "error" for p in problems)
        warnings = len(problems) - errors
        print(
            run.say(f"{errors} 个错误，{warnings} 个警告", f"{errors} errors, {warnings} warnings"),
            file=sys.stderr,
        )


def failed(run: Run, report: Report) -> bool:
    return bool(report.errors or (run.args.strict and report.problems))
