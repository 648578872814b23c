"""What comes to my county: a page for each province, city and county that has a venue or a stop."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.common import l10n
from tourbook.model.entries import Venue
from tourbook.model.regions import Region
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .listing import make_list_page


def make(ctx: Context) -> Iterator[HtmlPage]:
    children: dict[str, list[Region]] = {}
    for region in sorted(ctx.index.regions_in_use.values(), key=lambda r: r.code):
        children.setdefault(region.parent, []).append(region)

    def make_card(region: Region) -> v.Card:
        return v.Card(
            kind="place",
            url=ctx.url_for("place", region.slug),
            name=ctx.localize(region.name),
            count=ctx.index.count_remaining("place", region.code),
        )

    def make_groups() -> list[v.Group]:
        tops = children.get("", [])
        return [
            v.Group(
                name=ctx.localize(top.name),
                url=ctx.url_for("place", top.slug),
                cards=tuple(map(make_card, children.get(top.code, []))) or (make_card(top),),
            )
            for top in tops
        ]

    def make_view(region: Region) -> v.RegionView:
        chain = ctx.link_regions(region.code)
        title = l10n.format_region(ctx.lang, [r.name for r in chain])
        return v.RegionView(
            **ctx.make_page_fields(
                "place",
                ctx.path_for("place", region.slug),
                title,
                [ctx.link_listing("place"), *chain[:-1]],
                description=ctx.t("about_one_place", place=title),
                calendar=ctx.make_calendar_links("place", region.slug, title),
            ),
            name=ctx.localize(region.name),
            parts=tuple(map(make_card, children.get(region.code, []))),
            venues=tuple(
                ctx.make_card(e) for e in ctx.list_entries(Venue) if e.record.region == region.code
            ),
            stops=ctx.make_stop_list("place", region.code),
        )

    files = tuple(e.location for e in ctx.list_entries(Venue))
    yield make_list_page(ctx, "place", make_groups, files)
    for region in ctx.index.regions_in_use.values():
        about = tuple(e.location for e in ctx.list_entries(Venue) if e.record.region == region.code)
        yield HtmlPage(
            ctx.path_for("place", region.slug),
            "place",
            "place",
            ctx.lang,
            about,
            partial(make_view, region),
        )
