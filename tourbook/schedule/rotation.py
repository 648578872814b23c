"""A rotation: copies of several exhibitions that change places after each round, so that every
venue shows each of them.

Rounds, copies and venues make a Latin square: no copy is twice at a venue, no venue has two copies
at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from tourbook.common.dates import DAY


class Placement(NamedTuple):
    """One copy at one venue for one round; numbers from 0."""

    round: int
    copy: int
    venue: int


def build_latin_square(copies: int, venues: int, rounds: int) -> list[Placement]:
    """Which copy is where in each round.

    With more copies than venues, the rest of the copies pause for a round; with more venues than
    copies, some venues wait. A pair returns after as many rounds as the larger of the two numbers.
    """
    size = max(copies, venues)
    placements = [
        Placement(number, copy, (copy + number) % size)
        for number in range(rounds)
        for copy in range(copies)
    ]
    return [placement for placement in placements if placement.venue < venues]


class RoundPeriod(NamedTuple):
    """The first and the last day that a round is open."""

    open: dt.date
    close: dt.date


def compute_round_periods(
    start: dt.date, compute_start: Callable[[dt.date, int], dt.date], rounds: int, change_days: int
) -> list[RoundPeriod]:
    """The rounds, one after the other; `compute_start(start, n)` is the day on which round n
    begins. Its last `change_days` are kept for take-down, transport and set-up."""
    return [
        RoundPeriod(compute_start(start, n), compute_start(start, n + 1) - (change_days + 1) * DAY)
        for n in range(rounds)
    ]
