"""Weekdays in words of either language are answered with those of opening hours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.timetable.weekday_words import translate_days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("weekend", "sat-sun"), ("Weekends", "sat-sun"), ("周末", "sat-sun"), ("工作日", "mon-fri"),
        ("weekdays", "mon-fri"), ("Monday-Friday", "mon-fri"), ("mon–fri", "mon-fri"),
        ("mon to fri", "mon-fri"), ("Mo-Fr", "mon-fri"), ("M-F", "mon-fri"), ("Mon.-Fri.", "mon-fri"),
        ("Tuesday through Sunday", "tue-sun"), ("周一至五", "mon-fri"), ("周一至周五", "mon-fri"),
        ("星期六、星期天", "sat, sun"), ("周六日", "sat, sun"), ("周一三五", "mon, wed, fri"),
        ("Sat & Sun", "sat, sun"), ("mon/wed", "mon, wed"), ("Mondays", "mon"), ("每周三", "wed"),
        ("last friday", "last fri"), ("first Monday of the month", "1st mon"), ("mon[1]", "1st mon"),
        ("fri[-1]", "last fri"), ("1st and 3rd mon", "1st mon, 3rd mon"), ("第一个周一", "1st mon"),
        ("每月最后一个周五", "last fri"), ("每天", "daily"), ("every day", "daily"),
        ("bank holidays", "holidays"), ("法定节假日", "holidays"), ("调休上班日", "make-up-days"),
        ("mon, wed to fri", "mon, wed-fri"),
    ],
)  # fmt: skip
def test_days_are_translated(text: str, days: str) -> None:
    assert translate_days(text) == days


@pytest.mark.parametrize(
    "text", ["wednsday", "每隔一天", "二月", "六", "mon -", "last", "every other mon", ""]
)
def test_other_words_are_left_alone(text: str) -> None:
    assert translate_days(text) is None


@given(st.text() | st.from_regex(r"(mon|周|一|last| |-|,|\[1\]){1,8}", fullmatch=True))
def test_any_text_is_translated_or_not_without_an_exception(text: str) -> None:
    translate_days(text)
