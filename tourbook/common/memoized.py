"""Values that are computed when they are first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

OwnerT = TypeVar("OwnerT")
MoreT = ParamSpec("MoreT")
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


def memoize_by_owner(
    compute: Callable[Concatenate[OwnerT, MoreT], ValueT],
) -> Callable[Concatenate[OwnerT, MoreT], ValueT]:
    """A function whose values are kept for as long as its first argument lives, to which they must
    not refer."""
    values_by_owner: WeakKeyDictionary[OwnerT, dict[object, ValueT]] = WeakKeyDictionary()

    @wraps(compute)
    def find(owner: OwnerT, /, *args: MoreT.args, **kwargs: MoreT.kwargs) -> ValueT:
        values = values_by_owner.setdefault(owner, {})
        key = args, *kwargs.items()
        if key not in values:
            values[key] = compute(owner, *args, **kwargs)
        return values[key]

    return find
