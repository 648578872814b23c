"""The page that lists the entries of a kind, and the pages of the entries themselves; every kind's
module uses it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from tourbook import views as v
from tourbook.common.problems import Location
from tourbook.model.entries import EntryT
from tourbook.site.addresses import get_listing_kind
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage

Item = TypeVar("Item")


def make_list_page(
    edition: Edition,
    kind: str,
    make_groups: Callable[[Context], Iterable[v.Group]],
    sources: Iterable[Location],
) -> HtmlPage:
    """The list of a kind of page ("venue"). Groups without cards and rows are left out."""
    listing, path = get_listing_kind(kind), edition.addresses.listing_path_for(kind)

    def make_view(ctx: Context) -> v.ListView:
        title, about = ctx.language.t("list_" + kind), ctx.language.t("about_" + kind)
        return v.ListView(
            **ctx.frame.make_page_fields(listing, path, title, description=about),
            groups=tuple(g for g in make_groups(ctx) if g.cards or g.rows),
        )

    return HtmlPage(path, listing, "list", edition.lang, tuple(sources), make_view)


def make_entry_pages(
    edition: Edition,
    entries: Iterable[EntryT],
    make_view: Callable[[Context, EntryT], v.PageView],
) -> Iterator[HtmlPage]:
    """A page for each entry of a kind."""

    def make_page(entry: EntryT) -> HtmlPage:
        return HtmlPage(
            edition.addresses.path_for(entry.kind, entry.slug),
            entry.kind,
            entry.kind,
            edition.lang,
            (entry.location,),
            lambda ctx: make_view(ctx, entry),
            edition.language.has_translation(entry, edition.lang),
        )

    return map(make_page, entries)


def iterate_with_neighbours(
    items: Iterable[Item],
) -> Iterator[tuple[Item, Item | None, Item | None]]:
    """(item, the one before, the one after); None at the ends."""
    items = list(items)
    return zip(items, [None, *items], [*items[1:], None], strict=False)


def make_card_group(ctx: Context, entries: Iterable[EntryT], name: str = "") -> v.Group:
    return v.Group(name=name, cards=tuple(map(ctx.presenter.make_card, entries)))


def group_by_label(ctx: Context, cards: Iterable[v.Card]) -> Iterable[v.Group]:
    """The cards under the names of their classes."""
    groups: dict[str, list[v.Card]] = {}
    for card in cards:
        groups.setdefault(card.label, []).append(card)
    for label, cards_of_label in groups.items():
        yield v.Group(name=ctx.language.t("class_" + label), cards=tuple(cards_of_label))
