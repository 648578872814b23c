"""Overlaps and gaps of intervals, found in one pass in order: O(n log n), never all pairs."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Generic, NamedTuple, Protocol, TypeVar


class Ordered(Protocol):
    """A value that can be compared: a day, minutes, a tuple of these."""

    def __lt__(self, other: Any, /) -> bool: ...
    def __le__(self, other: Any, /) -> bool: ...


PointT = TypeVar("PointT", bound=Ordered)
ItemT = TypeVar("ItemT")
MAX_ONGOING = 20
"""Intervals at once of which each is named; a list of all would be as long for each of them."""


class Interval(NamedTuple, Generic[PointT, ItemT]):
    """From `start` to `end`, both included, in any unit that has an order."""

    start: PointT
    end: PointT
    item: ItemT


class Excess(NamedTuple, Generic[PointT, ItemT]):
    """More intervals at once than there may be."""

    ongoing: list[Interval[PointT, ItemT]]
    """Those that go on when `interval` begins, in the order in which they end; the first
    MAX_ONGOING of them."""
    ongoing_count: int
    interval: Interval[PointT, ItemT]


def find_overlaps(
    intervals: Iterable[Interval[PointT, ItemT]],
) -> Iterator[tuple[Interval[PointT, ItemT], Interval[PointT, ItemT]]]:
    """Pairs (earlier, later) for each interval that begins while another goes on.

    The earlier one is, of those going on, the one that ends last. A chain of n overlapping
    intervals gives n - 1 pairs: each interval but the first is the later one of one pair.
    """
    longest: Interval[PointT, ItemT] | None = None
    for interval in _sort_by_start(intervals):
        if longest is not None and interval.start <= longest.end:
            yield longest, interval
        if longest is None or longest.end < interval.end:
            longest = interval


def find_exceeding_capacity(
    intervals: Iterable[Interval[PointT, ItemT]], capacity: int
) -> Iterator[Excess[PointT, ItemT]]:
    """One for each interval that begins while at least `capacity` others go on."""
    ongoing: list[tuple[PointT, int, Interval[PointT, ItemT]]] = []
    """(end, number, interval), sorted."""
    for number, interval in enumerate(_sort_by_start(intervals)):
        del ongoing[: bisect_left(ongoing, (interval.start,))]
        if len(ongoing) >= capacity:
            first_to_end = [other for _, _, other in ongoing[:MAX_ONGOING]]
            yield Excess(first_to_end, len(ongoing), interval)
        insort(ongoing, (interval.end, number, interval))


def exceeds_capacity(spans: Iterable[tuple[PointT, PointT]], capacity: int) -> bool:
    """Whether more than `capacity` spans go on at once at any time.

    They do if one of them, in order, begins before as many of them have ended as begin so much
    earlier.
    """
    starts, ends = sorted(start for start, _ in spans), sorted(end for _, end in spans)
    return any(start <= end for start, end in zip(starts[capacity:], ends, strict=False))


def find_gaps(
    intervals: Sequence[Interval[PointT, ItemT]],
) -> Iterator[tuple[Interval[PointT, ItemT] | None, Interval[PointT, ItemT] | None]]:
    """The intervals before and after each gap: (None, first), (a, b) ..., (last, None)."""
    last: Interval[PointT, ItemT] | None = None
    for interval in _sort_by_start(intervals):
        if last is None or last.end < interval.start:
            yield last, interval
        if last is None or last.end < interval.end:
            last = interval
    yield last, None


def _sort_by_start(intervals: Iterable[Interval[PointT, ItemT]]) -> list[Interval[PointT, ItemT]]:
    return sorted(intervals, key=lambda interval: (interval.start, interval.end))
