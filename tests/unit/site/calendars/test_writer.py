"""A calendar as a file: what it says of itself, and how much it holds."""

from __future__ import annotations

import datetime as dt

from tests.support.events import read_events, read_head
from tests.support.in_memory import Files, list_paths, make_file, make_view, prepare_project
from tests.support.projects import TODAY
from tests.support.sources import BILINGUAL_SITE, ROUTE, SITE, VAN, WEEK, daily_visit_yaml
from tourbook.build.pipeline import PreparedBuild

DAY = dt.timedelta(days=1)


def test_a_calendar_says_what_it_is_where_it_is_and_how_often_to_look() -> None:
    project = prepare_project({"content/site.yaml": BILINGUAL_SITE, **WEEK})
    for path in sorted(p for p in list_paths(project) if p.endswith(".ics")):
        calendar = read_head(project, path)
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
        assert [str(c["TZID"]) for c in read_head(project, path).subcomponents] == [
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


def list_days(project: PreparedBuild, path: str) -> list[dt.date]:
    return sorted(e["DTSTART"].dt.date() for e in read_events(make_file(project, path)).values())


def test_what_is_over_stays_for_90_days_and_its_year_has_an_archive() -> None:
    project = prepare_project(make_many_visits(950, TODAY - 100 * DAY))
    assert list_days(project, "all.ics") == [TODAY - 90 * DAY + n * DAY for n in range(940)]
    assert "feed_until" not in str(read_head(project, "all.ics")["DESCRIPTION"])
    assert len(read_events(make_file(project, "upcoming.ics"))) == 850
    assert len(read_events(make_file(project, "archive/2026.ics"))) == 100


SUNDAY = TODAY + 999 * DAY
assert SUNDAY.isoweekday() == 7


def test_only_what_contains_smaller_calendars_is_cut_and_says_so_where_people_look() -> None:
    """Of 1,500 visits to come, those of everything and of the province end on a Sunday; those of
    the county, the hall, the van and the route have them all."""
    files = make_many_visits(1500, TODAY)
    project = prepare_project(files)
    for path in ("all.ics", "upcoming.ics", "places/620000/calendar.ics"):
        assert list_days(project, path)[-1] == SUNDAY, path
        assert "feed_until-zh" in str(read_head(project, path)["DESCRIPTION"])
    for name in ("places/621121", "venues/hall", "caravans/van", "tours/route"):
        path = f"{name}/calendar.ics"
        assert list_days(project, path)[-1] == TODAY + 1499 * DAY, path
        assert "feed_until" not in str(read_head(project, path)["DESCRIPTION"])
    assert len(read_events(make_file(project, "stops/v0/calendar.ics"))) == 1000
    for page in ("", "places/620000/"):
        calendar = make_view(project, page).calendar
        assert calendar.cut.last_day == SUNDAY and calendar.opening_cut is None
        assert "caravans/" in [link.url for link in calendar.smaller]
    assert make_view(project, "places/621100/").calendar.smaller[0].url == "places/621121/"
    assert make_view(project, "places/621121/").calendar.cut is None
    feeds = {f.path: f for g in make_view(project, "subscribe/").groups for f in g.feeds}
    assert {path for path, feed in feeds.items() if feed.cut} == {
        "all.ics",
        "upcoming.ics",
        "places/620000/calendar.ics",
        "places/621100/calendar.ics",
    }


def test_a_megabyte_is_the_end_too_and_whole_knows_no_end() -> None:
    files = make_many_visits(1000, TODAY, "note: " + "长" * 480)
    project = prepare_project(files)
    raw = make_file(project, "all.ics")
    assert 900_000 < len(raw) <= 1_000_000 and 0 < raw.count(b"BEGIN:VEVENT") < 1000
    assert make_file(project, "caravans/van/calendar.ics").count(b"BEGIN:VEVENT") == 1000
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
