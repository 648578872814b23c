"""A page for each stop of a tour and each visit of a caravan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from tourbook import views as v
from tourbook.common import urls
from tourbook.common.canonical import encode_canonical
from tourbook.common.dates import DAY, OPEN_END, find_horizon
from tourbook.model.trips import Stay, Stop, Trip, Visit
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.membership import Membership
from tourbook.schedule.past import find_previous_entries
from tourbook.schedule.stages import Stages
from tourbook.schema import list_duties
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage
from tourbook.site.view_parts import find_rule, make_hours, make_measures, make_stop_dates
from tourbook.timetable.opening import compute_opening_state

from . import redirects
from .listing import iterate_with_neighbours


def make(edition: Edition) -> Iterator[HtmlPage]:
    for trip in edition.model.trips.values():
        for stops in group_by_copy(edition.agenda, trip):
            for stop, previous, following in iterate_with_neighbours(stops):
                if stop not in edition.archive.stops:
                    yield make_page(edition, stop, previous, following)
    path_for = edition.addresses.path_for
    paths = [path_for("stop", stop.slug) for stop in edition.model.stops]
    paths += redirects.list_redirect_paths(edition)
    taken_keys = set(map(urls.compute_collision_key, paths))
    for stop in edition.agenda.tombstones:  # a present address wins over one of the past
        if urls.compute_collision_key(path_for("stop", stop.slug)) not in taken_keys:
            yield make_page(edition, stop, None, None)


def group_by_copy(agenda: Agenda, trip: Trip) -> Iterable[list[Stop]]:
    """The stops of a trip in order, copy by copy: each copy travels by itself. A recurring visit
    has its place by its next day, so that none follows that lies in the past."""

    def get_order(stop: Stop) -> tuple[object, ...]:
        return (agenda.next_days.get(stop.id) or stop.order[0], *stop.order[1:])

    groups: dict[str, list[Stop]] = {}
    for stop in sorted(trip.stops, key=get_order):
        key = f"{stop.exhibition.id}/{stop.copy.id}" if stop.exhibition and stop.copy else ""
        groups.setdefault(key, []).append(stop)
    return groups.values()


def make_page(
    edition: Edition, stop: Stop, previous: Stop | None, following: Stop | None
) -> HtmlPage:
    return HtmlPage(
        edition.addresses.path_for("stop", stop.slug),
        "stop",
        "stop",
        edition.lang,
        (stop.location,),
        partial(make_view, s=stop, previous=previous, following=following),
        subject=stop,
        list_inputs=partial(list_inputs, s=stop, previous=previous, following=following),
        shown_lists=list_shown_lists(stop),
    )


def list_shown_lists(s: Stop) -> tuple[Membership, ...]:
    """Its neighbours are of its trip; its copy may have come from another."""
    trip = ("tour", s.trip.id)
    if s.exhibition and s.copy:
        return trip, ("copy", f"{s.exhibition.id}/{s.copy.id}")
    return (trip,)


def list_inputs(
    ctx: Context, s: Stop, previous: Stop | None, following: Stop | None
) -> Iterator[bytes]:
    """What `make_view` sees."""
    yield ctx.common_input
    yield ctx.faces.of_record(s)
    yield from ctx.faces.of_rows([s, previous, following, ctx.agenda.engine.find_previous_stay(s)])
    if ctx.agenda.states[s.id] in ("now", "closing"):  # it says when it is open today
        yield encode_canonical(ctx.agenda.find_today(s.place.timezone))
    note = ctx.language.localize_markdown(s.record.note)
    tag = ctx.language.find_fallback_tag(s.record.note)
    yield encode_canonical([note, tag, ctx.texts.list_addresses(note, s.location.file)])


def make_view(ctx: Context, s: Stop, previous: Stop | None, following: Stop | None) -> v.StopView:
    r, row, trip = s.record, ctx.presenter.make_row(s), ctx.presenter.link_trip(s.trip)
    share = ctx.presenter.share
    venue = s.venue.record if s.venue else None
    body = ctx.texts.render_note(r.note, s.location.file)
    hours = ctx.agenda.engine.get_written_hours(s) if isinstance(s, Stay) else {}
    entry = s.exhibition or s.caravan
    address = row.name if not row.regions else f"{row.name} ({' · '.join(row.regions)})"
    return v.StopView(
        **ctx.frame.make_page_fields(
            "stop",
            ctx.addresses.path_for("stop", s.slug),
            row.name,
            [ctx.presenter.link_listing("tour"), trip],
            description=address,
            image=share(ctx.presenter.images.make_stop_image(s)),
            calendar=make_calendar_links(ctx, s, row.name),
        ),
        name=row.name,
        body=body,
        row=row,
        trip=trip,
        trip_calendar=bool(trip.url) and "tour" in ctx.addresses.settings.feeds,
        previous_dates=make_stop_dates(s.find_previous_dates()),
        **find_previous_names(ctx, s),
        removed=s.removed_on,
        where=share(ctx.presenter.make_place(s.place, s.venue)),
        hours=share(make_hours(hours, *s.spans[0]) if s.spans else make_hours(hours)),
        dates=tuple(list_occurrences(s)),
        rule=make_rule(s),
        summary=ctx.language.localize(entry.record.summary) if entry else "",
        free=venue.free if venue else None,
        directions=ctx.language.localize(venue.directions) if venue else "",
        accessibility=ctx.language.localize(venue.accessibility) if venue else "",
        contact=ctx.presenter.make_contact(venue.contact) if venue else None,
        booking=make_booking(ctx, s),
        **make_crew_fields(ctx, s),
        **make_stay_fields(ctx, s),
        partners=ctx.presenter.link_to_all("organisation", r.partners),
        organisers=ctx.presenter.link_to_all("organisation", s.organisers),
        campaigns=ctx.presenter.link_to_all("campaign", s.campaigns),
        audience=ctx.language.localize(r.audience),
        web_page=r.link,
        expected=r.expected,
        visitors=r.visitors,
        ages=s.exhibition.record.ages if s.exhibition else "",
        previous=ctx.presenter.make_row(previous) if previous else None,
        following=ctx.presenter.make_row(following) if following else None,
    )


def make_calendar_links(ctx: Context, s: Stop, name: str) -> v.CalendarLinks | None:
    if not ctx.archive.has_calendar(s):
        return None
    return ctx.presenter.make_calendar_links("stop", s.id, s.slug, name)


def find_previous_names(ctx: Context, s: Stop) -> dict[str, Any]:
    """The venue and the exhibition that it had before, by their names."""
    return {
        f"previous_{kind}": ctx.language.localize(e.name)
        for kind, e in find_previous_entries(ctx.model, s).items()
    }


def make_stay_fields(ctx: Context, s: Stop) -> dict[str, Any]:
    """What only a stay has."""
    if isinstance(s, Visit):
        return {}
    assert isinstance(s, Stay)
    stages = ctx.agenda.engine.get_stages(s) if s.takes_place else Stages()
    return {
        "hall": ctx.language.localize(s.record.hall),
        "copy": (ctx.language.localize(s.copy.name) or s.copy.id) if s.copy else "",
        "stages": tuple(
            v.Stage(key=key, date=stage.day, derived=stage.is_derived)
            for key, stage in zip(stages._fields, stages, strict=True)
            if stage and stage.day != OPEN_END
        ),
        "open_days": make_open_days(ctx, s),
        "today": make_today_status(ctx, s),
        "logistics": make_logistics(ctx, s),
    }


def make_rule(s: Stop) -> v.RecurrenceRule | None:
    rule, repeat = find_rule(s), s.record.repeat if isinstance(s, Visit) else None
    if rule is None or repeat is None:
        return None
    by_day = tuple((day.weekday, day.nth) for day in rule.by_day)
    return v.RecurrenceRule(
        first=repeat.first,
        interval=rule.interval,
        unit=rule.unit,
        by_day=by_day,
        by_month_day=rule.by_month_day,
    )


def list_occurrences(s: Stop) -> Iterator[v.Occurrence]:
    """The days of a recurring visit."""
    for day, _ in s.spans if len(s.spans) > 1 or s.moved_dates else ():
        moved = s.moved_dates.get(day)
        yield v.Occurrence(
            date=day,
            sessions=moved.sessions if moved else (),
            origin=moved.original_day if moved else None,
        )


def make_open_days(ctx: Context, s: Stay) -> v.OpenDays | None:
    opening = ctx.agenda.engine.get_opening(s)
    if not opening.has_weekday_rules or not s.spans or not s.takes_place:
        return None
    start, end = s.spans[0]
    if s.has_no_end:
        end = max(find_horizon(ctx.agenda.today), start)
    calendar = opening.calendar
    special = calendar.list_between(start, end) if calendar else []
    years = range(start.year, end.year + 2)
    return v.OpenDays(
        start=start,
        end=end,
        has_no_end=s.has_no_end,
        follows_holidays=calendar is not None,
        country=calendar.country if calendar else "",
        known_years=tuple(y for y in years if calendar and y in calendar.known_years),
        unknown_years=tuple(opening.list_unknown_years(start, end)),
        special=tuple(
            v.SpecialDay(date=day, name=ctx.language.localize(h.name), off=h.is_day_off)
            for day, h in special
        ),
        last_admission=s.last_admission,
    )


def make_today_status(ctx: Context, s: Stay) -> v.TodayStatus | None:
    """Only for a stay under way: other pages do not change from day to day."""
    opening = ctx.agenda.engine.get_opening(s)
    if ctx.agenda.states[s.id] not in ("now", "closing") or not opening.has_weekday_rules:
        return None
    today = ctx.agenda.find_today(s.place.timezone)
    answer = opening.find_times(today)
    following = opening.find_first_open_day(today + DAY, s.spans[0][1])
    return v.TodayStatus(
        date=today,
        standing=compute_opening_state(ctx.agenda.states[s.id], answer.sessions),
        sessions=answer.sessions,
        sure=answer.is_certain,
        next=following,
        next_sessions=opening.find_sessions(following) if following else (),
    )


def make_logistics(ctx: Context, s: Stay) -> v.Logistics | None:
    """Where the copy comes from and what it takes to move and build it."""
    engine = ctx.agenda.engine
    previous = engine.find_previous_stay(s)
    needs = s.exhibition.record.logistics if s.exhibition else None
    if not s.spans or not s.takes_place or (previous is None and needs is None):
        return None
    km = engine.compute_stop_distance_km(previous, s) if previous else None
    halls = s.venue.record.halls if s.venue else []
    hall = next((h for h in halls if isinstance(s, Stay) and h.name == s.record.hall), None)
    return v.Logistics(
        origin=ctx.presenter.make_row(previous) if previous else None,
        km=round(km) if km is not None else None,
        road_days=engine.compute_road_days(km) if km is not None else None,
        measures=ctx.presenter.share(make_measures(needs)),
        note=ctx.language.localize(needs.note) if needs else "",
        hall=v.Hall(name=ctx.language.localize(hall.name), measures=make_measures(hall))
        if hall
        else None,
    )


def make_booking(ctx: Context, s: Stop) -> v.Booking | None:
    b = s.record.booking
    return (
        v.Booking(required=b.required, url=b.url, phone=b.phone, note=ctx.language.localize(b.note))
        if b
        else None
    )


def make_crew_fields(ctx: Context, s: Stop) -> dict[str, Any]:
    """Crew and volunteers."""
    r = s.record
    out: dict[str, Any] = {
        "crew": tuple(
            v.Duty(who=link, dates=tuple(d.dates))
            for d in list_duties(r)
            if (link := ctx.presenter.link_to("organisation", d.who))
        )
    }
    if r.volunteers:
        out |= {
            "volunteers": r.volunteers.count,
            "volunteers_by": ctx.presenter.link_to("organisation", r.volunteers.by),
            "volunteers_note": ctx.language.localize(r.volunteers.note),
        }
    return out
