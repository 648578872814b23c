"""The files that `import` reads."""

from __future__ import annotations

from pathlib import Path

from tourbook.common.suggestions import suggest_option
from tourbook.formats.workbooks import Sheet, WorkbookError, read_sheets

from .base import UsageError

_SUFFIXES = (".xlsx", ".xls", ".ods", ".csv", ".ics")


def read_file(path: Path) -> bytes:
    """Raises UsageError."""
    try:
        return path.read_bytes()
    except OSError:
        help = suggest_option(path.name, _list_tables(path.parent))
        raise UsageError(
            f"没有文件 {path}。{help.zh}", f"there is no file {path}. {help.en}".rstrip()
        ) from None


def _list_tables(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return [p.name for p in folder.iterdir() if p.suffix.lower() in _SUFFIXES]


def read_table_file(raw: bytes, file: str) -> list[Sheet]:
    """Raises UsageError."""
    try:
        return read_sheets(raw, file)
    except WorkbookError as e:
        raise UsageError(*e.message) from None
