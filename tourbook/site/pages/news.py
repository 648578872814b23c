"""News items and free pages."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook import views as v
from tourbook.model.entries import Article, Page
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage

from .listing import make_card_group, make_entry_pages, make_list_pages


def make(edition: Edition) -> Iterator[HtmlPage]:
    entries = edition.agenda.articles

    def make_groups(ctx: Context) -> list[v.Group]:
        years = sorted({e.record.date.year for e in entries}, reverse=True)
        return [
            make_card_group(ctx, (e for e in entries if e.record.date.year == y), str(y))
            for y in years
        ]

    sources = (e.location for e in entries)
    yield from make_list_pages(edition, "article", make_groups, sources, len(entries))
    yield from make_entry_pages(edition, entries, make_article_view)
    pages = edition.model.entries.list_by_id(Page)
    yield from make_entry_pages(edition, pages, make_text_page_view)


def make_article_view(ctx: Context, e: Article) -> v.ArticleView:
    return v.ArticleView(
        **ctx.frame.make_entry_fields(e, [ctx.presenter.link_listing("article")]),
        date=e.record.date,
    )


def make_text_page_view(ctx: Context, e: Page) -> v.TextPageView:
    return v.TextPageView(**ctx.frame.make_entry_fields(e))
