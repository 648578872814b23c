"""Exhibitions: the list and a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.model.entities import Entry, Stop
from tourbook.schedule import availability
from tourbook.schedule.engine import CALLED_OFF
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .availability import window
from .listing import list_page


def make(c: Context) -> Iterator[HtmlPage]:
    entries = c.entries("exhibition")
    yield list_page(
        c,
        "exhibition",
        lambda: [v.Group(cards=tuple(map(c.card, entries)))],
        (e.at for e in entries),
    )
    for entry in entries:
        yield HtmlPage(
            c.path("exhibition", entry.slug),
            "exhibition",
            "exhibition",
            c.lang,
            (entry.at,),
            partial(view, c, entry),
        )


def view(c: Context, e: Entry) -> v.ExhibitionView:
    r = e.record
    series = c.link_to("exhibition", r.series)
    return v.ExhibitionView(
        **c.thing(e, [c.listing("exhibition"), *([series] if series else [])]),
        series=series,
        parts=tuple(
            c.card(x)
            for x in c.entries("exhibition")
            if c.model.find("exhibition", x.record.series) is e
        ),
        organisers=c.links_to("organisation", r.organisers),
        lender=c.link_to("organisation", r.lender),
        ages=r.ages,
        languages_shown=tuple(r.languages),
        duration=r.duration,
        copies=tuple(
            copy(c, e, one.id, c.text(one.name) or one.id, one.home, c.free(e.id, one.id))
            for one in r.copies
        ),
        measures=c.measures(r.logistics),
        logistics_note=c.text(r.logistics.note) if r.logistics else "",
        zones=c.zones(r.exhibits),
        tours=tuple(map(c.trip_card, c.index.trips_of("exhibition", e.id))),
    )


def copy(
    c: Context,
    e: Entry,
    copy_id: str,
    name: str,
    home: str,
    windows: tuple[availability.Window, ...],
) -> v.Copy:
    """A set with its way."""
    stops = [
        s
        for s in c.index.stops("exhibition", e.id)
        if s.exhibition is e and s.copy and s.copy.id == copy_id
    ]
    calendar = (
        f"{c.path('exhibition', e.slug)}copies/{copy_id}.ics" if "copy" in c.settings.feeds else ""
    )
    return v.Copy(
        id=copy_id,
        name=name,
        home=c.link_to("organisation", home),
        way=way(c, stops, windows),
        calendar=calendar,
    )


def way(
    c: Context, stops: list[Stop], windows: tuple[availability.Window, ...]
) -> tuple[v.Leg, ...]:
    """The stops of a set in order, with the free stretches between them; called-off ones have no
    place on it."""
    before = {w.before.id: w for w in windows if w.before}
    last = [w for w in windows if not w.before]
    out: list[v.Leg] = []
    for stop in stops:
        if not stop.spans or stop.record.status in CALLED_OFF:
            continue
        if stop.id in before:
            out.append(v.Leg(free=window(before[stop.id])))
        out.append(v.Leg(row=c.row(stop)))
    return (*out, *(v.Leg(free=window(w)) for w in last))
