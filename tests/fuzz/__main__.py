"""Look for projects that break a law: see the package."""

from __future__ import annotations

import argparse
import random
import sys
import time

import pytest

from tests.fuzz.examples import Example, describe_failure, minimize
from tests.support import memory


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="how long to look")
    parser.add_argument("--seed", type=int, help="repeat this example only")
    options = parser.parse_args()
    memory.share_work(pytest.MonkeyPatch())
    if options.seed is not None:
        return report(Example(options.seed))
    first = random.SystemRandom().randrange(10**9)
    end = time.process_time() + options.seconds
    seen: dict[str, int] = {}
    slowest, count = (0.0, 0), 0
    while time.process_time() < end:
        start = time.process_time()
        example = Example(first + count)
        failure = describe_failure(example.check)
        slowest = max(slowest, (time.process_time() - start, example.seed))
        count += 1
        if failure and failure not in seen:
            seen[failure] = example.seed
            report(example)
    print(
        f"{count} examples, {len(seen)} kinds of failure, the slowest took {slowest[0]:.1f} s (seed {slowest[1]})"
    )
    return 1 if seen else 0


def report(example: Example) -> int:
    failure = describe_failure(example.check)
    print(example.describe(), flush=True)
    if not failure:
        return 0
    for name, raw in minimize(example).items():
        if raw != example.base.get(name):
            print(f"--- {name!r}\n{raw!r}")
    missing = sorted(example.base.keys() - example.files.keys())
    print(f"without {missing}" if missing else "", failure, sep="\n", flush=True)
    try:
        example.check()
    except Exception as error:
        print(f"{type(error).__name__}: {str(error)[:600]}\n", flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
