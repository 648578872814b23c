"""Times of a place are those of its zone, in every calendar, in structured data and in states."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from tests.support.in_memory import (
    NOWHERE,
    make_file,
    make_inputs,
    make_snapshot,
    make_view,
    prepare_project,
)
from tests.support.sources import HALL, ROUTE, SITE, SMALL, TOUR, VAN, stop_yaml, visit_yaml
from tourbook.build.options import BuildOptions
from tourbook.build.pipeline import prepare
from tourbook.common.problems import Problems
from tourbook.rendering.jsonld import format_jsonld

REGIONS = (
    "TH: {name: 泰国, timezone: Asia/Bangkok}\nTH-10: {name: 曼谷, parent: TH}\n"
    "NZ: {name: 新西兰, timezone: Pacific/Auckland}\n"
    "IN: {name: 印度, timezone: Asia/Kolkata}\n"
    "US: {name: 美国, timezone: America/Denver}\n"
    "US-AZ: {name: 亚利桑那, parent: US, timezone: America/Phoenix}\n"
)
VENUES = {
    f"content/venues/{name}.md": HALL.replace('"621121"', f'"{region}"')
    for name, region in (("th", "TH-10"), ("nz", "NZ"), ("in", "IN"), ("us", "US"), ("az", "US-AZ"))
}
WORLD = {
    **SMALL,
    **VAN,
    **VENUES,
    "content/regions.yaml": REGIONS,
    "content/site.yaml": SITE + "rules: {copy-clash: ignore}\n",
}
OFFSETS = {"hall": 8, "th": 7, "nz": 13, "in": 5.5, "us": -7, "az": -7}
"""Hours from UTC, in December."""


def list_tours(*stops: str) -> dict[str, Any]:
    return {**WORLD, "schedule.yaml": TOUR + "".join(stops)}


def test_opening_days_are_at_the_hours_of_the_venue_and_every_zone_is_defined() -> None:
    dates = ("open: 2026-12-02", "close: 2026-12-06")
    files = list_tours(*(stop_yaml(venue, *dates, venue=venue) for venue in OFFSETS))
    raw = make_file(prepare_project(files), "all-opening.ics")
    events = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    for venue, hours in OFFSETS.items():
        starts = [e["DTSTART"].dt for e in events if e["UID"].startswith(f"{venue}-open-")]
        assert {start.utcoffset() for start in starts} == {dt.timedelta(hours=hours)}
        assert {start.time() for start in starts} == {dt.time(9)} and len(starts) == 5
    zones = icalendar.Calendar.from_ical(raw).walk("VTIMEZONE")
    assert len(zones) == len({str(zone["TZID"]) for zone in zones}) == len(OFFSETS)


@pytest.mark.parametrize(("day", "hours"), [("2027-04-03", 13), ("2027-04-04", 12)])
def test_summer_time_ends_in_the_south_when_it_does(day: str, hours: int) -> None:
    files = {
        **WORLD,
        "schedule.yaml": ROUTE + visit_yaml("a", "venue: nz", f"date: {day}", "time: 09:00-10:00"),
    }
    (event,) = icalendar.Calendar.from_ical(make_file(prepare_project(files), "all.ics")).walk(
        "VEVENT"
    )
    assert event["DTSTART"].dt.utcoffset() == dt.timedelta(hours=hours)
    text = format_jsonld(make_view(prepare_project(files), "stops/a/"), "")
    starts = [n["startDate"] for n in json.loads(text)["@graph"] if "startDate" in n]
    assert starts == [f"{day}T09:00:00+{hours}:00"]


def test_a_place_without_a_venue_may_have_a_zone_of_its_own_or_that_of_its_region() -> None:
    visits = [
        visit_yaml("a", "date: 2026-12-01", "time: 09:00-10:00", "place: {name: 村, region: TH-10}"),
        visit_yaml("b", "date: 2026-12-01", "time: 09:00-10:00",
                   "place: {name: 村, region: TH-10, timezone: Asia/Kolkata}"),
        visit_yaml("c", "date: 2026-12-01", "time: 09:00-10:00", "place: {name: 村, region: '621121'}"),
    ]  # fmt: skip
    project = prepare_project({**WORLD, "schedule.yaml": ROUTE + "".join(visits)})
    zones = {
        str(e["UID"])[0]: e["DTSTART"].params["TZID"]
        for e in icalendar.Calendar.from_ical(make_file(project, "all.ics")).walk("VEVENT")
    }
    assert zones == {"a": "Asia/Bangkok", "b": "Asia/Kolkata", "c": "Asia/Shanghai"}
    rows = [make_view(project, f"stops/{id}/").row.timezone for id in "abc"]
    assert rows == ["Asia/Bangkok", "Asia/Kolkata", ""]


def test_days_that_last_whole_are_dates_and_need_no_zone() -> None:
    raw = make_file(
        prepare_project(list_tours(stop_yaml("a", "open: 2026-12-02", venue="nz"))), "all.ics"
    )
    assert b"DTSTART;VALUE=DATE:20261202" in raw and b"VTIMEZONE" not in raw


@pytest.mark.parametrize(
    ("hour", "days", "states"),
    [
        (14, ("2026-12-05", "2026-12-06", "2026-12-05"), ("now", "over", "now")),
        (18, ("2026-12-06", "2026-12-06", "2026-12-05"), ("over", "over", "now")),
    ],
)
def test_a_day_begins_and_ends_where_the_place_is(
    hour: int, days: tuple[str, ...], states: tuple[str, ...]
) -> None:
    """At 14:00 UTC on 5 December it is the 6th in Auckland, in Shanghai and Denver still the 5th."""
    instant = dt.datetime(2026, 12, 5, hour, tzinfo=dt.UTC)
    dates = ("open: 2026-12-02", "close: 2026-12-05")
    venues = ("hall", "nz", "us")
    files = list_tours(*(stop_yaml(venue, *dates, venue=venue) for venue in venues))
    options = BuildOptions(
        NOWHERE,
        NOWHERE / "output",
        lambda zone: instant.astimezone(ZoneInfo(zone)).date(),
    )
    project = prepare(options, make_inputs(make_snapshot(files)), Problems())
    assert project
    zones = ("Asia/Shanghai", "Pacific/Auckland", "America/Denver")
    assert tuple(project.days[zone].isoformat() for zone in zones) == days
    assert tuple(make_view(project, f"stops/{v}/").row.state for v in venues) == states
    raw = make_file(project, "upcoming.ics").decode()
    assert tuple("now" if f"UID:{v}@" in raw else "over" for v in venues) == states
