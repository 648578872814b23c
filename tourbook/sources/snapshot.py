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
    """The source files of a project at one moment."""

    root: Path
    digests: dict[str, bytes]
    """File -> digest of its bytes; in the order of the names."""
    texts: dict[str, bytes]
    """File -> its bytes, of those that are text."""
    refused_paths: tuple[str, ...] = ()
    """Symbolic links that lead out of content/ or to a folder, and names that are not
    Unicode."""

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(self.digests)


def take_snapshot(root: Path) -> Snapshot:
    """Read every source file. Hidden files and folders are left out."""
    digests: dict[str, bytes] = {}
    texts: dict[str, bytes] = {}
    names, refused = _list_source_files(root)
    for name in names:
        raw = (root / name).read_bytes()
        digests[name] = compute_digest(raw)
        if name.endswith(TEXT_SUFFIXES) or name.lower().endswith(".svg"):
            texts[name] = raw
    return Snapshot(root, digests, texts, tuple(refused))


def _list_source_files(root: Path) -> tuple[list[str], list[str]]:
    """(files to read, names that are refused), both sorted."""
    refused = [name for name in (*SOURCE_FILES, *SOURCE_FOLDERS) if (root / name).is_symlink()]
    files = [n for n in SOURCE_FILES if (root / n).is_file() and n not in refused]
    folders = [n for n in SOURCE_FOLDERS if (root / n).is_dir() and n not in refused]
    while folders:
        folder = folders.pop()
        with os.scandir(root / folder) as entries:
            for entry in entries:
                if is_hidden(entry.name):
                    continue
                name = f"{folder}/{entry.name}"
                if not _is_allowed(root, entry, name):
                    refused.append(name)
                elif entry.is_dir():
                    folders.append(name)
                elif entry.is_file():
                    files.append(name)
    return sorted(files), sorted(refused)


def _is_allowed(root: Path, entry: os.DirEntry[str], name: str) -> bool:
    """False for a name that is not Unicode, and for a link that could publish a file from outside
    content/ or make a loop of folders."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    if not entry.is_symlink():
        return True
    content, target = root.resolve() / "content", Path(entry.path).resolve()
    return (
        entry.is_file()
        and target.is_relative_to(content)
        and not any(is_hidden(part) for part in target.relative_to(content).parts)
    )
