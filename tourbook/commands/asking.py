"""Questions to somebody at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

from tourbook.common.printable import make_printable
from tourbook.common.problems import ExplainedError, Message

from .base import Run, UsageError

_YES = ("y", "yes", "是", "好")

AnswerT = TypeVar("AnswerT")


def ask(
    run: Run, text: str, default: str, parse: Callable[[str], AnswerT], help_for_scripts: Message
) -> AnswerT:
    """Ask until the answer can be used: `parse` raises ExplainedError for another one. Raises
    UsageError if nobody answers."""
    prompt = f"{text} [{default}]: " if default else f"{text}: "
    while True:
        print(make_printable(prompt), end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise UsageError(*help_for_scripts)
        try:
            return parse(line.strip() or default)
        except ExplainedError as e:
            run.print_error(*e.message)


def confirm(run: Run, question: Message, *, default: bool) -> bool:
    """Whether somebody at a terminal says yes; true if nobody can be asked."""
    if not sys.stdin.isatty():
        return True
    text = f"{run.localize(*question)} {'[Y/n]' if default else '[y/N]'} "
    print(make_printable(text), end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline().strip().lower()
    return answer in _YES or (default and not answer)
