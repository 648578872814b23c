"""What the browser editor may read and write in a project: texts and pictures of records, and the
schedule. Everything else, and what lies behind a link, is out of its reach."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path

from tourbook.common.urls import normalize_path
from tourbook.schema import CONTENT_TYPES
from tourbook.sources.paths import is_hidden, is_schedule, parse_content_path

PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".svg", ".gif", ".avif")
MAX_DEPTH = 2
"""Of a file in a folder of content/."""


def is_editable_text(file: str) -> bool:
    """Whether the editor may write a file with that path."""
    path = parse_content_path(file)
    is_entry = bool(path and path.folder in CONTENT_TYPES and file.startswith("content/"))
    return _is_plain(file) and (is_entry or is_schedule(file))


def is_editable_picture(file: str) -> bool:
    """The same of a picture: one of a record, or one of the site, as a map is."""
    top, *folders = file.split("/")[:-1] or [""]
    is_of_record = len(folders) in (1, 2) and folders[0] in CONTENT_TYPES
    is_in_content = top == "content" and (is_of_record or not folders)
    return _is_plain(file) and is_in_content and file.lower().endswith(PICTURE_SUFFIXES)


def _is_plain(file: str) -> bool:
    """Whether a path leads straight down, and is the same on every system."""
    parts = file.split("/")
    return (
        file == normalize_path(file) == posixpath.normpath(file)
        and file.isprintable()
        and not any(mark in file for mark in '\\:*?"<>|')
        and not any(is_hidden(part) or part != part.strip() for part in parts)
    )


def leads_through_link(root: Path, file: str) -> bool:
    """Whether a file, or a folder on the way to it, is a link, or no file or folder at all."""
    path = root
    for part in file.split("/"):
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            return True
        path = path / part
    return path.is_symlink() or (path.exists() and not path.is_file())


def iterate_entries(texts: Mapping[str, bytes], folder: str, extension: str) -> Iterator[str]:
    """The files of a folder of content/ with an ending: "md" for those in the first language,
    "en.md" for their translations."""
    language = extension.rpartition(".")[0]
    for file in texts:
        path = parse_content_path(file)
        if path and file.startswith(folder + "/") and path.language == language:
            yield file
