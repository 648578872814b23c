"""A site in memory that follows its files: outputs are made when they are asked for, and kept until
the next change.

After a change all files are read again, and the site is planned again: whatever was added, removed
or renamed is seen. Only what pages need is done at once. The checks that they can do without follow
when there is time (`iterate_checks`). A project with errors leaves the last good site as it was.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import suppress
from enum import Enum
from typing import NamedTuple

from tourbook.common.problems import Location, Problem, Problems, locate_problems
from tourbook.common.urls import derive_output_file
from tourbook.history.git import read_repository_state
from tourbook.model.entries import Article
from tourbook.site.outputs import Asset, HtmlPage, Output
from tourbook.sources.locating import make_locator

from .freshness import make_source
from .inputs import BuildInputs, read_inputs, read_inputs_again
from .options import BuildOptions
from .pipeline import (
    PreparedBuild,
    Project,
    check_schedule,
    check_site,
    plan_site,
    read_project,
)
from .staging import OutputError, make_bytes


class Change(Enum):
    """What has become of the site since the last look."""

    NOTHING = "nothing"
    PROBLEMS = "problems"
    """There are errors: the site is still the last good one."""
    STYLES = "styles"
    """Style sheets alone: pages that are open can take them without being loaded again."""
    PAGES = "pages"


class Answer(NamedTuple):
    """What there is at an address."""

    path: str
    """Site path."""
    content: bytes
    is_whole: bool = True
    """False if a template failed on it: then it is the last good page, or empty."""


class _Step(NamedTuple):
    """The project as it was read after one change."""

    project: Project | None = None
    prepared: PreparedBuild | None = None
    problems: Problems = Problems()


class LiveSite:
    """Opened with `plan`; `refresh` it when files may have changed, or when a day may be over."""

    def __init__(self, options: BuildOptions) -> None:
        """Reads all files. Raises OSError."""
        self.number = 0
        """Another one after each change of pages; that of styles alone does not count."""
        self.is_checked = False
        """Whether `problems` are all."""
        self._options = options
        self._inputs = read_inputs(options)
        self._step = _Step()
        self._reading: tuple[object, Project | None, list[Problem]] = (None, None, [])
        """(what a project was read from, the project, its problems)."""
        self._is_planned = False
        self._prepared: PreparedBuild | None = None
        """The last good site."""
        self._outputs: dict[str, Output] = {}
        """Output file -> the output of the last good site."""
        self._contents: dict[str, bytes] = {}
        """Output file -> its bytes, of what was asked for since the last change."""
        self._former_pages: dict[str, bytes] = {}
        """Output file -> the last good bytes of a page."""
        self._static_files: dict[str, str] = {}
        """Output file -> source, of the theme's static files, at the addresses of now and before:
        pages that are open go on to use these."""
        self._failures: dict[str, Problem] = {}
        """Output file -> why it could not be made."""
        self._problems: list[Problem] = []

    # ---- what the site is like -----------------------------------------------------------

    @property
    def problems(self) -> list[Problem]:
        """With line and column, in the order of the files."""
        places = {(p.location.file, p.location.line) for p in self._problems}
        failures = [
            failure
            for failure in dict.fromkeys(self._failures.values())
            if (failure.location.file, failure.location.line) not in places
        ]
        return [*failures, *self._problems]

    @property
    def texts(self) -> Mapping[str, bytes]:
        """Source file -> its bytes, to show lines from."""
        return self._inputs.snapshot.texts

    def list_drafts(self) -> list[str]:
        """Site paths of the pages that a build leaves out: drafts, and news of days to come."""
        project = self._step.project
        if project is None:
            return []
        locations = set(_iterate_drafts(project))
        return [
            output.path
            for output in self._outputs.values()
            if isinstance(output, HtmlPage)
            and output.template != "list"
            and locations.intersection(output.sources[:1])
        ]

    # ---- following the files -------------------------------------------------------------

    def plan(self) -> bool:
        """Plan the site anew; false if it has errors, and the last good one stays."""
        self._is_planned, self.is_checked = True, False
        problems = Problems()
        project = self._read_project(problems)
        prepared = project and plan_site(self._options, self._inputs, project, problems)
        self._step = _Step(project, prepared, problems)
        errors = [p for p in problems if p.level == "error"]
        self._problems = locate_problems(errors, make_locator(self._inputs.snapshot))
        if prepared is None or (errors and self._prepared):
            return False
        self._adopt(prepared)
        return True

    def refresh(self) -> Change:
        """Look at files, history and day again. Raises OSError."""
        last, self._inputs = self._inputs, read_inputs_again(self._options, self._inputs)
        changed_files = _list_changed_files(last, self._inputs)
        if not changed_files and _is_same_state(last, self._inputs) and not self._is_day_over():
            return Change.NOTHING
        if self._prepared and changed_files and all(map(_is_style, changed_files)):
            self._is_planned = False  # that can wait until a page is asked for
            return Change.STYLES
        if not self.plan():
            return Change.PROBLEMS
        self.number += 1
        return Change.PAGES

    def is_outdated(self) -> bool:
        """Whether a day is over, or something was committed: no file tells that."""
        return self._is_day_over() or (
            read_repository_state(self._options.root) != self._inputs.git_state
        )

    def _is_day_over(self) -> bool:
        project = self._reading[1]
        days = project.agenda.days if project else {}
        return any(self._options.get_today(zone) != day for zone, day in days.items())

    def _read_project(self, problems: Problems) -> Project | None:
        """The project; the one that is known if only the looks of the theme have changed."""
        key = _describe_project_inputs(self._inputs)
        if key != self._reading[0] or self._is_day_over():
            own_problems = Problems()
            project = read_project(self._options, self._inputs, own_problems)
            self._reading = key, project, list(own_problems)
        problems.extend(self._reading[2])
        return self._reading[1]

    def _adopt(self, prepared: PreparedBuild) -> None:
        self._former_pages |= {f: raw for f, raw in self._contents.items() if f.endswith(".html")}
        self._prepared = prepared
        self._outputs = {derive_output_file(o.path): o for o in prepared.outputs}
        self._contents, self._failures = {}, {}
        self._static_files |= {
            o.path: o.source for o in prepared.assets.outputs if o.kind == "static"
        }

    # ---- the checks that can wait --------------------------------------------------------

    def iterate_checks(self) -> Iterator[None]:
        """Find the rest of the problems, a piece at a time; stops if files changed meanwhile."""
        if not self._is_planned:
            self.plan()
        step, inputs = self._step, self._inputs
        yield
        if step.project and step is self._step:
            check_schedule(inputs, step.project, step.problems)
            yield
        if step.project and step.prepared and step is self._step:
            check_site(inputs, step.project, step.prepared, step.problems)
            yield
        if step is self._step:
            self._problems = locate_problems(step.problems, make_locator(inputs.snapshot))
            self.is_checked = True
            gc.collect()  # of the model of the time before, which is large and in cycles

    def save(self) -> None:
        """Keep what was read, for the next start."""
        self._options.workspace.hide_from_git()
        if self._step.project:
            self._step.project.save_history()
        self._inputs.cache.save_all()

    # ---- answers -------------------------------------------------------------------------

    def find(self, path: str) -> Answer | None:
        """What is at a site path; None if nothing is. Raises no error of a theme."""
        file = derive_output_file(path)
        if file in self._static_files:
            return self._read_static_file(file)
        if not self._is_planned:
            self.plan()
        output = self._outputs.get(file)
        if output is None:
            return None
        if isinstance(output, Asset):
            with suppress(OSError):  # gone, and the next look sees that
                return Answer(output.path, self._read_asset(output))
            return None
        return self._make_answer(file, output)

    def _read_static_file(self, file: str) -> Answer | None:
        source = self._static_files[file]
        with suppress(OSError):
            return Answer(file, self._inputs.snapshot.read(source))
        return None

    def _read_asset(self, asset: Asset) -> bytes:
        raw = self._inputs.snapshot.read(asset.source)
        return asset.transform(raw) if asset.transform else raw

    def _make_answer(self, file: str, output: Output) -> Answer:
        assert self._prepared and not isinstance(output, Asset)
        job = self._prepared.job
        if file not in self._contents:
            try:
                self._contents[file] = make_bytes(job, output, make_source(job, output))
                self._failures.pop(file, None)
            except OutputError as e:
                self._failures[file] = e.problem
                return Answer(output.path, self._former_pages.get(file, b""), is_whole=False)
        return Answer(output.path, self._contents[file])


def _list_changed_files(last: BuildInputs, present: BuildInputs) -> set[str]:
    before, after = last.snapshot.digests, present.snapshot.digests
    return {name for name, _ in before.items() ^ after.items()}


def _is_same_state(last: BuildInputs, present: BuildInputs) -> bool:
    """Whether all but the contents of files is the same."""
    before, after = last.snapshot, present.snapshot
    return (
        before.refusals == after.refusals
        and before.neighbours == after.neighbours
        and last.git_state == present.git_state
    )


def _is_style(file: str) -> bool:
    return _is_look(file) and file.endswith(".css")


def _is_look(file: str) -> bool:
    """Whether a file is a template or a static file, of which the model of the site knows only that
    it exists."""
    parts = file.split("/")
    return parts[0] == "themes" and len(parts) > 3 and parts[2] in ("templates", "static")


def _describe_project_inputs(inputs: BuildInputs) -> object:
    """What a project is read from, besides the day."""
    snapshot = inputs.snapshot
    digests = {name: b"" if _is_look(name) else d for name, d in snapshot.digests.items()}
    return digests, snapshot.refusals, snapshot.neighbours, inputs.git_state


def _iterate_drafts(project: Project) -> Iterator[Location]:
    """The places of the records that are in the site only because it shows drafts."""
    agenda = project.agenda
    for entry in agenda.model.entries:
        is_coming = isinstance(entry, Article) and entry.record.date > agenda.today
        if entry.record.draft or is_coming:
            yield entry.location
    for trip in agenda.model.trips.values():
        if trip.record.draft:
            yield trip.location
    for stop in agenda.model.stops:
        if stop.record.draft or stop.trip.record.draft:
            yield stop.location
