"""Calendar pages by month, and the archive by year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

import msgspec

from tourbook import views as v
from tourbook.common import l10n
from tourbook.common.dates import state
from tourbook.model.entities import Stop
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .listing import list_page


def make(c: Context) -> Iterator[HtmlPage]:
    months, years = list(c.index.months), list(c.index.years)
    by_year: dict[int, list[dt.date]] = {}
    for month in months:
        by_year.setdefault(month.year, []).append(month)

    def month_link(month: dt.date | None) -> v.Link | None:
        return (
            v.Link(name=l10n.month(c.lang, month), url=c.url("month", f"{month:%Y-%m}"))
            if month
            else None
        )

    def row(stop: Stop, within: list[tuple[dt.date, dt.date]]) -> v.Row:
        """A recurring visit shows those of its dates that lie in the month or year."""
        if len(stop.spans) < 2 or not within:
            return c.row(stop)
        start, end = within[0][0], within[-1][1]
        coming = next((a for a, _ in within if a >= c.today), None)
        now = state(stop.record.status, start, end, c.today, c.model.site.soon, coming)
        return msgspec.structs.replace(
            c.row(stop), start=start, end=end, days=len(within), next=coming, state=now
        )

    def in_order(r: v.Row) -> tuple[dt.date, str, str]:
        return r.start or dt.date.max, r.sessions[0].start if r.sessions else "", r.id

    def month_view(month: dt.date, before: dt.date | None, after: dt.date | None) -> v.MonthView:
        last = (month + dt.timedelta(days=32)).replace(day=1)
        begins: list[v.Row] = []
        continues: list[v.Row] = []
        for stop in c.index.months[month]:
            within = [span for span in stop.spans if month <= span[0] < last]
            (begins if within else continues).append(row(stop, within))
        campaigns = [
            e
            for e in c.entries("campaign")
            if e.record.start < last and (e.record.end or e.record.start) >= month
        ]
        name = l10n.month(c.lang, month)
        return v.MonthView(
            **c.page(
                "month",
                c.path("month", f"{month:%Y-%m}"),
                name,
                [c.listing("month")],
                description=c.t("about_month"),
            ),
            month=month,
            begins=tuple(sorted(begins, key=in_order)),
            continues=tuple(continues),
            campaigns=tuple(map(c.card, campaigns)),
            previous=month_link(before),
            following=month_link(after),
        )

    def year_link(year: int | None) -> v.Link | None:
        return v.Link(name=l10n.year(c.lang, year), url=c.url("year", str(year))) if year else None

    def year_view(year: int, before: int | None, after: int | None) -> v.YearView:
        links = tuple(link for m in by_year.get(year, ()) if (link := month_link(m)))
        rows = [
            row(s, [span for span in s.spans if span[0].year == year]) for s in c.index.years[year]
        ]
        return v.YearView(
            **c.page(
                "year",
                c.path("year", str(year)),
                l10n.year(c.lang, year),
                [c.listing("year")],
                description=c.t("about_year"),
            ),
            year=year,
            rows=tuple(sorted(rows, key=in_order)),
            months=links,
            previous=year_link(before),
            following=year_link(after),
        )

    def month_groups() -> list[v.Group]:
        def card(m: dt.date) -> v.Card:
            return v.Card(
                kind="month",
                url=c.url("month", f"{m:%Y-%m}"),
                name=l10n.month(c.lang, m),
                start=m,
                count=len(c.index.months[m]),
            )

        return [
            v.Group(
                name=l10n.year(c.lang, y), url=c.url("year", str(y)), cards=tuple(map(card, found))
            )
            for y, found in by_year.items()
        ]

    def year_groups() -> list[v.Group]:
        def card(y: int, count: int) -> v.Card:
            return v.Card(
                kind="year", url=c.url("year", str(y)), name=l10n.year(c.lang, y), count=count
            )

        return [
            v.Group(
                cards=tuple(card(y, len(stops)) for y, stops in reversed(c.index.years.items()))
            )
        ]

    yield list_page(c, "month", month_groups, ())
    for m, before, after in zip(months, [None, *months], [*months[1:], None], strict=False):
        yield HtmlPage(
            c.path("month", f"{m:%Y-%m}"),
            "month",
            "month",
            c.lang,
            (),
            partial(month_view, m, before, after),
        )
    yield list_page(c, "year", year_groups, ())
    for y, earlier, later in zip(years, [None, *years], [*years[1:], None], strict=False):
        yield HtmlPage(
            c.path("year", str(y)),
            "year",
            "year",
            c.lang,
            (),
            partial(year_view, y, earlier, later),
        )
