"""The page that searches the site: a field, and where its script shows what it finds."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook import views as v
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage
from tourbook.site.search.subjects import DATED_KINDS, SUBJECT_KINDS

OVERVIEW_KINDS = ("place", "month", "exhibition", "tour", "caravan", "venue")
"""Whose lists lead to what the search finds."""


def make(edition: Edition) -> Iterator[HtmlPage]:
    path = edition.addresses.search_path
    if path:
        yield HtmlPage(path, "search", "search", edition.lang, (), make_view)


def make_view(ctx: Context) -> v.SearchView:
    t, path, pages = ctx.language.t, ctx.addresses.search_path, ctx.addresses.settings.pages
    groups = tuple(
        v.SearchGroup(kind=kind, number=number, is_dated=kind in DATED_KINDS)
        for number, kind in enumerate(SUBJECT_KINDS)
        if kind in pages
    )
    kinds = filter(ctx.presenter.has_entries, OVERVIEW_KINDS)
    overviews = [ctx.presenter.link_listing(kind) for kind in kinds]
    return v.SearchView(
        **ctx.frame.make_page_fields("search", path, t("search"), description=t("about_search")),
        groups=groups,
        overviews=tuple(link for link in overviews if link.url),
    )
