"""The law in a Git repository: the history is the same, however it was read, and the
past is built anew every time."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.law import edits
from tests.support.examples import IS_RANDOM
from tests.support.git import Repository
from tests.support.projects import Project, build_clean_tree
from tourbook.common.digests import compute_digest
from tourbook.history import store
from tourbook.site.calendars.events import Events

SEEDS = range(3)
STEPS = 25 if IS_RANDOM else 14
BEGIN = dt.datetime(2026, 8, 1, 12, tzinfo=dt.UTC)


class Keeper:
    """Commits what was written: now, later, in place of the last commit, or in a merge with another
    line. Its clock is not always right."""

    def __init__(self, project: Project) -> None:
        self.git = Repository(project.root).git
        self.commits: list[str] = []
        self.now = BEGIN

    def commit(self, r: random.Random, *parents: str) -> str:
        self.now += dt.timedelta(days=4)
        words = [word for parent in parents for word in ("-p", parent)]
        return self.git(
            "commit-tree",
            "-m",
            "x",
            *words,
            self.git("write-tree"),
            when=self.now - dt.timedelta(days=r.choice([0, 0, 0, 9])),
        )

    def __call__(self, r: random.Random) -> None:
        what, head = r.random(), self.commits[-1:]
        if head and what < 0.2:
            return  # not yet
        if what < 0.6 and len(self.commits) > 3:
            other = r.choice(self.commits[:-1])
            if what < 0.4:  # the same on two lines: it is merged without a change
                self.git("add", "--all")
                other = self.commit(r, other)
            head = [other] if what < 0.3 else [*head, other] if r.random() < 0.5 else [other, *head]
        self.git("add", "--all")
        self.commits.append(self.commit(r, *head))
        self.git("update-ref", "refs/heads/main", self.commits[-1])


def run(
    folder: Path,
    clean: edits.Clean,
    seeds: range = SEEDS,
    kinds: Sequence[edits.StateEdit] = edits.STATE_EDITS,
) -> None:
    for seed in seeds:
        project = Project(folder / f"g{seed}")
        edits.run(project, clean, seed, STEPS, Keeper(project), kinds=kinds)


@pytest.mark.parametrize("seed", SEEDS)
def test_incremental_equals_clean_in_a_repository(tmp_path: Path, seed: int) -> None:
    run(tmp_path, build_clean_tree, range(seed, seed + 1))


def test_a_history_that_misses_what_is_not_committed_breaks_the_law(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it would be were the seal of a build to look at the last commit only."""

    def clean(project: Project, today: dt.date) -> dict[str, bytes]:
        with monkeypatch.context() as right:
            right.setattr(store._HistoryStore, "apply_uncommitted", rightful)
            return build_clean_tree(project, today)

    rightful = store._HistoryStore.apply_uncommitted
    monkeypatch.setattr(
        store._HistoryStore, "apply_uncommitted", lambda _self, state, *_: state.history
    )
    with pytest.raises(AssertionError):
        run(tmp_path, clean, kinds=[edits.move_stop])


def test_a_cache_of_commits_that_is_never_brought_up_to_date_breaks_the_law(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rightful = store._HistoryStore.load_state
    first: dict[Path, str] = {}

    def stale(self: store._HistoryStore, head: str) -> store.ProjectState:
        return rightful(self, first.setdefault(self.root, head))

    def clean(project: Project, today: dt.date) -> dict[str, bytes]:
        with monkeypatch.context() as right:
            right.setattr(store._HistoryStore, "load_state", rightful)
            return build_clean_tree(project, today)

    monkeypatch.setattr(store._HistoryStore, "load_state", stale)
    with pytest.raises((AssertionError, KeyError)):
        run(tmp_path, clean)


def test_opening_days_that_are_kept_by_the_stop_alone_break_the_law(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They depend on the venue, the history, the words of the theme and the holidays, too."""
    monkeypatch.setattr(
        Events,
        "_digest_input",
        lambda self, stop: compute_digest(
            self.texts.language.code.encode(), self.inputs.collect(stop).origin.encode()
        ),
    )
    with pytest.raises(AssertionError):
        run(tmp_path, build_clean_tree)
