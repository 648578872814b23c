"""Recurrences mean what RRULE means; the state of a span is defined for every day; dates are strict."""

from __future__ import annotations

import datetime as dt
import typing

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from tourbook.dates import CLOSING_DAYS, Session, State, explain_date, month_step, recurring, sessions, state

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))
SHORT = st.integers(1, 12)


def oracle(first: dt.date, every: str, until: dt.date | None, count: int | None, limit: int) -> list[dt.date]:
    """The same by dateutil: a monthly rule keeps the weekday and its number in the month."""
    number, _, unit = every.rpartition(" ")
    more: dict[str, object] = {"byweekday": rrule.weekday(first.weekday(), (first.day - 1) // 7 + 1)} if unit.startswith("month") else {}
    rule = rrule.rrule(
        rrule.MONTHLY if unit.startswith("month") else rrule.WEEKLY,
        dtstart=dt.datetime.combine(first, dt.time()),
        interval=int(number or 1),
        count=min(count or limit, limit),
        **more,  # type: ignore[arg-type]
    )
    return [d.date() for d in rule if until is None or d.date() <= until]


@given(DAYS, st.integers(1, 99), st.sampled_from(["week", "weeks", "month", "months"]), st.none() | DAYS, st.none() | SHORT)
def test_recurring_is_rrule(first: dt.date, step: int, unit: str, until: dt.date | None, count: int | None) -> None:
    if unit.startswith("month"):
        step = min(step, 12)
    every = f"{step} {unit}"
    assert list(recurring(first, every, until, count, limit=12)) == oracle(first, every, until, count, 12)


@given(DAYS)
def test_an_interval_without_a_number_is_one(first: dt.date) -> None:
    assert list(recurring(first, "week", None, 3)) == list(recurring(first, "1 week", None, 3))


def test_a_fifth_weekday_passes_over_the_months_that_have_none() -> None:
    assert list(recurring(dt.date(2026, 1, 31), "1 month", None, 4)) == [
        dt.date(2026, 1, 31),
        dt.date(2026, 5, 30),
        dt.date(2026, 8, 29),
        dt.date(2026, 10, 31),
    ]
    assert month_step(dt.date(2026, 1, 31), 1) is None


def test_a_recurrence_ends_at_its_limit_and_at_the_end_of_the_calendar() -> None:
    assert len(list(recurring(dt.date(2026, 1, 1), "1 week", None, None, limit=50))) == 50
    assert list(recurring(dt.date(9999, 12, 20), "1 week", None, 9)) == [dt.date(9999, 12, 20), dt.date(9999, 12, 27)]
    assert list(recurring(dt.date(9999, 12, 20), "1 month", None, 9)) == [dt.date(9999, 12, 20)]


STATUS = st.sampled_from(["planned", "confirmed", "open", "postponed", "cancelled", "done"])


@given(STATUS, st.none() | DAYS, st.integers(0, 400), DAYS, st.integers(0, 90), st.booleans(), st.integers(0, 100))
def test_state_is_total_and_keeps_its_promises(
    status: str, start: dt.date | None, length: int, today: dt.date, soon: int, recurs: bool, later: int
) -> None:
    end = start + dt.timedelta(days=length) if start else None
    upcoming = None
    if recurs and start and end and start <= today <= end:
        upcoming = min(end, today + dt.timedelta(days=later))
    found = state(status, start, end, today, soon, upcoming)
    assert found in typing.get_args(State)
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
    seen = [order.index(state("confirmed", start, end, day, soon)) for day in days]
    assert seen == sorted(seen)
    assert seen[-1] == 4


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("09:00-11:30", (Session("09:00", "11:30"),)),
        ("9:00–12:00，14：00至17：30", (Session("09:00", "12:00"), Session("14:00", "17:30"))),
        ("08:00-24:00", (Session("08:00", "24:00"),)),
        ("closed", ()),
        ("闭馆", ()),
        (" Closed ", ()),
    ],
)
def test_times_are_read_as_people_write_them(written: str, wanted: tuple[Session, ...]) -> None:
    assert sessions(written) == wanted


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
    assert sessions(written) is None


@given(st.text())
def test_any_text_is_times_or_not_without_an_exception(written: str) -> None:
    for session in sessions(written) or ():
        assert "00:00" <= session.start < session.end <= "24:00"


@given(
    st.dates(dt.date(1000, 1, 1)),
    st.sampled_from(["{y}/{m}/{d}", "{y}.{m:02}.{d:02}", "{y}年{m}月{d}日", "{y}{m:02}{d:02}", "{y}-{m}-{d} 09:00"]),
)
def test_a_date_in_another_notation_is_answered_with_the_right_one(day: dt.date, form: str) -> None:
    _, mend = explain_date(form.format(y=day.year, m=day.month, d=day.day))
    assert mend.en == f"write {day.isoformat()}"


@given(st.text())
def test_any_text_that_is_no_date_is_explained_in_both_languages(written: str) -> None:
    for said in explain_date(written):
        assert said.zh
        assert said.en


def test_a_day_that_the_month_does_not_have_is_told_how_many_it_has() -> None:
    assert explain_date("2026-02-30")[1].en == "2026-02 has 28 days"
    assert explain_date("2026-13-01")[1].en == "the month is 1 to 12"
    assert explain_date("0000-13-01")[1].en == "the month is 1 to 12"
