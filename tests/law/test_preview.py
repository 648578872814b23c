"""The law of the preview: after any sequence of edits, it answers at every address with the bytes of
the file that a build writes there."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from tests.law import edits
from tests.support.git import Repository
from tests.support.projects import Project
from tourbook.build.live import LiveSite
from tourbook.build.options import BuildOptions
from tourbook.build.pipeline import PreparedBuild
from tourbook.build.pipeline import Project as ReadProject
from tourbook.build.served_site import ServedSite
from tourbook.build.watched_project import WatchedProject
from tourbook.common.problems import Problems
from tourbook.common.urls import derive_output_file
from tourbook.model import assembly_memory
from tourbook.model.assembly_memory import AssemblyMemory
from tourbook.model.references import References

SEEDS = (1, 2)
DAY, START = dt.timedelta(days=1), dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
STEPS = 8


def edit_timezone(s: edits.State, _: random.Random) -> None:
    s.site["timezone"] = "Asia/Tokyo"


SPECIAL_EDITS = (
    edits.edit_style,
    edits.edit_template,
    edits.edit_today,
    edits.move_venue,
    edit_timezone,
)
"""Those that a preview answers in ways of its own come first."""


class Follower:
    """A preview of a project, which looks at it after each edit."""

    def __init__(self, project: Project, today: dt.date) -> None:
        self.today = today
        options = BuildOptions(project.root, project.root / "none", lambda _zone: self.today)
        self.site = LiveSite(options)
        self.site.plan()

    def read(self, name: str) -> bytes | None:
        answer = self.site.find(name.removesuffix("index.html"))
        return answer.content if answer else None

    def list_files(self) -> set[str]:
        """The output files that it would make."""
        assert self.site._site
        return set(map(derive_output_file, self.site._site._prepared.published))


def run_all(folder: Path) -> None:
    for seed in SEEDS:
        run(folder, seed)


def run(folder: Path, seed: int, has_history: bool = False) -> None:
    r, state, project = random.Random(seed), edits.make_first_state(), Project(folder / f"p{seed}")
    project.write(state.files())
    repository = Repository(project.root) if has_history else None
    follower, done = Follower(project, state.today), "the beginning"
    for step in range(STEPS):
        assert not project.build(today=state.today).error_count
        built = project.read_tree()
        names = [name for name in built if not name.startswith(".tourbook")]
        r.shuffle(names)  # nothing may hang on what is asked for first
        differ = [name for name in names if follower.read(name) != built[name]]
        assert not differ, f"seed {seed}, step {step} ({done}): {differ[:5]}"
        extra = follower.list_files() - built.keys()
        assert not extra, f"seed {seed}, step {step} ({done}): {sorted(extra)[:5]}"
        chosen = [r.choice(edits.STATE_EDITS) for _ in range(r.choice([1, 1, 1, 3]))]
        if step < len(SPECIAL_EDITS) and not repository:
            chosen = [SPECIAL_EDITS[step]]
        if repository and step % 2:  # a commit, and no edit
            repository.commit(done, START + step * DAY)
        else:
            for edit in chosen:
                edit(state, r)
            done = ", ".join(e.__name__ for e in chosen)
        project.write(state.files())
        follower.today = state.today
        follower.site.refresh()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_preview_answers_with_what_a_build_writes(tmp_path: Path, seed: int) -> None:
    run(tmp_path, seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_preview_knows_the_history_as_a_build_does(tmp_path: Path, seed: int) -> None:
    run(tmp_path, seed, has_history=True)


def keep_project(self: WatchedProject, problems: Problems) -> ReadProject | None:
    """A preview that does not read again."""
    return self._reading.project or read(self, problems)


def keep_contents(self: ServedSite, prepared: PreparedBuild, last: ServedSite | None) -> None:
    """A preview that does not make a page again."""
    open_site(self, prepared, last)
    if last:
        self._contents = last._contents


read, open_site = WatchedProject.read, ServedSite.__init__


@pytest.mark.parametrize(
    ("owner", "method", "wrong"),
    [
        (WatchedProject, "read", keep_project),
        (ServedSite, "__init__", keep_contents),
        (WatchedProject, "_is_day_over", lambda _: False),
        (References, "resolves_to", lambda *_: True),
        (AssemblyMemory, "begin", lambda *_: None),
        (assembly_memory, "_says_the_same", lambda *_: True),
    ],
)
def test_a_preview_that_keeps_too_much_breaks_the_law(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: object, method: str, wrong: object
) -> None:
    """The test above can fail: it catches each of these."""
    monkeypatch.setattr(owner, method, wrong)
    with pytest.raises(AssertionError):
        run_all(tmp_path)
