"""Small pages for a frame on somebody else's site: what comes next of a tour, a caravan, a region
or the whole site, if there is a calendar of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from tourbook import views as v
from tourbook.common import l10n
from tourbook.common.canonical import encode_canonical
from tourbook.common.problems import Location
from tourbook.model.entries import Caravan
from tourbook.model.regions import Region
from tourbook.model.trips import Stop, Trip
from tourbook.schedule.agenda import Agenda
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage
from tourbook.sources.paths import SITE_FILE

from .listing import list_member_inputs

MAX_STOPS = 10
"""More than are shown, for a site that is not built for a while: those that are over are hidden."""


class Subject(NamedTuple):
    """What the stops of a frame have in common."""

    kind: str
    id: str
    path: str
    """Site path of the page that it stands for."""
    thing: Trip | Caravan | Region


def make(edition: Edition) -> Iterator[HtmlPage]:
    addresses = edition.addresses
    if addresses.embed_url_for("all", addresses.prefix):
        yield HtmlPage(
            addresses.embed_path_for(addresses.prefix),
            "embed",
            "embed",
            edition.lang,
            (Location(SITE_FILE),),
            make_site_view,
            list_inputs=list_site_inputs,
        )
    for subject in iterate_subjects(edition):
        if addresses.embed_url_for(subject.kind, subject.path):
            yield HtmlPage(
                addresses.embed_path_for(subject.path),
                "embed",
                "embed",
                edition.lang,
                (),
                partial(make_view, subject=subject),
                list_inputs=partial(list_inputs, subject=subject),
                shown_lists=((subject.kind, subject.id),),
            )


def iterate_subjects(edition: Edition) -> Iterator[Subject]:
    path_for = edition.addresses.path_for
    for trip in edition.model.trips.values():
        yield Subject("tour", trip.id, path_for("tour", trip.slug), trip)
    for caravan in edition.model.entries.list_by_id(Caravan):
        yield Subject("caravan", caravan.id, path_for("caravan", caravan.slug), caravan)
    for region in edition.agenda.regions_in_use.values():
        yield Subject("place", region.code, path_for("place", region.slug), region)


def name_thing(ctx: Context, thing: Trip | Caravan | Region) -> str:
    if isinstance(thing, Trip):
        return ctx.language.localize(thing.name)
    if isinstance(thing, Caravan):
        return ctx.language.name_entry(thing)
    chain = ctx.presenter.link_regions(thing.code)
    return l10n.format_region(ctx.lang, [region.name for region in chain])


def list_inputs(ctx: Context, subject: Subject) -> Iterator[bytes]:
    """What `make_view` sees."""
    yield from list_member_inputs(ctx, subject.kind, subject.id)
    if isinstance(subject.thing, Trip):
        yield ctx.faces.of_trip(subject.thing)
    elif isinstance(subject.thing, Region):
        yield encode_canonical(subject.thing)


def list_site_inputs(ctx: Context) -> Iterator[bytes]:
    """What `make_site_view` sees."""
    yield ctx.schedule_input


def make_view(ctx: Context, subject: Subject) -> v.EmbedView:
    stops = ctx.agenda.list_stops(subject.kind, subject.id)
    return make_embed(ctx, subject.kind, name_thing(ctx, subject.thing), subject.path, stops)


def make_site_view(ctx: Context) -> v.EmbedView:
    return make_embed(ctx, "all", ctx.site_name, ctx.addresses.prefix, ctx.model.stops)


def make_embed(ctx: Context, kind: str, name: str, path: str, stops: Iterable[Stop]) -> v.EmbedView:
    return v.EmbedView(
        **ctx.frame.make_page_fields(
            "embed",
            ctx.addresses.embed_path_for(path),
            ctx.language.t("embed_title", name=name),
        ),
        subject=kind,
        name=name,
        page=path,
        rows=ctx.presenter.make_rows(select_next(ctx.agenda, stops)),
    )


def select_next(agenda: Agenda, stops: Iterable[Stop]) -> list[Stop]:
    """The first of those that are not over, in the order of their next days."""
    remaining = (stop for stop in stops if not agenda.is_finished(stop))
    return sorted(remaining, key=lambda s: (agenda.find_next_start(s), s.order))[:MAX_STOPS]
