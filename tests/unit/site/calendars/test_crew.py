"""The crew's calendars: made only where the site names a folder for them, and nowhere linked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.support.events import read_events, read_series
from tests.support.in_memory import Files, list_paths, make_file, prepare_project
from tests.support.museum import MUSEUM_SITE, Museum
from tests.support.sources import ROUTE, SITE, TOUR, VAN, stop_yaml, visit_yaml
from tourbook.site.outputs import HtmlPage

FOLDER = "calendar:\n  crew: staff-7f3k\n"
FILES: Files = {
    **VAN,
    "content/organisations/team.md": "---\nname: 表演队\nclass: team\n---\n",
    "content/exhibitions/light.md": "---\nname: 光影\ncopies:\n  - id: a\nlogistics:\n  "
    "set_up_days: 2\n  strike_days: 1\n---\n",
    "schedule.yaml": TOUR
    + stop_yaml(
        "a", "open: 2026-12-01", "close: 2026-12-20", "crew: [{who: team, dates: [2026-12-05]}]"
    )
    + stop_yaml("off", "open: 2027-02-01", "close: 2027-02-20", "status: cancelled")
    + ROUTE
    + visit_yaml("v", "venue: hall", "repeat: {first: 2026-11-27, count: 2}", "time: 09:00-11:00"),
}


def make_crew_site(site: str = FOLDER) -> Files:
    return {**FILES, "content/site.yaml": SITE + site}


def test_without_a_folder_there_are_none() -> None:
    assert not [
        p for p in list_paths(prepare_project(make_crew_site(""))) if "staff" in p or "crew" in p
    ]


def test_there_is_one_of_all_and_one_for_each_tour_exhibition_and_organisation() -> None:
    found = {p for p in list_paths(prepare_project(make_crew_site())) if "staff-7f3k" in p}
    assert found == {
        f"staff-7f3k/{p}.ics"
        for p in ("all", "exhibitions/light", "organisations/team", "tours/tour", "tours/route")
    }


def test_no_page_leads_there() -> None:
    project = prepare_project(make_crew_site())
    for output in project.outputs:
        if isinstance(output, HtmlPage):
            assert "staff-7f3k" not in repr(project.job.make_view(output)), output.path


def test_the_work_at_a_stay_and_the_visits() -> None:
    events = read_events(make_file(prepare_project(make_crew_site()), "staff-7f3k/all.ics"))
    days = {uid.partition("@")[0]: e["DTSTART"].dt for uid, e in events.items()}
    assert {k: days[k] for k in days if k.startswith("a-")} == {
        "a-arrive": dt.date(2026, 11, 29),
        "a-set-up": dt.date(2026, 11, 29),
        "a-strike": dt.date(2026, 12, 21),
        "a-leave": dt.date(2026, 12, 21),
    }
    assert {k for k in days if k.startswith("v-")} == {"v-crew-20261127", "v-crew-20261204"}
    assert isinstance(days["v-crew-20261127"], dt.datetime)
    title = "crew_set_up-zh · 县科技馆 · 光影crew_derived-zh"
    assert str(events["a-set-up@small.example"]["SUMMARY"]) == title
    assert "crew_people-zh" in str(events["a-set-up@small.example"]["DESCRIPTION"])
    assert all(
        str(e["STATUS"]) == "CANCELLED" for uid, e in events.items() if uid.startswith("off-")
    )


def test_a_team_sees_the_days_that_it_is_booked_for() -> None:
    events = read_events(
        make_file(prepare_project(make_crew_site()), "staff-7f3k/organisations/team.ics")
    )
    assert {uid: e["DTSTART"].dt for uid, e in events.items()} == {
        "a-crew-20261205@small.example": dt.date(2026, 12, 5)
    }


def test_the_dates_of_a_recurring_visit_are_a_rule_and_those_of_a_team_its_own() -> None:
    visit = visit_yaml(
        "v",
        "venue: hall",
        "repeat: {first: 2026-11-27, count: 6, moved: [{from: 2026-12-11, to: 2026-12-12}]}",
        "time: 09:00-11:00",
        "crew: [{who: team, dates: [2026-12-04, 2026-12-12]}]",
    )
    project = prepare_project(make_crew_site() | {"schedule.yaml": ROUTE + visit})
    events = read_series(make_file(project, "staff-7f3k/all.ics"))
    assert {uid.partition("@")[0]: "RRULE" in e for uid, e in events.items()} == {
        "v-crew": True,
        "v-crew-20261211": False,
    }
    team = read_series(make_file(project, "staff-7f3k/organisations/team.ics"))
    assert {uid.partition("@")[0]: f"{e['DTSTART'].dt:%m-%d}" for uid, e in team.items()} == {
        "v-crew-20261204": "12-04",
        "v-crew-20261211": "12-12",
    }


CREW = {
    "content/site.yaml": MUSEUM_SITE + "calendar: {crew: k7f2}\n",
    "content/organisations/team.md": "---\nname: 团队\nclass: team\n---\n",
}


OPEN = ("open: 2026-12-01", "close: 2026-12-06")


WORK = (
    "transport: 2026-11-20",
    "arrive: 2026-11-24",
    "set_up: 2026-11-28",
    *OPEN,
    "strike: 2026-12-07",
    "leave: 2026-12-08",
)


def test_a_change_that_only_the_crew_sees_is_published_to_the_crew_only(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "m", TOUR + stop_yaml("a", *WORK), CREW)
    events = museum.read_calendar("k7f2/all.ics")
    assert {uid: t.start for uid, t in events.items()} == {
        "a-transport": "11-20", "a-arrive": "11-24", "a-set-up": "11-28", "a-strike": "12-07", "a-leave": "12-08",
    }  # fmt: skip
    museum.edit(TOUR + stop_yaml("a", *WORK, "crew: [team]"))
    assert {t.changed for t in museum.read_calendar("k7f2/all.ics").values()} == {
        1
    } and museum.read_calendar()["a"].changed == 0
    assert len(museum.read_calendar("k7f2/organisations/team.ics")) == 5
