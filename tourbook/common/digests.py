"""Digests of bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

DIGEST_SIZE = 16
"""In bytes."""


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
