"""The facts of files by their blobs, read from Git."""

from __future__ import annotations

from pathlib import Path

from . import git
from .facts import FileFacts, RecordFact
from .file_facts import read_facts
from .keys import Key
from .schedule_facts import parse_whole


class FactCache:
    """Reads files of any commit, and keeps the facts of the last ones in memory.

    What a commit has is what the next one changes, so most files are asked for twice.
    """

    CACHE_SIZE = 512

    def __init__(self, root: Path) -> None:
        self.root = root
        self.uncommitted: dict[str, bytes] = {}
        """Blob -> content of files in the folder that are in no commit."""
        self._blob_reader: git.BlobReader | None = None
        self._facts: dict[tuple[str, str], FileFacts] = {}
        """(path, blob) -> facts; those used last come last."""

    def close(self) -> None:
        if self._blob_reader:
            self._blob_reader.close()
            self._blob_reader = None

    def read_facts(self, path: str, blob: str) -> FileFacts:
        """The facts of a file; none if the blob is empty. Raises UnreadableError and GitError."""
        if not blob:
            return FileFacts()
        key = (path, blob)
        facts = self._facts.pop(key, None)
        if facts is None:
            facts = read_facts(path, self._read_blob(blob))
        self._facts[key] = facts
        if len(self._facts) > self.CACHE_SIZE:
            self._facts.pop(next(iter(self._facts)))
        return facts

    def read_whole(self, path: str, blob: str) -> dict[Key, RecordFact]:
        """The facts of a schedule without pieces. Raises UnreadableError and GitError."""
        if not blob:
            return {}
        return {fact.key: fact for fact in parse_whole(path, self._read_blob(blob)).facts}

    def _read_blob(self, blob: str) -> bytes:
        if blob in self.uncommitted:
            return self.uncommitted[blob]
        if self._blob_reader is None:
            self._blob_reader = git.BlobReader(self.root)
        return self._blob_reader.read(blob)
