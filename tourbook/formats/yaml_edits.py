"""Edits of YAML texts that leave everything else as it is: comments, order, quotation marks, line
ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple, cast

from yaml_edit import Mapping as YamlMapping
from yaml_edit import ScalarValue, YamlFile
from yaml_edit import Sequence as YamlList

from tourbook.common.problems import PathKey

from .yaml_items import write_item

Path = tuple[PathKey, ...]
_PLACEHOLDER = "placeholder"
"""A key of an empty text, which is no mapping yet."""
_LIST = "list"


class Assignment(NamedTuple):
    """Gives a key a value, be it new or not; mappings around it that are missing are made."""

    path: Path
    value: Any
    """A string, a number, a boolean, a list or a dict."""
    key_order: Sequence[str] = ()
    """The keys of such a mapping in the usual order, in which a new one has its place."""


class Removal(NamedTuple):
    """Takes away a key or an item of a list; and what holds it, if nothing else is in there."""

    path: Path


class Insertion(NamedTuple):
    """Puts an item into a list, before the one at that index; the list may be missing."""

    path: Path
    value: Any
    key_order: Sequence[str] = ()
    """Of the mapping that holds the list."""


Edit = Assignment | Removal | Insertion


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text after the edits, one after the other. Raises KeyError or IndexError for a path that
    leads nowhere, and ValueError for a text that is no YAML."""
    for is_insertion, group in groupby(edits, lambda edit: isinstance(edit, Insertion)):
        if is_insertion:
            for run in _split_into_runs(cast(Iterable[Insertion], group)):
                text = _insert_all(text, run)
        else:
            text = _apply(text, list(group))
    return text


def _split_into_runs(insertions: Iterable[Insertion]) -> list[list[Insertion]]:
    """Insertions of neighbours, which follow each other in their list."""
    runs: list[list[Insertion]] = []
    for edit in insertions:
        *list_path, index = edit.path
        if runs and (*list_path, _as_index(index) - 1) == runs[-1][-1].path:
            runs[-1].append(edit)
        else:
            runs.append([edit])
    return runs


def _insert_all(text: str, run: list[Insertion]) -> str:
    """The text with neighbours in a list: the first one shows how the others look."""
    first, *rest = run
    new_text = _apply(text, [first])
    place = _find_block(new_text, first.path) if rest else None
    if place is None:
        for edit in rest:
            new_text = _apply(new_text, [edit])
        return new_text
    lines = new_text.split("\n")
    indent, end = place
    line_end = "\r" if lines[end - 1].endswith("\r") else ""
    new_lines = (line for edit in rest for line in _write_item(edit.value))
    lines[end:end] = [f"{indent}{line}" * bool(line) + line_end for line in new_lines]
    return "\n".join(lines)


def _write_item(value: Any) -> list[str]:
    """The lines of an item of a list, from its hyphen on."""
    lines = write_item(value, _quote)
    if lines is None:
        text = _apply(f"{_PLACEHOLDER}: x\n", [Assignment((_LIST,), [value])])
        lines = text.removesuffix("\n").split("\n")[2:]
    return lines


@lru_cache(4096)
def _quote(text: str) -> str | None:
    """A text with single quotation marks if it needs some; None if it has such."""
    quoted = f'"{text}"' if text.isdecimal() else str(ScalarValue(text))
    return quoted if quoted == text or "'" not in text else None


def _find_block(text: str, path: Path) -> tuple[str, int] | None:
    """What stands before the hyphen of an item, and the number of the line after it; None if it is
    no mapping on lines of its own. The item has no comments yet."""
    root = YamlFile.parse(text).ensure_document().as_mapping()
    assert root is not None
    items, index = _find(root, path[:-1]), _as_index(path[-1])
    if items.is_flow_style() or not items[index].is_mapping():
        return None
    lines = text.split("\n")
    number = items[index].start_position(text)[0] - 1
    indent = lines[number].partition("- ")[0]
    if indent.strip():
        return None
    end = number + 1
    while end < len(lines) and (lines[end].startswith(f"{indent}  ") or not lines[end].strip()):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    return (indent, end) if end < len(lines) else None


def _apply(text: str, edits: Sequence[Edit]) -> str:
    """One insertion, or any number of other edits."""
    if not text.strip():
        return _remove_placeholder(_apply(f"{_PLACEHOLDER}: x\n", edits))
    file = YamlFile.parse(text)
    root = file.ensure_document().as_mapping()
    if root is None:
        raise ValueError(text)
    for edit in edits:
        if isinstance(edit, Assignment):
            _assign(root, edit)
        elif isinstance(edit, Removal):
            _remove(root, edit.path)
        elif _insert(root, edit):
            return _move_comments_behind(text, str(file), edit.path)
    return str(file)


def _remove_placeholder(text: str) -> str:
    return _apply(text, [Removal((_PLACEHOLDER,))])


def _assign(root: YamlMapping, edit: Assignment) -> None:
    edit = _include_missing_parents(root, edit)
    parent, key = _find(root, edit.path[:-1]), edit.path[-1]
    if isinstance(parent, YamlList):
        parent[_as_index(key)] = _make_node(edit.value)
    else:
        parent.set(key, _make_node(edit.value), field_order=edit.key_order or None)


def _include_missing_parents(root: YamlMapping, edit: Assignment) -> Assignment:
    """The assignment of the outermost key that is not there yet, with all that is in it."""
    parent, value = root, edit.value
    for depth, key in enumerate(edit.path[:-1]):
        if isinstance(parent, YamlMapping) and key not in parent:
            for inner_key in reversed(edit.path[depth + 1 :]):
                value = {inner_key: value}
            return edit._replace(path=edit.path[: depth + 1], value=value)
        parent = _find(parent, [key])
    return edit


def _remove(root: YamlMapping, path: Path) -> None:
    parent, key = _find(root, path[:-1]), path[-1]
    _check_key(parent, key)
    if len(parent) == 1 and len(path) > 1:
        _remove(root, path[:-1])
    else:
        del parent[key]


def _insert(root: YamlMapping, edit: Insertion) -> bool:
    """Whether the item stands on lines of its own, before another one."""
    *list_path, index = edit.path
    parent, key = _find(root, list_path[:-1]), list_path[-1]
    if isinstance(parent, YamlMapping) and key not in parent:
        parent.set(key, _make_node([edit.value]), field_order=edit.key_order or None)
        return False
    items = _find(root, list_path)
    has_lines = not items.is_flow_style() and _as_index(index) < len(items)
    items.insert(_as_index(index), _make_node(edit.value))
    return has_lines


def _move_comments_behind(old_text: str, text: str, path: Path) -> str:
    """The text after an insertion: a comment above an item goes on being that of this item, not of
    the one that was put in between."""
    lines = text.split("\n")
    root = YamlFile.parse(text).ensure_document().as_mapping()
    first = _find(root, path[:-1])[path[-1]].start_position(text)[0] - 1 if root else 0
    count = len(lines) - len(old_text.split("\n"))
    comment = first
    while comment and (not lines[comment - 1].strip() or lines[comment - 1].lstrip()[0] == "#"):
        comment -= 1
    block = lines[first : first + count]
    return "\n".join([*lines[:comment], *block, *lines[comment:first], *lines[first + count :]])


def _make_node(value: Any) -> Any:
    """A value as people write it: a short list on one line, a code of digits between quotation
    marks that are double."""
    if isinstance(value, dict):
        return {key: _make_node(item) for key, item in value.items()}
    if isinstance(value, str):
        return ScalarValue(value, "double-quoted") if value.isdecimal() else value
    if not isinstance(value, list):
        return value
    if any(isinstance(item, dict | list) for item in value):
        return [_make_node(item) for item in value]
    items = YamlList(flow=True)
    for item in value:
        items.append(_make_node(item))
    return items


def _find(root: YamlMapping, path: Iterable[PathKey]) -> Any:
    """The mapping or list at a path. Raises KeyError or IndexError."""
    at: Any = root
    for key in path:
        node = at[key]
        at = node.as_mapping() if node.is_mapping() else node.as_sequence()
        if at is None:
            raise KeyError(key)
    return at


def _check_key(parent: YamlMapping | YamlList, key: PathKey) -> None:
    """Raises KeyError or IndexError if it is not there."""
    if isinstance(parent, YamlMapping):
        parent[key]
    else:
        parent[_as_index(key)]


def _as_index(key: PathKey) -> int:
    if not isinstance(key, int):
        raise KeyError(key)
    return key
