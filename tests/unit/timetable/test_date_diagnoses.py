"""The help for a date names the very day that was meant, or each that may be."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.timetable.date_diagnoses import diagnose_date, diagnose_span, diagnose_year


@given(
    st.dates(dt.date(1000, 1, 1), dt.date(2560, 1, 1)),
    st.sampled_from(
        [
            "{y}/{m}/{d}",
            "{y}.{m:02}.{d:02}",
            "{y}年{m}月{d}日",
            "{y}{m:02}{d:02}",
            "{y}-{m}-{d} 09:00",
        ]
    ),
)
def test_a_date_in_another_notation_is_answered_with_the_right_one(day: dt.date, form: str) -> None:
    _, help = diagnose_date(form.format(y=day.year, m=day.month, d=day.day))
    assert help.en == f"write {day.isoformat()}"


@given(st.text())
def test_any_text_that_is_no_date_is_explained_in_both_languages(written: str) -> None:
    for said in diagnose_date(written) + diagnose_span(written):
        assert said.zh
        assert said.en


def test_the_help_for_a_day_that_the_month_does_not_have_says_how_many_it_has() -> None:
    assert diagnose_date("2026-02-30")[1].en == "2026-02 has 28 days"
    assert diagnose_date("2026-13-13")[1].en == "months go from 1 to 12"
    assert diagnose_date("0000-13-01")[1].en == "months go from 1 to 12"


def test_both_readings_are_offered() -> None:
    message, help = diagnose_date("1/6/2027")
    assert message.en == "“1/6/2027” can be read in two ways"
    assert help.zh == "6月1日写 2027-06-01，1月6日写 2027-01-06"
    assert help.en == "write 2027-06-01 for 1 June, or 2027-01-06 for 6 January"
    assert diagnose_date("26/1/27").help.en == (
        "write 2026-01-27 for 27 January 2026, or 2027-01-26 for 26 January 2027"
    )


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("1月6日", "write 2027-01-06, if that is the year"),
        ("6/1", "write 2027-06-01 for 1 June, or 2027-01-06 for 6 January"),
        ("2027-01", "write year, month and day, such as 2027-01-01"),
        ("46393", "write 2027-01-06"),
        ("2027-01-06（周四）", "write 2027-01-06; check it: it is a Wednesday"),
        (
            "TBD",
            "if there is no date yet, delete this line; a stop with status: planned needs none",
        ),
    ],
)
def test_what_is_missing_or_wrong_is_said(text: str, help: str) -> None:
    assert diagnose_date(text, 2027).help.en == help


def test_without_a_year_around_it_an_example_is_given() -> None:
    assert diagnose_date("6 Jan").help.en == "begin with the year, such as 2026-01-06"
    assert "YYYY-06-01" in diagnose_date("6/1").help.en


def test_a_year_of_the_buddhist_era_is_converted() -> None:
    assert "2027-01-06" in diagnose_year(dt.date(2570, 1, 6)).help.en
    assert diagnose_year(dt.date(2300, 1, 6)).help.en == "check the year, as in 2026-05-01"


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("2026-10-07/2026-10-01", "swap the two dates: 2026-10-01/2026-10-07"),
        ("2026/10/1", "write 2026-10-01"),
        ("2026-10-01 ~ 2026-10-07", "write 2026-10-01/2026-10-07"),
        ("1 Oct - 7 Oct 2026", "write 2026-10-01/2026-10-07"),
        ("10月1日至7日", "write the year of both days, such as 2026-10-01/2026-10-07"),
        ("2026-02-20/2026-02-30", "2026-02 has 28 days"),
    ],
)
def test_a_period_is_written_with_a_slash(text: str, help: str) -> None:
    assert diagnose_span(text).help.en == help
