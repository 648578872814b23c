"""A project in a real Git repository, and what its history says of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.support.git import Repository
from tests.support.projects import TODAY, Project, copy_sample
from tests.support.sources import SMALL, TOUR, stop_yaml
from tourbook.history import git, store
from tourbook.history.keys import Key
from tourbook.history.ledger import Ledger
from tourbook.sources.snapshot import take_snapshot

START = 1_790_000_000
"""The moment of the first commit; each is so many seconds after it as it says."""
Files = dict[str, "str | bytes | None"]


def write_schedule(*dates: str, name: str = "巡展", **more: str) -> str:
    """A tour with a stop for each date: the first one is `a`. More lines by the id of a stop."""
    ids = "abcdefgh"
    stops = [
        stop_yaml(i, f"open: {day}", *([more[i]] if i in more else []))
        for i, day in zip(ids, dates, strict=False)
        if day
    ]
    return TOUR.replace("巡展", name) + "".join(stops)


def commit_sample(folder: Path) -> Project:
    """The sample site in a repository."""
    project = copy_sample(folder)
    Repository(project.root).commit("begin", dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    return project


class VersionedProject:
    """The project may be a folder of the repository; each commit holds what lies there."""

    def __init__(self, root: Path, inside: str = "") -> None:
        self.repository = Repository(root)
        self.root = root / inside
        self.project = Project(self.root)
        self.cache = self.root / ".tourbook/history"
        self.memory = store.HistoryMemory()

    def git(self, *arguments: str, at: int = 0) -> str:
        return self.repository.git(*arguments, when=make_datetime(at))

    def commit(self, at: int, files: Files | None = None) -> str:
        """Writes the files and commits everything; gives the name of the commit."""
        self.project.write(files or {})
        self.repository.commit(f"at {at}", make_datetime(at))
        return self.git("rev-parse", "HEAD")

    def start(self, at: int = 0, files: Files | None = None) -> str:
        return self.commit(
            at,
            {**SMALL, "schedule.yaml": write_schedule("2026-12-01", "2026-12-08"), **(files or {})},
        )

    def edit(self, at: int, *dates: str, **more: str) -> str:
        return self.commit(at, {"schedule.yaml": write_schedule(*dates, **more)})

    def read_ledger(
        self,
        today: dt.date = TODAY,
        *,
        save: bool = True,
        fresh: bool = False,
        resident: bool = False,
        since: dt.date | None = None,
    ) -> Ledger:
        """`fresh`: without any memory, and leaving none; `resident`: in the process that has read
        it before."""
        cache = self.root / ".tourbook/none" if fresh else self.cache
        texts, state = take_snapshot(self.root).texts, git.read_repository_state(self.root)
        memory = self.memory if resident else store.HistoryMemory()
        found, remember = memory.read_ledger(
            self.root,
            state,
            cache,
            b"salt",
            texts,
            compute_midnight(today),
            compute_midnight(since) if since else 0,
        )
        if save and not fresh:
            remember()
        return found


def make_datetime(at: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(START + at, dt.UTC)


def compute_midnight(day: dt.date) -> int:
    return int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp())


def summarise_history(ledger: Ledger, name: str = "a") -> tuple[int, list[int], int, int]:
    """Of a stop: when it was made, when its time changed, when it was changed last, when it was
    taken away; as seconds from the start."""
    life = ledger.history.find(Key("stop", name))
    assert life
    first, *changed = (v.timestamp - START for v in life.versions)
    return (
        first,
        changed,
        life.modified_at - START,
        life.removed_at - START if life.removed_at else 0,
    )


def are_same(*ledgers: Ledger) -> bool:
    return all(
        ledger.history == ledgers[0].history and ledger.source == "git" for ledger in ledgers
    )
