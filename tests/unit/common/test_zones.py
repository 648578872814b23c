"""Clocks in two zones, and the zones of countries."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.common.zones import convert_clock, find_countries, have_same_clock

ZONES = (
    "Asia/Shanghai", "Asia/Bangkok", "Asia/Kolkata", "Australia/Adelaide", "Pacific/Auckland",
    "America/Denver", "America/Phoenix", "Europe/London", "UTC",
)  # fmt: skip


@given(
    st.dates(dt.date(2025, 1, 2), dt.date(2030, 1, 1)),
    st.integers(0, 1440),
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
)
def test_both_clocks_show_one_instant(day: dt.date, minutes: int, zone: str, other: str) -> None:
    midnight = dt.datetime.combine(day, dt.time(), ZoneInfo(zone))
    instant = (midnight + dt.timedelta(minutes=minutes)).astimezone(dt.UTC)
    expected = instant.astimezone(ZoneInfo(other)).replace(tzinfo=None)
    if zone == other:  # nothing is converted, not even a time that the clock leaves out
        expected = midnight.replace(tzinfo=None) + dt.timedelta(minutes=minutes)
    converted_day, converted_minutes = convert_clock(day, minutes, zone, other)
    assert converted_day == expected.date()
    assert converted_minutes == expected.hour * 60 + expected.minute


@pytest.mark.parametrize(
    ("name", "other", "is_same"),
    [
        ("Asia/Shanghai", "Asia/Chongqing", True),
        ("Asia/Shanghai", "Asia/Hong_Kong", True),
        ("Asia/Bangkok", "Asia/Ho_Chi_Minh", True),
        ("America/Denver", "America/Phoenix", False),
        ("Europe/London", "UTC", False),
        ("Australia/Adelaide", "Australia/Darwin", False),
        ("Asia/Shanghai", "nowhere", False),
    ],
)
def test_zones_with_one_clock(name: str, other: str, is_same: bool) -> None:
    assert have_same_clock(name, other) is is_same


def test_the_countries_of_a_zone() -> None:
    assert find_countries("Asia/Shanghai") == {"CN"}
    assert "CN" in find_countries("PRC"), "another name for it"
    assert find_countries("nowhere") == frozenset()
