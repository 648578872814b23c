"""The figures of a year, as pages, tables and the command `report` show them."""

from __future__ import annotations

from typing import Any

from tourbook import views as v
from tourbook.common import l10n
from tourbook.model.entries import ENTRY_CLASSES
from tourbook.schedule.statistics import Figures, YearReport

from .context import Context

FIGURE_COLUMNS = ("stops", "visits", "township", "open_days", "expected", "visitors", "km")


def make_figure_rows(ctx: Context, report: YearReport) -> dict[str, Any]:
    """The figures with the names that they go by, under the names of the fields of ReportView:
    total, provinces, caravans, exhibitions, months."""
    months = [v.Link(name=l10n.format_month_name(ctx.lang, n), url="") for n in range(1, 13)]
    return {
        "total": _make_row(v.Link(name=ctx.language.t("report_total")), report.total),
        "provinces": tuple(
            _make_row(_link_province(ctx, code), figures)
            for code, figures in _rank(report.provinces)
        ),
        "caravans": _make_entry_rows(ctx, "caravan", report.caravans),
        "exhibitions": _make_entry_rows(ctx, "exhibition", report.exhibitions),
        "months": tuple(map(_make_row, months, report.months)),
    }


def _make_entry_rows(
    ctx: Context, kind: str, figures_by_id: dict[str, Figures]
) -> tuple[v.FigureRow, ...]:
    return tuple(
        _make_row(_link_entry(ctx, kind, id), figures) for id, figures in _rank(figures_by_id)
    )


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


def _make_row(link: v.Link, figures: Figures) -> v.FigureRow:
    return v.FigureRow(
        name=link.name,
        url=link.url,
        stops=figures.stops,
        visits=figures.visits,
        township=figures.township,
        open_days=figures.open_days,
        expected=figures.expected,
        visitors=figures.visitors,
        km=round(figures.km),
    )
