"""Tables to download: what is free (CSV, XLSX, YAML) and each year's figures (CSV, XLSX)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial

from tourbook import views as v
from tourbook.common import l10n
from tourbook.common.problems import Location
from tourbook.formats import yaml_source
from tourbook.schedule.availability import (
    Availability,
    list_caravan_availability,
    list_copy_availability,
)
from tourbook.schedule.statistics import compute_year_report, list_report_years
from tourbook.site.addresses import AVAILABILITY_EXTENSIONS, REPORT_EXTENSIONS
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.figures import list_figure_columns, make_figure_rows
from tourbook.site.outputs import ViewFile
from tourbook.sources.paths import SITE_FILE

from .tables import Tab, Table, to_csv, to_xlsx

WRITERS = {"csv": to_csv, "xlsx": to_xlsx}


def make(edition: Edition) -> Iterator[ViewFile]:
    lang, addresses = edition.lang, edition.addresses
    for ending in AVAILABILITY_EXTENSIONS:
        path = f"{addresses.availability_path}free.{ending}"
        sources, write = (Location(SITE_FILE),), WRITERS.get(ending, to_yaml)
        yield ViewFile(path, "availability", lang, sources, make_availability_table, write)
    for year in list_report_years(edition.agenda):
        for ending in REPORT_EXTENSIONS:
            path = f"{addresses.path_for('report', str(year))}report.{ending}"
            make_view = partial(make_year_table, year=year)
            yield ViewFile(path, "report", lang, (), make_view, WRITERS[ending])


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
        for a in ctx.presenter.make_availabilities(copies)
        for w in a.windows
    ]
    caravan_rows = [
        (a.thing.name, *map(_format_day, (w.start, w.end)))
        for a in ctx.presenter.make_availabilities(caravans)
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


def make_year_table(ctx: Context, year: int) -> Table:
    t, report = ctx.language.t, compute_year_report(ctx.agenda, year)
    figures, columns = make_figure_rows(ctx, report), list_figure_columns(ctx)
    header = (t("report_item"), *(t("report_" + name) for name in columns))

    def make_tab(name: str, rows: Iterable[v.FigureRow]) -> Tab:
        cells = [(r.name, *(getattr(r, column) for column in columns)) for r in rows]
        return Tab(name, header, tuple(cells))

    covered, uncovered = t("report_covered"), t("report_uncovered")
    counties = [
        *(_tabulate_county(ctx, code, covered) for code in report.covered_counties),
        *(_tabulate_county(ctx, code, uncovered) for code in report.uncovered_counties),
    ]
    has_official_codes = any(len(code) == 6 and code.isdigit() for _, code, _ in counties)
    return Table(
        (
            make_tab(t("report_total"), [figures["total"]]),
            make_tab(t("report_by_province"), figures["provinces"]),
            make_tab(t("report_by_vehicle"), figures["caravans"]),
            make_tab(t("report_by_exhibition"), figures["exhibitions"]),
            make_tab(t("report_by_month"), figures["months"]),
            Tab(
                t("report_counties"),
                (
                    t("report_region"),
                    "GB/T 2260" if has_official_codes else "ID",
                    t("report_counties"),
                ),
                tuple(counties),
            ),
        )
    )


def _tabulate_county(ctx: Context, code: str, standing: str) -> tuple[str, str, str]:
    names = [region.name for region in ctx.presenter.link_regions(code)]
    return l10n.format_region(ctx.lang, names), code, standing
