"""The subscribe page and the page for addresses that do not exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tourbook import views as v
from tourbook.common import urls
from tourbook.common.foreign_texts import join_texts
from tourbook.common.problems import Location
from tourbook.model.entries import ENTRY_CLASSES, Entry, Exhibition
from tourbook.model.regions import Region
from tourbook.model.trips import Trip
from tourbook.schedule.membership import WHOLE_SITE, Membership
from tourbook.site import paging
from tourbook.site.calendars.archives import (
    count_archive_parts,
    describe_archive,
    list_archive_years,
)
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage
from tourbook.sources.paths import SITE_FILE

PAGE_KINDS = ("exhibition", "tour", "venue", "caravan", "campaign", "organisation")
"""Kinds of page that have a calendar each."""
LINKED_KINDS = (*PAGE_KINDS, "place", "copy")
"""Kinds of calendars that a page of their own offers, too."""
MAX_FEEDS = 200
"""Calendars of such kinds that the page lists, about 200 kB of HTML."""


class ListedCalendar(NamedTuple):
    name: str
    path: str
    """Site path, without .ics."""
    key: Membership | None = None
    """What its stops are part of; None for one that does not come as opening days, too."""


def make(edition: Edition) -> Iterator[HtmlPage]:
    prefix, sources = edition.addresses.prefix, (Location(SITE_FILE),)
    yield HtmlPage(
        prefix + "subscribe/",
        "subscribe",
        "subscribe",
        edition.lang,
        sources,
        make_view,
        shows_calendars=True,
    )


def make_view(ctx: Context) -> v.SubscribeView:
    t, path = ctx.language.t, ctx.addresses.prefix + "subscribe/"
    feeds = ctx.addresses.settings.feeds
    return v.SubscribeView(
        **ctx.frame.make_page_fields(
            "subscribe", path, t("subscribe"), description=t("about_subscribe")
        ),
        groups=tuple(make_feed_groups(ctx)),
        code=path + "calendar.svg" if "all" in feeds and "code" in feeds else "",
        embed=ctx.addresses.embed_url_for("all", ctx.addresses.prefix),
    )


def make_feed_groups(ctx: Context) -> Iterator[v.FeedGroup]:
    """Every calendar of the site but those of single stops, by kind."""
    t, prefix = ctx.language.t, ctx.addresses.prefix
    calendars: dict[str, Iterable[ListedCalendar]] = {
        "all": [ListedCalendar(ctx.site_name, prefix + "all", WHOLE_SITE)],
        "upcoming": [ListedCalendar(t("feeds_upcoming"), prefix + "upcoming", WHOLE_SITE)],
        "campaigns": list_campaigns_calendar(ctx),
        "place": list_region_calendars(ctx),
        "archive": list_archives(ctx),
        "copy": list_copy_calendars(ctx),
        **{kind: list_page_calendars(ctx, kind) for kind in PAGE_KINDS},
    }
    settings = ctx.addresses.settings
    groups = {kind: list(calendars[kind]) for kind in calendars if kind in settings.feeds}
    cut_kinds = choose_kinds_to_cut({kind: len(listed) for kind, listed in groups.items()})
    for kind, listed in groups.items():
        if kind in cut_kinds:
            listed = list_main_region_calendars(ctx) if kind == "place" else []
        feeds = tuple(make_feed_link(ctx, calendar) for calendar in listed)
        if feeds or kind in cut_kinds:
            overview = link_pages_of(ctx, kind) if kind in cut_kinds else None
            yield v.FeedGroup(key=kind, feeds=feeds, count=len(groups[kind]), overview=overview)


def make_feed_link(ctx: Context, calendar: ListedCalendar) -> v.FeedLink:
    path, opening = calendar.path + ".ics", ""
    if calendar.key and ctx.addresses.settings.has_opening_calendar(*calendar.key):
        opening = urls.opening_path(calendar.path) + ".ics"
    return v.FeedLink(
        name=calendar.name,
        path=path,
        opening=opening,
        cut=ctx.calendars.find_cut(path),
        opening_cut=ctx.calendars.find_cut(opening),
    )


def choose_kinds_to_cut(counts: dict[str, int]) -> set[str]:
    """The kinds whose calendars are not listed one by one, the longest lists first, so that the
    page does not grow with the site: their pages offer them, too."""
    remaining = {kind: n for kind, n in counts.items() if kind in LINKED_KINDS}
    cut: set[str] = set()
    while sum(remaining.values()) > MAX_FEEDS:
        longest = max(remaining, key=lambda kind: remaining[kind])
        del remaining[longest]
        cut.add(longest)
    return cut


def link_pages_of(ctx: Context, kind: str) -> v.Link | None:
    """The list of the pages that offer the calendars of a kind."""
    link = ctx.presenter.link_listing("exhibition" if kind == "copy" else kind)
    return link if link.url else None


def list_campaigns_calendar(ctx: Context) -> Iterator[ListedCalendar]:
    """That of all theme days, if there are any: it is made in any case, for subscribers."""
    if ctx.presenter.has_entries("campaign"):
        yield ListedCalendar(ctx.language.t("feeds_campaigns"), ctx.addresses.prefix + "campaigns")


def list_archives(ctx: Context) -> Iterator[ListedCalendar]:
    """The calendars of each year, the latest first."""
    parts = count_archive_parts(ctx.agenda)
    for year in reversed(list_archive_years(ctx.agenda)):
        for part in range(parts[year]):
            path, name = describe_archive(ctx, year, part)
            yield ListedCalendar(name, path)


def list_copy_calendars(ctx: Context) -> Iterator[ListedCalendar]:
    localize = ctx.language.localize
    for e in ctx.model.entries.list_by_id(Exhibition):
        folder = ctx.addresses.path_for("exhibition", e.slug)
        for copy in e.record.copies:
            name = localize(copy.name) or copy.id
            yield ListedCalendar(
                join_texts(" · ", (localize(e.name), name)),
                f"{folder}copies/{copy.id}",
                ("copy", f"{e.id}/{copy.id}"),
            )


def list_page_calendars(ctx: Context, kind: str) -> Iterator[ListedCalendar]:
    """The calendars of the pages of a kind."""
    things: Iterable[Trip | Entry] = (
        ctx.model.trips.values()
        if kind == "tour"
        else ctx.model.entries.list_by_id(ENTRY_CLASSES[kind])
    )
    for thing in things:
        path = ctx.addresses.path_for(kind, thing.slug) + "calendar"
        if isinstance(thing, Trip):
            name = ctx.language.localize(thing.name)
        else:
            name = ctx.language.name_entry(thing)
        yield ListedCalendar(name, path, (kind, thing.id))


def list_region_calendars(ctx: Context) -> Iterator[ListedCalendar]:
    for chain in list_region_chains(ctx):
        yield ListedCalendar(
            join_texts(" · ", (ctx.language.localize(r.name) for r in chain)),
            ctx.addresses.path_for("place", chain[-1].slug) + "calendar",
            ("place", chain[-1].code),
        )


def list_region_chains(ctx: Context) -> list[tuple[Region, ...]]:
    """Every region with stops, with those around it."""
    regions = ctx.model.regions
    codes = {r.code for s in ctx.model.stops for r in regions.list_ancestry(s.place.region)}
    return [regions.list_ancestry(code) for code in sorted(codes)]


def list_main_region_calendars(ctx: Context) -> list[ListedCalendar]:
    """Those of the largest regions, down to a level on which there are not too many."""
    chains = list_region_chains(ctx)
    calendars = list(list_region_calendars(ctx))
    for depth in range(max(map(len, chains), default=0), 0, -1):
        selected = [c for c, chain in zip(calendars, chains, strict=True) if len(chain) <= depth]
        if len(selected) <= paging.MAX_REGIONS:
            return selected
    return []
