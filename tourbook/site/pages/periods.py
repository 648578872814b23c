"""Calendar pages by month, and the archive by year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

import msgspec

from tourbook import views as v
from tourbook.common import l10n
from tourbook.common.dates import compute_state
from tourbook.model.entries import Campaign
from tourbook.model.trips import Stop
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .listing import make_list_page


def make(ctx: Context) -> Iterator[HtmlPage]:
    months, years = list(ctx.index.stops_by_month), list(ctx.index.stops_by_year)
    by_year: dict[int, list[dt.date]] = {}
    for month in months:
        by_year.setdefault(month.year, []).append(month)

    def make_month_link(month: dt.date | None) -> v.Link | None:
        return (
            v.Link(
                name=l10n.format_month(ctx.lang, month), url=ctx.url_for("month", f"{month:%Y-%m}")
            )
            if month
            else None
        )

    def make_row(stop: Stop, within: list[tuple[dt.date, dt.date]]) -> v.Row:
        """A recurring visit shows those of its dates that lie in the month or year."""
        if len(stop.spans) < 2 or not within:
            return ctx.make_row(stop)
        start, end = within[0][0], within[-1][1]
        coming = next((a for a, _ in within if a >= ctx.today), None)
        now = compute_state(stop.record.status, start, end, ctx.today, ctx.model.site.soon, coming)
        return msgspec.structs.replace(
            ctx.make_row(stop), start=start, end=end, date_count=len(within), next=coming, state=now
        )

    def get_sort_key(r: v.Row) -> tuple[dt.date, str, str]:
        return r.start or dt.date.max, r.sessions[0].start if r.sessions else "", r.id

    def make_month_view(
        month: dt.date, previous: dt.date | None, following: dt.date | None
    ) -> v.MonthView:
        last = (month + dt.timedelta(days=32)).replace(day=1)
        begins: list[v.Row] = []
        continues: list[v.Row] = []
        for stop in ctx.index.stops_by_month[month]:
            within = [span for span in stop.spans if month <= span[0] < last]
            (begins if within else continues).append(make_row(stop, within))
        campaigns = [
            e for e in ctx.list_entries(Campaign) if e.record.start < last and e.last_day >= month
        ]
        name = l10n.format_month(ctx.lang, month)
        return v.MonthView(
            **ctx.make_page_fields(
                "month",
                ctx.path_for("month", f"{month:%Y-%m}"),
                name,
                [ctx.link_listing("month")],
                description=ctx.t("about_month"),
            ),
            month=month,
            begins=tuple(sorted(begins, key=get_sort_key)),
            continues=tuple(continues),
            campaigns=tuple(map(ctx.make_card, campaigns)),
            previous=make_month_link(previous),
            following=make_month_link(following),
        )

    def make_year_link(year: int | None) -> v.Link | None:
        return (
            v.Link(name=l10n.format_year(ctx.lang, year), url=ctx.url_for("year", str(year)))
            if year
            else None
        )

    def make_year_view(year: int, previous: int | None, following: int | None) -> v.YearView:
        links = tuple(link for m in by_year.get(year, ()) if (link := make_month_link(m)))
        rows = [
            make_row(s, [span for span in s.spans if span[0].year == year])
            for s in ctx.index.stops_by_year[year]
        ]
        return v.YearView(
            **ctx.make_page_fields(
                "year",
                ctx.path_for("year", str(year)),
                l10n.format_year(ctx.lang, year),
                [ctx.link_listing("year")],
                description=ctx.t("about_year"),
            ),
            year=year,
            rows=tuple(sorted(rows, key=get_sort_key)),
            months=links,
            previous=make_year_link(previous),
            following=make_year_link(following),
        )

    def make_month_groups() -> list[v.Group]:
        def make_card(m: dt.date) -> v.Card:
            return v.Card(
                kind="month",
                url=ctx.url_for("month", f"{m:%Y-%m}"),
                name=l10n.format_month(ctx.lang, m),
                start=m,
                count=len(ctx.index.stops_by_month[m]),
            )

        return [
            v.Group(
                name=l10n.format_year(ctx.lang, y),
                url=ctx.url_for("year", str(y)),
                cards=tuple(map(make_card, found)),
            )
            for y, found in by_year.items()
        ]

    def make_year_groups() -> list[v.Group]:
        def make_card(y: int, count: int) -> v.Card:
            return v.Card(
                kind="year",
                url=ctx.url_for("year", str(y)),
                name=l10n.format_year(ctx.lang, y),
                count=count,
            )

        return [
            v.Group(
                cards=tuple(
                    make_card(y, len(stops))
                    for y, stops in reversed(ctx.index.stops_by_year.items())
                )
            )
        ]

    yield make_list_page(ctx, "month", make_month_groups, ())
    for m, before, after in zip(months, [None, *months], [*months[1:], None], strict=False):
        yield HtmlPage(
            ctx.path_for("month", f"{m:%Y-%m}"),
            "month",
            "month",
            ctx.lang,
            (),
            partial(make_month_view, m, before, after),
        )
    yield make_list_page(ctx, "year", make_year_groups, ())
    for y, earlier, later in zip(years, [None, *years], [*years[1:], None], strict=False):
        yield HtmlPage(
            ctx.path_for("year", str(y)),
            "year",
            "year",
            ctx.lang,
            (),
            partial(make_year_view, y, earlier, later),
        )
