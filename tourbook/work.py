"""Doing many independent things, in one process or in several forked ones, with the same result."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Item = TypeVar("Item")
Result = TypeVar("Result")
CHUNK = 48
"""Things that a process takes at a time, unless they are few."""
MOST_CHUNKS = 3500
"""Their tokens fit into a pipe at once, on every system."""


def processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(
    do: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item], jobs: int, *, worth: int = 64, first: int = 0
) -> list[Result]:
    """`do` over all items in chunks, by several processes; results in the order of the items.

    `do` must give one result for each item and depend on nothing that another chunk does. The first
    `first` items stay together in one chunk, because they share costly work. Fewer than `worth` items,
    or one job, or a system without fork: all in this process.
    """
    jobs = min(jobs, max(1, len(items) // max(1, worth // 2)))
    if jobs <= 1 or len(items) < worth or not hasattr(os, "fork"):
        return do(items)
    size = max(1, min(CHUNK, (len(items) - first) // (4 * jobs)), len(items) // MOST_CHUNKS)
    bounds = [0, *([first] if first else []), *range(first + size, len(items), size), len(items)]
    chunks = [slice(a, b) for a, b in pairwise(bounds) if a < b]
    out: list[Any] = [None] * len(items)
    for number, results in _forked(lambda n: do(items[chunks[n]]), len(chunks), min(jobs, len(chunks))):
        out[chunks[number]] = results
    return out


def _forked(do: Callable[[int], Any], count: int, jobs: int) -> Iterator[tuple[int, Any]]:
    """(n, do(n)) for n below count, by `jobs` processes, this one among them. Each begins with one of its own
    and then takes the next that nobody has taken: its token of four bytes out of a pipe."""
    import multiprocessing  # late: small work does not need it

    tokens, giver = os.pipe()
    os.write(giver, b"".join(n.to_bytes(4, "big") for n in range(jobs, count)))
    os.close(giver)

    def work(own: int) -> Iterator[tuple[int, Any]]:
        yield own, do(own)
        while token := os.read(tokens, 4):
            number = int.from_bytes(token, "big")
            yield number, do(number)

    fork = multiprocessing.get_context("fork")
    gc.freeze()
    children = []
    try:
        for n in range(1, jobs):
            here, there = fork.Pipe(duplex=False)
            process = fork.Process(target=_child, args=(work, n, there))
            process.start()
            there.close()
            children.append((process, here))
        yield from work(0)
        for process, here in children:
            try:
                done, value = here.recv()
            except EOFError:
                process.join()
                raise RuntimeError(f"a worker process died (exit code {process.exitcode})") from None
            if not done:
                raise value
            yield from value
    except BaseException:  # all is lost: a child that still has something to say must not wait for ever
        for process, _ in children:
            process.terminate()
        raise
    finally:
        os.close(tokens)
        for process, here in children:
            here.close()
            process.join()


def _child(work: Callable[[int], Iterator[Any]], own: int, pipe: Connection) -> None:
    try:
        pipe.send((True, list(work(own))))
    except Exception as e:
        pipe.send((False, e))
    except KeyboardInterrupt:  # the parent is told, too, and says so
        pass
    pipe.close()
