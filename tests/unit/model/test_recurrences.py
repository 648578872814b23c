"""Every date of a recurring visit, and real timetables of mobile libraries, row by row."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import defaultdict
from pathlib import Path

import pytest
from dateutil import rrule

from tests.support.in_memory import assemble_model, list_problems
from tests.support.projects import REPO
from tests.support.sources import NEAR_PLACE, ROUTE, VAN, visit_yaml
from tourbook.schedule import geo
from tourbook.timetable.recurrence import WEEKDAYS


def test_a_recurring_visit_without_a_date_is_reported() -> None:
    """Found by an attacker."""
    text = ROUTE + visit_yaml(
        "v", NEAR_PLACE, "repeat: {first: 2026-12-02, count: 1, skip: [2026-12-02]}"
    )
    assert [p.code for p in list_problems({**VAN, "schedule.yaml": text})] == ["no-dates"]


DATA = REPO.parent / "shared/data/mobile-libraries"


FILES = sorted(DATA.glob("*.csv"))


needs_timetables = pytest.mark.skipif(
    not FILES, reason="the timetables are not beside this checkout"
)
UNTIL = dt.date(2024, 12, 31)
"""The timetables go on for ever; a schedule has an end."""


def read_rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def convert_rows(found: list[dict[str, str]]) -> tuple[str, dict[str, str]]:
    """(schedule.yaml, caravans by id) of a timetable; JSON strings are YAML."""
    caravans = {name: f"van-{n}" for n, name in enumerate(sorted({r["mobile"] for r in found}))}
    routes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for n, r in enumerate(found):
        rule = dict(part.split("=") for part in r["frequency"].split(";"))
        every = {"WEEKLY": "weeks", "MONTHLY": "months"}[rule["FREQ"]]
        lines = [
            f"first: {r['start']}",
            f"every: {rule.get('INTERVAL', 1)} {every}",
            f"until: {UNTIL}",
        ]
        if "BYDAY" in rule:
            nth, day = int(rule["BYDAY"][:-2]), rule["BYDAY"][-2:].lower()
            lines.append(
                f"days: [{('1st', '2nd', '3rd', '4th')[nth - 1]} "
                f"{next(d for d in WEEKDAYS if d.startswith(day))}]"
            )
        place = {
            "name": r["stop"] or "?",
            "region": "GB",
            "address": r["address"],
            "coordinates": {"lat": float(r["geoy"]), "lon": float(r["geox"])},
        }
        routes[r["mobile"], r["route"]].append(
            f"      - id: row-{n}\n        time: {r['arrival']}-{r['departure']}\n        place: "
            f"{json.dumps(place)}\n"
            "        repeat:\n" + "".join(f"          {line}\n" for line in lines)
        )
    text = "routes:\n" + "".join(
        f"  - id: route-{n}\n    name: {json.dumps(name)}\n    caravan: {caravans[van]}\n    "
        f"visits:\n{''.join(visits)}"
        for n, ((van, name), visits) in enumerate(routes.items())
    )
    return text, {id: name for name, id in caravans.items()}


@needs_timetables
@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_every_row_expands_to_the_dates_of_its_rule(file: Path) -> None:
    found = read_rows(file)
    text, caravans = convert_rows(found)
    vans = {
        f"content/caravans/{id}.md": f"---\nname: {json.dumps(name)}\n---\n"
        for id, name in caravans.items()
    }
    files: dict[str, str | bytes | None] = {
        **vans,
        "content/regions.yaml": "GB: {name: United Kingdom}\n", "schedule.yaml": text,
        "content/site.yaml": "name: Library\nbase_url: https://library.example/\nlanguages: " "[en]\ntimezone: " "Europe/London\n",
        "content/exhibitions/light.md": None, "content/venues/hall.md": None,
    }  # fmt: skip
    model, problems = assemble_model(files)
    assert problems == []
    stops = {s.id: s for s in model.stops}
    assert len(stops) == len(found)
    for n, r in enumerate(found):
        rule = rrule.rrulestr(r["frequency"], dtstart=dt.datetime.fromisoformat(r["start"]))
        expected = [
            d.date()
            for d in rule.between(
                dt.datetime.min, dt.datetime.combine(UNTIL, dt.time.max), inc=True
            )
        ]
        stop = stops[f"row-{n}"]
        assert [a for a, _ in stop.spans] == expected, r
        assert [(s.start, s.end) for s in stop.sessions] == [(r["arrival"], r["departure"])]
        assert stop.place.position is not None
        assert (
            geo.compute_great_circle_km(
                (stop.place.position.lat, stop.place.position.lon),
                (float(r["geoy"]), float(r["geox"])),
            )
            == 0
        )


@needs_timetables
def test_there_are_752_rows_of_timetables() -> None:
    assert sum(len(read_rows(file)) for file in FILES) == 752
