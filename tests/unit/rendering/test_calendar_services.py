"""A stop as a new event in other calendars: the same days and times as on its page."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tourbook.common.dates import OPEN_END, Session
from tourbook.rendering.calendar_services import list_calendar_services
from tourbook.views import Link, Row, StopPlace

DAY = dt.date(2026, 12, 5)
PLACE = StopPlace(name="Museum", address="1 Road, York")


def read_links(timezone: str = "Europe/London", **row: Any) -> dict[str, dict[str, str]]:
    stop = Row(
        id="a", url="stops/a/", name="Light · Museum", kind="stop", place=Link(name="Museum"), **row
    )
    links = list_calendar_services(stop, PLACE, "https://x.example/stops/a/", timezone)
    return {
        name: {key: value for key, (value,) in parse_qs(urlsplit(url).query).items()}
        for name, url in links
    }


def test_a_stay_lasts_whole_days() -> None:
    links = read_links(start=DAY, end=dt.date(2027, 2, 28))
    assert links["Google"]["dates"] == "20261205/20270301"
    assert links["Google"]["text"] == "Light · Museum"
    assert links["Google"]["location"] == "Museum, 1 Road, York"
    assert links["Google"]["details"] == links["Outlook"]["body"] == "https://x.example/stops/a/"
    outlook = links["Outlook"]
    assert (outlook["startdt"], outlook["enddt"]) == ("2026-12-05", "2027-03-01")
    assert outlook["allday"] == "true"


def test_a_visit_has_its_times_in_the_zone_of_its_place() -> None:
    sessions = (Session("09:00", "11:30"), Session("14:00", "16:00"))
    links = read_links("America/Denver", start=DAY, end=DAY, sessions=sessions)
    assert links["Google"]["dates"] == "20261205T090000/20261205T160000"
    assert links["Google"]["ctz"] == "America/Denver"
    assert links["Outlook"]["startdt"] == "2026-12-05T16:00:00Z"
    assert "allday" not in links["Outlook"]


def test_a_night_goes_on_after_midnight_and_an_unknown_end_is_an_hour_later() -> None:
    night = read_links(start=DAY, end=DAY, sessions=(Session("22:00", "25:00"),))
    assert night["Google"]["dates"] == "20261205T220000/20261206T010000"
    unknown = read_links(start=DAY, end=DAY, sessions=(Session("14:00", ""),))
    assert unknown["Google"]["dates"] == "20261205T140000/20261205T150000"


def test_of_a_recurring_visit_it_is_the_next_date() -> None:
    links = read_links(
        start=dt.date(2026, 3, 1), end=dt.date(2027, 3, 1), next=DAY, date_count=9,
        sessions=(Session("09:00", "11:00"),), next_sessions=(Session("10:00", "11:00"),),
    )  # fmt: skip
    assert links["Google"]["dates"] == "20261205T100000/20261205T110000"


def test_without_a_date_or_an_end_there_is_none() -> None:
    assert not read_links()
    assert not read_links(start=DAY, end=OPEN_END)
