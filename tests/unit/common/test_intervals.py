"""The sweep finds what comparing all pairs finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tourbook.common.intervals import (
    MAX_ONGOING,
    Interval,
    exceeds_capacity,
    find_exceeding_capacity,
    find_gaps,
    find_overlaps,
)

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 15)), max_size=25).map(
    lambda found: [Interval(a, a + n, i) for i, (a, n) in enumerate(found)]
)


def order_key(span: Interval) -> tuple[int, int]:
    return span.start, span.end


@given(SPANS)
def test_every_span_that_begins_within_another_is_found_once_and_no_other(
    spans: list[Interval],
) -> None:
    ordered = sorted(spans, key=order_key)
    expected = [b.item for i, b in enumerate(ordered) if any(a.end >= b.start for a in ordered[:i])]
    found = list(find_overlaps(spans))
    assert [b.item for _, b in found] == expected
    for a, b in found:
        assert a.start <= b.start <= a.end


@given(SPANS, st.integers(1, 4))
def test_a_crowd_is_as_many_as_there_are_at_that_moment(spans: list[Interval], room: int) -> None:
    ordered = sorted(spans, key=order_key)
    going = {
        b.item: {a.item for a in ordered[:i] if a.end >= b.start} for i, b in enumerate(ordered)
    }
    excesses = list(find_exceeding_capacity(spans, room))
    found = {e.interval.item: [a.item for a in e.ongoing] for e in excesses}
    assert all(min(e.ongoing_count, MAX_ONGOING) == len(e.ongoing) for e in excesses)
    assert {k: set(x) for k, x in found.items()} == {
        k: x for k, x in going.items() if len(x) >= room
    }


def test_of_a_large_crowd_the_first_to_end_are_listed_and_all_are_counted() -> None:
    spans = [Interval(0, n, n) for n in range(3 * MAX_ONGOING)]
    *_, last = find_exceeding_capacity(spans, 1)
    assert last.ongoing_count == len(spans) - 1
    assert [other.item for other in last.ongoing] == list(range(MAX_ONGOING))


@given(SPANS)
def test_gaps_are_the_numbers_that_no_span_holds(spans: list[Interval]) -> None:
    taken = {n for s in spans for n in range(s.start, s.end + 1)}
    free = set()
    for before, after in find_gaps(spans):
        start, end = before.end + 1 if before else -5, after.start - 1 if after else 90
        assert all(n not in taken for n in range(start, end + 1))
        free |= set(range(start, end + 1))
    assert free == set(range(-5, 91)) - taken


@given(SPANS, st.integers(1, 4))
def test_a_capacity_is_exceeded_if_some_span_exceeds_it(spans: list[Interval], room: int) -> None:
    exceeding = list(find_exceeding_capacity(spans, room))
    assert exceeds_capacity([(span.start, span.end) for span in spans], room) == bool(exceeding)
