"""Files on disk: atomic writes, a lock, removal of whole folders."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_atomically(path: Path, raw: bytes) -> None:
    """The file holds either its old bytes or all of the new ones, whatever happens."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".tourbook-{os.getpid()}-{path.name}")
    try:
        beside.write_bytes(raw)
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@contextmanager
def try_lock(path: Path) -> Iterator[bool]:
    """Whether nobody else holds the lock, which is held from then on; where there are no locks, it
    always is so."""
    try:
        import fcntl

        path.parent.mkdir(parents=True, exist_ok=True)
        handle = open(path, "w")  # noqa: SIM115  (closed below)
    except (ImportError, OSError):
        yield True
        return
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        except OSError:
            yield True
        else:
            yield True
    finally:
        handle.close()


def remove_tree(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)
