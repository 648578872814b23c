"""RRULEs of other programs: what is read gives the dates that the standard says."""

from __future__ import annotations

import datetime as dt
from itertools import islice

import pytest
from dateutil.rrule import rrulestr

from tourbook.common.problems import Diagnosis
from tourbook.timetable.recurrence import iterate_dates, matches_rule, parse_rule
from tourbook.timetable.rule_readings import read_rule

FIRST = dt.date(2027, 1, 8)  # the second Friday of January


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;INTERVAL=4;BYDAY=FR", "FREQ=WEEKLY;BYDAY=MO,FR",
        "FREQ=DAILY", "FREQ=DAILY;INTERVAL=10", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;WKST=SU",
        "FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=2FR", "FREQ=MONTHLY;INTERVAL=2;BYDAY=2FR", "FREQ=MONTHLY;BYDAY=2FR,-1FR",
        "FREQ=MONTHLY;BYDAY=FR;BYSETPOS=2", "FREQ=MONTHLY;BYMONTHDAY=8", "FREQ=MONTHLY;BYMONTHDAY=8,-1",
        "FREQ=YEARLY", "FREQ=YEARLY;INTERVAL=2", "FREQ=YEARLY;BYMONTH=1;BYDAY=2FR", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=8",
    ],
)  # fmt: skip
def test_dates_are_those_of_the_standard(text: str) -> None:
    reading = read_rule(text, FIRST)
    assert not isinstance(reading, Diagnosis), reading
    rule = parse_rule(reading.interval, reading.days, FIRST)
    assert matches_rule(rule, FIRST)
    dates = list(iterate_dates(rule, FIRST, None, 12))
    expected = islice(rrulestr(text, dtstart=dt.datetime.combine(FIRST, dt.time())), 12)
    assert dates == [moment.date() for moment in expected]


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=HOURLY", "FREQ=WEEKLY;BYHOUR=9", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=FR",
        "FREQ=MONTHLY;BYMONTHDAY=-2", "FREQ=MONTHLY;BYDAY=1FR;BYMONTHDAY=13", "FREQ=YEARLY;BYDAY=20MO", "FREQ=YEARLY;BYMONTH=3",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,FR;WKST=SU", "FREQ=WEEKLY;INTERVAL=100", "FREQ=WEEKLY;BYDAY=1FR", "FREQ=DAILY;INTERVAL=2;BYDAY=MO",
        "FREQ=WEEKLY;COUNT=0", "FREQ=WEEKLY;UNTIL=20270230", "weekly", "", "FREQ", "FREQ=WEEKLY;FREQ=DAILY", "FREQ=WEEKLY;UNTIL=",
    ],
)  # fmt: skip
def test_what_has_no_counterpart_is_refused(text: str) -> None:
    diagnosis = read_rule(text, FIRST)
    assert isinstance(diagnosis, Diagnosis)
    assert diagnosis.help


def test_ends() -> None:
    reading = read_rule("FREQ=WEEKLY;COUNT=5", FIRST)
    assert not isinstance(reading, Diagnosis)
    assert (reading.limit, reading.until) == (5, None)
    for text, end in (
        ("20270301", dt.date(2027, 3, 1)),
        ("20270301T090000", dt.date(2027, 3, 1)),
        ("20270228T160000Z", dt.datetime(2027, 2, 28, 16, tzinfo=dt.UTC)),
    ):
        reading = read_rule(f"RRULE:FREQ=WEEKLY;UNTIL={text}", FIRST)
        assert not isinstance(reading, Diagnosis)
        assert reading.until == end
