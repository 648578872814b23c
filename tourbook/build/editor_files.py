"""The files of Decap CMS, which `tourbook editor install` fetches into the memory of the project:
only those whose digests the program knows are used."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tourbook.browser_editor.package import DECAP, SOURCE_FOLDER
from tourbook.common.digests import compute_digest
from tourbook.common.files import write_atomically
from tourbook.sources.snapshot import Snapshot


class EditorFiles:
    def __init__(self, root: Path) -> None:
        self._folder = root / SOURCE_FOLDER

    def is_installed(self) -> bool:
        return all(self.read(name) is not None for name in DECAP.files)

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None if it is none of them, or another than it should be."""
        if name not in DECAP.files or self._folder.is_symlink():
            return None
        try:
            raw = (self._folder / name).read_bytes()
        except OSError:
            return None
        return raw if is_right(name, raw) else None

    def write(self, files: dict[str, bytes]) -> None:
        """Raises OSError."""
        for name, raw in files.items():
            write_atomically(self._folder / name, raw)


def add_editor_files(snapshot: Snapshot) -> Snapshot:
    """The snapshot with the files of the editor, if they are installed. Git knows nothing of
    them."""
    installed = EditorFiles(snapshot.root)
    contents = {name: raw for name in DECAP.files if (raw := installed.read(name)) is not None}
    files = {f"{SOURCE_FOLDER}/{name}": raw for name, raw in contents.items()}
    return snapshot._replace(
        digests=snapshot.digests | {file: compute_digest(raw) for file, raw in files.items()},
        sizes=snapshot.sizes | {file: len(raw) for file, raw in files.items()},
    )


def is_right(name: str, raw: bytes) -> bool:
    return hashlib.sha256(raw).hexdigest() == DECAP.files[name]
