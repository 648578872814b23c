"""A year of edits to a small project in a real Git repository, at random but the same for the same
seed.

Each edit changes the world (what the files say) and nothing else; the truth (what subscribers are
to see) learns of it commit by commit. There is the published branch, main, and now and then one
other.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from tests.calendars import edits
from tests.calendars.truth import Truth, joined
from tests.calendars.world import ZONE, World, merged, renamed_twice
from tests.support import tiny_theme
from tests.support.git import Repository
from tests.support.projects import Project

START = dt.datetime(2026, 3, 2, 9, tzinfo=ZONE)


@dataclass
class Side:
    """The other branch: where it began, and what is there now."""

    base: World
    base_truth: Truth
    base_time: int
    world: World
    truth: Truth
    time: int
    commits: int = 0


class Year:
    def __init__(self, project: Project, seed: int) -> None:
        self.r, self.project = random.Random(seed), project
        self.repository = Repository(project.root)
        self.world, self.truth = edits.first_world(self.r, START.date()), Truth()
        self.side: Side | None = None
        self.clock, self.time = START, 0
        """`time`: that of the last commit on main, never before that of the one before it."""
        self.commits = 0
        self.invalid: list[str] | None = None
        """The records that the last commit left in doubt, where no site can be built from it."""
        project.write(theme())
        self.commit("first")

    @property
    def day(self) -> dt.date:
        return self.clock.astimezone(ZONE).date()

    # ---- commits -------------------------------------------------------------------

    def stamp(self) -> dt.datetime:
        """The time by the editor's clock, which is wrong now and then."""
        if self.r.random() < 0.08:
            return self.clock - dt.timedelta(hours=self.r.randint(1, 90))
        return self.clock

    def write(self, world: World, damage: dict[str, str] | None = None) -> None:
        files = world.files() | (damage or {})
        root = self.project.root
        there = [*root.glob("content/**/*.*"), *root.glob("schedule/*"), root / "schedule.yaml"]
        removed = [
            p.relative_to(root).as_posix()
            for p in there
            if p.is_file() and p.relative_to(root).as_posix() not in files
        ]
        self.project.write({**files, **dict.fromkeys(removed)})

    def commit(self, message: str, damage: dict[str, str] | None = None) -> None:
        """One commit on main; one with damage tells the truth nothing."""
        when = self.stamp()
        self.write(self.world, damage)
        self.repository.commit(message, when)
        self.commits += 1
        self.time = max(int(when.timestamp()), self.time + 1)
        if damage is None:
            self.truth.commit(self.world, self.time)

    # ---- steps -----------------------------------------------------------------------

    def step(self, kind: str) -> str:
        """What is done next, of that kind if it can be; "" if nothing can. The clock goes on."""
        self.clock += dt.timedelta(minutes=self.r.randint(1, 60 * 24 * 3))
        if self.invalid is not None:
            return self.repair()
        doing = {
            "branch": self.branch,
            "merge": self.merge,
            "merge-turned": self.merge_turned,
            "invalid": self.break_it,
        }.get(kind)
        if doing is not None:
            return kind if doing() else ""
        if kind == "announce" and self.side:  # what a merge makes of holidays is not the matter
            return ""
        if not edits.EDITS[kind](self.world, self.r, self.day):
            return ""
        self.commit(kind)
        return kind

    def repair(self) -> str:
        doubtful, since, self.invalid = self.invalid or [], self.time, None
        self.commit("repair")
        for key in doubtful:
            self.truth.doubt(key, since, self.time)
        return "repair"

    def break_it(self) -> bool:
        """A commit that no site can be built from, with a real edit in the same file."""
        keys = [k for k, c in self.world.calls.items() if c.get("open") and c["close"] >= self.day]
        if not keys:
            return False
        key = self.r.choice(keys)
        stop = self.world.calls[key]
        file = self.world.trips[stop["trip"]]["file"]
        how = self.r.choice(["syntax", "key", "reference"])
        stop["close"] += dt.timedelta(days=self.r.randint(1, 9))
        text = self.world.files()[file]
        if how == "syntax":
            damage = text + "\n\t- [unfinished"
        elif how == "key":
            damage = text.replace("close", "clsoe", 1)
        else:
            damage = text.replace(f"venue: {stop['venue']}", "venue: nowhere", 1)
        near = [
            k
            for k, c in self.world.calls.items()
            if c.get("venue") == stop["venue"] and k in self.truth.records
        ]
        self.invalid = near if how == "reference" else []
        self.commit("invalid", {file: damage})
        return True

    def branch(self) -> bool:
        """Begin another branch, or go on with it; main is left as it is."""
        if self.side is None:
            self.repository.git("branch", "--quiet", "other")
            self.side = Side(
                self.world.copy(),
                self.truth.copy(),
                self.time,
                self.world.copy(),
                self.truth.copy(),
                self.time,
            )
        side = self.side
        kind = self.r.choice(edits.ON_BRANCHES)
        if not edits.EDITS[kind](side.world, self.r, self.day):
            return False
        self.repository.git("checkout", "--quiet", "other")
        when = self.stamp()
        self.write(side.world)
        self.repository.commit(f"{kind} (on a branch)", when)
        self.repository.git("checkout", "--quiet", "main")
        side.time = max(int(when.timestamp()), side.time + 1)
        side.truth.commit(side.world, side.time)
        side.commits += 1
        self.commits += 1
        return True

    def merge(self) -> bool:
        """Bring the other branch into main."""
        return self._merge("main", "other")

    def merge_turned(self) -> bool:
        """Bring main into the other branch, and let main go on from there: its first parent is the
        branch."""
        return self._merge("other", "main")

    def _merge(self, into: str, what: str) -> bool:
        side = self.side
        if side is None or not side.commits:
            return False
        self.side = None
        if self.time == side.base_time:  # nothing happened on main: it just goes on from the branch
            self.repository.git("merge", "--quiet", "--ff-only", "other")
            self.world, self.truth, self.time = side.world, side.truth, side.time
        else:
            doubtful = renamed_twice(side.base, self.world, side.world)
            self.world = merged(side.base, self.world, side.world, self.r)
            when = self.stamp()
            self.repository.git("checkout", "--quiet", into)
            self.repository.git(
                "merge", "--quiet", "--no-commit", "--strategy=ours", what, when=when
            )
            self.write(self.world)
            self.repository.commit(f"merge {what}", when)
            if into != "main":
                self.repository.git("branch", "--quiet", "--force", "main", into)
                self.repository.git("checkout", "--quiet", "main")
            self.commits += 1
            self.time = max(int(when.timestamp()), max(self.time, side.time) + 1)
            self.truth = joined(side.base_truth, self.truth, side.truth, self.world, self.time)
            self.truth.perhaps(
                {k for k in self.truth.records if self.world.trip(k) in doubtful}, self.time
            )
        self.repository.git("branch", "--quiet", "-D", "other")
        return True


def theme() -> dict[str, str | bytes | None]:
    """The tiny theme, with the prefixes that the real one has."""
    files = tiny_theme.list_theme_files()
    name = "themes/tiny/strings/zh.yaml"
    lines = str(files[name]).replace(
        "summary_cancelled: summary_cancelled-zh", "summary_cancelled: 取消："
    )
    lines = lines.replace("summary_postponed: summary_postponed-zh", "summary_postponed: 延期：")
    for kind in ("venue", "exhibition"):
        lines = lines.replace(f"event_was_{kind}-zh", "原为{name}")
    files[name] = lines
    return files
