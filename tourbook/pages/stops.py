"""A page for each stop of a tour and each visit of a caravan."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from .. import views as v
from ..context import Context
from ..hours import combined
from ..model import Stop
from ..outputs import HtmlPage
from ..schema import Stop as StopRecord

STAGES = ("arrive", "set_up", "open", "close", "strike", "leave")


def make(c: Context) -> Iterator[HtmlPage]:
    for trip in c.model.trips.values():
        ways: dict[str, list[Stop]] = {}  # each set of a tour travels a way of its own
        for stop in sorted(trip.stops, key=lambda s: s.order):
            own = f"{stop.exhibition.id}/{stop.copy.id}" if stop.exhibition and stop.copy else ""
            ways.setdefault(own, []).append(stop)
        for stop, before, after in [x for stops in ways.values() for x in zip(stops, [None, *stops], [*stops[1:], None], strict=False)]:
            yield HtmlPage(
                c.path("stop", stop.slug), "stop", "stop", c.lang, (stop.at,), partial(view, c, stop, before, after)
            )


def view(c: Context, s: Stop, before: Stop | None, after: Stop | None) -> v.StopView:
    r, row, trip = s.record, c.row(s), c.trip_link(s.trip)
    venue = s.venue.record if s.venue else None
    body = c.html(c.text(r.note), s.at.file)
    hours = combined(venue.hours if venue else {}, r.hours) if isinstance(r, StopRecord) else {}
    image = c.image(s.exhibition or s.caravan) if s.exhibition or s.caravan else None  # type: ignore[arg-type]
    address = row.name if not row.regions else f"{row.name} ({' · '.join(row.regions)})"
    return v.StopView(
        **c.page("stop", c.path("stop", s.slug), row.name, [c.listing("tour"), trip], description=address, image=image,
                 calendar=c.calendar("stop", "stop", s.slug, row.name)),
        name=row.name, body=body, row=row, trip=trip, where=c.where(s.where, s.venue),
        hours=c.hours(hours, *s.spans[0]) if s.spans else c.hours(hours),
        dates=tuple(a for a, _ in s.spans) if len(s.spans) > 1 else (),
        free=venue.free if venue else None,
        directions=c.text(venue.directions) if venue else "", accessibility=c.text(venue.accessibility) if venue else "",
        contact=c.contact(venue.contact) if venue else None,
        booking=booking(c, s), **helpers(c, s), **stay(c, s),
        partners=c.links_to("organisation", r.partners), organisers=c.links_to("organisation", s.organisers),
        campaigns=c.links_to("campaign", s.campaigns), expected=r.expected, visitors=r.visitors,
        ages=s.exhibition.record.ages if s.exhibition else "",
        previous=c.row(before) if before else None, following=c.row(after) if after else None,
    )


def stay(c: Context, s: Stop) -> dict[str, Any]:
    """What only a stop has, or only a visit."""
    r = s.record
    if not isinstance(r, StopRecord):
        return {"audience": c.text(r.audience)}
    return {
        "hall": c.text(r.hall), "copy": (c.text(s.copy.name) or s.copy.id) if s.copy else "",
        "stages": tuple(v.Stage(key=key, date=day) for key in STAGES if (day := getattr(r, key))),
    }


def booking(c: Context, s: Stop) -> v.Booking | None:
    b = s.record.booking
    return v.Booking(required=b.required, url=b.url, phone=b.phone, note=c.text(b.note)) if b else None


def helpers(c: Context, s: Stop) -> dict[str, Any]:
    """Crew and volunteers."""
    r = s.record
    out: dict[str, Any] = {"crew": c.links_to("organisation", r.crew)}
    if r.volunteers:
        out |= {
            "volunteers": r.volunteers.count, "volunteers_by": c.link_to("organisation", r.volunteers.by),
            "volunteers_note": c.text(r.volunteers.note),
        }
    return out
