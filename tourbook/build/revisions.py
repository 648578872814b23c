"""The project as a commit has it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from tourbook.common.digests import compute_digest
from tourbook.common.urls import normalize_path
from tourbook.history.git import BlobReader, find_commit, list_blobs, list_changed_files
from tourbook.sources.paths import SOURCE_FILES, SOURCE_FOLDERS
from tourbook.sources.snapshot import TEXT_SUFFIXES, Snapshot

from .inputs import BuildInputs
from .proposals import replace_files


def read_committed_inputs(root: Path, revision: str, inputs: BuildInputs) -> BuildInputs:
    """The inputs of a build of a commit, with its history; what Git does not tell (the program, the
    memory of the last build) is as in `inputs`. Raises GitError."""
    head = find_commit(root, revision)
    return BuildInputs(
        _take_snapshot(root, head, inputs.snapshot),
        inputs.git_state._replace(head=head),
        inputs.previous_manifest,
        inputs.cache.make_successor,
    )


def _take_snapshot(root: Path, head: str, snapshot: Snapshot) -> Snapshot:
    """The files of a commit, where they differ from those of a snapshot."""
    blobs = {normalize_path(name): blob for name, blob in list_blobs(root, head).items()}
    changed = set(map(normalize_path, list_changed_files(root, head)))
    texts: dict[str, bytes | None] = {}
    contents: dict[str, bytes] = {}
    with closing(BlobReader(root)) as reader:
        for name, blob in blobs.items():
            if name.endswith(TEXT_SUFFIXES):
                raw = reader.read(blob)
                if raw != snapshot.texts.get(name):
                    texts[name] = raw
            elif name in changed or name not in snapshot.digests:
                contents[name] = reader.read(blob)
    new_files = [name for name in snapshot.digests if _is_own(name, snapshot) and name not in blobs]
    old = replace_files(snapshot, texts | dict.fromkeys(new_files))
    digests = old.digests | {name: compute_digest(raw) for name, raw in contents.items()}
    return old._replace(
        digests={name: digests[name] for name in sorted(digests)},
        sizes=old.sizes | {name: len(raw) for name, raw in contents.items()},
        contents=contents,
    )


def _is_own(name: str, snapshot: Snapshot) -> bool:
    """Whether a file is a source of the project, and not of the program."""
    folder = name.partition("/")[0]
    is_source = name in SOURCE_FILES or folder in SOURCE_FOLDERS
    return is_source and name not in snapshot.own_theme_files
