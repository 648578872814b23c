"""Spans of time that meet, found in one pass over them in order: near-linear, never all pairs."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any, NamedTuple, TypeVar

Item = TypeVar("Item")


class Interval(NamedTuple):
    """From `start` to `end`, both within it, in any unit that has an order."""

    start: Any
    end: Any
    item: Any


def find_overlaps(intervals: Iterable[Interval]) -> Iterator[tuple[Interval, Interval]]:
    """Each span that begins while another goes on, with the one of those that ends last: (earlier,
    later).

    A chain of n spans that meet gives n - 1 pairs, each span once as the later one.
    """
    longest: Interval | None = None
    for span in sorted(intervals, key=lambda s: (s.start, s.end)):
        if longest is not None and span.start <= longest.end:
            yield longest, span
        if longest is None or span.end > longest.end:
            longest = span


def find_exceeding_capacity(
    intervals: Iterable[Interval], capacity: int
) -> Iterator[tuple[list[Interval], Interval]]:
    """Each span that begins while `room` others go on, with those others, the first to end
    first."""
    going: list[tuple[Any, int, Interval]] = []
    number = count()
    for span in sorted(intervals, key=lambda s: (s.start, s.end)):
        while going and going[0][0] < span.start:
            heapq.heappop(going)
        if len(going) >= capacity:
            yield [s for _, _, s in sorted(going)], span
        heapq.heappush(going, (span.end, next(number), span))


def find_gaps(intervals: Sequence[Interval]) -> Iterator[tuple[Interval | None, Interval | None]]:
    """The spans before and after each stretch that none of them covers: the first begins with None,
    the last ends so."""
    last: Interval | None = None
    for span in sorted(intervals, key=lambda s: (s.start, s.end)):
        if last is None or span.start > last.end:
            yield last, span
        if last is None or span.end > last.end:
            last = span
    yield last, None
