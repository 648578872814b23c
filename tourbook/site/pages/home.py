"""The home page: what is on now, what closes and what opens soon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import msgspec

from tourbook import views as v
from tourbook.common.canonical import encode_canonical
from tourbook.common.problems import Location
from tourbook.model.entries import Campaign, Exhibition
from tourbook.model.regions import Region
from tourbook.model.trips import Stop
from tourbook.schedule.membership import WHOLE_SITE
from tourbook.schema.site_options import LookOptions
from tourbook.site import paging
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage
from tourbook.site.paging import find_branching_depth
from tourbook.site.positions import locate_stop
from tourbook.sources.paths import SITE_FILE

from .calendar_cuts import describe_cuts
from .campaigns import compute_campaign_state
from .periods import find_next_month, link_month
from .places import make_card as make_place_card

MAX_STOPS = 20
"""How many stops of each kind the home page lists."""
MAX_CARDS = 4
MAX_BANNER_DAYS = dt.timedelta(days=31)
MAX_PLACES = 200
"""Counties among which the home page lets choose."""


def make(edition: Edition) -> Iterator[HtmlPage]:
    sources = (Location(SITE_FILE),)
    yield HtmlPage(
        edition.addresses.prefix,
        "home",
        "home",
        edition.lang,
        sources,
        make_view,
        shows_calendars=True,
        list_inputs=list_inputs,
    )


def list_inputs(ctx: Context) -> Iterator[bytes]:
    """The schedule on the day, the picture, and what the calendars leave out."""
    yield ctx.schedule_input
    yield ctx.faces.days
    calendar = make_site_calendar_links(ctx, "")
    yield encode_canonical([calendar, make_hero(ctx)])


def make_view(ctx: Context) -> v.HomeView:
    index = ctx.agenda
    live = [
        s for s in ctx.model.stops if index.states[s.id] in ("now", "closing", "soon", "upcoming")
    ]
    at = {
        state: [s for s in live if index.states[s.id] == state]
        for state in ("now", "closing", "soon", "upcoming")
    }
    by_end = sorted(at["closing"], key=lambda s: (s.spans[-1][1], s.order))
    by_next = sorted(at["soon"], key=lambda s: (index.find_next_start(s), s.order[1:]))
    campaigns = list_campaigns(ctx)
    regions = list_regions(ctx, live)
    news, months = ctx.agenda.articles, ctx.presenter.link_listing("month")
    name = ctx.language.localize(ctx.model.site.name)
    return v.HomeView(
        **ctx.frame.make_page_fields(
            "home",
            ctx.addresses.prefix,
            name,
            description=ctx.language.localize(ctx.model.site.summary),
            calendar=make_site_calendar_links(ctx, name),
            image=make_hero(ctx),
        ),
        now=make_rows(ctx, at["now"]),
        closing=make_rows(ctx, by_end),
        soon=make_rows(ctx, by_next),
        upcoming=make_rows(ctx, at["upcoming"]),
        live=ctx.presenter.make_rows(live[:MAX_STOPS]),
        news=tuple(map(ctx.presenter.make_card, news[:MAX_CARDS])),
        campaigns=tuple(map(ctx.presenter.make_card, campaigns)),
        banners=tuple(make_banner(ctx, campaign) for campaign in campaigns if is_short(campaign)),
        year=tuple(make_year_cards(ctx)),
        exhibitions=tuple(
            ctx.presenter.make_card(e)
            for e in ctx.model.entries.list_by_id(Exhibition)
            if index.count_remaining("exhibition", e.id)
        ),
        regions=tuple(make_place_card(ctx, region) for region in regions),
        places=make_places(ctx, regions, live),
        month=link_present_month(ctx),
        months=months if months.url else None,
        cut=tuple(state for state, stops in at.items() if len(stops) > MAX_STOPS),
    )


def make_hero(ctx: Context) -> v.Image | None:
    return ctx.presenter.images.make_hero(ctx.model.site.look or LookOptions())


def make_rows(ctx: Context, stops: list[Stop]) -> tuple[v.Row, ...]:
    """The first stops, with where they are and what they look like."""
    return tuple(
        msgspec.structs.replace(
            ctx.presenter.make_row(stop),
            spot=locate_stop(ctx.agenda, stop),
            image=ctx.presenter.images.make_stop_image(stop),
        )
        for stop in stops[:MAX_STOPS]
    )


def list_campaigns(ctx: Context) -> list[Campaign]:
    """The first ones that are not over."""
    campaigns = ctx.model.entries.list_by_id(Campaign)
    remaining = [e for e in campaigns if e.last_day >= ctx.agenda.today]
    return sorted(remaining, key=lambda e: (e.record.start, e.id))[:MAX_CARDS]


def is_short(campaign: Campaign) -> bool:
    """Whether it is a day or some weeks that stand out of the year."""
    return campaign.last_day - campaign.record.start < MAX_BANNER_DAYS


def make_banner(ctx: Context, campaign: Campaign) -> v.Banner:
    return v.Banner(
        link=ctx.presenter.link_entry(campaign),
        label=campaign.record.class_,
        start=campaign.record.start,
        end=campaign.last_day,
        state=compute_campaign_state(ctx, campaign),
    )


def make_year_cards(ctx: Context) -> Iterator[v.Card]:
    """Twelve months, the present one first."""
    month = ctx.agenda.today.replace(day=1)
    for _ in range(12):
        stops = ctx.agenda.stops_by_month.get(month)
        link = link_month(ctx, month)
        url = link.url if stops is not None else ""
        yield v.Card(kind="month", url=url, name=link.name, start=month, count=len(stops or ()))
        month = find_next_month(month)


def list_regions(ctx: Context, stops: list[Stop]) -> list[Region]:
    """The provinces of stops or, if they are all in one, its cities; that one itself if its cities
    are too many for a choice."""
    ancestries = [ctx.model.regions.list_ancestry(stop.place.region) for stop in stops]
    branching = find_branching_depth(ancestries)
    for depth in range(branching, max(branching - 2, -1), -1):
        regions = {chain[depth].code: chain[depth] for chain in ancestries if len(chain) > depth}
        if len(regions) <= paging.MAX_REGIONS:
            break
    return [region for _, region in sorted(regions.items())][: paging.MAX_CHIPS]


def make_places(ctx: Context, regions: list[Region], stops: list[Stop]) -> tuple[v.Group, ...]:
    """Some regions with the smallest ones in them that have stops; () if these are too many."""
    codes = sorted({stop.place.region for stop in stops})
    if len(codes) > MAX_PLACES:
        return ()
    parts: dict[str, list[Region]] = {region.code: [] for region in regions}
    for *parents, region in filter(None, map(ctx.model.regions.list_ancestry, codes)):
        for parent in parents:
            parts.get(parent.code, []).append(region)
    return tuple(
        v.Group(
            name=ctx.language.localize(region.name),
            url=ctx.addresses.url_for("place", region.slug),
            cards=tuple(make_place_card(ctx, part) for part in parts[region.code]),
        )
        for region in regions
    )


def link_present_month(ctx: Context) -> v.Link | None:
    month = ctx.agenda.today.replace(day=1)
    has_page = "month" in ctx.addresses.settings.pages and month in ctx.agenda.stops_by_month
    return link_month(ctx, month) if has_page else None


def make_site_calendar_links(ctx: Context, name: str) -> v.CalendarLinks | None:
    """The calendar of everything."""
    has_opening = ctx.addresses.settings.has_opening_calendar(*WHOLE_SITE)
    if not ctx.frame.site.calendar:
        return None
    calendar = v.CalendarLinks(
        name=name,
        url=ctx.frame.site.calendar,
        opening=f"{ctx.addresses.prefix}all-opening.ics" if has_opening else "",
    )
    return describe_cuts(ctx, calendar)
