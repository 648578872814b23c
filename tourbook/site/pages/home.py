"""The home page: what is on now, what closes and what opens soon."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook import views as v
from tourbook.common.problems import At
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage
from tourbook.sources.paths import SITE

NEXT = 20
"""How many stops further ahead the home page lists."""
NEWS = 4


def make(c: Context) -> Iterator[HtmlPage]:
    yield HtmlPage(c.home.url, "home", "home", c.lang, (At(SITE),), lambda: view(c))


def view(c: Context) -> v.HomeView:
    index = c.index
    live = [
        s for s in c.model.stops if index.states[s.id] in ("now", "closing", "soon", "upcoming")
    ]
    at = {
        state: [s for s in live if index.states[s.id] == state]
        for state in ("now", "closing", "soon", "upcoming")
    }
    by_end = sorted(at["closing"], key=lambda s: (s.spans[-1][1], s.order))
    by_next = sorted(
        at["soon"], key=lambda s: (index.next_days[s.id] or s.spans[0][0], s.order[1:])
    )
    campaigns = [e for e in c.entries("campaign") if (e.record.end or e.record.start) >= c.today]
    news = sorted(c.entries("article"), key=lambda e: (e.record.date, e.id), reverse=True)
    tops = {
        r.code: r
        for e in live
        if (chain := c.model.divisions.chain(e.where.region))
        for r in chain[:1]
    }
    name = c.text(c.model.site.name)
    return v.HomeView(
        **c.page(
            "home",
            c.home.url,
            name,
            description=c.text(c.model.site.summary),
            calendar=whole(c, name),
        ),
        now=c.rows(at["now"]),
        closing=c.rows(by_end),
        soon=c.rows(by_next),
        upcoming=c.rows(at["upcoming"][:NEXT]),
        live=c.rows(live[:NEXT]),
        news=tuple(map(c.card, news[:NEWS])),
        campaigns=tuple(
            map(c.card, sorted(campaigns, key=lambda e: (e.record.start, e.id))[:NEWS])
        ),
        exhibitions=tuple(
            c.card(e) for e in c.entries("exhibition") if index.live("exhibition", e.id)
        ),
        regions=tuple(
            v.Card(
                kind="place",
                url=c.url("place", r.slug),
                name=c.text(r.name),
                count=index.live("place", code),
            )
            for code, r in sorted(tops.items())
        ),
    )


def whole(c: Context, name: str) -> v.Calendar | None:
    """The calendar of everything."""
    feeds = c.settings.feeds
    if not c.site.calendar:
        return None
    return v.Calendar(
        name=name,
        url=c.site.calendar,
        opening=f"{c.prefix}all-opening.ics" if "opening" in feeds else "",
    )
