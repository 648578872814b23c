"""The project as seen by a command that only asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from tourbook.build.inputs import read_inputs
from tourbook.build.options import BuildOptions
from tourbook.build.pipeline import prepare, read_project
from tourbook.common.problems import Problem, Problems
from tourbook.creation.values import Choices, ValueProblemError, find_id
from tourbook.rules import RULES
from tourbook.schedule.agenda import Agenda
from tourbook.site.context import Context

from .base import ProjectError, Run, UsageError


class Project(NamedTuple):
    agenda: Agenda
    find_context: Callable[[str], Context]
    """Language -> the context of its pages and tables."""


def open_project(run: Run) -> Project:
    """Read and check the project without building it. Raises UsageError or ProjectError.

    Errors of schedule rules, such as clashes, are allowed: a planner asks in order to fix them.
    """
    run.check_folders()
    options, problems = run.make_build_options(), Problems()
    inputs = read_inputs(options)
    prepared = prepare(options, inputs, problems)
    errors = _select_errors(problems)
    if prepared is None or errors:
        raise ProjectError(errors, inputs)
    return Project(prepared.find_context("").agenda, prepared.find_context)


def open_agenda(run: Run) -> Agenda:
    """The same without pages: what is wrong with a theme or an address does not matter."""
    return _read_agenda(run, run.make_build_options(), is_strict=True)


def look_up(run: Run) -> Agenda:
    """All that can be read, drafts included. Raises UsageError, or ProjectError if there are no
    records at all."""
    options = run.make_build_options()._replace(include_drafts=True)
    return _read_agenda(run, options, is_strict=False)


def _read_agenda(run: Run, options: BuildOptions, *, is_strict: bool) -> Agenda:
    run.check_project()
    inputs, problems = read_inputs(options), Problems()
    project = read_project(options, inputs, problems)
    errors = _select_errors(problems)
    if project is None or (is_strict and errors):
        raise ProjectError(errors, inputs)
    return project.agenda


def _select_errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those that are not of the schedule as a whole."""
    rule_names = {rule.name for rule in RULES}
    return [p for p in problems if p.level == "error" and p.code not in rule_names]


def find_named(text: str, kind: str, choices: Choices) -> str:
    """The id or code of what an option names; "" for none. Raises UsageError."""
    try:
        return find_id(text, kind, choices) if text else ""
    except ValueProblemError as e:
        raise UsageError(*e.message) from None
