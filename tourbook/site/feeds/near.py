"""The stops that are on or to come, by county, as a script that hands them to `near.js`: what is
nearest to a visitor is found out on the visitor's own device."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any

from tourbook.common.canonical import encode_canonical, encode_for_script
from tourbook.model.trips import Stop
from tourbook.schedule.nearness import group_remaining_stops
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import ViewFile
from tourbook.site.positions import locate_region, locate_stop
from tourbook.site.search.subjects import describe_stop
from tourbook.views import View

MAX_STOPS = 1200
"""At most 60 kB over the wire. Of more, each county has the next ones only, at least one; of more
counties than that, those are left out whose next stop is furthest off."""


class NearStops(View, frozen=True, kw_only=True):
    counties: Any
    """What JSON can say: of each county its slug, its position, how many more stops it has, and its
    stops: the position of each, "" for that of the county, and its description."""


def make(edition: Edition) -> Iterator[ViewFile]:
    if not edition.addresses.near_path:
        return
    next_regions = islice(group_remaining_stops(edition.agenda).items(), MAX_STOPS)
    stops_by_region = dict(sorted(next_regions))
    limit = max(1, MAX_STOPS // max(len(stops_by_region), 1))
    yield ViewFile(
        edition.addresses.near_path + "stops.js",
        "near",
        edition.lang,
        (),
        partial(make_view, stops_by_region=stops_by_region, limit=limit),
        write,
        list_inputs=partial(list_inputs, stops_by_region=stops_by_region, limit=limit),
    )


def list_inputs(
    ctx: Context, stops_by_region: dict[str, list[Stop]], limit: int
) -> Iterator[bytes]:
    yield ctx.common_input
    for code, stops in stops_by_region.items():
        yield encode_canonical([code, len(stops)])
        yield from ctx.faces.of_rows(stops[:limit])


def make_view(ctx: Context, stops_by_region: dict[str, list[Stop]], limit: int) -> NearStops:
    return NearStops(
        counties=[
            make_county(ctx, code, stops[:limit], len(stops) - limit)
            for code, stops in stops_by_region.items()
        ]
    )


def make_county(ctx: Context, code: str, stops: list[Stop], rest: int) -> list[Any]:
    region, position = ctx.model.regions.get(code), locate_region(ctx.agenda, code)
    rows = [make_row(ctx, stop, position) for stop in stops]
    return [region.slug if region else "", position, max(rest, 0), rows]


def make_row(ctx: Context, stop: Stop, county_position: str) -> list[str]:
    """Without empty fields at the end."""
    position = locate_stop(ctx.agenda, stop).position
    row = [position if position != county_position else "", *describe_stop(ctx, stop)]
    while not row[-1]:
        row.pop()
    return row


def write(view: NearStops) -> bytes:
    return b"nearStops(%s);\n" % encode_for_script(view.counties)
