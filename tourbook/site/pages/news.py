"""News items and free pages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.model.entries import Article, Page
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .listing import make_list_page


def make(ctx: Context) -> Iterator[HtmlPage]:
    entries = sorted(ctx.list_entries(Article), key=lambda e: (e.record.date, e.id), reverse=True)

    def make_groups() -> list[v.Group]:
        years = sorted({e.record.date.year for e in entries}, reverse=True)
        return [
            v.Group(
                name=str(y),
                cards=tuple(ctx.make_card(e) for e in entries if e.record.date.year == y),
            )
            for y in years
        ]

    yield make_list_page(ctx, "article", make_groups, (e.location for e in entries))
    for entry in entries:
        yield HtmlPage(
            ctx.path_for("article", entry.slug),
            "article",
            "article",
            ctx.lang,
            (entry.location,),
            partial(make_article_view, ctx, entry),
        )
    for page in ctx.list_entries(Page):
        yield HtmlPage(
            ctx.path_for("page", page.slug),
            "page",
            "page",
            ctx.lang,
            (page.location,),
            partial(make_text_page_view, ctx, page),
        )


def make_article_view(ctx: Context, e: Article) -> v.ArticleView:
    return v.ArticleView(
        **ctx.make_entry_fields(e, [ctx.link_listing("article")], stops=False), date=e.record.date
    )


def make_text_page_view(ctx: Context, e: Page) -> v.TextPageView:
    return v.TextPageView(**ctx.make_entry_fields(e, stops=False))
