"""A simulated year: after every one of more than two hundred commits, what subscribers get is the
truth.

The site is built incrementally from a real Git repository after every commit to the published
branch; a client syncs over HTTP now and then. What has to hold of the feed is in `checks.py`, the
truth in `truth.py`, the edits in `edits.py`.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.calendars.checks import Feed, Watch
from tests.calendars.client import Client, as_shown
from tests.calendars.edits import EDITS
from tests.calendars.year import Year
from tests.support.projects import Project, build_clean_tree
from tests.support.web import nginx
from tourbook.build import pipeline
from tourbook.checks import CHECKS
from tourbook.checks.rewrites import check_rewritten_visits

COMMITS, SYNC, CLEAN = 220, 20, 25
SEEDS = range(int(os.environ.get("YEARS", "1")))
"""YEARS=20 looks at twenty different years."""
KINDS = [*EDITS, *["branch"] * 8, *["merge", "merge-turned"] * 2, "invalid"]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_year(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # a branch that is merged late takes away visits that are over: calendars bear what is refused
    checks = tuple(check for check in CHECKS if check is not check_rewritten_visits)
    monkeypatch.setattr(pipeline, "CHECKS", checks)
    project = Project(tmp_path / "project")
    year, watch, done = Year(project, seed), Watch(), Counter[str]()
    with nginx(project.output, tmp_path / "nginx") as base:
        publish(year, watch, "first")
        client = Client(tmp_path / "client", base + "all.ics")
        subscribe(client, watch, year)
        step = 0
        todo: list[str] = []
        while year.commits < COMMITS:
            if not todo:
                todo = list(KINDS)
                year.r.shuffle(todo)
            kind = year.step(todo.pop())
            if not kind:
                continue
            done[kind] += 1
            step += 1
            if year.invalid is not None:
                fail_to_publish(year)
            elif year.r.random() < 0.9:  # else the next build finds several commits
                publish(
                    year,
                    watch,
                    f"seed {seed}, step {step} ({kind}, {year.day})",
                    clean=step % CLEAN == 0,
                )
                if step % SYNC == 0:
                    subscribe(client, watch, year)
        subscribe(client, watch, year)
    missing = {*KINDS, "repair"} - {*done}
    assert not missing, f"never done: {missing}"


def publish(year: Year, watch: Watch, what: str, clean: bool = False) -> None:
    """Build after a commit, and look at what came out."""
    project = year.project
    before = {p.relative_to(project.output) for p in project.output.rglob("*.ics")}
    report = project.build(today=year.day)
    assert not report.error_count, (
        f"{what}: the edits must make good projects: "
        f"{[p for p in report.problems if p.level == 'error']}"
    )
    wrong = watch.look((project.output / "all.ics").read_bytes(), year.truth, year.day)
    wrong += [f"{name}: a feed is gone" for name in before if not (project.output / name).exists()]
    wrong += watch.others(
        {
            p.relative_to(project.output).as_posix(): p.read_bytes()
            for p in project.output.rglob("*.ics")
        }
    )
    upcoming, every = Feed((project.output / "upcoming.ics").read_bytes()), watch.feed
    assert every is not None
    if upcoming.events != {
        uid: e for uid, e in every.events.items() if every.last(uid) >= year.day
    }:
        wrong.append(f"upcoming.ics differs: {sorted(upcoming.events)}")
    assert not wrong, f"{what}:\n" + "\n".join(wrong)
    if clean:
        got, expected = project.read_tree(), build_clean_tree(project, year.day)
        assert got.keys() == expected.keys(), f"{what}: {sorted(got.keys() ^ expected.keys())[:5]}"
        assert not [name for name in got if got[name] != expected[name]], what


def fail_to_publish(year: Year) -> None:
    """From a commit that is not valid nothing is published, and what was is left as it is."""
    before = year.project.read_tree()
    assert year.project.build(today=year.day).error_count
    assert year.project.read_tree() == before


def subscribe(client: Client, watch: Watch, year: Year) -> None:
    """A client syncs, and shows just the feed; one that only imports has each event once, and none
    of the future too many."""
    feed = watch.feed
    assert feed is not None
    expected = {uid: as_shown(e) for uid, e in feed.seen.items()}
    client.sync()
    assert Counter(client.shown()) == Counter(expected.values())
    client.keep()
    kept = client.kept()
    assert {uid: kept.get(uid) for uid in expected} == expected
    today = year.day.isoformat()
    ghosts = {uid: s for uid, s in kept.items() if uid not in expected and s.end[:10] > today}
    assert not ghosts, f"{year.day}: {ghosts}"
