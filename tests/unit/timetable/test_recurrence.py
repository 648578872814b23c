"""A recurrence means what RRULE, EXDATE, RDATE and RECURRENCE-ID mean: dateutil expands it to the
same days."""

from __future__ import annotations

import datetime as dt

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from tests.support.in_memory import assemble_model, list_problems
from tests.support.sources import ROUTE, VAN, visit_yaml
from tourbook.timetable import recurrence
from tourbook.timetable.recurrence import WEEKDAYS, NthWeekday, RecurrenceRule

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))
WEEKLY = st.builds(
    RecurrenceRule,
    st.integers(1, 99),
    st.just("week"),
    st.lists(st.builds(NthWeekday, st.integers(0, 6), st.just(0)), min_size=1, max_size=7).map(
        tuple
    ),
    st.just(()),
)
MONTHLY = st.builds(
    RecurrenceRule,
    st.integers(1, 12),
    st.just("month"),
    st.lists(
        st.builds(NthWeekday, st.integers(0, 6), st.sampled_from([1, 2, 3, 4, 5, -1])),
        min_size=1,
        max_size=4,
    ).map(tuple),
    st.just(()),
)
MONTH_DAYS = st.builds(
    lambda interval, days: RecurrenceRule(interval, "month", (), days),
    st.integers(1, 5),
    st.lists(st.sampled_from([1, 3, 15, 28, 29, 30, 31, -1]), min_size=1, max_size=4).map(tuple),
)
DAILY = st.builds(RecurrenceRule, st.integers(1, 12), st.just("day"), st.just(()), st.just(()))
FREQUENCIES = {"day": rrule.DAILY, "week": rrule.WEEKLY, "month": rrule.MONTHLY}


def make_noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12))


def expand_by_dateutil(
    rule: RecurrenceRule, first: dt.date, until: dt.date | None, count: int | None
) -> list[dt.date]:
    """The same rule by dateutil."""
    found = rrule.rrule(
        FREQUENCIES[rule.unit],
        dtstart=make_noon(first),
        interval=rule.interval,
        count=count,
        until=until and make_noon(until),
        byweekday=[rrule.weekday(on.weekday, on.nth or None) for on in rule.by_day] or None,
        bymonthday=rule.by_month_day or None,
        wkst=rrule.MO,
    )
    return [d.date() for d in found]


@given(
    WEEKLY | MONTHLY | MONTH_DAYS | DAILY,
    DAYS,
    st.none() | st.integers(0, 2000),
    st.integers(1, 20),
)
def test_days_are_those_of_rrule(
    rule: RecurrenceRule, first: dt.date, length: int | None, count: int
) -> None:
    until = None if length is None else first + dt.timedelta(days=length)
    if until is None:
        assert list(recurrence.iterate_dates(rule, first, None, count)) == expand_by_dateutil(
            rule, first, None, count
        )
    else:  # RFC 5545 has either; ours are both bounds
        assert (
            list(recurrence.iterate_dates(rule, first, until, None))
            == expand_by_dateutil(rule, first, until, None)[: recurrence.MAX_DATES]
        )
        assert (
            list(recurrence.iterate_dates(rule, first, until, count))
            == expand_by_dateutil(rule, first, until, None)[:count]
        )


@given(WEEKLY | MONTHLY | MONTH_DAYS | DAILY, DAYS)
def test_a_day_of_the_rule_matches_it_and_no_other_does(
    rule: RecurrenceRule, first: dt.date
) -> None:
    for day in recurrence.iterate_dates(rule, first, None, 5):
        assert recurrence.matches_rule(rule, day)
    assert recurrence.matches_rule(rule, first) == (
        next(recurrence.iterate_dates(rule._replace(interval=1), first, None, 1)) == first
    )


@given(DAYS, st.sampled_from(["week", "4 weeks", "month", "1 month", "3 months"]))
def test_without_on_the_first_day_says_which(first: dt.date, every: str) -> None:
    rule = recurrence.parse_rule(every, [], first)
    assert recurrence.matches_rule(rule, first)
    assert next(recurrence.iterate_dates(rule, first, None, 1)) == first


def test_a_fifth_weekday_passes_over_the_months_that_have_none() -> None:
    rule = recurrence.parse_rule("1 month", [], dt.date(2026, 1, 31))
    assert list(recurrence.iterate_dates(rule, dt.date(2026, 1, 31), None, 4)) == [
        dt.date(2026, 1, 31), dt.date(2026, 5, 30), dt.date(2026, 8, 29), dt.date(2026, 10, 31),
    ]  # fmt: skip


def test_a_recurrence_ends_at_its_limit_and_at_the_end_of_the_calendar() -> None:
    assert (
        len(
            list(
                recurrence.iterate_dates(
                    recurrence.parse_rule("week", [], dt.date(2026, 1, 1)),
                    dt.date(2026, 1, 1),
                    None,
                    None,
                    limit=50,
                )
            )
        )
        == 50
    )
    late = dt.date(9999, 12, 20)
    assert list(
        recurrence.iterate_dates(recurrence.parse_rule("1 week", [], late), late, None, 9)
    ) == [
        late,
        dt.date(9999, 12, 27),
    ]
    assert list(
        recurrence.iterate_dates(recurrence.parse_rule("1 month", [], late), late, None, 9)
    ) == [late]
    assert (
        list(
            recurrence.iterate_dates(
                recurrence.parse_rule("1 month", ["last mon"], late), late, None, 9
            )
        )
        == []
    )


@given(st.text(max_size=12))
def test_any_text_is_a_weekday_or_not_without_an_exception(written: str) -> None:
    on = recurrence.parse_nth_weekday(written)
    assert on is None or written.strip().lower().endswith(WEEKDAYS[on.weekday])


# ---- the whole of a recurring visit, as it is written ---------------------------------


def list_dates(*lines: str, site: str = "") -> tuple[list[dt.date], dict[dt.date, dt.date]]:
    """The days of a visit with these lines under `repeat`, and the moved ones with what they
    were."""
    text = ROUTE + visit_yaml(
        "v",
        "place: {name: 小学, region: '621121'}",
        "time: 09:00-11:00",
        "repeat:",
        *(f"  {line}" for line in lines),
    )
    files: dict[str, str | bytes | None] = {"schedule.yaml": text, **VAN}
    if site:
        files["content/site.yaml"] = f"name: 小站\nbase_url: https://small.example/\n{site}"
    model, problems = assemble_model(files)
    assert not [p for p in problems if p.level == "error"], problems
    (stop,) = model.stops
    return [a for a, _ in stop.spans], {day: m.original_day for day, m in stop.moved_dates.items()}


@given(st.data())
def test_exceptions_additions_and_moves_are_those_of_an_rruleset(data: st.DataObject) -> None:
    first = data.draw(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
    monthly = data.draw(st.booleans())
    rule = data.draw(
        MONTHLY if monthly else WEEKLY.map(lambda r: r._replace(interval=min(r.interval, 9)))
    )
    first = expand_by_dateutil(rule, first, None, 1)[0]  # it begins on a day of its own
    days = expand_by_dateutil(rule, first, None, data.draw(st.integers(1, 12)))
    plain = [day for day in days if day < first + dt.timedelta(days=3600)]  # others are questioned
    also = data.draw(st.lists(st.dates(first, first + dt.timedelta(days=300)), max_size=3))
    skip = data.draw(st.lists(st.sampled_from(sorted({*plain, *also})), max_size=3, unique=True))
    expected = rrule.rruleset()
    expected.rrule(rrule.rrule(
        rrule.MONTHLY if monthly else rrule.WEEKLY, dtstart=make_noon(first), interval=rule.interval, count=len(plain),
        byweekday=[rrule.weekday(on.weekday, on.nth or None) for on in rule.by_day], wkst=rrule.MO,
    ))  # fmt: skip
    for day in also:
        expected.rdate(make_noon(day))
    for day in skip:
        expected.exdate(make_noon(day))
    left = [d.date() for d in expected]
    moved: dict[dt.date, dt.date] = {}
    if left and data.draw(st.booleans()):
        origin = data.draw(st.sampled_from(left))
        to = data.draw(st.dates(first, first + dt.timedelta(days=300)))
        if to not in left or to == origin:
            moved[to] = origin
    names = {-1: "last", 1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th", 0: ""}
    on = ", ".join(f"{names[o.nth]} {WEEKDAYS[o.weekday]}".strip() for o in rule.by_day)
    lines = [
        f"first: {first}",
        f"every: {rule.interval} {'months' if monthly else 'weeks'}",
        f"days: [{on}]",
        f"count: {len(plain)}",
    ]
    lines += [f"also: [{', '.join(map(str, also))}]"] * bool(also) + [
        f"skip: [{', '.join(map(str, skip))}]"
    ] * bool(skip)
    lines += [f"moved: [{{from: {origin}, to: {to}}}]" for to, origin in moved.items()]
    assert list_dates(*lines) == (
        sorted({*left, *moved} - (set(moved.values()) - set(moved))),
        moved,
    )


def test_terms_keep_the_days_that_lie_in_them_and_end_the_recurrence() -> None:
    terms = "terms:\n  autumn: 2026-09-01/2026-10-31\n  spring: 2027-03-01/2027-03-31\n"
    found, _ = list_dates(
        "first: 2026-09-04", "every: 2 weeks", "during: [autumn, spring]", site=terms
    )
    assert found == [
        dt.date(2026, 9, 4), dt.date(2026, 9, 18), dt.date(2026, 10, 2), dt.date(2026, 10, 16), dt.date(2026, 10, 30),
        dt.date(2027, 3, 5), dt.date(2027, 3, 19),
    ]  # fmt: skip
    assert list_dates(
        "first: 2026-09-04", "every: 2 weeks", "during: [autumn]", "holidays: skip", site=terms
    )[0] == [
        d
        for d in found
        if d.year == 2026 and d != dt.date(2026, 10, 2)  # National Day
    ]


@pytest.mark.parametrize(
    ("lines", "code", "help"),
    [
        (
            ["first: 2026-09-04", "days: [mon]", "count: 3"],
            "first",
            "write first: 2026-09-07, or correct `days`",
        ),
        (
            ["first: 2026-09-04", "days: [monday]", "count: 3"],
            "weekday",
            "write mon, tue, wed, thu, fri, sat or sun",
        ),
        (
            ["first: 2026-09-04", "every: 1 month", "days: [fri]", "count: 3"],
            "weekday",
            "write 1st fri, 3rd mon or last fri; or 15 for a day of the month, last for its last day",
        ),
        (
            ["first: 2026-09-04", "days: [1st fri]", "count: 3"],
            "weekday",
            "for that day of each month, write every: 1 month",
        ),
        (
            ["first: 2026-09-04", "during: [autumn]"],
            "unknown-term",
            "add to `terms` of content/site.yaml: autumn: 2026-09-01/2027-01-15",
        ),
        (
            ["first: 1980-09-05", "until: 2026-09-04"],
            "too-many",
            "choose an earlier `until`, or split it into several visits",
        ),
        (
            ["first: 2026-09-04", "count: 3", "moved: [{from: 2026-09-11, to: 2026-09-18}]"],
            "moved",
            "move it to another day or, if it is cancelled, add it to `skip`",
        ),
        (
            ["first: 2026-09-04", "count: 3", "moved: [{from: 2026-09-12, to: 2026-09-19}]"],
            "moved",
            "the nearest one is on 2026-09-11",
        ),
        (
            [
                "first: 2026-09-04",
                "count: 3",
                "moved: [{from: 2026-09-11, to: 2026-09-12, time: 9}]",
            ],
            "time",
            "write 09:00-11:30; separate several with commas; 14:00 if the end is unknown",
        ),
    ],
)
def test_what_cannot_be_meant_is_reported(lines: list[str], code: str, help: str) -> None:
    text = ROUTE + visit_yaml(
        "v", "place: {name: 小学, region: '621121'}", "repeat:", *(f"  {line}" for line in lines)
    )
    assert [(p.code, p.help.en) for p in list_problems({"schedule.yaml": text, **VAN})] == [
        (code, help)
    ]


@pytest.mark.parametrize(
    ("every", "days", "expected"),
    [
        ("10 days", [], "FREQ=DAILY;INTERVAL=10"),
        ("1 week", ["mon", "sun"], "FREQ=WEEKLY;BYDAY=MO,SU"),
        ("2 weeks", ["mon", "thu"], "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"),
        ("2 weeks", ["mon", "sun"], "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=MO"),
        ("2 weeks", ["sun"], "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"),
        ("1 month", ["2nd sat"], "FREQ=MONTHLY;BYDAY=2SA"),
        ("3 months", ["last wed"], "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1WE"),
        ("1 month", ["28"], "FREQ=MONTHLY;BYMONTHDAY=28"),
        ("1 year", ["last"], "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=-1"),
        ("1 month", ["1st fri", "last fri"], ""),
        ("1 month", ["2nd tue", "4th tue"], ""),
        ("1 month", ["3", "13", "23"], ""),
        ("1 month", ["15", "last"], ""),
        ("1 month", ["15", "1st fri"], ""),
        ("1 month", ["5th sat"], ""),
        ("1 month", ["31"], ""),
        ("1 year", ["29"], ""),
    ],
)
def test_rrule_is_written_only_if_all_programs_read_it_alike(
    every: str, days: list[str], expected: str
) -> None:
    """Outlook leaves out an event with several days of a month, takes the fifth weekday for the last
    one and the 31st for the last day."""
    rule = recurrence.parse_rule(every, days, dt.date(2026, 3, 29))
    assert recurrence.format_rule(rule) == expected
