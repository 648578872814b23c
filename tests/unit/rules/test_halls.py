"""What the halls of a venue can take."""

from __future__ import annotations

import datetime as dt
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.in_memory import list_rule_problems
from tests.support.sources import TOUR, TWO_VENUES, stop_yaml
from tourbook.common.dates import DAY


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


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), min_size=2, max_size=12)


@given(SPANS, st.integers(1, 3))
@settings(max_examples=25)
def test_the_first_day_with_a_hall_is_the_first_one_of_all_days(
    spans: list[tuple[int, int]], hall_count: int
) -> None:
    start = dt.date(2027, 1, 1)
    days = [(start + a * DAY, start + (a + n) * DAY) for a, n in spans]
    text = TOUR + "".join(
        stop_yaml(f"s{i}", f"open: {opens}", f"close: {closes}")
        for i, (opens, closes) in enumerate(days)
    )
    halls = "".join(f"  - {{name: 厅{i}}}\n" for i in range(hall_count))
    files = {
        "content/exhibitions/light.md": "---\nname: 光影\n---\n",
        "content/venues/hall.md": f"---\nname: 馆\nregion: '621121'\nhalls:\n{halls}---\n",
        "schedule.yaml": text,
    }
    for problem in list_rule_problems(files):
        if problem.code == "venue-full":
            number = (problem.location.line - 8) // 4
            opens, closes = days[number]
            others = days[:number] + days[number + 1 :]
            day = opens
            while sum(a <= day + (closes - opens) and b >= day for a, b in others) >= hall_count:
                day += DAY
            assert f"open on {day} " in problem.help.en
