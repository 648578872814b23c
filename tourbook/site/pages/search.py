"""The page that searches the site, and the one for missing addresses, which leads there."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook import views as v
from tourbook.common.problems import Location
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage
from tourbook.site.search.subjects import DATED_KINDS, SUBJECT_KINDS
from tourbook.sources.paths import SITE_FILE

OVERVIEW_KINDS = ("place", "month", "exhibition", "tour", "caravan", "venue")
"""Whose lists lead to what the search finds."""


def make(edition: Edition) -> Iterator[HtmlPage]:
    path, missing_path = edition.addresses.search_path, edition.addresses.prefix + "404.html"
    if path:
        yield HtmlPage(path, "search", "search", edition.lang, (), make_view)
    sources = (Location(SITE_FILE),)
    yield HtmlPage(missing_path, "404", "404", edition.lang, sources, make_not_found_view)


def make_view(ctx: Context) -> v.SearchView:
    t, path, pages = ctx.language.t, ctx.addresses.search_path, ctx.addresses.settings.pages
    groups = tuple(
        v.SearchGroup(kind=kind, number=number, is_dated=kind in DATED_KINDS)
        for number, kind in enumerate(SUBJECT_KINDS)
        if kind in pages
    )
    return v.SearchView(
        **ctx.frame.make_page_fields("search", path, t("search"), description=t("about_search")),
        groups=groups,
        overviews=tuple(link_overviews(ctx)),
    )


def make_not_found_view(ctx: Context) -> v.NotFoundView:
    path = ctx.addresses.prefix + "404.html"
    folder = ctx.addresses.listing_path_for("stop").removeprefix(ctx.addresses.prefix)
    return v.NotFoundView(
        **ctx.frame.make_page_fields("404", path, ctx.language.t("not_found")),
        overviews=tuple(link_overviews(ctx)),
        stop_folder=folder.rstrip("/") if ctx.archive.is_led_by_404 else "",
    )


def link_overviews(ctx: Context) -> Iterator[v.Link]:
    """The lists that the site has."""
    for kind in filter(ctx.presenter.has_entries, OVERVIEW_KINDS):
        link = ctx.presenter.link_listing(kind)
        if link.url:
            yield link
