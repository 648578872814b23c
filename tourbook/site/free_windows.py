"""When copies of exhibitions and caravans are free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tourbook import views as v
from tourbook.common.canonical import encode_canonical
from tourbook.common.memoized import memoize_by_owner
from tourbook.model.entries import Exhibition
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.availability import (
    Availability,
    Window,
    list_caravan_availability,
    list_copy_availability,
)

from .context import Context
from .view_parts import make_measures, make_window


def find_free_windows(agenda: Agenda, entry_id: str, copy_id: str = "") -> tuple[Window, ...]:
    """When a copy of an exhibition, or a caravan (without `copy_id`), is free."""
    return _map_free_windows(agenda).get((entry_id, copy_id), ())


def encode_windows(windows: Iterable[Window], copy_id: str = "") -> Iterator[bytes]:
    """What pages show of the windows of a copy, for the inputs of these pages."""
    for window in windows:
        next_id = window.next_stop.id if window.next_stop else ""
        yield encode_canonical([copy_id, next_id, make_window(window)])


@memoize_by_owner
def _map_free_windows(agenda: Agenda) -> dict[tuple[str, str], tuple[Window, ...]]:
    return {
        (a.entry.id, a.copy.id if a.copy else ""): a.windows
        for find in (list_copy_availability, list_caravan_availability)
        for a in find(agenda)
    }


def make_availabilities(
    ctx: Context, availabilities: Iterable[Availability]
) -> Iterator[v.Availability]:
    for a in availabilities:
        if isinstance(a.entry, Exhibition):
            home = a.copy.home if a.copy else ""
            measures = make_measures(a.entry.record.logistics)
            loans = tuple(a.entry.loan_kinds)
        else:
            home, measures, loans = a.entry.record.holder, (), ()
        yield v.Availability(
            thing=ctx.presenter.link_entry(a.entry),
            copy=ctx.presenter.name_copy(a.copy) if a.copy else "",
            home=ctx.presenter.link_to("organisation", home),
            measures=measures,
            loans=loans,
            windows=tuple(map(make_window, a.windows)),
        )
