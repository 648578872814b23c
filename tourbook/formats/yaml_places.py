"""Where the values of a YAML text stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml

from tourbook.common.problems import PathKey

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FOREIGN_LINE_BREAKS = "\x85\u2028\u2029"
"""Line ends to YAML 1.1, but not to editors: invisible in a text that was pasted from elsewhere."""


def blank_foreign_line_breaks(text: str) -> str:
    """The text with a space for each, so that lines are counted as editors count them."""
    for character in _FOREIGN_LINE_BREAKS:
        text = text.replace(character, " ")
    return text


def compose(text: str) -> Any:
    """The text as PyYAML's tree with positions, for `locate`; None if it cannot be read."""
    try:
        return yaml.compose(blank_foreign_line_breaks(text), Loader=LOADER)
    except yaml.YAMLError:
        return None


def describe_tree(node: Any) -> str:
    """A text that is the same for trees that say the same."""
    if isinstance(node, yaml.MappingNode):
        pairs = (f"{describe_tree(k)}:{describe_tree(v)}" for k, v in node.value)
        return "{" + ",".join(pairs) + "}"
    if isinstance(node, yaml.SequenceNode):
        return "[" + ",".join(map(describe_tree, node.value)) + "]"
    return repr(node.value)


def find_scalar_end(node: Any, line: int, column: int) -> tuple[int, int] | None:
    """(line, column) of the end of the scalar that begins on a line and in a column, all from 0; a
    key, too. None if none begins there."""
    if isinstance(node, yaml.ScalarNode):
        start: Any = node.start_mark
        end: Any = node.end_mark
        return (end.line, end.column) if (start.line, start.column) == (line, column) else None
    children = node.value if node is not None else []
    for child in children:
        for part in child if isinstance(child, tuple) else (child,):
            if (end := find_scalar_end(part, line, column)) is not None:
                return end
    return None


def iterate_plain_scalars(text: str) -> Iterator[tuple[str, int, int]]:
    """(value, line, column of its end), from 0, of the scalars without quotation marks."""
    for event in yaml.parse(blank_foreign_line_breaks(text), Loader=LOADER):
        if isinstance(event, yaml.ScalarEvent) and not event.style:
            end: Any = event.end_mark
            yield event.value, end.line, end.column


def locate(node: Any, path: tuple[PathKey, ...], is_key: bool) -> tuple[int, int]:
    """(line, column), from 1, of the value at the path in a composed tree, or of its key.

    If the path leads out of the tree: of the last value that it leads to.
    """
    if node is None:
        return 1, 1
    mark = node.start_mark
    for depth, key in enumerate(path):
        step = _find_child(node, key)
        if step is None:
            break
        key_mark, node = step
        is_last = depth == len(path) - 1
        mark = key_mark if is_key and is_last else node.start_mark
    return mark.line + 1, mark.column + 1


@lru_cache(16)
def _index_mapping(node: yaml.MappingNode) -> dict[str, tuple[Any, Any]]:
    """Key -> (mark of the key, node of the value); of a key written twice, the first."""
    pairs = reversed(node.value)
    return {
        key_node.value: (key_node.start_mark, value_node)
        for key_node, value_node in pairs
        if isinstance(key_node, yaml.ScalarNode)
    }


def _find_child(node: Any, key: PathKey) -> tuple[Any, Any] | None:
    """(mark of the key, node of the value) in a mapping or a list."""
    if isinstance(node, yaml.MappingNode):
        return _index_mapping(node).get(str(key))
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        value_node = node.value[key]
        return value_node.start_mark, value_node
    return None
