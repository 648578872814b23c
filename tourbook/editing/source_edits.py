"""Edits of source files: YAML, and the front matter of Markdown files."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping

from tourbook.common.patterns import compile_late
from tourbook.formats.yaml_edits import Edit, apply_edits

from .changes import Change
from .links import Rewording, reword

_EMPTY_MARKDOWN = b"---\n---\n"
_MARKER = compile_late(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)


def edit_files(change: Change, texts: Mapping[str, bytes]) -> dict[str, bytes | None]:
    """Each file of a project that a change touches, as it is then; None for one that is gone.
    `texts`: those there are. Files that move and are not text are not among them."""
    moved_texts = [old for old in change.moves if old in texts]
    files: dict[str, bytes | None] = dict.fromkeys(moved_texts)
    for file in dict.fromkeys([*change.edits, *moved_texts]):
        raw = edit_source(texts.get(file, b""), file, change.edits.get(file, ()))
        files[change.moves.get(file, file)] = raw
    return files | dict(change.new_files)


def edit_source(raw: bytes, file: str, edits: Iterable[Edit | Rewording]) -> bytes:
    """The bytes of a file after some edits; b"" is one that is new. A byte order mark and the ends
    of lines stay as they are. Raises ValueError for a file that cannot be read as text or YAML, and
    KeyError or IndexError for an edit of something that is not there."""
    if not raw and file.endswith(".md"):
        raw = _EMPTY_MARKDOWN
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    text = raw[len(mark) :].decode()
    edits = list(edits)
    if yaml_edits := [edit for edit in edits if not isinstance(edit, Rewording)]:
        start, end = find_front_matter(text) if file.endswith(".md") else (0, len(text))
        text = text[:start] + apply_edits(text[start:end], yaml_edits) + text[end:]
    for edit in edits:
        text = reword(text, edit) if isinstance(edit, Rewording) else text
    return mark + text.encode()


def replace_body(raw: bytes, body: str) -> bytes:
    """The bytes of a Markdown file with another text below its front matter. Raises ValueError."""
    text = raw.decode()
    end = find_front_matter(text)[1]
    head = text[:end] + text[end:].splitlines()[0]
    line_end = "\r\n" if "\r\n" in head else "\n"
    lines = ["", *body.split("\n")] if body else []
    return line_end.join([head, *lines, ""]).encode()


def find_front_matter(text: str) -> tuple[int, int]:
    """Where the YAML of a Markdown file begins and ends. Raises ValueError without any."""
    first = _MARKER.search(text)
    second = _MARKER.search(text, first.end()) if first else None
    if first is None or second is None or text[: first.start()].strip():
        raise ValueError(text[:80])
    return first.end(), second.start()
