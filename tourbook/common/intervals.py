"""Overlaps and gaps of intervals, found in one pass in order: O(n log n), never all pairs."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any, NamedTuple, TypeVar

Item = TypeVar("Item")


class Interval(NamedTuple):
    """From `start` to `end`, both included, in any unit that has an order."""

    start: Any
    end: Any
    item: Any


def find_overlaps(intervals: Iterable[Interval]) -> Iterator[tuple[Interval, Interval]]:
    """Pairs (earlier, later) for each interval that begins while another goes on.

    The earlier one is, of those going on, the one that ends last. A chain of n overlapping
    intervals gives n - 1 pairs: each interval but the first is the later one of one pair.
    """
    longest: Interval | None = None
    for interval in _sort_by_start(intervals):
        if longest is not None and interval.start <= longest.end:
            yield longest, interval
        if longest is None or interval.end > longest.end:
            longest = interval


def find_exceeding_capacity(
    intervals: Iterable[Interval], capacity: int
) -> Iterator[tuple[list[Interval], Interval]]:
    """(others, interval) for each interval that begins while at least `capacity` others go on.

    The others are in the order in which they end.
    """
    ongoing: list[tuple[Any, int, Interval]] = []  # (end, number, interval): a heap
    number = count()
    for interval in _sort_by_start(intervals):
        while ongoing and ongoing[0][0] < interval.start:
            heapq.heappop(ongoing)
        if len(ongoing) >= capacity:
            yield [other for _, _, other in sorted(ongoing)], interval
        heapq.heappush(ongoing, (interval.end, next(number), interval))


def find_gaps(intervals: Sequence[Interval]) -> Iterator[tuple[Interval | None, Interval | None]]:
    """The intervals before and after each gap: (None, first), (a, b) ..., (last, None)."""
    last: Interval | None = None
    for interval in _sort_by_start(intervals):
        if last is None or interval.start > last.end:
            yield last, interval
        if last is None or interval.end > last.end:
            last = interval
    yield last, None


def _sort_by_start(intervals: Iterable[Interval]) -> list[Interval]:
    return sorted(intervals, key=lambda interval: (interval.start, interval.end))
