"""A person cannot be at two stops at once."""

from __future__ import annotations

from tests.support.in_memory import list_rule_problems
from tests.support.sources import TOUR, TWO_VENUES, stop_yaml


def test_a_person_who_is_named_twice_is_there_on_both_days_and_counts_once() -> None:
    """Found by an attacker."""
    person = {"content/organisations/p.md": "---\nname: 甲\naliases: [pp]\nclass: person\n---\n"}
    text = TOUR + stop_yaml(
        "a",
        "copy: a",
        "open: 2026-12-01",
        "close: 2026-12-10",
        "crew: [{who: p, dates: [2026-12-02]}, {who: pp, dates: [2026-12-08]}]",
    )
    text += stop_yaml(
        "b", "copy: b", "open: 2026-12-02", "close: 2026-12-02", "crew: [p]", venue="far"
    )
    text += stop_yaml(
        "c", "copy: b", "open: 2026-12-20", "close: 2026-12-31", "crew: [p]", venue="far"
    )
    problems = [
        p
        for p in list_rule_problems({**TWO_VENUES, **person, "schedule.yaml": text})
        if p.code == "crew-clash"
    ]
    assert len(problems) == 1
    assert "times" not in problems[0].message.en
    assert "free again from 2026-12-03" in problems[0].help.en
