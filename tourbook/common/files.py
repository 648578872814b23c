"""Files on disk: atomic writes, a lock, removal of whole folders."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from .digests import DIGEST_SIZE, compute_block_digest, compute_digest

BLOCK_SIZE = 1 << 18
"""Bytes that are read at a time of a file that may be large."""


def write_atomically(path: Path, raw: bytes) -> None:
    """Write a file so that a reader, or a crash, sees the old bytes or all of the new ones."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".tourbook-{os.getpid()}-{path.name}")
    try:
        temporary.write_bytes(raw)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_sealed(path: Path, raw: bytes) -> None:
    """Write a file atomically, with a digest by which `read_sealed` knows it again."""
    write_atomically(path, compute_digest(raw) + raw)


def read_sealed(path: Path) -> bytes:
    """What `write_sealed` wrote; b"" if the file is missing or a bit of it has changed."""
    try:
        sealed = path.read_bytes()
    except OSError:
        return b""
    seal, raw = sealed[:DIGEST_SIZE], sealed[DIGEST_SIZE:]
    return raw if seal == compute_digest(raw) else b""


def digest_file(path: Path) -> bytes:
    """What `compute_digest` gives for the bytes of a file, however large it is."""
    with path.open("rb", buffering=0) as f:
        return compute_block_digest(_iterate_blocks(f), os.fstat(f.fileno()).st_size)


def copy_file(source: FileIO, target: Path) -> bytes:
    """Copy an open file, however large it is; the digest of what was copied."""

    def copy_blocks(out: BinaryIO) -> Iterator[memoryview]:
        for block in _iterate_blocks(source):
            out.write(block)
            yield block

    with target.open("wb") as out:
        return compute_block_digest(copy_blocks(out), os.fstat(source.fileno()).st_size)


def _iterate_blocks(file: FileIO) -> Iterator[memoryview]:
    """The bytes of a file, in a buffer that the next block overwrites."""
    buffer = memoryview(bytearray(BLOCK_SIZE))
    while size := file.readinto(buffer):
        yield buffer[:size]


@contextmanager
def try_lock(path: Path) -> Iterator[bool]:
    """Try to take a lock for the time of the `with` block; False if another process holds it.

    True also on systems, and in folders, that have no locks.
    """
    try:
        import fcntl

        path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW  # a link would lead elsewhere
        handle = os.fdopen(os.open(path, flags, 0o666), "w")
    except (ImportError, OSError):
        yield True
        return
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_free = True
        except BlockingIOError:
            is_free = False
        except OSError:
            is_free = True
        yield is_free


def remove_tree(path: Path) -> None:
    """Remove a folder, as far as the system allows; a missing one is no error."""
    if path.is_symlink():
        path.unlink()
    shutil.rmtree(path, ignore_errors=True)
