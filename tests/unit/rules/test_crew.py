"""A person, or a caravan, cannot be at two stops at once, whatever the clocks there show."""

from __future__ import annotations

import datetime as dt
import re
from itertools import combinations, permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.in_memory import list_rule_problems
from tests.support.sources import HALL, ROUTE, SITE, TOUR, TWO_VENUES, VAN, stop_yaml, visit_yaml


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


ZONES = {
    "th": "Asia/Bangkok",
    "in": "Asia/Kolkata",
    "nz": "Pacific/Auckland",
    "us": "America/Denver",
    "cn": "Asia/Shanghai",
}
PERSON = {"content/organisations/p.md": "---\nname: 甲\nclass: person\n---\n"}
FILES = {
    **VAN,
    **PERSON,
    "content/site.yaml": SITE + "rules: {transport: ignore}\n",
    "content/regions.yaml": "".join(
        f"{c}: {{timezone: {z}, name: {c}}}\n" for c, z in ZONES.items()
    ),
}


def write_visit(id: str, day: dt.date, hour: int, region: str) -> str:
    return visit_yaml(
        id,
        f"date: {day}",
        f"time: {hour:02}:00-{hour + 2:02}:00",
        f"place: {{name: {region}, region: {region}}}",
        "crew: [p]",
    )


def list_named(text: str, code: str) -> set[str]:
    lines = text.split("\n")
    named = set()
    for problem in list_rule_problems({**FILES, "schedule.yaml": text}):
        if problem.code == code:
            ids = re.findall(r"- id: (\w+)", "\n".join(lines[: problem.location.line]))
            named.add(ids[-1])
    return named


Call = tuple[int, int, str]
CALLS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 22), st.sampled_from(sorted(ZONES))),
    min_size=2,
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(CALLS)
def test_visits_at_one_instant_clash(calls: list[Call]) -> None:
    starts = [
        dt.datetime(2026, 12, day, hour, tzinfo=ZoneInfo(ZONES[region])).astimezone(dt.UTC)
        for day, hour, region in calls
    ]
    pairs = {
        frozenset((f"s{i}", f"s{j}"))
        for i, j in combinations(range(len(calls)), 2)
        if calls[i][2] != calls[j][2] and abs(starts[i] - starts[j]) < dt.timedelta(hours=2)
    }
    text = ROUTE + "".join(
        write_visit(f"s{n}", dt.date(2026, 12, day), hour, region)
        for n, (day, hour, region) in enumerate(calls)
    )
    for code in ("vehicle-clash", "crew-clash"):
        named = list_named(text, code)
        assert all(pair & named for pair in pairs), "every pair is reported at one of its two"
        assert all(any(id in pair for pair in pairs) for id in named)


@pytest.mark.parametrize(
    ("day", "time", "is_clash"),
    [
        (1, "17:00-19:00", False),
        (1, "18:00-20:00", True),
        (2, "18:00-20:00", True),
        (2, "19:00-20:00", False),
    ],
)
def test_a_day_of_a_stay_is_that_of_its_place(day: int, time: str, is_clash: bool) -> None:
    """2 December in Auckland is from 19:00 on the 1st to 19:00 on the 2nd in Shanghai."""
    stay = ("open: 2026-12-01", "close: 2026-12-05", "crew: [{who: p, dates: [2026-12-02]}]")
    visit = visit_yaml(
        "visit", f"date: 2026-12-{day:02}", f"time: {time}", "place: {name: 村, region: cn}",
        "crew: [p]",
    )  # fmt: skip
    files = {
        **TWO_VENUES,
        **FILES,
        "content/venues/hall.md": HALL.replace('"621121"', "nz"),
        "schedule.yaml": TOUR + stop_yaml("stay", *stay) + ROUTE + visit,
    }
    found = [p for p in list_rule_problems(files) if p.code == "crew-clash"]
    assert bool(found) is is_clash


@pytest.mark.parametrize("pair", list(permutations(("th", "us"), 2)))
def test_the_road_is_driven_by_one_clock(pair: tuple[str, str]) -> None:
    """From 10:00 in Bangkok to 10:00 in Denver it is 14 hours, on one day."""
    text = ROUTE + "".join(
        visit_yaml(
            region,
            "date: 2026-12-02",
            "time: 10:00-11:00",
            f"place: {{name: {region}, region: {region}, coordinates: {{lat: 0, lon: {lon}}}}}",
        )
        for region, lon in zip(pair, (0, 2), strict=True)
    )
    files = {**FILES, "content/site.yaml": SITE, "schedule.yaml": text}
    codes = {p.code for p in list_rule_problems(files)}
    assert not codes & {"transport", "vehicle-clash"}, "about 290 km: 6 hours"
