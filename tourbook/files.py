"""Input and output of files: a snapshot of a project, and atomic writes. Nothing else reads or writes."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

from .keys import digest

READ_ENDS = (".md", ".yaml", ".yml", ".html", ".css", ".js", ".svg", ".txt", ".xml")
ROOTS = ("content", "schedule", "themes")
SINGLE = ("schedule.yaml",)


class Snapshot(NamedTuple):
    """The project at one moment: every file's digest, and the bytes of those that are text."""

    root: Path
    digests: dict[str, bytes]
    texts: dict[str, bytes]

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(self.digests)


def snapshot(root: Path) -> Snapshot:
    """Reads everything. Names come sorted; hidden files and folders are passed over."""
    digests: dict[str, bytes] = {}
    texts: dict[str, bytes] = {}
    for name in _walk(root):
        raw = (root / name).read_bytes()
        digests[name] = digest(raw)
        if name.endswith(READ_ENDS):
            texts[name] = raw
    return Snapshot(root, digests, texts)


def _walk(root: Path) -> list[str]:
    out = [name for name in SINGLE if (root / name).is_file()]
    todo = [name for name in ROOTS if (root / name).is_dir()]
    while todo:
        folder = todo.pop()
        with os.scandir(root / folder) as entries:
            for entry in entries:
                if entry.name.startswith((".", "~$")) or entry.name.endswith(("~", ".swp")):
                    continue
                name = f"{folder}/{entry.name}"
                if entry.is_dir():
                    todo.append(name)
                elif entry.is_file():
                    out.append(name)
    return sorted(out)


def write_atomically(path: Path, raw: bytes) -> None:
    """The file holds either its old bytes or all of the new ones, whatever happens."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".tourbook-")
    try:
        with os.fdopen(handle, "wb") as f:
            f.write(raw)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def remove_tree(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)
