"""Files on disk: atomic writes, a lock on a folder, removal of whole folders."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from .digests import compute_block_digest

BLOCK_SIZE = 1 << 18
"""Bytes that are read at a time of a file that may be large."""

SEAL_SIZE = 4
"""Bytes of a checksum."""
TEMPORARY_PREFIX = ".tourbook-"
TEMPORARY_LIFETIME = 3600
"""In seconds; no file takes as long to write."""


def write_atomically(path: Path, *parts: bytes) -> None:
    """Write a file so that a reader, or a crash, sees the old bytes or all of the new ones. A file
    that is there keeps its permissions."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{TEMPORARY_PREFIX}{os.urandom(8).hex()}-{path.name}")
    try:
        with temporary.open("wb") as f:
            f.writelines(parts)
        with suppress(OSError):  # it is new
            temporary.chmod(path.stat().st_mode)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def remove_leftovers(folder: Path) -> None:
    """Remove what processes that were killed while they wrote atomically have left in a folder."""
    with suppress(OSError):
        for path in folder.glob(TEMPORARY_PREFIX + "*"):
            if time.time() - path.lstat().st_mtime > TEMPORARY_LIFETIME:
                path.unlink()


def write_sealed(path: Path, raw: bytes) -> None:
    """Write a file atomically, with a checksum by which `read_sealed` knows it again. A folder in
    its place is removed."""
    if path.is_dir():
        remove_path(path)
    write_atomically(path, _compute_seal(raw), raw)


def _compute_seal(raw: bytes) -> bytes:
    """A checksum against accidents, for which a digest would take four times as long."""
    return crc32(raw).to_bytes(SEAL_SIZE, "big")


def read_sealed(path: Path) -> bytes:
    """What `write_sealed` wrote; b"" if the file is missing or a bit of it has changed."""
    try:
        with path.open("rb") as f:
            seal, raw = f.read(SEAL_SIZE), f.read()
    except OSError:
        return b""
    return raw if seal == _compute_seal(raw) else b""


def has_content(path: Path, raw: bytes) -> bool:
    """True if a file holds these very bytes."""
    try:
        return path.read_bytes() == raw
    except OSError:
        return False


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


def share_file(source: Path, target: Path) -> None:
    """Give a file another name: both are one file, or the other is a copy where that is impossible.
    Only for files that are replaced and never changed."""
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without hard links
        import shutil

        shutil.copy2(source, target)


def _iterate_blocks(file: FileIO) -> Iterator[memoryview]:
    """The bytes of a file, in a buffer that the next block overwrites."""
    buffer = memoryview(bytearray(BLOCK_SIZE))
    while size := file.readinto(buffer):
        yield buffer[:size]


@contextmanager
def try_lock_folder(folder: Path) -> Iterator[bool]:
    """Try to lock a folder for the time of the `with` block; False if another process holds it.

    A missing folder is made, and removed again if nothing was put into it. True also on systems,
    and in folders, that have no locks.
    """
    is_new = not folder.exists()
    try:
        import fcntl

        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except (ImportError, OSError):
        yield True
        return
    try:
        is_free = _try_flock(fcntl.flock, handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield is_free and folder.exists()  # the process before may have removed it
    finally:
        if is_new:
            with suppress(OSError):
                folder.rmdir()
        os.close(handle)


def _try_flock(flock: Callable[[int, int], None], handle: int, operation: int) -> bool:
    try:
        flock(handle, operation)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def remove_path(path: Path) -> None:
    """Remove a file, a link, or a folder with all that is in it, as far as the system allows; a
    missing one is no error."""
    if path.is_dir() and not path.is_symlink():
        import shutil  # late: it brings all formats of archives

        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
