"""Write the timetables of mobile libraries as a project: real stops that recur.

The tables are open data, outside this repository: CSV files with a row for each stop, in the form
of github.com/LibrariesHacked/mobilelibraries-data. Each stop goes on for a year.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import shutil
from collections import defaultdict
from pathlib import Path

from benchmarks.project import Record, write_document, write_yaml

TODAY = dt.date(2026, 11, 30)
UNTIL = dt.date(2027, 11, 30)
DAY = dt.timedelta(days=1)
RANKS = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th", -1: "last"}
WEEKDAYS = {
    "MO": "mon",
    "TU": "tue",
    "WE": "wed",
    "TH": "thu",
    "FR": "fri",
    "SA": "sat",
    "SU": "sun",
}


def write_timetables(root: Path, tables: Path, theme: Path) -> None:
    """Write the project of all CSV files in a folder."""
    rows = []
    for path in sorted(tables.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as f:
            rows += list(csv.DictReader(f))
    site = {
        "name": "Mobile libraries",
        "base_url": "https://mobile.example/",
        "languages": ["en"],
        "timezone": "Europe/London",
        "uid_domain": "mobile.example",
        "updated": TODAY - DAY,
        "rules": dict.fromkeys(("vehicle-clash", "transport", "holiday-unknown"), "ignore"),
    }
    write_yaml(root / "content/site.yaml", site)
    write_document(root / "content/pages/about.md", {"title": "About"}, "About us.\n")
    authorities = sorted({row["organisation"] for row in rows})
    regions: Record = {"GB": {"name": "United Kingdom"}}
    for name in authorities:
        regions[f"GB-{make_id(name).upper()}"] = {"name": name, "parent": "GB"}
    write_yaml(root / "content/regions.yaml", regions)
    routes: dict[str, list[Record]] = defaultdict(list)
    for number, row in enumerate(rows):
        vehicle = make_id(f"{row['organisation']} {row['mobile']}")
        name = f"{row['organisation']}: {row['mobile']}"
        write_document(root / f"content/caravans/{vehicle}.md", {"name": name}, "")
        routes[vehicle].append(make_visit(number, row))
    write_yaml(
        root / "schedule.yaml",
        {
            "routes": [
                {"id": f"route-{vehicle}", "name": vehicle, "caravan": vehicle, "visits": visits}
                for vehicle, visits in routes.items()
            ]
        },
    )
    shutil.copytree(theme, root / "themes/default")


def make_visit(number: int, row: dict[str, str]) -> Record:
    first = dt.date.fromisoformat(row["start"])
    parts = dict(part.split("=") for part in row["frequency"].split(";"))
    repeat: Record
    if parts["FREQ"] == "WEEKLY":
        interval = int(parts.get("INTERVAL", "1"))
        while first < TODAY:
            first += interval * 7 * DAY
        repeat = {"first": first, "every": f"{interval} weeks", "until": UNTIL}
    else:
        rank, weekday = re.fullmatch(r"(-?\d)([A-Z]{2})", parts["BYDAY"]).groups()  # type: ignore[union-attr]
        day = f"{RANKS[int(rank)]} {WEEKDAYS[weekday]}"
        first = find_day(int(rank), list(WEEKDAYS).index(weekday))
        repeat = {"first": first, "every": "1 month", "days": [day], "until": UNTIL}
    return {
        "id": f"stop-{number}",
        "time": f"{row['arrival']}-{row['departure']}",
        "place": {
            "name": row["stop"] or row["community"],
            "region": f"GB-{make_id(row['organisation']).upper()}",
            "address": row["address"],
        },
        "repeat": repeat,
    }


def find_day(rank: int, weekday: int) -> dt.date:
    """The first day from TODAY on that is this weekday of a month, counted from 1 or -1."""
    day = TODAY
    while True:
        own_rank = (day.day + 6) // 7
        is_last = (day + 7 * DAY).month != day.month
        if day.weekday() == weekday and (own_rank == rank or (rank < 0 and is_last)):
            return day
        day += DAY


def make_id(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
