"""Whatever notation an author uses for a day, it is read as the days that it can mean."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.timetable.date_readings import (
    DatePart,
    find_range,
    find_weekday,
    list_dates,
    list_parts,
    list_separate_dates,
)

SIXTH = dt.date(2027, 1, 6)
LIKELY_DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2059, 12, 31))
FORMS = [
    "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d 09:00", "%d %B %Y", "%B %d, %Y",
    "%a %d %b %Y", "%d-%b-%y", "%Y–%m–%d", "%Y-%b-%d", "%Y_%m_%d", "%y年%m月%d号", "%Y %m %d",
]  # fmt: skip


@given(LIKELY_DAYS, st.sampled_from(FORMS))
def test_a_notation_with_one_meaning_gives_the_day(day: dt.date, form: str) -> None:
    assert list_dates(day.strftime(form)) == [day]


@given(LIKELY_DAYS, st.sampled_from("/.-"))
def test_a_day_with_its_year_at_the_end_has_one_or_two_readings(day: dt.date, dot: str) -> None:
    readings = list_dates(f"{day.day}{dot}{day.month}{dot}{day.year}")
    assert readings[0] == day
    assert len(readings) == 1 + (day.day <= 12 and day.day != day.month)


@pytest.mark.parametrize(
    "text",
    [
        "2O27-01-06", "2027-01-O6", "2027-0l-06", "２０２７－０１－０６", "2027-01-06（周三）",
        "Wednesday, January 6th, 2027", "6th of January 2027", "二〇二七年一月六日", "46393",
        "46393.375", "270106", "27-01-06", "2027-0106", "202701-06", "2027-01-06T09:00:00Z",
        "2027年1月6日上午9:00", "2027-01-06号", "'2027-01-06", "2027-01-06.", "2570-01-06",
        "Jan. 6 2027", "6 JAN 2027", "January 6, 2027 at 10:00",
    ],
)  # fmt: skip
def test_an_unusual_notation_is_read(text: str) -> None:
    assert list_dates(text) == [SIXTH]


def test_a_date_without_a_year_keeps_what_it_says() -> None:
    for text in ("6 Jan", "Jan. 6th", "1月6日", "一月六日"):
        assert list_parts(text) == [DatePart(0, 1, 6)]
    assert list_parts("6/1") == [DatePart(0, 6, 1), DatePart(0, 1, 6)]
    assert list_parts("2027-01") == list_parts("Jan 2027") == [DatePart(2027, 1, 0)]
    assert list_parts("2027") == [DatePart(2027, 0, 0)]


@pytest.mark.parametrize(
    "text", ["2027-02-30", "soon", "待定", "9月16日-22日", "1/2/3/4", "31/31/2027", "", "12" * 40]
)
def test_what_is_no_day_has_no_reading(text: str) -> None:
    assert list_dates(text) == []


RANGES = [
    "2027-01-06/2027-02-28", "2027-01-06 ~ 2027-02-28", "2027-01-06 - 2027-02-28",
    "2027-01-06至2027-02-28", "2027-01-06 to 2027-02-28", "2027年1月6日-2月28日", "2027.1.6-2.28",
    "6 Jan – 28 Feb 2027", "from 6 January 2027 until 28 February 2027", "1/6/2027-2/28/2027",
    "自2027年1月6日起至2027年2月28日止", "6.1.2027-28.2.2027", "20270106-20270228",
]  # fmt: skip


@pytest.mark.parametrize("text", RANGES)
def test_a_range_has_two_ends(text: str) -> None:
    assert list_parts(text) == []
    assert find_range(text) == (DatePart(2027, 1, 6), DatePart(2027, 2, 28))


def test_the_ends_of_a_range_complete_each_other() -> None:
    tenth = (DatePart(2027, 1, 6), DatePart(2027, 1, 10))
    for text in ("6-10 January 2027", "Jan 6–10, 2027", "2027年1月6-10日", "2027-01-06 - 10"):
        assert find_range(text) == tenth
    new_year = (DatePart(2027, 12, 20), DatePart(2028, 1, 10))
    assert find_range("2027-12-20 ~ 01-10") == find_range("20 Dec - 10 Jan 2028") == new_year
    assert find_range("1月6日至10日", 2027) == tenth
    assert find_range("Jan 6 to 10") == (DatePart(0, 1, 6), DatePart(0, 1, 10))
    assert find_range("soon to come") is find_range("2027-02-30") is None


def test_a_list_of_days_is_read() -> None:
    days = [SIXTH, dt.date(2027, 1, 8)]
    assert list_separate_dates("2027-01-06, 2027-01-08") == days
    assert list_separate_dates("2027-01-06和2027-01-08") == days
    assert list_separate_dates("2027-01-06") == list_separate_dates("a, b") == []


def test_the_weekday_beside_a_date_is_found() -> None:
    assert find_weekday("2027-01-06（周三）") == find_weekday("Wed 6 January") == 2
    assert find_weekday("星期天 1月6日") == 6
    assert find_weekday("2027-01-06") is None


@given(st.text() | st.from_regex(r"[\dO年月日/.~ -]{1,20}", fullmatch=True))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    list_dates(text)
    list_separate_dates(text)
    find_range(text)
