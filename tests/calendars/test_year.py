"""A simulated year: after every one of a hundred commits or more, what subscribers get is the
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
from tests.calendars.world import SHAPES
from tests.calendars.year import Year
from tests.support.examples import IS_RANDOM
from tests.support.projects import Project, build_clean_tree
from tests.support.web import nginx
from tourbook.build import pipeline
from tourbook.checks import CHECKS
from tourbook.checks.rewrites import check_rewritten_visits

COMMITS, SYNC, CLEAN = 220 if IS_RANDOM else 100, 50, 40
FIRST_SEED = 2
"""In this year, everything is done in its first hundred commits."""
SEEDS = range(FIRST_SEED, FIRST_SEED + int(os.environ.get("YEARS", "1")))
"""YEARS=20 looks at twenty different years."""
KINDS = [*EDITS, *["branch"] * 8, *["merge", "merge-turned"] * 2, "invalid"]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_year(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # a branch that is merged late takes away visits that are over: calendars bear what is refused
    checks = tuple(check for check in CHECKS if check is not check_rewritten_visits)
    monkeypatch.setattr(pipeline, "CHECKS", checks)
    project = Project(tmp_path / "project")
    year, done = Year(project, seed), Counter[str]()
    watches = [Watch(shape) for shape in SHAPES]
    with nginx(project.output, tmp_path / "nginx") as base:
        publish(year, watches, "first")
        clients = [
            Client(tmp_path / f"client-{watch.shape}", base + watch.every) for watch in watches
        ]
        subscribe(clients, watches, year)
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
                    watches,
                    f"seed {seed}, step {step} ({kind}, {year.day})",
                    clean=step % CLEAN == 0,
                )
                if step % SYNC == 0:
                    subscribe(clients, watches, year)
        subscribe(clients, watches, year)
    missing = {*KINDS, "repair"} - {*done}
    assert not missing or seed != FIRST_SEED, f"never done: {missing}"


def publish(year: Year, watches: list[Watch], what: str, clean: bool = False) -> None:
    """Build after a commit, and look at what came out."""
    project = year.project
    before = {p.relative_to(project.output) for p in project.output.rglob("*.ics")}
    report = project.build(today=year.day)
    assert not report.error_count, (
        f"{what}: the edits must make good projects: "
        f"{[p for p in report.problems if p.level == 'error']}"
    )
    raw = {
        p.relative_to(project.output).as_posix(): p.read_bytes()
        for p in project.output.rglob("*.ics")
    }
    wrong = [f"{name}: a feed is gone" for name in before if name.as_posix() not in raw]
    for watch in watches:
        wrong += watch.look(raw[watch.every], year.truth, year.day)
        wrong += watch.others(raw)
        upcoming, every = Feed(raw[watch.every.replace("all", "upcoming")]), watch.feed
        assert every is not None
        if upcoming.events != {
            uid: e for uid, e in every.events.items() if every.last(uid) >= year.day
        }:
            wrong.append(f"{watch.shape}: upcoming differs: {sorted(upcoming.events)}")
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


def subscribe(clients: list[Client], watches: list[Watch], year: Year) -> None:
    """Clients sync, and show just the feed; those that only import have each event once, and none
    of the future too many."""
    for client, watch in zip(clients, watches, strict=True):
        assert watch.feed is not None
        expected = {uid: list(map(as_shown, times)) for uid, times in watch.feed.times.items()}
        client.sync()
        assert Counter(client.shown()) == Counter(one for of in expected.values() for one in of)
        client.keep()
        kept = client.kept()
        assert {uid: kept.get(uid) for uid in expected} == expected
