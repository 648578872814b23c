"""All stops of whatever has so many that its own page lists only those that matter most."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from operator import itemgetter

from tourbook import views as v
from tourbook.common.canonical import encode_canonical
from tourbook.common.foreign_texts import join_texts
from tourbook.model.entries import ENTRY_CLASSES, Entry
from tourbook.model.model import Model
from tourbook.model.regions import Region
from tourbook.model.trips import Trip
from tourbook.site import paging
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage
from tourbook.site.paging import ListPage, divide_stops

from .listing import list_row_inputs, make_division, number_title

Subject = Trip | Region | Entry
"""What has stops and a page of its own."""


def make(edition: Edition) -> Iterator[HtmlPage]:
    # sorted, for in a preview the order of the lists depends on what it has seen before
    for (kind, name), stops in sorted(edition.agenda.current.items(), key=itemgetter(0)):
        subject = find_subject(edition.model, kind, name) if len(stops) > paging.MAX_ROWS else None
        if subject is None:
            continue
        sources = () if isinstance(subject, Region) else (subject.location,)
        path = edition.addresses.full_list_path_for(kind, subject.slug)
        for page in divide_stops(edition.model.regions, path, stops):
            view = partial(make_view, kind=kind, subject=subject, page=page)
            inputs = partial(list_inputs, subject=subject, page=page)
            yield HtmlPage(page.path, kind, "list", edition.lang, sources, view, list_inputs=inputs)


def find_subject(model: Model, kind: str, name: str) -> Subject | None:
    """None for a copy, which has no page."""
    if kind == "tour":
        return model.trips[name]
    if kind == "place":
        return model.regions.get(name)
    return model.entries[ENTRY_CLASSES[kind]][name] if kind in ENTRY_CLASSES else None


def list_inputs(ctx: Context, subject: Subject, page: ListPage) -> Iterator[bytes]:
    """What `make_view` sees."""
    yield from list_row_inputs(ctx, page)
    yield encode_canonical(link_subject(ctx, subject))


def make_view(ctx: Context, kind: str, subject: Subject, page: ListPage) -> v.ListView:
    division, whole = make_division(ctx, page), ctx.language.t("stops_all")
    parents, link = link_subject(ctx, subject)
    crumbs = [ctx.presenter.link_listing(kind), *parents, link]
    if page.part:
        path = ctx.addresses.full_list_path_for(kind, subject.slug)
        crumbs.append(v.Link(name=whole, url=path))
    title = join_texts(" · ", (link.name, division.region or whole))
    return v.ListView(
        **ctx.frame.make_page_fields(
            "stops", page.path, number_title(ctx, title, division.pages), crumbs
        ),
        groups=(v.Group(rows=ctx.presenter.make_rows(page.stops)),) if page.stops else (),
        division=division,
    )


def link_subject(ctx: Context, subject: Subject) -> tuple[tuple[v.Link, ...], v.Link]:
    """(links to the regions around it, the link to it)"""
    if isinstance(subject, Region):
        *parents, link = ctx.presenter.link_regions(subject.code)
        return tuple(parents), link
    if isinstance(subject, Trip):
        return (), ctx.presenter.link_trip(subject)
    return (), ctx.presenter.link_entry(subject)
