"""What comes to my county: a page for each province, city and county that has a venue or a stop."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.common import l10n
from tourbook.common.canonical import encode_canonical
from tourbook.common.foreign_texts import join_texts
from tourbook.model.entries import Venue
from tourbook.model.model import Model
from tourbook.model.regions import Region
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.membership import Membership
from tourbook.schedule.nearness import find_region_around, list_nearest_stops
from tourbook.site import paging
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage
from tourbook.site.paging import number_path, slice_items
from tourbook.site.positions import locate_region
from tourbook.site.updates import find_updates_path

from .calendar_cuts import describe_cuts
from .listing import (
    link_pages,
    list_list_inputs,
    list_member_inputs,
    make_list_pages,
    number_title,
)


def make(edition: Edition) -> Iterator[HtmlPage]:
    venues = edition.model.entries.list_by_id(Venue)
    parts_by_code = group_by_parent(edition.agenda)
    groups = partial(make_groups, parts_by_code=parts_by_code)
    sources, chip_count = (e.location for e in venues), count_chips(edition.agenda, parts_by_code)
    yield from make_list_pages(edition, "place", groups, sources, chip_count, paging.MAX_CHIPS)
    for region in edition.agenda.regions_in_use.values():
        yield HtmlPage(
            edition.addresses.path_for("place", region.slug),
            "place",
            "place",
            edition.lang,
            tuple(e.location for e in edition.agenda.venues_by_region.get(region.code, [])),
            partial(make_view, region=region, parts=parts_by_code.get(region.code, [])),
            subject=region,
            shows_calendars=edition.agenda.has_parts(region),
            list_inputs=partial(
                list_inputs, region=region, parts=parts_by_code.get(region.code, [])
            ),
            shown_lists=list_shown_lists(edition.model, region),
        )
        yield from make_part_pages(edition, region, parts_by_code.get(region.code, []))


def make_part_pages(edition: Edition, region: Region, parts: list[Region]) -> Iterator[HtmlPage]:
    """The lists of the regions within one that has too many for its own page."""
    if len(parts) <= paging.MAX_CHIPS:
        return
    path, slices = path_for_parts(edition, region), list(slice_items(parts, paging.MAX_CHIPS))
    for number, part in enumerate(slices, 1):

        def make_part_view(ctx: Context, number: int = number, part: list[Region] = part) -> v.View:
            crumbs = ctx.presenter.link_regions(region.code)
            title = join_texts(" · ", (crumbs[-1].name, ctx.language.t("place_parts")))
            page_path, pages = number_path(path, number), link_pages(path, number, len(slices))
            return v.ListView(
                **ctx.frame.make_page_fields(
                    "places",
                    page_path,
                    number_title(ctx, title, pages),
                    [ctx.presenter.link_listing("place"), *crumbs],
                ),
                groups=(v.Group(cards=tuple(make_card(ctx, region) for region in part)),),
                division=v.Division(pages=pages),
            )

        page_path = number_path(path, number)
        inputs = partial(list_list_inputs, number=number, page_count=len(slices))
        yield HtmlPage(
            page_path, "place", "list", edition.lang, (), make_part_view, list_inputs=inputs
        )


def path_for_parts(edition: Edition, region: Region) -> str:
    return edition.addresses.path_for("place", region.slug) + "parts/"


def group_by_parent(agenda: Agenda) -> dict[str, list[Region]]:
    """Code of a region, "" for the whole -> the regions right below it that have pages."""
    parts: dict[str, list[Region]] = {}
    for region in sorted(agenda.regions_in_use.values(), key=lambda r: r.code):
        parts.setdefault(region.parent, []).append(region)
    return parts


def list_groups(
    agenda: Agenda, parts_by_code: dict[str, list[Region]]
) -> list[tuple[Region | None, list[Region]]]:
    """(a main region, its parts) of each; before these those without parts, with the region that
    holds them all."""
    regions = list(agenda.main_regions.values())
    whole_regions = [region for region in regions if region.code not in parts_by_code]
    parents = {region.parent for region in whole_regions}
    parent = agenda.regions_in_use.get(parents.pop()) if len(parents) == 1 else None
    groups = [
        (region, parts_by_code[region.code]) for region in regions if region.code in parts_by_code
    ]
    return [(parent, whole_regions), *groups] if whole_regions else [*groups]


def count_chips(agenda: Agenda, parts_by_code: dict[str, list[Region]]) -> int:
    """The number of the cards of `make_groups`."""
    return sum(len(parts) for _, parts in list_groups(agenda, parts_by_code))


def make_card(ctx: Context, region: Region) -> v.Card:
    return v.Card(
        kind="place",
        url=ctx.addresses.url_for("place", region.slug),
        name=ctx.language.localize(region.name),
        count=ctx.agenda.count_remaining("place", region.code),
    )


def make_groups(ctx: Context, parts_by_code: dict[str, list[Region]]) -> Iterator[v.Group]:
    for region, parts in list_groups(ctx.agenda, parts_by_code):
        yield v.Group(
            name=ctx.language.localize(region.name) if region else "",
            url=ctx.addresses.url_for("place", region.slug) if region else "",
            cards=tuple(make_card(ctx, part) for part in parts),
        )


def make_calendar_links(
    ctx: Context, region: Region, parts: list[Region], title: str
) -> v.CalendarLinks | None:
    """The calendar of a region, with what it leaves out. Of its parts, those with a calendar that
    leaves nothing out hold that."""
    calendar = ctx.presenter.make_calendar_links("place", region.code, region.slug, title)
    if calendar is None or not parts:
        return calendar
    find_cut = ctx.calendars.find_cut
    links = link_parts(ctx, parts)
    return describe_cuts(ctx, calendar, (x for x in links if not find_cut(f"{x.url}calendar.ics")))


def link_parts(ctx: Context, parts: list[Region]) -> list[v.Link]:
    """The pages of the parts of a region that it shows."""
    links = (ctx.presenter.link_regions(part.code)[-1] for part in parts[: paging.MAX_CHIPS])
    return [link for link in links if link.url]


def list_shown_lists(model: Model, region: Region) -> tuple[Membership, ...]:
    """Its own, and that of one of the regions around it."""
    return tuple(("place", each.code) for each in model.regions.list_ancestry(region.code))


def list_inputs(ctx: Context, region: Region, parts: list[Region]) -> Iterator[bytes]:
    """What `make_view` sees."""
    yield from list_member_inputs(ctx, "place", region.code)
    calendar = ctx.presenter.make_calendar_links("place", region.code, region.slug, "")
    updates = find_updates_path(ctx, "place", region.code, region.slug)
    yield encode_canonical([region, parts, calendar, updates, make_map(ctx, region)])
    if around := find_region_around(ctx.agenda, region):
        yield ctx.faces.of_members("place", around.code)
    if calendar and parts:
        paths = [f"{link.url}calendar.ics" for link in link_parts(ctx, parts)]
        for path in (calendar.url, calendar.opening, *paths):
            yield from ctx.calendars.list_cut_inputs(path)


def make_view(ctx: Context, region: Region, parts: list[Region]) -> v.RegionView:
    chain = ctx.presenter.link_regions(region.code)
    title = l10n.format_region(ctx.lang, [r.name for r in chain])
    return v.RegionView(
        **ctx.frame.make_page_fields(
            "place",
            ctx.addresses.path_for("place", region.slug),
            title,
            [ctx.presenter.link_listing("place"), *chain[:-1]],
            description=ctx.language.t("about_one_place", place=title),
            calendar=make_calendar_links(ctx, region, parts, title),
            updates=find_updates_path(ctx, "place", region.code, region.slug),
        ),
        name=ctx.language.localize(region.name),
        parts=tuple(make_card(ctx, part) for part in parts[: paging.MAX_CHIPS]),
        all_parts=path_for_parts(ctx, region) if len(parts) > paging.MAX_CHIPS else "",
        venues=tuple(
            map(ctx.presenter.make_card, ctx.agenda.venues_by_region.get(region.code, []))
        ),
        stops=ctx.presenter.make_stop_list("place", region.code, region.slug),
        nearest=tuple(make_nearest_rows(ctx, region)),
        map=make_map(ctx, region),
        position=locate_region(ctx.agenda, region.code),
    )


def make_map(ctx: Context, region: Region) -> v.BaseMap | None:
    record = ctx.model.regions.records.get(region.code)
    return ctx.presenter.images.make_map(record.map if record else None)


def make_nearest_rows(ctx: Context, region: Region) -> Iterator[v.NearRow]:
    around = find_region_around(ctx.agenda, region)
    for near in list_nearest_stops(ctx.agenda, region, around) if around else ():
        yield v.NearRow(row=ctx.presenter.make_row(near.stop), km=near.km)
