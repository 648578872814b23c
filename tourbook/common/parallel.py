"""Compute in several forked processes: map a function over many items, or do two things at once."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
CHUNK_SIZE = 48
"""Items that a process takes at a time, at most."""
MAX_CHUNKS = 3500
"""So many tokens of four bytes fit into a pipe at once, on every system."""


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
    """Apply `function` to all items in chunks, in up to `jobs` processes; results keep the order.

    `function` gets some of the items and returns one result for each; chunks must not depend on
    each other. The first `keep_together` items form one chunk, because they share costly work.
    Everything is done in this process if there are fewer than `min_items` items, if `jobs` is 1,
    or if the system has no fork.
    """
    jobs = min(jobs, max(1, len(items) // max(1, min_items // 2)))
    if jobs <= 1 or len(items) < min_items or not hasattr(os, "fork"):
        return function(items)
    chunks = _split(len(items), jobs, keep_together)
    all_results: list[Any] = [None] * len(items)
    for number, results in _iterate_results(
        lambda n: function(items[chunks[n]]), len(chunks), min(jobs, len(chunks))
    ):
        all_results[chunks[number]] = results
    return all_results


@contextmanager
def compute_beside(compute: Callable[[], Result], jobs: int) -> Iterator[Callable[[], Result]]:
    """Compute something in a process of its own while the block runs. Gives the function that waits
    for the result, and raises what was raised.

    If `jobs` is 1, or if the system has no fork, that function computes it.
    """
    if jobs <= 1 or not hasattr(os, "fork"):
        yield compute
        return
    gc.freeze()
    children = [_fork_worker(partial(_encode_result, compute))]
    try:
        yield partial(_wait_for_last, children)
    finally:
        _stop_workers(children)


def _split(count: int, jobs: int, keep_together: int) -> list[slice]:
    """The chunks of `count` items: small enough that all processes end at about the same time."""
    even_size = (count - keep_together) // (4 * jobs)
    size = max(1, min(CHUNK_SIZE, even_size), count // MAX_CHUNKS)
    bounds = [0, keep_together, *range(keep_together + size, count, size), count]
    return [slice(start, end) for start, end in pairwise(bounds) if start < end]


def _iterate_results(
    function: Callable[[int], Any], count: int, jobs: int
) -> Iterator[tuple[int, Any]]:
    """(n, function(n)) for n below `count`, by `jobs` processes, this one among them.

    Process n begins with number n; the others are taken from a pipe, each as a token of four bytes,
    by whichever process is idle.
    """
    token_reader, token_writer = os.pipe()
    os.write(token_writer, b"".join(n.to_bytes(4, "big") for n in range(jobs, count)))
    os.close(token_writer)

    def work(first: int) -> Iterator[tuple[int, Any]]:
        yield first, function(first)
        while token := os.read(token_reader, 4):
            number = int.from_bytes(token, "big")
            yield number, function(number)

    def list_results(first: int) -> list[tuple[int, Any]]:
        return list(work(first))

    gc.freeze()
    children: list[tuple[int, int]] = []  # (process id, pipe with its results)
    try:
        children.extend(
            _fork_worker(partial(_encode_result, partial(list_results, n))) for n in range(1, jobs)
        )
        yield from work(0)
        while children:
            yield from _receive(*children.pop(0))
    except BaseException:
        _stop_workers(children)
        raise
    finally:
        os.close(token_reader)


def _fork_worker(compute: Callable[[], bytes]) -> tuple[int, int]:
    """Fork a process that writes the result of `compute` into a pipe: -> (process id, pipe)."""
    reader, writer = os.pipe()
    process = os.fork()
    if process:
        os.close(writer)
        return process, reader
    code = 1
    try:  # the child must never return from here and go on as if it were the program
        os.close(reader)
        with open(writer, "wb") as pipe:
            pipe.write(compute())
        code = 0
    finally:
        os._exit(code)


def _wait_for_last(workers: list[tuple[int, int]]) -> Any:
    """The result of the last one, which is taken off the list."""
    return _receive(*workers.pop())


def _stop_workers(workers: list[tuple[int, int]]) -> None:
    """End processes whose results nobody waits for: one that still writes would wait for ever."""
    for process, pipe in workers:
        os.kill(process, signal.SIGTERM)
        os.close(pipe)
        os.waitpid(process, 0)


def _encode_result(compute: Callable[[], Any]) -> bytes:
    """The pickle of (True, result), or of (False, exception)."""
    import pickle  # late: a build with nothing to do computes nothing

    try:
        return pickle.dumps((True, compute()), pickle.HIGHEST_PROTOCOL)
    except Exception as e:
        return pickle.dumps((False, e))


def _receive(process: int, pipe: int) -> Any:
    """The results of a child. Raises what it raised, or RuntimeError if it died."""
    import pickle

    with open(pipe, "rb") as results:
        raw = results.read()
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    if status != 0 or not raw:
        raise RuntimeError(f"a worker process died (exit code {status})")
    is_result, value = pickle.loads(raw)  # noqa: S301  (from a fork of this process)
    if not is_result:
        raise value
    return value
