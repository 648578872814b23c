"""Science caravans: the list and a page for each vehicle."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook import views as v
from tourbook.common.canonical import encode_canonical
from tourbook.common.l10n import format_year
from tourbook.model.entries import Caravan
from tourbook.schedule.statistics import compute_year_report, list_report_years
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.figures import make_figure_row
from tourbook.site.free_windows import encode_windows, find_free_windows
from tourbook.site.outputs import HtmlPage
from tourbook.site.view_parts import make_window

from .listing import list_trip_inputs, make_card_group, make_entry_pages, make_list_pages


def make(edition: Edition) -> Iterator[HtmlPage]:
    entries = edition.model.entries.list_by_id(Caravan)
    yield from make_list_pages(
        edition,
        "caravan",
        lambda ctx: [make_card_group(ctx, entries)],
        (e.location for e in entries),
        len(entries),
    )
    yield from make_entry_pages(edition, entries, make_view, list_inputs, shows_no_others=True)


def list_inputs(ctx: Context, e: Caravan) -> Iterator[bytes]:
    """When it is free, its routes, and the last year of its log. The years in it follow from its
    stops."""
    yield from encode_windows(find_free_windows(ctx.agenda, e.id))
    yield encode_canonical(ctx.agenda.today.year)
    yield from list_trip_inputs(ctx, "caravan", e.id)


def make_log(ctx: Context, e: Caravan) -> Iterator[v.FigureRow]:
    """What it does in each year, this one first."""
    for year in reversed(list_report_years(ctx.agenda)):
        figures = compute_year_report(ctx.agenda, year).caravans.get(e.id)
        if figures and year <= ctx.agenda.today.year:
            url = ctx.addresses.url_for("report", str(year))
            yield make_figure_row(ctx, v.Link(name=format_year(ctx.lang, year), url=url), figures)


def make_view(ctx: Context, e: Caravan) -> v.CaravanView:
    r, localize = e.record, ctx.language.localize
    return v.CaravanView(
        **ctx.frame.make_entry_fields(e, [ctx.presenter.link_listing("caravan")]),
        stops=ctx.presenter.make_stop_list(e.kind, e.id, e.slug),
        type=r.type or "",
        plate=localize(r.plate),
        holder=ctx.presenter.link_to("organisation", r.holder),
        pool=ctx.presenter.link_to("organisation", r.pool),
        home=localize(r.home),
        regions=ctx.presenter.link_regions(r.region),
        since=r.since,
        odometer=r.odometer,
        contact=ctx.presenter.make_contact(r.contact),
        crew=tuple(v.Person(name=localize(m.name), role=localize(m.role)) for m in r.crew),
        zones=ctx.presenter.make_zones(e),
        tours=tuple(map(ctx.presenter.make_trip_card, ctx.agenda.list_trips("caravan", e.id))),
        log=tuple(make_log(ctx, e)),
        windows=tuple(map(make_window, find_free_windows(ctx.agenda, e.id))),
    )
