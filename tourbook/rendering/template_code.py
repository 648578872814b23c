"""Compiled templates, kept in a memory that outlives a build."""

from __future__ import annotations

from typing import Protocol

from jinja2.bccache import Bucket, BytecodeCache

from tourbook.common.digests import compute_digest


class CodeMemory(Protocol):
    def get(self, key: bytes) -> bytes:
        """b"" if nothing is remembered."""
        ...

    def set(self, key: bytes, value: bytes) -> None: ...


class TemplateCode(BytecodeCache):
    """A template by its name, which is in the code, and its text."""

    def __init__(self, memory: CodeMemory) -> None:
        self._memory = memory

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self._memory.get(_compute_key(bucket))
        if code:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._memory.set(_compute_key(bucket), bucket.bytecode_to_string())


def _compute_key(bucket: Bucket) -> bytes:
    """The checksum is that of the text; the key that of the name."""
    return compute_digest(b"template code", bucket.key.encode(), bucket.checksum.encode())
