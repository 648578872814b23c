"""A rotation: sets of several exhibitions that change places after each round, so that every venue
sees each of them.

Rounds, sets and venues make a Latin square: no set is twice at a venue, no venue has two sets at
once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from tourbook.common.dates import DAY


class Placement(NamedTuple):
    """One set at one venue for one round; numbers from 0."""

    round: int
    copy: int
    venue: int


def build_latin_square(copies: int, venues: int, rounds: int) -> list[Placement]:
    """Who is where in each round. With more sets than venues, those left over rest for a round;
    with more venues than sets, some venues wait. A pair comes again only after as many rounds as
    the larger of the two numbers."""
    size = max(copies, venues)
    turns = [Placement(r, s, (s + r) % size) for r in range(rounds) for s in range(copies)]
    return [t for t in turns if t.venue < venues]


class RoundPeriod(NamedTuple):
    """The first and the last day that a round is open."""

    open: dt.date
    close: dt.date


def compute_round_periods(
    start: dt.date, compute_start: Callable[[dt.date, int], dt.date], rounds: int, change_days: int
) -> list[RoundPeriod]:
    """The rounds, one after the other; `every(start, n)` is when the nth would begin, the last
    `change_days` of each
    are kept for striking, transport and setting up."""
    return [
        RoundPeriod(compute_start(start, n), compute_start(start, n + 1) - (change_days + 1) * DAY)
        for n in range(rounds)
    ]
