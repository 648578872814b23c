"""News items and free pages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.model.entities import Entry
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .listing import list_page


def make(c: Context) -> Iterator[HtmlPage]:
    entries = sorted(c.entries("article"), key=lambda e: (e.record.date, e.id), reverse=True)

    def groups() -> list[v.Group]:
        years = sorted({e.record.date.year for e in entries}, reverse=True)
        return [
            v.Group(name=str(y), cards=tuple(c.card(e) for e in entries if e.record.date.year == y))
            for y in years
        ]

    yield list_page(c, "article", groups, (e.at for e in entries))
    for entry in entries:
        yield HtmlPage(
            c.path("article", entry.slug),
            "article",
            "article",
            c.lang,
            (entry.at,),
            partial(article, c, entry),
        )
    for entry in c.entries("page"):
        yield HtmlPage(
            c.path("page", entry.slug),
            "page",
            "page",
            c.lang,
            (entry.at,),
            partial(free_page, c, entry),
        )


def article(c: Context, e: Entry) -> v.ArticleView:
    return v.ArticleView(**c.thing(e, [c.listing("article")], stops=False), date=e.record.date)


def free_page(c: Context, e: Entry) -> v.FreePageView:
    return v.FreePageView(**c.thing(e, stops=False))
