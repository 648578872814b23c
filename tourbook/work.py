"""Doing many independent things, in one process or in several forked ones, with the same result."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Item = TypeVar("Item")
Result = TypeVar("Result")


def processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(
    do: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item], jobs: int, *, worth: int = 64
) -> list[Result]:
    """`do` over all items in slices, one slice a process; results in the order of the items.

    `do` must give one result for each item and depend on nothing that another slice does. Fewer
    than `worth` items, or one job, or a system without fork: all in this process.
    """
    jobs = min(jobs, max(1, len(items) // max(1, worth // 2)))
    if jobs <= 1 or len(items) < worth or not hasattr(os, "fork"):
        return do(items)
    import multiprocessing  # late: small work does not need it

    fork = multiprocessing.get_context("fork")
    gc.freeze()
    children = []
    for n in range(1, jobs):
        here, there = fork.Pipe(duplex=False)
        process = fork.Process(target=_child, args=(do, items[n::jobs], there), daemon=True)
        process.start()
        there.close()
        children.append((process, here))
    try:
        slices = [do(items[0::jobs])]
        for process, here in children:
            try:
                done, value = here.recv()
            except EOFError:
                process.join()
                raise RuntimeError(f"a worker process died (exit code {process.exitcode})") from None
            if not done:
                raise value
            slices.append(value)
    except BaseException:  # all is lost: a child that still has something to say must not wait for ever
        for process, _ in children:
            process.terminate()
        raise
    finally:
        for process, here in children:
            here.close()
            process.join()
    out: list[Any] = [None] * len(items)
    for n, results in enumerate(slices):
        out[n::jobs] = results
    return out


def _child(do: Callable[[Any], Any], items: Any, pipe: Connection) -> None:
    try:
        pipe.send((True, do(items)))
    except Exception as e:
        pipe.send((False, e))
    except KeyboardInterrupt:  # the parent is told, too, and says so
        pass
    pipe.close()
