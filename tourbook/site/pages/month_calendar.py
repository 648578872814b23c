"""The calendar of a month: its days by week, its stays by region, and what these can be chosen by.

A recurring visit is on each of its days, a stay on its first and its last one; besides, all stays
are listed once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from tourbook import views as v
from tourbook.common.dates import DAY, OPEN_END
from tourbook.model.entries import Entry
from tourbook.model.trips import Stay, Stop
from tourbook.site import paging
from tourbook.site.context import Context

KINDS = ("visit", "day", "opens", "closes")
"""The kinds of entries in the order in which a day has them."""
MIN_FILTERED = 12
"""Of fewer stops, nobody needs to choose."""


class MonthStop(NamedTuple):
    """A stop with its view."""

    stop: Stop
    view: v.CalendarStop


class RegionGroup(NamedTuple):
    """The stops of a page in one region."""

    link: v.Link
    slug: str
    depth: int
    """How many regions are as large as this one or around it."""
    members: list[MonthStop]


def make_region_groups(ctx: Context, stops: list[Stop]) -> list[RegionGroup]:
    """The stops by the largest regions that tell them apart."""
    depth, codes = paging.group_by_region(ctx.model.regions, stops)
    groups = []
    for code, members in codes.items():
        links, region = ctx.presenter.link_regions(code), ctx.model.regions.get(code)
        link = links[-1] if links else v.Link(name=ctx.language.t("unknown_region"))
        slug = region.slug if region else "-"
        views = [MonthStop(stop, make_calendar_stop(ctx, stop, slug)) for stop in members]
        groups.append(RegionGroup(link, slug, min(depth + 1, len(links)), views))
    return groups


def make_calendar_stop(ctx: Context, stop: Stop, region: str = "") -> v.CalendarStop:
    row = ctx.presenter.make_row(stop)
    thing = row.exhibition or row.caravan
    return v.CalendarStop(
        url=row.url,
        name=thing.name if thing else row.name,
        place=row.place.name,
        regions=row.regions,
        caravan=row.caravan.name if row.caravan and row.exhibition else "",
        status=row.status,
        timezone=row.timezone,
        region=region,
        exhibition=stop.exhibition.slug if stop.exhibition else "",
        vehicle=stop.caravan.slug if stop.caravan else "",
        venue=stop.venue.slug if stop.venue else "",
    )


# ---- days --------------------------------------------------------------------------------


def make_weeks(
    month: dt.date, next_month: dt.date, groups: Iterable[RegionGroup]
) -> Iterator[v.CalendarWeek]:
    """All weeks of the month."""
    entries: dict[dt.date, list[v.CalendarEntry]] = {}
    for group in groups:
        for stop, view in group.members:
            for day, entry in make_entries(stop, view):
                if month <= day < next_month:
                    entries.setdefault(day, []).append(entry)
    days = [month + n * DAY for n in range((next_month - month).days)]
    for (_, number), week in groupby(days, key=lambda day: day.isocalendar()[:2]):
        yield v.CalendarWeek(
            number=number,
            days=tuple(
                v.CalendarDay(date=day, entries=sort_entries(entries.get(day, []))) for day in week
            ),
        )


def sort_entries(entries: list[v.CalendarEntry]) -> tuple[v.CalendarEntry, ...]:
    """By kind and time, else by region."""

    def get_sort_key(entry: v.CalendarEntry) -> tuple[int, str]:
        return KINDS.index(entry.kind), entry.sessions[0].start if entry.sessions else ""

    return tuple(sorted(entries, key=get_sort_key))


def make_entries(stop: Stop, view: v.CalendarStop) -> Iterator[tuple[dt.date, v.CalendarEntry]]:
    """The days that have something of a stop."""
    if isinstance(stop, Stay):
        yield from _make_stay_entries(stop, view)
        return
    previous = stop.find_previous_dates() if len(stop.spans) == 1 else None
    for day, _ in stop.spans:
        moved = stop.moved_dates.get(day)
        origin = moved.original_day if moved else previous.spans[0][0] if previous else day
        yield (
            day,
            v.CalendarEntry(
                stop=view,
                kind="visit",
                sessions=stop.list_sessions(day),
                origin=origin if origin != day else None,
            ),
        )


def _make_stay_entries(
    stop: Stay, view: v.CalendarStop
) -> Iterator[tuple[dt.date, v.CalendarEntry]]:
    start, end = stop.spans[0]
    previous = stop.find_previous_dates()
    old_start, old_end = previous.spans[0] if previous and not stop.has_no_end else (start, end)
    opens_on = old_start if old_start != start else None
    closes_on = old_end if old_end not in (end, OPEN_END) else None
    if start == end:
        yield start, v.CalendarEntry(stop=view, kind="day", origin=opens_on)
        return
    yield start, v.CalendarEntry(stop=view, kind="opens", origin=opens_on)
    if stop.takes_place:
        yield end, v.CalendarEntry(stop=view, kind="closes", origin=closes_on)


# ---- stays -------------------------------------------------------------------------------


def make_stay_groups(
    month: dt.date, next_month: dt.date, groups: Iterable[RegionGroup]
) -> Iterator[v.CalendarGroup]:
    """The stays of the month by region."""
    for group in groups:
        rows = [
            make_stay_row(month, next_month, stop, view)
            for stop, view in group.members
            if isinstance(stop, Stay)
        ]
        if rows:
            link = group.link
            rows.sort(key=attrgetter("start", "end"))
            yield v.CalendarGroup(name=link.name, url=link.url, depth=group.depth, rows=tuple(rows))


def make_stay_row(
    month: dt.date, next_month: dt.date, stop: Stay, view: v.CalendarStop
) -> v.CalendarRow:
    start, end = stop.spans[0]
    return v.CalendarRow(
        stop=view,
        start=start,
        end=end,
        has_no_end=stop.has_no_end,
        first=max(start, month).day,
        last=min(end, next_month - DAY).day,
    )


# ---- filters -----------------------------------------------------------------------------


def make_filters(ctx: Context, groups: list[RegionGroup]) -> Iterator[v.Filter]:
    """Those with a choice, if there is much to choose from."""
    stops = [stop for group in groups for stop, _ in group.members]
    if len(stops) < MIN_FILTERED:
        return
    regions = [
        v.Choice(
            value=group.slug,
            name=group.link.name,
            url=group.link.url,
            count=len(group.members),
        )
        for group in groups
    ]
    exhibitions = make_choices(ctx, [stop.exhibition for stop in stops])
    vehicles = make_choices(ctx, [stop.caravan for stop in stops])
    if len(regions) > 1:
        yield v.Filter(key="region", choices=tuple(regions))
    if len(exhibitions) > 1:
        yield v.Filter(key="exhibition", choices=exhibitions)
    if vehicles:
        yield v.Filter(key="vehicle", choices=vehicles)


def make_choices(ctx: Context, entries: Iterable[Entry | None]) -> tuple[v.Choice, ...]:
    """The entries by their names; each counts as often as it is listed."""
    counts: dict[Entry, int] = {}
    for entry in filter(None, entries):
        counts[entry] = counts.get(entry, 0) + 1
    choices = [
        v.Choice(value=entry.slug, name=link.name, url=link.url, count=count)
        for entry, count in counts.items()
        for link in [ctx.presenter.link_entry(entry)]
    ]
    return tuple(sorted(choices, key=attrgetter("name", "value")))
