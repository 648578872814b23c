"""The catalogue of exhibits: what there is to see and to touch, and where it is."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook import views as v
from tourbook.model.entries import Venue
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage

MAX_EXHIBITS = 600
"""On one page; the groups after these are on the pages of their exhibitions only."""
MAX_ROWS = 2
"""Stops of an exhibition at which its exhibits are to be seen."""


def make(edition: Edition) -> Iterator[HtmlPage]:
    sources = tuple(entry.location for entry in edition.model.list_exhibitors())
    if sources:
        path = edition.addresses.prefix + "exhibits/"
        yield HtmlPage(
            path, "exhibits", "exhibits", edition.lang, sources, make_view, list_inputs=list_inputs
        )


def list_inputs(ctx: Context) -> Iterator[bytes]:
    """What `make_view` sees."""
    yield ctx.schedule_input


def make_view(ctx: Context) -> v.ExhibitsView:
    t = ctx.language.t
    return v.ExhibitsView(
        **ctx.frame.make_page_fields(
            "exhibits",
            ctx.addresses.prefix + "exhibits/",
            t("exhibits_all"),
            description=t("about_exhibits"),
        ),
        groups=tuple(list_groups(ctx)),
    )


def list_groups(ctx: Context) -> Iterator[v.ExhibitGroup]:
    count = 0
    for entry in ctx.model.list_exhibitors():
        count += len(entry.record.exhibits)
        if count > MAX_EXHIBITS:
            return
        stops = ctx.presenter.make_stop_list(entry.kind, entry.id, entry.slug)
        yield v.ExhibitGroup(
            card=ctx.presenter.make_card(entry),
            zones=ctx.presenter.make_zones(entry),
            rows=() if isinstance(entry, Venue) else (stops.now or stops.coming)[:MAX_ROWS],
        )
