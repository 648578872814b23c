"""The subscribe page and the page for addresses that do not exist."""

from __future__ import annotations

from collections.abc import Iterator

from .. import views as v
from ..context import Context
from ..diagnostics import At
from ..layout import SITE
from ..outputs import HtmlPage


def make(c: Context) -> Iterator[HtmlPage]:
    path = c.prefix + "subscribe/"
    title = c.t("subscribe")
    yield HtmlPage(
        path, "subscribe", "subscribe", c.lang, (At(SITE),),
        lambda: v.SubscribeView(**c.page("subscribe", path, title, description=c.t("about_subscribe")), groups=tuple(groups(c))),
    )
    missing = c.prefix + "404.html"
    yield HtmlPage(
        missing, "404", "404", c.lang, (At(SITE),), lambda: v.NotFoundView(**c.page("404", missing, c.t("not_found")))
    )


def groups(c: Context) -> Iterator[v.FeedGroup]:
    """Every calendar of the site but those of single stops."""
    if c.site.calendar:
        yield v.FeedGroup(key="all", feeds=(v.FeedLink(name=c.site.name, path=c.site.calendar),))
    for kind in ("exhibition", "tour", "venue", "caravan", "campaign", "organisation", "place"):
        if kind not in c.settings.feeds:
            continue
        if kind == "tour":
            things = [(c.text(t.name), t.slug) for t in c.model.trips.values()]
        elif kind == "place":
            codes = dict.fromkeys(r.code for s in c.model.stops for r in c.model.divisions.chain(s.where.region))
            chains = [c.model.divisions.chain(code) for code in sorted(codes)]
            things = [(" · ".join(c.text(r.name) for r in chain), chain[-1].slug) for chain in chains]
        else:
            things = [(c.text(e.name), e.slug) for e in c.entries(kind)]
        feeds = tuple(v.FeedLink(name=name, path=c.path(kind, slug) + "calendar.ics") for name, slug in things)
        if feeds:
            yield v.FeedGroup(key=kind, feeds=feeds)
