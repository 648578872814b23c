"""Venues: the list by region and a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.model.entities import Entry, Position, Where
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .listing import list_page


def make(c: Context) -> Iterator[HtmlPage]:
    entries = sorted(c.entries("venue"), key=lambda e: (e.record.region, e.id))

    def groups() -> list[v.Group]:
        found: dict[str, list[v.Card]] = {}
        tops: dict[str, v.Link] = {}
        for e in entries:
            top = (*c.regions(e.record.region), v.Link(name=""))[0]
            tops[top.name] = top
            found.setdefault(top.name, []).append(c.card(e))
        return [
            v.Group(name=name, url=tops[name].url, cards=tuple(cards))
            for name, cards in found.items()
        ]

    yield list_page(c, "venue", groups, (e.at for e in entries))
    for entry in entries:
        yield HtmlPage(
            c.path("venue", entry.slug),
            "venue",
            "venue",
            c.lang,
            (entry.at,),
            partial(view, c, entry),
        )


def view(c: Context, e: Entry) -> v.VenueView:
    r = e.record
    p = r.coordinates
    where = Where(
        r.name, r.address, r.region, Position(p.lat, p.lon, p.datum) if p else None, r.township
    )
    return v.VenueView(
        **c.thing(e, [c.listing("venue")]),
        label=r.class_,
        where=c.where(where, e),
        hours=c.hours(r.hours, c.today),
        directions=c.text(r.directions),
        accessibility=c.text(r.accessibility),
        free=r.free,
        operator=c.link_to("organisation", r.operator),
        contact=c.contact(r.contact),
        halls=tuple(v.Hall(name=c.text(h.name), measures=c.measures(h)) for h in r.halls),
        accreditations=tuple(
            v.Accreditation(name=c.text(a.name), until=a.until) for a in r.accreditations
        ),
        zones=c.zones(r.exhibits),
    )
