"""Files on disk: atomic writes, a lock, removal of whole folders."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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


@contextmanager
def try_lock(path: Path) -> Iterator[bool]:
    """Try to take a lock for the time of the `with` block; False if another process holds it.

    True also on systems, and in folders, that have no locks.
    """
    try:
        import fcntl

        path.parent.mkdir(parents=True, exist_ok=True)
        handle = open(path, "w")  # noqa: SIM115  (closed by `with` below)
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
    shutil.rmtree(path, ignore_errors=True)
