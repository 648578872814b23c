"""Replacements of text that mend problems whose help is certain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from tourbook.common.problems import Problem, Remedy
from tourbook.formats.source_text import decode_for_display
from tourbook.formats.yaml_places import compose, find_scalar_end

from .source_edits import find_front_matter


class Replacement(NamedTuple):
    """Another text between two characters of a file, as it is when decoded."""

    file: str
    start: int
    end: int
    new: str


FindReplacement = Callable[[Problem], Replacement | None]


def make_finder(texts: Mapping[str, bytes]) -> FindReplacement:
    """A function that finds what mends a located problem; None if its help is not certain, or not
    about what stands there."""
    decode = cache(lambda file: decode_for_display(texts.get(file, b"")))
    load = cache(lambda file: _compose(decode(file), file))

    def find(problem: Problem) -> Replacement | None:
        remedy, location = problem.help, problem.location
        if not isinstance(remedy, Remedy) or not location.line:
            return None
        text: str = decode(location.file)
        place = find_offset(text, location.line, location.column)
        if remedy.old:
            start = place + remedy.offset
            is_there = text.startswith(remedy.old, start)
            end = start + len(remedy.old) if is_there else None
        else:
            start, end = place, _find_end(text, load(location.file), location.line, location.column)
        return Replacement(location.file, start, end, remedy.new) if end is not None else None

    return find


def find_offset(text: str, line: int, column: int) -> int:
    """Where a line and column, from 1, are in a text."""
    return sum(len(before) + 1 for before in text.split("\n")[: line - 1]) + column - 1


def _compose(text: str, file: str) -> tuple[Any, int]:
    """The YAML tree of a file, and the number of the lines above it."""
    if not file.endswith(".md"):
        return compose(text), 0
    try:
        start, end = find_front_matter(text)
    except ValueError:
        return None, 0
    return compose(text[start:end]), text.count("\n", 0, start)


def _find_end(text: str, tree: tuple[Any, int], line: int, column: int) -> int | None:
    root, first_line = tree
    end = find_scalar_end(root, line - 1 - first_line, column - 1)
    return None if end is None else find_offset(text, end[0] + first_line + 1, end[1] + 1)


def apply_replacements(raw: bytes, replacements: Iterable[Replacement]) -> bytes | None:
    """The bytes of a file after replacements that do not overlap; of those that do, the first is
    made. None for a file whose characters are not those of its text."""
    text = decode_for_display(raw)
    line_end = "\r\n" if b"\r\n" in raw else "\n"
    mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
    if mark + text.replace("\n", line_end).encode() != raw:
        return None
    position, parts = 0, []
    for replacement in sorted(set(replacements)):
        if replacement.start >= position:
            parts += [text[position : replacement.start], replacement.new]
            position = replacement.end
    new = "".join([*parts, text[position:]])
    return mark + re.sub(r"\n", line_end, new).encode()
