"""Canonical bytes and digests: what makes two views, or two files, the same."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

_ENCODER = msgspec.msgpack.Encoder(order="deterministic")


def encode_canonical(value: Any) -> bytes:
    """The value's one form in bytes. Raises TypeError for a type that has none."""
    return _ENCODER.encode(value)


def compute_digest(*parts: bytes) -> bytes:
    """16 bytes of BLAKE2b over the parts; the lengths are part of it, so parts cannot shift."""
    h = hashlib.blake2b(digest_size=16)
    for part in parts:
        h.update(len(part).to_bytes(8, "big"))
        h.update(part)
    return h.digest()
