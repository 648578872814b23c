"""The page that lists the entries of a kind, in groups; every kind's module uses it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tourbook import views as v
from tourbook.common.problems import Location
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage


def make_list_page(
    ctx: Context,
    kind: str,
    make_groups: Callable[[], Iterable[v.Group]],
    sources: Iterable[Location],
) -> HtmlPage:
    """`kind` is that of the entries ("venue"), `groups` is called when the page is made."""
    link, listing = ctx.link_listing(kind), "news" if kind == "article" else kind + "s"
    path = ctx.listing_path_for(kind)

    def make_view() -> v.ListView:
        shown = tuple(g for g in make_groups() if g.cards or g.rows)
        return v.ListView(
            **ctx.make_page_fields(listing, path, link.name, description=ctx.t("about_" + kind)),
            groups=shown,
        )

    return HtmlPage(path, listing, "list", ctx.lang, tuple(sources), make_view)


def group_by_label(ctx: Context, cards: Iterable[v.Card]) -> Iterable[v.Group]:
    """The cards under the names of their classes."""
    groups: dict[str, list[v.Card]] = {}
    for card in cards:
        groups.setdefault(card.label, []).append(card)
    for label, found in groups.items():
        yield v.Group(name=ctx.t("class_" + label), cards=tuple(found))
