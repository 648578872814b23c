"""What comes to my county: a page for each province, city and county that has a venue or a stop."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.common import l10n
from tourbook.model.regions import Region
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .listing import list_page


def make(c: Context) -> Iterator[HtmlPage]:
    children: dict[str, list[Region]] = {}
    for region in sorted(c.index.regions.values(), key=lambda r: r.code):
        children.setdefault(region.parent, []).append(region)

    def card(region: Region) -> v.Card:
        return v.Card(
            kind="place",
            url=c.url("place", region.slug),
            name=c.text(region.name),
            count=c.index.live("place", region.code),
        )

    def groups() -> list[v.Group]:
        tops = children.get("", [])
        return [
            v.Group(
                name=c.text(top.name),
                url=c.url("place", top.slug),
                cards=tuple(map(card, children.get(top.code, []))) or (card(top),),
            )
            for top in tops
        ]

    def view(region: Region) -> v.PlaceView:
        chain = c.regions(region.code)
        title = l10n.region(c.lang, [r.name for r in chain])
        return v.PlaceView(
            **c.page(
                "place",
                c.path("place", region.slug),
                title,
                [c.listing("place"), *chain[:-1]],
                description=c.t("about_one_place", place=title),
                calendar=c.calendar("place", region.slug, title),
            ),
            name=c.text(region.name),
            parts=tuple(map(card, children.get(region.code, []))),
            venues=tuple(c.card(e) for e in c.entries("venue") if e.record.region == region.code),
            stops=c.stops("place", region.code),
        )

    files = tuple(e.at for e in c.entries("venue"))
    yield list_page(c, "place", groups, files)
    for region in c.index.regions.values():
        about = tuple(e.at for e in c.entries("venue") if e.record.region == region.code)
        yield HtmlPage(
            c.path("place", region.slug), "place", "place", c.lang, about, partial(view, region)
        )
