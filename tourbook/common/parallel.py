"""Doing many independent things, in one process or in several forked ones, with the same result."""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
CHUNK_SIZE = 48
"""Things that a process takes at a time, unless they are few."""
MAX_CHUNKS = 3500
"""Their tokens fit into a pipe at once, on every system."""


def count_processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_chunks(
    function: Callable[[Sequence[Item]], list[Result]],
    items: Sequence[Item],
    jobs: int,
    *,
    min_items: int = 64,
    keep_together: int = 0,
) -> list[Result]:
    """`do` over all items in chunks, by several processes; results in the order of the items.

    `do` must give one result for each item and depend on nothing that another chunk does. The first
    `first` items stay together in one chunk, because they share costly work. Fewer than `worth`
    items,
    or one job, or a system without fork: all in this process.
    """
    jobs = min(jobs, max(1, len(items) // max(1, min_items // 2)))
    if jobs <= 1 or len(items) < min_items or not hasattr(os, "fork"):
        return function(items)
    size = max(
        1, min(CHUNK_SIZE, (len(items) - keep_together) // (4 * jobs)), len(items) // MAX_CHUNKS
    )
    bounds = [
        0,
        *([keep_together] if keep_together else []),
        *range(keep_together + size, len(items), size),
        len(items),
    ]
    chunks = [slice(a, b) for a, b in pairwise(bounds) if a < b]
    out: list[Any] = [None] * len(items)
    for number, results in _iterate_results(
        lambda n: function(items[chunks[n]]), len(chunks), min(jobs, len(chunks))
    ):
        out[chunks[number]] = results
    return out


def _iterate_results(
    function: Callable[[int], Any], count: int, jobs: int
) -> Iterator[tuple[int, Any]]:
    """(n, do(n)) for n below count, by `jobs` processes, this one among them. Each begins with one
    of its own and then takes the next that nobody has taken: its token of four bytes out of a
    pipe."""
    tokens, giver = os.pipe()
    os.write(giver, b"".join(n.to_bytes(4, "big") for n in range(jobs, count)))
    os.close(giver)

    def work(own: int) -> Iterator[tuple[int, Any]]:
        yield own, function(own)
        while token := os.read(tokens, 4):
            number = int.from_bytes(token, "big")
            yield number, function(number)

    gc.freeze()
    children: list[tuple[int, int]] = []  # process, and the pipe that its answer comes through
    try:
        children.extend(_fork_worker(partial(_run_worker, work, n)) for n in range(1, jobs))
        yield from work(0)
        while children:
            yield from _receive(*children.pop(0))
    except (
        BaseException
    ):  # all is lost: a child that still has something to say must not wait for ever
        for process, pipe in children:
            os.kill(process, signal.SIGTERM)
            os.close(pipe)
            os.waitpid(process, 0)
        raise
    finally:
        os.close(tokens)


def _fork_worker(answer: Callable[[], bytes]) -> tuple[int, int]:
    """(process, pipe): a copy of this process that works out an answer, writes it into the pipe and
    ends."""
    read, write = os.pipe()
    process = os.fork()
    if process:
        os.close(write)
        return process, read
    code = 1
    try:  # nothing may get out of here: the copy must not go on as if it were the program
        os.close(read)
        with open(write, "wb") as pipe:
            pipe.write(answer())
        code = 0
    finally:
        os._exit(code)


def _run_worker(work: Callable[[int], Iterator[Any]], own: int) -> bytes:
    try:
        return pickle.dumps((True, list(work(own))), pickle.HIGHEST_PROTOCOL)
    except Exception as e:
        return pickle.dumps((False, e))


def _receive(process: int, pipe: int) -> Any:
    """What a child found. Raises what it raised, or RuntimeError where it died."""
    with open(pipe, "rb") as answer:
        raw = answer.read()
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    if status != 0 or not raw:
        raise RuntimeError(f"a worker process died (exit code {status})")
    good, value = pickle.loads(raw)  # noqa: S301  (from a copy of this very process)
    if not good:
        raise value
    return value
