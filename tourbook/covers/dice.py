"""Choices that look random and always fall the same way for the same name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")
_LENGTH = 1024


class Dice:
    """Throws decided by a name. Python's own `random` may choose differently in another version."""

    def __init__(self, name: str) -> None:
        self._numbers = iter(hashlib.shake_256(name.encode()).digest(_LENGTH))

    def throw(self, low: float, high: float) -> float:
        """A number between two others, both included."""
        return low + (high - low) * next(self._numbers) / 255

    def pick(self, items: Sequence[Item]) -> Item:
        return items[next(self._numbers) * len(items) >> 8]

    def shuffle(self, items: Sequence[Item]) -> list[Item]:
        bag = list(items)
        return [bag.pop(next(self._numbers) * len(bag) >> 8) for _ in items]
