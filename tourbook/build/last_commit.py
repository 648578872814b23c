"""The project as the last commit has it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from tourbook.common.urls import normalize_path
from tourbook.history.git import BlobReader, list_blobs
from tourbook.sources.snapshot import TEXT_SUFFIXES, Snapshot

from .proposals import replace_files


def take_committed_snapshot(root: Path, head: str, snapshot: Snapshot) -> Snapshot:
    """The files of a commit, where their texts differ from those of a snapshot; other files than
    texts stay as they are. Raises GitError."""
    blobs = {normalize_path(name): blob for name, blob in list_blobs(root, head).items()}
    files: dict[str, bytes | None] = {}
    with closing(BlobReader(root)) as reader:
        for name, blob in blobs.items():
            if name.endswith(TEXT_SUFFIXES):
                raw = reader.read(blob)
                if raw != snapshot.texts.get(name):
                    files[name] = raw
    own_files = snapshot.texts.keys() - blobs.keys() - snapshot.own_theme_files.keys()
    return replace_files(snapshot, files | dict.fromkeys(own_files))
