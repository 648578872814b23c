"""The project as a commit has it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from tourbook.common.urls import normalize_path
from tourbook.history.git import BlobReader, find_commit, list_blobs
from tourbook.sources.snapshot import TEXT_SUFFIXES, Snapshot

from .inputs import BuildInputs
from .proposals import replace_files


def read_committed_inputs(root: Path, revision: str, inputs: BuildInputs) -> BuildInputs:
    """The inputs of a build of a commit, with its history; what Git does not tell (files other than
    texts, memory of the last build) is as in `inputs`. Raises GitError."""
    head = find_commit(root, revision)
    return BuildInputs(
        _take_snapshot(root, head, inputs.snapshot),
        inputs.git_state._replace(head=head),
        inputs.previous_manifest,
        inputs.cache.make_successor,
    )


def _take_snapshot(root: Path, head: str, snapshot: Snapshot) -> Snapshot:
    """The files of a commit, where their texts differ from those of a snapshot."""
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
