"""A page for each year in figures, and the list of the years."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.common import l10n
from tourbook.common.canonical import encode_canonical
from tourbook.schedule.statistics import YearReport, compute_year_report, list_report_years
from tourbook.site.addresses import REPORT_EXTENSIONS
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.figures import make_figure_rows
from tourbook.site.outputs import HtmlPage

from .listing import iterate_with_neighbours, make_list_pages


def make(edition: Edition) -> Iterator[HtmlPage]:
    years = list_report_years(edition.agenda)
    yield from make_list_pages(edition, "report", make_groups, (), len(years))
    for year, previous, following in iterate_with_neighbours(years):
        yield HtmlPage(
            edition.addresses.path_for("report", str(year)),
            "report",
            "report",
            edition.lang,
            (),
            partial(make_view, year=year, previous=previous, following=following),
            list_inputs=partial(list_inputs, neighbours=(previous, following)),
        )


def list_inputs(ctx: Context, neighbours: tuple[int | None, int | None]) -> Iterator[bytes]:
    """What `make_view` sees."""
    yield ctx.record_input
    yield encode_canonical(neighbours)


def make_groups(ctx: Context) -> list[v.Group]:
    cards = [
        v.Card(
            kind="report",
            url=ctx.addresses.url_for("report", str(year)),
            name=ctx.language.t("report_of", year=year),
        )
        for year in reversed(list_report_years(ctx.agenda))
    ]
    return [v.Group(cards=tuple(cards))]


def make_view(ctx: Context, year: int, previous: int | None, following: int | None) -> v.ReportView:
    report = compute_year_report(ctx.agenda, year)
    path = ctx.addresses.path_for("report", str(year))
    downloads = [v.Link(name=e.upper(), url=f"{path}report.{e}") for e in REPORT_EXTENSIONS]
    return v.ReportView(
        **ctx.frame.make_page_fields(
            "report",
            path,
            ctx.language.t("report_of", year=year),
            [ctx.presenter.link_listing("report")],
            description=ctx.language.t("about_one_report", year=year),
        ),
        year=year,
        **make_figure_rows(ctx, report),
        share=report.total.township_share,
        target=ctx.agenda.engine.planning.township_share,
        counties=tuple(group_counties(ctx, report)),
        unmeasured=report.unmeasured_legs,
        downloads=tuple(downloads) if "report" in ctx.addresses.settings.feeds else (),
        previous=_link_year(ctx, previous),
        following=_link_year(ctx, following),
    )


def _link_year(ctx: Context, year: int | None) -> v.Link | None:
    if year is None:
        return None
    url = ctx.addresses.url_for("report", str(year))
    return v.Link(name=l10n.format_year(ctx.lang, year), url=url)


def group_counties(ctx: Context, report: YearReport) -> Iterator[v.CountyGroup]:
    groups: dict[tuple[str, ...], tuple[list[v.Link], list[v.Link]]] = {}
    for n, codes in enumerate((report.covered_counties, report.uncovered_counties)):
        for code in codes:
            chain = ctx.presenter.link_regions(code)
            names = tuple(r.name for r in chain[:-1])
            # a county without stops may have no page
            link = chain[-1] if n == 0 else v.Link(name=chain[-1].name)
            groups.setdefault(names, ([], []))[n].append(link)
    for names, (covered, uncovered) in sorted(groups.items()):
        yield v.CountyGroup(
            name=l10n.format_region(ctx.lang, names),
            covered=tuple(covered),
            uncovered=tuple(uncovered),
        )
