"""The subscribe page and the page for addresses that do not exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tourbook import views as v
from tourbook.common import urls
from tourbook.common.problems import Location
from tourbook.model.entries import ENTRY_CLASSES, Exhibition
from tourbook.site.calendars.archives import count_archive_parts, describe_archive
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage
from tourbook.sources.paths import SITE_FILE


def make(ctx: Context) -> Iterator[HtmlPage]:
    path = ctx.prefix + "subscribe/"
    title = ctx.t("subscribe")
    yield HtmlPage(
        path,
        "subscribe",
        "subscribe",
        ctx.lang,
        (Location(SITE_FILE),),
        lambda: v.SubscribeView(
            **ctx.make_page_fields("subscribe", path, title, description=ctx.t("about_subscribe")),
            groups=tuple(make_feed_groups(ctx)),
            code=path + "calendar.svg"
            if ctx.site.calendar and "code" in ctx.settings.feeds
            else "",
        ),
    )
    missing = ctx.prefix + "404.html"
    yield HtmlPage(
        missing,
        "404",
        "404",
        ctx.lang,
        (Location(SITE_FILE),),
        lambda: v.NotFoundView(**ctx.make_page_fields("404", missing, ctx.t("not_found"))),
    )


def make_feed_groups(ctx: Context) -> Iterator[v.FeedGroup]:
    """Every calendar of the site but those of single stops."""
    feeds, shapes = ctx.settings.feeds, "opening" in ctx.settings.feeds

    def make_group(
        key: str, things: Iterable[tuple[str, str]], has_two_shapes: bool = True
    ) -> Iterator[v.FeedGroup]:
        """`things`: (name, site path without .ics); `two`: there are two shapes of them."""
        found = tuple(
            v.FeedLink(
                name=name,
                path=path + ".ics",
                opening=urls.opening_path(path) + ".ics" if has_two_shapes and shapes else "",
            )
            for name, path in things
        )
        if found and key in feeds:
            yield v.FeedGroup(key=key, feeds=found)

    yield from make_group("all", [(ctx.site.name, ctx.prefix + "all")])
    yield from make_group("upcoming", [(ctx.t("feeds_upcoming"), ctx.prefix + "upcoming")])
    yield from make_group(
        "campaigns", [(ctx.t("feeds_campaigns"), ctx.prefix + "campaigns")], has_two_shapes=False
    )
    yield from make_group("place", list_region_calendars(ctx))
    archives = [
        describe_archive(ctx, year, n)
        for year, parts in reversed(count_archive_parts(ctx.index).items())
        for n in range(parts)
    ]
    yield from make_group(
        "archive", [(name, path) for path, name in archives], has_two_shapes=False
    )
    copies = [
        (
            f"{ctx.localize(e.name)} · {ctx.localize(copy.name) or copy.id}",
            f"{ctx.path_for('exhibition', e.slug)}copies/{copy.id}",
        )
        for e in ctx.list_entries(Exhibition)
        for copy in e.record.copies
    ]
    yield from make_group("copy", copies)
    for kind in ("exhibition", "tour", "venue", "caravan", "campaign", "organisation"):
        things = (
            [(t.name, t.slug) for t in ctx.model.trips.values()]
            if kind == "tour"
            else [(e.name, e.slug) for e in ctx.list_entries(ENTRY_CLASSES[kind])]
        )
        yield from make_group(
            kind,
            [(ctx.localize(name), ctx.path_for(kind, slug) + "calendar") for name, slug in things],
        )


def list_region_calendars(ctx: Context) -> Iterator[tuple[str, str]]:
    codes = dict.fromkeys(
        r.code for s in ctx.model.stops for r in ctx.model.regions.list_ancestry(s.place.region)
    )
    for chain in (ctx.model.regions.list_ancestry(code) for code in sorted(codes)):
        yield (
            " · ".join(ctx.localize(r.name) for r in chain),
            ctx.path_for("place", chain[-1].slug) + "calendar",
        )
