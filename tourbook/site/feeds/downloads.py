"""Tables to download: what is free (CSV, XLSX, YAML) and each year's figures (CSV, XLSX)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from tourbook import views as v
from tourbook.common import l10n
from tourbook.common.problems import Location
from tourbook.formats import yaml_source
from tourbook.schedule import availability as free
from tourbook.schedule import statistics
from tourbook.site.context import Context
from tourbook.site.outputs import ViewFile
from tourbook.site.pages.availability import make_availabilities
from tourbook.site.pages.reports import REPORT_EXTENSIONS, make_figure_rows
from tourbook.sources.paths import SITE_FILE

from .tables import CellValue, Tab, Table, to_csv, to_xlsx

FIGURE_COLUMNS = ("stops", "visits", "township", "open_days", "expected", "visitors", "km")
WRITERS = {"csv": to_csv, "xlsx": to_xlsx}


def make(ctx: Context) -> Iterator[ViewFile]:
    for ending in ("csv", "xlsx", "yaml"):
        write = WRITERS.get(ending, to_yaml)
        yield ViewFile(
            f"{ctx.availability_path}free.{ending}",
            "availability",
            (Location(SITE_FILE),),
            partial(make_availability_table, ctx),
            write,
        )
    for year in statistics.list_report_years(ctx.index):
        for ending in REPORT_EXTENSIONS:
            yield ViewFile(
                f"{ctx.path_for('report', str(year))}report.{ending}",
                "report",
                (),
                partial(make_year_table, ctx, year),
                WRITERS[ending],
            )


def make_availability_table(ctx: Context) -> Table:
    return tabulate_availability(
        ctx, free.iterate_copy_availability(ctx.index), free.iterate_caravan_availability(ctx.index)
    )


def tabulate_availability(
    ctx: Context, copies: Iterable[free.Availability], caravans: Iterable[free.Availability]
) -> Table:
    """A row for each free stretch; an open end is left empty."""
    days = tuple(ctx.t(k) for k in ("free_from", "free_until", "opens_from", "closes_until"))

    def rows(
        found: Iterable[free.Availability], with_copy: bool
    ) -> Iterator[tuple[CellValue, ...]]:
        for one in make_availabilities(ctx, found):
            for w in one.windows:
                dates = [d.isoformat() if d else None for d in (w.start, w.end, w.opens, w.closes)]
                yield (
                    one.thing.name,
                    *((one.copy,) if with_copy else ()),
                    *(dates if with_copy else dates[:2]),
                )

    return Table(
        (
            Tab(
                ctx.t("kind_exhibition"),
                (ctx.t("kind_exhibition"), ctx.t("copy"), *days),
                tuple(rows(copies, True)),
            ),
            Tab(
                ctx.t("kind_caravan"),
                (ctx.t("kind_caravan"), *days[:2]),
                tuple(rows(caravans, False)),
            ),
        )
    )


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
    found = statistics.compute_year_report(ctx.index, year)
    parts = make_figure_rows(ctx, found)
    header = (ctx.t("report_item"), *(ctx.t("report_" + name) for name in FIGURE_COLUMNS))

    def tab(name: str, rows: Iterable[v.FigureRow]) -> Tab:
        return Tab(
            name,
            header,
            tuple((r.name, *(getattr(r, column) for column in FIGURE_COLUMNS)) for r in rows),
        )

    counties = [
        (
            l10n.format_region(ctx.lang, [r.name for r in ctx.link_regions(code)]),
            code,
            ctx.t(f"report_{word}"),
        )
        for word, codes in (
            ("covered", found.covered_counties),
            ("uncovered", found.uncovered_counties),
        )
        for code in codes
    ]
    return Table(
        (
            tab(ctx.t("report_total"), [parts["total"]]),
            tab(ctx.t("report_by_province"), parts["provinces"]),
            tab(ctx.t("report_by_vehicle"), parts["caravans"]),
            tab(ctx.t("report_by_exhibition"), parts["exhibitions"]),
            tab(ctx.t("report_by_month"), parts["months"]),
            Tab(
                ctx.t("report_counties"),
                (ctx.t("report_region"), "GB/T 2260", ctx.t("report_counties")),
                tuple(counties),
            ),
        )
    )
