"""report: a year's figures, for the screen or for the annual return."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from tourbook.common.files import write_atomically
from tourbook.schedule import statistics as figures
from tourbook.schedule.agenda import Agenda
from tourbook.site.context import Context
from tourbook.site.feeds.downloads import FIGURE_COLUMNS, WRITERS, make_year_table
from tourbook.site.pages.reports import make_figure_rows

from .base import Command, Run, open_project

_PARTS = {
    "report_by_province": "provinces",
    "report_by_vehicle": "caravans",
    "report_by_exhibition": "exhibitions",
}
"""String of the theme -> the part of the figures that it is the title of."""


def run(run: Run) -> int:
    seen = open_project(run)
    if isinstance(seen, int):
        return seen
    a = run.args
    year = seen.agenda.today.year if a.year is None else a.year
    known = figures.list_report_years(seen.agenda)
    if year not in known:
        listed = ", ".join(map(str, known)) or "–"
        print(
            run.localize(
                f"{year} 年没有站点；有的是：{listed}",
                f"nothing happens in {year}; it does in: {listed}",
            ),
            file=sys.stderr,
        )
        return 2
    c = seen.find_context(a.lang)
    if a.to is None and a.form == "xlsx":
        print(
            run.localize(
                "XLSX 要写进文件：加 --to 2026.xlsx",
                "a workbook goes into a file: add --to 2026.xlsx",
            ),
            file=sys.stderr,
        )
        return 2
    if a.to is not None and (
        not a.to.strip() or Path(a.to).is_dir() or not Path(a.to).absolute().parent.is_dir()
    ):
        print(
            run.localize(
                f"不能写到 “{a.to}”：写一个文件名",
                f"nothing can be written to “{a.to}”: name a file",
            ),
            file=sys.stderr,
        )
        return 2
    raw = (
        WRITERS[a.form](make_year_table(c, year))
        if a.form in WRITERS
        else "\n".join([*_format_text(c, seen.agenda, year), ""]).encode()
    )
    if a.to is not None:
        write_atomically(Path(a.to), raw)
    else:
        sys.stdout.write(raw.decode("utf-8-sig").replace("\r\n", "\n"))
    return 0


def _format_text(c: Context, index: Agenda, year: int) -> Iterator[str]:
    found = figures.compute_year_report(index, year)
    parts = make_figure_rows(c, found)
    yield c.t("report_of", year=year)
    colon = "：" if c.lang == "zh" else ": "
    for column in FIGURE_COLUMNS:
        yield f"  {c.t('report_' + column)}{colon}{getattr(parts['total'], column):,}"
    if found.total.township_share is not None:
        yield f"  {c.t('report_township')}{colon}{found.total.township_share:.1f} %"
    yield (
        f"  {c.t('report_counties')}{colon}{len(found.covered_counties)} / "
        f"{len(found.covered_counties) + len(found.uncovered_counties)}"
    )
    for title, part in _PARTS.items():
        yield c.t(title)
        for row in parts[part]:
            yield f"  {row.name}{colon}" + ", ".join(
                f"{c.t('report_' + k)} {n:,}" for k in FIGURE_COLUMNS if (n := getattr(row, k))
            )


def _add_arguments(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--year", type=int, metavar="YYYY", help="which year (default: this one) / 哪一年"
    )
    sub.add_argument(
        "--as",
        dest="form",
        choices=("text", *WRITERS),
        default="text",
        help="how it is printed / 输出格式",
    )
    sub.add_argument("--to", metavar="FILE", help="write it there / 写到这个文件")


COMMAND = Command("a year's figures, as text, CSV or XLSX / 年度统计", run, _add_arguments)
