"""Links in texts to files that move."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote

from tourbook.common.patterns import compile_late
from tourbook.sources.paths import find_file_beside, get_folder

_TARGET = compile_late(r"""(\]\(\s*<?|\]:\s*<?|(?:src|href)\s*=\s*["'])([^\s)>"']+)""")
"""Where a link, a picture or a definition leads, in Markdown or HTML, and what stands before."""


class Rewording(NamedTuple):
    """Words that are others from now on, wherever they stand in a file."""

    old: str
    new: str


def list_link_changes(text: str, file: str, moves: Mapping[str, str]) -> Iterator[Rewording]:
    """How the links of a file change if files move; itself, perhaps, too."""
    folder = get_folder(moves.get(file, file))
    for match in dict.fromkeys(_TARGET.findall(text)):
        before, target = match
        if place := find_file_beside(target, file, moves):
            source, fragment = place
            path = posixpath.relpath(moves[source], folder)
            is_encoded = unquote(target) != target
            new = (quote(path) if is_encoded else path) + fragment
            yield Rewording(before + target, before + new)


def reword(text: str, rewording: Rewording) -> str:
    """The text with other words where these stand as a whole."""
    old = re.escape(rewording.old)
    return re.sub(rf"""{old}(?=[\s)>"'])""", lambda _: rewording.new, text)
