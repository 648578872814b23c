"""The layout of a YAML text: quotation marks only where they are needed, keys in order, lists
indented below their keys, no blanks at the ends of lines. What the text means stays, and so does
each comment; lines are moved, not token anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from tourbook.common.patterns import compile_late
from tourbook.common.problems import PathKey

from .yaml_places import compose

Path = tuple[PathKey, ...]
FindOrder = Callable[[Path], Sequence[str]]
"""The order of the keys of the mapping at a path; () to leave them as they are."""
_INDENT = 2
_PLAIN = compile_late(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`](?:[^:#]|:(?=\S)|(?<=\S)#)*")
_NEGATIVE = compile_late(r"-(?=[^\s\-])(?:[^:#]|:(?=\S)|(?<=\S)#)*")
_FLOW_MARKS = compile_late(r"[,\[\]{}?，｛｝［］：]")
"""What ends a text within brackets: for some readers or some authors, these do, too."""
_CURLY_QUOTE = compile_late(r"^[“”‘’]|[“”‘’]$")
_DATE_TAG, _TEXT_TAG = "tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:str"
_NUMBER = compile_late(r"[-+]?[\d.][\d_.: ]*(?:[eE][-+]?\d+)?|0[xo][\da-fA-F]+")
_DATE = compile_late(r"\d{4}-\d\d-\d\d")
_JOINED = compile_late(r":(?=\S)")
"""As in JSON, where quotation marks alone part a key from its value."""
_COLON = compile_late(r"[ \t]*:[ \t]{2,}")
_COMMENT = compile_late(r"(?:^|(?<=\s))#.*", re.MULTILINE)
_COMMENT_LINE = compile_late(r"[ \t]*#")
MAX_PASSES = 50


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


def lay_out(text: str, find_order: FindOrder) -> str:
    """A YAML text that can be read, in its usual layout. Line ends are "\\n"."""
    text = _apply(text, list(_iterate_token_edits(text, compose(text))))
    text = _indent_lists(text)
    for _ in range(MAX_PASSES):
        edit = next(_iterate_flow_orders(text, compose(text), find_order), None)
        if edit is None:
            break
        text = _apply(text, [edit])
    return _trim_lines(_sort_lines(_trim_lines(text), find_order))


def _apply(text: str, edits: list[_Edit]) -> str:
    position, parts = 0, []
    for edit in sorted(edits):
        parts += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*parts, text[position:]])


def _iterate_nodes(node: Any, path: Path = ()) -> Iterator[tuple[Any, Path]]:
    """Each node with its path, the outer ones first."""
    if node is None:
        return
    yield node, path
    if node.id == "mapping":
        for key, value in node.value:
            yield from _iterate_nodes(value, (*path, key.value))
    elif node.id == "sequence":
        for number, item in enumerate(node.value):
            yield from _iterate_nodes(item, (*path, number))


def list_comments(text: str) -> list[str]:
    """The comments of a YAML text, in order, without blanks at their ends."""
    characters = list(text)
    for node, _ in _iterate_all(compose(text)):
        if node.id == "scalar":
            start, end = node.start_mark.index, node.end_mark.index
            is_block = node.style in ("|", ">")
            start = text.find("\n", start) if is_block and "\n" in text[start:end] else start
            characters[start:end] = ["\n" if c == "\n" else "x" for c in text[start:end]]
    return [match[0].rstrip() for match in _COMMENT.finditer("".join(characters))]


def _iterate_all(node: Any) -> Iterator[tuple[Any, Path]]:
    """Each node with its path, keys too."""
    for inner, path in _iterate_nodes(node):
        yield inner, path
        if inner.id == "mapping":
            yield from ((key, path) for key, _ in inner.value)


# ---- quotation marks, blanks -------------------------------------------------------------------


def _iterate_token_edits(text: str, root: Any, *, is_in_flow: bool = False) -> Iterator[_Edit]:
    if root is None:
        return
    if root.id == "scalar":
        yield from _iterate_quote_edits(text, root, is_in_flow)
        return
    is_in_flow = is_in_flow or root.flow_style
    for item in root.value:
        if root.id == "sequence":
            yield from _iterate_token_edits(text, item, is_in_flow=is_in_flow)
            continue
        key, value = item
        yield from _iterate_quote_edits(text, key, is_in_flow)
        start, end = key.end_mark.index, value.start_mark.index
        if start < end and not is_in_flow and _COLON.fullmatch(text, start, end):
            yield _Edit(start, end, ": ")
        yield from _iterate_token_edits(text, value, is_in_flow=is_in_flow)


def _iterate_quote_edits(text: str, node: Any, is_in_flow: bool) -> Iterator[_Edit]:
    if node.id != "scalar" or node.style not in ("'", '"'):
        return
    value, start, end = node.value, node.start_mark.index, node.end_mark.index
    if node.start_mark.line != node.end_mark.line or not value.isprintable():
        return
    token = text[start:end]
    is_joined = is_in_flow and (text[start - 1] == ":" or _JOINED.match(text, end))
    if not is_joined and can_be_plain(value, is_in_flow=is_in_flow):
        new = value
    elif '"' in value or "\\" in value:
        new = token
    else:
        new = f'"{value}"'
    if new != token:
        yield _Edit(start, end, new)


def can_be_plain(value: str, *, is_in_flow: bool) -> bool:
    """Whether a text means the same without quotation marks, to all programs that read YAML."""
    if not (_PLAIN.fullmatch(value) or _NEGATIVE.fullmatch(value)) or value != value.strip():
        return False
    if _CURLY_QUOTE.search(value) or (is_in_flow and _FLOW_MARKS.search(value)):
        return False
    node = compose(value)
    if node is None or node.id != "scalar" or node.value != value:
        return False
    is_date = node.tag == _DATE_TAG and _DATE.fullmatch(value)
    return bool(is_date) or (node.tag == _TEXT_TAG and not _looks_like_number(value))


def _looks_like_number(value: str) -> bool:
    """Whether some reader of YAML takes a text for a number, or people do: 1e5, 12:30, +86 10."""
    return bool(_NUMBER.fullmatch(value))


def _trim_lines(text: str) -> str:
    """No blanks at the ends of lines, one empty line at most, none at the end; texts of several
    lines stay as they are."""
    kept_lines = {
        line
        for node, _ in _iterate_all(compose(text))
        if node.id == "scalar" and node.start_mark.line != node.end_mark.line
        for line in range(node.start_mark.line, node.end_mark.line)
    }
    lines = text.split("\n")
    trimmed: list[str] = []
    for number, line in enumerate(lines):
        plain = line if number in kept_lines else line.rstrip()
        if plain or number in kept_lines or (trimmed and trimmed[-1]):
            trimmed.append(plain)
    return "\n".join(trimmed).rstrip() + "\n" if any(trimmed) else ""


# ---- lists -------------------------------------------------------------------------------------


def _indent_lists(text: str) -> str:
    """Items of a list are indented below its key."""
    lines = text.split("\n")
    shifts = [0] * len(lines)
    for node, _ in _iterate_nodes(compose(text)):
        if node.id != "mapping" or node.flow_style:
            continue
        for key, value in node.value:
            is_flat = value.id == "sequence" and not value.flow_style
            if is_flat and value.start_mark.column == key.start_mark.column:
                last = _find_last_line(lines, value, key.start_mark.column)
                for line in range(key.end_mark.line + 1, last + 1):
                    shifts[line] += _INDENT
    return "\n".join(
        " " * shift + line if line.strip() else line
        for shift, line in zip(shifts, lines, strict=True)
    )


def _find_last_line(lines: list[str], node: Any, column: int) -> int:
    """The last line of a value whose key stands in a column, without comments after it."""
    if node.id == "scalar" and node.style in ("|", ">"):
        last = int(node.start_mark.line)
        for number in range(last + 1, len(lines)):
            line = lines[number]
            if line.strip() and len(line) - len(line.lstrip(" ")) <= column:
                break
            last = number if line.strip() else last
        return last
    if node.id == "scalar" or node.flow_style:
        return int(node.end_mark.line)
    if not node.value:
        return int(node.start_mark.line)
    last_child = node.value[-1]
    if node.id == "mapping":
        key, last_child = last_child
        last = _find_last_line(lines, last_child, key.start_mark.column)
        return max(int(key.end_mark.line), last)
    return _find_last_line(lines, last_child, int(node.start_mark.column))


# ---- order -------------------------------------------------------------------------------------


def _sort(keys: list[str], order: Sequence[str]) -> list[int]:
    """The numbers of keys in their order; a key that is not in it stays behind the one before."""
    places: list[tuple[int, int]] = []
    place = -1
    for number, key in enumerate(keys):
        place = order.index(key) if key in order else place
        places.append((place, number))
    return [number for _, number in sorted(places)]


def _iterate_flow_orders(text: str, root: Any, find_order: FindOrder) -> Iterator[_Edit]:
    """Mappings in braces, on one line, whose keys are in another order."""
    for node, path in _iterate_nodes(root):
        if node.id != "mapping" or not node.flow_style:
            continue
        order, keys = find_order(path), [key.value for key, _ in node.value]
        numbers = _sort(keys, order) if order else []
        is_line = node.start_mark.line == node.end_mark.line
        if not is_line or numbers == sorted(numbers) or any(_is_empty(v) for _, v in node.value):
            continue
        slots = [(key.start_mark.index, value.end_mark.index) for key, value in node.value]
        parts = [text[start:end] for start, end in slots]
        edits = [_Edit(*slot, parts[number]) for slot, number in zip(slots, numbers, strict=True)]
        start, end = node.start_mark.index, node.end_mark.index
        yield _Edit(start, end, _apply(text, edits)[start:end])


def _is_empty(value: Any) -> bool:
    return bool(value.id == "scalar" and not value.style and not value.value)


def _sort_lines(text: str, find_order: FindOrder) -> str:
    lines = text.split("\n")
    _sort_mapping(lines, compose(text), (), len(lines), find_order)
    return "\n".join(lines)


def _sort_mapping(lines: list[str], node: Any, path: Path, end: int, find_order: FindOrder) -> None:
    """Sort the lines of a block; the inner ones first, which keep to their lines. `end`: the line
    behind it."""
    if node is None or node.id == "scalar" or node.flow_style:
        return
    if node.id == "sequence":
        starts = [item.start_mark.line for item in node.value]
        for number, item in enumerate(node.value):
            item_end = (
                _find_head(lines, starts[number + 1], node.start_mark.column)
                if number + 1 < len(starts)
                else end
            )
            _sort_mapping(lines, item, (*path, number), item_end, find_order)
        return
    keys = [key for key, _ in node.value]
    if not all(_begins_line(lines[key.start_mark.line], key) for key in keys):
        return
    column = keys[0].start_mark.column
    first_line = keys[0].start_mark.line
    is_below_key = bool(path) and not lines[first_line][:column].strip()
    heads = [_find_head(lines, first_line, column) if is_below_key else first_line]
    heads += [_find_head(lines, key.start_mark.line, column) for key in keys[1:]]
    last = max(keys[-1].end_mark.line, _find_last_line(lines, node.value[-1][1], column))
    for (key, value), head_end in zip(node.value, [*heads[1:], last + 1], strict=True):
        _sort_mapping(lines, value, (*path, key.value), head_end, find_order)
    order = find_order(path)
    numbers = _sort([key.value for key in keys], order) if order else []
    if numbers != sorted(numbers):
        _move_chunks(lines, [*heads, last + 1], numbers, column)


def _begins_line(line: str, key: Any) -> bool:
    """Whether nothing but dashes stands before a key."""
    before = line[: key.start_mark.column]
    return not before.replace("-", "").strip() and not key.tag.endswith("null")


def _find_head(lines: list[str], line: int, column: int) -> int:
    """The first of the empty lines and comments above a key that stands in a column."""
    while line and _is_above(lines[line - 1], column):
        line -= 1
    return line


def _is_above(line: str, column: int) -> bool:
    indent = len(line) - len(line.lstrip(" "))
    return not line.strip() or (bool(_COMMENT_LINE.match(line)) and indent <= column)


def _move_chunks(lines: list[str], bounds: list[int], numbers: list[int], column: int) -> None:
    """Put the lines of keys into another order. The dash of a list item goes to its first key."""
    start = bounds[0]
    dashes = lines[start][:column] if not _is_above(lines[start], column) else ""
    lines[start] = " " * len(dashes) + lines[start][len(dashes) :]
    chunks = [lines[a:b] for a, b in pairwise(bounds)]
    moved = [line for number in numbers for line in chunks[number]]
    if dashes.strip():
        outer = len(dashes) - len(dashes.lstrip(" "))
        is_key = [line.strip() and not _COMMENT_LINE.match(line) for line in moved]
        first = is_key.index(True)
        moved[:first] = [(" " * outer + line.lstrip()).rstrip() for line in moved[:first]]
        moved[first] = dashes + moved[first][column:]
    lines[start : bounds[-1]] = moved
