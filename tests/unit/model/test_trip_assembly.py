"""A trip without a name is called after its exhibition or caravan, if that leaves nobody guessing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.events import make_events
from tests.support.in_memory import list_problems, make_view, prepare_project
from tests.support.museum import STAY, Museum
from tests.support.sources import ROUTE, TOUR, VAN, visit_yaml

NAME, ROUTE_NAME = "    name: 巡展\n", "    name: 线路\n"
NAMELESS = TOUR.replace(NAME, "") + STAY
NAMELESS_ROUTE = ROUTE.replace(ROUTE_NAME, "") + visit_yaml("v", "venue: hall", "date: 2026-12-05")


def test_pages_call_it_after_its_exhibition_or_caravan() -> None:
    project = prepare_project({**VAN, "schedule.yaml": NAMELESS + NAMELESS_ROUTE})
    assert make_view(project, "tours/tour/").name == "光影"
    assert make_view(project, "tours/route/").name == "大篷车"
    assert [crumb.name for crumb in make_view(project, "stops/a/").crumbs][-1] == "光影"


def test_events_do_not_say_it_twice() -> None:
    named = make_events({"schedule.yaml": TOUR + STAY}, "all.ics")["a"]["DESCRIPTION"]
    nameless = make_events({"schedule.yaml": NAMELESS}, "all.ics")["a"]["DESCRIPTION"]
    assert named.replace("event_tour-zh\n", "") == nameless != named


@pytest.mark.parametrize(
    ("schedule", "lines"),
    [
        (NAMELESS, []),
        (NAMELESS.replace("    exhibition: light\n", ""), [2]),
        (NAMELESS.replace("open:", "exhibition: light\n        open:"), []),
        (NAMELESS.replace("open:", "exhibition: sound\n        open:"), [2]),
        (NAMELESS + TOUR.replace("tours:\n", "").replace("tour\n", "other\n"), []),
        (NAMELESS + "  - {id: other, exhibition: light}\n", [9]),
        (NAMELESS + "  - {id: other, exhibition: sound}\n", []),
        (NAMELESS_ROUTE, []),
        (NAMELESS_ROUTE + "  - {id: other, caravan: van}\n", [8]),
        (NAMELESS + NAMELESS_ROUTE, []),
    ],
)
def test_a_name_is_asked_for_where_it_would_be_missed(schedule: str, lines: list[int]) -> None:
    files = {
        **VAN,
        "content/exhibitions/sound.md": "---\nname: 声音\n---\n",
        "schedule.yaml": schedule,
    }
    found = [p for p in list_problems(files) if p.level == "error"]
    assert [(p.code, p.location.line) for p in found] == [("missing-key", n) for n in lines]


def test_an_exhibition_that_is_unknown_is_reported_once() -> None:
    found = list_problems({"schedule.yaml": NAMELESS.replace("light", "lihgt")})
    assert [p.code for p in found if p.level == "error"] == ["unknown-exhibition"]


def test_a_name_that_goes_changes_the_text_of_events_and_nothing_else(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "m", TOUR + STAY)
    before = museum.read_calendar()["a"]
    museum.edit(NAMELESS)
    after = museum.read_calendar()["a"]
    assert after == before._replace(changed=after.changed)
    assert after.changed > before.changed
