"""What a project has taken from a workbook at its last import: somebody may go on to fill that in,
and it still tells what it said when it was exported."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from tourbook.common.digests import compute_digest
from tourbook.common.files import write_atomically
from tourbook.spreadsheets.differences import Values
from tourbook.spreadsheets.merge_bases import MergeBase

from .workspace import Workspace


class TableMemory:
    """Of one workbook: a file, and what was exported into it."""

    def __init__(self, workspace: Workspace, file: Path, base: MergeBase) -> None:
        self._workspace = workspace
        name = compute_digest(str(file.resolve()).encode(), base.digest).hex()[:24]
        self._path = workspace.tables_folder / name

    def load(self) -> Values:
        """What it had changed at the last import; nothing if that is not known."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Values)
        except (OSError, msgspec.MsgspecError):
            return {}

    def save(self, values: Values) -> None:
        """Remember what it has changed now, besides what it had."""
        known_values = self.load()
        for kind, records in values.items():
            for id, record in records.items():
                known_values.setdefault(kind, {}).setdefault(id, {}).update(record)
        with suppress(OSError):  # it only helps
            self._workspace.hide_from_git()
            write_atomically(self._path, msgspec.json.encode(known_values))

    def forget(self) -> None:
        """The workbook is written anew."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
