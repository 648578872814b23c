"""Tables to download: what is free (CSV, XLSX, YAML) and each year's figures (CSV, XLSX)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from tourbook import views as v
from tourbook.common import l10n
from tourbook.common.problems import At
from tourbook.formats import yaml_source
from tourbook.schedule import availability as free
from tourbook.schedule import statistics
from tourbook.site.context import Context
from tourbook.site.outputs import Sheet
from tourbook.site.pages.availability import shown
from tourbook.site.pages.reports import ENDINGS, lines
from tourbook.sources.paths import SITE

from .tables import Cell, Tab, Table, to_csv, to_xlsx

COLUMNS = ("stops", "visits", "township", "open_days", "expected", "visitors", "km")
WRITERS = {"csv": to_csv, "xlsx": to_xlsx}


def make(c: Context) -> Iterator[Sheet]:
    for ending in ("csv", "xlsx", "yaml"):
        write = WRITERS.get(ending, to_yaml)
        yield Sheet(
            f"{c.availability_path}free.{ending}",
            "availability",
            (At(SITE),),
            partial(availability, c),
            write,
        )
    for year in statistics.years(c.index):
        for ending in ENDINGS:
            yield Sheet(
                f"{c.path('report', str(year))}report.{ending}",
                "report",
                (),
                partial(year_table, c, year),
                WRITERS[ending],
            )


def availability(c: Context) -> Table:
    return free_table(c, free.copies(c.index), free.vehicles(c.index))


def free_table(c: Context, copies: Iterable[free.Free], vehicles: Iterable[free.Free]) -> Table:
    """A row for each free stretch; an open end is left empty."""
    days = tuple(c.t(k) for k in ("free_from", "free_until", "opens_from", "closes_until"))

    def rows(found: Iterable[free.Free], with_copy: bool) -> Iterator[tuple[Cell, ...]]:
        for one in shown(c, found):
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
                c.t("kind_exhibition"),
                (c.t("kind_exhibition"), c.t("copy"), *days),
                tuple(rows(copies, True)),
            ),
            Tab(
                c.t("kind_caravan"), (c.t("kind_caravan"), *days[:2]), tuple(rows(vehicles, False))
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


def year_table(c: Context, year: int) -> Table:
    found = statistics.report(c.index, year)
    parts = lines(c, found)
    header = (c.t("report_item"), *(c.t("report_" + name) for name in COLUMNS))

    def tab(name: str, rows: Iterable[v.FigureRow]) -> Tab:
        return Tab(
            name, header, tuple((r.name, *(getattr(r, column) for column in COLUMNS)) for r in rows)
        )

    counties = [
        (l10n.region(c.lang, [r.name for r in c.regions(code)]), code, c.t(f"report_{word}"))
        for word, codes in (("covered", found.covered), ("uncovered", found.uncovered))
        for code in codes
    ]
    return Table(
        (
            tab(c.t("report_total"), [parts["total"]]),
            tab(c.t("report_by_province"), parts["provinces"]),
            tab(c.t("report_by_vehicle"), parts["vehicles"]),
            tab(c.t("report_by_exhibition"), parts["exhibitions"]),
            tab(c.t("report_by_month"), parts["months"]),
            Tab(
                c.t("report_counties"),
                (c.t("report_region"), "GB/T 2260", c.t("report_counties")),
                tuple(counties),
            ),
        )
    )
