"""Numbers, ages and intervals are read whatever stands beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.sources.number_readings import (
    read_ages,
    read_interval,
    read_number,
    read_position,
    read_weeks,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,200", "1200"), ("1 200", "1200"), ("1，200", "1200"), ("1'200", "1200"), ("1.200", "1200"),
        ("1,200,000", "1200000"), ("1万", "10000"), ("1.2万", "12000"), ("３千", "3000"), ("1.5k", "1500"),
        ("2百万", "2000000"), ("300人", "300"), ("约300", "300"), ("300+", "300"), ("3000 visitors", "3000"),
        ("100-200", None), ("一百", None), ("1,5", None), ("many", None), ("", None), ("1" * 20, None),
    ],
)  # fmt: skip
def test_a_whole_number(text: str, number: str | None) -> None:
    assert read_number(text, is_whole=True) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("3,5", "3.5"), ("3.5米", "3.5"), ("1,200.5", "1200.5"), ("1,200 m²", None), ("1,200平方米", "1200")],
)  # fmt: skip
def test_a_number(text: str, number: str | None) -> None:
    assert read_number(text, is_whole=False) == number


def test_a_comma_in_degrees_is_a_decimal_one() -> None:
    assert read_number("37,0437", is_whole=False) == "37.0437"
    assert read_number("105,043", is_whole=False, has_decimal_comma=True) == "105.043"


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("6岁以上", "6+"), ("6–14岁", "6-14"), ("6 to 14", "6-14"), ("6 and up", "6+"), ("over 6", "6+"),
        ("6岁", "6"), ("under 6", "0-6"), ("14-6 years", "6-14"), ("all ages", "0+"), ("全年龄", "0+"),
        ("６－１４", "6-14"), ("ages 6-14", "6-14"), ("满6周岁", "6+"), ("小学生", None), ("100+", None),
    ],
)  # fmt: skip
def test_ages(text: str, ages: str | None) -> None:
    assert read_ages(text) == ages


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("4周以上", "4+"), ("4 to 12 weeks", "4-12"), ("4至12个星期", "4-12"), ("at most 12 weeks", "1-12"),
        ("最多12周", "1-12"), ("至少 4 周", "4+"), ("8 wks", "8"), ("0-4", None), ("三个月", None),
    ],
)  # fmt: skip
def test_weeks(text: str, weeks: str | None) -> None:
    assert read_weeks(text) == weeks


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("weekly", "1 week"), ("每周", "1 week"), ("每两周一次", "2 weeks"), ("every 2 weeks", "2 weeks"),
        ("fortnightly", "2 weeks"), ("2周", "2 weeks"), ("每隔一周", "2 weeks"), ("Monthly", "1 month"),
        ("每月一次", "1 month"), ("每10天", "10 days"), ("every year", "1 year"), ("sometimes", None),
    ],
)  # fmt: skip
def test_intervals(text: str, interval: str | None) -> None:
    assert read_interval(text) == interval


@given(st.text() | st.from_regex(r"[\d,.万千k岁周-]{1,20}", fullmatch=True))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    read_number(text, is_whole=True)
    read_number(text, is_whole=False, has_decimal_comma=True)
    read_ages(text)
    read_weeks(text)
    read_interval(text)


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("37,0437", "37.0437"),
        ("35°34′48″N", "35.58"),
        ("35°34'48\"", "35.58"),
        ("35度34分48秒", "35.58"),
        ("35° 34.8' N", "35.58"),
        ("35.58N", "35.58"),
        ("E104.62", "104.62"),
        ("北纬35.58度", "35.58"),
        ("３５。58", "35.58"),
        ("33.9S", "-33.9"),
        ("西经74.5", "-74.5"),
        ("074°00′36″W", "-74.01"),
    ],
)
def test_degrees_are_decimal_and_have_a_sign(text: str, degrees: str) -> None:
    assert read_number(text, False, True) == degrees


@pytest.mark.parametrize(("text", "number"), [("010", "10"), ("000", "0"), ("1O", "10")])
def test_a_whole_number_has_no_zero_in_front_and_no_letter(text: str, number: str) -> None:
    assert read_number(text, True) == number


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("35.58, 104.62", ("35.58", "104.62")),
        ("104.62，35.58", ("35.58", "104.62")),
        ("(35.58 104.62)", ("35.58", "104.62")),
        ("北纬35.58度，东经104.62度", ("35.58", "104.62")),
        ("37,0437", None),
        ("35.58", None),
        ("二楼, 三楼", None),
    ],
)
def test_both_numbers_of_a_position_in_one_text(
    text: str, position: tuple[str, str] | None
) -> None:
    assert read_position(text) == position
