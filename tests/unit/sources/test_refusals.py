"""Whatever is not read is reported, with what to do about it."""

from __future__ import annotations

import pytest

from tourbook.common.problems import NO_HELP, Location, Problems
from tourbook.sources.refusals import Refusal, report_refusal


@pytest.mark.parametrize("reason", Refusal)
def test_every_reason_has_a_message_and_a_help(reason: Refusal) -> None:
    problems = Problems()
    report_refusal("content/x", reason, problems)
    (problem,) = problems
    is_repository = reason is Refusal.REPOSITORY  # which is read, but for its history
    expected = ("submodule", "warning") if is_repository else ("refused-file", "error")
    assert (problem.code, problem.level) == expected
    file = "content" if is_repository else "content/x"
    assert problem.location == Location(file, line=1, column=1)
    assert problem.help != NO_HELP
