"""A page for each year in figures, and the list of the years."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from tourbook import views as v
from tourbook.common import l10n
from tourbook.schedule import statistics
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .listing import list_page

ENDINGS = ("csv", "xlsx")


def make(c: Context) -> Iterator[HtmlPage]:
    years = statistics.years(c.index)

    def groups() -> list[v.Group]:
        cards = [
            v.Card(kind="report", url=c.url("report", str(y)), name=c.t("report_of", year=y))
            for y in reversed(years)
        ]
        return [v.Group(cards=tuple(cards))]

    yield list_page(c, "report", groups, ())
    for year, before, after in zip(years, [None, *years], [*years[1:], None], strict=False):
        yield HtmlPage(
            c.path("report", str(year)),
            "report",
            "report",
            c.lang,
            (),
            partial(view, c, year, before, after),
        )


def view(c: Context, year: int, before: int | None, after: int | None) -> v.ReportView:
    found, path = statistics.report(c.index, year), c.path("report", str(year))

    def link(other: int | None) -> v.Link | None:
        return (
            v.Link(name=l10n.year(c.lang, other), url=c.url("report", str(other)))
            if other
            else None
        )

    downloads = (
        [v.Link(name=e.upper(), url=f"{path}report.{e}") for e in ENDINGS]
        if "report" in c.settings.feeds
        else []
    )
    return v.ReportView(
        **c.page(
            "report",
            path,
            c.t("report_of", year=year),
            [c.listing("report")],
            description=c.t("about_one_report", year=year),
        ),
        year=year,
        **lines(c, found),
        share=found.total.share,
        target=c.index.engine.planning.township_share,
        counties=tuple(counties(c, found)),
        unmeasured=found.unmeasured,
        downloads=tuple(downloads),
        previous=link(before),
        following=link(after),
    )


def lines(c: Context, found: statistics.YearReport) -> dict[str, Any]:
    """The figures of a report with the names that they go by: total, provinces, vehicles,
    exhibitions, months."""

    def of(kind: str, id: str, figures: statistics.Figures) -> v.FigureRow:
        entry = c.model.find(kind, id)
        return row(c.link(entry) if entry else v.Link(name=id), figures)

    def top(code: str, figures: statistics.Figures) -> v.FigureRow:
        return row((*c.regions(code), v.Link(name=c.t("unknown_region")))[0], figures)

    def most(figures: statistics.Figures) -> tuple[int, int]:
        return -(figures.stops + figures.visits), -figures.visitors

    months = [v.Link(name=l10n.month_name(c.lang, n), url="") for n in range(1, 13)]
    return {
        "total": row(v.Link(name=c.t("report_total")), found.total),
        "provinces": tuple(
            top(k, f) for k, f in sorted(found.provinces.items(), key=lambda x: (*most(x[1]), x[0]))
        ),
        "vehicles": tuple(
            of("caravan", k, f)
            for k, f in sorted(found.vehicles.items(), key=lambda x: (*most(x[1]), x[0]))
        ),
        "exhibitions": tuple(
            of("exhibition", k, f)
            for k, f in sorted(found.exhibitions.items(), key=lambda x: (*most(x[1]), x[0]))
        ),
        "months": tuple(row(link, f) for link, f in zip(months, found.months, strict=True)),
    }


def row(link: v.Link, f: statistics.Figures) -> v.FigureRow:
    return v.FigureRow(
        name=link.name,
        url=link.url,
        stops=f.stops,
        visits=f.visits,
        township=f.township,
        open_days=f.open_days,
        expected=f.expected,
        visitors=f.visitors,
        km=round(f.km),
    )


def counties(c: Context, found: statistics.YearReport) -> Iterator[v.Counties]:
    groups: dict[tuple[str, ...], tuple[list[v.Link], list[v.Link]]] = {}
    for n, codes in enumerate((found.covered, found.uncovered)):
        for code in codes:
            chain = c.regions(code)
            names = tuple(r.name for r in chain[:-1])
            link = (
                chain[-1] if n == 0 else v.Link(name=chain[-1].name)
            )  # a county without stops may have no page
            groups.setdefault(names, ([], []))[n].append(link)
    for names, (covered, uncovered) in sorted(groups.items()):
        yield v.Counties(
            name=l10n.region(c.lang, names), covered=tuple(covered), uncovered=tuple(uncovered)
        )
