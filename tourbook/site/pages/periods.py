"""Calendar pages by month, and the archive by year."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from typing import Any, TypeVar

import msgspec

from tourbook import views as v
from tourbook.common import l10n
from tourbook.common.canonical import encode_canonical
from tourbook.common.dates import Span, compute_state
from tourbook.model.entries import Campaign
from tourbook.model.trips import Stop
from tourbook.schedule.agenda import Agenda
from tourbook.site import paging
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.live_days import encode_days
from tourbook.site.outputs import HtmlPage
from tourbook.site.paging import ListPage, divide_stops

from .listing import iterate_with_neighbours, list_row_inputs, make_division, make_list_pages

Period = TypeVar("Period", dt.date, int)
"""A month, given by its first day, or a year."""

MAX_DAYS = 6
"""Days of a recurring visit that the list of a month tells one by one."""


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
    stops_by_period: dict[Period, list[Stop]],
    make_view: Callable[..., v.PageView],
) -> Iterator[HtmlPage]:
    """The pages of all months or years."""
    lists = {
        period: divide_period(edition, kind, period, stops)
        for period, stops in stops_by_period.items()
    }
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
    months = ctx.agenda.stops_by_month
    neighbours = view.keywords["previous"], view.keywords["following"]
    yield encode_canonical([period, neighbours, list(months)])
    if isinstance(period, dt.date):
        yield encode_canonical(make_campaign_cards(ctx, period))
    if any(len(stop.spans) > 1 and ctx.agenda.next_days[stop.id] for stop in page.stops):
        yield ctx.faces.days


def divide_period(edition: Edition, kind: str, period: Period, stops: list[Stop]) -> list[ListPage]:
    """The pages of a month or year; a long list is ordered by the first days in it."""
    if len(stops) > paging.MAX_ROWS:
        stops = sorted(stops, key=partial(find_first_day, period))
    return list(divide_stops(edition.model.regions, path_for_period(edition, kind, period), stops))


def find_first_day(period: Period, stop: Stop) -> dt.date:
    """The first day on which a stop begins in a period; the last of all days if it only goes on in
    it."""
    first_day = period if isinstance(period, dt.date) else dt.date(period, 1, 1)
    number = bisect_left(stop.spans, (first_day,))
    day = stop.spans[number][0] if number < len(stop.spans) else dt.date.max
    return day if is_in_period(day, period) else dt.date.max


def is_in_period(day: dt.date, period: Period) -> bool:
    if isinstance(period, dt.date):
        return (day.year, day.month) == (period.year, period.month)
    return day.year == period


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
        yield v.Group(
            name=l10n.format_year(ctx.lang, year),
            url=ctx.addresses.url_for("year", str(year))
            if year in ctx.agenda.stops_by_year
            else "",
            cards=tuple(make_month_card(ctx, month) for month in list_months(ctx.agenda, year)),
        )


def make_month_card(ctx: Context, month: dt.date) -> v.Card:
    return v.Card(
        kind="month",
        url=ctx.addresses.url_for("month", format_month_slug(month)),
        name=l10n.format_month(ctx.lang, month),
        start=month,
        count=len(ctx.agenda.stops_by_month[month]),
    )


def list_years(agenda: Agenda) -> list[int]:
    """The years that have months with a page."""
    return list(dict.fromkeys(month.year for month in agenda.stops_by_month))


def list_months(agenda: Agenda, year: int) -> list[dt.date]:
    return [month for month in agenda.stops_by_month if month.year == year]


def make_month_view(
    ctx: Context,
    period: dt.date,
    page: ListPage,
    previous: v.Link | None,
    following: v.Link | None,
) -> v.MonthView:
    next_month = find_next_month(period)
    begins: list[v.Row] = []
    recurs: list[v.Row] = []
    continues: list[v.Row] = []
    for stop in page.stops:
        spans = [span for span in stop.spans if period <= span[0] < next_month]
        row = make_row(ctx, stop, spans)
        if len(stop.spans) > 1 and spans:
            days = tuple(first for first, _ in spans)
            recurs.append(msgspec.structs.replace(row, days=days if len(days) <= MAX_DAYS else ()))
        else:
            (begins if spans else continues).append(row)
    return v.MonthView(
        **make_period_fields(ctx, "month", period, page, ctx.language.t("about_month")),
        month=period,
        begins=sort_rows(begins),
        recurs=sort_rows(recurs),
        continues=tuple(continues),
        campaigns=make_campaign_cards(ctx, period),
        previous=previous,
        following=following,
    )


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
    rows = [
        make_row(ctx, stop, [span for span in stop.spans if span[0].year == period])
        for stop in page.stops
    ]
    return v.YearView(
        **make_period_fields(ctx, "year", period, page, ctx.language.t("about_year")),
        year=period,
        rows=sort_rows(rows),
        months=tuple(link_month(ctx, month) for month in list_months(ctx.agenda, period)),
        previous=previous,
        following=following,
    )


def make_period_fields(
    ctx: Context, kind: str, period: Period, page: ListPage, description: str
) -> dict[str, Any]:
    """The fields that the pages of a month and of a year have in common."""
    name, crumbs = format_period(ctx.lang, period), [ctx.presenter.link_listing(kind)]
    division = make_division(ctx, page)
    if page.part:
        crumbs.append(v.Link(name=name, url=path_for_period(ctx, kind, period)))
    title = " · ".join(filter(None, (name, division.region)))
    return {
        **ctx.frame.make_page_fields(kind, page.path, title, crumbs, description=description),
        "division": division,
    }


# ---- rows --------------------------------------------------------------------------------


def make_row(ctx: Context, stop: Stop, spans: list[Span]) -> v.Row:
    """A recurring visit shows those of its dates that lie in the month or year: `spans`."""
    row = ctx.presenter.make_row(stop)
    if len(stop.spans) < 2 or not spans:
        return row
    today, soon = ctx.agenda.find_today(stop.place.timezone), ctx.model.site.soon
    start, end = spans[0][0], spans[-1][1]
    next_day = next((first for first, _ in spans if first >= today), None)
    state = compute_state(stop.record.status, start, end, today, soon, next_day)
    return msgspec.structs.replace(
        row,
        start=start,
        end=end,
        date_count=len(spans),
        next=next_day,
        state=state,
        coming=encode_days([first for first, _ in spans if first >= today]),
    )


def sort_rows(rows: Iterable[v.Row]) -> tuple[v.Row, ...]:
    """By the first day, then the time of the day; rows without a date last."""

    def get_sort_key(row: v.Row) -> tuple[dt.date, str, str]:
        time = row.sessions[0].start if row.sessions else ""
        return row.start or dt.date.max, time, row.id

    return tuple(sorted(rows, key=get_sort_key))
