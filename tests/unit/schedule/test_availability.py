"""What is free: stretches between two stops, long enough to come, open and go."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tests.support.in_memory import build_agenda
from tests.support.sources import LIGHT, ROUTE, TOUR, VAN, stop_yaml, visit_yaml
from tourbook.common.dates import DAY
from tourbook.model.entries import Venue
from tourbook.schedule import availability
from tourbook.schema.fields import Hall


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60)), max_size=6), st.integers(1, 40))
def test_a_free_stretch_holds_no_stop_and_leaves_time_to_come_and_go(
    stays: list[tuple[int, int]], days: int
) -> None:
    start = dt.date(2026, 12, 1)
    spans = [(start + n * DAY, start + (n + length) * DAY) for n, length in stays]
    text = TOUR + "".join(
        stop_yaml(f"s{i}", "copy: a", f"open: {a}", f"close: {b}") for i, (a, b) in enumerate(spans)
    )
    index, _ = build_agenda(
        {"content/exhibitions/light.md": LIGHT, "schedule.yaml": text if stays else ""}
    )
    found = {
        f.copy.id: f.windows for f in availability.list_copy_availability(index, days) if f.copy
    }
    assert found["b"] == (availability.Window(None, None, None, None, None, None),)
    taken = [(a - 3 * DAY, b + 2 * DAY) for a, b in spans]
    for w in found["a"]:
        for a, b in taken:
            assert (
                (w.end is not None and w.end < a)
                or (w.start is not None and w.start > b)
                or w.start is None
            )
            # struck in two days, the second of them on the road; there on the day on which it
            # leaves, then three days to set up
            assert (
                (w.last_open_day and w.last_open_day + 2 * DAY <= a)
                or (w.first_open_day and w.first_open_day - 3 * DAY >= b)
                or (w.first_open_day is None and b < start)
            )
        if w.first_open_day and w.last_open_day:
            assert (w.last_open_day - w.first_open_day).days + 1 >= days
    assert found["a"][-1].end is None, "after the last stop it is free for good"


def test_a_hall_and_a_month_choose_what_could_come() -> None:
    text = TOUR + stop_yaml("one", "copy: a", "open: 2027-04-10", "close: 2027-05-25")
    big = "---\nname: 大\ncopies: [{id: a}]\nlogistics: {area: 900}\n---\n"
    index, _ = build_agenda(
        {
            "content/exhibitions/light.md": LIGHT,
            "content/exhibitions/big.md": big,
            "schedule.yaml": text,
        }
    )
    hall = next(iter(index.model.entries[Venue].values()))
    assert list(availability.filter_by_hall(availability.list_copy_availability(index), [])) == [
        f for f in availability.list_copy_availability(index) if f.entry.record.logistics is None
    ]
    small = Hall(name="", area=500.0)
    fit = list(availability.filter_by_hall(availability.list_copy_availability(index), [small]))
    assert {(f.entry.id, f.copy.id) for f in fit if f.copy} == {("light", "a"), ("light", "b")}
    may = list(availability.filter_by_dates(fit, dt.date(2027, 5, 1), dt.date(2027, 5, 31), 14))
    assert [f.copy.id for f in may if f.copy] == ["b"]
    assert hall.id == "hall"


def test_a_caravan_is_free_between_its_visits() -> None:
    text = ROUTE + visit_yaml(
        "v",
        "place: {name: 小学, region: '621121'}",
        "repeat: {first: 2026-12-04, every: 2 weeks, count: 3}",
    )
    index, _ = build_agenda({"schedule.yaml": text, **VAN})
    ((van, _, windows),) = availability.list_caravan_availability(index)
    assert van.id == "van"
    assert [(str(w.start), str(w.end)) for w in windows] == [
        ("None", "2026-12-03"), ("2026-12-05", "2026-12-17"), ("2026-12-19", "2026-12-31"), ("2027-01-02", "None"),
    ]  # fmt: skip
