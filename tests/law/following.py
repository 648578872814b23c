"""Builds that make only what is due, each compared with a clean one."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from tests.support.projects import TODAY, Project, build_clean_tree

Tree = dict[str, bytes]
LIST = ".tourbook-files"


def follow(project: Project, today: dt.date = TODAY, **options: Any) -> Tree:
    """Build, with only what is due made again; the output, which is that of a clean build."""
    before = project.read_tree(options.get("output"))
    result = project.build(today=today, **options)
    assert not result.error_count, [p for p in result.problems if p.level == "error"]
    tree = project.read_tree(options.pop("output", None))
    with forget_machine():
        clean = build_clean_tree(project, today, **options)
    assert tree.keys() == clean.keys()
    assert [name for name in tree if tree[name] != clean[name]] == []
    written = {name for name in tree if tree[name] != before.get(name)} - {LIST}
    assert result.publish_result.written_files.keys() == written, "nothing is written for nothing"
    return tree


@contextmanager
def forget_machine() -> Iterator[None]:
    """Without what builds of other projects remember."""
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.dict(os.environ, XDG_CACHE_HOME=folder),
    ):
        yield
