"""Texts with the titles of columns in them, to be filled in with the cells of a row.

<stop>                  the cell of the column “stop”
<stop>[, <village>]     what is in brackets is left out if one of its cells is empty
<end|2027-12-31>        what stands behind the bar is said instead of an empty cell
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tourbook.common.patterns import compile_late

_TITLE = compile_late(r"<([^<>|]+)(?:\|([^<>]*))?>")
_OPTIONAL = compile_late(r"\[([^\[\]]*<[^\[\]]*)\]")
_WHOLE = compile_late(r"\s*<([^<>|]+)>\s*")


def list_titles(template: str) -> list[str]:
    """The columns that a template names."""
    return [match[1].strip() for match in _TITLE.finditer(template)]


def find_only_title(template: str) -> str:
    """The column whose cell is all that a template says; "" if it says more."""
    match = _WHOLE.fullmatch(template)
    return match[1].strip() if match else ""


def fill_in(template: str, get_text: Callable[[str], str]) -> str:
    """What a template says of a row. `get_text`: the text in a column, "" if it is empty.

    A template whose cells are all empty says nothing.
    """

    def fill_in_title(match: re.Match[str]) -> str:
        return get_text(match[1].strip()) or (match[2] or "").strip()

    def fill_in_option(match: re.Match[str]) -> str:
        return _TITLE.sub(fill_in_title, match[1]) if all(_iterate_texts(match[1])) else ""

    def _iterate_texts(part: str) -> Iterator[str]:
        yield from map(fill_in_title, _TITLE.finditer(part))

    matches = list(_TITLE.finditer(template))
    if matches and not any(map(fill_in_title, matches)):
        return ""
    return _TITLE.sub(fill_in_title, _OPTIONAL.sub(fill_in_option, template)).strip()
