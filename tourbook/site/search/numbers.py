"""Numbers of subjects, which stay the same when others come and go.

A number says what kind of subject it is and on which day it ends, so that what is still to come can
be told without fetching anything. Files hold subjects whose numbers lie together.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

DAYS = 1 << 15
_LAST_DAY = DAYS - 1024
"""In 2086: what ends later, or has no end, ends on it, and has room for its numbers."""
_NUMBER_BITS = 40
_FIRST_DAY = dt.date(2000, 1, 1)


def count_slots(subject_count: int) -> int:
    """How many numbers each day of a kind has: a power of two. Of what would be too many for a day,
    some get the numbers of the next one."""
    return max(16, 1 << (subject_count // 2048).bit_length())


def choose_home(
    kind: int, day: dt.date | None, neighbourhood: str, path: str, slot_count: int
) -> int:
    """The number that the subject at a path has if nothing else has it. Those without a day lie
    beside others of their neighbourhood."""
    hashed = crc32(neighbourhood.encode()) % _LAST_DAY
    number = min(max((day - _FIRST_DAY).days, 0), _LAST_DAY) if day else hashed
    return (kind * DAYS + number) * slot_count + crc32(path.encode()) % slot_count


def assign_numbers(homes: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The paths in the order of their numbers: each has its home or, if that is taken, the next
    free number."""
    number = -1
    for home, path in sorted(homes):
        number = max(home, number + 1)
        yield number, path


def divide(numbers: Sequence[int], max_count: int) -> list[list[int]]:
    """Numbers in order, in groups of at most `max_count`. The range of all is halved where it holds
    too many, so that one more number changes no other group than its own."""
    return list(_halve(numbers, 0, 1 << _NUMBER_BITS, max_count))


def _halve(numbers: Sequence[int], start: int, end: int, max_count: int) -> Iterator[list[int]]:
    if len(numbers) <= max_count or end - start < 2:
        yield from [list(numbers)] if numbers else []
        return
    middle = (start + end) // 2
    cut = bisect_left(numbers, middle)
    yield from _halve(numbers[:cut], start, middle, max_count)
    yield from _halve(numbers[cut:], middle, end, max_count)
