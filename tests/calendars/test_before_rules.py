"""Rules say what single dates said: each calendar of the sample, in both languages, holds what it
held when each date was an event of its own."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
import yaml

from tests.calendars import before_rules
from tests.calendars.before_rules import (
    LANGUAGES,
    LAST_HOLIDAYS,
    TODAY,
    Calendars,
    Fixture,
    Happening,
    read_happenings,
)
from tests.support.in_memory import NOWHERE, make_inputs, make_snapshot
from tests.support.projects import REPO
from tourbook.build.options import BuildOptions
from tourbook.build.pipeline import prepare
from tourbook.common.problems import Problems
from tourbook.site.outputs import RawFile
from tourbook.timetable import holidays

OLDEST = str(TODAY - dt.timedelta(days=89))
"""What ended by then may be in a calendar or not: a rule stays whole, a day zone for zone."""


Key = tuple[str, str, tuple[str, ...], str, bool]


@cache
def load_fixture() -> Fixture:
    return before_rules.load()


def make_calendars(files: dict[str, str]) -> dict[str, bytes]:
    """All calendars of a project, as this program makes them."""
    problems = Problems()
    options = BuildOptions(NOWHERE, NOWHERE / "output", lambda _: TODAY)
    prepared = prepare(options, make_inputs(make_snapshot(files, small=False)), problems)
    assert prepared and not problems.error_count, [p for p in problems if p.level == "error"]
    outputs = [o for o in prepared.outputs if isinstance(o, RawFile) and o.path.endswith(".ics")]
    return {output.path: output.make_content() for output in outputs}


@pytest.fixture(scope="module")
def now() -> Calendars:
    """What the calendars of the same project hold now, with the words of the default theme."""
    files = {name: f"themes/default/strings/{name}.yaml" for name in LANGUAGES}
    texts = {file: (REPO / file).read_text() for file in files.values()}
    announced = holidays._load_chinese_holidays()
    known = {day: holiday for day, holiday in announced.items() if day.year <= LAST_HOLIDAYS}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(holidays, "_load_chinese_holidays", lambda: known)
        raw = make_calendars({**texts, **load_fixture().project})
    strings = {name: yaml.safe_load(texts[file]) for name, file in files.items()}
    return {
        path: read_happenings(calendar, strings[_find_language(path)])
        for path, calendar in raw.items()
    }


def _find_language(path: str) -> str:
    return LANGUAGES[path.startswith("en/")]


def find_differences(before: Calendars, now: Calendars) -> Iterator[str]:
    """What a calendar does not hold any more and what it did not hold before, of all but the
    archive."""
    for path, happenings in before.items():
        if "archive/" in path:
            continue
        made = path if path in now else _find_twin(path, before)
        unsure = {_find_key(h) for h in (*happenings, *now.get(made, [])) if not h.is_sure}
        was, found = _count(happenings, unsure), _count(now.get(made, []), unsure)
        for happening in was - found:
            if happening.end > OLDEST:
                yield f"{path}: no longer holds {happening}"
        if "upcoming" in path:  # a rule that is not over is there as a whole
            was = _count(before[path.replace("upcoming", "all")], unsure)
        for happening in found - was:
            yield f"{path}: did not hold {happening}"


def _find_twin(path: str, before: Calendars) -> str:
    """The other shape of a calendar, if it is the same, happening for happening."""
    twin = path.replace("-opening.ics", ".ics").replace("/opening.ics", "/calendar.ics")
    return twin if before[twin] == before[path] else path


def _count(happenings: list[Happening], unsure: set[Key]) -> Counter[Happening]:
    """How often each takes place. Which days holidays may still change is not the matter here."""
    return Counter(
        h._replace(is_sure=True, status="") if unsure and _find_key(h) in unsure else h
        for h in happenings
    )


def _find_key(happening: Happening) -> Key:
    is_off = happening.status == "CANCELLED"
    return happening.start, happening.end, happening.title, happening.location, is_off


def test_each_calendar_holds_what_it_held(now: Calendars) -> None:
    before = load_fixture().calendars
    assert len(before) > 1_300
    assert list(find_differences(before, now)) == []


def test_archives_hold_what_is_over_of_rules_that_are_over(now: Calendars) -> None:
    """They differ: a recurring visit is in the archive as a whole, in the year in which it began.
    Until its last date is over, all of it is in the calendar of everything."""
    before = load_fixture().calendars
    for prefix in ("", "en/"):
        was, found = (
            Counter(
                happening
                for path, happenings in calendars.items()
                if path.startswith(f"{prefix}archive/")
                for happening in happenings
            )
            for calendars in (before, now)
        )
        assert found
        assert not found - was
        assert (was - found).keys() <= {*now[f"{prefix}all.ics"]}


def test_the_fixture_has_all_kinds() -> None:
    calendars = load_fixture().calendars
    for path in ("all-opening.ics", "en/all-opening.ics"):
        found = calendars[path]
        assert {h.status for h in found} == {"CONFIRMED", "TENTATIVE", "CANCELLED"}
        assert {h.notes for h in found} == {"", "summary_cancelled", "summary_postponed"}
        assert {"T" in h.start for h in found} == {True, False}
        assert len(found) > 8_000
    crew = {h.notes for path, found in calendars.items() if "crew" in path for h in found}
    assert "crew_derived" in crew


@pytest.mark.parametrize(
    "change",
    [
        {"start": "2027-03-26T10:00:00Z"},
        {"end": "2027-03-26T12:30:00Z"},
        {"status": "CANCELLED"},
        {"title": ("Book Bus",)},
        {"location": "York"},
        {"notes": "summary_postponed"},
    ],
)
def test_differences_are_found(change: dict[str, object]) -> None:
    happening = Happening(
        "2027-03-26T11:00:00Z", "2027-03-26T12:00:00Z", "CONFIRMED", True, "", ("Book Bus", "York"), "York Market"
    )  # fmt: skip
    before = {"all.ics": [happening]}
    assert not list(find_differences(before, before))
    assert len(list(find_differences(before, {"all.ics": [happening._replace(**change)]}))) == 2  # type: ignore[arg-type]
    assert len(list(find_differences(before, {"all.ics": [happening, happening]}))) == 1
    assert len(list(find_differences(before, {}))) == 1
    old = happening._replace(start="2026-08-21T01:00:00Z", end="2026-08-21T02:00:00Z")
    assert not list(find_differences({"all.ics": [old]}, {"all.ics": []}))
