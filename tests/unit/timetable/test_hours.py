"""Opening hours: every day of every week has an answer, a dated line counts more than a weekday."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.common.dates import Session
from tourbook.common.problems import Location, Problems
from tourbook.timetable import hours
from tourbook.timetable.hours_checks import check_hours
from tourbook.timetable.opening import Opening
from tourbook.timetable.recurrence import WEEKDAYS

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2050, 1, 1))


def list_sessions(written: dict[str, str], day: dt.date) -> tuple[Session, ...]:
    return Opening(hours.parse_hours(written)).find_times(day).sessions


def list_hours_problems(written: dict[str, str]) -> list[tuple[str, str]]:
    found = Problems()
    check_hours(written, Location("x"), found)
    return [(p.location.path[-1], p.help.en) for p in found]  # type: ignore[misc]


@given(st.sampled_from(WEEKDAYS), st.sampled_from(WEEKDAYS), DAYS)
def test_a_range_of_weekdays_holds_every_day_from_its_first_to_its_last(
    a: str, b: str, day: dt.date
) -> None:
    """Around the end of the week, too: sat-mon is three days."""
    first, last = WEEKDAYS.index(a), WEEKDAYS.index(b)
    inside = (day.weekday() - first) % 7 <= (last - first) % 7
    assert bool(list_sessions({f"{a}-{b}": "09:00-17:00"}, day)) == inside


@given(DAYS, st.integers(0, 20), DAYS)
def test_a_dated_line_is_stronger_than_a_weekday_and_a_later_one_than_an_earlier(
    start: dt.date, length: int, day: dt.date
) -> None:
    end = start + dt.timedelta(days=length)
    written = {"daily": "09:00-17:00", f"{start}/{end}": "closed", start.isoformat(): "10:00-12:00"}
    expected = (Session("09:00", "17:00"),) if not start <= day <= end else ()
    assert list_sessions(written, day) == (
        (Session("10:00", "12:00"),) if day == start else expected
    )


def test_days_that_no_line_names_are_closed() -> None:
    assert list_sessions({"wed-sun": "09:00-17:00"}, dt.date(2026, 11, 24)) == ()


@pytest.mark.parametrize(
    "key",
    [
        "mon",
        "MON",
        " mon , tue",
        "mon-fri, sun",
        "daily",
        "2026-10-01",
        "2026-10-01/2026-10-07",
        "holidays",
        "make-up-days",
    ],
)
def test_good_keys_are_no_problem(key: str) -> None:
    assert list_hours_problems({key: "09:00-17:00"}) == []


def test_each_day_of_a_year_can_be_written_as_month_and_day() -> None:
    """01-02 is no question: the month stands first, as in a date."""
    for n in range(366):
        day = dt.date(2000, 1, 1) + dt.timedelta(days=n)
        written = {f"{day:%m-%d}": "09:00-17:00"}
        assert list_hours_problems(written) == []
        assert list_sessions(written, day.replace(year=2028)) == (Session("09:00", "17:00"),)


@pytest.mark.parametrize(
    ("key", "help"),
    [
        ("wen-sun", "write “wed-sun”"),
        ("周一至周五", "write “mon-fri”"),
        ("星期六、星期天", "write “sat, sun”"),
        ("每天", "write “daily”"),
        ("2026-10-07/2026-10-01", "swap the two dates: 2026-10-01/2026-10-07"),
        ("2026-02-30", "2026-02 has 28 days"),
        ("2026/10/1", "write “2026-10-01”"),
        ("节假日", "write “holidays”"),
        ("法定节假日", "write “holidays”"),
        ("holiday", "write “holidays”"),
        ("调休上班日", "write “make-up-days”"),
        (
            "随便",
            "write mon, tue-sun, daily, holidays, 2026-10-01, 12-25 (every year) or last fri (of every month)",
        ),
    ],
)
def test_the_help_for_a_bad_key_says_what_to_write(key: str, help: str) -> None:
    assert list_hours_problems({key: "09:00-17:00"}) == [(key, help)]


def test_each_bad_line_is_a_problem_and_the_good_ones_stay_rules() -> None:
    written = {"mon": "9点", "tue": "09:00-12:00", "someday": "closed"}
    assert [key for key, _ in list_hours_problems(written)] == ["mon", "someday"]
    assert len(hours.parse_hours(written)) == 1


@given(st.dictionaries(st.text(), st.text(), max_size=4), DAYS)
def test_any_hours_have_problems_or_rules_and_never_an_exception(
    written: dict[str, str], day: dt.date
) -> None:
    bad_lines = {key for key, _ in list_hours_problems(written)}
    assert len(hours.parse_hours(written)) + len(bad_lines) == len(written)
    list_sessions(written, day)


@pytest.mark.parametrize(
    ("own", "wanted"),
    [
        ({}, {"wed-sun": "09:00-17:00", "holidays": "closed"}),
        ({"daily": "10:00-12:00"}, {"daily": "10:00-12:00"}),
        (
            {"2026-10-01": "closed"},
            {"wed-sun": "09:00-17:00", "holidays": "closed", "2026-10-01": "closed"},
        ),
        ({"holidays": "usual"}, {"wed-sun": "09:00-17:00", "holidays": "usual"}),
    ],
)
def test_hours_of_a_stop_replace_those_of_its_venue_where_they_name_weekdays_and_else_add_to_them(
    own: dict[str, str], wanted: dict[str, str]
) -> None:
    assert hours.combine_hours({"wed-sun": "09:00-17:00", "holidays": "closed"}, own) == wanted


@pytest.mark.parametrize(
    ("key", "help"),
    [
        ("7/1-8/31", "write “07-01/08-31”"),
        ("1 July – 31 August", "write “07-01/08-31”"),
        ("Dec 25", "write “12-25”"),
        ("2026-10-01 - 2026-10-07", "write “2026-10-01/2026-10-07”"),
        ("2026年10月1日", "write “2026-10-01”"),
        ("1/7", "write 01-07 for 7 January, or 07-01 for 1 July"),
        ("last friday", "write “last fri”"),
        (
            "mon, holidays",
            "write public holidays and the weekdays of a month on lines of their own: “mon: …”, “holidays: …”",
        ),
    ],
)
def test_days_in_words_and_dates_of_every_year_are_rewritten(key: str, help: str) -> None:
    assert list_hours_problems({key: "09:00-17:00"}) == [(key, help)]


def test_mistakes_on_both_sides_of_a_line_are_told_where_they_are() -> None:
    problems = Problems()
    check_hours({"mon": "9am-5pm", "weekend": "9am-5pm"}, Location("f"), problems)
    assert [p.location for p in problems] == [
        Location("f", ("mon",)), Location("f").at_key("weekend"), Location("f", ("weekend",))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("09:00-17:30", ["daily: 09:00-17:30"]),
        ("周二至周日 9点到17点", ["tue-sun: 09:00-17:00"]),
        ("Mon-Fri 9am-5pm; Sat 10-2", ["mon-fri: 09:00-17:00", "sat: 10:00-14:00"]),
        (
            "周一至周五 9:00-17:00，周六日 10:00-16:00",
            ["mon-fri: 09:00-17:00", "sat, sun: 10:00-16:00"],
        ),
        ("Tuesday to Sunday: 10.00-18.00", ["tue-sun: 10:00-18:00"]),
        (
            "周二至周五 9点到17点，周末 10:00-16:00",
            ["tue-fri: 09:00-17:00", "sat-sun: 10:00-16:00"],
        ),
        ("daily", []),
        ("看公告", []),
        ("周一闭馆，周二至周日 9:00-17:00", ["mon: closed", "tue-sun: 09:00-17:00"]),
    ],
)
def test_hours_on_one_line_become_lines(text: str, lines: list[str]) -> None:
    assert hours.suggest_lines(text) == lines


@pytest.mark.parametrize(
    ("keys", "overridden"),
    [
        (["tue-fri", "fri-sun"], ["fri-sun"]),
        (["mon", "daily"], ["daily"]),
        (["mon", "Mon"], ["Mon"]),
        (["last fri", "last fri, 1st mon"], ["last fri, 1st mon"]),
        (["2026-10-01", "2026-10-01/2026-10-01"], ["2026-10-01/2026-10-01"]),
        (["daily", "mon", "sat-sun"], []),
        (["tue-sun", "fri"], []),
        (["mon-fri", "sat-sun", "holidays", "last fri", "12-25"], []),
        (["07-01/08-31", "07-01/08-31 sat-sun"], []),
    ],
)
def test_a_line_that_overrides_another_is_a_question(
    keys: list[str], overridden: list[str]
) -> None:
    written = {key: f"{9 + n:02}:00-17:00" for n, key in enumerate(keys)}
    problems = Problems()
    check_hours(written, Location("f"), problems)
    assert [p.location.path[-1] for p in problems] == overridden
    assert {p.level for p in problems} <= {"warning"}
    assert all(p.code == "hours-twice" and p.related_location for p in problems)
    problems = Problems()
    check_hours(dict.fromkeys(keys, "09:00-17:00"), Location("f"), problems)
    assert not problems.items, "two lines with the same times say the same"
