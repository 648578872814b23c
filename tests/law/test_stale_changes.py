"""Nothing that is out of date stays after a change of the project's files, and what it changes does
change: else a test could pass because nothing happened."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.law.changes import CHANGES, NO_CHANGES, SETTINGS, set_key
from tests.law.following import Tree, follow
from tests.support.projects import Project
from tourbook.schema import SiteRecord


@pytest.fixture(scope="module")
def project(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Each test begins where the one before ended, so changes are taken back as well."""
    return Project(Path(shutil.copytree(built.root, tmp_path_factory.mktemp("changes") / "p")))


@pytest.fixture(scope="module")
def before(built: Project) -> Tree:
    return built.read_tree()


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_followed(project: Project, before: Tree, name: str) -> None:
    change = CHANGES[name]
    project.write({**NO_CHANGES, **change.files})
    after = follow(project)
    assert_names_match(after.keys() - before.keys(), change.added)
    assert_names_match(before.keys() - after.keys(), change.removed)
    assert_shown(change.shown, after, before)
    assert_shown(change.hidden, before, after)


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


def test_every_setting_is_followed(project: Project, before: Tree) -> None:
    assert SETTINGS.keys() == set(SiteRecord.__struct_fields__), "add the new one"
    project.write(NO_CHANGES)
    trees = {}
    for key in SETTINGS:
        project.write(set_key(key))
        trees[key] = follow(project)
    same = [key for key, tree in trees.items() if tree == before]
    unused = ["terms", "rules", "archive", "history", "editor"]
    assert same == unused, "nothing hangs on these here"
