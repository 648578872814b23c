"""When events are, and which of those announced are given up: dates, sessions, open days, and what
public holidays that become known change."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from tests.support.events import list_starts, make_events, read_events, read_series
from tests.support.in_memory import (
    NOWHERE,
    Files,
    list_rule_problems,
    make_file,
    make_inputs,
    make_snapshot,
    make_view,
    prepare_project,
)
from tests.support.museum import FIRST, MUSEUM_SITE, NAME, OTHER, Museum, PublishedEvent
from tests.support.sources import (
    FAR_PLACE,
    HALL,
    NEAR_PLACE,
    ROUTE,
    SITE,
    SMALL,
    TOUR,
    VAN,
    stop_yaml,
    visit_yaml,
)
from tourbook.build.options import BuildOptions
from tourbook.build.pipeline import prepare
from tourbook.common.problems import Problems
from tourbook.rendering.jsonld import format_jsonld
from tourbook.timetable import holidays
from tourbook.timetable.holidays import Holiday


def make_route(*lines: str, time: str = "9:00-10:00") -> str:
    return TOUR + OTHER + ROUTE + visit_yaml("v", "venue: hall", f"time: {time}", *lines)


def test_a_date_of_a_recurring_visit_that_is_given_up_is_cancelled_one_that_moves_is_moved(
    tmp_path: Path,
) -> None:
    museum = Museum(tmp_path / "m", make_route("repeat: {first: 2026-12-04, count: 3}"))
    museum.edit(
        make_route(
            "repeat: "
            "{first: 2026-12-04, count: 3, skip: [2026-12-04], moved: [{from: 2026-12-11, to: 2026-12-12}]}"
        )
    )
    found = {
        uid: (t.status, t.start) for uid, t in museum.read_calendar().items() if uid.startswith("v")
    }
    assert found == {
        "v-20261204": ("CANCELLED", "12-04 09:00"), "v-20261211": ("CONFIRMED", "12-12 09:00"), "v-20261218": ("CONFIRMED", "12-18 " "09:00"),
    }  # fmt: skip


def test_the_same_visit_written_another_way_cancels_nothing_at_its_own_time(tmp_path: Path) -> None:
    """One date is called by its stop, many by their dates; who was subscribed sees no visit
    cancelled that takes place."""
    museum = Museum(tmp_path / "m", make_route("date: 2026-12-04"))
    museum.edit(make_route("repeat: {first: 2026-12-04, count: 2}"))
    found = {
        uid: (t.status, t.start) for uid, t in museum.read_calendar().items() if uid.startswith("v")
    }
    assert found == {
        "v-20261204": ("CONFIRMED", "12-04 09:00"),
        "v-20261211": ("CONFIRMED", "12-11 09:00"),
    }


def test_a_session_that_is_given_up_is_cancelled(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "m", make_route("date: 2026-12-04", time="9:00-10:00, 14:00-15:00"))
    museum.edit(make_route("date: 2026-12-04"))
    found = {
        uid: (t.status, t.start, t.sequence)
        for uid, t in museum.read_calendar().items()
        if uid.startswith("v")
    }
    assert found == {"v": ("CONFIRMED", "12-04 09:00", 0), "v-2": ("CANCELLED", "12-04 14:00", 1)}


def test_open_days_whose_hours_are_unknown_now_do_not_just_vanish(museum: Museum) -> None:
    before = museum.read_calendar("all-opening.ics")
    museum.edit({"content/venues/hall.md": HALL.partition("hours:")[0] + "---\n"})
    after = museum.read_calendar("all-opening.ics")
    assert {uid.partition("-open")[0] for uid in before} == {"a", "b"} and set(after) == {
        "a-open",
        "b-open",
    }, "the series is a span now"
    assert after["a-open"] == PublishedEvent("CONFIRMED", NAME, "12-01", 1, 1)
    assert museum.read_calendar()["a"] == PublishedEvent("CONFIRMED", NAME, "12-01", 0, 1)


@pytest.mark.parametrize("where", ["venue", "stop"])
def test_an_open_day_that_is_given_up_is_cancelled_whosever_hours_change(
    tmp_path: Path, where: str
) -> None:
    museum = Museum(tmp_path / "m")
    assert {
        uid[-8:] for uid in museum.read_calendar("all-opening.ics") if uid.startswith("a-open")
    } == {f"202612{n:02}" for n in range(2, 7)}
    if where == "venue":
        museum.edit({"content/venues/hall.md": HALL.replace("wed-sun", "fri-sun")})
    else:
        museum.edit(
            TOUR
            + stop_yaml(
                "a", "open: 2026-12-01", "close: 2026-12-06", "hours: {fri-sun: 09:00-17:00}"
            )
            + OTHER
        )
    found = {
        uid[-8:]: t
        for uid, t in museum.read_calendar("all-opening.ics").items()
        if uid.startswith("a-open")
    }
    assert {day: t.status for day, t in found.items()} == {
        "20261202": "CANCELLED", "20261203": "CANCELLED", "20261204": "CONFIRMED", "20261205": "CONFIRMED", "20261206": "CONFIRMED",
    }  # fmt: skip
    assert {(t.sequence, t.changed) for t in found.values()} == {(1, 1)}
    assert museum.read_calendar()["a"] == PublishedEvent("CONFIRMED", NAME, "12-01", 0, 0), (
        "the span has not changed"
    )


def test_a_day_that_was_open_before_the_change_is_not_cancelled_afterwards(museum: Museum) -> None:
    """Three of the days are over when the hours change."""
    museum.edit(
        {"content/venues/hall.md": HALL.replace("wed-sun", "sun")},
        days=(dt.date(2026, 12, 4) - FIRST).days,
    )
    found = {
        uid[-2:]: t.status
        for uid, t in museum.read_calendar("all-opening.ics").items()
        if uid.startswith("a-open")
    }
    assert found == {"05": "CANCELLED", "06": "CONFIRMED"}


LONG = stop_yaml(
    "a",
    "open: 2027-01-25",
    "close: 2027-02-21",
    "hours: {wed-sun: 09:00-17:00, holidays: closed, make-up-days: usual}",
)


FESTIVAL = {dt.date(2027, 2, day): Holiday("春节", True) for day in range(5, 13)} | {
    dt.date(2027, 2, 15): Holiday("", False)
}


PINNED: Files = {"requirements.txt": "# what is needed\nchinesecalendar==1.11.0\nJinja2==3.1.6\n"}


ASKED = MUSEUM_SITE.replace("holiday-unknown: ignore, ", "")


@pytest.fixture
def without_2027(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Museum:
    """The holidays of 2027 are not announced yet."""
    set_holidays(
        monkeypatch,
        {day: h for day, h in holidays._load_chinese_holidays().items() if day.year < 2027},
    )
    return Museum(tmp_path / "museum", TOUR + LONG + OTHER, PINNED | {"content/site.yaml": ASKED})


def set_holidays(monkeypatch: pytest.MonkeyPatch, days: dict[dt.date, Holiday]) -> None:
    """As with another version of the library."""
    known = dict(days)
    monkeypatch.setattr(holidays, "_load_chinese_holidays", lambda: known)


def list_open_days(without_2027: Museum) -> dict[str, tuple[str, int]]:
    """Day of 2027 -> (status, days after the first commit on which it was changed) of the stay's
    open days."""
    report = without_2027.project.build(today=without_2027.today)
    assert not report.error_count
    events = read_events(without_2027.project.read_tree()["venues/hall/opening.ics"])
    return {
        uid.partition("@")[0].removeprefix("a-open-2027"): (
            str(e["STATUS"]),
            (e["LAST-MODIFIED"].dt.date() - dt.date(2026, 9, 21)).days,
        )
        for uid, e in events.items()
        if uid.startswith("a-open")
    }


def test_an_open_day_that_turns_out_to_be_a_holiday_is_cancelled_and_others_become_certain(
    without_2027: Museum, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = list_open_days(without_2027)
    assert before["0205"] == before["0213"] == ("TENTATIVE", 0)
    assert before["0217"] == ("CONFIRMED", 0), "too far from the festival to be touched"
    set_holidays(monkeypatch, holidays._load_chinese_holidays() | FESTIVAL)
    without_2027.edit(
        {"requirements.txt": str(PINNED["requirements.txt"]).replace("1.11", "1.12")}, days=60
    )
    after = list_open_days(without_2027)
    assert after.keys() >= before.keys(), "nothing vanishes"
    assert after["0205"] == after["0212"] == ("CANCELLED", 60)
    assert after["0213"] == ("CONFIRMED", 60)
    without_2027.edit(TOUR + LONG.replace("2027-02-21", "2027-02-14") + OTHER)
    later = list_open_days(without_2027)
    assert (
        later["0205"] == ("CANCELLED", 60)
        and later["0217"] == ("CANCELLED", 61)
        and later["0214"] == ("CONFIRMED", 61)
    )


def test_who_made_it_knowing_the_holidays_never_announced_another_day(
    without_2027: Museum, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_holidays(monkeypatch, holidays._load_chinese_holidays() | FESTIVAL)
    without_2027.edit(
        {
            "requirements.txt": str(PINNED["requirements.txt"]).replace("1.11", "1.12"),
            "schedule.yaml": TOUR + OTHER,
        }
    )
    without_2027.edit(TOUR + LONG.replace("id: a", "id: z") + OTHER)
    without_2027.project.build(today=without_2027.today)
    events = [
        uid
        for uid in read_events(without_2027.project.read_tree()["venues/hall/opening.ics"])
        if uid.startswith("z-open")
    ]
    assert events and not [uid for uid in events if "0205" in uid]


@pytest.mark.parametrize(
    ("line", "raised"),
    [
        ("chinesecalendar==1.11.0\nJinja2==3.1.7", 0),
        ("chinesecalendar==1.11.0  # the same", 0),
        ("chinesecalendar==1.11.0 --hash=sha256:12", 0),
        ("chinesecalendar==1.11.0 \\\n    --hash=sha256:12 \\\n    --hash=sha256:34", 0),
        ("chinesecalendar==1.11.0\r\n# chinesecalendar==1.12.0 is next", 0),
        ("chinesecalendar == 1.11.0 ; python_version < '4'\nchinesecalendar-2==3", 0),
        ("chinesecalendar==1.12.0  # new", 1),
        ("chinesecalendar==1.12.0 \\\n    --hash=sha256:12", 1),
    ],
)
def test_only_another_version_of_the_holidays_is_news_to_subscribers(
    without_2027: Museum, line: str, raised: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not another library, and not another way of writing the same version."""
    if raised:
        set_holidays(monkeypatch, holidays._load_chinese_holidays() | FESTIVAL)
    without_2027.edit({"requirements.txt": f"{line}\n"})
    assert {changed for _, changed in list_open_days(without_2027).values()} == {raised}
    assert without_2027.project.read_tree()["all.ics"].count(b"LAST-MODIFIED:20260921") >= 2, (
        "a stay does not ask for holidays"
    )


def test_corrections_of_the_library_announce_nothing(
    without_2027: Museum, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_holidays(monkeypatch, holidays._load_chinese_holidays() | FESTIVAL)
    without_2027.edit({"requirements.txt": "chinesecalendar==1.12.0\n"})
    announced = list_open_days(without_2027)
    assert {changed for _, changed in announced.values()} == {1}
    for version in ("1.12.1", "1.11.0", "1.12.0"):
        without_2027.edit({"requirements.txt": f"chinesecalendar=={version}\n"})
        assert list_open_days(without_2027) == announced


def test_own_holidays_count_as_well(without_2027: Museum) -> None:
    without_2027.edit({"content/site.yaml": ASKED + "holidays: {CN: {2027-02-05: 馆庆}}\n"})
    assert {changed for _, changed in list_open_days(without_2027).values()} == {1}


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
        starts = [
            start
            for e in events
            if e["UID"] == f"{venue}-open@small.example"
            for start in list_starts(e)
        ]
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


def make_files(*visits: str) -> dict[str, str | bytes | None]:
    return {**VAN, "schedule.yaml": ROUTE + "".join(visits)}


def test_an_evening_past_midnight_is_one_event_of_one_visit() -> None:
    files = make_files(visit_yaml("v", "date: 2026-12-12", "time: 20:00-01:00", NEAR_PLACE))
    (event,) = make_events(files, "stops/v/calendar.ics").values()
    assert event["DTSTART"].dt.replace(tzinfo=None) == dt.datetime(2026, 12, 12, 20)
    assert event["DTEND"].dt.replace(tzinfo=None) == dt.datetime(2026, 12, 13, 1)
    view = make_view(prepare_project(files), "stops/v/")
    assert '"endDate":"2026-12-13T01:00:00+08:00"' in format_jsonld(view, "").replace(" ", "")


def test_a_beginning_alone_has_no_end_anywhere() -> None:
    files = make_files(visit_yaml("v", "date: 2026-12-10", "time: 14:00", NEAR_PLACE))
    (event,) = make_events(files, "stops/v/calendar.ics").values()
    assert event["DTSTART"].dt.replace(tzinfo=None) == dt.datetime(2026, 12, 10, 14)
    assert "DTEND" not in event
    view = make_view(prepare_project(files), "stops/v/")
    (node,) = (n for n in json.loads(format_jsonld(view, ""))["@graph"] if "startDate" in n)
    assert node["startDate"] == "2026-12-10T14:00:00+08:00" and "endDate" not in node


def test_rules_take_a_beginning_for_that_minute_and_know_no_drive_from_it() -> None:
    open_end = visit_yaml("a", "date: 2026-12-10", "time: 14:00", NEAR_PLACE)
    around = visit_yaml("b", "date: 2026-12-10", "time: 13:00-15:00", FAR_PLACE)
    later = visit_yaml("c", "date: 2026-12-10", "time: 16:00-17:00", FAR_PLACE)
    assert {p.code for p in list_rule_problems(make_files(open_end, around))} == {"vehicle-clash"}
    assert list_rule_problems(make_files(open_end, later)) == []


def test_a_session_in_which_clocks_change_is_an_event_of_its_own() -> None:
    """Programs differ over whether its rule keeps the time on the clock or the length."""
    hours = HALL.replace("wed-sun: 09:00-17:00", "fri-sat: 21:00-03:00")
    place = "place: {name: 集市, region: '621121', timezone: Europe/London}"
    visit = visit_yaml("v", "repeat: {first: 2027-03-06, count: 6}", "time: '22:00-03:00'", place)
    stay = stop_yaml("s", "open: 2027-03-06", "close: 2027-03-31")
    files = {
        "content/site.yaml": SITE + "timezone: Europe/London\n",
        "content/venues/hall.md": hours.replace("address", "timezone: Europe/London\naddress"),
        "schedule.yaml": TOUR + stay + ROUTE + visit,
        **VAN,
    }
    raw = make_file(prepare_project(files), "all-opening.ics")
    series = read_series(raw)
    assert {uid.partition("@")[0]: "RRULE" in event for uid, event in series.items()} == {
        "s-open": True, "s-open-20270327": False, "v": True, "v-20270327": False,
    }  # fmt: skip
    night = series["v-20270327@small.example"]
    assert (night.start.utcoffset(), night.end.utcoffset()) == (
        dt.timedelta(0),
        dt.timedelta(hours=1),
    )
    assert len(list_starts(series["v@small.example"])) == 5
