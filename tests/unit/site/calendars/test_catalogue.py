"""Which calendars a project has, what each holds and says of itself, in both shapes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support.events import read_events, read_head
from tests.support.in_memory import Files, list_paths, make_file, prepare_project
from tests.support.museum import DAY, OTHER, STAY, Museum
from tests.support.sources import (
    BILINGUAL_SITE,
    HALL,
    ROUTE,
    SITE,
    SMALL,
    TOUR,
    VAN,
    WEEK,
    stop_yaml,
    visit_yaml,
)


def list_calendars(files: Files, **more: object) -> set[str]:
    return {p for p in list_paths(prepare_project(files, **more)) if p.endswith(".ics")}  # type: ignore[arg-type]


def test_what_has_hours_has_calendars_in_both_shapes_and_a_stop_one_to_add() -> None:
    places = ("620000", "621100", "621121")
    things = ["exhibitions/light", "tours/tour", "venues/hall"]
    things += [f"places/{p}" for p in places]
    both = ["all", "upcoming", "exhibitions/light/copies/a", *(f"{t}/calendar" for t in things)]
    expected = {f"{p}.ics" for p in both} | {
        f"{p}-opening.ics".replace("/calendar-", "/") for p in both
    }
    expected |= {
        "caravans/van/calendar.ics",
        "tours/route/calendar.ics",
        "campaigns/week/calendar.ics",
        "campaigns.ics",
        "stops/first/calendar.ics",
        "stops/v/calendar.ics",
    }
    files = {
        **VAN,
        **WEEK,
        "schedule.yaml": str(SMALL["schedule.yaml"])
        + ROUTE
        + visit_yaml("v", "venue: hall", "date: 2026-12-04"),
    }
    assert list_calendars(files) == expected
    assert list_calendars({**files, "content/site.yaml": BILINGUAL_SITE}) == expected | {
        "en/" + p for p in expected
    }


def test_the_archive_of_a_year_comes_when_something_is_over() -> None:
    for day, expected in (("2026-12-20", set()), ("2026-12-21", {"archive/2026.ics"})):
        made = list_calendars({}, today=dt.date.fromisoformat(day))
        assert {p for p in made if p.startswith("archive/")} == expected


def list_archives(museum: Museum) -> set[str]:
    return {name for name in museum.build() if name.startswith("archive/")}


def test_no_archive_of_a_year_in_which_nothing_was_over(tmp_path: Path) -> None:
    """Not for what is moved or removed before its end."""
    museum = Museum(tmp_path / "m", TOUR + STAY + OTHER)
    museum.edit(TOUR + OTHER)
    museum.edit(TOUR + OTHER.replace("2027", "2028"))
    museum.days = 200
    assert museum.today.year == 2027 and list_archives(museum) == {"archive/2026.ics"}, (
        "the removed stay, which was cancelled"
    )
    museum.days += 100
    assert list_archives(museum) == {"archive/2026.ics"}


def test_an_archive_that_had_something_goes_on_but_is_not_offered(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "m", TOUR + STAY + OTHER)
    museum.days = 100
    assert list_archives(museum) == {"archive/2026.ics"}
    museum.edit(TOUR + OTHER)
    tree = museum.build()
    assert b"BEGIN:VEVENT" not in tree["archive/2026.ics"]
    assert b"archive/2026" not in tree["subscribe/index.html"]


def test_a_site_of_visits_has_calendars_of_one_shape_unless_it_asks_for_both() -> None:
    files = {**VAN, "schedule.yaml": ROUTE + visit_yaml("v", "venue: hall", "date: 2026-12-04")}
    assert not [p for p in list_calendars(files) if "opening" in p]
    asked = {**files, "content/site.yaml": SITE + "feeds: [all, opening]\n"}
    assert list_calendars(asked) >= {"all.ics", "all-opening.ics"}


def read_shapes(files: Files) -> dict[str, tuple[set[str], set[str]]]:
    """Site path of each calendar of opening days -> the ids and times of the events in its two
    shapes."""
    project = prepare_project(files)
    shapes = {}
    for path in list_paths(project):
        if path.endswith("opening.ics"):
            dates = path.replace("-opening.ics", ".ics").replace("opening.ics", "calendar.ics")
            both = [read_events(make_file(project, p)).values() for p in (path, dates)]
            opening, stays = ({str((e["DTSTART"].dt, e["SUMMARY"])) for e in es} for es in both)
            shapes[path] = opening, stays
    return shapes


def test_no_calendar_of_opening_days_is_the_same_as_that_of_dates() -> None:
    """Not of a hall without hours, nor of what only makes visits or has no stop at all."""
    files = {
        **VAN,
        **WEEK,
        "content/venues/barn.md": "---\nname: 谷仓\nregion: '110108'\n---\n",
        "content/venues/idle.md": HALL,
        "content/exhibitions/bare.md": "---\nname: 素\ncopies: [{id: x}]\n---\n",
        "content/exhibitions/none.md": "---\nname: 无\n---\n",
        "schedule.yaml": str(SMALL["schedule.yaml"])
        + TOUR.replace("tours:\n", "").replace("id: tour", "id: bare").replace("light", "bare")
        + stop_yaml("b", "open: 2026-12-01", "close: 2026-12-06", venue="barn")
        + ROUTE
        + visit_yaml("v", "venue: hall", "date: 2026-12-04"),
    }
    shapes = read_shapes(files)
    assert len(shapes) == 9 and all(opening != dates for opening, dates in shapes.values())


def test_what_had_hours_once_keeps_its_calendars_of_opening_days(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "m", TOUR + STAY)
    before = {name for name in museum.build() if name.endswith("opening.ics")}
    assert len(before) > 8
    museum.edit({"content/venues/hall.md": "---\nname: 馆\nregion: '621121'\n---\n"})
    assert before <= set(museum.build())
    museum.edit({"schedule.yaml": TOUR, "content/venues/hall.md": None})
    museum.days += 400
    assert before <= set(museum.build())


def test_the_crew_has_calendars_only_where_they_are_asked_for() -> None:
    org = {"content/organisations/team.md": "---\nname: 团队\nclass: team\n---\n"}
    made = list_calendars(
        {**org, "content/site.yaml": SITE + "calendar: {crew: k7f2}\n"}
    ) - list_calendars(org)
    assert made == {
        f"k7f2/{p}.ics" for p in ("all", "exhibitions/light", "tours/tour", "organisations/team")
    }


@pytest.mark.parametrize(
    "kind", ["opening", "archive", "upcoming", "campaigns", "copy", "venue", "stop"]
)
def test_a_kind_that_is_switched_off_has_no_calendar(kind: str) -> None:
    kinds = {"all", "upcoming", "archive", "campaigns", "copy", "venue", "stop", "opening"} - {kind}
    made = list_calendars(
        {**WEEK, "content/site.yaml": SITE + f"feeds: [{', '.join(sorted(kinds))}]\n"},
        today=dt.date(2026, 12, 24),
    )
    marks = {"opening": "opening", "archive": "archive/", "upcoming": "upcoming", "campaigns": "campaigns.ics", "copy": "copies/",
             "venue": "venues/", "stop": "stops/"}  # fmt: skip
    assert made and not [p for p in made if marks[kind] in p]
    assert all(any(mark in p for p in made) for other, mark in marks.items() if other != kind)


def test_a_calendar_goes_on_under_every_name_that_its_thing_had() -> None:
    project = prepare_project(
        {
            "content/venues/hall.md": HALL.replace(
                "name:", "aliases: [old, /x/y/]\nslug: new\nname:", 1
            )
        }
    )
    assert {
        "venues/new/calendar.ics",
        "venues/old/calendar.ics",
        "venues/old/opening.ics",
    } <= list_paths(project)
    assert set(read_events(make_file(project, "venues/old/calendar.ics"))) == {
        "first@small.example"
    }
    assert (
        str(read_head(project, "venues/old/calendar.ics")["URL"])
        == "https://small.example/venues/new/"
    ), "the page is where it is now"


MORE: Files = {
    "content/venues/second.md": HALL.replace("621121", "110108"),
    "content/exhibitions/sound.md": "---\nname: 声\ncopies: [{id: x}]\n---\n",
    "content/campaigns/week.md": "---\nname: 周\nstart: 2026-09-01\n---\n",
    "content/caravans/bus.md": "---\nname: 车\n---\n",
    "content/organisations/team.md": "---\nname: 团队\nclass: team\n---\n",
    "schedule/more.yaml": "tours:\n  - id: more\n    name: 更多\n    exhibition: sound\n    stops:\n"
    + stop_yaml("past", "open: 2026-09-01", "close: 2026-09-06", "partners: [team]", venue="second")
    + "routes:\n  - id: line\n    name: 线\n    caravan: bus\n    visits:\n"
    + stop_yaml("trip", "date: 2026-09-02", "campaigns: [week]", venue="second"),
}
"""One of each that has a calendar, and stops of it that are over."""


@pytest.mark.parametrize("hours", [1, 24])
@pytest.mark.parametrize("has_events", [False, True])
def test_a_mistake_that_is_taken_back_leaves_calendars_only_if_it_had_subscribers(
    tmp_path: Path, hours: int, has_events: bool
) -> None:
    """Subscribers need an event, and a day."""
    museum = Museum(tmp_path / "m", TOUR + STAY)
    before = {name for name in museum.build() if name.endswith(".ics")}
    stops = MORE if has_events else {"schedule/more.yaml": TOUR.replace("id: tour", "id: more")}
    bad = {**MORE, **stops, "schedule.yaml": "include: [schedule/*.yaml]\n" + TOUR + STAY}
    museum.commit(DAY, bad)
    museum.commit(DAY + hours * 3600, {**dict.fromkeys(bad), "schedule.yaml": TOUR + STAY})
    museum.days = 3
    more = {name for name in museum.build() if name.endswith(".ics")} - before
    if hours < 24:
        assert not {name for name in more if not name.startswith("archive/")}
    elif has_events:
        assert {"tours/more/calendar.ics", "venues/second/opening.ics"} <= more
        assert {"exhibitions/sound/copies/x.ics", "places/110108/calendar.ics"} <= more
    else:
        assert more == {"campaigns/week/calendar.ics"}


@pytest.mark.parametrize(
    ("removed", "paths"),
    [
        ("content/venues/second.md", ["venues/second/calendar.ics", "venues/second/opening.ics"]),
        (
            "content/exhibitions/sound.md",
            ["exhibitions/sound/calendar.ics", "exhibitions/sound/copies/x.ics"],
        ),
        ("content/campaigns/week.md", ["campaigns/week/calendar.ics"]),
        ("content/organisations/team.md", ["organisations/team/calendar.ics"]),
        ("content/caravans/bus.md", ["caravans/bus/calendar.ics"]),
        ("schedule/more.yaml", ["tours/more/calendar.ics"]),
    ],
)
def test_the_calendar_of_a_removed_record_goes_on_and_is_empty(
    tmp_path: Path, removed: str, paths: list[str]
) -> None:
    museum = Museum(tmp_path / "m", "include: [schedule/*.yaml]\n" + TOUR + STAY, MORE)
    before = museum.build()
    assert set(paths) <= set(before)
    museum.edit({removed: None, "schedule/more.yaml": None, "schedule.yaml": TOUR + STAY})
    after = museum.build()
    assert {name for name in before if name.endswith(".ics")} <= set(after), (
        "not one calendar disappeared"
    )
    for path in paths:
        assert not read_events(after[path]) and b"BEGIN:VTIMEZONE" in after[path]


def test_the_calendars_of_a_region_a_copy_and_a_slug_go_on(museum: Museum) -> None:
    museum.build()
    light = "---\nname: 光影\nslug: lights\ncopies:\n  - id: b\n---\n"
    museum.edit(
        {
            "content/venues/hall.md": HALL.replace("621121", "110108"),
            "content/exhibitions/light.md": light,
        }
    )
    tree = museum.build()
    assert {
        "places/621121/calendar.ics",
        "exhibitions/light/copies/a.ics",
        "exhibitions/lights/copies/a.ics",
    } <= set(tree)
    assert (
        read_events(tree["places/621121/calendar.ics"]).keys()
        == read_events(tree["exhibitions/lights/copies/a.ics"]).keys()
        == {"a@small.example", "b@small.example"}
    )
    assert (
        read_events(tree["exhibitions/light/calendar.ics"]).keys()
        == read_events(tree["exhibitions/lights/calendar.ics"]).keys()
        != set()
    )


def test_the_calendar_of_a_region_goes_on_under_every_name_that_it_had(museum: Museum) -> None:
    museum.build()
    for line in ("{slug: haixi}", "{slug: minhai}", "{name: 县}"):
        museum.edit({"content/regions.yaml": f'"621121": {line}\n'})
    tree = museum.build()
    for name in ("621121", "haixi", "minhai"):
        assert {"a@small.example", "b@small.example"} == read_events(
            tree[f"places/{name}/calendar.ics"]
        ).keys()
    assert "places/haixi/index.html" not in tree
