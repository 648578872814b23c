"""Days in short say the same as in full."""

from __future__ import annotations

import datetime as dt
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from tests.support.in_memory import make_view, prepare_project
from tests.support.sources import ROUTE, TOUR, VAN, stop_yaml, visit_yaml
from tourbook.common.dates import DAY
from tourbook.site.live_days import MAX_RUNS, encode_closed_days, encode_days
from tourbook.timetable.holidays import Holiday, HolidayCalendar
from tourbook.timetable.hours import parse_hours
from tourbook.timetable.opening import Opening

START = dt.date(2026, 12, 1)


def decode_days(text: str) -> list[dt.date]:
    first, *runs = text.split(" ")
    intervals = []
    for run in runs:
        interval, _, times = run.partition("*")
        intervals += [int(interval)] * int(times or 1)
    start = dt.date.fromisoformat(first)
    return [start + n * DAY for n in accumulate(intervals, initial=0)]


@given(st.lists(st.integers(1, 40), max_size=30))
def test_the_days_of_a_recurring_visit(intervals: list[int]) -> None:
    days = [START + n * DAY for n in accumulate(intervals, initial=0)]
    assert decode_days(encode_days(days)) == days
    assert encode_days([]) == ""


def test_a_rule_is_short_and_the_longest_text_has_a_limit() -> None:
    fortnights = [START + n * 14 * DAY for n in range(500)]
    assert encode_days(fortnights) == "2026-12-01 14*499"
    irregular = [START + (n * n) * DAY for n in range(200)]
    assert decode_days(encode_days(irregular)) == irregular[: MAX_RUNS + 1]


def is_closed(text: str, day: dt.date) -> bool:
    weekdays, *exceptions = text.split(" ")
    for exception in exceptions:
        first, _, last = exception[1:].partition("/")
        if first <= day.isoformat() <= (last or first):
            return exception[0] == "-"
    return str(day.weekday()) in weekdays


HOURS = {
    "weekdays": st.sampled_from(["daily", "wed-sun", "mon-fri", "sat", "tue-sun"]),
    "holidays": st.sampled_from(["", "closed", "09:00-17:00", "usual"]),
    "make-up-days": st.sampled_from(["", "closed", "09:00-17:00"]),
    "2026-12-05/2026-12-09": st.sampled_from(["", "closed", "09:00-17:00", "usual"]),
    "2026-12-20/2027-01-20 mon": st.sampled_from(["", "closed", "09:00-17:00"]),
}


@given(st.fixed_dictionaries(HOURS), st.integers(0, 80))
def test_the_days_on_which_a_stay_is_closed(choice: dict[str, str], length: int) -> None:
    written = {choice.pop("weekdays"): "09:00-17:00"} | {k: v for k, v in choice.items() if v}
    calendar = HolidayCalendar(
        {
            dt.date(2026, 12, 25): Holiday("节", True),
            dt.date(2027, 1, 1): Holiday("元旦", True),
            dt.date(2027, 1, 3): Holiday("班", False),
        }
    )
    opening, end = Opening(parse_hours(written), calendar), START + length * DAY
    text = encode_closed_days(opening, START, end)
    for n in range(length + 1):
        day = START + n * DAY
        assert is_closed(text, day) is not bool(opening.find_times(day).sessions), day


def test_only_what_may_change_carries_its_days() -> None:
    stops = [
        stop_yaml("over", "open: 2026-11-01", "close: 2026-11-10"),
        stop_yaml("now", "open: 2026-11-11", "close: 2026-12-31"),
        stop_yaml("gone", "open: 2027-01-03", "close: 2027-01-10", "status: cancelled"),
    ]
    visit = visit_yaml(
        "van",
        "venue: hall",
        "repeat: {first: 2026-11-05, every: 2 weeks, count: 9, holidays: keep}",
    )
    files = {**VAN, "schedule.yaml": TOUR + "".join(stops) + ROUTE + visit}
    monday = dt.date(2026, 11, 23)
    project = prepare_project(files, today=monday)
    rows = {id: make_view(project, f"stops/{id}/").row for id in ("over", "now", "gone", "van")}
    assert {id for id, row in rows.items() if row.is_live} == {"now", "van"}
    assert rows["now"].closed_days == "01" and rows["now"].is_closed_today
    assert (rows["over"].closed_days, rows["gone"].closed_days) == ("", "")
    assert rows["van"].coming == "2026-12-03 14*6" and not rows["van"].is_closed_today
    wednesday = prepare_project(files, today=monday + 2 * DAY)
    assert not make_view(wednesday, "stops/now/").row.is_closed_today
