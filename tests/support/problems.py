"""Problems for the tests of what becomes of them."""

from __future__ import annotations

from tourbook.common.problems import NO_HELP, Level, Location, Message, Problem

HERE = Location("a.yaml", line=2, column=3)


WRONG = Message("错", "wrong")


def make_problem(
    at: Location = HERE,
    what: Message = WRONG,
    help: Message = NO_HELP,
    level: Level = "error",
    code: str = "code",
) -> Problem:
    return Problem(code, at, what, help, level)
