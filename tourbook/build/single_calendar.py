"""One calendar of a site, as a build would publish it."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook.common.problems import Problems
from tourbook.schedule.agenda import Agenda
from tourbook.site.outputs import RawFile

from .inputs import BuildInputs
from .options import BuildOptions
from .pipeline import PreparedBuild, plan_site, read_project


class UnknownCalendarError(Exception):
    """There is no calendar of what was asked for; holds the ids of which there are."""

    def __init__(self, ids: list[str]) -> None:
        super().__init__(ids)
        self.ids = ids


def write_calendar(
    options: BuildOptions, inputs: BuildInputs, problems: Problems, lang: str, id: str
) -> bytes | None:
    """The calendar of a stop, a trip, an entry or a region with an id or a code, or of the whole
    site for ""; None and problems if there are errors. Raises UnknownCalendarError."""
    project = read_project(options, inputs, problems)
    if project is None or problems.error_count:
        return None
    prepared = plan_site(options, inputs, project, problems)
    if prepared is None or problems.error_count:
        return None
    calendars = dict(_iterate_paths(prepared, project.agenda, lang)) if id else {}
    home = prepared.find_context(lang).addresses.prefix
    output = prepared.plan.get(calendars.get(id, "") if id else f"{home}all.ics")
    if not isinstance(output, RawFile):
        raise UnknownCalendarError([i for i, path in calendars.items() if path in prepared.plan])
    return output.make_content()


def _iterate_paths(prepared: PreparedBuild, agenda: Agenda, lang: str) -> Iterator[tuple[str, str]]:
    """(id or code, site path of its calendar); of two kinds that have an id, the last counts."""
    addresses, model = prepared.find_context(lang).addresses, agenda.model
    records = [("place", region.code, region.slug) for region in agenda.regions_in_use.values()]
    records += [(entry.kind, entry.id, entry.slug) for entry in model.entries]
    records += [("stop", stop.id, stop.slug) for stop in model.stops]
    records += [("tour", trip.id, trip.slug) for trip in model.trips.values()]
    for kind, id, slug in records:
        yield id, f"{addresses.path_for(kind, slug)}calendar.ics"
