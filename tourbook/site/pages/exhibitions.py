"""Exhibitions: the list and a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.model.entries import Exhibition
from tourbook.model.trips import Stop
from tourbook.schedule import availability
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .availability import make_window
from .listing import make_list_page


def make(ctx: Context) -> Iterator[HtmlPage]:
    entries = ctx.list_entries(Exhibition)
    yield make_list_page(
        ctx,
        "exhibition",
        lambda: [v.Group(cards=tuple(map(ctx.make_card, entries)))],
        (e.location for e in entries),
    )
    for entry in entries:
        yield HtmlPage(
            ctx.path_for("exhibition", entry.slug),
            "exhibition",
            "exhibition",
            ctx.lang,
            (entry.location,),
            partial(make_view, ctx, entry),
        )


def make_view(ctx: Context, e: Exhibition) -> v.ExhibitionView:
    r = e.record
    series = ctx.link_to("exhibition", r.series)
    return v.ExhibitionView(
        **ctx.make_entry_fields(e, [ctx.link_listing("exhibition"), *([series] if series else [])]),
        series=series,
        parts=tuple(
            ctx.make_card(x)
            for x in ctx.list_entries(Exhibition)
            if ctx.model.entries.find(Exhibition, x.record.series) is e
        ),
        organisers=ctx.link_to_all("organisation", r.organisers),
        lender=ctx.link_to("organisation", r.lender),
        ages=r.ages,
        languages_shown=tuple(r.languages),
        duration=r.duration,
        copies=tuple(
            make_copy(
                ctx,
                e,
                one.id,
                ctx.localize(one.name) or one.id,
                one.home,
                ctx.find_free_windows(e.id, one.id),
            )
            for one in r.copies
        ),
        measures=ctx.make_measures(r.logistics),
        logistics_note=ctx.localize(r.logistics.note) if r.logistics else "",
        zones=ctx.make_zones(r.exhibits),
        tours=tuple(map(ctx.make_trip_card, ctx.index.list_trips("exhibition", e.id))),
    )


def make_copy(
    ctx: Context,
    e: Exhibition,
    copy_id: str,
    name: str,
    home: str,
    windows: tuple[availability.Window, ...],
) -> v.Copy:
    """A set with its way."""
    stops = [
        s
        for s in ctx.index.list_stops("exhibition", e.id)
        if s.exhibition is e and s.copy and s.copy.id == copy_id
    ]
    calendar = (
        f"{ctx.path_for('exhibition', e.slug)}copies/{copy_id}.ics"
        if "copy" in ctx.settings.feeds
        else ""
    )
    return v.Copy(
        id=copy_id,
        name=name,
        home=ctx.link_to("organisation", home),
        way=make_legs(ctx, stops, windows),
        calendar=calendar,
    )


def make_legs(
    ctx: Context, stops: list[Stop], windows: tuple[availability.Window, ...]
) -> tuple[v.Leg, ...]:
    """The stops of a set in order, with the free stretches between them; called-off ones have no
    place on it."""
    before = {w.next_stop.id: w for w in windows if w.next_stop}
    last = [w for w in windows if not w.next_stop]
    out: list[v.Leg] = []
    for stop in stops:
        if not stop.spans or not stop.takes_place:
            continue
        if stop.id in before:
            out.append(v.Leg(window=make_window(before[stop.id])))
        out.append(v.Leg(row=ctx.make_row(stop)))
    return (*out, *(v.Leg(window=make_window(w)) for w in last))
