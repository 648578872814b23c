"""Tours and caravan routes: the list and a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.common.canonical import encode_canonical
from tourbook.model.trips import Stay, Stop, Trip
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage
from tourbook.site.paging import select_current
from tourbook.site.ways import list_window_inputs, make_lines

from .listing import list_member_inputs, make_list_pages


def make(edition: Edition) -> Iterator[HtmlPage]:
    trips = sorted(edition.model.trips.values(), key=lambda t: (not t.stops, t.id))

    def make_groups(ctx: Context) -> list[v.Group]:
        return [
            v.Group(
                name=ctx.language.t("group_" + kind),
                cards=tuple(ctx.presenter.make_trip_card(t) for t in trips if t.kind == kind),
            )
            for kind in ("tour", "route")
        ]

    sources = (t.location for t in trips)
    yield from make_list_pages(edition, "tour", make_groups, sources, len(trips))
    for trip in trips:
        yield HtmlPage(
            edition.addresses.path_for("tour", trip.slug),
            "tour",
            "tour",
            edition.lang,
            (trip.location,),
            partial(make_view, t=trip),
            subject=trip,
            list_inputs=partial(list_inputs, t=trip),
        )


def list_inputs(ctx: Context, t: Trip) -> Iterator[bytes]:
    """What `make_view` sees."""
    yield from list_member_inputs(ctx, "tour", t.id)
    yield ctx.faces.of_trip(t)
    yield encode_canonical(ctx.presenter.images.make_map(t.record.map))
    yield from list_window_inputs(ctx, select_current(ctx.agenda, sort_stops(t)))


def sort_stops(t: Trip) -> list[Stop]:
    return sorted(t.stops, key=lambda s: s.order)


def make_view(ctx: Context, t: Trip) -> v.TourView:
    r, name = t.record, ctx.language.localize(t.name)
    card = ctx.presenter.make_trip_card(t)
    stops = select_current(ctx.agenda, sort_stops(t))
    rounds: dict[int, list[v.Row]] = {}
    for stop in stops:
        number = stop.record.round if isinstance(stop, Stay) else None
        rounds.setdefault(number or 0, []).append(ctx.presenter.make_row(stop))
    exhibition = ctx.presenter.link_entry(t.exhibition) if t.exhibition else None
    return v.TourView(
        **ctx.frame.make_page_fields(
            "tour",
            ctx.addresses.path_for("tour", t.slug),
            name,
            [ctx.presenter.link_listing("tour")],
            description=card.summary,
            image=card.image,
            calendar=ctx.presenter.make_calendar_links("tour", t.id, t.slug, name),
        ),
        name=name,
        summary=card.summary,
        trip_kind=t.kind,
        stops=ctx.presenter.make_stop_list("tour", t.id, t.slug),
        exhibition=exhibition,
        caravan=ctx.presenter.link_entry(t.caravan) if t.caravan else None,
        organisers=ctx.presenter.link_to_all("organisation", r.organisers),
        campaigns=ctx.presenter.link_to_all("campaign", r.campaigns),
        lines=make_lines(ctx, t, stops),
        map=ctx.presenter.images.make_map(r.map),
        rounds=tuple(v.Round(number=n, rows=tuple(rows)) for n, rows in sorted(rounds.items())),
        start=card.start,
        end=card.end,
    )
