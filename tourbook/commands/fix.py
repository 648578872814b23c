"""fix: write what the helps say, where they are certain."""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from typing import NamedTuple

from tourbook.build.proposals import ReadProject, read_changed
from tourbook.common.problems import Message, Problem, format_count, locate_problems
from tourbook.editing.remedies import Replacement, apply_replacements, make_finder
from tourbook.sources.locating import make_locator

from .base import Command, Run
from .editing import Editor, add_edit_arguments

MAX_ROUNDS = 10
"""What is mended may let the next problem be seen: of a file that could not be read, say."""


def run_fix(run: Run) -> int:
    editor = Editor(run)
    files, count = _mend(editor)
    if not files:
        run.print_status("没有一定对的改法可用", "no help is certain enough to be applied")
        return 0
    return editor.offer(
        Message(f"改正 {count} 处", f"{format_count(count, 'place')} mended"), files
    )


def _mend(editor: Editor) -> tuple[dict[str, bytes], int]:
    """The files as they are with all certain helps applied, and how many were."""
    files: dict[str, bytes] = {}
    count, project = 0, editor.before
    for _ in range(MAX_ROUNDS):
        repairs = _list_repairs(project)
        contents = {repair.file: repair.content for repair in repairs}
        after = read_changed(editor.options, editor.inputs, {**files, **contents})
        useful = [repair for repair in repairs if repair.has_helped(after)]
        if not useful:
            break
        files |= {repair.file: repair.content for repair in useful}
        count += sum(len(repair.problems) for repair in useful)
        project = read_changed(editor.options, editor.inputs, files)
    return files, count


class _Repair(NamedTuple):
    """A file with the helps of its problems."""

    file: str
    content: bytes
    problems: list[Problem]

    def has_helped(self, after: ReadProject) -> bool:
        """Whether one of the problems is gone, and the file did not become unreadable."""
        old = Counter((p.code, p.message) for p in self.problems)
        in_file = [p for p in after.problems if p.location.file == self.file]
        new = Counter((p.code, p.message) for p in in_file)
        was_unreadable = any(code.startswith("yaml") for code, _ in old)
        is_unreadable = any(p.code == "yaml-syntax" for p in in_file)
        return bool(old - new) and (was_unreadable or not is_unreadable)


def _list_repairs(project: ReadProject) -> list[_Repair]:
    snapshot = project.inputs.snapshot
    find = make_finder(snapshot.texts)
    replacements: dict[str, dict[Replacement, Problem]] = defaultdict(dict)
    for problem in locate_problems(project.problems, make_locator(snapshot)):
        if replacement := find(problem):
            replacements[replacement.file][replacement] = problem
    repairs = []
    for file, parts in replacements.items():
        content = apply_replacements(snapshot.texts[file], parts)
        if content is not None and content != snapshot.texts[file]:
            repairs.append(_Repair(file, content, list(parts.values())))
    return repairs


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_edit_arguments(parser)


COMMAND = Command(run_fix, add_arguments)
