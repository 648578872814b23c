"""Makes a tree with mistakes valid, so that one run reports the mistakes in the rest of it, too.

Nothing is published from such a tree: there are problems.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from tourbook.common.problems import PathKey
from tourbook.formats.yaml_source import Tree
from tourbook.schema.fields import ID_PATTERN

_STUBS: dict[PathKey, dict[str, Any]] = {
    "tours": {"name": "?"},
    "routes": {"name": "?", "caravan": ""},
    "stops": {"venue": "", "status": "planned"},
    "visits": {"place": {"name": "?"}, "status": "planned"},
}
"""Lists of a schedule -> a valid item, but for its id."""
_KEPT_KEYS: dict[PathKey, str] = {"stops": "hours", "visits": "time"}
"""Lists of a schedule -> what is read further in an item, whatever else is wrong with it."""


class Repair(NamedTuple):
    """A change that makes the mapping at the path valid: an unknown key removed, or called by the
    name that it has here; a key added."""

    path: tuple[PathKey, ...]
    removed_key: str = ""
    added_key: str = ""
    keeps_value: bool = False
    """True if the added key has the value of the removed one, else a placeholder."""


def salvage(
    tree: Tree,
    target_type: Any,
    repairs: Iterable[Repair],
    broken_paths: Iterable[tuple[PathKey, ...]],
) -> Any:
    """The tree as the type, without its mistakes; None if what is left is no valid record.

    Changes the tree. A broken stop, visit, tour or route leaves a stub in its place, so that those
    after it keep their indexes and with them their lines.
    """
    broken_paths = list(broken_paths)
    for path in broken_paths:
        if not _insert_stub(tree, path, broken_paths):
            return None
    for repair in repairs:
        _apply(repair, tree)
    try:
        return msgspec.convert(tree, target_type, strict=False)
    except msgspec.ValidationError:
        return None


def _insert_stub(
    tree: Tree, path: tuple[PathKey, ...], broken_paths: Sequence[tuple[PathKey, ...]]
) -> bool:
    """Put a stub in place of the innermost stop, visit, tour or route on the path."""
    for depth in range(len(path) - 1, 0, -1):
        name, index = path[depth - 1], path[depth]
        if name not in _STUBS or not isinstance(index, int):
            continue
        items = _find(tree, path[:depth])
        if isinstance(items, list):
            start = path[: depth + 1]
            broken_keys = {p[depth + 1] for p in broken_paths if p[:-1][: depth + 1] == start}
            items[index] = _make_stub(items[index], name, f"broken-{depth}-{index}", broken_keys)
            return True
    return False


def _make_stub(
    item: Tree, name: PathKey, default_id: str, broken_keys: set[PathKey]
) -> dict[str, Any]:
    fields = item if isinstance(item, dict) else {}
    id = fields.get("id")
    if not isinstance(id, str) or not re.search(ID_PATTERN, id):
        id = default_id
    key = _KEPT_KEYS.get(name, "")
    further = {key: fields[key]} if key in fields and key not in broken_keys else {}
    return {"id": id, "draft": "true", **_STUBS[name], **further}


def _apply(repair: Repair, tree: Tree) -> None:
    mapping = _find(tree, repair.path)
    if not isinstance(mapping, dict):  # within an item that is a stub now
        return
    value = mapping.pop(repair.removed_key, None)
    if repair.added_key and repair.keeps_value:
        mapping.setdefault(repair.added_key, value)
    elif repair.added_key:
        placeholder = "?" if repair.added_key in ("name", "title") else ""
        mapping.setdefault(repair.added_key, placeholder)


def _find(tree: Tree, path: tuple[PathKey, ...]) -> Tree:
    """The subtree at the path; None if there is none."""
    for key in path:
        if isinstance(tree, dict):
            tree = tree.get(key)
        elif isinstance(tree, list) and isinstance(key, int) and key < len(tree):
            tree = tree[key]
        else:
            return None
    return tree
