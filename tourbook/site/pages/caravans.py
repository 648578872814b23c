"""Science caravans: the list and a page for each vehicle."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.model.entries import Caravan
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .availability import make_window
from .listing import make_list_page


def make(ctx: Context) -> Iterator[HtmlPage]:
    entries = ctx.list_entries(Caravan)
    yield make_list_page(
        ctx,
        "caravan",
        lambda: [v.Group(cards=tuple(map(ctx.make_card, entries)))],
        (e.location for e in entries),
    )
    for entry in entries:
        yield HtmlPage(
            ctx.path_for("caravan", entry.slug),
            "caravan",
            "caravan",
            ctx.lang,
            (entry.location,),
            partial(make_view, ctx, entry),
        )


def make_view(ctx: Context, e: Caravan) -> v.CaravanView:
    r = e.record
    return v.CaravanView(
        **ctx.make_entry_fields(e, [ctx.link_listing("caravan")]),
        type=r.type or "",
        plate=r.plate,
        holder=ctx.link_to("organisation", r.holder),
        pool=ctx.link_to("organisation", r.pool),
        home=ctx.localize(r.home),
        regions=ctx.link_regions(r.region),
        since=r.since,
        odometer=r.odometer,
        contact=ctx.make_contact(r.contact),
        crew=tuple(v.Person(name=ctx.localize(m.name), role=ctx.localize(m.role)) for m in r.crew),
        zones=ctx.make_zones(r.exhibits),
        tours=tuple(map(ctx.make_trip_card, ctx.index.list_trips("caravan", e.id))),
        windows=tuple(map(make_window, ctx.find_free_windows(e.id))),
    )
