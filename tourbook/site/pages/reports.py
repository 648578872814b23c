"""A page for each year in figures, and the list of the years."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from tourbook import views as v
from tourbook.common import l10n
from tourbook.model.entries import ENTRY_CLASSES
from tourbook.schedule import statistics
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .listing import make_list_page

REPORT_EXTENSIONS = ("csv", "xlsx")


def make(ctx: Context) -> Iterator[HtmlPage]:
    years = statistics.list_report_years(ctx.index)

    def make_groups() -> list[v.Group]:
        cards = [
            v.Card(
                kind="report", url=ctx.url_for("report", str(y)), name=ctx.t("report_of", year=y)
            )
            for y in reversed(years)
        ]
        return [v.Group(cards=tuple(cards))]

    yield make_list_page(ctx, "report", make_groups, ())
    for year, before, after in zip(years, [None, *years], [*years[1:], None], strict=False):
        yield HtmlPage(
            ctx.path_for("report", str(year)),
            "report",
            "report",
            ctx.lang,
            (),
            partial(make_view, ctx, year, before, after),
        )


def make_view(ctx: Context, year: int, previous: int | None, following: int | None) -> v.ReportView:
    found, path = statistics.compute_year_report(ctx.index, year), ctx.path_for("report", str(year))

    def make_year_link(other: int | None) -> v.Link | None:
        return (
            v.Link(name=l10n.format_year(ctx.lang, other), url=ctx.url_for("report", str(other)))
            if other
            else None
        )

    downloads = (
        [v.Link(name=e.upper(), url=f"{path}report.{e}") for e in REPORT_EXTENSIONS]
        if "report" in ctx.settings.feeds
        else []
    )
    return v.ReportView(
        **ctx.make_page_fields(
            "report",
            path,
            ctx.t("report_of", year=year),
            [ctx.link_listing("report")],
            description=ctx.t("about_one_report", year=year),
        ),
        year=year,
        **make_figure_rows(ctx, found),
        share=found.total.township_share,
        target=ctx.index.engine.planning.township_share,
        counties=tuple(group_counties(ctx, found)),
        unmeasured=found.unmeasured_legs,
        downloads=tuple(downloads),
        previous=make_year_link(previous),
        following=make_year_link(following),
    )


def make_figure_rows(ctx: Context, year_report: statistics.YearReport) -> dict[str, Any]:
    """The figures of a report with the names that they go by: total, provinces, caravans,
    exhibitions, months."""

    def make_entry_row(kind: str, id: str, figures: statistics.Figures) -> v.FigureRow:
        entry = ctx.model.entries.find(ENTRY_CLASSES[kind], id)
        return make_figure_row(ctx.link_entry(entry) if entry else v.Link(name=id), figures)

    def make_province_row(code: str, figures: statistics.Figures) -> v.FigureRow:
        return make_figure_row(
            (*ctx.link_regions(code), v.Link(name=ctx.t("unknown_region")))[0], figures
        )

    def rank_figures(figures: statistics.Figures) -> tuple[int, int]:
        return -(figures.stops + figures.visits), -figures.visitors

    months = [v.Link(name=l10n.format_month_name(ctx.lang, n), url="") for n in range(1, 13)]
    return {
        "total": make_figure_row(v.Link(name=ctx.t("report_total")), year_report.total),
        "provinces": tuple(
            make_province_row(k, f)
            for k, f in sorted(
                year_report.provinces.items(), key=lambda x: (*rank_figures(x[1]), x[0])
            )
        ),
        "caravans": tuple(
            make_entry_row("caravan", k, f)
            for k, f in sorted(
                year_report.caravans.items(), key=lambda x: (*rank_figures(x[1]), x[0])
            )
        ),
        "exhibitions": tuple(
            make_entry_row("exhibition", k, f)
            for k, f in sorted(
                year_report.exhibitions.items(), key=lambda x: (*rank_figures(x[1]), x[0])
            )
        ),
        "months": tuple(
            make_figure_row(link, f) for link, f in zip(months, year_report.months, strict=True)
        ),
    }


def make_figure_row(link: v.Link, f: statistics.Figures) -> v.FigureRow:
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


def group_counties(ctx: Context, year_report: statistics.YearReport) -> Iterator[v.CountyGroup]:
    groups: dict[tuple[str, ...], tuple[list[v.Link], list[v.Link]]] = {}
    for n, codes in enumerate((year_report.covered_counties, year_report.uncovered_counties)):
        for code in codes:
            chain = ctx.link_regions(code)
            names = tuple(r.name for r in chain[:-1])
            link = (
                chain[-1] if n == 0 else v.Link(name=chain[-1].name)
            )  # a county without stops may have no page
            groups.setdefault(names, ([], []))[n].append(link)
    for names, (covered, uncovered) in sorted(groups.items()):
        yield v.CountyGroup(
            name=l10n.format_region(ctx.lang, names),
            covered=tuple(covered),
            uncovered=tuple(uncovered),
        )
