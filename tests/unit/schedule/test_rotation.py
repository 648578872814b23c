"""A rotation is a Latin square whose rounds leave time to change."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tourbook.common.dates import add_months
from tourbook.schedule import rotation


@given(st.integers(1, 7), st.integers(1, 7), st.integers(1, 9))
def test_a_rotation_is_a_latin_square(sets: int, venues: int, rounds: int) -> None:
    turns = rotation.build_latin_square(sets, venues, rounds)
    for a, b in combinations(turns, 2):
        if a.round == b.round:
            assert a.copy != b.copy
            assert a.venue != b.venue
        elif abs(a.round - b.round) < max(sets, venues):
            assert (a.copy, a.venue) != (b.copy, b.venue)
    if rounds >= max(sets, venues):
        assert {(t.copy, t.venue) for t in turns} == {
            (s, v) for s in range(sets) for v in range(venues)
        }


def test_the_rounds_leave_time_to_change() -> None:
    found = rotation.compute_round_periods(
        dt.date(2027, 3, 1), lambda d, n: add_months(d, 6 * n), 3, 9
    )
    assert [(str(p.open), str(p.close)) for p in found] == [
        ("2027-03-01", "2027-08-22"), ("2027-09-01", "2028-02-20"), ("2028-03-01", "2028-08-22"),
    ]  # fmt: skip
