"""The script that corrects "today" says, at any moment and for a reader in any zone, what the
schedule engine says."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from selenium.webdriver.common.by import By

from tests.browser.browser import Browser, Served
from tests.support.examples import IS_RANDOM
from tests.support.projects import REPO, TODAY, Project
from tests.support.sources import HALL, SMALL
from tourbook.build.cache import BuildCache
from tourbook.build.load import read_sources
from tourbook.common.dates import compute_state, parse_minutes
from tourbook.common.problems import Problems
from tourbook.model.assemble import assemble
from tourbook.model.trips import Stop
from tourbook.schedule.agenda import Agenda
from tourbook.sources.snapshot import take_snapshot
from tourbook.timetable.opening import compute_opening_state


@pytest.fixture(scope="module")
def index() -> Agenda:
    """The sample's schedule, read without a build."""
    problems = Problems()
    sources = read_sources(take_snapshot(REPO), BuildCache(None, b"", 1), problems)
    assert sources
    return Agenda(assemble(sources, False, problems), TODAY)


def said(
    index: Agenda, stop: Stop, strings: dict[str, str], moment: dt.datetime
) -> tuple[str, str]:
    """(how it stands, a piece of what the page says then) by the engine."""
    day, time = moment.date(), f"{moment:%H:%M}"
    start, end = stop.spans[0]
    sessions = index.engine.get_opening(stop).find_times(day).sessions
    found = compute_opening_state(
        compute_state(stop.record.status, start, end, day, 30), sessions, time
    )
    if found in ("open", "closing"):
        now = next(s for s in sessions if s.start <= time < s.end)
        last = (
            stop.record.last_admission or (stop.venue.record.last_admission if stop.venue else None)
        ) or 0  # type: ignore[union-attr]
        if parse_minutes(time) > parse_minutes(now.end) - last:
            return found, strings["now_last"].partition("{")[0]
        return found, strings["now_open"].replace("{time}", now.end)
    if found == "break":
        following = next(s for s in sessions if s.start > time)
        return found, strings["now_later" if following is sessions[0] else "now_break"].replace(
            "{time}", following.start
        )
    if found == "closed":
        return found, strings["now_closed" if sessions else "day_closed"]
    return found, ""


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/Los_Angeles", "Pacific/Auckland"])
def test_open_now_is_what_the_engine_says(
    served: Served, browser: Browser, index: Agenda, zone: str
) -> None:
    strings = yaml.safe_load((REPO / "themes/default/strings/en.yaml").read_text(encoding="utf-8"))
    stops = [
        s
        for s in index.remaining_stays
        if index.states[s.id] in ("now", "closing")
        and index.engine.get_opening(s).has_weekday_rules
    ]
    assert len(stops) > 5
    r = random.Random(zone)
    seen = set()
    browser.cdp("Emulation.setTimezoneOverride", timezoneId=zone)
    for n in range(48 if IS_RANDOM else 12):
        stop = stops[n % len(stops)]
        moment = drawn(r, stop)
        browser.open_at(moment, f"{served.base}en/stops/{stop.slug}/")
        found, piece = said(index, stop, strings, moment)
        line = browser.driver.find_elements(By.CSS_SELECTOR, ".today")
        text = line[0].text if line and line[0].is_displayed() else ""
        seen.add(found)
        assert piece.lower() in text.lower(), f"{stop.id} at {moment} ({found}): {text!r}"
        if found == "over":
            assert text == "", "after its last day the page says nothing of today"
    browser.cdp("Emulation.setTimezoneOverride", timezoneId="")
    assert "closed" in seen
    assert seen & {"open", "closing"}


@pytest.mark.parametrize("path", ["stops/first", "venues/hall"])
def test_what_is_open_past_midnight_is_open_on_the_next_day(
    browser: Browser, tmp_path: Path, path: str
) -> None:
    """With hours of Friday evening only: a night at the planetarium."""
    project = Project(tmp_path)
    shutil.copytree(REPO / "themes", tmp_path / "themes")
    hall = HALL.replace("  wed-sun: 09:00-17:00", "  fri: 20:00-01:30\nlast_admission: 30")
    assert hall != HALL
    project.write({**SMALL, "content/venues/hall.md": hall})
    project.build(today=TODAY)
    page = (project.output / path / "index.html").as_uri()
    for text, piece in (
        ("2026-11-27T19:00", "20:00 开放"),
        ("2026-11-27T21:00", "现在开放，01:30 闭馆"),
        ("2026-11-28T00:30", "现在开放，01:30 闭馆"),
        ("2026-11-28T01:15", "停止入场"),
        ("2026-11-28T01:30", "闭馆"),
        ("2026-11-28T21:00", "闭馆"),
    ):
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
        browser.open_at(moment, page)
        assert piece in browser.one(".today").text, text


def drawn(r: random.Random, stop: Stop) -> dt.datetime:
    """A moment within the stay, or on the day after it."""
    end = stop.spans[0][1]
    days = (end - TODAY).days + 1
    day = TODAY + dt.timedelta(days=r.randint(0, days))
    return dt.datetime.combine(
        day,
        dt.time(r.randint(7, 18), r.choice([0, 1, 15, 29, 30, 31, 45, 59])),
        ZoneInfo(stop.place.timezone),
    )
