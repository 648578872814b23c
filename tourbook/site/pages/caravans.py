"""Science caravans: the list and a page for each vehicle."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.model.entities import Entry
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .availability import window
from .listing import list_page


def make(c: Context) -> Iterator[HtmlPage]:
    entries = c.entries("caravan")
    yield list_page(
        c, "caravan", lambda: [v.Group(cards=tuple(map(c.card, entries)))], (e.at for e in entries)
    )
    for entry in entries:
        yield HtmlPage(
            c.path("caravan", entry.slug),
            "caravan",
            "caravan",
            c.lang,
            (entry.at,),
            partial(view, c, entry),
        )


def view(c: Context, e: Entry) -> v.CaravanView:
    r = e.record
    return v.CaravanView(
        **c.thing(e, [c.listing("caravan")]),
        type=r.type or "",
        plate=r.plate,
        holder=c.link_to("organisation", r.holder),
        pool=c.link_to("organisation", r.pool),
        home=c.text(r.home),
        regions=c.regions(r.region),
        since=r.since,
        odometer=r.odometer,
        contact=c.contact(r.contact),
        crew=tuple(v.Person(name=c.text(m.name), role=c.text(m.role)) for m in r.crew),
        zones=c.zones(r.exhibits),
        tours=tuple(map(c.trip_card, c.index.trips_of("caravan", e.id))),
        free=tuple(map(window, c.free(e.id))),
    )
