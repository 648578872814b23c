"""Plain mappings as items of a YAML list, fast: as `yaml_edits` would write them one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tourbook.common.patterns import compile_late

Quote = Callable[[str], str | None]
"""Writes a printable text, with quotation marks if it needs them; None for an unusual one."""
_WORD = compile_late(r"[^\W_][\w-]*")


class _UnusualError(Exception):
    """A value that needs more than a line."""


def write_item(value: Any, quote: Quote) -> list[str] | None:
    """The lines of an item; None for one that has unusual values."""
    if not isinstance(value, dict):
        return None
    try:
        lines = list(_iterate_lines(value, quote))
    except _UnusualError:
        return None
    return [f"{'  ' if number else '- '}{line}" for number, line in enumerate(lines)]


def _iterate_lines(mapping: dict[str, Any], quote: Quote) -> Iterator[str]:
    """Raises _UnusualError."""
    if not mapping:
        raise _UnusualError
    for key, value in mapping.items():
        if isinstance(value, dict):
            yield f"{key}:"
            yield from (f"  {line}" for line in _iterate_lines(value, quote))
        else:
            yield f"{key}: {_write_value(value, quote)}"


def _write_value(value: Any, quote: Quote) -> str:
    if isinstance(value, str) and value.isprintable() and (text := quote(value)):
        return text
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list) and all(isinstance(v, str) and _WORD.fullmatch(v) for v in value):
        return f"[{', '.join(quote(item) or item for item in value)}]"
    raise _UnusualError
