"""The folder `.tourbook` of a project, which holds what builds remember. It may be deleted at any
time."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tourbook.common.digests import compute_digest
from tourbook.common.files import write_atomically
from tourbook.glance import SEAL

CACHE_FOLDER = ".tourbook"
STAGING_FOLDER = ".tourbook-staging"
"""Folder in the output in which new files wait until all of them are made."""
FILE_LIST = ".tourbook-files"
"""File in the output that names the others."""
SHARD_FILE = ".tourbook-shard"
"""File in an output folder that holds a part of the site only: what that part is of."""


class Workspace(NamedTuple):
    """The folders of a project and of its site, and the files in which the builds into that folder
    remember things."""

    root: Path
    output_folder: Path

    @property
    def memory_folder(self) -> Path:
        return self.root / CACHE_FOLDER

    def hide_from_git(self) -> None:
        """Keep Git from taking the memory for sources: what it tracks is not believed."""
        if not self.ignore_path.exists():
            with suppress(OSError):  # it only helps
                write_atomically(self.ignore_path, b"*\n")

    @property
    def ignore_path(self) -> Path:
        return self.memory_folder / ".gitignore"

    @property
    def cache_path(self) -> Path:
        return self.memory_folder / "memo"

    @property
    def history_path(self) -> Path:
        return self.memory_folder / "history"

    @property
    def manifest_path(self) -> Path:
        """One for each folder that the project is built into. A folder within the project moves
        with it."""
        folder = self.output_folder.resolve()
        if folder.is_relative_to(self.root):
            folder = folder.relative_to(self.root)
        name = compute_digest(folder.as_posix().encode()).hex()[:12]
        return self.memory_folder / f"manifest-{name}"

    @property
    def seal_path(self) -> Path:
        return self.root / SEAL

    @property
    def digests_path(self) -> Path:
        return self.memory_folder / "digests"

    @property
    def shards_folder(self) -> Path:
        """Where shards of the site are built if no other folder is named."""
        return self.memory_folder / "shards"

    @property
    def tables_folder(self) -> Path:
        """What was taken from workbooks that somebody may go on to fill in."""
        return self.memory_folder / "tables"

    @property
    def memory_paths(self) -> tuple[Path, ...]:
        """What must not be believed unless builds wrote it."""
        return (
            self.manifest_path,
            self.seal_path,
            self.cache_path,
            self.history_path,
            self.digests_path,
            self.shards_folder,
            self.tables_folder,
        )
