"""Organisations, teams and people: the list by class and a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.model.entities import Entry
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .listing import by_label, list_page


def make(c: Context) -> Iterator[HtmlPage]:
    entries = c.entries("organisation")
    yield list_page(
        c, "organisation", lambda: by_label(c, map(c.card, entries)), (e.at for e in entries)
    )
    for entry in entries:
        yield HtmlPage(
            c.path("organisation", entry.slug),
            "organisation",
            "organisation",
            c.lang,
            (entry.at,),
            partial(view, c, entry),
        )


def view(c: Context, e: Entry) -> v.OrganisationView:
    r = e.record

    def cards(kind: str, *names: str) -> tuple[v.Card, ...]:
        """Entries of a kind that name this organisation in one of their fields."""
        return tuple(c.card(x) for x in c.entries(kind) if any(named(x, n) for n in names))

    def named(x: Entry, field: str) -> bool:
        return any(
            c.model.find("organisation", wanted) is e
            for wanted in _listed(getattr(x.record, field))
        )

    parent = c.link_to("organisation", r.part_of)
    return v.OrganisationView(
        **c.thing(e, [c.listing("organisation"), *([parent] if parent else [])]),
        label=r.class_,
        part_of=parent,
        members=cards("organisation", "part_of"),
        regions=c.regions(r.region),
        address=c.text(r.address),
        website=r.url,
        contact=c.contact(r.contact),
        topics=tuple(map(c.text, r.topics)),
        exhibitions=cards("exhibition", "organisers", "lender"),
        venues=cards("venue", "operator"),
        caravans=cards("caravan", "holder", "pool"),
    )


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
