"""Which days the announcement of China's holidays may touch, against those of past years."""

from __future__ import annotations

import datetime as dt

import pytest

from tourbook.common.dates import DAY
from tourbook.timetable import hours
from tourbook.timetable.holidays import HolidayCalendar, build_calendar
from tourbook.timetable.legal_holidays import list_possible_chinese_kinds
from tourbook.timetable.opening import Opening

CHINA = build_calendar("CN", {})
assert CHINA is not None
YEARS = range(min(CHINA.known_years) + 1, max(CHINA.known_years) + 1)
EXTRAORDINARY_DAYS = {dt.date(2015, 9, n) for n in (3, 4, 6)}
"""For the 70th anniversary of the end of the war, announced in May."""
HOURS = [
    {"tue-sun": "09:00-17:00"},
    {"tue-sun": "09:00-17:00", "holidays": "09:00-18:00"},
    {"daily": "09:00-17:00", "holidays": "usual"},
    {"daily": "09:00-17:00", "holidays": "09:00-17:00", "make-up-days": "09:00-17:00"},
    {"mon-fri": "09:00-17:00", "holidays": "closed"},
    {"mon-fri": "09:00-17:00", "sat-sun": "10:00-16:00", "holidays": "closed"},
    {"mon-fri": "09:00-17:00", "sat-sun": "10:00-16:00", "holidays": "usual", "make-up-days": "closed"},
    {"sat": "10:00-16:00", "2027-02-06": "closed", "10-01/10-07": "closed"},
]  # fmt: skip


def announce_until(year: int) -> HolidayCalendar:
    """What was known before the holidays of the next year were announced."""
    days = {
        day: holiday
        for day, holiday in CHINA.days.items()
        if day.year <= year and not (day.month == 12 and day > dt.date(year, 12, 1))
    }
    return HolidayCalendar(days, country="CN")


@pytest.mark.parametrize("written", HOURS)
def test_what_was_certain_stayed_as_it_was_when_the_holidays_were_announced(
    written: dict[str, str],
) -> None:
    rules = hours.parse_hours(written)
    for year in YEARS:
        before, after = Opening(rules, announce_until(year - 1)), Opening(rules, CHINA)
        first = dt.date(year - 1, 12, 1)
        for day in (first + n * DAY for n in range(365 + 31)):
            if day.year > year or day in EXTRAORDINARY_DAYS:
                continue
            times = before.find_times(day)
            if times.is_certain:
                announced = after.find_times(day)
                is_next_year = day.month == 12 and day.year == max(YEARS)
                assert announced == times or is_next_year, (year, day)


def test_every_day_that_was_ever_touched_was_possible() -> None:
    for day, holiday in CHINA.days.items():
        kinds = {
            is_day_off
            for year in (day.year, day.year + 1)
            for is_day_off in list_possible_chinese_kinds(year).get(day, ())
        }
        assert holiday.is_day_off in kinds or day in EXTRAORDINARY_DAYS, day


@pytest.mark.parametrize(
    ("month_day", "years"),
    [
        ("Spring Festival", "2025-01-29 2026-02-17 2027-02-06 2028-01-26 2033-01-31 2034-02-19"),
        ("Dragon Boat", "2020-06-25 2023-06-22 2026-06-19 2027-06-09 2031-06-24 2033-06-01"),
        ("Mid-Autumn", "2020-10-01 2025-10-06 2026-09-25 2027-09-15 2033-09-08 2052-09-07"),
    ],
)
def test_festivals_of_the_chinese_calendar(month_day: str, years: str) -> None:
    for day in map(dt.date.fromisoformat, years.split()):
        kinds = list_possible_chinese_kinds(day.year)
        assert all(True in kinds[day + n * DAY] for n in range(-2, 3)), (month_day, day)


def test_most_days_of_a_year_that_is_not_announced_are_certain() -> None:
    year = max(YEARS) + 1
    days = [dt.date(year, 1, 1) + n * DAY for n in range(365)]
    counts = []
    for written in HOURS[:4]:
        opening = Opening(hours.parse_hours(written), CHINA)
        counts.append(sum(not opening.find_times(day).is_certain for day in days))
    assert counts[3] == 0, "open every day alike"
    assert counts[2] == 0, "holidays are as usual, and so are make-up days"
    assert all(count < 60 for count in counts)


def test_the_end_of_a_year_waits_for_the_next_one() -> None:
    year = max(YEARS)
    opening = Opening(hours.parse_hours({"daily": "09:00-17:00", "holidays": "closed"}), CHINA)
    assert not opening.find_times(dt.date(year, 12, 31)).is_certain
    assert opening.find_times(dt.date(year, 12, 20)).is_certain
    assert opening.list_unknown_years(dt.date(year, 11, 1), dt.date(year, 12, 31)) == [year + 1]
    assert opening.list_unknown_years(dt.date(year, 11, 1), dt.date(year, 12, 20)) == []
    july, august = dt.date(year + 1, 7, 1), dt.date(year + 1, 8, 20)
    assert opening.list_unknown_years(july, august) == []


def test_elsewhere_any_day_may_be_a_holiday() -> None:
    calendar = build_calendar("TH", {"2026-04-13": "Songkran"})
    opening = Opening(hours.parse_hours({"daily": "09:00-17:00", "holidays": "closed"}), calendar)
    assert opening.find_times(dt.date(2026, 8, 12)).is_certain
    assert opening.find_times(dt.date(2026, 12, 31)).is_certain
    assert not opening.find_times(dt.date(2027, 8, 11)).is_certain
    assert opening.list_unknown_years(dt.date(2026, 12, 1), dt.date(2027, 1, 2)) == [2027]
    usual = Opening(hours.parse_hours({"daily": "09:00-17:00", "holidays": "usual"}), calendar)
    assert usual.find_times(dt.date(2027, 8, 11)).is_certain
