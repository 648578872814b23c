"""The index holds every stop under everything that it belongs to, and its state on the day."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.in_memory import assemble_model
from tests.support.sources import ROUTE, TOUR, VAN, stop_yaml, visit_yaml
from tourbook.common.dates import compute_state
from tourbook.schedule.agenda import Agenda

DAY = st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
FILES = {
    **VAN,
    "content/organisations/a.md": "---\nname: 甲\n---\n",
    "content/organisations/b.md": "---\nname: 乙\n---\n",
    "content/campaigns/day.md": "---\nname: 日\nstart: 2026-05-01\n---\n",
    "content/exhibitions/set.md": "---\nname: 系列\n---\n",
    "content/exhibitions/light.md": "---\nname: 光\nseries: set\ncopies: [{id: a}]\n---\n",
}


def make_agenda(schedule: str, today: dt.date = dt.date(2026, 11, 24)) -> Agenda:
    model, found = assemble_model({**FILES, "schedule.yaml": schedule})
    assert found == []
    return Agenda(model, today)


def list_ids(index: Agenda, kind: str, wanted: str) -> list[str]:
    return [s.id for s in index.list_stops(kind, wanted)]


def test_a_stop_is_found_by_all_that_it_belongs_to() -> None:
    tour = TOUR.replace(
        "    stops", "    organisers: [a]\n    campaigns: [day]\n    caravan: van\n    stops"
    )
    index = make_agenda(
        tour
        + stop_yaml(
            "x",
            "open: 2026-11-01",
            "partners: [b]",
            "crew: [a]",
            "volunteers: {count: 1, by: b}",
            "campaigns: [day]",
        )
    )
    for kind, expected in [
        ("tour", "tour"),
        ("exhibition", "light"),
        ("exhibition", "set"),
        ("venue", "hall"),
        ("caravan", "van"),
        ("campaign", "day"),
        ("organisation", "a"),
        ("organisation", "b"),
        ("place", "621121"),
        ("place", "621100"),
        ("place", "620000"),
    ]:
        assert list_ids(index, kind, expected) == ["x"], (kind, expected)
    assert list_ids(index, "place", "110000") == list_ids(index, "nothing", "x") == []
    assert [t.id for t in index.list_trips("exhibition", "set")] == ["tour"]


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(
            DAY, st.integers(0, 120), st.sampled_from(["confirmed", "cancelled", "postponed"])
        ),
        min_size=1,
        max_size=6,
    ),
    DAY,
)
def test_states_months_and_years_are_those_of_the_days(
    spans: list[tuple[dt.date, int, str]], today: dt.date
) -> None:
    rows = [
        (f"s{n}", a, a + dt.timedelta(days=length), status)
        for n, (a, length, status) in enumerate(spans)
    ]
    index = make_agenda(
        TOUR
        + "".join(stop_yaml(i, f"open: {a}", f"close: {b}", f"status: {s}") for i, a, b, s in rows),
        today,
    )
    assert index.states == {i: compute_state(s, a, b, today, 30) for i, a, b, s in rows}
    assert index.count_remaining("tour", "tour") == sum(
        s not in ("over", "cancelled") for s in index.states.values()
    )
    for month, stops in index.stops_by_month.items():
        last = (month + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
        assert {s.id for s in stops} == {i for i, a, b, _ in rows if a <= last and b >= month}
    months = list(index.stops_by_month)
    assert months[0] == min(a for _, a, _, _ in rows).replace(day=1)
    assert months[-1] == max(b for _, _, b, _ in rows).replace(day=1)
    assert all((b - a).days in range(28, 32) for a, b in itertools.pairwise(months)), (
        "no month is left out"
    )
    assert {y: {s.id for s in found} for y, found in index.stops_by_year.items()} == {
        y: {i for i, a, b, _ in rows if a.year <= y <= b.year}
        for y in sorted({y for _, a, b, _ in rows for y in range(a.year, b.year + 1)})
    }


@given(DAY)
def test_a_recurring_visit_counts_by_its_next_day(today: dt.date) -> None:
    index = make_agenda(
        ROUTE
        + visit_yaml(
            "v",
            "repeat: {first: 2026-06-05, count: 10, every: 4 weeks}",
            "place: {name: 小学, region: '621121'}",
        ),
        today,
    )
    days = [dt.date(2026, 6, 5) + dt.timedelta(weeks=4 * n) for n in range(10)]
    upcoming = next((d for d in days if d >= today), None)
    assert index.next_days["v"] == upcoming
    if upcoming is None:
        assert index.states["v"] == "over"
    elif upcoming == today:
        assert index.states["v"] == "now"
    else:
        assert index.states["v"] == ("soon" if (upcoming - today).days <= 30 else "upcoming")


def test_without_stops_there_are_no_months_and_no_years() -> None:
    index = make_agenda("")
    assert (index.stops_by_month, index.stops_by_year) == ({}, {})


@pytest.mark.parametrize(
    ("codes", "main"),
    [
        (["621121", "420202"], ["420000", "620000"]),
        (["621121", "620102"], ["620100", "621100"]),
        (["621121", "621122"], ["621121", "621122"]),
        (["621121"], ["621121"]),
        (["GB-NFK-a", "GB-NFK-b"], ["GB-NFK-a", "GB-NFK-b"]),
        (["GB-NFK-a", "GB-SFK"], ["GB-NFK", "GB-SFK"]),
        (["GB-NFK-a", "621121"], ["620000", "GB"]),
        ([f"GB-NFK-{n}" for n in range(50)], ["GB-NFK"]),
    ],
)
def test_the_main_regions_are_the_largest_that_tell_places_apart(
    codes: list[str], main: list[str]
) -> None:
    visits = "".join(
        visit_yaml(f"v{n}", "date: 2026-12-01", f"place: {{name: a{n}, region: '{code}'}}")
        for n, code in enumerate(codes)
    )
    regions = (
        "GB: {name: UK}\nGB-NFK: {name: Norfolk, parent: GB}\nGB-SFK: {name: Suffolk, parent: GB}\n"
        "GB-NFK-a: {name: A, parent: GB-NFK}\nGB-NFK-b: {name: B, parent: GB-NFK}\n"
    )
    regions += "".join(f"GB-NFK-{n}: {{name: N{n}, parent: GB-NFK}}\n" for n in range(50))
    files = {
        **VAN,
        "schedule.yaml": ROUTE + visits,
        "content/regions.yaml": regions,
        "content/venues/hall.md": None,
    }
    index = Agenda(assemble_model(files)[0], dt.date(2026, 11, 29))
    assert list(index.main_regions) == main
    assert {index.find_main_code(code) for code in codes} == set(main)
