"""What comes to my county: a page for each province, city and county that has a venue or a stop."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.common import l10n
from tourbook.model.entries import Venue
from tourbook.model.regions import Region
from tourbook.schedule.agenda import Agenda
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage

from .listing import make_list_page


def make(edition: Edition) -> Iterator[HtmlPage]:
    venues = edition.model.entries.list_by_id(Venue)
    parts_by_code = group_by_parent(edition.agenda)
    groups = partial(make_groups, parts_by_code=parts_by_code)
    yield make_list_page(edition, "place", groups, (e.location for e in venues))
    for region in edition.agenda.regions_in_use.values():
        yield HtmlPage(
            edition.addresses.path_for("place", region.slug),
            "place",
            "place",
            edition.lang,
            tuple(e.location for e in venues if e.record.region == region.code),
            partial(make_view, region=region, parts=parts_by_code.get(region.code, [])),
        )


def group_by_parent(agenda: Agenda) -> dict[str, list[Region]]:
    """Code of a region, "" for the whole -> the regions right below it that have pages."""
    parts: dict[str, list[Region]] = {}
    for region in sorted(agenda.regions_in_use.values(), key=lambda r: r.code):
        parts.setdefault(region.parent, []).append(region)
    return parts


def make_card(ctx: Context, region: Region) -> v.Card:
    return v.Card(
        kind="place",
        url=ctx.addresses.url_for("place", region.slug),
        name=ctx.language.localize(region.name),
        count=ctx.agenda.count_remaining("place", region.code),
    )


def make_groups(ctx: Context, parts_by_code: dict[str, list[Region]]) -> Iterator[v.Group]:
    for top in parts_by_code.get("", []):
        regions = parts_by_code.get(top.code) or [top]
        yield v.Group(
            name=ctx.language.localize(top.name),
            url=ctx.addresses.url_for("place", top.slug),
            cards=tuple(make_card(ctx, region) for region in regions),
        )


def make_view(ctx: Context, region: Region, parts: list[Region]) -> v.RegionView:
    chain = ctx.presenter.link_regions(region.code)
    title = l10n.format_region(ctx.lang, [r.name for r in chain])
    venues = ctx.model.entries.list_by_id(Venue)
    return v.RegionView(
        **ctx.frame.make_page_fields(
            "place",
            ctx.addresses.path_for("place", region.slug),
            title,
            [ctx.presenter.link_listing("place"), *chain[:-1]],
            description=ctx.language.t("about_one_place", place=title),
            calendar=ctx.presenter.make_calendar_links("place", region.slug, title),
        ),
        name=ctx.language.localize(region.name),
        parts=tuple(make_card(ctx, part) for part in parts),
        venues=tuple(ctx.presenter.make_card(e) for e in venues if e.record.region == region.code),
        stops=ctx.presenter.make_stop_list("place", region.code),
    )
