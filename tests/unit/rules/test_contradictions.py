"""What a stop says of itself agrees with its dates, its venue and its exhibition."""

from __future__ import annotations

import pytest

from tests.support.in_memory import list_codes, list_rule_problems
from tests.support.sources import LIGHT, ROUTE, TOUR, VAN, stop_yaml, visit_yaml

CODES = ("unknown-hall", "copy-unnamed", "done-early", "visitors-early", "venue-full")
COMING, NOW = ("open: 2026-12-01", "close: 2026-12-20"), ("open: 2026-11-01", "close: 2026-12-20")
LAST_DAY, PAST = (
    ("open: 2026-11-01", "close: 2026-11-24"),
    ("open: 2026-10-01", "close: 2026-10-09"),
)
WEEKLY = ("venue: hall", "repeat: {first: 2026-11-06, count: 6}", "time: 09:00-10:00")
TOMORROW = ("venue: hall", "date: 2026-11-25", "time: 09:00-10:00")
HALL_START = "---\nname: 馆\nregion: '621121'\n"
HALLS = HALL_START + "halls: [{name: {zh: 一楼展厅, en: Ground floor}}]\n---\n"


def find_codes(schedule: str, **files: str) -> list[str]:
    named = {f"content/venues/{name}.md": text for name, text in files.items()}
    problems = list_rule_problems({**VAN, **named, "schedule.yaml": schedule})
    return [code for code, _, _ in list_codes(problems) if code in CODES]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ((*COMING, "status: done"), "done-early"),
        ((*NOW, "status: done"), "done-early"),
        ((*LAST_DAY, "status: done"), ""),
        ((*PAST, "status: done"), ""),
        ((*COMING, "visitors: 300"), "visitors-early"),
        ((*COMING, "visitors: 300", "status: done"), "done-early"),
        ((*COMING, "visitors: 0"), ""),
        ((*COMING, "expected: 300"), ""),
        ((*NOW, "visitors: 300"), ""),
        ((*PAST, "visitors: 300"), ""),
        ((*COMING, "visitors: 3", "waivers: {visitors-early: 预展}"), ""),
        (("status: planned", "visitors: 3"), ""),
    ],
)
def test_a_stop_is_not_over_before_it_is(lines: tuple[str, ...], code: str) -> None:
    assert find_codes(TOUR + stop_yaml("a", *lines)) == [code][: bool(code)]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ((*WEEKLY, "status: done"), "done-early"),
        ((*WEEKLY, "visitors: 30"), ""),
        ((*TOMORROW, "status: done"), "done-early"),
        ((*TOMORROW, "visitors: 30"), "visitors-early"),
    ],
)
def test_nor_is_a_visit(lines: tuple[str, ...], code: str) -> None:
    assert find_codes(ROUTE + visit_yaml("v", *lines)) == [code][: bool(code)]


@pytest.mark.parametrize(
    ("hall", "is_known"),
    [
        ("一楼展厅", True),
        ("Ground floor", True),
        ("{zh: 一楼展厅, en: Ground floor}", True),
        ("{zh: 一楼展厅, th: ชั้นล่าง}", True),
        ("一楼展庁", False),
        ("一楼 展厅", False),
        ("Ground flor", False),
        ("ground floor", False),
        ("Lobby", False),
        ("{zh: 一楼展厅, en: Ground flor}", False),
        ("{zh: 二楼展厅, en: First floor}", False),
    ],
)
def test_the_hall_of_a_stop_is_one_of_its_venue(hall: str, is_known: bool) -> None:
    schedule = TOUR + stop_yaml("a", f"hall: {hall}", *COMING)
    assert find_codes(schedule, hall=HALLS) == ["unknown-hall"] * (not is_known)
    assert find_codes(schedule) == [], "a venue without halls says nothing of them"
    assert find_codes(TOUR + stop_yaml("a", f"hall: {hall}", *PAST), hall=HALLS) == []


def test_a_misspelt_hall_does_not_hide_a_double_booking() -> None:
    schedule = TOUR + stop_yaml("a", "hall: 一楼展厅", *COMING)
    schedule += stop_yaml("b", "hall: {}", "open: 2026-12-10", "close: 2026-12-30")
    assert find_codes(schedule.replace("{}", "一楼展庁"), hall=HALLS) == ["unknown-hall"]
    assert find_codes(schedule.replace("{}", "一楼展厅"), hall=HALLS) == ["venue-full"]


def test_a_tour_of_an_exhibition_with_copies_says_which_one_it_shows() -> None:
    def find(tour: str, *copies: str) -> list[tuple[str, str, int]]:
        stops = [stop_yaml(f"s{n}", f"open: 2027-0{n}-01", *([c] if c else []))
                 for n, c in enumerate(copies, 1)]  # fmt: skip
        files = {"content/exhibitions/light.md": LIGHT, "schedule.yaml": tour + "".join(stops)}
        return [c for c in list_codes(list_rule_problems(files)) if c[0] == "copy-unnamed"]

    copy_a = TOUR.replace("    stops", "    copy: a\n    stops")
    assert find(TOUR, "", "") == [("copy-unnamed", "schedule.yaml", 6)], "once for the tour"
    assert find(TOUR, "copy: a", "") == [("copy-unnamed", "schedule.yaml", 11)]
    assert find(TOUR, "copy: a", "copy: b") == find(copy_a, "", "") == []
