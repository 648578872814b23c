"""The project as seen by a command that only asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tourbook.build.inputs import read_inputs
from tourbook.build.pipeline import prepare
from tourbook.common.problems import Problems
from tourbook.rules import RULES
from tourbook.schedule.agenda import Agenda
from tourbook.site.context import Context

from .base import ProjectError, Run


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
    rule_names = {rule.name for rule in RULES}
    errors = [p for p in problems if p.level == "error" and p.code not in rule_names]
    if prepared is None or errors:
        raise ProjectError(errors, inputs)
    return Project(prepared.find_context("").agenda, prepared.find_context)
