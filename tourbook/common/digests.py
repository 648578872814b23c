"""Canonical bytes and digests: two values are the same if their digests are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec

DIGEST_SIZE = 16
"""In bytes."""
_ENCODER = msgspec.msgpack.Encoder(order="deterministic")
_ORDERED_ENCODER = msgspec.msgpack.Encoder()


def encode_canonical(value: Any) -> bytes:
    """The canonical bytes of a value. Raises TypeError for a type that msgpack cannot encode."""
    return _ENCODER.encode(value)


def encode_ordered(value: Any) -> bytes:
    """The bytes of a value that is made the same way each time: its dictionaries may have any keys,
    and their order counts."""
    return _ORDERED_ENCODER.encode(value)


def compute_digest(*parts: bytes) -> bytes:
    """16 bytes of BLAKE2b over the parts and their lengths: (b"ab", b"c") is not (b"a", b"bc")."""
    h = hashlib.blake2b(digest_size=DIGEST_SIZE)
    for part in parts:
        h.update(len(part).to_bytes(8, "big"))
        h.update(part)
    return h.digest()


def compute_block_digest(blocks: Iterable[bytes | memoryview], size: int) -> bytes:
    """What `compute_digest` gives for one part of `size` bytes that comes in blocks.

    If there are more bytes, or fewer, the digest is one that no file has.
    """
    h = hashlib.blake2b(size.to_bytes(8, "big"), digest_size=DIGEST_SIZE)
    for block in blocks:
        h.update(block)
    return h.digest()
