"""The script of what is nearest: the stops to come, by county, with positions to 1 km."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.projects import Project
from tests.support.sources import SITE, TOUR, stop_yaml
from tourbook.site.feeds import near

VENUES = {
    "hall": "region: '621124'\ncoordinates: {lat: 35.41234, lon: 103.87654}\n",
    "school": "region: '621124'\n",
    "inn": "region: '621122'\n",
}
STOPS = [
    stop_yaml("over", "open: 2026-01-01", "close: 2026-01-20", venue="hall"),
    stop_yaml("on", "open: 2026-11-01", "close: 2026-12-20", venue="hall"),
    stop_yaml("next", "open: 2027-01-01", "close: 2027-01-20", venue="school"),
    stop_yaml("off", "open: 2027-02-01", "close: 2027-02-20", "status: cancelled", venue="hall"),
    stop_yaml("inn", "open: 2027-03-01", "close: 2027-03-20", venue="inn"),
]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    files = {
        f"content/venues/{name}.md": f"---\nname: {name}\n{lines}---\n"
        for name, lines in VENUES.items()
    }
    project.write(
        {
            "content/site.yaml": SITE,
            "content/exhibitions/light.md": "---\nname: 光影\n---\n",
            "schedule.yaml": TOUR + "".join(STOPS),
            **files,
        }
    )
    return project


def read_counties(project: Project, today: dt.date = dt.date(2026, 11, 24)) -> dict[str, Any]:
    """Slug of a county -> its position, how many more stops it has, its stops."""
    assert not project.build(today=today).error_count
    text = project.read_tree()["near/stops.js"].decode()
    return {slug: rest for slug, *rest in json.loads(text[len("nearStops(") : -3])}


def test_it_has_what_is_on_or_to_come_with_its_position(project: Project) -> None:
    counties = read_counties(project)
    assert list(counties) == ["621122", "621124"]
    position, more, stops = counties["621124"]
    assert position == "35.39,103.86" and more == 0
    assert [stop[:2] for stop in stops] == [["35.41,103.88", "stops/on/"], ["", "stops/next/"]]


def test_what_is_over_is_left_out_by_the_day(project: Project) -> None:
    read_counties(project)
    counties = read_counties(project, dt.date(2026, 12, 21))
    assert [stop[1] for stop in counties["621124"][2]] == ["stops/next/"]


def test_of_many_stops_each_county_has_the_next_ones(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(near, "MAX_STOPS", 2)
    counties = read_counties(project)
    assert counties["621124"][1] == 1
    assert [stop[1] for _, _, stops in counties.values() for stop in stops] == [
        "stops/inn/",
        "stops/on/",
    ]
    monkeypatch.setattr(near, "MAX_STOPS", 1)
    project.write({"content/venues/inn.md": "---\nname: 旅店\nregion: '621122'\n---\n"})
    assert list(read_counties(project)) == ["621124"], "the county with the next stop"


def test_a_site_can_do_without(project: Project) -> None:
    for line in ("feeds_off: [near]\n", "pages: [home, stop, 404]\n"):
        project.write({"content/site.yaml": SITE + line})
        assert not project.build(today=dt.date(2026, 11, 24)).error_count
        files = project.read_tree()
        assert not [name for name in files if name.startswith("near/")]
        assert b"near/" not in files["index.html"]
