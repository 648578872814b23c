"""The project of a preview: its files, its history and the day as they were at the last look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tourbook.common.problems import Problem, Problems
from tourbook.history.git import read_repository_state

from .inputs import BuildInputs, read_inputs, read_inputs_again
from .options import BuildOptions
from .pipeline import Project, read_project


class _Reading(NamedTuple):
    """What a project was read from, and what came of it."""

    key: object = None
    project: Project | None = None
    problems: tuple[Problem, ...] = ()


class WatchedProject:
    def __init__(self, options: BuildOptions) -> None:
        """Reads all files. Raises OSError."""
        self._options = options
        self.inputs = read_inputs(options)
        self._reading = _Reading()

    @property
    def texts(self) -> Mapping[str, bytes]:
        """Source file -> its bytes, to show lines from."""
        return self.inputs.snapshot.texts

    def look_again(self) -> set[str] | None:
        """The files that have changed since the last look; None if nothing else has, either.
        Raises OSError."""
        last, self.inputs = self.inputs, read_inputs_again(self._options, self.inputs)
        files = _list_changed_files(last, self.inputs)
        is_same = _is_same_state(last, self.inputs) and not self._is_day_over()
        return None if is_same and not files else files

    def is_outdated(self) -> bool:
        """Whether a day is over, or something was committed: no file tells that."""
        state = read_repository_state(self._options.root)
        return self._is_day_over() or state != self.inputs.git_state

    def _is_day_over(self) -> bool:
        project = self._reading.project
        days = project.agenda.days if project else {}
        return any(self._options.get_today(zone) != day for zone, day in days.items())

    def read(self, problems: Problems) -> Project | None:
        """What it says; that is known if only the looks of the theme have changed."""
        key = _describe_project_inputs(self.inputs)
        if key != self._reading.key or self._is_day_over():
            own_problems = Problems()
            project = read_project(self._options, self.inputs, own_problems)
            if project:  # else the next look would read the same commits from Git again
                self._options.workspace.hide_from_git()
                project.save_history()
            self._reading = _Reading(key, project, tuple(own_problems))
        problems.extend(self._reading.problems)
        return self._reading.project

    def save(self) -> None:
        """Keep what was read, for the next start."""
        self._options.workspace.hide_from_git()
        self.inputs.cache.save_all()


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


def is_style(file: str) -> bool:
    """Whether a file is a style sheet of a theme."""
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
