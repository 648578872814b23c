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
    assert (problem.code, problem.level) == ("refused-file", "error")
    assert problem.location == Location("content/x", line=1, column=1)
    assert problem.help != NO_HELP
