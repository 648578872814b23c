"""The subscribe page and the page for addresses that do not exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tourbook import views as v
from tourbook.common import urls
from tourbook.common.problems import At
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage
from tourbook.sources.paths import SITE


def make(c: Context) -> Iterator[HtmlPage]:
    path = c.prefix + "subscribe/"
    title = c.t("subscribe")
    yield HtmlPage(
        path,
        "subscribe",
        "subscribe",
        c.lang,
        (At(SITE),),
        lambda: v.SubscribeView(
            **c.page("subscribe", path, title, description=c.t("about_subscribe")),
            groups=tuple(groups(c)),
            code=path + "calendar.svg" if c.site.calendar and "code" in c.settings.feeds else "",
        ),
    )
    missing = c.prefix + "404.html"
    yield HtmlPage(
        missing,
        "404",
        "404",
        c.lang,
        (At(SITE),),
        lambda: v.NotFoundView(**c.page("404", missing, c.t("not_found"))),
    )


def groups(c: Context) -> Iterator[v.FeedGroup]:
    """Every calendar of the site but those of single stops."""
    feeds, shapes = c.settings.feeds, "opening" in c.settings.feeds

    def group(
        key: str, things: Iterable[tuple[str, str]], two: bool = True
    ) -> Iterator[v.FeedGroup]:
        """`things`: (name, site path without .ics); `two`: there are two shapes of them."""
        found = tuple(
            v.FeedLink(
                name=name,
                path=path + ".ics",
                opening=urls.opened(path) + ".ics" if two and shapes else "",
            )
            for name, path in things
        )
        if found and key in feeds:
            yield v.FeedGroup(key=key, feeds=found)

    yield from group("all", [(c.site.name, c.prefix + "all")])
    yield from group("upcoming", [(c.t("feeds_upcoming"), c.prefix + "upcoming")])
    yield from group("campaigns", [(c.t("feeds_campaigns"), c.prefix + "campaigns")], two=False)
    yield from group("place", places(c))
    archives = [
        archived(c, year, n)
        for year, parts in reversed(c.index.archives.items())
        for n in range(parts)
    ]
    yield from group("archive", [(name, path) for path, name in archives], two=False)
    copies = [
        (
            f"{c.text(e.name)} · {c.text(copy.name) or copy.id}",
            f"{c.path('exhibition', e.slug)}copies/{copy.id}",
        )
        for e in c.entries("exhibition")
        for copy in e.record.copies
    ]
    yield from group("copy", copies)
    for kind in ("exhibition", "tour", "venue", "caravan", "campaign", "organisation"):
        things = (
            [(t.name, t.slug) for t in c.model.trips.values()]
            if kind == "tour"
            else [(e.name, e.slug) for e in c.entries(kind)]
        )
        yield from group(
            kind, [(c.text(name), c.path(kind, slug) + "calendar") for name, slug in things]
        )


def archived(c: Context, year: int, part: int) -> tuple[str, str]:
    """(site path without .ics, name) of a calendar of the archive; parts count from 0."""
    name = c.t(
        "feed_archive_part" if part else "feed_archive", name=c.site.name, year=year, n=part + 1
    )
    return f"{c.prefix}archive/{year}" + (f"-{part + 1}" if part else ""), name


def places(c: Context) -> Iterator[tuple[str, str]]:
    codes = dict.fromkeys(
        r.code for s in c.model.stops for r in c.model.divisions.chain(s.where.region)
    )
    for chain in (c.model.divisions.chain(code) for code in sorted(codes)):
        yield (
            " · ".join(c.text(r.name) for r in chain),
            c.path("place", chain[-1].slug) + "calendar",
        )
