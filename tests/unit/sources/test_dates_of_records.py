"""A range or a list of dates where one is wanted is answered with the keys that hold it."""

from __future__ import annotations

import pytest

from tourbook.sources.dates_of_records import (
    Surroundings,
    find_in_closing_day,
    find_in_date,
    find_year,
)

STOP_KEYS = ("id", "set_up", "open", "close")
RANGE = "2027-01-06 ~ 2027-02-28"


def suggest(text: str, key: str | int, *record_keys: str, year: int = 2027) -> str:
    diagnosis = find_in_date(text, Surroundings(key, record_keys, lambda: year))
    assert diagnosis
    return diagnosis.help.en


@pytest.mark.parametrize("key", ["open", "close"])
def test_a_range_is_written_in_the_keys_of_its_ends(key: str) -> None:
    assert suggest(RANGE, key, *STOP_KEYS) == (
        "write two lines: open: 2027-01-06 and close: 2027-02-28"
    )
    assert "open: 2027-01-06 and close" in suggest("1月6日至2月28日", key, *STOP_KEYS)
    assert "open: YYYY-01-06" in suggest("1月6日至2月28日", key, *STOP_KEYS, year=0)


def test_other_keys_have_other_ends() -> None:
    assert suggest(RANGE, "first", "first", "until").startswith(
        "write two lines: first: 2027-01-06"
    )
    assert suggest(RANGE, "start", "start", "end").endswith("and end: 2027-02-28")
    assert suggest(RANGE, "set_up", *STOP_KEYS) == "write only one day here, such as 2027-01-06"
    assert "{first: 2027-01-06, every: 1 day, until: 2027-02-28}" in suggest(
        RANGE, "date", "date", "repeat"
    )
    assert "[2027-01-06, 2027-01-07, 2027-01-08]" in suggest("2027-01-06 to 8", 0, "skip")


def test_several_dates_become_a_repetition_or_items() -> None:
    text = "2027-01-06, 2027-01-08"
    assert "count: 1, also: [2027-01-08]" in suggest(text, "date", "date", "repeat")
    assert "[2027-01-06, 2027-01-08]" in suggest(text, 0, "skip")
    assert "such as 2027-01-06" in suggest(text, "open", *STOP_KEYS)


def test_a_closing_day_may_be_open() -> None:
    around = Surroundings("close", STOP_KEYS, lambda: 2027)
    assert find_in_closing_day("open", around) is None
    for text, expected in (("长期", "close: open"), ("Feb 28", "2027-02-28"), (RANGE, "two lines")):
        diagnosis = find_in_closing_day(text, around)
        assert diagnosis and expected in diagnosis.help.en


def test_the_year_is_that_of_the_nearest_date() -> None:
    stops = [{"open": "2025-01-01"}, {"open": "1月6日", "close": "2027-02-28"}, {"open": "1月6日"}]
    tree = {"updated": "2024-01-01", "tours": [{"stops": stops}]}
    assert find_year(tree, ("tours", 0, "stops", 1, "open")) == 2027
    assert find_year(tree, ("tours", 0, "stops", 2, "open")) == 2025
    assert find_year({"name": "x", "open": "1月6日"}, ("open",)) == 0
