"""The ways of copies -> charts of time for templates: half a year each, a lane for each copy.

A chart depends on the schedule alone, not on the day. Positions are in per cent of its width, so
that it takes the room that there is, on a screen or on paper, without becoming illegible.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from tourbook.common.dates import DAY, OPEN_END, add_months
from tourbook.views import Leg

PART_MONTHS = 6
"""What fits on a sheet of A4, with the names of places in bars of some weeks."""
NARROW_DAYS = 7
"""A shorter bar has no room for a name, nor for a finger."""

SHORT_DAYS = 20
"""A shorter bar has no room for dates beside the name."""

Way = Sequence[Leg]
BarKind = Literal["stop", "moving", "free"]


class Place(NamedTuple):
    """A part of the width of a chart, in per cent: "12.5%"."""

    x: str
    width: str


class Bar(NamedTuple):
    """A stop, the set-up and take-down around it ("moving"), or a free period."""

    kind: BarKind
    leg: Leg
    place: Place
    is_narrow: bool
    """True if there is no room for text in it."""
    is_short: bool
    """True if there is no room for dates in it."""
    start: dt.date
    """Its first day in the chart."""
    end: dt.date
    """Its last day in the chart."""


class Tick(NamedTuple):
    """A month, or the Monday of a week."""

    day: dt.date
    place: Place


class TimelinePart(NamedTuple):
    """A chart of some months."""

    start: dt.date
    end: dt.date
    months: tuple[Tick, ...]
    weeks: tuple[Tick, ...]
    lanes: tuple[tuple[Bar, ...], ...]
    """One for each way, in their order."""
    is_past: bool
    """True if all stops in it are over."""


class _Span(NamedTuple):
    """A bar before it is cut to a chart."""

    kind: BarKind
    leg: Leg
    start: dt.date
    end: dt.date


def compute_timeline(ways: Sequence[Way], is_ahead: bool = False) -> list[TimelinePart]:
    """The charts from the first to the last day on which anything changes, or with `is_ahead` from
    the first such day that is still to come. Those in which nothing changes are left out."""
    edges = [day for way in ways for leg in way for day in _list_edges(leg, is_ahead)]
    if not edges:
        return []
    lanes = [tuple(_list_spans(way)) for way in ways]
    first, last = min(edges), max(edges)
    parts, start = [], first.replace(day=1)
    while start <= last:
        following = add_months(start, PART_MONTHS)
        if any(start <= day < following for day in edges):
            parts.append(_make_part(lanes, start, following - DAY))
        start = following
    return parts


def _list_edges(leg: Leg, is_ahead: bool) -> list[dt.date]:
    """The days on which a leg begins and ends, as far as they are known."""
    days: list[dt.date | None] = []
    if leg.window:
        days = [leg.window.start, leg.window.end]
    elif leg.row and _takes_place(leg):
        is_under_way = leg.row.state in ("now", "closing")
        days = [None if is_ahead and is_under_way else leg.start, leg.end]
    return [day for day in days if day and day != OPEN_END]


def _takes_place(leg: Leg) -> bool:
    return leg.row is not None and leg.row.state not in ("cancelled", "postponed")


def _list_spans(way: Way) -> Iterator[_Span]:
    """The set-up and take-down of a stop lie behind its bar, so they come first. A free period
    without a first or a last day begins after the leg before it, and ends before the next one."""
    ends = [leg.end for leg in way if leg.end and _takes_place(leg)]
    for leg in way:
        if leg.window:
            before = max((day for day in ends if day < (leg.window.end or OPEN_END)), default=None)
            start = leg.window.start or (before + DAY if before else dt.date.min)
            yield _Span("free", leg, start, leg.window.end or OPEN_END)
        elif leg.row and leg.row.start and leg.row.end and _takes_place(leg):
            start, end = leg.start or leg.row.start, leg.end or leg.row.end
            if (start, end) != (leg.row.start, leg.row.end):
                yield _Span("moving", leg, start, end)
            yield _Span("stop", leg, leg.row.start, leg.row.end)


def _make_part(lanes: Sequence[Sequence[_Span]], start: dt.date, end: dt.date) -> TimelinePart:
    cut_lanes = tuple(
        tuple(
            _make_bar(span, start, end) for span in lane if span.start <= end and span.end >= start
        )
        for lane in lanes
    )
    first_days = [add_months(start, n) for n in range(PART_MONTHS)]
    first_monday = start + (-start.weekday() % 7) * DAY
    mondays = [first_monday + n * 7 * DAY for n in range((end - first_monday).days // 7 + 1)]
    rows = [bar.leg.row for lane in cut_lanes for bar in lane if bar.leg.row]
    return TimelinePart(
        start,
        end,
        tuple(
            Tick(day, _find_place(start, end, day, add_months(day, 1) - DAY)) for day in first_days
        ),
        tuple(Tick(day, _find_place(start, end, day, min(day + 6 * DAY, end))) for day in mondays),
        cut_lanes,
        bool(rows) and all(row.state == "over" for row in rows),
    )


def _make_bar(span: _Span, start: dt.date, end: dt.date) -> Bar:
    first, last = max(span.start, start), min(span.end, end)
    days, place = (last - first).days + 1, _find_place(start, end, first, last)
    is_narrow, is_short = days < NARROW_DAYS, days < SHORT_DAYS
    return Bar(span.kind, span.leg, place, is_narrow, is_short, first, last)


def _find_place(start: dt.date, end: dt.date, first: dt.date, last: dt.date) -> Place:
    """Where the days from `first` to `last` lie in a chart from `start` to `end`."""
    day_width = 100 / ((end - start).days + 1)
    x, width = (first - start).days * day_width, ((last - first).days + 1) * day_width
    return Place(f"{x:.2f}%", f"{width:.2f}%")
