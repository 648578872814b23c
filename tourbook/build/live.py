"""A site in memory that follows its files.

After a change the project is read again, and so much of the site is planned as the pages need that
are asked for: whatever was added, removed or renamed is seen. The checks that pages can do without
follow when there is time (`iterate_checks`). A project with errors leaves the last good site as it
was.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from tourbook.common.problems import Problem, Problems, locate_problems
from tourbook.schedule.agenda import Agenda
from tourbook.sources.locating import make_locator

from .inputs import BuildInputs
from .options import BuildOptions
from .pipeline import (
    PreparedBuild,
    Project,
    check_lost_outputs,
    check_site,
    find_schedule_problems,
    plan_site,
    read_project,
)
from .proposals import list_new_problems, read_changed, replace_inputs
from .served_site import Answer, ServedSite
from .watched_project import WatchedProject, is_style

OUTPUTS_OF_PIECE = 2000
"""So many are planned before pages that were asked for meanwhile."""


class Change(Enum):
    """What has become of the site since the last look."""

    NOTHING = "nothing"
    PROBLEMS = "problems"
    """There are errors: the site is still the last good one."""
    STYLES = "styles"
    """Style sheets alone: pages that are open can take them without being loaded again."""
    PAGES = "pages"


class _Step(NamedTuple):
    """The project as it was read after one change."""

    project: Project | None
    prepared: PreparedBuild | None
    problems: Problems


class DraftPage(NamedTuple):
    answer: Answer | None
    """None if the file has no page, or cannot be read."""
    errors: list[Problem]
    """Those in the file; not located."""


class LiveSite:
    """Opened with `plan`; `refresh` it when files may have changed, or when a day may be over."""

    def __init__(self, options: BuildOptions) -> None:
        """Reads all files. Raises OSError."""
        self.number = 0
        """Another one after each change of pages; that of styles alone does not count."""
        self.is_checked = False
        """Whether `problems` are all."""
        self._options = options
        self._project = WatchedProject(options)
        self._step: _Step | None = None
        """None if the site has to be planned before a page can be shown."""
        self._site: ServedSite | None = None
        """The last good one."""
        self._problems: list[Problem] = []
        self._former_state: object = None
        """What was there before the last change: to free it takes a while, which a page need not
        wait for."""

    # ---- what the site is like -----------------------------------------------------------

    @property
    def problems(self) -> list[Problem]:
        """With line and column, in the order of the files."""
        places = {(p.location.file, p.location.line) for p in self._problems}
        failures = [
            failure
            for failure in dict.fromkeys(self._site.failures.values() if self._site else ())
            if (failure.location.file, failure.location.line) not in places
        ]
        return [*failures, *self._problems]

    @property
    def texts(self) -> Mapping[str, bytes]:
        """Source file -> its bytes, to show lines from."""
        return self._project.inputs.snapshot.texts

    def list_drafts(self) -> list[str]:
        """Site paths of the pages that a build leaves out."""
        return self._site.list_drafts() if self._site else []

    def find(self, path: str) -> Answer | None:
        """What is at a site path; None if nothing is. Raises no error of a theme."""
        asset = self._site and self._site.read_asset(path, self._project.inputs.snapshot)
        if asset:
            return asset
        if self._step is None:
            self.plan()
        return self._site.find(path) if self._site else None

    # ---- for those who edit the project in the preview -----------------------------------

    @property
    def root(self) -> Path:
        return self._options.root

    @property
    def agenda(self) -> Agenda | None:
        """That of the last good site; None without one."""
        return self._site.agenda if self._site else None

    def read_file(self, file: str) -> bytes | None:
        """The bytes of a source file as they were at the last look; None without one."""
        snapshot = self._project.inputs.snapshot
        try:
            return snapshot.read(file) if file in snapshot.digests else None
        except OSError:
            return None

    def find_page_of(self, file: str) -> str | None:
        """The address of the page on which a source file shows."""
        return self._site.find_page_of(file) if self._site else None

    def find_new_errors(self, files: Mapping[str, bytes]) -> list[Problem]:
        """What other bytes in some files would bring."""
        inputs = self._project.inputs
        before = read_changed(self._options, inputs, {})
        after = read_changed(self._options, inputs, files)
        return [p for p in list_new_problems(before.problems, after) if p.level == "error"]

    def draft_page(self, file: str, raw: bytes) -> DraftPage:
        """The page on which a source file shows, as it would be with other bytes in it."""
        inputs, problems = replace_inputs(self._project.inputs, {file: raw}), Problems()
        project = read_project(self._options, inputs, problems)
        prepared = project and plan_site(self._options, inputs, project, problems)
        errors = [p for p in problems if p.level == "error" and p.location.file == file]
        if prepared is None:
            return DraftPage(None, errors)
        site = ServedSite(prepared, None)
        path = site.find_path_of(file)
        return DraftPage(None if path is None else site.find(path), errors)

    # ---- following the files -------------------------------------------------------------

    def plan(self) -> bool:
        """Plan the site anew; false if it has errors, and the last good one stays."""
        inputs, problems = self._project.inputs, Problems()
        self._former_state = self._step, self._site
        self._step, self.is_checked = _Step(None, None, problems), False
        project = self._project.read(problems)
        prepared = project and plan_site(self._options, inputs, project, problems)
        self._step = _Step(project, prepared, problems)
        errors = [p for p in problems if p.level == "error"]
        self._problems = locate_problems(errors, make_locator(inputs.snapshot))
        if prepared is None or (errors and self._site):
            return False
        self._site = ServedSite(prepared, self._site)
        return True

    def refresh(self) -> Change:
        """Look at files, history and day again. Raises OSError."""
        changed_files = self._project.look_again()
        if changed_files is None:
            return Change.NOTHING
        if self._site and changed_files and all(map(is_style, changed_files)):
            self._step = None
            return Change.STYLES
        if not self.plan():
            return Change.PROBLEMS
        self.number += 1
        return Change.PAGES

    def is_outdated(self) -> bool:
        """Whether a day is over, or something was committed: no file tells that."""
        return self._project.is_outdated()

    def save(self) -> None:
        """Keep what was read, for the next start."""
        self._project.save()

    # ---- the checks that can wait --------------------------------------------------------

    def iterate_checks(self) -> Iterator[None]:
        """Find the rest of the problems, a piece at a time; stops if files changed meanwhile."""
        if self._step is None:
            self.plan()
        step, inputs = self._step, self._project.inputs
        assert step
        self._former_state = None
        for _ in _check(inputs, step):
            yield
            if step is not self._step:
                return
        self._problems = locate_problems(step.problems, make_locator(inputs.snapshot))
        self.is_checked = True
        gc.collect()  # of the model of the time before, which is large and in cycles


def _check(inputs: BuildInputs, step: _Step) -> Iterator[None]:
    """Yields after each piece."""
    project, prepared, problems = step
    yield
    if project:
        is_whole = not problems.error_count
        problems.extend(find_schedule_problems(inputs, project, is_whole=is_whole))
        yield
    if project and prepared:
        for number, _ in enumerate(prepared.published.iterate_outputs(), 1):
            if number % OUTPUTS_OF_PIECE == 0:  # what no page needed is planned now
                yield
        check_site(inputs, project, prepared, problems)
        if not problems.error_count:
            check_lost_outputs(inputs, project, prepared, problems)
