"""The first day on which a stop that clashes with others would fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import count

from tourbook.common.dates import DAY, OPEN_END
from tourbook.common.problems import Location, Problem
from tourbook.model.trips import Stay, Stop, Visit
from tourbook.schedule.agenda import Agenda

_RULES_OF_DAYS = {
    "copy-clash",
    "vehicle-clash",
    "venue-full",
    "transport",
    "crew-clash",
    "opening-closed",
    "no-open-day",
    "past-planned",
}
"""Those that a stop may keep on other days."""


def is_about_days(problem: Problem) -> bool:
    """Whether it would be none if the stop were on other days."""
    return problem.code in _RULES_OF_DAYS


def can_days_help(problems: Iterable[Problem]) -> bool:
    """Whether other days would solve all that must be solved, and anything at all."""
    problems = list(problems)
    has_other_errors = any(p.level == "error" and not is_about_days(p) for p in problems)
    return any(map(is_about_days, problems)) and not has_other_errors


def find_next_candidate(
    agenda: Agenda, stop_id: str, problems: Iterable[Problem]
) -> dt.date | None:
    """The next day worth trying for a stop with some problems: no earlier one can be free of them.
    None if what stands in its way has no end."""
    stay = next((stop for stop in agenda.model.stops if stop.id == stop_id), None)
    if isinstance(stay, Visit) and stay.record.date:
        return _find_next_free_day(agenda, stay, stay.record.date)
    if not isinstance(stay, Stay) or stay.record.open is None:
        return None
    span = agenda.engine.get_stages(stay).occupied_span
    days_before = stay.record.open - span[0] if span else dt.timedelta()
    candidates = [stay.record.open + DAY]
    for other in _iterate_others(agenda, stay, problems):
        other_span = agenda.engine.get_stages(other).occupied_span
        if other_span and other_span[1] >= OPEN_END:
            return None
        if other_span and span and other_span[1] >= span[0]:
            candidates.append(other_span[1] + days_before)  # one may leave as the other comes
    return max(candidates)


def _find_next_free_day(agenda: Agenda, visit: Visit, day: dt.date) -> dt.date:
    """The next day on which the caravan of a visit goes nowhere else."""
    caravan = visit.caravan.id if visit.caravan else ""
    visits = agenda.engine.visits_by_caravan.get(caravan, ())
    busy_days = {other.day for other in visits if other.stop is not visit}
    return next(free for n in count(1) if (free := day + n * DAY) not in busy_days)


def _iterate_others(agenda: Agenda, stay: Stay, problems: Iterable[Problem]) -> Iterator[Stay]:
    """The other stays that the problems name."""
    locations = {
        (location.file, location.path)
        for problem in problems
        for location in (problem.location, problem.related_location or problem.location)
    }
    for stop in agenda.model.stops:
        if isinstance(stop, Stay) and stop is not stay and _is_named(stop, locations):
            yield stop


def _is_named(stop: Stop, locations: set[tuple[str, tuple[str | int, ...]]]) -> bool:
    at: Location = stop.location
    return any(file == at.file and path[: len(at.path)] == at.path for file, path in locations)
