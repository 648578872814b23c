"""A schedule file cut into its stops and visits, each as the lines that it is written in.

In block style, each item of `stops` and `visits` is one chunk; the rest of the file is the skeleton
with the tours and routes. Two versions of a file then differ in few chunks, and only these have to
be parsed. Anything in another style stays in the skeleton, which is slower to compare; the meaning
is the same.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from tourbook.common.patterns import compile_late

_LIST_KEY = compile_late(
    r"\n( *(?:- +)?)(?:stops|visits): *(?:#.*)?\n(?:[ ]*(?:#.*)?\n)*(?=( *)- )"
)
"""The key of a list of stops or visits, up to its first item. It begins with the end of the line
before, which makes the search fast."""
PLACEHOLDER = "§"
"""Followed by the number of a list, stands for its items in the skeleton."""


class SplitSchedule(NamedTuple):
    skeleton: str
    list_texts: tuple[str, ...]
    """The lines of each list, in the order of the file."""


def split_schedule(text: str) -> SplitSchedule:
    """Cut a schedule with LF line ends into its skeleton and its lists."""
    text = "\n" + text
    skeleton: list[str] = []
    lists: list[str] = []
    position = 0
    while match := _LIST_KEY.search(text, position):
        key_indent, item_indent, start = len(match[1]), len(match[2]), match.end()
        if item_indent < key_indent:  # the list is empty; the items belong to another key
            skeleton.append(text[position : start - 1])
            position = start - 1
            continue
        end_match = _compile_list_end(item_indent).search(text, start)
        end = end_match.start() if end_match else len(text)
        line_end = "" if end_match else "\n"
        skeleton.append(text[position:start])
        skeleton.append(f"{' ' * item_indent}- {PLACEHOLDER}{len(lists)}{line_end}")
        lists.append(text[start : end + 1])
        position = end
    skeleton.append(text[position:])
    return SplitSchedule("".join(skeleton).removeprefix("\n"), tuple(lists))


def split_list(list_text: str) -> list[str]:
    """Cut a list into its items."""
    indent = re.search(r"^( *)-", list_text, re.MULTILINE)
    if indent is None:
        return []
    item_start = rf"^(?= {{{len(indent[1])}}}-(?: |$))"
    return re.split(item_start, list_text, flags=re.MULTILINE)[1:]


@cache
def _compile_list_end(indent: int) -> re.Pattern[str]:
    """The end of the last line that is an item of the list, within one, blank or a comment."""
    return re.compile(rf"\n(?! {{{indent}}}(?:-(?: |$)| )|[ ]*(?:#|$))", re.MULTILINE)
