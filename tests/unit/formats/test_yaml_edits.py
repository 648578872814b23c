"""Edits of YAML change the value that they name and, of the text, only its own lines."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml

from tests.support.examples import for_seeds
from tests.support.projects import REPO
from tourbook.common.problems import PathKey, Problems
from tourbook.editing.source_edits import edit_source
from tourbook.formats import yaml_source
from tourbook.formats.yaml_edits import Assignment, Edit, Insertion, Removal, apply_edits

EDITS_OF_A_FILE = 12
VALUES = (
    "新的值",
    "2027-01-05",
    "a: b",
    "x # y",
    "yes",
    "110119",
    "12:30-14:00",
    "“引号”，it's",
    "- x",
    "第一行\n第二行",
    "",
    ["2027-01-05", "2027-01-06"],
    {"zh": "新", "en": "New: one"},
)


@cache
def list_texts() -> list[tuple[str, str]]:
    """The YAML of the sample: (file, text)."""
    texts = []
    for path in sorted([*REPO.glob("schedule/*.yaml"), *REPO.glob("content/**/*.*")]):
        if path.suffix == ".yaml":
            texts.append((path.name, path.read_text(encoding="utf-8")))
        elif path.suffix == ".md":
            parts = path.read_text(encoding="utf-8").split("---\n", 2)
            texts.append((path.name, parts[1]))
    return texts


def load(text: str) -> Any:
    problems = Problems()
    tree = yaml_source.load(text, "x.yaml", problems)
    assert not problems.items, problems.items
    return tree


def iterate_nodes(tree: Any, path: tuple[PathKey, ...] = ()) -> Iterator[tuple[Any, Any]]:
    if path:
        yield path, tree
    items: Any = tree.items() if isinstance(tree, dict) else enumerate(tree)
    if isinstance(tree, dict | list):
        for key, value in items:
            yield from iterate_nodes(value, (*path, key))


def find(tree: Any, path: tuple[PathKey, ...]) -> Any:
    for key in path:
        tree = tree[key]
    return tree


def apply_to_tree(tree: Any, edit: Edit) -> Any:
    tree = copy.deepcopy(tree)
    *parents, key = edit.path
    holder = find(tree, tuple(parents))
    if isinstance(edit, Assignment):
        holder[key] = edit.value
    elif isinstance(edit, Insertion):
        holder.insert(key, edit.value)
    else:
        del holder[key]
        while not holder and parents:
            key = parents.pop()
            holder = find(tree, tuple(parents))
            del holder[key]
    return tree


def find_lines(text: str, path: tuple[PathKey, ...]) -> tuple[int, int]:
    """The first and the last line, from 0, of a value with its key."""
    node, start = yaml.compose(text), 0
    for key in path:
        if isinstance(node, yaml.SequenceNode):
            node = node.value[key]
            start = node.start_mark.line
        else:
            key_node, node = next(pair for pair in node.value if pair[0].value == key)
            start = key_node.start_mark.line
    end = node.end_mark
    return start, end.line if end.column else end.line - 1


def choose_edit(rng: random.Random, tree: Any) -> Edit:
    path, value = rng.choice(list(iterate_nodes(tree)))
    kind = rng.choice((Assignment, Removal, Insertion))
    if kind is Insertion and isinstance(value, list):
        item: Any = rng.choice(VALUES[:6])
        if any(isinstance(each, dict) for each in value):
            item = {"id": "new", "name": {"zh": "新", "en": "New"}, "region": "110119"}
        return Insertion((*path, rng.randint(0, len(value))), item)
    if kind is Removal:
        return Removal(path)
    return Assignment(path, rng.choice(VALUES))


def check_edit(text: str, edit: Edit) -> None:
    tree = load(text)
    edited = apply_edits(text, [edit])
    assert load(edited) == apply_to_tree(tree, edit), edit
    old, new = text.split("\n"), edited.split("\n")
    if isinstance(edit, Insertion):
        rest = iter(new)
        holder = find_lines(text, edit.path[:-1])
        kept = old[: holder[0]] + old[holder[1] + 1 :]
        assert all(line in rest for line in kept), edit
        return
    first, last = find_lines(text, edit.path)
    if isinstance(edit, Removal):  # what holds it may go with it
        while edit.path and len(find(tree, edit.path[:-1])) == 1:
            edit = Removal(edit.path[:-1])
            first, last = find_lines(text, edit.path)
    assert new[:first] == old[:first], edit
    if isinstance(edit, Removal) and old[first].lstrip().startswith("- "):
        last += 1  # the next key begins the item
    rest_count = len(old) - last - 1
    assert new[len(new) - rest_count :] == old[last + 1 :], edit


@for_seeds(25)
def test_an_edit_changes_its_own_lines_of_the_sample(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(EDITS_OF_A_FILE):
        _, text = rng.choice(list_texts())
        check_edit(text, choose_edit(rng, load(text)))


def make_item(rng: random.Random) -> Any:
    """A record as a spreadsheet may have it, sometimes with odd values."""
    keys = ["venue", "copy", "open", "note", "free", "expected", "lat", "partners", "hours", "name"]
    values = [*VALUES, "请看：第 3 站", "12", "012", "a # b", "a: b", "yes", "", " a", "'x", "a]b", "x, y", 7, 35.25, -1.5,
              1e-7, True, False, ["a", "b-1"], ["a, b", "c"], ["2027-01-01"], ["12"], [], {"zh": "馆", "en": "Hall"},
              "两行\n字", "a\tb", "a\n\nb\n", "全\u3000角", "-", "~", "0x1f", "2027-01-01", "09:00-11:30"]  # fmt: skip
    return {"id": f"new-{rng.randint(0, 999)}"} | {
        key: rng.choice(values) for key in rng.sample(keys, rng.randint(0, 6))
    }


@for_seeds(25)
def test_neighbours_in_a_list_are_as_if_they_came_one_by_one(seed: int) -> None:
    rng = random.Random(seed)
    end = rng.choice(("\n", "\r\n"))
    for _ in range(EDITS_OF_A_FILE):
        _, text = rng.choice(list_texts())
        text = text.replace("\n", end)
        lists = [(p, v) for p, v in iterate_nodes(load(text)) if isinstance(v, list)]
        path, value = rng.choice(lists) if lists else (("stops",), [])
        start = rng.randint(0, len(value))
        edits = [Insertion((*path, start + n), make_item(rng)) for n in range(rng.randint(2, 5))]
        one_by_one = text
        for edit in edits:
            one_by_one = apply_edits(one_by_one, [edit])
        assert apply_edits(text, edits) == one_by_one, edits


@for_seeds(25)
def test_assignments_together_are_as_if_they_came_one_by_one(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(EDITS_OF_A_FILE):
        _, text = rng.choice(list_texts())
        tree = load(text)
        records = [p for p, v in iterate_nodes(tree) if isinstance(v, dict) and len(v) > 1]
        keys = ("id", "status", "venue", "open", "close", "note", "booking")
        edits = [
            Assignment((*path, key), rng.choice(VALUES), keys)
            for path in rng.sample(records, min(4, len(records)))
            if (key := rng.choice(keys)) not in find(tree, path)
            or isinstance(find(tree, path)[key], str)
        ]
        one_by_one = text
        for edit in edits:
            one_by_one = apply_edits(one_by_one, [edit])
        assert apply_edits(text, edits) == one_by_one, edits


def test_a_new_key_has_its_place_among_the_others() -> None:
    text = "id: x # 编号\nvenue: hall\nclose: 2027-01-05\n"
    keys = ("id", "status", "venue", "open", "close")
    edits = [Assignment(("status",), "planned", keys), Assignment(("open",), "2027-01-01", keys)]
    assert apply_edits(text, edits) == (
        "id: x # 编号\nstatus: planned\nvenue: hall\nopen: 2027-01-01\nclose: 2027-01-05\n"
    )


def test_a_comment_stays_above_its_item() -> None:
    text = "stops:\n  - id: a\n    note: b\n\n  # 西线\n  - id: c\n"
    assert apply_edits(text, [Insertion(("stops", 1), {"id": "new"})]) == (
        "stops:\n  - id: a\n    note: b\n  - id: new\n\n  # 西线\n  - id: c\n"
    )


def test_a_list_that_is_missing_begins_on_one_line() -> None:
    text = "repeat:\n  first: 2027-01-01\n"
    path = ("repeat", "skip")
    edits = [Insertion((*path, n), f"2027-01-0{n + 8}") for n in range(2)]
    assert apply_edits(text, edits) == text + "  skip: [2027-01-08, 2027-01-09]\n"
    assert apply_edits(apply_edits(text, edits), [Removal((*path, 1)), Removal((*path, 0))]) == text


def test_a_value_brings_the_mappings_around_it() -> None:
    edits = [
        Assignment(("booking", "note", "zh"), "请预约"),
        Assignment(("booking", "url"), "https://a.example"),
    ]
    edited = apply_edits("id: x\n", edits)
    assert edited == "id: x\nbooking:\n  note:\n    zh: 请预约\n  url: https://a.example\n"


@pytest.mark.parametrize("path", [("b",), ("a", "b"), ("list", 5), ("list", "x")])
def test_a_path_that_leads_nowhere_is_an_error(path: tuple[PathKey, ...]) -> None:
    with pytest.raises((KeyError, IndexError)):
        apply_edits("a: 1\nlist: [x]\n", [Removal(path)])


@pytest.mark.parametrize(("mark", "end"), [("", "\n"), ("\ufeff", "\r\n"), ("", "\r\n")])
def test_marks_and_line_ends_of_a_file_stay(mark: str, end: str) -> None:
    text = f"{mark}---\nname: 馆 # 一\nfree: true\n---\n\n正文 ---\n---\n".replace("\n", end)
    edited = edit_source(text.encode(), "content/venues/a.md", [Assignment(("name",), "新馆")])
    assert edited.decode() == text.replace("馆 #", "新馆 #")
