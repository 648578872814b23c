"""Which events a calendar holds, day after day, however small the limits are."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from tourbook.site.calendars.lint import MAX_EVENTS, MAX_OCTETS
from tourbook.site.calendars.selection import Cut, Limits, Selection, Selector
from tourbook.site.calendars.serialized_events import SerializedEvent

MONDAY = dt.date(2026, 11, 30)
DAY = dt.timedelta(days=1)
ZONES = ("Asia/Shanghai", "America/Denver")


def make_event(n: int, start: int, days: int, octets: int, zone: str) -> SerializedEvent:
    first = MONDAY + start * DAY
    return SerializedEvent(
        first, first + days * DAY, f"{n}@x", memoryview(b"x" * octets), start_time="", timezone=zone
    )


EVENTS = st.lists(
    st.tuples(
        st.integers(-120, 60),
        st.one_of(st.just(0), st.integers(1, 90)),
        st.sampled_from([300, 900]),
        st.sampled_from(ZONES),
    ),
    max_size=40,
).map(lambda rows: sorted((make_event(n, *r) for n, r in enumerate(rows)), key=lambda e: e.order))
LIMITS = st.builds(
    lambda events, octets: Limits(events, octets, events // 4, octets // 4),
    st.integers(1, 30),
    st.integers(12_000, 40_000),
)


def find_today(day: dt.date, zone: str) -> dt.date:
    """Denver is a day behind."""
    return day - DAY if zone == ZONES[1] else day


def select(
    events: list[SerializedEvent], day: dt.date, limits: Limits, may_be_cut: bool
) -> tuple[Selection, list[SerializedEvent]]:
    """The selection, and what of it is to come."""
    selector = Selector(day, lambda zone: find_today(day, zone), limits)
    selection = selector.select(events, True, may_be_cut)
    return selection, [e for e in selection.events if not selector.is_over(e)]


@settings(max_examples=60, deadline=None)
@given(EVENTS, LIMITS)
def test_nothing_that_is_to_come_is_cut_from_a_calendar_that_holds_it_alone(
    events: list[SerializedEvent], limits: Limits
) -> None:
    selection, coming = select(events, MONDAY, limits, may_be_cut=False)
    assert selection.cut is None
    assert coming == [e for e in events if e.end >= find_today(MONDAY, e.timezone)]
    assert selection.events == sorted(selection.events, key=lambda e: e.order)
    past = [e for e in selection.events if e not in coming]
    assert all(e.end >= MONDAY - 90 * DAY for e in past)
    if past:
        assert len(selection.events) <= limits.events
        assert sum(len(e.raw) for e in selection.events) <= limits.octets


@settings(max_examples=60, deadline=None)
@given(EVENTS, LIMITS)
def test_one_that_is_cut_holds_whole_days_up_to_the_one_that_it_names(
    events: list[SerializedEvent], limits: Limits
) -> None:
    selection, coming = select(events, MONDAY, limits, may_be_cut=True)
    due = [e for e in events if e.end >= find_today(MONDAY, e.timezone)]
    assert len(selection.events) <= limits.events
    assert sum(len(e.raw) for e in selection.events) <= limits.octets
    if selection.cut and selection.cut.last_day:
        assert selection.cut.last_day >= MONDAY
        assert coming == [e for e in due if e.start <= selection.cut.last_day]
    elif selection.cut:
        assert coming == due[: len(coming)] and due[len(coming)].start <= MONDAY
    else:
        assert coming == due


@settings(max_examples=25, deadline=None)
@given(EVENTS, LIMITS, st.booleans())
def test_while_days_go_by_nothing_leaves_before_its_end_and_nothing_comes_back(
    events: list[SerializedEvent], limits: Limits, may_be_cut: bool
) -> None:
    held: set[SerializedEvent] = set()
    gone: set[SerializedEvent] = set()
    last_day = dt.date.min
    for n in range(120):
        day = MONDAY + n * DAY
        selection, _ = select(events, day, limits, may_be_cut)
        present = set(selection.events)
        assert all(e.end < day for e in held - present), "what is to come stays"
        gone |= held - present
        assert not gone & present
        held = present
        if selection.cut and selection.cut.last_day:
            assert selection.cut.last_day >= last_day
            last_day = selection.cut.last_day


def test_the_end_moves_once_a_week() -> None:
    """One visit a day; a hundred fit. The end is a Sunday, and stays for a week."""
    limits = Limits(100, 1_000_000, 25, 250_000)
    events = [make_event(n, n, 0, 900, ZONES[0]) for n in range(300)]
    ends = [select(events, MONDAY + n * DAY, limits, True)[0].cut.last_day for n in range(28, 49)]
    assert all(end and end.isoweekday() == 7 for end in ends)
    assert len(set(ends)) <= 4


def test_a_near_end_is_the_day_itself() -> None:
    events = [make_event(n, n // 10, 0, 900, ZONES[0]) for n in range(300)]
    selection, coming = select(events, MONDAY, Limits(45, 1_000_000, 10, 1_000), True)
    assert selection.cut == Cut(MONDAY + 3 * DAY) and len(coming) == 40


def test_more_on_one_day_than_fits_is_announced_when_it_comes() -> None:
    """Until then, all before it is there; on the day, as much as fits is."""
    events = [make_event(n, 2, 0, 900, ZONES[0]) for n in range(50)]
    limits = Limits(40, 1_000_000, 10, 1_000)
    before, coming = select(events, MONDAY, limits, True)
    assert before.cut == Cut(MONDAY + DAY) and not coming
    then, coming = select(events, MONDAY + 2 * DAY, limits, True)
    assert then.cut == Cut(None) and len(coming) == 40


def test_of_the_past_a_quarter_of_a_calendar_at_most() -> None:
    limits = Limits()
    assert (limits.events, limits.octets) == (MAX_EVENTS, MAX_OCTETS)
    events = [make_event(n, -90 + n // 4, 0, 900, ZONES[0]) for n in range(360)]
    for may_be_cut in (False, True):
        selection, coming = select(events, MONDAY, limits, may_be_cut)
        assert len(selection.events) == 248 and not coming, "62 days of four"
