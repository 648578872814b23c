"""Positions of venues and places are possible."""

from __future__ import annotations

import pytest

from tests.support.in_memory import list_problems
from tests.support.sources import HALL, ROUTE, VAN, visit_yaml


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [
        (35.58, 104.62, ""),
        (104.62, 35.58, "swapped-coordinates"),
        (0, 0, "coordinates"),
        (355.8, 104.62, "coordinates"),
        (-35.58, 104.62, "coordinates"),
        (3.8, 73.5, ""),
        (53.6, 135.1, ""),
        (53.7, 135.1, "coordinates"),
    ],
)
def test_positions_of_a_venue_and_of_a_place_are_within_range(
    lat: float, lon: float, code: str
) -> None:
    where = f"{{lat: {lat}, lon: {lon}}}"
    venue = HALL.replace("address:", f"coordinates: {where}\naddress:")
    place = ROUTE + visit_yaml(
        "v", "date: 2026-12-01", f"place: {{name: 小学, region: '621121', coordinates: {where}}}"
    )
    problems = [
        p
        for p in list_problems({"content/venues/hall.md": venue, "schedule.yaml": place, **VAN})
        if p.code != "coordinates-far"
    ]
    assert [p.code for p in problems] == [code] * 2 * bool(code)


def test_a_position_abroad_may_be_anywhere_on_the_globe() -> None:
    files = {"content/regions.yaml": "TH: {name: 泰国, timezone: Asia/Bangkok}\n"}
    for lat, lon, found in (
        (-35.5, -104.6, []),
        (13.7, 100.5, []),
        (100.5, 13.7, ["swapped-coordinates"]),
        (91, 181, ["coordinates"]),
    ):
        venue = f"---\nname: x\nregion: TH\ncoordinates: {{lat: {lat}, lon: {lon}}}\n---\n"
        assert [p.code for p in list_problems(files | {"content/venues/b.md": venue})] == found
