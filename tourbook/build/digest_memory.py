"""The digests of large files, so that the next build need not read those that nobody touched."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from tourbook.common.files import read_sealed, write_sealed
from tourbook.sources.snapshot import KnownDigests, Snapshot, take_snapshot


def take_remembered_snapshot(root: Path, path: Path) -> Snapshot:
    """The snapshot of a project; `path` is the file in which the digests are remembered."""
    known_digests = _load(path)
    snapshot = take_snapshot(root, known_digests)
    if snapshot.known_digests != known_digests and path.parent.is_dir():
        with suppress(OSError):  # it only saves time
            write_sealed(path, msgspec.msgpack.encode(snapshot.known_digests))
    return snapshot


def _load(path: Path) -> KnownDigests:
    with suppress(msgspec.MsgspecError, UnicodeDecodeError):
        return msgspec.msgpack.decode(read_sealed(path), type=KnownDigests)
    return {}
