"""Nothing that is out of date stays after a change of the project's files, and what it changes does
change: else a test could pass because nothing happened."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatch

import pytest

from tests.law.changes import BASE, CHANGES, SETTINGS, set_key
from tests.law.following import Tree, follow
from tests.support.projects import Project
from tourbook.schema import SiteRecord


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_followed_and_taken_back(project: Project, name: str) -> None:
    change, before = CHANGES[name], project.read_tree()
    project.write(change.files)
    after = follow(project)
    assert_names_match(after.keys() - before.keys(), change.added)
    assert_names_match(before.keys() - after.keys(), change.removed)
    assert_shown(change.shown, after, before)
    assert_shown(change.hidden, before, after)
    project.write({**dict.fromkeys(change.files), **BASE})
    project.build()
    assert project.read_tree() == before


def assert_names_match(names: set[str], patterns: tuple[str, ...]) -> None:
    unexpected = [name for name in names if not any(fnmatch(name, p) for p in patterns)]
    assert not unexpected
    assert all(any(fnmatch(name, p) for name in names) for p in patterns), (names, patterns)


def assert_shown(texts: Mapping[str, str], tree: Tree, other_tree: Tree) -> None:
    for name, text in texts.items():
        assert text.encode() in unfold(tree[name]), (name, text)
        assert text.encode() not in unfold(other_tree.get(name, b"")), (name, text)


def unfold(raw: bytes) -> bytes:
    """Without the line ends that calendars have within long lines."""
    return raw.replace(b"\r\n ", b"")


def test_every_setting_is_followed(project: Project) -> None:
    """One after the other: each also takes back the one before."""
    assert SETTINGS.keys() == set(SiteRecord.__struct_fields__), "add the new one"
    trees = [project.read_tree()]
    for key in SETTINGS:
        project.write(set_key(key))
        trees.append(follow(project))
    same = [key for key, tree in zip(SETTINGS, trees[1:], strict=True) if tree == trees[0]]
    assert same == ["terms", "rules", "history"], "nothing hangs on these here"
