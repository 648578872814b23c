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


@pytest.mark.parametrize(
    ("repeat", "days"),
    [
        ("first: 2027-01-31, every: 1 month, days: [last], count: 3", "01-31 02-28 03-31"),
        ("first: 2027-01-31, every: 1 month, days: [31], count: 3", "01-31 03-31 05-31"),
        ("first: 2027-01-31, every: 1 month, days: [5th sun], count: 2", "01-31 05-30"),
        ("first: 2027-03-03, every: month, days: [3, 13, 23], count: 4", "03-03 03-13 03-23 04-03"),
        ("first: 2027-03-15, every: 2 months, days: [15, last fri], count: 3", "03-15 03-26 05-15"),
        ("first: 2027-03-01, every: 10 days, count: 3", "03-01 03-11 03-21"),
        ("first: 2027-05-12, every: 1 year, count: 2", "05-12 05-12"),
        ("first: 2028-02-29, every: 1 year, days: [last], count: 3", "02-29 02-28 02-28"),
        ("first: 2028-02-29, every: 1 year, days: [29], count: 2", "02-29 02-29"),
        ("first: 2027-02-28, every: 1 month, count: 2", "02-28 03-28"),
    ],
)
def test_a_day_of_the_month_is_written_where_first_can_mean_both(repeat: str, days: str) -> None:
    text = ROUTE + visit_yaml("v", NEAR_PLACE, f"repeat: {{{repeat}, holidays: keep}}")
    model, problems = assemble_model({**VAN, "schedule.yaml": text})
    assert problems == []
    (stop,) = model.stops
    assert [f"{day:%m-%d}" for day, _ in stop.spans] == days.split()


@pytest.mark.parametrize(
    ("repeat", "code", "help"),
    [
        ("first: 2027-01-31, every: 1 month, count: 9", "which-day", "days: [last] for the last"),
        ("first: 2028-02-29, every: 12 months, count: 4", "which-day", "days: [29] for that day"),
        ("first: 2028-02-29, every: 1 year, count: 4", "which-day", "days: [last]"),
        ("first: 2027-03-30, every: 1 month, count: 4", "which-day", "write days: [30] for that"),
        ("first: 2027-03-05, days: [5], count: 4", "weekday", "write every: 1 month"),
        ("first: 2027-03-31, days: [last], every: 2 weeks, count: 4", "weekday", "every: 1 month"),
        ("first: 2027-03-05, days: [32], count: 4", "weekday", "write mon, tue"),
        ("first: 2027-03-05, every: 9 days, days: [mon], count: 4", "weekday", "delete `days`"),
        ("first: 2027-03-05, until: 2072-07-02, every: 8 weeks", "far-date", "check the year"),
        ("first: 2027-03-05, count: 2, also: [2072-07-02]", "far-date", "check the year"),
        ("first: 2027-03-05, count: 2, skip: [2072-03-12]", "far-date", "check the year"),
        (
            "first: 2027-03-05, count: 2, moved: [{from: 2027-03-12, to: 2072-03-12}]",
            "far-date",
            "check the year",
        ),
        ("first: 2027-03-05, every: 1 year, count: 20", "date", "lower `count`"),
    ],
)
def test_what_first_or_a_year_may_mean_is_asked(repeat: str, code: str, help: str) -> None:
    text = ROUTE + visit_yaml("v", NEAR_PLACE, f"repeat: {{{repeat}, holidays: keep}}")
    _, problems = assemble_model({**VAN, "schedule.yaml": text})
    (problem,) = (p for p in problems if p.level == "error")
    assert problem.code == code and help in problem.help.en


@pytest.mark.parametrize(
    ("rule", "is_asked"),
    [
        ("first: 2026-12-04, until: 2027-01-07", True),  # Fridays until a Thursday
        ("first: 2026-12-04, until: 2027-01-08", False),
        ("first: 2026-12-04, until: 2027-01-06", False),
        ("first: 2026-12-04, until: 2026-12-31", False),  # the end of a month is a bound
        ("first: 2026-12-04, every: 2 weeks, until: 2026-12-17", True),
        ("first: 2026-12-04, every: 2 weeks, until: 2026-12-10", False),
        ("first: 2026-12-04, days: [thu, fri], until: 2027-01-07", False),
        ("first: 2026-12-04, every: 1 day, until: 2026-12-20", False),
        ("first: 2026-12-15, every: 1 month, days: [15], until: 2027-03-14", True),
    ],
)
def test_an_end_on_the_day_before_a_date_is_a_question(rule: str, is_asked: bool) -> None:
    text = ROUTE + visit_yaml("v", NEAR_PLACE, f"repeat: {{{rule}, holidays: keep}}")
    problems = [p for p in list_problems({**VAN, "schedule.yaml": text}) if p.code == "until"]
    assert len(problems) == is_asked
    for p in problems:
        assert p.level == "warning"
        assert p.help.en.startswith("write until: ")
