"""Calendar pages by month, and the archive by year."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar

from tourbook import views as v
from tourbook.common import l10n
from tourbook.common.canonical import encode_canonical
from tourbook.common.foreign_texts import join_texts
from tourbook.common.memoized import memoize_by_owner
from tourbook.model.entries import Campaign
from tourbook.model.trips import Stay, Stop
from tourbook.schedule.agenda import Agenda
from tourbook.site import paging
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage
from tourbook.site.paging import ListPage, divide_stops

from .listing import (
    iterate_with_neighbours,
    list_row_inputs,
    make_division,
    make_list_pages,
    number_title,
)
from .month_calendar import (
    make_calendar_stop,
    make_filters,
    make_region_groups,
    make_stay_groups,
    make_weeks,
)

Period = TypeVar("Period", dt.date, int)
"""A month, given by its first day, or a year."""


def make(edition: Edition) -> Iterator[HtmlPage]:
    months, years = edition.agenda.stops_by_month, edition.agenda.stops_by_year
    yield from make_list_pages(
        edition, "month", make_month_groups, (), len(months), paging.MAX_CHIPS
    )
    yield from make_period_pages(edition, "month", months, make_month_view)
    yield from make_list_pages(edition, "year", make_year_groups, (), len(years), paging.MAX_CHIPS)
    yield from make_period_pages(edition, "year", years, make_year_view)


def make_period_pages(
    edition: Edition,
    kind: str,
    periods: Iterable[Period],
    make_view: Callable[..., v.PageView],
) -> Iterator[HtmlPage]:
    """The pages of all months or years."""
    lists = {period: divide_period(edition, kind, period) for period in periods}
    paths = {page.path for pages in lists.values() for page in pages}
    for period, before, after in iterate_with_neighbours(lists):
        for page in lists[period]:
            link = partial(link_neighbour, edition, kind, page=page, paths=paths)
            view = partial(
                make_view, period=period, page=page, previous=link(before), following=link(after)
            )
            inputs = partial(list_inputs, period=period, page=page, view=view)
            yield HtmlPage(page.path, kind, kind, edition.lang, (), view, list_inputs=inputs)


def list_inputs(
    ctx: Context, period: Period, page: ListPage, view: partial[Any]
) -> Iterator[bytes]:
    """What the views of a month or year see."""
    yield from list_row_inputs(ctx, page)
    neighbours = view.keywords["previous"], view.keywords["following"]
    yield encode_canonical([period, neighbours])
    if isinstance(period, dt.date):
        yield encode_canonical([make_campaign_cards(ctx, period), link_year(ctx, period.year)])
    else:
        yield encode_canonical(make_month_cards(ctx, period))


def divide_period(edition: Edition, kind: str, period: Period) -> list[ListPage]:
    """The pages of a month or year; a list on several ones is in order of the first days in it."""
    path = path_for_period(edition, kind, period)
    lines = count_lines(edition.agenda, period)
    count = lines.__getitem__ if isinstance(period, dt.date) else None
    return list(divide_stops(edition.model.regions, path, list(lines), count))


@memoize_by_owner
def count_lines(agenda: Agenda, period: dt.date | int) -> dict[Stop, int]:
    """The lines that each stop has on the page of a month or year, in order of the first days in
    it. They are the same in all languages."""
    if isinstance(period, dt.date):
        stops = agenda.stops_by_month[period]
    else:
        stops = agenda.stops_by_year[period]
    measure = partial(measure_stop, *find_bounds(period))
    measures = {stop: measure(stop) for stop in stops}
    in_order = sorted(stops, key=lambda stop: measures[stop][0])
    return {stop: measures[stop][1] for stop in in_order}


def find_bounds(period: dt.date | int) -> tuple[dt.date, dt.date]:
    """The first day of a month or year, and that of the next."""
    if isinstance(period, dt.date):
        return period, find_next_month(period)
    return dt.date(period, 1, 1), dt.date(period + 1, 1, 1)


def measure_stop(first_day: dt.date, next_day: dt.date, stop: Stop) -> tuple[dt.date, int]:
    """The first day on which a stop begins in a period, the last of all days if it only goes on in
    it; its lines there: the days of a visit, the row, first and last day of a stay."""
    first = bisect_left(stop.spans, (first_day,))
    day = stop.spans[first][0] if first < len(stop.spans) else dt.date.max
    begins = day < next_day
    if isinstance(stop, Stay):
        closes = stop.spans[0][1]
        line_count = 1 + begins + (first_day <= closes < next_day)
    else:
        line_count = bisect_left(stop.spans, (next_day,), first) - first
    return day if begins else dt.date.max, line_count


def path_for_period(edition: Edition, kind: str, period: Period) -> str:
    slug = format_month_slug(period) if isinstance(period, dt.date) else str(period)
    return edition.addresses.path_for(kind, slug)


def link_neighbour(
    edition: Edition, kind: str, period: Period | None, page: ListPage, paths: Collection[str]
) -> v.Link | None:
    """A link to the month or year before or after: to the page of the same region, if there is
    one."""
    if period is None or kind not in edition.addresses.settings.pages:
        return None
    path = path_for_period(edition, kind, period)
    if page.part:
        part_path = path + page.part.path.rstrip("/").rpartition("/")[2] + "/"
        path = part_path if part_path in paths else path
    return v.Link(name=format_period(edition.lang, period), url=path)


def format_month_slug(month: dt.date) -> str:
    return f"{month:%Y-%m}"


def format_period(lang: str, period: Period) -> str:
    if isinstance(period, dt.date):
        return l10n.format_month(lang, period)
    return l10n.format_year(lang, period)


# ---- months ------------------------------------------------------------------------------


def make_month_groups(ctx: Context) -> Iterator[v.Group]:
    for year in list_years(ctx.agenda):
        link = link_year(ctx, year)
        yield v.Group(
            name=l10n.format_year(ctx.lang, year),
            url=link.url if link else "",
            cards=make_month_cards(ctx, year),
        )


def make_month_cards(ctx: Context, year: int) -> tuple[v.Card, ...]:
    return tuple(
        v.Card(
            kind="month",
            url=ctx.addresses.url_for("month", format_month_slug(month)),
            name=l10n.format_month(ctx.lang, month),
            start=month,
            count=len(stops),
        )
        for month, stops in ctx.agenda.stops_by_month.items()
        if month.year == year
    )


def list_years(agenda: Agenda) -> list[int]:
    """The years that have months with a page."""
    return list(dict.fromkeys(month.year for month in agenda.stops_by_month))


def make_month_view(
    ctx: Context,
    period: dt.date,
    page: ListPage,
    previous: v.Link | None,
    following: v.Link | None,
) -> v.MonthView:
    next_month = find_next_month(period)
    groups = make_region_groups(ctx, page.stops)
    weeks = make_weeks(period, next_month, groups)
    return v.MonthView(
        **make_period_fields(ctx, "month", period, page, ctx.language.t("about_month")),
        month=period,
        day_count=(next_month - period).days,
        weeks=tuple(week for week in weeks if is_shown(week, page)),
        stays=tuple(make_stay_groups(period, next_month, groups)),
        filters=tuple(make_filters(ctx, groups)),
        campaigns=make_campaign_cards(ctx, period),
        year=link_year(ctx, period.year),
        previous=previous,
        following=following,
    )


def is_shown(week: v.CalendarWeek, page: ListPage) -> bool:
    """A numbered page has some weeks only, and one without stops none."""
    return bool(page.stops) and (not page.numbered or week.has_entries)


def find_next_month(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=32)).replace(day=1)


def make_campaign_cards(ctx: Context, month: dt.date) -> tuple[v.Card, ...]:
    next_month = find_next_month(month)
    return tuple(
        ctx.presenter.make_card(campaign)
        for campaign in ctx.model.entries.list_by_id(Campaign)
        if campaign.record.start < next_month and campaign.last_day >= month
    )


def link_month(ctx: Context, month: dt.date) -> v.Link:
    url = ctx.addresses.url_for("month", format_month_slug(month))
    return v.Link(name=l10n.format_month(ctx.lang, month), url=url)


def link_year(ctx: Context, year: int) -> v.Link | None:
    """None for a year without a stop, which may lie between two with stops."""
    url = ctx.addresses.url_for("year", str(year))
    if year not in ctx.agenda.stops_by_year or not url:
        return None
    return v.Link(name=l10n.format_year(ctx.lang, year), url=url)


# ---- years -------------------------------------------------------------------------------


def make_year_groups(ctx: Context) -> list[v.Group]:
    cards = [
        v.Card(
            kind="year",
            url=ctx.addresses.url_for("year", str(year)),
            name=l10n.format_year(ctx.lang, year),
            count=len(stops),
        )
        for year, stops in reversed(ctx.agenda.stops_by_year.items())
    ]
    return [v.Group(cards=tuple(cards))]


def make_year_view(
    ctx: Context,
    period: int,
    page: ListPage,
    previous: v.Link | None,
    following: v.Link | None,
) -> v.YearView:
    return v.YearView(
        **make_period_fields(ctx, "year", period, page, ctx.language.t("about_year")),
        year=period,
        groups=tuple(make_begin_groups(ctx, period, page.stops)),
        months=make_month_cards(ctx, period),
        previous=previous,
        following=following,
    )


def make_begin_groups(ctx: Context, year: int, stops: Iterable[Stop]) -> Iterator[v.CalendarGroup]:
    """The stops by the months of the year in which they begin; the others last."""
    groups: dict[int, list[v.CalendarRow]] = {month: [] for month in range(1, 14)}
    for stop in stops:
        days = [span for span in stop.spans if span[0].year == year] or stop.spans[:1]
        (start, _), (_, end) = days[0], days[-1]
        groups[start.month if start.year == year else 13].append(
            v.CalendarRow(
                stop=make_calendar_stop(ctx, stop),
                start=start,
                end=end,
                has_no_end=isinstance(stop, Stay) and stop.has_no_end,
                date_count=len(days),
            )
        )
    for number, rows in groups.items():
        if rows:
            month = dt.date(year, number, 1) if number < 13 else None
            name = l10n.format_month_name(ctx.lang, number) if month else ""
            yield v.CalendarGroup(
                name=name,
                url=ctx.addresses.url_for("month", format_month_slug(month)) if month else "",
                rows=tuple(sorted(rows, key=attrgetter("start", "end"))),
            )


def make_period_fields(
    ctx: Context, kind: str, period: Period, page: ListPage, description: str
) -> dict[str, Any]:
    """The fields that the pages of a month and of a year have in common."""
    name, crumbs = format_period(ctx.lang, period), [ctx.presenter.link_listing(kind)]
    division = make_division(ctx, page)
    if page.part:
        crumbs.append(v.Link(name=name, url=path_for_period(ctx, kind, period)))
    title = join_texts(" · ", (name, division.region))
    title = number_title(ctx, title, division.pages)
    return {
        **ctx.frame.make_page_fields(kind, page.path, title, crumbs, description=description),
        "division": division,
    }
