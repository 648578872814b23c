"""The page that says what is nearest: to a region that is chosen, or to the visitor."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook import views as v
from tourbook.common.canonical import encode_canonical
from tourbook.model.regions import Region
from tourbook.schedule.agenda import Agenda
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage
from tourbook.site.positions import locate_region

MAX_PLACES = 2000
"""Of more, only the largest regions are there to choose from."""


def make(edition: Edition) -> Iterator[HtmlPage]:
    path = edition.addresses.near_path
    if path and edition.agenda.regions_in_use:
        yield HtmlPage(path, "near", "near", edition.lang, (), make_view, list_inputs=list_inputs)


def list_inputs(ctx: Context) -> Iterator[bytes]:
    """The regions, and how many stops each has."""
    yield ctx.common_input
    codes = list(ctx.agenda.regions_in_use)
    yield encode_canonical([[code, ctx.agenda.count_remaining("place", code)] for code in codes])


def make_view(ctx: Context) -> v.NearView:
    t, path = ctx.language.t, ctx.addresses.near_path
    return v.NearView(
        **ctx.frame.make_page_fields("near", path, t("near"), description=t("about_near")),
        groups=tuple(make_groups(ctx)),
        data=path + "stops.js",
    )


def make_groups(ctx: Context) -> Iterator[v.PlaceGroup]:
    parts = group_by_main_region(ctx.agenda)
    has_parts = sum(map(len, parts.values())) <= MAX_PLACES
    for region in ctx.agenda.main_regions.values():
        choices = [make_choice(ctx, part) for part in parts.get(region.code, ())]
        yield v.PlaceGroup(
            whole=make_choice(ctx, region), parts=tuple(choices) if has_parts else ()
        )


def group_by_main_region(agenda: Agenda) -> dict[str, list[Region]]:
    """Code of a main region -> the smallest regions in it, in order."""
    parts: dict[str, list[Region]] = {}
    for code, region in sorted(agenda.regions_in_use.items()):
        main_code = agenda.find_main_code(code)
        if main_code != code and not agenda.has_parts(region):
            parts.setdefault(main_code, []).append(region)
    return parts


def make_choice(ctx: Context, region: Region) -> v.PlaceChoice:
    return v.PlaceChoice(
        name=ctx.language.localize(region.name),
        url=ctx.addresses.url_for("place", region.slug),
        position=locate_region(ctx.agenda, region.code),
        count=ctx.agenda.count_remaining("place", region.code),
    )
