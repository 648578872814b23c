"""Markdown texts that would take the converter minutes, or more levels than it has.

Python-Markdown looks for the end of what a text opens, character by character, and begins again
for the next that is open: thousands of brackets that are never closed take minutes. How many steps
that is can be counted in one pass, so that a text is refused or not whatever computer it is built
on. The limits are far beyond what people write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Literal, NamedTuple

from tourbook.common.patterns import compile_late

ExcessKind = Literal["length", "marks", "open", "lines", "nesting"]
MAX_LENGTH = 100_000
"""Characters of a text."""
MAX_MARKS = 20_000
"""Characters that mean something in Markdown."""
MAX_STEPS = 4_000_000
"""Characters that are passed while looking for the end of what is open: about two seconds."""
MAX_LINE_STEPS = 40_000_000
"""The same, of a paragraph that is read anew for each of its lines."""
MAX_NESTING = 500
"""Elements within each other."""
MAX_LINE_NESTING = 100
"""Quotations and lists that one line opens."""
_MARK = compile_late(r"[<>\[\]`*_\\&#{}|]")
_NESTED_LINE = compile_late(
    r"^(?! {0,3}(?:(?:- {0,2})+|(?:\* {0,2})+)$)"
    rf"(?:[ \t]*(?:>|[-+*]|\d+\.)){{{MAX_LINE_NESTING}}}",
    re.MULTILINE,
)
"""Not a line that draws a rule: of - or * alone."""
_BLOCK = compile_late(r"(?:[ \t]*\S[^\n]*\n?)+")
"""Lines without an empty one between them."""
_TAG_EDGE = compile_late(r"<(?=[A-Za-z/!?])|>")
_BRACKET = compile_late(r"[\[\]()]")
_BACKTICKS = compile_late(r"`+")
_REPARSED_LINE = compile_late(r"^(?:[=-]+[ ]*$| {0,3}:[ ])", re.MULTILINE)
_HTML_TAG = compile_late(r"<(/?)([a-z][a-z0-9]*)[^>]*?(/?)>")
_FLAT_TAGS = {
    *("br", "hr", "img", "col", "wbr", "area", "p", "li", "dt", "dd"),
    *("tr", "td", "th", "thead", "tbody", "tfoot", "option"),
}
"""Elements that are empty, or that end where the next begins."""
_FREE_LENGTH = 1000
"""A text of so many characters cannot take long."""


class Excess(NamedTuple):
    """Why a text is refused."""

    kind: ExcessKind
    line: int = 0
    """The line of the text, from 0, from which on there is too much of it."""


def find_excess(text: str) -> Excess | None:
    """Why a text would take too long; None if it would not."""
    if len(text) <= _FREE_LENGTH:
        return None
    if len(text) > MAX_LENGTH:
        return Excess("length", text.count("\n", 0, MAX_LENGTH))
    marks = _MARK.finditer(text)
    if mark := next(islice(marks, MAX_MARKS, None), None):
        return Excess("marks", text.count("\n", 0, mark.start()))
    if nested := _NESTED_LINE.search(text):
        return Excess("nesting", text.count("\n", 0, nested.start()))
    steps = 0
    for start, length in _iterate_searches(text):
        steps += length
        if steps > MAX_STEPS:
            return Excess("open", text.count("\n", 0, start))
    for block in _BLOCK.finditer(text):
        lines = len(_REPARSED_LINE.findall(block[0]))
        if lines * len(block[0]) > MAX_LINE_STEPS:
            return Excess("lines", text.count("\n", 0, block.start()))
    return None


def _iterate_searches(text: str) -> Iterator[tuple[int, int]]:
    """(offset, length) of each search for the end of what is open there."""
    yield from _iterate_tags(text)
    if "[" in text or "`" in text:
        for block in _BLOCK.finditer(text):
            yield from _iterate_brackets(block[0], block.start())
            yield from _iterate_code(block[0], block.start())


def _iterate_tags(text: str) -> Iterator[tuple[int, int]]:
    open_tags: list[int] = []
    for edge in _TAG_EDGE.finditer(text):
        if edge[0] == "<":
            open_tags.append(edge.start())
        else:
            yield from ((start, edge.start() - start) for start in open_tags)
            open_tags.clear()
    yield from ((start, len(text) - start) for start in open_tags)


def _iterate_brackets(block: str, offset: int) -> Iterator[tuple[int, int]]:
    """Brackets, and parentheses behind them: `[text](target)`."""
    open_brackets: list[int] = []
    open_parentheses: list[int] = []
    searches = 1
    for bracket in _BRACKET.finditer(block):
        start = bracket.start()
        if bracket[0] == "[":
            open_brackets.append(start)
        elif bracket[0] == "(":
            if open_parentheses or block[start - 1 : start] == "]":
                open_parentheses.append(start)
        else:
            stack = open_brackets if bracket[0] == "]" else open_parentheses
            if stack:
                opening = stack.pop()
                searches += 1
                yield offset + opening, start - opening
    for opening in (*open_brackets, *open_parentheses):  # each link begins at the start again
        yield offset + opening, (len(block) - opening) * searches


def _iterate_code(block: str, offset: int) -> Iterator[tuple[int, int]]:
    """Runs of backticks, each of which is closed by the next of its length."""
    runs = list(_BACKTICKS.finditer(block))
    following: dict[int, int] = {}
    for run in reversed(runs):
        start, length = run.start(), len(run[0])
        if length in following:
            yield offset + start, following[length] - start
        else:
            yield offset + start, (len(block) - start) * len(runs)
        following[length] = start


def measure_nesting(html: str) -> int:
    """How many elements of the HTML are within each other, at most."""
    depth = deepest = 0
    for closing, name, empty in _HTML_TAG.findall(html):
        if empty or name in _FLAT_TAGS:
            continue
        if closing:
            depth = max(depth - 1, 0)
        else:
            depth += 1
            deepest = max(deepest, depth)
    return deepest
