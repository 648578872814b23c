"""A calendar as a file: what it says of itself, and how much it holds."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from tests.support.events import read_calendar, read_events
from tests.support.in_memory import Files, list_paths, make_file, prepare_project
from tests.support.projects import TODAY
from tests.support.sources import BILINGUAL_SITE, ROUTE, SITE, VAN, WEEK, daily_visit_yaml

DAY = dt.timedelta(days=1)


def test_a_calendar_says_what_it_is_where_it_is_and_how_often_to_look() -> None:
    project = prepare_project({"content/site.yaml": BILINGUAL_SITE, **WEEK})
    for path in sorted(p for p in list_paths(project) if p.endswith(".ics")):
        calendar = read_calendar(project, path)
        assert str(calendar["SOURCE"]) == "https://small.example/" + path
        single = "stops/" in path
        for name in (
            "X-WR-CALNAME",
            "NAME",
            "DESCRIPTION",
            "COLOR",
            "REFRESH-INTERVAL",
            "X-PUBLISHED-TTL",
            "CATEGORIES",
        ):
            assert (name in calendar) is not single, (path, name)
        assert "METHOD" not in calendar and "UID" not in calendar
        assert calendar["LAST-MODIFIED"].dt == dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def test_a_calendar_without_events_has_a_time_zone() -> None:
    """RFC 5545, 3.6: at least one component."""
    project = prepare_project({"schedule.yaml": ""})
    for path in (p for p in list_paths(project) if p.endswith(".ics")):
        assert [str(c["TZID"]) for c in read_calendar(project, path).subcomponents] == [
            "Asia/Shanghai"
        ], path


QUIET = SITE + "rules: {venue-full: ignore, vehicle-clash: ignore, transport: ignore}\n"


def make_many_visits(days: int, first: dt.date, *lines: str) -> Files:
    """A visit a day, in records of at most 1,000."""
    visits = (
        daily_visit_yaml(f"v{n}", first + n * DAY, min(days - n, 1000), *lines)
        for n in range(0, days, 1000)
    )
    return {**VAN, "content/site.yaml": QUIET, "schedule.yaml": ROUTE + "".join(visits)}


def test_as_much_of_the_last_90_days_as_there_is_room_for() -> None:
    project = prepare_project(make_many_visits(1050, TODAY - 100 * DAY))  # 950 to come
    found = sorted(
        e["DTSTART"].dt.date() for e in read_events(make_file(project, "all.ics")).values()
    )
    assert len(found) == 1000 and found[-1] == TODAY + 949 * DAY
    assert found == [TODAY - 50 * DAY + n * DAY for n in range(1000)], "the latest of what is over"
    assert "feed_until" not in str(read_calendar(project, "all.ics")["DESCRIPTION"])
    assert len(read_events(make_file(project, "upcoming.ics"))) == 950
    assert len(read_events(make_file(project, "archive/2026.ics"))) == 100


def test_nothing_beyond_a_day_that_is_named_where_even_what_is_to_come_is_too_much() -> None:
    project = prepare_project(make_many_visits(1500, TODAY))
    for path in ("all.ics", "upcoming.ics"):
        found = sorted(
            e["DTSTART"].dt.date() for e in read_events(make_file(project, path)).values()
        )
        assert found == [TODAY + n * DAY for n in range(1000)]
        assert "feed_until-zh" in str(read_calendar(project, path)["DESCRIPTION"])
    assert len(read_events(make_file(project, "stops/v0/calendar.ics"))) == 1000


def test_whole_days_only_are_left_out() -> None:
    """What is on a day is all there, or none of it is: 3 visits a day, and 1,000 is no multiple of
    that."""
    text = ROUTE + "".join(
        daily_visit_yaml(f"v{n}", TODAY, 400, time=f"{9 + n}:00-{10 + n}:00") for n in range(3)
    )
    project = prepare_project({**make_many_visits(1, TODAY), "schedule.yaml": text})
    found = Counter(
        e["DTSTART"].dt.date() for e in read_events(make_file(project, "all.ics")).values()
    )
    assert set(found.values()) == {3} and len(found) == 333


def test_a_megabyte_is_the_end_too_and_whole_knows_no_end() -> None:
    files = make_many_visits(1000, TODAY, "note: " + "长" * 480)
    project = prepare_project(files)
    raw = make_file(project, "all.ics")
    assert 900_000 < len(raw) <= 1_000_000 and 0 < raw.count(b"BEGIN:VEVENT") < 1000
    whole = prepare_project(
        {
            **files,
            "content/site.yaml": str(files["content/site.yaml"]) + "calendar: {whole: true}\n",
        }
    )
    assert (
        make_file(whole, "all.ics").count(b"BEGIN:VEVENT") == 1000
        and len(make_file(whole, "all.ics")) > 1_000_000
    )


def test_an_archive_comes_in_parts_that_hold_everything_once() -> None:
    project = prepare_project(make_many_visits(700, dt.date(2025, 1, 1)))
    made = sorted(p for p in list_paths(project) if p.startswith("archive/"))
    assert made == [
        "archive/2025-2.ics",
        "archive/2025.ics",
        "archive/2026-2.ics",
        "archive/2026.ics",
    ]
    found = [
        d
        for p in made
        for d in (e["DTSTART"].dt.date() for e in read_events(make_file(project, p)).values())
    ]
    assert sorted(found) == [
        dt.date(2025, 1, 1) + n * DAY for n in range((TODAY - dt.date(2025, 1, 1)).days)
    ]
