"""The ways of copies: their stops in order of time, with the periods between them in which they
are free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tourbook import views as v
from tourbook.common.intervals import Interval, find_overlaps
from tourbook.model.entries import Exhibition
from tourbook.model.trips import Stay, Stop, Trip
from tourbook.schedule.availability import Window

from .context import Context
from .free_windows import encode_windows, find_free_windows
from .view_parts import make_window


def make_way(ctx: Context, stops: Iterable[Stop], windows: Iterable[Window]) -> tuple[v.Leg, ...]:
    """The stops, and each window before the stop that it leads to; those that lead to none come
    last."""
    before = {w.next_stop.id: w for w in windows if w.next_stop}
    legs: list[v.Leg] = []
    for stop in stops:
        if stop.id in before:
            legs.append(v.Leg(window=make_window(before[stop.id])))
        legs.append(_make_leg(ctx, stop))
    return (*legs, *(v.Leg(window=make_window(w)) for w in windows if not w.next_stop))


def _make_leg(ctx: Context, stop: Stop) -> v.Leg:
    span = None
    if isinstance(stop, Stay) and stop.takes_place:
        span = ctx.agenda.engine.get_stages(stop).occupied_span
    start, end = span or (stop.start, stop.end)
    return v.Leg(row=ctx.presenter.make_row(stop), start=start, end=end)


def make_lines(ctx: Context, trip: Trip, stops: Iterable[Stop]) -> tuple[v.Line, ...]:
    """The stops of a trip, a line for each copy."""
    return tuple(_make_line(ctx, trip, group) for group in _group_by_copy(ctx, stops))


def list_window_inputs(ctx: Context, stops: Iterable[Stop]) -> Iterator[bytes]:
    """When the copies of these stops are free, as `make_lines` shows it."""
    for group in _group_by_copy(ctx, stops):
        yield from encode_windows(_find_windows(ctx, group))


def _group_by_copy(ctx: Context, stops: Iterable[Stop]) -> Iterator[list[Stop]]:
    """Exhibitions in the order of their first stops, copies in that of the record. A recurring
    visit has its place by its next day."""

    def get_order(stop: Stop) -> tuple[object, ...]:
        return (ctx.agenda.next_days.get(stop.id) or stop.order[0], *stop.order[1:])

    groups: dict[Exhibition | None, dict[str, list[Stop]]] = {}
    for stop in sorted(stops, key=get_order):
        copy_id = stop.copy.id if stop.copy else ""
        groups.setdefault(stop.exhibition, {}).setdefault(copy_id, []).append(stop)
    for exhibition, group in groups.items():
        copies = exhibition.record.copies if exhibition else []
        ids = [*(copy.id for copy in copies), *group]
        yield from (group[id] for id in dict.fromkeys(ids) if id in group)


def _make_line(ctx: Context, trip: Trip, stops: list[Stop]) -> v.Line:
    thing, copy = stops[0].exhibition or trip.caravan, stops[0].copy
    is_same = copy is not None and thing is trip.exhibition
    intervals = [Interval(*span, stop) for stop in stops if stop.takes_place for span in stop.spans]
    return v.Line(
        thing=ctx.presenter.link_entry(thing) if thing and not is_same else None,
        copy=ctx.presenter.name_copy(copy) if copy else "",
        way=make_way(ctx, stops, _find_windows(ctx, stops)),
        is_joined=trip.kind == "route" or not any(find_overlaps(intervals)),
    )


def _find_windows(ctx: Context, stops: list[Stop]) -> list[Window]:
    """When the copy of these stops is free beside them, if the site shows that."""
    exhibition, copy = stops[0].exhibition, stops[0].copy
    if not exhibition or not copy or "availability" not in ctx.addresses.settings.pages:
        return []
    windows = find_free_windows(ctx.agenda, exhibition.id, copy.id)
    return [w for w in windows if (w.next_stop or w.previous_stop) in stops]
