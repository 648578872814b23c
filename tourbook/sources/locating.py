"""Line and column of a location, looked up in the source files when a problem is printed."""

from __future__ import annotations

from functools import cache
from typing import Any

from tourbook.common.problems import Location, Locator, Problems
from tourbook.formats import yaml_places
from tourbook.formats.front_matter import split_front_matter
from tourbook.formats.source_text import decode, decode_for_display

from .snapshot import Snapshot


def make_locator(snapshot: Snapshot) -> Locator:
    """A function that finds the line and column of a location in the files of the snapshot."""

    @cache
    def load_front_matter(file: str) -> tuple[Any, int]:
        """The YAML tree of a file, and the line on which that YAML begins."""
        text = decode(snapshot.texts.get(file, b""), file, Problems()) or ""
        parts = split_front_matter(text, file, Problems()) if file.endswith(".md") else None
        if parts:
            return yaml_places.compose(parts.front_matter), parts.front_matter_line
        return yaml_places.compose(text), 1

    @cache
    def list_lines(file: str) -> list[str]:
        return decode_for_display(snapshot.texts.get(file, b"")).split("\n")

    def locate(location: Location) -> tuple[int, int]:
        line, column = location.line, max(location.column, 1)
        if not line:
            tree, first_line = load_front_matter(location.file)
            line, column = yaml_places.locate(tree, location.path, location.is_key)
            line += first_line - 1
        if location.word:
            return _find_word(list_lines(location.file), location.word, line) or (line, column)
        return line, column

    return locate


def _find_word(lines: list[str], word: str, first_line: int) -> tuple[int, int] | None:
    """(line, column) of the first occurrence of the word from a line on."""
    for number, line in enumerate(lines[first_line - 1 :], first_line):
        if word in line:
            return number, line.index(word) + 1
    return None
