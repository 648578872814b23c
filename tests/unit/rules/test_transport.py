"""Between two stops there is time for the road, and the help that is printed solves the problem."""

from __future__ import annotations

import re

from tests.support.in_memory import rules_of
from tests.support.sources import BARE, HERE, ROUTE, THERE, TOUR, VAN, stop, visit


def test_the_time_between_two_sessions_of_a_visit_counts_too() -> None:
    """Found by an attacker."""
    text = ROUTE + visit("a", HERE, "date: 2026-12-02", "time: 09:00-12:00, 14:00-17:00")
    text += visit("b", THERE, "date: 2026-12-02", "time: 12:30-13:30")
    found = rules_of({**VAN, "schedule.yaml": text})
    assert [p.code for p in found] == ["transport", "transport"]
    assert not re.search(r"2[4-9]:|[3-9]\d:", found[0].help.en), "there is no hour after midnight"


def test_a_written_transport_counts_as_setting_out_and_its_mend_holds() -> None:
    """Found by an attacker."""
    text = TOUR + stop("a", "copy: a", "open: 2027-04-01", "close: 2027-05-08")
    text += stop(
        "b",
        "copy: a",
        "transport: 2027-05-09",
        "arrive: 2027-06-08",
        "open: 2027-06-12",
        "close: 2027-07-01",
        venue="far",
    )
    (found,) = rules_of({**BARE, "schedule.yaml": text})
    assert found.code == "transport"
    assert found.help.en == "set `transport` to 2027-05-10, and open on 2027-06-13"
    assert (
        rules_of(
            {
                **BARE,
                "schedule.yaml": text.replace("transport: 2027-05-09", "transport: 2027-05-10"),
            }
        )
        == []
    )
