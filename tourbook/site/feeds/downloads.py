"""Tables to download: what is free (CSV, XLSX, YAML) and each year's figures (CSV, XLSX)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from tourbook import views as v
from tourbook.common import l10n
from tourbook.common.memoized import memoize_by_owner
from tourbook.common.problems import Location
from tourbook.formats import yaml_source
from tourbook.model.trips import Stay, Stop
from tourbook.schedule.availability import (
    Availability,
    list_caravan_availability,
    list_copy_availability,
)
from tourbook.schedule.statistics import YearReport, compute_year_report, list_report_years
from tourbook.site.addresses import AVAILABILITY_EXTENSIONS, REPORT_EXTENSIONS
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.figures import list_figure_columns, make_figure_row, make_figure_rows
from tourbook.site.free_windows import make_availabilities
from tourbook.site.outputs import ViewFile
from tourbook.sources.paths import SITE_FILE

from .tables import CellValue, Tab, Table, to_csv, to_xlsx

WRITERS = {"csv": to_csv, "xlsx": to_xlsx}


def make(edition: Edition) -> Iterator[ViewFile]:
    lang, addresses = edition.lang, edition.addresses
    for ending in AVAILABILITY_EXTENSIONS:
        path = f"{addresses.availability_path}free.{ending}"
        sources, write = (Location(SITE_FILE),), WRITERS.get(ending, to_yaml)
        yield ViewFile(
            path,
            "availability",
            lang,
            sources,
            make_availability_table,
            write,
            list_inputs=list_availability_inputs,
        )
    for year in list_report_years(edition.agenda):
        for ending in REPORT_EXTENSIONS:
            path = f"{addresses.path_for('report', str(year))}report.{ending}"
            make_view = partial(make_year_table, year=year)
            write = WRITERS[ending]
            inputs = list_report_inputs
            yield ViewFile(path, "report", lang, (), make_view, write, list_inputs=inputs)


def list_availability_inputs(ctx: Context) -> Iterator[bytes]:
    """The schedule, and the day from which on something is free."""
    yield ctx.schedule_input
    yield ctx.faces.days


def list_report_inputs(ctx: Context) -> Iterator[bytes]:
    yield ctx.record_input


def make_availability_table(ctx: Context) -> Table:
    copies = list_copy_availability(ctx.agenda)
    caravans = list_caravan_availability(ctx.agenda)
    return tabulate_availability(ctx, copies, caravans)


def tabulate_availability(
    ctx: Context, copies: Iterable[Availability], caravans: Iterable[Availability]
) -> Table:
    """A row for each free period; an open end is left empty."""
    t = ctx.language.t
    days = tuple(map(t, ("free_from", "free_until", "opens_from", "closes_until")))
    exhibition, caravan = t("kind_exhibition"), t("kind_caravan")
    copy_rows = [
        (a.thing.name, a.copy, *map(_format_day, (w.start, w.end, w.opens, w.closes)))
        for a in make_availabilities(ctx, copies)
        for w in a.windows
    ]
    caravan_rows = [
        (a.thing.name, *map(_format_day, (w.start, w.end)))
        for a in make_availabilities(ctx, caravans)
        for w in a.windows
    ]
    return Table(
        (
            Tab(exhibition, (exhibition, t("copy"), *days), tuple(copy_rows)),
            Tab(caravan, (caravan, *days[:2]), tuple(caravan_rows)),
        )
    )


def _format_day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def to_yaml(table: Table) -> bytes:
    """The rows of each tab as mappings; empty cells are left out."""
    tree = {
        tab.name: [
            {k: x for k, x in zip(tab.header, row, strict=True) if x is not None}
            for row in tab.rows
        ]
        for tab in table.tabs
    }
    return yaml_source.dump(tree).encode()


@memoize_by_owner
def make_year_table(ctx: Context, year: int) -> Table:
    """The figures of a year as a return, in every format the same: what nobody has counted is left
    empty."""
    t, report = ctx.language.t, compute_year_report(ctx.agenda, year)
    figures, columns = make_figure_rows(ctx, report), list_figure_columns(ctx)
    total = _tabulate_figures(figures["total"], columns)
    header = (t("report_item"), *(t("report_" + name) for name in columns))

    def make_tab(name: str, rows: Iterable[v.FigureRow], is_sum: bool = False) -> Tab:
        cells = tuple(_tabulate_figures(row, columns) for row in rows)
        return Tab(t(name), header, cells, total if is_sum else ())

    return Table(
        (
            make_tab("report_total", [figures["total"]]),
            _make_stop_tab(ctx, report, columns, total),
            make_tab("report_by_province", figures["provinces"], is_sum=True),
            make_tab("report_by_vehicle", figures["caravans"]),
            make_tab("report_by_exhibition", figures["exhibitions"]),
            make_tab("report_by_month", figures["months"]),
            _make_county_tab(ctx, report),
        ),
        title=f"{ctx.language.localize(ctx.model.site.name)} {t('report_of', year=year)}",
        note=t("report_empty"),
    )


def _tabulate_figures(row: v.FigureRow, columns: Iterable[str]) -> tuple[CellValue, ...]:
    return (row.name, *(_find_figure(row, column) for column in columns))


def _find_figure(row: v.FigureRow, column: str) -> int | None:
    """Stops and visits are known even if there are none; the other figures are not if they are
    zero: nobody has counted."""
    figure: int = getattr(row, column)
    return figure if figure or column in ("stops", "visits", "township") else None


def _list_stop_days(stop: Stop, year: int) -> list[dt.date | None]:
    """The first and the last day, of a visit in the year."""
    if isinstance(stop, Stay):
        return [stop.start, stop.end]
    days = [day for day, _ in stop.spans if day.year == year]
    return [min(days), max(days)]


def _make_stop_tab(
    ctx: Context, report: YearReport, columns: Sequence[str], total: tuple[CellValue, ...]
) -> Tab:
    t = ctx.language.t
    header = ("report_place", "report_region", "report_what", "report_from", "report_until")
    columns = [column for column in columns if column != "stops"]
    rows = []
    for stop, figures in report.stops.items():
        names = [region.name for region in ctx.presenter.link_regions(stop.place.region)]
        what = stop.exhibition or stop.caravan
        place = ctx.language.localize(stop.place.name)
        figure_row = make_figure_row(ctx, v.Link(name=place), figures)
        rows.append(
            (
                place,
                l10n.format_region(ctx.lang, names),
                ctx.language.localize(what.name) if what else "",
                *_list_stop_days(stop, report.year),
                *(getattr(figure_row, column) or None for column in columns),
            )
        )
    return Tab(
        t("report_list"),
        (*map(t, header), *(t("report_" + column) for column in columns)),
        tuple(rows),
        (total[0], None, None, None, None, *total[2:]),
    )


def _make_county_tab(ctx: Context, report: YearReport) -> Tab:
    t = ctx.language.t
    covered, uncovered = t("report_covered"), t("report_uncovered")
    counties = [
        *(_tabulate_county(ctx, code, covered) for code in report.covered_counties),
        *(_tabulate_county(ctx, code, uncovered) for code in report.uncovered_counties),
    ]
    has_official_codes = any(len(code) == 6 and code.isdigit() for _, code, _ in counties)
    code_title = "GB/T 2260" if has_official_codes else "ID"
    header = (t("report_region"), code_title, t("report_counties"))
    return Tab(t("report_counties"), header, tuple(counties))


def _tabulate_county(ctx: Context, code: str, standing: str) -> tuple[str, str, str]:
    names = [region.name for region in ctx.presenter.link_regions(code)]
    return l10n.format_region(ctx.lang, names), code, standing
