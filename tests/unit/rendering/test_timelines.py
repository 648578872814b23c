"""Charts of the ways of copies: parts of six months, bars in their places."""

from __future__ import annotations

import datetime as dt

from tourbook.common.dates import OPEN_END
from tourbook.rendering.timelines import compute_timeline
from tourbook.views import Leg, Link, Row, Window


def make_leg(start: str, end: str, state: str = "upcoming", days_around: int = 0) -> Leg:
    first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    around = dt.timedelta(days_around)
    row = Row(
        id=start,
        url="",
        name="",
        kind="stop",
        place=Link(name=""),
        start=first,
        end=last,
        state=state,
    )
    return Leg(row=row, start=first - around, end=last + around if last != OPEN_END else last)


def free(start: str = "", end: str = "") -> Leg:
    days = {k: dt.date.fromisoformat(v) for k, v in (("start", start), ("end", end)) if v}
    return Leg(window=Window(**days))


def list_bars(*way: Leg, is_ahead: bool = False) -> list[list[tuple[str, str, str]]]:
    return [
        [
            (bar.kind, f"{bar.start:%m-%d}", f"{bar.end:%m-%d}")
            for lane in part.lanes
            for bar in lane
        ]
        for part in compute_timeline([way], is_ahead)
    ]


def test_a_chart_begins_with_the_month_of_the_first_stop_and_has_six() -> None:
    parts = compute_timeline([[make_leg("2026-03-21", "2026-05-31")], []])
    assert [(str(p.start), str(p.end), len(p.months), len(p.lanes)) for p in parts] == [
        ("2026-03-01", "2026-08-31", 6, 2)
    ]
    week = parts[0].weeks[0]
    assert (week.day, week.day.weekday(), week.place.x) == (dt.date(2026, 3, 2), 0, "0.54%")


def test_a_bar_lies_where_its_days_are() -> None:
    (part,) = compute_timeline([[make_leg("2027-01-01", "2027-04-01")]])
    assert part.lanes[0][0].place == ("0.00%", "50.28%"), "91 of the 181 days from January to June"


def test_set_up_and_take_down_lie_behind_the_stop() -> None:
    assert list_bars(make_leg("2026-03-10", "2026-03-20", days_around=3)) == [
        [("moving", "03-07", "03-23"), ("stop", "03-10", "03-20")]
    ]


def test_a_stop_across_two_charts_is_in_both_and_a_chart_without_change_is_left_out() -> None:
    assert list_bars(make_leg("2026-03-10", "2027-10-20")) == [
        [("stop", "03-10", "08-31")],
        [("stop", "09-01", "10-20")],
    ]


def test_a_stop_without_an_end_goes_on_to_the_end_of_the_chart() -> None:
    assert list_bars(make_leg("2026-03-10", str(OPEN_END))) == [[("stop", "03-10", "08-31")]]


def test_a_free_period_fills_the_gap_as_far_as_it_is_known() -> None:
    way = (
        make_leg("2026-03-10", "2026-03-20"),
        free(end="2026-04-04"),
        make_leg("2026-04-05", "2026-04-09"),
    )
    assert list_bars(*way, free("2026-04-10")) == [
        [
            ("stop", "03-10", "03-20"),
            ("free", "03-21", "04-04"),
            ("stop", "04-05", "04-09"),
            ("free", "04-10", "08-31"),
        ]
    ]


def test_what_lies_ahead_begins_with_the_next_change() -> None:
    way = (make_leg("2025-01-10", "2026-12-20", "now"), make_leg("2027-01-10", "2027-02-20"))
    assert list_bars(*way, is_ahead=True) == [
        [("stop", "12-01", "12-20"), ("stop", "01-10", "02-20")]
    ]


def test_what_is_called_off_or_has_no_dates_is_not_drawn() -> None:
    off = [make_leg("2026-03-10", "2026-03-20", state) for state in ("cancelled", "postponed")]
    assert compute_timeline([off, [free()]]) == []


def test_a_chart_is_past_if_all_its_stops_are_over() -> None:
    way = [
        make_leg("2026-01-10", "2026-02-20", "over"),
        make_leg("2026-07-10", "2026-08-20", "now"),
    ]
    assert [part.is_past for part in compute_timeline([way])] == [True, False]
