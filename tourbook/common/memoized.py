"""Values that are computed when they are first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")


class Memoized(dict[KeyT, ValueT]):
    """`Memoized(compute)[key]` is `compute(key)`, computed once for each key.

    A typed alternative to `functools.cache`, which accepts any argument and, on a method, keeps
    every object alive.
    """

    def __init__(self, compute: Callable[[KeyT], ValueT]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, key: KeyT) -> ValueT:
        value = self[key] = self._compute(key)
        return value
