"""What somebody changed in a form, as edits of the source file: nothing else is touched."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from tourbook.editing.formatting import find_key_order
from tourbook.formats.yaml_edits import Assignment, Edit, Insertion, Path, Removal

Record = dict[str, Any]


def is_empty(value: Any) -> bool:
    """Whether a value says nothing, as a field of a form that nobody filled in."""
    return value is None or value in ("", [], {})


class Comparison(NamedTuple):
    """Of what a file says, and of what it is to say."""

    file: str

    def list_edits(self, old: Record, new: Record) -> list[Edit]:
        """The edits, in the order in which they are to be made."""
        return list(self._compare(old, new, ()))

    def _compare(self, old: Record, new: Record, path: Path) -> Iterator[Edit]:
        """Those of the mapping at a path."""
        keys = find_key_order(self.file, path)
        for key in _sort(new, keys):
            before, after, inner_path = old.get(key), new[key], (*path, key)
            if is_same(before, after):
                continue
            if isinstance(before, dict) and isinstance(after, dict):
                yield from self._compare(before, after, inner_path)
            elif before and _holds_records(before) and _holds_records(after):
                yield from self._compare_items(before, after, inner_path)
            else:
                yield Assignment(inner_path, self._sort_keys(after, inner_path), keys)
        for key in old:
            if key not in new and not is_empty(old[key]):
                yield Removal((*path, key))

    def _compare_items(
        self, old: Sequence[Record], new: Sequence[Record], path: Path
    ) -> Iterator[Edit]:
        """Items that go, items that come, then what is different in those that stay. An item that
        was moved goes, and comes elsewhere."""
        match = _match(old, new)
        if not match.staying:
            yield Assignment(path, self._sort_keys(list(new), path))
            return
        for number in reversed(match.leaving):
            yield Removal((*path, number))
        for number in match.coming:
            item_path = (*path, number)
            yield Insertion(item_path, self._sort_keys(new[number], item_path))
        for before, after in match.staying:
            yield from self._compare(old[before], new[after], (*path, after))

    def _sort_keys(self, value: Any, path: Path) -> Any:
        """A value whose mappings have their keys in the usual order."""
        if isinstance(value, list):
            return [self._sort_keys(item, (*path, n)) for n, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        keys = _sort(value, find_key_order(self.file, path))
        return {key: self._sort_keys(value[key], (*path, key)) for key in keys}


def is_same(old: Any, new: Any) -> bool:
    """Whether two values are the same; true is no 1."""
    return isinstance(old, bool) == isinstance(new, bool) and bool(old == new)


def _sort(mapping: Record, order: Sequence[str]) -> list[str]:
    return sorted(mapping, key=lambda key: order.index(key) if key in order else len(order))


def _holds_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


# ---- which item is which ---------------------------------------------------------------------


class _Match(NamedTuple):
    staying: list[tuple[int, int]]
    """Pairs of the numbers of what is the same record."""
    leaving: list[int]
    coming: list[int]


def _match(old: Sequence[Record], new: Sequence[Record]) -> _Match:
    match = _Match([], [], [])
    matcher = SequenceMatcher(None, [*map(_identify, old)], [*map(_identify, new)], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        has_ids = any("id" in item for item in old[i1:i2])
        if tag == "equal" or (tag == "replace" and i2 - i1 == j2 - j1 and not has_ids):
            match.staying.extend(zip(range(i1, i2), range(j1, j2), strict=True))
        else:
            match.leaving.extend(range(i1, i2))
            match.coming.extend(range(j1, j2))
    return match


def _identify(item: Record) -> str:
    """By its id; without one, by all that it says."""
    return str(item["id"]) if "id" in item else json.dumps(item, sort_keys=True)
