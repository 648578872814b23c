"""The page that lists the entries of a kind, in groups; every kind's module uses it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tourbook import views as v
from tourbook.common.problems import At
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage


def list_page(
    c: Context, kind: str, groups: Callable[[], Iterable[v.Group]], sources: Iterable[At]
) -> HtmlPage:
    """`kind` is that of the entries ("venue"), `groups` is called when the page is made."""
    link, listing = c.listing(kind), "news" if kind == "article" else kind + "s"
    path = c.list_path(kind)

    def view() -> v.ListView:
        shown = tuple(g for g in groups() if g.cards or g.rows)
        return v.ListView(
            **c.page(listing, path, link.name, description=c.t("about_" + kind)), groups=shown
        )

    return HtmlPage(path, listing, "list", c.lang, tuple(sources), view)


def by_label(c: Context, cards: Iterable[v.Card]) -> Iterable[v.Group]:
    """The cards under the names of their classes."""
    groups: dict[str, list[v.Card]] = {}
    for card in cards:
        groups.setdefault(card.label, []).append(card)
    for label, found in groups.items():
        yield v.Group(name=c.t("class_" + label), cards=tuple(found))
