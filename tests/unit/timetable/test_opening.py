"""Opening days equal a plain day-by-day oracle; holidays are known or said to be unknown, never
guessed."""

from __future__ import annotations

import datetime as dt
import typing

import pytest
from chinese_calendar import constants
from hypothesis import given
from hypothesis import strategies as st

from tourbook.common.dates import Session
from tourbook.common.problems import Location, Problems
from tourbook.rendering.months import compute_opening_months
from tourbook.timetable import hours
from tourbook.timetable.holidays import (
    Holiday,
    HolidayCalendar,
    HolidayCalendars,
    build_calendar,
    check_holidays,
    find_country,
    parse_holidays,
)
from tourbook.timetable.hours_checks import check_hours
from tourbook.timetable.opening import (
    Opening,
    OpeningState,
    OpeningTimes,
    compute_opening_state,
)
from tourbook.timetable.recurrence import WEEKDAYS
from tourbook.views import Hours, OpenDays, SpecialDay

FIRST = dt.date(2026, 1, 1)
DAYS = st.integers(0, 800).map(lambda n: FIRST + dt.timedelta(days=n))
TIMES = st.sampled_from(
    ["closed", "09:00-17:00", "09:00-12:00, 14:00-17:30", "10:00-11:00 booking"]
)
USUAL = TIMES | st.just("usual")


SOME = st.none() | st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3).map(",".join)


def _format_span(parts: tuple[dt.date, int, str | None]) -> str:
    """A period, with or without weekdays."""
    start, length, some = parts
    return f"{start}/{start + dt.timedelta(days=length)}" + (f" {some}" if some else "")


HOURS = st.tuples(
    st.dictionaries(st.sampled_from(WEEKDAYS), TIMES, min_size=1, max_size=7),
    st.dictionaries(st.tuples(DAYS, st.integers(0, 20), SOME).map(_format_span), USUAL, max_size=3),
    st.dictionaries(st.sampled_from(["holidays", "make-up-days"]), USUAL, max_size=2),
).map(lambda parts: parts[0] | parts[1] | parts[2])
SPECIAL = st.dictionaries(DAYS, st.booleans(), max_size=30)


def compute_hours(written: dict[str, str], special: dict[dt.date, bool], day: dt.date) -> str:
    """The times of a day as they are written, by reading the lines one after the other."""
    usual = written.get(WEEKDAYS[day.weekday()], "closed")
    found = usual
    if day in special:
        found = written.get("holidays" if special[day] else "make-up-days", usual)
    for key, times in written.items():
        if key[0].isdigit():
            dates, _, some = key.partition(" ")
            start, end = map(dt.date.fromisoformat, dates.split("/"))
            if start <= day <= end and (not some or WEEKDAYS[day.weekday()] in some.split(",")):
                found = times
    return usual if found == "usual" else found


def make_opening(written: dict[str, str], special: dict[dt.date, bool]) -> Opening:
    return Opening(
        hours.parse_hours(written),
        HolidayCalendar({d: Holiday("x", off) for d, off in special.items()}, range(2026, 2030)),
    )


@given(HOURS, SPECIAL, DAYS, st.integers(0, 200))
def test_open_days_are_those_that_a_reader_of_the_lines_would_find(
    written: dict[str, str], special: dict[dt.date, bool], start: dt.date, length: int
) -> None:
    opening = make_opening(written, special)
    days = [start + dt.timedelta(days=n) for n in range(length)]
    expected = [d for d in days if compute_hours(written, special, d) != "closed"]
    assert [d for d in days if opening.find_times(d).sessions] == expected
    end = start + dt.timedelta(days=length - 1)
    assert opening.count_open_days(start, end) == len(expected)
    assert opening.find_first_open_day(start, end) == (expected[0] if expected else None)
    for day in days[:20]:
        hours_text = compute_hours(written, special, day)
        times = ", ".join(
            f"{s.start}-{s.end}{' booking' * s.booking}" for s in opening.find_times(day).sessions
        )
        assert times == ("" if hours_text == "closed" else hours_text)


@given(HOURS, SPECIAL, DAYS, st.integers(0, 90))
def test_the_grid_of_a_page_shows_the_same_days(
    written: dict[str, str], special: dict[dt.date, bool], start: dt.date, length: int
) -> None:
    end = start + dt.timedelta(days=length)
    opening = make_opening(written, special)
    lines = [
        Hours(
            days=r.day_kind,
            weekdays=r.weekdays,
            start=r.start,
            end=r.end,
            sessions=r.sessions or (),
            usual=r.sessions is None,
        )
        for r in hours.parse_hours(written)
    ]
    days = OpenDays(
        start=start,
        end=end,
        follows_holidays=True,
        known_years=tuple(range(2026, 2030)),
        special=tuple(
            SpecialDay(date=d, name="x", off=off) for d, off in special.items() if start <= d <= end
        ),
    )
    months = compute_opening_months(lines, days)
    cells = [c for m in months for week in m.weeks for c in week if c]
    assert [c.date for c in cells] == [start + dt.timedelta(days=n) for n in range(length + 1)]
    for cell in cells:
        answer = opening.find_times(cell.date)
        assert (cell.sessions, cell.sure) == (answer.sessions, answer.is_certain)
    for month in months:
        assert month.open_day_count == sum(
            bool(c and c.sessions) for week in month.weeks for c in week
        )
        for week in month.weeks:
            assert len(week) == 7
            assert all(c is None or c.date.weekday() == n for n, c in enumerate(week))


# ---- public holidays -------------------------------------------------------------------

CHINA = build_calendar("CN", {})
assert CHINA is not None


@given(HOURS, SPECIAL)
def test_a_week_and_its_special_days_say_the_times_of_every_day(
    written: dict[str, str], special: dict[dt.date, bool]
) -> None:
    opening = make_opening(written, special)
    days = [FIRST + dt.timedelta(days=n) for n in range(400)]
    special_times = dict(opening.list_special_times(days[0], days[-1]))
    for day in days:
        usual = OpeningTimes(opening.weekday_sessions[day.weekday()])
        assert special_times.get(day, usual) == opening.find_times(day)


def test_china_is_what_the_state_council_announced() -> None:
    assert CHINA.get(dt.date(2026, 10, 1)) == Holiday({"zh": "国庆节", "en": "National Day"}, True)
    assert CHINA.get(dt.date(2026, 10, 10)) == Holiday(
        {"zh": "国庆节", "en": "National Day"}, False
    )
    assert CHINA.get(dt.date(2026, 10, 12)) is None
    assert {d for d, h in CHINA.days.items() if h.is_day_off} == set(constants.holidays)
    assert {d for d, h in CHINA.days.items() if not h.is_day_off} == set(constants.workdays)


def test_a_year_that_is_not_announced_is_unknown_until_the_site_writes_it_down() -> None:
    late = max(CHINA.known_years) + 1
    opening = Opening(
        hours.parse_hours({"tue-sun": "09:00-17:00", "holidays": "09:00-18:00"}), CHINA
    )
    monday = next(
        d for n in range(7) if (d := dt.date(late, 10, 1) + dt.timedelta(days=n)).weekday() == 0
    )
    assert opening.find_times(monday) == ((), False)
    assert opening.list_unknown_years(dt.date(late - 1, 12, 1), dt.date(late, 2, 1)) == [late]
    own: dict[str, str | dict[str, str]] = {
        f"{late}-10-01/{late}-10-07": "国庆节",
        f"{late}-10-10": "workday",
    }
    known = Opening(
        hours.parse_hours({"tue-sun": "09:00-17:00", "holidays": "09:00-18:00"}),
        build_calendar("CN", own),
    )
    assert known.find_times(monday) == ((Session("09:00", "18:00"),), True)
    assert known.list_unknown_years(dt.date(late - 1, 12, 1), dt.date(late, 2, 1)) == []
    usual = Opening(
        hours.parse_hours({"tue-sun": "09:00-17:00", "holidays": "usual", "make-up-days": "usual"}),
        CHINA,
    )
    assert usual.find_times(monday) == ((), True), (
        "hours that holidays do not touch are certain in any year"
    )


@pytest.mark.parametrize(
    ("code", "top", "country"),
    [
        ("620102", "620000", "CN"),
        ("110000", "110000", "CN"),
        ("810001", "810000", "HK"),
        ("820000", "820000", "MO"),
        ("710000", "710000", "TW"),
        ("TH-10", "TH", "TH"),
        ("TH", "TH", "TH"),
    ],
)
def test_a_region_keeps_the_holidays_of_its_country(code: str, top: str, country: str) -> None:
    assert find_country(code, top) == country
    found = HolidayCalendars({"TH": {"2027-04-13": "宋干节"}}, lambda _: top).find_calendar(code)
    assert (found is not None) == (country in ("CN", "TH"))


def test_no_region_and_no_word_in_site_yaml_is_no_calendar() -> None:
    assert HolidayCalendars({}, lambda _: "").find_calendar("") is None
    assert build_calendar("FR", {}) is None


@given(DAYS, st.integers(0, 40))
def test_own_holidays_are_each_day_of_their_span(start: dt.date, length: int) -> None:
    key, problems = f"{start}/{start + dt.timedelta(days=length)}", Problems()
    check_holidays({key: "x"}, Location("f"), problems)
    found = parse_holidays({key: {"zh": "节", "en": "Fest"}})
    assert (len(problems) == 0) == (length <= 30)
    assert list(found) == (
        [start + dt.timedelta(days=n) for n in range(length + 1)] if length <= 30 else []
    )
    assert parse_holidays({start.isoformat(): "workday"}) == {start: Holiday("", False)}


NATIONAL = [(dt.date(2026, 10, n), True) for n in range(1, 8)]
SATURDAY = (dt.date(2026, 10, 10), False)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        (
            {"wed-sun": "09:00-17:00"},
            NATIONAL,
        ),  # make-up days are at a weekend, on which it is open as on a working day
        ({"mon-fri": "09:00-17:00"}, [*NATIONAL, SATURDAY]),
        ({"mon-fri": "09:00-17:00", "make-up-days": "09:00-17:00"}, NATIONAL),
        ({"mon-fri": "09:00-17:00", "holidays": "closed"}, [SATURDAY]),
        ({"mon-fri": "09:00-17:00", "2026-10-01/2026-10-07": "closed", "2026-10-10": "usual"}, []),
        ({"wed-sun": "09:00-17:00", "2026-10-01/2026-10-03": "closed"}, NATIONAL[3:]),
        ({}, []),
    ],
)
def test_what_the_hours_say_nothing_of_is_asked(
    written: dict[str, str], asked: list[tuple[dt.date, bool]]
) -> None:
    opening = Opening(hours.parse_hours(written), CHINA)
    found = opening.list_undecided_days(dt.date(2026, 9, 28), dt.date(2026, 10, 20))
    assert [(d, h.is_day_off) for d, h in found] == asked
    for day, _ in found:
        assert not opening.find_times(day).is_certain


# ---- how it stands at a moment ------------------------------------------------------------

DAY = (Session("09:00", "12:00"), Session("14:00", "17:30"))


@pytest.mark.parametrize(
    ("state", "sessions", "time", "wanted"),
    [
        ("now", DAY, "08:59", "break"),
        ("now", DAY, "09:00", "open"),
        ("now", DAY, "11:59", "open"),
        ("now", DAY, "12:00", "break"),
        ("now", DAY, "17:29", "open"),
        ("now", DAY, "17:30", "closed"),
        ("now", (), "10:00", "closed"),
        ("now", DAY, "", "open"),
        ("closing", DAY, "09:00", "closing"),
        ("closing", DAY, "", "closing"),
        ("closing", (), "", "closed"),
        ("closing", DAY, "12:30", "break"),
        ("upcoming", DAY, "10:00", "upcoming"),
        ("soon", (), "", "soon"),
        ("over", DAY, "10:00", "over"),
        ("cancelled", DAY, "10:00", "cancelled"),
        ("postponed", DAY, "10:00", "postponed"),
        ("unscheduled", (), "", "unscheduled"),
    ],
)
def test_the_standing_at_a_moment(
    state: typing.Any, sessions: tuple[Session, ...], time: str, wanted: OpeningState
) -> None:
    assert compute_opening_state(state, sessions, time) == wanted


EVERY_YEAR = {
    "wed-sun": "09:00-17:00",
    "12-25": "closed",
    "07-01/08-31": "09:00-20:00",
    "11-01/02-28 sun": "10:00-12:00",
    "last fri": "09:00-21:00",
    "1st mon, 3rd mon": "13:00-15:00",
    "holidays": "usual",
    "make-up-days": "usual",
    "2026-07-14": "closed",
}


@pytest.mark.parametrize(
    ("day", "times"),
    [
        ("2026-12-25", ""),  # the last Friday, too
        ("2031-12-25", ""),
        ("2026-12-24", "09:00-17:00"),
        ("2026-07-13", "09:00-20:00"),  # a Monday
        ("2026-07-14", ""),
        ("2030-08-31", "09:00-20:00"),
        ("2026-09-25", "09:00-21:00"),
        ("2026-09-18", "09:00-17:00"),
        ("2026-09-07", "13:00-15:00"),
        ("2026-09-14", ""),
        ("2027-01-03", "10:00-12:00"),
        ("2027-01-06", "09:00-17:00"),
        ("2028-02-27", "10:00-12:00"),
    ],
)
def test_hours_that_come_every_year_or_month(day: str, times: str) -> None:
    opening = Opening(hours.parse_hours(EVERY_YEAR))
    found = opening.find_times(dt.date.fromisoformat(day)).sessions
    assert ", ".join(f"{s.start}-{s.end}" for s in found) == times


def test_days_that_come_every_year_are_counted_one_by_one() -> None:
    opening = Opening(hours.parse_hours(EVERY_YEAR))
    start, end = dt.date(2026, 1, 1), dt.date(2028, 3, 1)
    days = [start + dt.timedelta(n) for n in range((end - start).days + 1)]
    assert opening.count_open_days(start, end) == sum(
        bool(opening.find_times(day).sessions) for day in days
    )
    assert hours.combine_hours(EVERY_YEAR, {"last fri": "closed"})["last fri"] == "closed"
    assert "wed-sun" in hours.combine_hours(EVERY_YEAR, {"last fri": "closed", "12-24": "closed"})


@pytest.mark.parametrize(
    ("key", "help"),
    [
        ("13-25", "month-day"),
        ("02-30", "month-day"),
        ("12-25/13-01", "month-day"),
        ("weekend", "sat-sun"),
        ("mon, last fri", "last fri"),
        ("07-01/08-31 foo", "write"),
    ],
)
def test_what_comes_in_no_year_is_explained(key: str, help: str) -> None:
    problems = Problems()
    check_hours({key: "09:00-17:00"}, Location("x"), problems)
    (problem,) = problems.items
    assert help in problem.help.en
