"""A snapshot of a project: every source file, read once. Nothing else reads them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from tourbook.common.digests import compute_digest

from .paths import REQUIREMENTS_FILE, SCHEDULE_FILE, is_hidden

TEXT_SUFFIXES = (".md", ".yaml", ".yml", ".html", ".css", ".js", ".svg", ".txt", ".xml")
SOURCE_FOLDERS = ("content", "schedule", "themes")
SOURCE_FILES = (SCHEDULE_FILE, REQUIREMENTS_FILE)


class Snapshot(NamedTuple):
    """The project at one moment: every file's digest, and the bytes of those that are text."""

    root: Path
    digests: dict[str, bytes]
    texts: dict[str, bytes]
    refused_paths: tuple[str, ...] = ()
    """Symbolic links that lead out of the project or to a folder, and names that are not
    Unicode."""

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(self.digests)


def take_snapshot(root: Path) -> Snapshot:
    """Reads everything. Names come sorted; hidden files and folders are passed over."""
    digests: dict[str, bytes] = {}
    texts: dict[str, bytes] = {}
    names, refused = _list_source_files(root)
    for name in names:
        raw = (root / name).read_bytes()
        digests[name] = compute_digest(raw)
        if name.endswith(TEXT_SUFFIXES):
            texts[name] = raw
    return Snapshot(root, digests, texts, tuple(refused))


def _list_source_files(root: Path) -> tuple[list[str], list[str]]:
    """(files to read, names that are refused), both sorted."""
    refused: list[str] = []
    out = [name for name in SOURCE_FILES if (root / name).is_file()]
    todo = [name for name in SOURCE_FOLDERS if (root / name).is_dir()]
    while todo:
        folder = todo.pop()
        with os.scandir(root / folder) as entries:
            for entry in entries:
                if is_hidden(entry.name):
                    continue
                name = f"{folder}/{entry.name}"
                if not _is_allowed(root, entry, name):
                    refused.append(name)
                elif entry.is_dir():
                    todo.append(name)
                elif entry.is_file():
                    out.append(name)
    return sorted(out), sorted(refused)


def _is_allowed(root: Path, entry: os.DirEntry[str], name: str) -> bool:
    """A name in Unicode, and no link by which a commit could publish a file of the machine or never
    end."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return not entry.is_symlink() or (
        entry.is_file() and Path(entry.path).resolve().is_relative_to(root.resolve())
    )
