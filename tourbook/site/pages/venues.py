"""Venues: the list by region and a page for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec.structs import replace

from tourbook import views as v
from tourbook.common.canonical import encode_canonical
from tourbook.common.dates import DAY
from tourbook.common.memoized import memoize_by_owner
from tourbook.model.entries import Venue
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage
from tourbook.site.view_parts import make_hours, make_measures
from tourbook.timetable.hours import RECURRING_KINDS
from tourbook.timetable.opening import Opening

from .listing import make_entry_pages, make_list_pages


def make(edition: Edition) -> Iterator[HtmlPage]:
    entries = sorted(edition.model.entries[Venue].values(), key=lambda e: (e.record.region, e.id))

    def make_groups(ctx: Context) -> list[v.Group]:
        cards_by_top: dict[str, list[v.Card]] = {}
        tops: dict[str, v.Link] = {}
        for e in entries:
            top = next(iter(ctx.presenter.link_regions(e.record.region)), v.Link(name=""))
            tops[top.name] = top
            cards_by_top.setdefault(top.name, []).append(ctx.presenter.make_card(e))
        return [
            v.Group(name=name, url=tops[name].url, cards=tuple(cards))
            for name, cards in cards_by_top.items()
        ]

    sources = (e.location for e in entries)
    yield from make_list_pages(edition, "venue", make_groups, sources, len(entries))
    yield from make_entry_pages(edition, entries, make_view, list_inputs, shows_no_others=True)


def list_inputs(ctx: Context, e: Venue) -> Iterator[bytes]:
    """Its hours from today on, in this year and the next."""
    yield encode_canonical([make_coming_hours(ctx, e), find_year(ctx, e) if e.record.hours else 0])


def make_coming_hours(ctx: Context, e: Venue) -> tuple[v.Hours, ...]:
    return make_hours(e.record.hours, ctx.agenda.find_today(ctx.model.locate_venue(e).timezone))


def find_shown_years(ctx: Context, e: Venue) -> tuple[int, ...]:
    """The years of which its hours depend on days that recur."""
    year = find_year(ctx, e)
    has_recurring_days = any(line.days in RECURRING_KINDS for line in make_coming_hours(ctx, e))
    return (year, year + 1) if has_recurring_days else ()


def find_year(ctx: Context, e: Venue) -> int:
    return ctx.agenda.find_today(ctx.model.locate_venue(e).timezone).year


def make_week(ctx: Context, e: Venue) -> v.OpeningWeek | None:
    opening, year = ctx.agenda.engine.get_venue_opening(e), find_year(ctx, e)
    if not opening.has_weekday_rules:
        return None
    return v.OpeningWeek(
        days=opening.weekday_sessions,
        special=list_special_hours(opening, dt.date(year, 1, 1), dt.date(year + 1, 12, 31)),
        last_admission=e.record.last_admission,
    )


@memoize_by_owner
def list_special_hours(
    opening: Opening, start: dt.date, end: dt.date
) -> tuple[v.SpecialHours, ...]:
    """The same for all venues with these hours, and in every language."""
    runs: list[v.SpecialHours] = []
    for day, (sessions, is_certain) in opening.list_special_times(start, end):
        run = v.SpecialHours(start=day, end=day, sessions=sessions, sure=is_certain)
        if runs and runs[-1] == replace(run, start=runs[-1].start, end=day - DAY):
            run = replace(run, start=runs.pop().start)
        runs.append(run)
    return tuple(runs)


def make_view(ctx: Context, e: Venue) -> v.VenueView:
    r, localize, place = e.record, ctx.language.localize, ctx.model.locate_venue(e)
    return v.VenueView(
        **ctx.frame.make_entry_fields(e, [ctx.presenter.link_listing("venue")]),
        stops=ctx.presenter.make_stop_list(e.kind, e.id, e.slug),
        label=r.class_,
        where=ctx.presenter.make_place(place, e),
        hours=make_coming_hours(ctx, e),
        years=find_shown_years(ctx, e),
        week=make_week(ctx, e),
        directions=localize(r.directions),
        accessibility=localize(r.accessibility),
        free=r.free,
        operator=ctx.presenter.link_to("organisation", r.operator),
        contact=ctx.presenter.make_contact(r.contact),
        halls=tuple(v.Hall(name=localize(h.name), measures=make_measures(h)) for h in r.halls),
        accreditations=tuple(
            v.Accreditation(name=localize(a.name), until=a.until) for a in r.accreditations
        ),
        zones=ctx.presenter.make_zones(e),
    )
