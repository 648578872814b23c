"""What the commands that edit source files share: before they write, they say what will change, and
what would be wrong then."""

from __future__ import annotations

import argparse
import datetime as dt
import difflib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from typing import TypeVar

from tourbook.build.inputs import BuildInputs, read_inputs
from tourbook.build.load import read_sources
from tourbook.build.proposals import (
    ReadProject,
    list_new_problems,
    read_changed,
)
from tourbook.build.renamings import Renaming
from tourbook.common.files import has_content, write_atomically
from tourbook.common.printable import make_printable
from tourbook.common.problems import (
    Location,
    Message,
    Problem,
    Problems,
    format_count,
    locate_problems,
)
from tourbook.creation.values import suggest_id
from tourbook.editing.changes import Change, ImpossibleChangeError
from tourbook.editing.fits import can_days_help, find_next_candidate, is_about_days
from tourbook.editing.formatting import format_source
from tourbook.editing.source_edits import edit_files
from tourbook.formats.source_text import decode_for_display
from tourbook.model.assemble import Sources
from tourbook.model.model import Model
from tourbook.model.trips import Stay, Stop, Visit
from tourbook.schedule.agenda import Agenda
from tourbook.sources.locating import make_locator

from .asking import confirm
from .base import ProjectError, Run, UsageError, list_files, print_problems

Files = Mapping[str, bytes | None]
"""File -> its bytes; None for one that is gone."""
MAX_LINES = 1000
"""Lines of the difference that are shown."""
MAX_ATTEMPTS = 12
"""Days that are tried in search of one that fits."""
_COLOURS = {"-": 31, "+": 32, "@": 36}
"""The first character of a line of a difference -> the code of a terminal."""
_WRITE = Message("写入？", "write?")
StopT = TypeVar("StopT", bound=Stop)
_STOP_WORDS: dict[type[Stop], Message] = {
    Stay: Message("展览的一站", "a stop of a tour"),
    Visit: Message("大篷车的到访", "a visit of a caravan"),
}


def add_edit_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--dry-run", action="store_true", help="show what would change / 只看会改什么，不写文件"
    )
    parser.add_argument("--yes", action="store_true", help="write without asking / 不询问，直接写")
    parser.add_argument(
        "--force",
        action="store_true",
        help="write even if that brings new errors / 有新的错误也写",
    )


class Editor:
    """A project that a command is about to change."""

    def __init__(self, run: Run, *, checks_pages: bool = False) -> None:
        """`checks_pages`: addresses and links may break, too. Raises UsageError."""
        run.check_project()
        self.checks_pages = checks_pages
        self.run = run
        self.options = run.make_build_options()._replace(include_drafts=True)
        self.inputs: BuildInputs = read_inputs(self.options)
        self.has_written = False

    @cached_property
    def before(self) -> ReadProject:
        """The project as it is."""
        return read_changed(self.options, self.inputs, {}, with_pages=self.checks_pages)

    @property
    def agenda(self) -> Agenda:
        """Raises ProjectError if there are no records at all."""
        if self.before.project is None:
            raise ProjectError(self.before.problems, self.inputs)
        return self.before.project.agenda

    @property
    def model(self) -> Model:
        return self.agenda.model

    @property
    def sources(self) -> Sources:
        """The records as they are written. Raises ProjectError if there are none."""
        if self.before.project is None:
            raise ProjectError(self.before.problems, self.inputs)
        return self.before.project.sources

    def find_stop(self, stop_id: str, kind: type[StopT]) -> StopT:
        """The stay or visit with an id. Raises UsageError, or ProjectError if it cannot be read."""
        by_id = {stop.id: stop for stop in self.model.stops}
        stop = by_id.get(stop_id)
        if stop is None:
            help = suggest_id(stop_id, {id: stop.place.name for id, stop in by_id.items()})
            raise UsageError(
                f"没有编号为 “{stop_id}” 的站点。{help.zh}",
                f"there is no stop “{stop_id}”. {help.en}".rstrip(),
            )
        if not isinstance(stop, kind):
            word = _STOP_WORDS[type(stop)]
            raise UsageError(
                f"“{stop_id}” 是{word.zh}，这个命令管不着",
                f"“{stop_id}” is {word.en}, which this command is not for",
            )
        self.check_readable(stop.location)
        return stop

    def check_readable(self, at: Location) -> None:
        """Raises ProjectError if what stands at a place could not be read as it is written."""
        problems = Problems()
        read_sources(self.inputs.snapshot, self.inputs.cache.make_successor(), problems)
        own_problems = [
            problem
            for problem in problems
            if problem.location.file == at.file
            and problem.location.path[: len(at.path)] == at.path
            and problem.level == "error"
        ]
        if own_problems:
            raise ProjectError(own_problems, self.inputs)

    def preview(self, change: Change) -> tuple[Files, ReadProject, list[Problem]]:
        """The files as they would be, None for one that is gone; the project with them, and its new
        problems."""
        texts = self.inputs.snapshot.texts
        files = edit_files(change, texts)
        for file in change.edits.keys() - texts.keys():  # in the usual layout from the beginning
            files[file] = format_source(files.get(file) or b"", file) or files.get(file)
        pictures = {old: new for old, new in change.moves.items() if old not in texts}
        after = read_changed(
            self.options, self.inputs, files, pictures, with_pages=self.checks_pages
        )
        if not after.problems:
            return files, after, []
        renaming = Renaming(change.moves, [change.renamed] if change.renamed else ())
        return files, after, list_new_problems(self.before.problems, after, renaming)

    def apply(
        self,
        change: Change,
        suggest: Callable[[ReadProject, list[Problem]], str] = lambda *_: "",
        report: Callable[[Problem], bool] = lambda _: False,
    ) -> int:
        """Say what a change means and, if that is wanted, make it; the exit code. `suggest` gives
        another command line if there are new problems; `report` prints one where its value comes
        from, and says whether it did."""
        run = self.run
        files, after, problems = self.preview(change)
        run.print_status(*change.summary)
        self._print_differences(files, change.moves)
        is_text = run.args.format == "text"
        unplaced = [problem for problem in problems if not (is_text and report(problem))]
        located = locate_problems(unplaced, make_locator(after.inputs.snapshot))
        print_problems(run, located, after.inputs.snapshot.texts)
        hint = suggest(after, problems) if problems else ""
        if hint:
            run.print_error(f"可以改为：{hint}", f"this would fit: {hint}")
        has_errors = any(problem.level == "error" for problem in problems)
        if has_errors and not run.args.force:
            run.print_status(
                "没有写入：这样改会有新的错误。仍然要写就加 --force",
                "nothing was written, for this would bring new errors; --force writes all the same",
            )
            return 1
        return self._write_if_wanted(files, change.moves)

    def offer(self, summary: Message, files: Files) -> int:
        """Show other contents of files and, if that is wanted, write them; the exit code."""
        self.run.print_status(*summary)
        self._print_differences(files, {})
        return self._write_if_wanted(files, {})

    def _write_if_wanted(self, files: Files, moves: Mapping[str, str]) -> int:
        args = self.run.args
        if args.dry_run or not (args.yes or args.force or confirm(self.run, _WRITE, default=True)):
            self.run.print_status("没有写入", "nothing was written")
        else:
            self._write(files, moves)
        return 0

    def _print_differences(self, files: Files, moves: Mapping[str, str]) -> None:
        """In a terminal, what goes is red and what comes is green. Nobody reads thousands of lines,
        and to find them takes time."""
        is_coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        for number, line in enumerate(self._iterate_differences(files, moves)):
            if number == MAX_LINES:
                self.run.print_status(
                    f"…… 只列到这里：一共改 {len(files)} 个文件",
                    f"… and more: {format_count(len(files), 'file')} will change in all",
                )
                break
            text = make_printable(line.replace("\t", "→"))
            colour = _COLOURS.get(line[:1]) if is_coloured else None
            print(f"\x1b[{colour}m{text}\x1b[0m" if colour else text)

    def _iterate_differences(self, files: Files, moves: Mapping[str, str]) -> Iterator[str]:
        """The files that move, and the lines that change, as a unified diff."""
        yield from (f"{old} → {new}" for old, new in moves.items())
        old_names = {new: old for old, new in moves.items()}
        for file, raw in files.items():
            if raw is None:
                continue
            old_name = old_names.get(file, file)
            old, new = (
                decode_for_display(text).removesuffix("\n").split("\n") if text else []
                for text in (self.inputs.snapshot.texts.get(old_name, b""), raw)
            )
            yield from difflib.unified_diff(old, new, old_name, file, n=1, lineterm="")

    def _write(self, files: Files, moves: Mapping[str, str]) -> None:
        """Raises UsageError if somebody has changed a file since it was read."""
        snapshot = self.inputs.snapshot
        for file in {*files, *moves.values()}:
            self._check_untouched(file)
        for old, new in moves.items():
            path = snapshot.root / new
            path.parent.mkdir(parents=True, exist_ok=True)
            snapshot.get_path(old).replace(path)
        for folder in {snapshot.get_path(old).parent for old in moves}:
            with suppress(OSError):  # what nobody reads may lie there
                folder.rmdir()
        contents = {file: raw for file, raw in files.items() if raw is not None}
        for file, raw in contents.items():
            is_moved = file in moves.values()
            write_atomically(snapshot.root / file if is_moved else snapshot.get_path(file), raw)
        self.has_written = True
        count, listed = len(contents), list_files(list(contents))
        self.run.print_status(
            f"写好了：{listed}", f"{format_count(count, 'file')} written: {listed}"
        )

    def _check_untouched(self, file: str) -> None:
        """Raises UsageError if a file is not as it was read."""
        snapshot = self.inputs.snapshot
        path = snapshot.get_path(file)
        is_new = file not in snapshot.digests and not path.exists()
        if not (is_new or has_content(path, snapshot.texts.get(file, b""))):
            raise UsageError(
                f"{file} 刚刚被别人改过，没有写入：请再来一次",
                f"{file} has just been changed by somebody else, and nothing was written: try "
                f"again",
            )


def find_fitting_day(
    editor: Editor,
    stop_id: str,
    after: ReadProject,
    problems: list[Problem],
    make_change: Callable[[dt.date], Change],
    last_day: dt.date | None = None,
) -> dt.date | None:
    """The first day of a stop that brings no new trouble with days, if that is what is wrong.
    `after`: the project with the stop as it was asked for, and its new `problems`."""
    for _ in range(MAX_ATTEMPTS):
        if after.project is None or not can_days_help(problems):
            return None
        day = find_next_candidate(after.project.agenda, stop_id, problems)
        if day is None or (last_day and day > last_day):
            return None
        _, after, problems = editor.preview(make_change(day))
        if not any(is_about_days(problem) for problem in problems):
            return day
    return None


def read_sound_sources(inputs: BuildInputs) -> Sources:
    """The records as they are written. Raises ProjectError if some cannot be read: a table without
    them would lose them."""
    problems = Problems()
    sources = read_sources(inputs.snapshot, inputs.cache, problems)
    if sources is None or problems.error_count:
        raise ProjectError(problems, inputs)
    return sources


def run_edit(run: Run, make_change: Callable[[Editor], Change]) -> int:
    """Make one change to the project. Raises UsageError or ProjectError."""
    editor = Editor(run)
    return editor.apply(request(lambda: make_change(editor)))


def request(make_change: Callable[[], Change]) -> Change:
    """A change; what is impossible is a mistake on the command line."""
    try:
        return make_change()
    except ImpossibleChangeError as e:
        raise UsageError(*e.message) from None
