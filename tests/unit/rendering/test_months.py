"""The months of a stay: what their tables and legend share, and which of them are folded away."""

from __future__ import annotations

import datetime as dt

from tourbook.common.dates import Session
from tourbook.rendering.months import DayRun, OpeningMonths, compute_opening_months
from tourbook.views import Hours, OpenDays, SpecialDay

MORNING, AFTERNOON = Session("09:00", "12:00"), Session("14:00", "17:00", booking=True)
NATIONAL_DAY = tuple(
    SpecialDay(date=dt.date(2026, 10, n), name="National Day", off=True) for n in range(1, 8)
)
MAKE_UP_DAY = SpecialDay(date=dt.date(2026, 10, 10), name="National Day", off=False)


def make_months(start: dt.date, end: dt.date, *special: SpecialDay) -> OpeningMonths:
    hours = [
        Hours(weekdays=(1, 2, 3, 4), sessions=(MORNING,)),
        Hours(weekdays=(5, 6), sessions=(MORNING, AFTERNOON)),
        Hours(days="holidays", sessions=(MORNING,)),
        Hours(days="make-up-days", usual=True),
    ]
    days = OpenDays(
        start=start, end=end, special=special, follows_holidays=True, known_years=(2026,)
    )
    return compute_opening_months(hours, days)


def test_special_days_in_a_row_that_are_alike_are_one_run() -> None:
    months = make_months(dt.date(2026, 9, 1), dt.date(2026, 10, 31), *NATIONAL_DAY, MAKE_UP_DAY)
    holidays, make_up = months.special_runs
    assert (holidays.start, holidays.end) == (dt.date(2026, 10, 1), dt.date(2026, 10, 7))
    assert holidays.day.sessions == (MORNING,)
    assert make_up == DayRun(MAKE_UP_DAY.date, MAKE_UP_DAY.date, make_up.day)
    assert make_up.day.special == "make-up"


def test_a_gap_or_other_times_begin_another_run() -> None:
    holidays = [d for d in NATIONAL_DAY if d.date.day != 3]
    months = make_months(dt.date(2026, 9, 1), dt.date(2026, 10, 31), *holidays)
    assert [(run.start.day, run.end.day) for run in months.special_runs] == [(1, 2), (4, 7)]
    other_name = SpecialDay(date=dt.date(2026, 10, 3), name="Mid-Autumn", off=True)
    months = make_months(dt.date(2026, 9, 1), dt.date(2026, 10, 31), *holidays, other_name)
    assert [(run.start.day, run.end.day) for run in months.special_runs] == [(1, 2), (3, 3), (4, 7)]


def test_marks_are_what_some_day_is() -> None:
    start, end = dt.date(2026, 9, 1), dt.date(2026, 10, 31)
    assert make_months(start, end).marks == set()
    assert make_months(start, end, *NATIONAL_DAY, MAKE_UP_DAY).marks == {"holiday", "make-up"}
    days = OpenDays(start=start, end=end, follows_holidays=True)
    hours = [Hours(weekdays=(1,), sessions=(MORNING,)), Hours(days="holidays", sessions=(MORNING,))]
    assert compute_opening_months(hours, days).marks == {"unsure"}


def test_the_usual_times_are_those_of_most_open_days() -> None:
    assert make_months(dt.date(2026, 9, 1), dt.date(2026, 9, 30)).usual_sessions == (MORNING,)
    weekend = make_months(dt.date(2026, 9, 4), dt.date(2026, 9, 6))  # from Friday to Sunday
    assert weekend.usual_sessions == (MORNING, AFTERNOON)
    closed = make_months(dt.date(2026, 9, 7), dt.date(2026, 9, 7))
    assert closed.usual_sessions == ()


def test_four_months_are_never_folded() -> None:
    months = make_months(dt.date(2026, 3, 15), dt.date(2026, 6, 2))
    assert months.fold(dt.date(2026, 6, 1)) == ([], months, [])
    assert months.fold(None) == ([], months, [])


def test_of_more_months_four_from_today_on_are_shown() -> None:
    months = make_months(dt.date(2026, 3, 15), dt.date(2026, 10, 2))

    def fold(today: dt.date | None) -> list[str]:
        return [" ".join(f"{month.first.month}" for month in part) for part in months.fold(today)]

    assert fold(dt.date(2026, 5, 12)) == ["3 4", "5 6 7 8", "9 10"]
    assert fold(dt.date(2026, 3, 31)) == ["", "3 4 5 6", "7 8 9 10"]
    assert fold(dt.date(2026, 10, 1)) == ["3 4 5 6 7 8 9", "10", ""]
    assert fold(None) == ["", "3 4 5 6", "7 8 9 10"]


def test_the_months_count_their_open_days() -> None:
    months = make_months(dt.date(2026, 9, 1), dt.date(2026, 9, 14))
    assert months.open_day_count == sum(bool(day.sessions) for day in months.days) == 12
    assert len(months.days) == 14
