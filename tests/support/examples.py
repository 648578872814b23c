"""Random examples without Hypothesis, for inputs so large that drawing them took longer than the
test.

An example is made from its seed, by `random.Random(seed)`; the seed is shown if it fails. Nothing
is shrunk.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable

IS_RANDOM = os.environ.get("EXAMPLES") == "random"
FIRST_SEED = random.SystemRandom().randrange(10**9) if IS_RANDOM else 0
"""The same examples each time; with EXAMPLES=random other ones, and four times as many."""


def for_seeds(count: int) -> Callable[[Callable[[int], None]], Callable[[], None]]:
    """Run a test with `count` seeds, or four times as many."""

    def decorate(test: Callable[[int], None]) -> Callable[[], None]:
        def run() -> None:
            for seed in range(FIRST_SEED, FIRST_SEED + count * (4 if IS_RANDOM else 1)):
                try:
                    test(seed)
                except BaseException as error:
                    error.add_note(f"The seed of the example is {seed}.")
                    raise

        run.__name__, run.__doc__ = test.__name__, test.__doc__
        return run

    return decorate
