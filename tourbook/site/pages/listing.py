"""The page that lists the entries of a kind, and the pages of the entries themselves; every kind's
module uses it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, TypeVar

import msgspec

from tourbook import views as v
from tourbook.common.canonical import encode_canonical
from tourbook.common.foreign_texts import join_texts
from tourbook.common.problems import Location
from tourbook.model.entries import EntryT
from tourbook.model.regions import Region
from tourbook.site import paging
from tourbook.site.addresses import get_listing_kind
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage
from tourbook.site.paging import ListPage, number_path

Item = TypeVar("Item")


def make_list_pages(
    edition: Edition,
    kind: str,
    make_groups: Callable[[Context], Iterable[v.Group]],
    sources: Iterable[Location],
    card_count: int,
    max_cards: int = 0,
) -> Iterator[HtmlPage]:
    """The list of a kind of page ("venue"), `card_count` cards in all, as one page or several; by
    default with MAX_CARDS each. Groups without cards are left out."""
    max_cards = max_cards or paging.MAX_CARDS
    listing, path = get_listing_kind(kind), edition.addresses.listing_path_for(kind)
    page_count = max(1, math.ceil(card_count / max_cards))

    def make_view(ctx: Context, number: int) -> v.ListView:
        title, about = ctx.language.t("list_" + kind), ctx.language.t("about_" + kind)
        first = (number - 1) * max_cards
        groups = slice_groups(make_groups(ctx), first, first + max_cards)
        pages = link_pages(path, number, page_count)
        return v.ListView(
            **ctx.frame.make_page_fields(
                listing,
                number_path(path, number),
                number_title(ctx, title, pages),
                description=about,
            ),
            groups=tuple(groups),
            division=v.Division(pages=pages),
        )

    for number in range(1, page_count + 1):
        page_path, view = number_path(path, number), partial(make_view, number=number)
        yield HtmlPage(
            page_path,
            listing,
            "list",
            edition.lang,
            tuple(sources),
            view,
            is_empty=not card_count,
            list_inputs=partial(list_list_inputs, number=number, page_count=page_count),
        )


def list_list_inputs(ctx: Context, number: int, page_count: int) -> Iterator[bytes]:
    """What a page of the list of a kind is made from."""
    yield ctx.schedule_input
    yield ctx.faces.days
    yield encode_canonical([number, page_count])


def slice_groups(groups: Iterable[v.Group], first: int, last: int) -> Iterator[v.Group]:
    """The groups with their cards from `first` to before `last`, counted through all groups."""
    position = 0
    for group in groups:
        cards = group.cards[max(first - position, 0) : max(last - position, 0)]
        position += len(group.cards)
        if cards:
            yield msgspec.structs.replace(group, cards=cards)


def link_pages(path: str, present: int, page_count: int) -> tuple[v.Link, ...]:
    """Links to the numbered pages of a list, of which the present one has no url; () for a list
    of one page."""
    if page_count == 1:
        return ()
    return tuple(
        v.Link(name=str(n), url="" if n == present else number_path(path, n))
        for n in range(1, page_count + 1)
    )


def number_title(ctx: Context, title: str, pages: tuple[v.Link, ...]) -> str:
    """The title of one of the numbered pages of a list: no other page has the same."""
    number = next((n for n, page in enumerate(pages, 1) if not page.url), 1)
    return (
        title
        if number == 1
        else join_texts(" · ", (title, ctx.language.t("page_number", n=number)))
    )


def make_division(ctx: Context, page: ListPage) -> v.Division:
    """How a list of stops goes on beyond a page of it."""
    unknown = ctx.language.t("unknown_region")

    def name_region(region: Region | None) -> str:
        return ctx.language.localize(region.name) if region else unknown

    return v.Division(
        region=name_region(page.part.region) if page.part else "",
        regions=tuple(
            v.Card(kind="place", url=p.path, name=name_region(p.region), count=len(p.stops))
            for p in page.parts
        ),
        pages=tuple(
            v.Link(name=str(n), url="" if path == page.path else path)
            for n, (path, _) in enumerate(page.numbered, 1)
        ),
    )


def list_nothing(_: Context, __: Any) -> Iterable[bytes]:
    return ()


def make_entry_pages(
    edition: Edition,
    entries: Iterable[EntryT],
    make_view: Callable[[Context, EntryT], v.PageView],
    list_more_inputs: Callable[[Context, EntryT], Iterable[bytes]] = list_nothing,
    *,
    shows_no_others: bool = False,
) -> Iterator[HtmlPage]:
    """A page for each entry of a kind. It may see all entries and its own stops;
    `list_more_inputs` lists what it is made from besides. `shows_no_others`: whether no stop of
    trips without a stop of its own is among that."""

    def list_inputs(ctx: Context, entry: EntryT) -> Iterator[bytes]:
        yield from list_member_inputs(ctx, entry.kind, entry.id)
        yield ctx.digest_text(entry)
        yield from list_more_inputs(ctx, entry)

    def make_page(entry: EntryT) -> HtmlPage:
        return HtmlPage(
            edition.addresses.path_for(entry.kind, entry.slug),
            entry.kind,
            entry.kind,
            edition.lang,
            (entry.location,),
            lambda ctx: make_view(ctx, entry),
            edition.language.has_translation(entry, edition.lang),
            subject=entry,
            list_inputs=partial(list_inputs, entry=entry),
            shown_lists=((entry.kind, entry.id),) if shows_no_others else None,
        )

    return map(make_page, entries)


def list_member_inputs(ctx: Context, kind: str, id: str) -> Iterator[bytes]:
    """What a page of something with stops is made from."""
    yield ctx.entry_input
    yield encode_canonical([kind, id])
    yield ctx.faces.of_members(kind, id)


def list_trip_inputs(ctx: Context, kind: str, id: str) -> Iterator[bytes]:
    """What the cards of its trips are made from."""
    for trip in ctx.agenda.list_trips(kind, id):
        yield ctx.faces.of_trip(trip) + ctx.faces.of_members("tour", trip.id)


def list_row_inputs(ctx: Context, page: ListPage) -> Iterator[bytes]:
    """What a page of a list of stops is made from."""
    yield ctx.common_input
    yield encode_canonical([page.path, make_division(ctx, page)])
    yield b"".join(ctx.faces.of_rows(page.stops))


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
