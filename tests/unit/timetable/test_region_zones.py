"""A region has the zone of the nearest region around it that has one."""

from __future__ import annotations

import pytest

from tourbook.timetable.region_zones import RegionZone, find_region_zone

REGIONS = {
    "650000": RegionZone("Asia/Urumqi"),
    "653101": RegionZone("Asia/Kashgar"),
    "AU": RegionZone("Australia/Sydney"),
    "AU-SA": RegionZone("Australia/Adelaide", "AU"),
    "AU-NSW": RegionZone("", "AU"),
    "a": RegionZone("", "b"),
    "b": RegionZone("", "a"),
}


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("650000", "Asia/Urumqi"),
        ("650100", "Asia/Urumqi"),
        ("650102", "Asia/Urumqi"),
        ("653101", "Asia/Kashgar"),
        ("653102", "Asia/Urumqi"),
        ("621121", ""),
        ("AU-SA", "Australia/Adelaide"),
        ("AU-NSW", "Australia/Sydney"),
        ("AU-VIC", ""),
        ("a", ""),
        ("", ""),
    ],
)
def test_the_zone_of_a_region(code: str, zone: str) -> None:
    assert find_region_zone(code, REGIONS.get) == zone
