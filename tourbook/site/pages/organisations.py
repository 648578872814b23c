"""Organisations, teams and people: the list by class and a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.model.entities import Entry
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .listing import group_by_label, make_list_page


def make(ctx: Context) -> Iterator[HtmlPage]:
    entries = ctx.list_entries("organisation")
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


def make_view(ctx: Context, e: Entry) -> v.OrganisationView:
    r = e.record

    def make_cards(kind: str, *names: str) -> tuple[v.Card, ...]:
        """Entries of a kind that name this organisation in one of their fields."""
        return tuple(
            ctx.make_card(x)
            for x in ctx.list_entries(kind)
            if any(names_organisation(x, n) for n in names)
        )

    def names_organisation(x: Entry, field: str) -> bool:
        return any(
            ctx.model.find_entry("organisation", wanted) is e
            for wanted in _as_list(getattr(x.record, field))
        )

    parent = ctx.link_to("organisation", r.part_of)
    return v.OrganisationView(
        **ctx.make_entry_fields(
            e, [ctx.link_listing("organisation"), *([parent] if parent else [])]
        ),
        label=r.class_,
        part_of=parent,
        members=make_cards("organisation", "part_of"),
        regions=ctx.link_regions(r.region),
        address=ctx.localize(r.address),
        website=r.url,
        contact=ctx.make_contact(r.contact),
        topics=tuple(map(ctx.localize, r.topics)),
        exhibitions=make_cards("exhibition", "organisers", "lender"),
        venues=make_cards("venue", "operator"),
        caravans=make_cards("caravan", "holder", "pool"),
    )


def _as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
