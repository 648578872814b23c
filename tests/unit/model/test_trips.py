"""A stay until further notice: what each part of the program makes of a span without an end."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tests.support.events import make_events
from tests.support.in_memory import (
    build_agenda,
    list_problems,
    list_rule_problems,
    make_view,
    prepare_project,
)
from tests.support.museum import Museum
from tests.support.projects import TODAY
from tests.support.sources import LIGHT, SITE, TOUR, stop_yaml
from tourbook.common.dates import OPEN_END
from tourbook.rendering.jsonld import format_jsonld
from tourbook.schedule.availability import list_copy_availability
from tourbook.schedule.statistics import compute_year_report

EARLIER = stop_yaml("b", "open: 2026-10-08", "close: 2026-10-11")
PERMANENT = stop_yaml("a", "copy: a", "open: 2026-11-11", "close: open")


@pytest.mark.parametrize("status", ["planned", "confirmed", "open", "done"])
def test_a_stay_without_a_closing_day_is_asked_about(status: str) -> None:
    day = "2026-11-11" if status == "done" else "2026-12-11"
    text = TOUR + stop_yaml("a", f"open: {day}", f"status: {status}", f"close: {day}")
    assert list_problems({"schedule.yaml": text}) == []
    (problem,) = list_problems({"schedule.yaml": text.replace(f"        close: {day}\n", "")})
    assert problem.code == "missing-key"
    assert f"close: {day}" in problem.help.en and "close: open" in problem.help.en


def test_it_is_on_until_further_notice_on_its_page_and_for_search_engines() -> None:
    project = prepare_project({"schedule.yaml": TOUR + PERMANENT})
    view = make_view(project, "stops/a/")
    assert (view.row.state, view.row.end) == ("now", OPEN_END)
    assert {stage.key for stage in view.stages}.isdisjoint({"close", "strike", "leave"})
    assert view.open_days.has_no_end
    (event,) = (
        n for n in json.loads(format_jsonld(view, ""))["@graph"] if n["@type"] == "ExhibitionEvent"
    )
    assert event["startDate"] == "2026-11-11" and "endDate" not in event


def test_its_event_is_the_day_of_its_opening_and_says_that_it_goes_on() -> None:
    event = make_events({"schedule.yaml": TOUR + PERMANENT}, "stops/a/calendar.ics")["a"]
    assert event["DTSTART"].dt == dt.date(2026, 11, 11) and "DTEND" not in event
    assert "2026年11月11日起，结束日期另行通知" in event["DESCRIPTION"]
    upcoming = make_events({"schedule.yaml": TOUR + PERMANENT}, "upcoming.ics")
    assert set(upcoming) == {"a"}, "it is not over"


@pytest.mark.parametrize(
    ("opens", "first"), [("2026-11-11", "20261111"), ("1999-11-11", "20250101")]
)
def test_its_open_days_are_listed_from_the_last_year_to_the_end_of_the_next_one(
    opens: str, first: str
) -> None:
    text = TOUR + PERMANENT.replace("2026-11-11", opens)
    site = SITE + "calendar: {whole: true}\n"
    events = make_events({"schedule.yaml": text, "content/site.yaml": site}, "all-opening.ics")
    days = sorted(uid.removeprefix("a-open-") for uid in events if uid.startswith("a-open-"))
    assert (days[0], days[-1]) == (first, "20271231")


def test_pages_of_months_and_years_go_on_no_longer_than_other_stops() -> None:
    agenda, _ = build_agenda({"schedule.yaml": TOUR + PERMANENT})
    assert list(agenda.stops_by_year) == [2026]
    assert max(agenda.stops_by_month) == TODAY.replace(day=1)
    later = stop_yaml("b", "copy: b", "open: 2027-03-01", "close: 2027-05-01")
    files = {"schedule.yaml": TOUR + PERMANENT + later, "content/exhibitions/light.md": LIGHT}
    agenda, _ = build_agenda(files)
    assert [s.id for s in agenda.stops_by_month[dt.date(2027, 5, 1)]] == ["a", "b"]
    assert compute_year_report(agenda, 2026).total.stops == 1


def test_its_copy_and_its_hall_are_never_free_again() -> None:
    files = {"schedule.yaml": TOUR + PERMANENT, "content/exhibitions/light.md": LIGHT}
    agenda, _ = build_agenda(files)
    windows = {a.copy.id: a.windows for a in list_copy_availability(agenda) if a.copy}
    assert windows["a"] == () and len(windows["b"]) == 1
    for copy, code in (("a", "copy-clash"), ("b", "venue-full")):
        later = stop_yaml("late", f"copy: {copy}", "open: 2031-01-01", "close: 2031-02-01")
        found = list_rule_problems(files | {"schedule.yaml": TOUR + PERMANENT + later})
        (problem,) = (p for p in found if p.code == code)
        assert "from 2026-11-" in problem.message.en and "22" not in problem.message.en
        assert "write the day on which the other stop closes" in problem.help.en


def test_a_closing_day_that_is_settled_later_ends_the_same_event(tmp_path: Path) -> None:
    first = stop_yaml("a", "open: 2026-12-01", "close: open")
    museum = Museum(tmp_path / "m", TOUR + first + EARLIER)
    before = museum.read_calendar("all-opening.ics")
    museum.edit(TOUR + first.replace("close: open", "close: 2026-12-06") + EARLIER)
    assert museum.read_calendar()["a"].sequence == 1
    after = museum.read_calendar("all-opening.ics")
    assert set(before) <= set(after), "days that were announced are cancelled, not forgotten"
    assert {t.status for uid, t in after.items() if uid > "a-open-20261207"} >= {"CANCELLED"}
    assert max(after) == max(before), "and no day that never was"


def test_one_that_is_removed_is_cancelled_for_ninety_days(tmp_path: Path) -> None:
    museum = Museum(
        tmp_path / "m", TOUR + stop_yaml("a", "open: 2026-12-01", "close: open") + EARLIER
    )
    museum.edit(TOUR + EARLIER)
    assert museum.read_calendar()["a"].status == "CANCELLED"
    museum.days += 100
    assert "a" not in museum.read_calendar()
