"""Organisations, teams and people: the list by class and a page for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tourbook import views as v
from tourbook.model.entries import Caravan, Entry, Exhibition, Organisation, Venue
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage

from .listing import group_by_label, make_entry_pages, make_list_pages


def make(edition: Edition) -> Iterator[HtmlPage]:
    entries = edition.model.entries.list_by_id(Organisation)
    yield from make_list_pages(
        edition,
        "organisation",
        lambda ctx: group_by_label(ctx, map(ctx.presenter.make_card, entries)),
        (e.location for e in entries),
        len(entries),
    )
    yield from make_entry_pages(edition, entries, make_view, list_inputs)


def list_inputs(ctx: Context, _: Organisation) -> Iterator[bytes]:
    """How many stops those still have that are its own."""
    yield ctx.faces.remaining_counts


def make_view(ctx: Context, e: Organisation) -> v.OrganisationView:
    r, entries = e.record, ctx.model.entries

    def is_named(*ids: str) -> bool:
        """True if one of the ids is that of this organisation."""
        return any(entries.find(Organisation, x) is e for x in ids)

    def make_cards(members: Iterable[Entry]) -> tuple[v.Card, ...]:
        return tuple(map(ctx.presenter.make_card, members))

    parent = ctx.presenter.link_to("organisation", r.part_of)
    return v.OrganisationView(
        **ctx.frame.make_entry_fields(
            e, [ctx.presenter.link_listing("organisation"), *([parent] if parent else [])]
        ),
        stops=ctx.presenter.make_stop_list(e.kind, e.id, e.slug),
        label=r.class_,
        part_of=parent,
        members=make_cards(
            x for x in entries.list_by_id(Organisation) if is_named(x.record.part_of)
        ),
        regions=ctx.presenter.link_regions(r.region),
        address=ctx.language.localize(r.address),
        website=r.url,
        contact=ctx.presenter.make_contact(r.contact),
        topics=tuple(map(ctx.language.localize, r.topics)),
        exhibitions=make_cards(
            x
            for x in entries.list_by_id(Exhibition)
            if is_named(*x.record.organisers, x.record.lender)
        ),
        venues=make_cards(x for x in entries.list_by_id(Venue) if is_named(x.record.operator)),
        caravans=make_cards(
            x for x in entries.list_by_id(Caravan) if is_named(x.record.holder, x.record.pool)
        ),
    )
