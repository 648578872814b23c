"""Line and column of a location, looked up in the source files only when a problem is printed."""

from __future__ import annotations

from functools import cache
from typing import Any

from tourbook.common.problems import Location, Locator, Problems
from tourbook.formats import yaml_source
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
            return yaml_source.compose(parts.front_matter), parts.front_matter_line
        return yaml_source.compose(text), 1

    def locate(at: Location) -> tuple[int, int]:
        line, column = at.line, max(at.column, 1)
        if not line:
            tree, first_line = load_front_matter(at.file)
            line, column = yaml_source.locate(tree, at.path, at.is_key)
            line += first_line - 1
        if at.word:
            lines = decode_for_display(snapshot.texts.get(at.file, b"")).split("\n")
            for number in range(line - 1, len(lines)):
                if at.word in lines[number]:
                    return number + 1, lines[number].index(at.word) + 1
        return line, column

    return locate
