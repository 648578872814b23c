"""Random examples without Hypothesis, for inputs so large that drawing them took longer than the
test.

An example is a function of `random.Random`; its seed is shown if it fails. Nothing is shrunk.
"""

from __future__ import annotations

import functools
import os
import random
from collections.abc import Callable
from random import Random

IS_RANDOM = os.environ.get("EXAMPLES") == "random"
FIRST_SEED = random.SystemRandom().randrange(10**9) if IS_RANDOM else 0
"""The same examples every time; other ones and four times as many with EXAMPLES=random."""


def list_seeds(count: int) -> range:
    return range(FIRST_SEED, FIRST_SEED + count * (4 if IS_RANDOM else 1))


def for_seeds(count: int) -> Callable[[Callable[[Random], None]], Callable[[], None]]:
    """Run a test `count` times, each time with the `random.Random` of another seed."""

    def decorate(test: Callable[[Random], None]) -> Callable[[], None]:
        @functools.wraps(test)
        def run() -> None:
            for seed in list_seeds(count):
                try:
                    test(Random(seed))
                except BaseException as error:
                    error.add_note(f"The example is that of Random({seed}).")
                    raise

        del run.__wrapped__  # type: ignore[attr-defined]  # else pytest looks for a fixture
        return run

    return decorate
