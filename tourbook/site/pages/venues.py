"""Venues: the list by region and a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.model.entries import Venue
from tourbook.model.trips import Position, StopPlace
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .listing import make_list_page


def make(ctx: Context) -> Iterator[HtmlPage]:
    entries = sorted(ctx.list_entries(Venue), key=lambda e: (e.record.region, e.id))

    def make_groups() -> list[v.Group]:
        found: dict[str, list[v.Card]] = {}
        tops: dict[str, v.Link] = {}
        for e in entries:
            top = (*ctx.link_regions(e.record.region), v.Link(name=""))[0]
            tops[top.name] = top
            found.setdefault(top.name, []).append(ctx.make_card(e))
        return [
            v.Group(name=name, url=tops[name].url, cards=tuple(cards))
            for name, cards in found.items()
        ]

    yield make_list_page(ctx, "venue", make_groups, (e.location for e in entries))
    for entry in entries:
        yield HtmlPage(
            ctx.path_for("venue", entry.slug),
            "venue",
            "venue",
            ctx.lang,
            (entry.location,),
            partial(make_view, ctx, entry),
        )


def make_view(ctx: Context, e: Venue) -> v.VenueView:
    r = e.record
    p = r.coordinates
    where = StopPlace(
        r.name, r.address, r.region, Position(p.lat, p.lon, p.datum) if p else None, r.township
    )
    return v.VenueView(
        **ctx.make_entry_fields(e, [ctx.link_listing("venue")]),
        label=r.class_,
        where=ctx.make_place(where, e),
        hours=ctx.make_hours(r.hours, ctx.today),
        directions=ctx.localize(r.directions),
        accessibility=ctx.localize(r.accessibility),
        free=r.free,
        operator=ctx.link_to("organisation", r.operator),
        contact=ctx.make_contact(r.contact),
        halls=tuple(
            v.Hall(name=ctx.localize(h.name), measures=ctx.make_measures(h)) for h in r.halls
        ),
        accreditations=tuple(
            v.Accreditation(name=ctx.localize(a.name), until=a.until) for a in r.accreditations
        ),
        zones=ctx.make_zones(r.exhibits),
    )
