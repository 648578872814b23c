"""Dates in the order in which things happen."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.in_memory import list_problems
from tests.support.sources import ROUTE, TOUR, VAN, stop_yaml, visit_yaml

STAGES = ["arrive", "set_up", "open", "close", "strike", "leave"]


@settings(max_examples=60)
@given(
    st.lists(st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 9)), min_size=6, max_size=6)
)
def test_stages_are_good_exactly_where_each_is_on_or_after_the_ones_before(
    days: list[dt.date | None],
) -> None:
    written = [(name, day) for name, day in zip(STAGES, days, strict=True) if day or name == "open"]
    written = [(name, day or dt.date(2026, 1, 5)) for name, day in written]
    text = TOUR + stop_yaml("a", *(f"{name}: {day}" for name, day in written))
    problems = list_problems({"schedule.yaml": text})
    assert ({p.code for p in problems} == {"end-before-start"}) == (
        [d for _, d in written] != sorted(d for _, d in written)
    )
    for p in problems:
        name = text.split("\n")[p.location.line - 1].strip().split(":")[0]
        assert p.message.en.startswith(name), "the caret is at the stage that is too early"


def test_a_campaign_ends_on_or_after_its_first_day() -> None:
    for end, expected in (
        ("2026-05-02", []),
        ("2026-05-01", []),
        ("2026-04-30", ["end-before-start"]),
    ):
        assert [
            p.code
            for p in list_problems(
                {"content/campaigns/c.md": f"---\nname: x\nstart: 2026-05-01\nend: {end}\n---\n"}
            )
        ] == expected


def test_a_stay_of_three_hundred_years_is_a_typing_mistake() -> None:
    """Found by an attacker."""
    problems = list_problems(
        {"schedule.yaml": TOUR + stop_yaml("a", "open: 1900-01-02", "close: 2199-12-31")}
    )
    assert "long-stay" in {p.code for p in problems}


def test_a_stop_has_no_more_events_than_a_calendar_can_hold() -> None:
    times = ", ".join(f"{hour:02}:00-{hour:02}:50" for hour in range(8, 18))
    many_times = ", ".join(
        f"{n // 60:02}:{n % 60:02}-{n // 60:02}:{n % 60 + 1:02}" for n in range(49)
    )
    repeat = "repeat: {first: 2026-11-02, days: [mon, tue, wed, thu, fri], holidays: keep, count: "
    found = list_problems(
        {
            **VAN,
            "schedule.yaml": ROUTE
            + visit_yaml("fits", "venue: hall", f"time: {times}", repeat + "600}")
            + visit_yaml("floods", "venue: hall", f"time: {times}", repeat + "601}")
            + visit_yaml("crams", "venue: hall", f"time: {many_times}", "date: 2026-11-05")
            + TOUR
            + stop_yaml("long", "open: 2019-01-01", "close: 2028-12-31")
            + stop_yaml(
                "longer", "open: 2029-01-01", "close: 2038-12-31", f"hours: {{daily: '{times}'}}"
            ),
        }
    )
    assert [(p.code, p.location.line) for p in found if p.level == "error"] == [
        ("too-many", 12),
        ("time", 16),
        ("too-many", 31),
    ]


def test_ages_that_run_downwards_are_a_mistake() -> None:
    for ages, helps in (("14-6", ["write 6-14"]), ("6-14", []), ("6+", []), ("6", []), ("6-6", [])):
        light = f"---\nname: 光影\nages: {ages}\ncopies: [{{id: a}}]\n---\n"
        problems = list_problems({"content/exhibitions/light.md": light})
        assert [p.help.en for p in problems if p.code == "ages"] == helps
