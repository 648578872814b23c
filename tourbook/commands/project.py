"""The project as seen by a command that only asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from tourbook.build.inputs import read_inputs
from tourbook.build.pipeline import prepare
from tourbook.build.proposals import read_with_problems
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
    run.check_project()
    inputs = read_inputs(options := run.make_build_options())
    project, problems = read_with_problems(options, inputs)[1:]
    errors = _select_errors(problems)
    if project is None or errors:
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
