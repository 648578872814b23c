"""A few lines do not stand for millions of events, and a large site is not refused."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.growth import count_calls
from tests.support.in_memory import list_problems, make_snapshot
from tests.support.sources import ROUTE, SITE, TOUR, VAN, stop_yaml, visit_yaml
from tourbook.build.cache import BuildCache
from tourbook.build.load import read_sources
from tourbook.common.problems import Problem, Problems
from tourbook.model import volume
from tourbook.model.assemble import Sources
from tourbook.model.volume import MAX_OCCURRENCES, check_volume
from tourbook.schema import RouteRecord, ScheduleRecord, SiteRecord, VisitRecord
from tourbook.schema.fields import Recurrence
from tourbook.timetable.recurrence import WEEKDAYS, estimate_count, iterate_dates, parse_rule

FIRST = dt.date(2026, 12, 2)
DAILY = "{every: 1 week, days: [mon, tue, wed, thu, fri, sat, sun], first: 2026-12-02, count: 1000}"


def list_volume_problems(repeat: Recurrence, visit_count: int, **more: object) -> list[Problem]:
    visit = VisitRecord(id="v", repeat=repeat)
    half = visit_count // 2
    routes = [
        RouteRecord(id=id, name="x", caravan="van", visits=[visit] * count)
        for id, count in (("small", 1), ("large", half), ("larger", visit_count - half - 1))
    ]
    site = SiteRecord(name="x", base_url="https://small.example/", **more)  # type: ignore[arg-type]
    sources = Sources(site, {}, {}, {"schedule.yaml": ScheduleRecord(routes=routes)}, ())
    problems = Problems()
    assert check_volume(sources, problems) != problems.has_fatal_error
    return list(problems)


def test_the_visits_of_a_whole_country_are_allowed() -> None:
    weekly = Recurrence(first=FIRST, until=FIRST + dt.timedelta(weeks=50))
    assert list_volume_problems(weekly, 430_000 // 52) == []


def test_the_visits_of_a_term_last_as_long_as_the_term() -> None:
    in_term = Recurrence(first=FIRST, during=["autumn"])
    assert not list_volume_problems(in_term, 9_000, terms={"autumn": "2026-09-01/2027-01-15"})


def test_more_visits_than_that_are_reported_with_the_routes_that_have_the_most() -> None:
    (problem,) = list_volume_problems(
        Recurrence(first=FIRST, days=list(WEEKDAYS), count=1000), MAX_OCCURRENCES // 1000 + 1
    )
    assert (problem.code, problem.is_fatal) == ("too-many", True)
    assert problem.location.path == ("routes", 1, "visits", 0)
    assert "large (300,000), larger (300,000), small (1,000)" in problem.message.en


@pytest.mark.parametrize(
    ("schedule", "event_count"),
    [
        (ROUTE + visit_yaml("v{}", "venue: hall", "time: {times}", f"repeat: {DAILY}"), 5000),
        (ROUTE + visit_yaml("v{}", "venue: hall", f"repeat: {DAILY}"), 1000),
        (ROUTE + visit_yaml("v{}", "venue: hall", "time: {times}", "date: 2026-12-02"), 1),
        (TOUR + stop_yaml("s{}", "open: 2026-12-01", "close: 2026-12-31", "hours: {all}"), 155),
        (TOUR + stop_yaml("s{}", "open: 2026-12-01", "close: 2026-12-31"), 31),
        (TOUR + stop_yaml("s{}", "open: 1999-12-02", "close: open", "hours: {all}"), 5490),
        (TOUR + stop_yaml("s{}", "status: planned"), 1),
    ],
    ids=["visits", "no time", "one visit", "stays", "hours of the venue", "no end", "no date"],
)
def test_the_events_of_all_stops_are_counted(
    schedule: str, event_count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = ", ".join(f"{hour:02}:00-{hour:02}:30" for hour in range(8, 13))
    head, _, stop = schedule.partition("      - ")
    stop = f"      - {stop}".replace("{times}", times).replace("{all}", f"{{daily: '{times}'}}")
    text = head + "".join(stop.replace("{}", str(i)) for i in range(3))
    monkeypatch.setattr(volume, "MAX_AVERAGE", 0)
    for limit, has_too_many in ((3 * event_count, False), (3 * event_count - 1, True)):
        monkeypatch.setattr(volume, "MAX_EVENTS", limit)
        problems = Problems()
        snapshot = make_snapshot({**VAN, "schedule.yaml": text})
        sources = read_sources(snapshot, BuildCache(None, b"", 1), problems)
        assert (sources is None) == has_too_many
        assert [p.code for p in problems] == ["too-many"] * has_too_many


def test_nothing_is_worked_out_before_it_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    text = ROUTE + "".join(
        visit_yaml(f"v{i}", "venue: hall", f"repeat: {DAILY}") for i in range(30)
    )
    files = {**VAN, "schedule.yaml": text, "content/site.yaml": SITE}
    monkeypatch.setattr(volume, "MAX_OCCURRENCES", 29_999)
    assert count_calls(lambda: list_problems(files)) < 30_000
    assert [p.code for p in list_problems(files)] == ["too-many"]


@given(
    st.integers(1, 5),
    st.sampled_from(["day", "week", "month", "year"]),
    st.lists(st.sampled_from(WEEKDAYS), max_size=3),
    st.one_of(st.none(), st.integers(-5, 900)),
    st.one_of(st.none(), st.integers(1, 60)),
)
def test_an_estimate_is_never_too_small(
    interval: int, unit: str, days: list[str], length: int | None, count: int | None
) -> None:
    if unit in ("month", "year"):
        days = [*(f"1st {day}" for day in days), *["15", "last"][: len(days)]]
    rule = parse_rule(f"{interval} {unit}s", days, FIRST)
    until = None if length is None else FIRST + dt.timedelta(days=length)
    actual = sum(1 for _ in iterate_dates(rule, FIRST, until, count))
    assert actual <= estimate_count(rule, FIRST, until, count) <= 1000
