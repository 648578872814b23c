"""News items and free pages."""

from __future__ import annotations

from collections.abc import Iterator

from .. import views as v
from ..context import Context
from ..outputs import HtmlPage
from .listing import list_page


def make(c: Context) -> Iterator[HtmlPage]:
    entries = sorted(c.entries("article"), key=lambda e: (e.record.date, e.id), reverse=True)

    def groups() -> list[v.Group]:
        years = sorted({e.record.date.year for e in entries}, reverse=True)
        return [v.Group(name=str(y), cards=tuple(c.card(e) for e in entries if e.record.date.year == y)) for y in years]

    yield list_page(c, "article", groups, (e.at for e in entries))
    for entry in entries:
        yield HtmlPage(
            c.path("article", entry.slug), "article", "article", c.lang, (entry.at,),
            lambda e=entry: v.ArticleView(**c.thing(e, [c.listing("article")], stops=False), date=e.record.date),
        )  # fmt: skip
    for entry in c.entries("page"):
        yield HtmlPage(
            c.path("page", entry.slug), "page", "page", c.lang, (entry.at,), lambda e=entry: v.FreePageView(**c.thing(e, stops=False))
        )
