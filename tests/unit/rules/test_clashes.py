"""Random schedules: every clash is found, and none is invented. The truth is worked out pair by
pair."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.in_memory import Files, list_rule_problems
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
from tourbook.schedule.geo import compute_great_circle_km

START = dt.date(2026, 12, 1)
PLACES = {"a": (36.06, 103.84), "b": (35.58, 104.62), "c": (26.65, 106.63), "d": (39.9, 116.4)}
"""Lanzhou, Dingxi, Guiyang, Beijing: from an hour to days apart."""


def make_day(n: int) -> dt.date:
    return START + dt.timedelta(days=n)


def find_named_stops(files: Files, *codes: str) -> dict[str, set[str]]:
    """Rule -> ids of the stops that it names as the later one, by the line that it points at."""
    out: dict[str, set[str]] = defaultdict(set)
    lines = str(files["schedule.yaml"]).split("\n")
    for p in list_rule_problems(files):
        assert p.code in codes, f"{p}: a rule that fires here, too, belongs into the codes"
        ids = [
            m[1] for line in lines[: p.location.line] if (m := re.match(r"\s*- id: (\w+)$", line))
        ]
        out[p.code].add(ids[-1])
    return out


class Stay(NamedTuple):
    venue: str
    copy: str
    open: int
    days: int
    set_up: int
    """Days before the opening, written as `set_up`; 0: not written."""
    leave: int
    """Days after the close, written as `leave`; 0: not written."""

    @property
    def close(self) -> int:
        return self.open + self.days

    @property
    def there(self) -> tuple[int, int]:
        """The days on which the copy must be there, as written; it may leave during its last."""
        return self.open - self.set_up, max(self.close, self.close + self.leave - 1)


STAYS = st.lists(
    st.builds(
        Stay, st.sampled_from("abcd"), st.sampled_from("xy"), st.integers(5, 120), st.integers(0, 12), st.integers(0, 2), st.integers(0, 3)
    ),
    min_size=1, max_size=14,
)  # fmt: skip


def write_project(stays: list[Stay], rooms: int) -> Files:
    venues = {
        f"content/venues/{v}.md": f"---\nname: 馆{v}\nregion: TH\ncoordinates: "
        f"{{lat: {lat}, lon: {lon}}}\nhalls:\n"
        + "".join(f"  - name: 厅{n}\n" for n in range(rooms))
        + "---\n"
        for v, (lat, lon) in PLACES.items()
    }
    text = "tours:\n  - id: t\n    name: t\n    exhibition: light\n    stops:\n"
    for n, s in enumerate(stays):
        lines = [f"copy: {s.copy}", f"open: {make_day(s.open)}", f"close: {make_day(s.close)}"]
        lines += [f"set_up: {make_day(s.open - s.set_up)}"] * bool(s.set_up) + [
            f"leave: {make_day(s.close + s.leave)}"
        ] * bool(s.leave)
        text += stop_yaml(f"s{n}", *lines, venue=s.venue)
    light = "---\nname: 光影\ncopies: [{id: x}, {id: y}]\n---\n"
    return {
        **venues,
        "content/regions.yaml": "TH: {name: 泰国}\n",
        "content/exhibitions/light.md": light,
        "schedule.yaml": text,
    }


@settings(max_examples=150)
@given(STAYS, st.integers(1, 2))
def test_copies_halls_and_roads(stays: list[Stay], rooms: int) -> None:
    got = find_named_stops(write_project(stays, rooms), "copy-clash", "venue-full", "transport")

    def order(n: int) -> Any:
        return make_day(stays[n].open), "", f"s{n}"

    clash = set()
    for i, j in combinations(range(len(stays)), 2):
        one, two = stays[i], stays[j]
        if one.copy == two.copy and one.there[0] <= two.there[1] and two.there[0] <= one.there[1]:
            clash |= {i, j}
    assert {int(s[1:]) for s in got["copy-clash"]} <= clash
    # each group of stays that meet in a chain is named as often as it has links
    for copy in "xy":
        way = sorted(
            (n for n in range(len(stays)) if stays[n].copy == copy), key=lambda n: stays[n].there
        )
        links = {
            n
            for k, n in enumerate(way)
            if any(stays[m].there[1] >= stays[n].there[0] for m in way[:k])
        }
        named = {int(s[1:]) for s in got["copy-clash"] if stays[int(s[1:])].copy == copy}
        assert len(named) == len(links)

    full = set()
    for n, s in enumerate(stays):
        start = s.open - s.set_up
        key = (start, s.close + s.leave)
        there = [
            m
            for m, o in enumerate(stays)
            if m != n
            and o.venue == s.venue
            and o.open - o.set_up <= start <= o.close + o.leave
            and ((o.open - o.set_up, o.close + o.leave, order(m)) < (*key, order(n)))
        ]
        if len(there) >= rooms:
            full.add(n)
    assert {int(s[1:]) for s in got["venue-full"]} == full

    late = set()
    for copy in "xy":
        way = sorted((n for n in range(len(stays)) if stays[n].copy == copy), key=order)
        for m, n in pairwise(way):
            a, b = stays[m], stays[n]
            if b.there[0] <= a.there[1] or a.venue == b.venue:
                continue
            km = compute_great_circle_km(PLACES[a.venue], PLACES[b.venue]) * 1.3
            road = -int(-km // 400)
            earliest = a.close + a.leave + road - 1 if a.leave else a.close + road
            if b.open - b.set_up < earliest:
                late.add(n)
    assert {int(s[1:]) for s in got["transport"]} == late


class Call(NamedTuple):
    place: str
    day: int
    start: int
    """In quarters of an hour since midnight."""
    length: int
    crew: str

    @property
    def end(self) -> int:
        return self.start + self.length


CALLS = st.lists(
    st.builds(Call, st.sampled_from("abcd"), st.integers(0, 4), st.integers(30, 70), st.integers(1, 16), st.sampled_from(["", "p", "q"])),
    min_size=1, max_size=12,
)  # fmt: skip


def format_clock(quarters: int) -> str:
    return f"{quarters // 4:02}:{quarters % 4 * 15:02}"


@settings(max_examples=150)
@given(CALLS)
def test_caravans_and_crews(calls: list[Call]) -> None:
    text = ROUTE
    for n, c in enumerate(calls):
        lat, lon = PLACES[c.place]
        lines = [
            f"date: {make_day(c.day)}",
            f"time: {format_clock(c.start)}-{format_clock(c.end)}",
        ] + [f"crew: [{c.crew}]"] * bool(c.crew)
        text += visit_yaml(
            f"s{n}",
            *lines,
            f"place: {{name: 地{c.place}, region: TH, coordinates: {{lat: {lat}, lon: {lon}}}}}",
        )
    files: Files = {
        "schedule.yaml": text, "content/regions.yaml": "TH: {name: 泰国}\n", **VAN,
        **{f"content/organisations/{p}.md": f"---\nname: 专家{p}\nclass: person\n---\n" for p in "pq"},
    }  # fmt: skip
    got = find_named_stops(files, "vehicle-clash", "crew-clash", "transport")
    clash, crew = set(), set()
    for i, j in combinations(range(len(calls)), 2):
        a, b = sorted((i, j), key=lambda n: (calls[n].day, calls[n].start, calls[n].end, n))
        one, two = calls[a], calls[b]
        if one.day == two.day and one.place != two.place and two.start < one.end:
            clash.add(frozenset((a, b)))
            if one.crew and one.crew == two.crew:
                crew.add(frozenset((a, b)))
    named = {int(s[1:]) for s in got["vehicle-clash"]}
    assert all(pair & named for pair in clash), "every pair is reported at one of its two"
    assert all(any(n in pair for pair in clash) for n in named)
    named = {int(s[1:]) for s in got["crew-clash"]}
    assert all(pair & named for pair in crew)
    assert all(any(n in pair for pair in crew) for n in named)

    way = sorted(
        range(len(calls)), key=lambda n: (calls[n].day, format_clock(calls[n].start), f"s{n}")
    )
    late = set()
    for m, n in pairwise(way):
        a, b = calls[m], calls[n]
        km = compute_great_circle_km(PLACES[a.place], PLACES[b.place]) * 1.3
        if a.place == b.place:
            continue
        if a.day == b.day and 0 <= (b.start - a.end) * 15 < km / 50 * 60:
            late.add(n)
        if a.day != b.day and km > 400 * (b.day - a.day):
            late.add(n)
    assert {int(s[1:]) for s in got["transport"]} == late


def test_the_first_day_on_which_it_fits_looks_past_the_other_stops_of_the_copy() -> None:
    """Found by an attacker."""
    text = TOUR + stop_yaml("a", "copy: a", "open: 2027-01-01", "close: 2027-01-10")
    text += stop_yaml("b", "copy: a", "open: 2027-01-05", "close: 2027-01-12")
    text += stop_yaml("c", "copy: a", "open: 2027-01-17", "close: 2027-02-10")
    (problem,) = [
        p
        for p in list_rule_problems({**TWO_VENUES, "schedule.yaml": text})
        if p.code == "copy-clash"
    ]
    day = dt.date.fromisoformat(re.findall(r"\d{4}-\d\d-\d\d", problem.help.en)[0])
    moved = text.replace("open: 2027-01-05", f"open: {day}").replace(
        "close: 2027-01-12", f"close: {day + dt.timedelta(days=7)}"
    )
    assert list_rule_problems({**TWO_VENUES, "schedule.yaml": moved}) == []


def test_clashes_by_the_hundred_are_reported_once_each() -> None:
    """Found by an attacker."""
    text = TOUR + "".join(
        stop_yaml(f"s{n}", "copy: a", "open: 2026-12-02", "close: 2026-12-31") for n in range(200)
    )
    problems = list_rule_problems({**TWO_VENUES, "schedule.yaml": text})
    assert len(problems) < 800
    assert max(len(p.message.en) for p in problems) < 1000


def test_three_visits_that_meet_are_three_pairs_with_their_days_and_a_time_that_fits_all() -> None:
    """`a` holds the van until 12:00, `late` from 12:15 to 13:00: nothing fits before."""
    visits = {"a": "09:00-12:00", "b": "09:30-10:00, 10:10-10:30", "c": "09:50-11:00"}
    repeat = "repeat: {first: 2026-12-10, every: 1 week, count: 4, holidays: keep}"
    text = ROUTE + "".join(
        visit_yaml(id, f"time: {time}", f"place: {{name: 地{id}, region: TH}}", repeat)
        for id, time in {**visits, "late": "12:15-13:00"}.items()
    )
    files: Files = {"schedule.yaml": text, "content/regions.yaml": "TH: {name: 泰国}\n", **VAN}
    found = [p for p in list_rule_problems(files) if p.code == "vehicle-clash"]
    pairs = {"".join(sorted(re.findall(r"\((\w)\)", p.message.en))) for p in found}
    assert pairs == {"ab", "ac", "bc"} and len(found) == 3
    assert all(p.level == "warning" and "(4 times)" in p.message.en for p in found)
    assert all("at 13:00 at the earliest" in p.help.en for p in found), [p.help.en for p in found]


def test_a_route_waives_the_clashes_of_all_its_visits() -> None:
    places = {"a": NEAR_PLACE, "b": FAR_PLACE, "c": "venue: hall"}
    visits = [
        visit_yaml(id, "date: 2026-12-10", "time: 9:00-12:00", place)
        for id, place in places.items()
    ]
    waiver = "    waivers: {vehicle-clash: 'as another body published it'}\n    visits:"
    files: Files = {"schedule.yaml": ROUTE.replace("    visits:", waiver) + "".join(visits), **VAN}
    assert "vehicle-clash" not in {p.code for p in list_rule_problems(files)}
