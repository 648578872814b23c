"""Organisations, teams and people: the list by class and a page for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from tourbook import views as v
from tourbook.model.entries import Caravan, Entry, Exhibition, Organisation, Venue
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .listing import group_by_label, make_list_page


def make(ctx: Context) -> Iterator[HtmlPage]:
    entries = ctx.list_entries(Organisation)
    yield make_list_page(
        ctx,
        "organisation",
        lambda: group_by_label(ctx, map(ctx.make_card, entries)),
        (e.location for e in entries),
    )
    for entry in entries:
        yield HtmlPage(
            ctx.path_for("organisation", entry.slug),
            "organisation",
            "organisation",
            ctx.lang,
            (entry.location,),
            partial(make_view, ctx, entry),
        )


def make_view(ctx: Context, e: Organisation) -> v.OrganisationView:
    r = e.record

    def is_named(*ids: str) -> bool:
        """True if one of the ids is that of this organisation."""
        return any(ctx.model.entries.find(Organisation, x) is e for x in ids)

    def make_cards(entries: Iterable[Entry]) -> tuple[v.Card, ...]:
        return tuple(map(ctx.make_card, entries))

    parent = ctx.link_to("organisation", r.part_of)
    return v.OrganisationView(
        **ctx.make_entry_fields(
            e, [ctx.link_listing("organisation"), *([parent] if parent else [])]
        ),
        label=r.class_,
        part_of=parent,
        members=make_cards(x for x in ctx.list_entries(Organisation) if is_named(x.record.part_of)),
        regions=ctx.link_regions(r.region),
        address=ctx.localize(r.address),
        website=r.url,
        contact=ctx.make_contact(r.contact),
        topics=tuple(map(ctx.localize, r.topics)),
        exhibitions=make_cards(
            x
            for x in ctx.list_entries(Exhibition)
            if is_named(*x.record.organisers, x.record.lender)
        ),
        venues=make_cards(x for x in ctx.list_entries(Venue) if is_named(x.record.operator)),
        caravans=make_cards(
            x for x in ctx.list_entries(Caravan) if is_named(x.record.holder, x.record.pool)
        ),
    )
