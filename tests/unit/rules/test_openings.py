"""The days on which a stay is open."""

from __future__ import annotations

from tests.support.in_memory import list_rule_problems
from tests.support.sources import TOUR, TWO_VENUES, stop_yaml


def test_one_dated_line_says_nothing_of_the_other_days() -> None:
    """Found by an attacker."""
    text = TOUR + stop_yaml(
        "a", "copy: a", "open: 2026-12-25", "close: 2027-02-08", "hours: {2027-01-01: closed}"
    )
    assert list_rule_problems({**TWO_VENUES, "schedule.yaml": text}) == []
