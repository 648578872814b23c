"""Canonical bytes of values: two values are the same if these are."""

from __future__ import annotations

from typing import Any

import msgspec

_ENCODER = msgspec.msgpack.Encoder(order="deterministic")
_ORDERED_ENCODER = msgspec.msgpack.Encoder()


def encode_canonical(value: Any) -> bytes:
    """The canonical bytes of a value. Raises TypeError for a type that msgpack cannot encode."""
    return _ENCODER.encode(value)


def encode_ordered(value: Any) -> bytes:
    """The bytes of a value that is made the same way each time: its dictionaries may have any keys,
    and their order counts."""
    return _ORDERED_ENCODER.encode(value)
