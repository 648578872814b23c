"""report: the figures of a year, for the screen or for the annual return."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from tourbook.common.files import write_atomically
from tourbook.schedule import statistics
from tourbook.schedule.agenda import Agenda
from tourbook.site.context import Context
from tourbook.site.feeds.downloads import WRITERS, make_year_table
from tourbook.site.figures import list_figure_columns, make_figure_rows

from .base import Command, Run, UsageError
from .project import open_project

_SECTIONS = {
    "report_by_province": "provinces",
    "report_by_vehicle": "caravans",
    "report_by_exhibition": "exhibitions",
}
"""Key of the title in the theme's strings -> key of the rows."""
_CERTAIN_COLUMNS = ("stops", "visits", "township", "open_days")
"""What the schedule itself says; a zero of any other means that nobody counted."""


def run_report(run: Run) -> int:
    project, args = open_project(run), run.args
    year = project.agenda.today.year if args.year is None else args.year
    _check_arguments(args, year, statistics.list_report_years(project.agenda))
    context = project.find_context(args.lang)
    if args.form in WRITERS:
        raw = WRITERS[args.form](make_year_table(context, year))
    else:
        lines = _iterate_text_lines(context, project.agenda, year)
        raw = "".join(line + "\n" for line in lines).encode()
    if args.to is not None:
        write_atomically(Path(args.to), raw)
    else:
        sys.stdout.write(raw.decode("utf-8-sig").replace("\r\n", "\n"))
    return 0


def _check_arguments(args: argparse.Namespace, year: int, report_years: list[int]) -> None:
    """Raises UsageError."""
    if year not in report_years:
        listed = ", ".join(map(str, report_years)) or "–"
        raise UsageError(
            f"{year} 年没有站点；有的是：{listed}",
            f"there are no stops in {year}; years with stops: {listed}",
        )
    if args.to is None:
        if args.form == "xlsx":
            raise UsageError(
                "XLSX 要写进文件：加 --to 2026.xlsx",
                "a workbook must be written to a file: add --to 2026.xlsx",
            )
        return
    path = Path(args.to)
    if not args.to.strip() or path.is_dir() or not path.absolute().parent.is_dir():
        raise UsageError(
            f"不能写到 “{args.to}”：写一个文件名",
            f"cannot write to “{args.to}”: give the name of a file",
        )


def _iterate_text_lines(context: Context, agenda: Agenda, year: int) -> Iterator[str]:
    t, columns = context.language.t, list_figure_columns(context)
    colon = t("colon")
    report = statistics.compute_year_report(agenda, year)
    rows = make_figure_rows(context, report)
    yield t("report_of", year=year)
    for column in columns:
        figure = getattr(rows["total"], column)
        if figure or column in _CERTAIN_COLUMNS:
            yield f"  {t('report_' + column)}{colon}{figure:,}"
    if report.total.township_share is not None:
        yield f"  {t('report_township')}{colon}{report.total.township_share:.1f} %"
    covered, uncovered = len(report.covered_counties), len(report.uncovered_counties)
    yield f"  {t('report_counties')}{colon}{covered} / {covered + uncovered}"
    for title, section in _SECTIONS.items():
        yield t(title)
        for row in rows[section]:
            figures = ((column, getattr(row, column)) for column in columns)
            listed = ", ".join(f"{t('report_' + column)} {n:,}" for column, n in figures if n)
            yield f"  {row.name}{colon}{listed}"


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--year", type=int, metavar="YYYY", help="the year (default: this year) / 哪一年"
    )
    parser.add_argument(
        "--as",
        dest="form",
        choices=("text", *WRITERS),
        default="text",
        help="output format (default: text) / 输出格式",
    )
    parser.add_argument("--to", metavar="FILE", help="write to this file / 写到这个文件")


COMMAND = Command(run_report, _add_arguments)
