"""Hold work on what others wrote to a time and an amount of memory.

The operating system does both. Where it cannot (Windows), or outside the main thread, the work is
not limited.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import FrameType

try:
    import resource
except ImportError:  # Windows
    _HAS_LIMITS = False
else:
    _HAS_LIMITS = hasattr(signal, "SIGVTALRM")

_REPEAT_SECONDS = 0.05
"""The alarm goes off again after so long, if a library has swallowed it."""


class WorkLimitError(Exception):
    """The work has taken more time than it may."""


@contextmanager
def limit_work(seconds: float, memory: int) -> Iterator[None]:
    """Raises WorkLimitError in the block after so many seconds of this process's own work, and
    MemoryError if it asks for so many bytes more than it has."""
    if not _HAS_LIMITS or threading.current_thread() is not threading.main_thread():
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    bounds = [_measure_memory() + memory, *(n for n in (soft, hard) if n != resource.RLIM_INFINITY)]
    _install_alarm()
    resource.setrlimit(resource.RLIMIT_AS, (min(bounds), hard))
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _REPEAT_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@cache
def _install_alarm() -> None:
    """Once and for all: it only goes off when the clock is set, and each page sets it."""
    signal.signal(signal.SIGVTALRM, _stop)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise WorkLimitError


def _measure_memory() -> int:
    """Bytes of address space of this process; more than any has, if that cannot be known."""
    try:
        raw = os.pread(_open_memory_figures(os.getpid()), 100, 0)
    except OSError:
        return 1 << 62
    return int(raw.split(b" ", 1)[0]) * resource.getpagesize()


@cache
def _open_memory_figures(_process: int) -> int:
    """A file descriptor, which stays open: a fork would read the figures of its parent there."""
    return os.open("/proc/self/statm", os.O_RDONLY)
