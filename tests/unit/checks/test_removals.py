"""Whoever removes something from subscribers is warned."""

from __future__ import annotations

import datetime as dt

from tests.support.events import read_events
from tests.support.museum import OTHER, STAY, Museum
from tests.support.sources import HALL, TOUR


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
