"""Between two stops there is time for the road, and the help that is printed solves the problem."""

from __future__ import annotations

import re

from tests.support.in_memory import list_rule_problems
from tests.support.sources import (
    FAR_PLACE,
    NEAR_PLACE,
    ROUTE,
    TOUR,
    TWO_VENUES,
    VAN,
    stop_yaml,
    visit_yaml,
)


def test_the_time_between_two_sessions_of_a_visit_counts_too() -> None:
    """Found by an attacker."""
    text = ROUTE + visit_yaml("a", NEAR_PLACE, "date: 2026-12-02", "time: 09:00-12:00, 14:00-17:00")
    text += visit_yaml("b", FAR_PLACE, "date: 2026-12-02", "time: 12:30-13:30")
    problems = list_rule_problems({**VAN, "schedule.yaml": text})
    assert [p.code for p in problems] == ["transport", "transport"]
    assert not re.search(r"2[4-9]:|[3-9]\d:", problems[0].help.en), (
        "there is no hour after midnight"
    )


def test_a_written_transport_counts_as_setting_out_and_its_help_solves_the_problem() -> None:
    """Found by an attacker."""
    text = TOUR + stop_yaml("a", "copy: a", "open: 2027-04-01", "close: 2027-05-08")
    text += stop_yaml(
        "b",
        "copy: a",
        "transport: 2027-05-09",
        "arrive: 2027-06-08",
        "open: 2027-06-12",
        "close: 2027-07-01",
        venue="far",
    )
    (problem,) = list_rule_problems({**TWO_VENUES, "schedule.yaml": text})
    assert problem.code == "transport"
    assert problem.help.en == "set `transport` to 2027-05-10, and open on 2027-06-13"
    assert (
        list_rule_problems(
            {
                **TWO_VENUES,
                "schedule.yaml": text.replace("transport: 2027-05-09", "transport: 2027-05-10"),
            }
        )
        == []
    )
