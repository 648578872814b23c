"""Edits of YAML texts that leave everything else as it is: comments, order, quotation marks, line
ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from yaml_edit import Mapping as YamlMapping
from yaml_edit import Sequence as YamlList
from yaml_edit import YamlFile

from tourbook.common.problems import PathKey

Path = tuple[PathKey, ...]


class Assignment(NamedTuple):
    """Gives a key a value, be it new or not."""

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
    file = YamlFile.parse(text)
    document = file.ensure_document()
    root = document.as_mapping()
    if root is None:
        raise ValueError(text)
    for edit in edits:
        if isinstance(edit, Assignment):
            _assign(root, edit)
        elif isinstance(edit, Removal):
            _remove(root, edit.path)
        else:
            _insert(root, edit)
    return str(file)


def _assign(root: YamlMapping, edit: Assignment) -> None:
    parent, key = _find(root, edit.path[:-1]), edit.path[-1]
    if isinstance(parent, YamlList):
        parent[_as_index(key)] = edit.value
    else:
        parent.set(key, edit.value, field_order=edit.key_order or None)


def _remove(root: YamlMapping, path: Path) -> None:
    parent, key = _find(root, path[:-1]), path[-1]
    if len(parent) == 1 and len(path) > 1:
        _remove(root, path[:-1])
    elif isinstance(parent, YamlList):
        del parent[_as_index(key)]
    else:
        del parent[key]


def _insert(root: YamlMapping, edit: Insertion) -> None:
    *list_path, index = edit.path
    parent, key = _find(root, list_path[:-1]), list_path[-1]
    if isinstance(parent, YamlMapping) and key not in parent:
        items: Any = [edit.value]
        if not isinstance(edit.value, dict):  # short ones, such as dates, stand on the key's line
            items = YamlList(flow=True)
            items.append(edit.value)
        parent.set(key, items, field_order=edit.key_order or None)
        return
    items = _find(root, list_path)
    items.insert(_as_index(index), edit.value)


def _find(root: YamlMapping, path: Iterable[PathKey]) -> Any:
    """The mapping or list at a path. Raises KeyError or IndexError."""
    at: Any = root
    for key in path:
        node = at[key]
        at = node.as_mapping() or node.as_sequence()
        if at is None:
            at = node.as_mapping() if node.is_mapping() else node.as_sequence()
        if at is None:
            raise KeyError(key)
    return at


def _as_index(key: PathKey) -> int:
    if not isinstance(key, int):
        raise KeyError(key)
    return key
