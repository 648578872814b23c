"""The days on which a stay is open."""

from __future__ import annotations

from tests.support.in_memory import rules_of
from tests.support.sources import BARE, TOUR, stop


def test_one_dated_line_says_nothing_of_the_other_days() -> None:
    """Found by an attacker."""
    text = TOUR + stop(
        "a", "copy: a", "open: 2026-12-25", "close: 2027-02-08", "hours: {2027-01-01: closed}"
    )
    assert rules_of({**BARE, "schedule.yaml": text}) == []
