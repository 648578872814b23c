"""A year in figures."""

from __future__ import annotations

import gc
import weakref

import pytest

from tests.support.growth import count_calls
from tests.support.in_memory import build_agenda
from tests.support.sources import LIGHT, NEAR_PLACE, ROUTE, TOUR, VAN, stop_yaml, visit_yaml
from tourbook.schedule import statistics
from tourbook.schedule.agenda import Agenda


def test_a_year_in_figures() -> None:
    text = (
        TOUR + stop_yaml("old", "copy: a", "open: 2025-12-03", "close: 2026-01-04", "visitors: 500")
        + stop_yaml("new", "copy: a", "open: 2026-03-04", "close: 2026-03-08", "visitors: 100", "expected: " "120", venue="far")
        + stop_yaml("off", "copy: b", "open: 2026-03-04", "close: 2026-03-08", "visitors: 9", "status: " "cancelled")
        + ROUTE + visit_yaml("v", "place: {name: 小学, region: '621122', township: true}", "visitors: " "90", "expected: " "40",
                        "repeat: {first: 2025-12-26, every: 1 week, count: 3}")
        + visit_yaml("w", "venue: hall", "date: 2026-05-06", "visitors: 11")
    )  # fmt: skip
    far = "---\nname: 远\nregion: '520102'\nhours: {daily: 09:00-17:00}\n---\n"
    index, _ = build_agenda(
        {
            "content/exhibitions/light.md": LIGHT,
            "content/venues/far.md": far,
            "schedule.yaml": text,
            **VAN,
        }
    )
    assert statistics.list_report_years(index) == [2025, 2026]
    report = statistics.compute_year_report(index, 2026)
    t = report.total
    assert (t.stops, t.visits, t.township, t.visitors, t.expected) == (
        1,
        3,
        2,
        100 + 60 + 11,
        120 + 80,
    )
    # 1 to 4 January from Wednesday to Sunday, 4 to 8 March, three visits
    assert t.open_days == 4 + 5 + 3
    assert t.township_share == pytest.approx(200 / 3)
    km = index.engine.compute_stop_distance_km(
        *sorted((s for s in index.model.stops if s.id in ("old", "new")), key=lambda s: s.order)
    )
    assert km is not None
    assert report.exhibitions["light"].km == pytest.approx(km)
    assert 1200 < km < 1500
    assert report.provinces.keys() == {"620000", "520000"}
    assert (report.provinces["520000"].stops, report.provinces["620000"].visits) == (1, 3)
    assert report.caravans["van"].visits == 3
    assert "520102" in report.covered_counties
    assert "621122" in report.covered_counties
    assert "621126" in report.uncovered_counties
    assert sum(m.stops for m in report.months) == t.stops
    assert sum(m.visits for m in report.months) == t.visits
    assert statistics.compute_year_report(index, 2025).total.visitors == 500 + 30


def test_the_years_share_the_visitors_of_a_recurring_visit_and_lose_none() -> None:
    """Found by an attacker."""
    for people in (1, 2, 101):
        text = ROUTE + visit_yaml(
            "v", NEAR_PLACE, f"visitors: {people}", "repeat: {first: 2026-12-31, count: 2}"
        )
        index, _ = build_agenda({**VAN, "schedule.yaml": text})
        assert (
            sum(statistics.compute_year_report(index, y).total.visitors for y in (2026, 2027))
            == people
        )


def test_a_stop_at_a_code_of_former_times_covers_the_county_of_today() -> None:
    """Found by an attacker."""
    text = ROUTE + visit_yaml("v", "place: {name: 近, region: '622424'}", "date: 2026-12-02")
    index, _ = build_agenda({**VAN, "schedule.yaml": text})
    assert statistics.compute_year_report(index, 2026).covered_counties == ["621121"]


def write_villages(count: int) -> dict[str, str | bytes | None]:
    """A county of so many villages, each with a visit."""
    villages = "".join(f"GB-V{n}: {{name: V{n}, parent: GB}}\n" for n in range(count))
    visits = "".join(
        visit_yaml(
            f"v{n}", f"date: 2026-0{n % 9 + 1}-11", f"place: {{name: Green, region: GB-V{n}}}"
        )
        for n in range(count)
    )
    return {
        **VAN,
        "content/regions.yaml": "GB: {name: Britain}\n" + villages,
        "schedule.yaml": ROUTE + visits,
    }


def test_the_work_of_a_report_grows_with_the_regions_not_with_their_square() -> None:
    small, large = (build_agenda(write_villages(count))[0] for count in (40, 160))
    for index in (small, large):
        index.model.regions.list_counties("GB")  # reads GB/T 2260 once

    def count_work(index: Agenda) -> int:
        return count_calls(lambda: statistics.compute_year_report(index, 2026))

    assert count_work(large) < 5 * count_work(small)
    assert count_work(large) < 10, "the report of a year is made once"


def test_a_report_does_not_keep_its_agenda() -> None:
    index, _ = build_agenda()
    statistics.compute_year_report(index, 2026)
    kept = weakref.ref(index)
    del index
    gc.collect()
    assert kept() is None
