"""What this user's builds on this machine remember, whichever project they are of: the checked and
compiled templates of themes.

It holds code, which a project must not bring along: so it lies in the user's own folder for caches.
It may be deleted at any time, and nothing but time depends on it.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from tourbook.common.files import read_sealed, remove_path, write_sealed

KEPT_PROGRAMS = 3
"""Of how many versions of the program, and of Python, the memory is kept: some 2 MB each."""


class MachineMemory:
    """Values by their keys. Any build may have remembered them, with the same program."""

    def __init__(self, folder: Path | None, program_digest: bytes) -> None:
        """Without a folder nothing outlives this process."""
        self._values: dict[bytes, bytes] = {}
        """What was asked for: a preview needs it after each change."""
        self._parent = folder
        self._folder = folder / program_digest.hex() if folder else None

    def get(self, key: bytes) -> bytes:
        """b"" if nothing is remembered."""
        if key not in self._values and self._folder:
            self._values[key] = read_sealed(self._folder / key.hex())
        return self._values.get(key, b"")

    def set(self, key: bytes, value: bytes) -> None:
        self._values[key] = value
        if self._folder is None or self._parent is None:
            return
        is_new = not self._folder.exists()
        with suppress(OSError):  # it only saves time
            write_sealed(self._folder / key.hex(), value)
        if is_new:
            _remove_old_programs(self._parent)


def open_machine_memory(program_digest: bytes) -> MachineMemory:
    """The memory of whoever runs this; an empty one if they have no folder of their own for it."""
    folder = _find_folder()
    return MachineMemory(folder if folder and _claim_folder(folder) else None, program_digest)


def _find_folder() -> Path | None:
    """As the XDG Base Directory Specification has it, and what is usual on other systems."""
    if chosen := os.environ.get("XDG_CACHE_HOME"):
        return Path(chosen) / "tourbook"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) / "tourbook" / "cache" if local else None
    try:
        home = Path.home()
    except RuntimeError:
        return None
    folder = "Library/Caches" if sys.platform == "darwin" else ".cache"
    return home / folder / "tourbook"


def _claim_folder(folder: Path) -> bool:
    """Make a folder that nobody else can write to; False if it is there and others could."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.stat(follow_symlinks=False)
    except OSError:
        return False
    if not hasattr(os, "geteuid"):
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022


def _remove_old_programs(folder: Path) -> None:
    with suppress(OSError):
        programs = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in programs[KEPT_PROGRAMS:]:
            remove_path(path)
