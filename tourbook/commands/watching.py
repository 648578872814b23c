"""Watch the sources of a project. The only importer of `watchfiles`.

The system tells of changes. Folders of which it does not tell, those of other machines and those
that a container shares with its host, are looked at a few times a second instead.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from tourbook.sources.missing_schedule import resembles_schedule
from tourbook.sources.paths import SOURCE_FILES, SOURCE_FOLDERS, is_hidden

QUIET_MS = 50
"""A burst of changes is over, and one step, after so long without another."""
MAX_BURST_MS = 1000
POLL_INTERVAL_MS = 300
RETRY_SECONDS = 1
START_SECONDS = 0.5
"""After so long the system tells of changes."""
_REMOTE_FILE_SYSTEMS = (
    "9p", "afs", "ceph", "cifs", "drvfs", "fakeowner", "fuse", "glusterfs", "grpcfuse", "nfs",
    "osxfs", "prl_fs", "smb", "vboxsf", "virtiofs", "vmhgfs",
)  # fmt: skip
"""How the names of file systems begin that others change without the system knowing."""


def is_source(root: Path, path: str) -> bool:
    """Whether a change of this file or folder may be one of the site."""
    parts = Path(path).relative_to(root).parts
    if not parts or any(map(is_hidden, parts)):
        return False
    if len(parts) == 1 and (parts[0] in SOURCE_FILES or resembles_schedule(parts[0])):
        return True
    return parts[0] in SOURCE_FOLDERS


def is_remote(folder: Path, mounts: str) -> bool:
    """Whether a folder lies on a file system that others may change; `mounts` as in
    /proc/mounts."""
    best_match, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        place = fields[1].replace("\\040", " ")
        if folder.is_relative_to(place) and len(place) >= len(best_match):
            best_match, kind = place, fields[2]
    return kind.startswith(_REMOTE_FILE_SYSTEMS)


def read_mounts() -> str:
    """The file systems of this machine; "" if it does not say."""
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


async def watch_sources(root: Path, on_change: Callable[[], None], *, is_polling: bool) -> None:
    """Call `on_change` after each burst of changes, until cancelled; also whenever watching has
    begun, for what changed until then."""
    while True:
        asyncio.get_running_loop().call_later(START_SECONDS, on_change)
        try:
            await _watch_folders(root, _list_folders(root), on_change, is_polling)
        except* FileNotFoundError:  # gone just now
            await asyncio.sleep(RETRY_SECONDS)
        except* (OSError, RuntimeError):  # the system has no more watches to give
            await asyncio.sleep(RETRY_SECONDS)
            is_polling = True


async def _watch_folders(
    root: Path, folders: list[Path], on_change: Callable[[], None], is_polling: bool
) -> None:
    """Watch the project's folder itself, without what is in it, and its folders of sources whole.
    Ends when one of these comes or goes. Raises a group of OSError or RuntimeError."""
    from watchfiles import Change, awatch

    is_over = asyncio.Event()

    def is_relevant(_: Change, path: str) -> bool:
        return is_source(root, path)

    async def watch(*paths: Path, recursive: bool) -> None:
        async for _ in awatch(
            *paths,
            watch_filter=is_relevant,
            debounce=MAX_BURST_MS,
            step=QUIET_MS,
            stop_event=is_over,
            force_polling=is_polling or None,
            poll_delay_ms=POLL_INTERVAL_MS,
            recursive=recursive,
            ignore_permission_denied=True,
        ):
            if _list_folders(root) != folders:
                is_over.set()
            else:
                on_change()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(watch(root, recursive=False))
        if folders:
            tasks.create_task(watch(*folders, recursive=True))


def _list_folders(root: Path) -> list[Path]:
    return [root / name for name in SOURCE_FOLDERS if (root / name).is_dir()]
