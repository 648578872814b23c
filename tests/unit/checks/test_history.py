"""Whoever takes something from subscribers is warned; so is whoever builds without a history."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.support.events import make_events, read_events
from tests.support.in_memory import list_problems
from tests.support.museum import MUSEUM_SITE, OTHER, STAY, Museum
from tests.support.repositories import VersionedProject
from tests.support.sources import HALL, SITE, TOUR, stop_yaml


def test_whoever_deletes_a_stop_is_warned_on_that_day_of_what_subscribers_see(
    museum: Museum,
) -> None:
    def said(days: int = 0) -> list[str]:
        report = museum.project.build(today=museum.today + dt.timedelta(days=days), write=False)
        return [f"{p.code} {p.location.file}" for p in report.problems]

    museum.project.write({"schedule.yaml": TOUR + OTHER})
    assert said() == ["removed-early schedule.yaml"], "before it is committed, too"
    museum.edit(TOUR + OTHER)
    assert said() == ["removed-early schedule.yaml"] and said(1) == []
    museum.edit(TOUR + OTHER.replace("id: b", "id: c"))
    assert said() == ["id-changed schedule.yaml"], "that one has another id only"


def test_a_venue_with_another_id_only_is_the_same_place(museum: Museum) -> None:
    schedule = (TOUR + STAY + OTHER).replace(": hall", ": house")
    museum.edit(
        {"content/venues/hall.md": None, "content/venues/house.md": HALL, "schedule.yaml": schedule}
    )
    report = museum.project.build(today=museum.today)
    assert [p.code for p in report.problems] == ["id-changed"] and "old page" in report.problems[
        0
    ].message.en
    assert "event_was" not in str(
        read_events(museum.project.read_tree()["all.ics"])["a@small.example"]["DESCRIPTION"]
    )
    assert not list(museum.project.read_tree()["changes.atom"].decode().split("<entry>"))[1:]
    assert set(read_events(museum.project.read_tree()["venues/hall/calendar.ics"])) == {
        "a@small.example",
        "b@small.example",
    }


def test_settings_that_take_calendars_away_are_reported(museum: Museum) -> None:
    museum.build()
    for setting, key in (
        ("languages: [en]", "languages"),
        ("folders: {stops: visits}", "folders"),
        ("feeds: [all, venue]", "feeds"),
    ):
        museum.project.write({"content/site.yaml": MUSEUM_SITE + setting + "\n"})
        found = museum.project.build(today=museum.today, write=False).problems
        assert {p.code for p in found} == {"feed-gone"} and {p.location.file for p in found} == {
            "content/site.yaml"
        }, key
    museum.project.write(
        {"content/site.yaml": MUSEUM_SITE.replace("uid_domain: small", "uid_domain: new")}
    )
    assert [p.code for p in museum.project.build(today=museum.today, write=False).problems] == [
        "uid-domain"
    ]


def test_a_shallow_clone_is_warned_of_and_built(museum: Museum, tmp_path: Path) -> None:
    museum.edit(TOUR + STAY)
    museum.git("clone", "--quiet", "--depth", "1", f"file://{museum.root}", str(tmp_path / "clone"))
    clone = VersionedProject(tmp_path / "clone")
    report = clone.project.build(today=museum.today)
    assert [p.code for p in report.problems] == [
        "shallow-clone"
    ] and "fetch-depth: 0" in report.problems[0].help.en
    assert report.publish_result.written_files


def test_without_a_history_the_day_of_the_build_steps_in_and_it_is_said() -> None:
    site = SITE.replace("updated: 2026-11-01\n", "")
    assert [p.code for p in list_problems({"content/site.yaml": site})] == ["no-history"]
    event = make_events({"content/site.yaml": site}, "all.ics")["first"]
    assert event["DTSTAMP"].dt == dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    tour = TOUR.replace("    name:", "    updated: 2026-10-05\n    name:")
    for text in (
        TOUR + stop_yaml("a", "open: 2026-12-02", "updated: 2026-10-05"),
        tour + stop_yaml("a", "open: 2026-12-02"),
    ):
        files = {"content/site.yaml": site, "schedule.yaml": text}
        assert not list_problems(files)
        assert make_events(files, "all.ics")["a"]["DTSTAMP"].dt == dt.datetime(
            2026, 10, 5, tzinfo=dt.UTC
        )


def test_a_domain_of_its_own_is_asked_for() -> None:
    site = SITE.replace("uid_domain: small.example\n", "")
    assert [p.code for p in list_problems({"content/site.yaml": site})] == ["uid-domain"]
