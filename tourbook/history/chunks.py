"""A schedule file cut into its stops and visits, each the lines that it is written in.

Of a file that is written as people write them, in block style, each item of `stops` and `visits` is
one chunk, and what is left is the skeleton with the tours and routes. Two versions of a file then
differ in few chunks, and only these have to be parsed. What is written in another way stays in the
skeleton; the meaning is the same.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

_LIST_KEY = re.compile(r"\n( *(?:- +)?)(?:stops|visits): *(?:#.*)?\n(?:[ ]*(?:#.*)?\n)*(?=( *)- )")
"""The key of a list of stops or visits, up to its first item; it begins with the line end before,
which is quickly found."""
PLACEHOLDER = "§"
"""Stands in the skeleton for the chunks of a list, with the number of the list."""


class SplitSchedule(NamedTuple):
    skeleton: str
    list_texts: tuple[str, ...]
    """The lines of each list, in the order of the file."""


def split_schedule(text: str) -> SplitSchedule:
    """The text, with LF line ends, in pieces."""
    text = "\n" + text
    skeleton: list[str] = []
    runs: list[str] = []
    done = 0
    while found := _LIST_KEY.search(text, done):
        indent, first = len(found[2]), found.end()
        if indent < len(
            found[1]
        ):  # no list of this key: it is empty, and what follows belongs to another
            skeleton.append(text[done : first - 1])
            done = first - 1
            continue
        end = _compile_list_end(indent).search(text, first)
        done, before = end.start() if end else len(text), done
        skeleton += (
            text[before:first],
            f"{' ' * indent}- {PLACEHOLDER}{len(runs)}{'' if end else chr(10)}",
        )
        runs.append(text[first : done + 1])
    skeleton.append(text[done:])
    return SplitSchedule("".join(skeleton).removeprefix("\n"), tuple(runs))


def split_list(list_text: str) -> list[str]:
    """The items of a list, one by one."""
    indent = re.search(r"^( *)-", list_text, re.MULTILINE)
    return (
        re.split(rf"^(?= {{{len(indent[1])}}}-(?: |$))", list_text, flags=re.MULTILINE)[1:]
        if indent
        else []
    )


@cache
def _compile_list_end(indent: int) -> re.Pattern[str]:
    """Before the first line that is neither an item of the list, nor within one, nor blank, nor a
    comment."""
    return re.compile(rf"\n(?! {{{indent}}}(?:-(?: |$)| )|[ ]*(?:#|$))", re.MULTILINE)
