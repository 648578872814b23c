"""Nobody takes most of what is to come off the schedule without saying so."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support import tiny_theme
from tests.support.museum import MUSEUM_SITE, Museum
from tests.support.projects import Project
from tests.support.sources import SMALL, TOUR, stop_yaml
from tourbook.build.result import BuildResult

STOPS = {
    f"s{n}": stop_yaml(f"s{n}", f"open: 2026-12-{n:02}", f"close: 2026-12-{n:02}")
    for n in range(1, 7)
}
PAST = stop_yaml("past", "open: 2026-09-01", "close: 2026-09-02")
TODAY = dt.date(2026, 11, 24)
SPLIT = {
    "schedule.yaml": "include: [schedule/*.yaml]\n",
    "schedule/a.yaml": TOUR + "".join(STOPS.values()),
    "schedule/b.yaml": TOUR.replace("id: tour", "id: other") + stop_yaml("x", "open: 2026-12-20"),
}


def list_codes(result: BuildResult) -> list[str]:
    codes = {p.code: None for p in result.problems}
    return [code for code in codes if code in ("mass-removal", "removed-early", "no-history")]


def write_stops(*ids: str) -> str:
    return TOUR + PAST + "".join(STOPS[id] for id in ids)


@pytest.fixture
def museum(tmp_path: Path) -> Museum:
    museum = Museum(tmp_path / "m", TOUR + PAST + "".join(STOPS.values()))
    museum.project.build(today=museum.today)
    return museum


def build(museum: Museum, days: int = 0) -> BuildResult:
    return museum.project.build(today=museum.today + dt.timedelta(days), write=False)


@pytest.mark.parametrize(
    ("schedule", "code"),
    [
        ("", "mass-removal"),
        ("# 暂时清空\n", "mass-removal"),
        ("tours: []\n", "mass-removal"),
        (TOUR + PAST, "mass-removal"),
        (write_stops("s1", "s2"), "mass-removal"),
        (write_stops("s1", "s2", "s3"), "removed-early"),
        (write_stops(*STOPS).replace("12-0", "11-2"), ""),
        (TOUR + "".join(STOPS.values()), ""),
        (write_stops(*STOPS).replace("id: s", "id: t"), ""),
        (write_stops(*STOPS).replace("    open", "    status: cancelled\n        open"), ""),
    ],
)
def test_more_than_half_of_what_is_to_come_does_not_go_unasked(
    museum: Museum, schedule: str, code: str
) -> None:
    museum.project.write({"schedule.yaml": schedule})
    assert list_codes(build(museum)) == [code][: bool(code)], "before it is committed, too"
    museum.edit(schedule)
    assert list_codes(build(museum)) == [code][: bool(code)]
    if code == "mass-removal":
        assert list_codes(build(museum, 3)) == [code], "a night does not confirm it"


def test_a_day_in_site_yaml_confirms_what_went_until_then(museum: Museum) -> None:
    museum.edit(write_stops("s1"))
    confirmed = MUSEUM_SITE + f"history: {{removals_confirmed: {museum.today}}}\n"
    museum.edit({"content/site.yaml": confirmed})
    assert list_codes(build(museum)) == []
    museum.edit({"schedule.yaml": "", "content/site.yaml": confirmed})
    assert list_codes(build(museum)) == ["mass-removal"], "what goes later is another matter"


def test_what_is_put_back_or_over_is_no_longer_asked_for(museum: Museum) -> None:
    museum.edit("")
    assert list_codes(build(museum, 80)) == []
    museum.edit(write_stops(*STOPS))
    assert list_codes(build(museum)) == []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"schedule/b.yaml": "# 2027\n"}, [("mass-removal", "schedule/b.yaml")]),
        ({"schedule/b.yaml": None}, [("removed-early", "schedule/b.yaml")]),
        ({"schedule/a.yaml": None}, [("mass-removal", "schedule/a.yaml")]),
        ({"schedule/c.yaml": "# 2027\n"}, []),
    ],
)
def test_a_file_of_the_schedule_that_is_emptied(
    tmp_path: Path, files: dict[str, str | None], expected: list[tuple[str, str]]
) -> None:
    museum = Museum(tmp_path / "m", files=SPLIT)
    museum.edit(dict(files))
    problems = [p for p in build(museum).problems if p.code in ("mass-removal", "removed-early")]
    assert [(p.code, p.location.file) for p in problems] == expected


@pytest.mark.parametrize("sample", ["", "sample: true\n"])
def test_outside_git_the_last_build_remembers_what_was_announced(
    tmp_path: Path, sample: str
) -> None:
    project = Project(tmp_path / "p")
    project.write({**tiny_theme.list_theme_files("default"), **SMALL})
    project.write({"schedule.yaml": write_stops(*STOPS), "content/site.yaml": MUSEUM_SITE + sample})
    assert list_codes(project.build(today=TODAY)) == []
    project.write({"schedule.yaml": "", "content/site.yaml": MUSEUM_SITE})
    if sample:
        assert list_codes(project.build(today=TODAY)) == [], "the sample may go"
        return
    before = project.read_tree()
    for _ in range(2):
        assert list_codes(project.build(today=TODAY)) == ["mass-removal"]
    assert project.read_tree() == before
    project.write({"schedule.yaml": write_stops("s1", "s2", "s3")})
    assert list_codes(project.build(today=TODAY, write=False)) == [], "half of them may go"
    confirmed = MUSEUM_SITE + f"history: {{removals_confirmed: {TODAY}}}\n"
    project.write({"schedule.yaml": "", "content/site.yaml": confirmed})
    assert list_codes(project.build(today=TODAY)) == []
    project.write({"content/site.yaml": MUSEUM_SITE})
    assert list_codes(project.build(today=TODAY)) == [], "once published, it is the state"


def test_a_confirmation_of_what_is_yet_to_come_is_questioned(museum: Museum) -> None:
    museum.edit({"content/site.yaml": MUSEUM_SITE + "history: {removals_confirmed: 2027-11-01}\n"})
    assert [p.code for p in build(museum).problems] == ["future-confirmation"]
