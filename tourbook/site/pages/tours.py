"""Tours and caravan routes: the list and a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.model.entities import Trip
from tourbook.schema import Stop as StopRecord
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .listing import list_page


def make(c: Context) -> Iterator[HtmlPage]:
    trips = sorted(
        c.model.trips.values(),
        key=lambda t: (min((s.order for s in t.stops), default=None) is None, t.id),
    )

    def groups() -> list[v.Group]:
        return [
            v.Group(
                name=c.t("group_" + kind),
                cards=tuple(c.trip_card(t) for t in trips if t.kind == kind),
            )
            for kind in ("tour", "route")
        ]

    yield list_page(c, "tour", groups, (t.at for t in trips))
    for trip in trips:
        yield HtmlPage(
            c.path("tour", trip.slug), "tour", "tour", c.lang, (trip.at,), partial(view, c, trip)
        )


def view(c: Context, t: Trip) -> v.TourView:
    r, name = t.record, c.text(t.name)
    card = c.trip_card(t)
    stops = sorted(t.stops, key=lambda s: s.order)
    rounds: dict[int, list[v.Row]] = {}
    for stop in stops:
        number = (stop.record.round or 0) if isinstance(stop.record, StopRecord) else 0
        rounds.setdefault(number, []).append(c.row(stop))
    exhibition = c.link(t.exhibition) if t.exhibition else None
    return v.TourView(
        **c.page(
            "tour",
            c.path("tour", t.slug),
            name,
            [c.listing("tour")],
            description=card.summary,
            image=card.image,
            calendar=c.calendar("tour", t.slug, name),
        ),
        name=name,
        summary=card.summary,
        trip=t.kind,
        stops=c.stops("tour", t.id),
        exhibition=exhibition,
        caravan=c.link(t.caravan) if t.caravan else None,
        organisers=c.links_to("organisation", r.organisers),
        campaigns=c.links_to("campaign", r.campaigns),
        rounds=tuple(v.Round(number=n, rows=tuple(rows)) for n, rows in sorted(rounds.items())),
        start=card.start,
        end=card.end,
    )
