"""report: a year's figures, for the screen or for the annual return."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from tourbook.common.files import write_atomically
from tourbook.schedule import statistics as figures
from tourbook.schedule.agenda import Index
from tourbook.site.context import Context
from tourbook.site.feeds.downloads import COLUMNS, WRITERS, year_table
from tourbook.site.pages.reports import lines

from .base import Command, Run, look


def run(run: Run) -> int:
    seen = look(run)
    if isinstance(seen, int):
        return seen
    a = run.args
    year = seen.site.today.year if a.year is None else a.year
    known = figures.years(seen.site)
    if year not in known:
        listed = ", ".join(map(str, known)) or "–"
        print(
            run.say(
                f"{year} 年没有站点；有的是：{listed}",
                f"nothing happens in {year}; it does in: {listed}",
            ),
            file=sys.stderr,
        )
        return 2
    c = seen.context(a.lang)
    if a.to is None and a.form == "xlsx":
        print(
            run.say(
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
            run.say(
                f"不能写到 “{a.to}”：写一个文件名",
                f"nothing can be written to “{a.to}”: name a file",
            ),
            file=sys.stderr,
        )
        return 2
    raw = (
        WRITERS[a.form](year_table(c, year))
        if a.form in WRITERS
        else "\n".join([*_text(c, seen.site, year), ""]).encode()
    )
    if a.to is not None:
        write_atomically(Path(a.to), raw)
    else:
        sys.stdout.write(raw.decode("utf-8-sig").replace("\r\n", "\n"))
    return 0


def _text(c: Context, index: Index, year: int) -> Iterator[str]:
    found = figures.report(index, year)
    parts = lines(c, found)
    yield c.t("report_of", year=year)
    colon = "：" if c.lang == "zh" else ": "
    for column in COLUMNS:
        yield f"  {c.t('report_' + column)}{colon}{getattr(parts['total'], column):,}"
    if found.total.share is not None:
        yield f"  {c.t('report_township')}{colon}{found.total.share:.1f} %"
    yield (
        f"  {c.t('report_counties')}{colon}{len(found.covered)} / "
        f"{len(found.covered) + len(found.uncovered)}"
    )
    for name in ("province", "vehicle", "exhibition"):
        yield c.t(f"report_by_{name}")
        for row in parts[name + "s"]:
            yield f"  {row.name}{colon}" + ", ".join(
                f"{c.t('report_' + k)} {n:,}" for k in COLUMNS if (n := getattr(row, k))
            )


def _arguments(sub: argparse.ArgumentParser) -> None:
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


COMMAND = Command("a year's figures, as text, CSV or XLSX / 年度统计", run, _arguments)
