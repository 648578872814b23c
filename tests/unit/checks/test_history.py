"""Whoever builds without a history, or with half of one, is told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.support.events import make_events
from tests.support.in_memory import list_problems
from tests.support.museum import STAY, Museum
from tests.support.repositories import VersionedProject
from tests.support.sources import SITE, TOUR, stop_yaml


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
