"""The first day on which a stay that clashes with others would fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from tourbook.common.dates import DAY, OPEN_END
from tourbook.common.problems import Location, Problem
from tourbook.model.trips import Stay, Stop
from tourbook.schedule.agenda import Agenda


def find_next_candidate(
    agenda: Agenda, stay_id: str, problems: Iterable[Problem]
) -> dt.date | None:
    """The next opening day worth trying for a stay with some problems: no earlier one can be free
    of them. None if what stands in its way has no end."""
    stay = next((stop for stop in agenda.model.stops if stop.id == stay_id), None)
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
