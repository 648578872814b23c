"""The figures of a year, as pages, tables and the command `report` show them."""

from __future__ import annotations

from functools import partial
from typing import Any

from tourbook import views as v
from tourbook.common import l10n
from tourbook.model.entries import ENTRY_CLASSES
from tourbook.schedule.statistics import Figures, YearReport
from tourbook.schema.countries import choose_distance_unit
from tourbook.schema.site_options import DistanceUnit

from .context import Context

_COUNTS = ("stops", "visits", "township", "open_days", "expected", "visitors")


def list_figure_columns(ctx: Context) -> tuple[str, ...]:
    """The fields of FigureRow that a table has."""
    return (*_COUNTS, choose_distance_unit(ctx.model.site))


def make_figure_rows(ctx: Context, report: YearReport) -> dict[str, Any]:
    """The figures with the names that they go by, under the names of the fields of ReportView:
    total, provinces, caravans, exhibitions, months."""
    make_row = partial(make_figure_row, ctx)
    months = [v.Link(name=l10n.format_month_name(ctx.lang, n), url="") for n in range(1, 13)]
    return {
        "total": make_row(v.Link(name=ctx.language.t("report_total")), report.total),
        "provinces": tuple(
            make_row(_link_province(ctx, code), figures)
            for code, figures in _rank(report.provinces)
        ),
        "caravans": tuple(
            make_row(_link_entry(ctx, "caravan", id), figures)
            for id, figures in _rank(report.caravans)
        ),
        "exhibitions": tuple(
            make_row(_link_entry(ctx, "exhibition", id), figures)
            for id, figures in _rank(report.exhibitions)
        ),
        "months": tuple(map(make_row, months, report.months)),
    }


def _rank(figures_by_key: dict[str, Figures]) -> list[tuple[str, Figures]]:
    """The most stops and visits first, then the most visitors."""

    def get_sort_key(item: tuple[str, Figures]) -> tuple[int, int, str]:
        key, figures = item
        return -(figures.stops + figures.visits), -figures.visitors, key

    return sorted(figures_by_key.items(), key=get_sort_key)


def _link_entry(ctx: Context, kind: str, id: str) -> v.Link:
    entry = ctx.model.entries.find(ENTRY_CLASSES[kind], id)
    return ctx.presenter.link_entry(entry) if entry else v.Link(name=id)


def _link_province(ctx: Context, code: str) -> v.Link:
    unknown = v.Link(name=ctx.language.t("unknown_region"))
    return next(iter(ctx.presenter.link_regions(code)), unknown)


def make_figure_row(ctx: Context, link: v.Link, figures: Figures) -> v.FigureRow:
    unit: DistanceUnit = choose_distance_unit(ctx.model.site)
    distance = {unit: round(l10n.convert_km(figures.km, unit))}
    return v.FigureRow(
        name=link.name,
        url=link.url,
        stops=figures.stops,
        visits=figures.visits,
        township=figures.township,
        open_days=figures.open_days,
        expected=figures.expected,
        visitors=figures.visitors,
        **distance,
    )
