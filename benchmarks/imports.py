#!/usr/bin/env python3
"""Measure how long the import of a spreadsheet takes.

    python benchmarks/imports.py [--rows 10000] [--repeats 3] [--write]

A project of 100 tours takes in a workbook of new stops. Then the same workbook comes again: as it
is, with three cells changed, and with one column changed in all rows. What has not changed since the
last command is in the project's memory, as it is on an editor's machine. The figures are CPU seconds
of the whole command, which shows the lines and writes nothing: the fastest of some runs. With --write
the table goes into docs/performance.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

BENCHMARKS_FOLDER = Path(__file__).resolve().parent
REPOSITORY = BENCHMARKS_FOLDER.parent
sys.path.insert(0, str(REPOSITORY))

from benchmarks import page  # noqa: E402
from benchmarks.measure import measure_run  # noqa: E402

TODAY = "2026-12-01"
TOUR_COUNT = 100
STAY_DAYS, STEP_DAYS = 7, 10
SITE = """name: Import
base_url: https://tour.example/
uid_domain: tour.example
languages: [en]
timezone: Asia/Shanghai
"""
HEAD = ("id", "tour", "venue", "open", "close", "status", "expected", "note.en")


def write_project(root: Path) -> None:
    """A hall, an exhibition and a tour with one stop, a hundred times."""
    files = {"content/site.yaml": SITE, "schedule.yaml": "include: [schedule/*.yaml]\n"}
    for n in range(TOUR_COUNT):
        files[f"content/venues/hall-{n}.md"] = (
            f'---\nname: Hall {n}\nregion: "621102"\nhours: {{daily: 09:00-17:00}}\n---\n'
        )
        files[f"content/exhibitions/show-{n}.md"] = f"---\nname: Show {n}\n---\n"
        files[f"schedule/tour-{n}.yaml"] = (
            f"tours:\n  - id: tour-{n}\n    name: Tour {n}\n    exhibition: show-{n}\n    stops:\n"
            f"      - id: first-{n}\n        venue: hall-{n}\n        open: 2026-01-01\n"
            f"        close: 2026-01-31\n"
        )
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def list_rows(count: int) -> list[list[object]]:
    rows: list[list[object]] = []
    for n in range(count):
        tour, number = n % TOUR_COUNT, n // TOUR_COUNT
        first = dt.date(2026, 3, 1) + dt.timedelta(STEP_DAYS * number)
        last = first + dt.timedelta(STAY_DAYS - 1)
        note = f"Please book: stop {number}"
        rows.append([f"s-{n}", f"tour-{tour}", f"hall-{tour}", first, last, "confirmed", 900, note])
    return rows


def write_book(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("stops")
    for number, row in enumerate([HEAD, *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def list_cases(rows: list[list[object]]) -> dict[str, list[list[object]]]:
    """What is different -> rows."""
    three = [list(row) for row in rows]
    three[len(rows) // 10][5] = "cancelled"
    three[len(rows) // 2][6] = 1200
    three[-1][7] = "Free"
    all_rows = [[*row[:6], 1200, row[7]] for row in rows]
    return {"the same again": rows, "three cells": three, "a cell in each row": all_rows}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="the table into docs/performance.md")
    options = parser.parse_args()
    lines = [f"| {options.rows:,} rows | CPU, s |", "| --- | ---: |"]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        write_project(root)

        def run(*arguments: str) -> float:
            build = [sys.executable, str(REPOSITORY / "build.py"), "--root", str(root)]
            command = [*build, "--today", TODAY, "--jobs", "1", *arguments]
            return measure_run(command, root, Path(folder) / "log").cpu

        def measure(name: str, book: Path) -> None:
            run("check")
            seconds = min(run("import", str(book), "--dry-run") for _ in range(options.repeats))
            lines.append(f"| {name} | {seconds:.1f} |")
            print(lines[-1], flush=True)

        rows = list_rows(options.rows)
        book = write_book(Path(folder) / "rows.xlsx", rows)
        measure("all new", book)
        run("import", str(book), "--yes")
        for name, new_rows in list_cases(rows).items():
            measure(name, write_book(Path(folder) / "changed.xlsx", new_rows))
    if options.write:
        page.write_between_marks("imports", lines)


if __name__ == "__main__":
    main()
