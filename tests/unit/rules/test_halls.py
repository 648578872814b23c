"""What the halls of a venue can take."""

from __future__ import annotations

import datetime as dt
import re

from tests.support.in_memory import list_rule_problems
from tests.support.sources import TOUR, TWO_VENUES, stop_yaml


def test_the_first_day_with_a_hall_looks_past_the_other_stops_of_the_venue() -> None:
    """Found by an attacker."""
    one = {**TWO_VENUES, "content/venues/hall.md": "---\nname: 馆\nregion: '621121'\n---\n"}
    text = TOUR + stop_yaml("a", "copy: a", "open: 2027-01-01", "close: 2027-01-10")
    text += stop_yaml("b", "copy: b", "open: 2027-01-05", "close: 2027-01-20")
    text += stop_yaml("c", "copy: a", "open: 2027-01-16", "close: 2027-03-30")
    problems = [
        p
        for p in list_rule_problems({**one, "schedule.yaml": text})
        if p.code == "venue-full" and p.location.line == 14
    ]
    day = dt.date.fromisoformat(re.findall(r"\d{4}-\d\d-\d\d", problems[0].help.en)[0])
    moved = text.replace("open: 2027-01-05", f"open: {day}").replace(
        "close: 2027-01-20", f"close: {day + dt.timedelta(days=15)}"
    )
    assert list_rule_problems({**one, "schedule.yaml": moved}) == []
