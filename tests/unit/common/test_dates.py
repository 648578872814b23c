"""The state of a span is defined for every day; dates and times are strict."""

from __future__ import annotations

import datetime as dt
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.common.dates import (
    CLOSING_DAYS,
    DAY,
    Session,
    SpanState,
    add_months,
    compute_state,
    parse_minutes,
    parse_sessions,
    parse_span,
    write_sessions,
)

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))
STATUS = st.sampled_from(["planned", "confirmed", "open", "postponed", "cancelled", "done"])


@given(
    STATUS,
    st.none() | DAYS,
    st.integers(0, 400),
    DAYS,
    st.integers(0, 90),
    st.booleans(),
    st.integers(0, 100),
)
def test_state_is_total_and_keeps_its_promises(
    status: str,
    start: dt.date | None,
    length: int,
    today: dt.date,
    soon: int,
    recurs: bool,
    later: int,
) -> None:
    end = start + dt.timedelta(days=length) if start else None
    upcoming = None
    if recurs and start and end and start <= today <= end:
        upcoming = min(end, today + dt.timedelta(days=later))
    found = compute_state(status, start, end, today, soon, upcoming)
    assert found in typing.get_args(SpanState)
    assert (found == "cancelled") == (status == "cancelled")
    if status != "cancelled" and start is None:
        assert found in ("unscheduled", "postponed")
    if start and end and status in ("planned", "confirmed", "open"):
        assert (found == "over") == (today > end)
        first = upcoming or start
        assert (found in ("soon", "upcoming")) == (today < first)
        if found == "soon":
            assert (first - today).days <= soon
        if found == "closing":
            assert start <= today <= end
            assert (end - today).days < CLOSING_DAYS
            assert upcoming is None


@given(DAYS, st.integers(0, 400), st.integers(0, 90))
def test_the_state_of_a_span_only_moves_forward(start: dt.date, length: int, soon: int) -> None:
    """From day to day: upcoming, soon, now, closing, over, never back."""
    order = ["upcoming", "soon", "now", "closing", "over"]
    end = start + dt.timedelta(days=length)
    days = [start + dt.timedelta(days=n) for n in range(-100, length + 5)]
    seen = [order.index(compute_state("confirmed", start, end, day, soon)) for day in days]
    assert seen == sorted(seen)
    assert seen[-1] == 4


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("09:00-11:30", (Session("09:00", "11:30"),)),
        ("9:00–12:00，14：00至17：30", (Session("09:00", "12:00"), Session("14:00", "17:30"))),
        ("08:00-24:00", (Session("08:00", "24:00"),)),
        (
            "09:00-12:00 booking, 14:00-17:00",
            (Session("09:00", "12:00", True), Session("14:00", "17:00")),
        ),
        ("9:00-11:00预约", (Session("09:00", "11:00", True),)),
        ("closed", ()),
        ("闭馆", ()),
        (" Closed ", ()),
    ],
)
def test_times_are_read_as_people_write_them(written: str, wanted: tuple[Session, ...]) -> None:
    assert parse_sessions(written) == wanted


@pytest.mark.parametrize(
    "written",
    [
        "",
        "9-12",
        "09:00",
        "11:30-09:00",
        "09:00-09:00",
        "09:00-24:30",
        "25:00-26:00",
        "09:60-10:00",
        "09:00-12:00,11:00-13:00",
        "14:00-17:00, 09:00-12:00",
        "上午",
        "09:00-12:00,",
    ],
)
def test_times_that_make_no_sense_are_refused(written: str) -> None:
    assert parse_sessions(written) is None


@given(st.text())
def test_any_text_is_times_or_not_without_an_exception(written: str) -> None:
    for session in parse_sessions(written) or ():
        assert "00:00" <= session.start < session.end <= "24:00"


def test_a_period_is_a_day_or_two_in_order() -> None:
    first, last = dt.date(2026, 10, 1), dt.date(2026, 10, 7)
    assert parse_span("2026-10-01/2026-10-07") == (first, last)
    assert parse_span(" 2026-10-01 ") == (first, first)
    assert parse_span("2026-10-07/2026-10-01") is parse_span("2026/10/1") is None


@given(st.integers(0, 24 * 60))
def test_minutes_since_midnight(n: int) -> None:
    assert parse_minutes(f"{n // 60:02}:{n % 60:02}") == n


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 40))
def test_months_on_is_the_same_day_or_the_last_of_the_month(day: dt.date, months: int) -> None:
    found = add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + DAY).day == 1)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("18:00-01:00", "18:00", "25:00"),
        ("20:00-25:00", "20:00", "25:00"),
        ("22:00-00:00", "22:00", "24:00"),
        ("19:00-07:00", "19:00", "31:00"),
    ],
)
def test_times_past_midnight_end_on_the_next_day(text: str, start: str, end: str) -> None:
    sessions = parse_sessions(text)
    assert sessions == (Session(start, end),)
    assert parse_sessions(write_sessions(sessions)) == sessions


@pytest.mark.parametrize("text", ["16:00-14:00", "14:00-14:00", "09:00-24:30", "09:00-08:00"])
def test_an_end_long_before_the_beginning_is_a_mistake(text: str) -> None:
    assert parse_sessions(text) is None


@pytest.mark.parametrize("text", ["14:00", "9:00-10:00, 14:00", "14:00起", "14:00-"])
def test_a_beginning_alone_is_a_time_where_that_is_allowed(text: str) -> None:
    assert parse_sessions(text) is None
    sessions = parse_sessions(text, allows_open_end=True)
    assert sessions and sessions[-1] == Session("14:00", "")
    assert parse_sessions(write_sessions(sessions), allows_open_end=True) == sessions
    assert parse_sessions("14:00, 16:00-17:00", allows_open_end=True) is None
