"""Calendar pages by month, and the archive by year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from .. import views as v
from ..context import Context
from ..model import Stop
from ..outputs import HtmlPage
from .listing import list_page


def make(c: Context) -> Iterator[HtmlPage]:
    months, years = list(c.index.months), list(c.index.years)
    by_year: dict[int, list[dt.date]] = {}
    for month in months:
        by_year.setdefault(month.year, []).append(month)

    def month_link(month: dt.date | None) -> v.Link | None:
        return v.Link(name=f"{month:%Y-%m}", url=c.url("month", f"{month:%Y-%m}")) if month else None

    def month_view(month: dt.date, before: dt.date | None, after: dt.date | None) -> v.MonthView:
        last = (month + dt.timedelta(days=32)).replace(day=1)
        begins: list[Stop] = []
        continues: list[Stop] = []
        for stop in c.index.months[month]:
            (begins if any(month <= a < last for a, _ in stop.spans) else continues).append(stop)
        campaigns = [e for e in c.entries("campaign") if e.record.start < last and (e.record.end or e.record.start) >= month]
        name = f"{month:%Y-%m}"
        return v.MonthView(
            **c.page("month", c.path("month", name), name, [c.listing("month")], description=c.t("about_month")),
            month=month, begins=c.rows(begins), continues=c.rows(continues), campaigns=tuple(map(c.card, campaigns)),
            previous=month_link(before), following=month_link(after),
        )

    def year_link(year: int | None) -> v.Link | None:
        return v.Link(name=str(year), url=c.url("year", str(year))) if year else None

    def year_view(year: int, before: int | None, after: int | None) -> v.YearView:
        links = tuple(link for m in by_year.get(year, ()) if (link := month_link(m)))
        return v.YearView(
            **c.page("year", c.path("year", str(year)), str(year), [c.listing("year")], description=c.t("about_year")),
            year=year, rows=c.rows(c.index.years[year]), months=links, previous=year_link(before), following=year_link(after),
        )

    def month_groups() -> list[v.Group]:
        def card(m: dt.date) -> v.Card:
            return v.Card(kind="month", url=c.url("month", f"{m:%Y-%m}"), name=f"{m:%Y-%m}", start=m, count=len(c.index.months[m]))

        return [v.Group(name=str(y), url=c.url("year", str(y)), cards=tuple(map(card, found))) for y, found in by_year.items()]

    def year_groups() -> list[v.Group]:
        return [v.Group(cards=tuple(
            v.Card(kind="year", url=c.url("year", str(y)), name=str(y), count=len(stops)) for y, stops in reversed(c.index.years.items())
        ))]

    yield list_page(c, "month", month_groups, ())
    for m, before, after in zip(months, [None, *months], [*months[1:], None], strict=False):
        yield HtmlPage(c.path("month", f"{m:%Y-%m}"), "month", "month", c.lang, (), partial(month_view, m, before, after))
    yield list_page(c, "year", year_groups, ())
    for y, earlier, later in zip(years, [None, *years], [*years[1:], None], strict=False):
        yield HtmlPage(c.path("year", str(y)), "year", "year", c.lang, (), partial(year_view, y, earlier, later))
