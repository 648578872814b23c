"""A page for each stop of a tour and each visit of a caravan."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from tourbook import views as v
from tourbook.common import urls
from tourbook.common.dates import DAY
from tourbook.model.entities import Stop
from tourbook.schedule.engine import CALLED_OFF
from tourbook.schedule.stages import Stages
from tourbook.schema import Stop as StopRecord
from tourbook.schema import duties
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage
from tourbook.timetable.opening import standing

from . import redirects


def make(c: Context) -> Iterator[HtmlPage]:
    for trip in c.model.trips.values():
        ways: dict[str, list[Stop]] = {}  # each set of a tour travels a way of its own
        for stop in sorted(trip.stops, key=lambda s: s.order):
            own = f"{stop.exhibition.id}/{stop.copy.id}" if stop.exhibition and stop.copy else ""
            ways.setdefault(own, []).append(stop)
        for stop, before, after in [
            x
            for stops in ways.values()
            for x in zip(stops, [None, *stops], [*stops[1:], None], strict=False)
        ]:
            yield page(c, stop, before, after)
    taken = {
        urls.collision_key(path)
        for path in (*(c.path("stop", s.slug) for s in c.model.stops), *redirects.addresses(c))
    }
    for stop in c.index.tombstones:  # what is there now goes before what was there
        if urls.collision_key(c.path("stop", stop.slug)) not in taken:
            yield page(c, stop, None, None)


def page(c: Context, stop: Stop, before: Stop | None, after: Stop | None) -> HtmlPage:
    return HtmlPage(
        c.path("stop", stop.slug),
        "stop",
        "stop",
        c.lang,
        (stop.at,),
        partial(view, c, stop, before, after),
    )


def view(c: Context, s: Stop, before: Stop | None, after: Stop | None) -> v.StopView:
    r, row, trip = s.record, c.row(s), c.trip_link(s.trip)
    venue = s.venue.record if s.venue else None
    body = c.html(c.text(r.note), s.at.file)
    hours = c.index.engine.written_hours(s) if isinstance(r, StopRecord) else {}
    image = c.image(s.exhibition or s.caravan) if s.exhibition or s.caravan else None  # type: ignore[arg-type]
    address = row.name if not row.regions else f"{row.name} ({' · '.join(row.regions)})"
    return v.StopView(
        **c.page(
            "stop",
            c.path("stop", s.slug),
            row.name,
            [c.listing("tour"), trip],
            description=address,
            image=image,
            calendar=c.calendar("stop", s.slug, row.name),
        ),
        name=row.name,
        body=body,
        row=row,
        trip=trip,
        trip_calendar=bool(trip.url) and "tour" in c.settings.feeds,
        was=was(s),
        **instead(c, s),
        removed=s.removed,
        where=c.where(s.where, s.venue),
        hours=c.hours(hours, *s.spans[0]) if s.spans else c.hours(hours),
        dates=tuple(dates(s)),
        free=venue.free if venue else None,
        directions=c.text(venue.directions) if venue else "",
        accessibility=c.text(venue.accessibility) if venue else "",
        contact=c.contact(venue.contact) if venue else None,
        booking=booking(c, s),
        **helpers(c, s),
        **stay(c, s),
        partners=c.links_to("organisation", r.partners),
        organisers=c.links_to("organisation", s.organisers),
        campaigns=c.links_to("campaign", s.campaigns),
        expected=r.expected,
        visitors=r.visitors,
        ages=s.exhibition.record.ages if s.exhibition else "",
        previous=c.row(before) if before else None,
        following=c.row(after) if after else None,
    )


def was(s: Stop) -> v.When | None:
    """The dates that it had before they were last changed; nobody asks any more once it is over."""
    found = s.before()
    if found is None:
        return None
    return v.When(
        start=found.spans[0][0],
        end=found.spans[-1][1],
        sessions=found.sessions,
        days=len(found.spans),
    )


def instead(c: Context, s: Stop) -> dict[str, Any]:
    """The venue and the exhibition that it had before, by their names."""
    return {f"was_{kind}": c.text(e.name) for kind, e in c.index.instead(s).items()}


def stay(c: Context, s: Stop) -> dict[str, Any]:
    """What only a stop has, or only a visit."""
    r = s.record
    if not isinstance(r, StopRecord):
        return {"audience": c.text(r.audience)}
    stages = c.index.engine.stages(s) if r.status not in CALLED_OFF else Stages()
    return {
        "hall": c.text(r.hall),
        "copy": (c.text(s.copy.name) or s.copy.id) if s.copy else "",
        "stages": tuple(
            v.Stage(key=key, date=stage.day, derived=stage.derived)
            for key, stage in zip(stages._fields, stages, strict=True)
            if stage
        ),
        "open_days": open_days(c, s),
        "today": this_day(c, s),
        "logistics": logistics(c, s),
    }


def dates(s: Stop) -> Iterator[v.Occurrence]:
    """The days of a recurring visit."""
    for day, _ in s.spans if len(s.spans) > 1 or s.moved else ():
        moved = s.moved.get(day)
        yield v.Occurrence(
            date=day,
            sessions=moved.sessions if moved else (),
            origin=moved.origin if moved else None,
        )


def open_days(c: Context, s: Stop) -> v.OpenDays | None:
    opening = c.index.engine.opening(s)
    if not opening.known or not s.spans or s.record.status in CALLED_OFF:
        return None
    start, end = s.spans[0]
    r, venue = s.record, s.venue.record if s.venue else None
    own = r.last_admission if isinstance(r, StopRecord) else None
    special = opening.calendar.within(start, end) if opening.calendar else []
    return v.OpenDays(
        start=start,
        end=end,
        calendar=opening.calendar is not None,
        unknown=tuple(opening.unknown_years(start, end)),
        special=tuple(v.SpecialDay(date=day, name=c.text(h.name), off=h.off) for day, h in special),
        last_admission=venue.last_admission if own is None and venue else own,
    )


def this_day(c: Context, s: Stop) -> v.Today | None:
    """Only for a stay under way: other pages do not change from day to day."""
    opening = c.index.engine.opening(s)
    if c.index.states[s.id] not in ("now", "closing") or not opening.known:
        return None
    answer = opening.on(c.today)
    following = opening.first_open(c.today + DAY, s.spans[0][1])
    return v.Today(
        date=c.today,
        standing=standing(c.index.states[s.id], answer.sessions),
        sessions=answer.sessions,
        sure=answer.sure,
        next=following,
        next_sessions=opening.on(following).sessions if following else (),
    )


def logistics(c: Context, s: Stop) -> v.Logistics | None:
    """Where the set comes from and what it takes to move and build it."""
    before, needs = (
        c.index.engine.before(s),
        s.exhibition.record.logistics if s.exhibition else None,
    )
    if not s.spans or s.record.status in CALLED_OFF or (before is None and needs is None):
        return None
    km = c.index.engine.km(before, s) if before else None
    halls = s.venue.record.halls if s.venue else []
    hall = next(
        (h for h in halls if isinstance(s.record, StopRecord) and h.name == s.record.hall), None
    )
    return v.Logistics(
        origin=c.row(before) if before else None,
        km=round(km) if km is not None else None,
        road_days=c.index.engine.road_days(km) if km is not None else None,
        measures=c.measures(needs),
        note=c.text(needs.note) if needs else "",
        hall=v.Hall(name=c.text(hall.name), measures=c.measures(hall)) if hall else None,
    )


def booking(c: Context, s: Stop) -> v.Booking | None:
    b = s.record.booking
    return (
        v.Booking(required=b.required, url=b.url, phone=b.phone, note=c.text(b.note)) if b else None
    )


def helpers(c: Context, s: Stop) -> dict[str, Any]:
    """Crew and volunteers."""
    r = s.record
    out: dict[str, Any] = {
        "crew": tuple(
            v.Duty(who=link, dates=tuple(d.dates))
            for d in duties(r)
            if (link := c.link_to("organisation", d.who))
        )
    }
    if r.volunteers:
        out |= {
            "volunteers": r.volunteers.count,
            "volunteers_by": c.link_to("organisation", r.volunteers.by),
            "volunteers_note": c.text(r.volunteers.note),
        }
    return out
