"""Many processes do what one does, and their mistakes arrive."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.projects import REPO
from tourbook.common.parallel import compute_beside, count_processors, map_chunks


def double_each(part: Sequence[int]) -> list[int]:
    return [2 * n for n in part]


@settings(max_examples=15)
@given(st.lists(st.integers(), max_size=40), st.integers(1, 4), st.integers(1, 8))
def test_parallel_equals_serial_in_the_same_order(items: list[int], jobs: int, worth: int) -> None:
    assert map_chunks(double_each, items, jobs, min_items=worth) == double_each(items)


def test_the_work_is_really_spread_where_it_is_worth_it() -> None:
    def who(part: Sequence[int]) -> list[int]:
        return [os.getpid()] * len(part)

    assert len(set(map_chunks(who, range(100), 2))) == 2
    assert len(set(map_chunks(who, range(100), 1))) == 1
    assert len(set(map_chunks(who, range(9), 2))) == 1
    assert count_processors() >= 1


def test_an_exception_of_a_worker_arrives() -> None:
    def bad(part: Sequence[int]) -> list[int]:
        if 3 in part:
            raise LookupError("three")
        return list(part)

    with pytest.raises(LookupError, match="three"):
        map_chunks(bad, range(100), 2)


def test_a_worker_that_dies_is_reported() -> None:
    here = os.getpid()

    def dies(part: Sequence[int]) -> list[int]:
        if os.getpid() != here:
            os._exit(7)
        return list(part)

    with pytest.raises(RuntimeError, match="worker process died"):
        map_chunks(dies, range(100), 2)


def test_an_exception_here_ends_the_program_although_a_worker_still_has_much_to_say() -> None:
    script = """
        import os
        from tourbook.common.parallel import map_chunks
        here = os.getpid()
        def do(part):
            if os.getpid() == here:
                raise LookupError("here")
            return ["x" * 1_000_000 for _ in part]
        map_chunks(do, range(100), 2)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        cwd=REPO,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert "LookupError: here" in done.stderr
    assert done.returncode == 1


def test_something_is_computed_beside_the_block() -> None:
    with compute_beside(os.getpid, 2) as wait:
        other = wait()
    assert other != os.getpid()
    with compute_beside(os.getpid, 1) as wait:
        assert wait() == os.getpid()


def test_what_is_raised_beside_the_block_arrives_when_it_is_waited_for() -> None:
    def fail() -> None:
        raise LookupError("beside")

    with compute_beside(fail, 2) as wait, pytest.raises(LookupError, match="beside"):
        wait()


def test_what_nobody_waits_for_ends_with_the_block() -> None:
    reader, writer = os.pipe()

    def sleep() -> None:
        os.write(writer, str(os.getpid()).encode())
        time.sleep(60)

    def fail_when_it_sleeps() -> None:
        raise KeyError(os.read(reader, 20))

    start = time.monotonic()
    with pytest.raises(KeyError) as error, compute_beside(sleep, 2):
        fail_when_it_sleeps()
    process = int(error.value.args[0])
    assert time.monotonic() - start < 30
    with pytest.raises(ChildProcessError):
        os.waitpid(process, os.WNOHANG)
    os.close(reader)
    os.close(writer)
