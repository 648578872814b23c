"""Calendar pages by month, and the archive by year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial

import msgspec

from tourbook import views as v
from tourbook.common import l10n
from tourbook.common.dates import Span, compute_state
from tourbook.model.entries import Campaign
from tourbook.model.trips import Stop
from tourbook.schedule.agenda import Agenda
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.live_days import encode_days
from tourbook.site.outputs import HtmlPage

from .listing import iterate_with_neighbours, make_list_page

MAX_DAYS = 6
"""Days of a recurring visit that the list of a month tells one by one."""


def make(edition: Edition) -> Iterator[HtmlPage]:
    yield make_list_page(edition, "month", make_month_groups, ())
    yield from make_month_pages(edition)
    yield make_list_page(edition, "year", make_year_groups, ())
    yield from make_year_pages(edition)


def make_month_pages(edition: Edition) -> Iterator[HtmlPage]:
    for month, previous, following in iterate_with_neighbours(edition.agenda.stops_by_month):
        make_view = partial(make_month_view, month=month, previous=previous, following=following)
        path = edition.addresses.path_for("month", format_month_slug(month))
        yield HtmlPage(path, "month", "month", edition.lang, (), make_view)


def make_year_pages(edition: Edition) -> Iterator[HtmlPage]:
    for year, previous, following in iterate_with_neighbours(edition.agenda.stops_by_year):
        make_view = partial(make_year_view, year=year, previous=previous, following=following)
        path = edition.addresses.path_for("year", str(year))
        yield HtmlPage(path, "year", "year", edition.lang, (), make_view)


def format_month_slug(month: dt.date) -> str:
    return f"{month:%Y-%m}"


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
    ctx: Context, month: dt.date, previous: dt.date | None, following: dt.date | None
) -> v.MonthView:
    next_month = (month + dt.timedelta(days=32)).replace(day=1)
    begins: list[v.Row] = []
    recurs: list[v.Row] = []
    continues: list[v.Row] = []
    for stop in ctx.agenda.stops_by_month[month]:
        spans = [span for span in stop.spans if month <= span[0] < next_month]
        row = make_row(ctx, stop, spans)
        if len(stop.spans) > 1 and spans:
            days = tuple(first for first, _ in spans)
            recurs.append(msgspec.structs.replace(row, days=days if len(days) <= MAX_DAYS else ()))
        else:
            (begins if spans else continues).append(row)
    campaigns = [
        e
        for e in ctx.model.entries.list_by_id(Campaign)
        if e.record.start < next_month and e.last_day >= month
    ]
    return v.MonthView(
        **ctx.frame.make_page_fields(
            "month",
            ctx.addresses.path_for("month", format_month_slug(month)),
            l10n.format_month(ctx.lang, month),
            [ctx.presenter.link_listing("month")],
            description=ctx.language.t("about_month"),
        ),
        month=month,
        begins=sort_rows(begins),
        recurs=sort_rows(recurs),
        continues=tuple(continues),
        campaigns=tuple(map(ctx.presenter.make_card, campaigns)),
        previous=link_month(ctx, previous) if previous else None,
        following=link_month(ctx, following) if following else None,
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
    ctx: Context, year: int, previous: int | None, following: int | None
) -> v.YearView:
    rows = [
        make_row(ctx, stop, [span for span in stop.spans if span[0].year == year])
        for stop in ctx.agenda.stops_by_year[year]
    ]
    return v.YearView(
        **ctx.frame.make_page_fields(
            "year",
            ctx.addresses.path_for("year", str(year)),
            l10n.format_year(ctx.lang, year),
            [ctx.presenter.link_listing("year")],
            description=ctx.language.t("about_year"),
        ),
        year=year,
        rows=sort_rows(rows),
        months=tuple(link_month(ctx, month) for month in list_months(ctx.agenda, year)),
        previous=link_year(ctx, previous) if previous else None,
        following=link_year(ctx, following) if following else None,
    )


def link_year(ctx: Context, year: int) -> v.Link:
    url = ctx.addresses.url_for("year", str(year))
    return v.Link(name=l10n.format_year(ctx.lang, year), url=url)


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
