"""Builds that make only what is due, each compared with a clean one."""

from __future__ import annotations

import datetime as dt
import gc
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from tests.support.projects import TODAY, Project, build_clean_tree
from tourbook import cli
from tourbook.build import cache, program
from tourbook.glance import repeat_command
from tourbook.site.feeds import day

Tree = dict[str, bytes]
LIST = ".tourbook-files"
STALE = "not what a clean build makes"


def follow(project: Project, today: dt.date = TODAY, **options: Any) -> Tree:
    """Build, with only what is due made again; the output, which is that of a clean build."""
    before = project.read_tree(options.get("output"))
    result = project.build(today=today, **options)
    assert not result.error_count, [p for p in result.problems if p.level == "error"]
    tree = project.read_tree(options.pop("output", None))
    with forget_machine():
        clean = build_clean_tree(project, today, **options)
    stale = sorted(name for name in tree | clean if tree.get(name) != clean.get(name))
    assert not stale, f"{STALE}: {stale[:5]}"
    written = {name for name in tree if tree[name] != before.get(name)} - {LIST}
    assert result.publish_result.written_files.keys() == written, "nothing is written for nothing"
    return tree


def run_command(project: Project, *options: str) -> None:
    """Build as the command line does, which first glances whether there is anything to do."""
    words = ["--root", str(project.root), "--output", str(project.output), "--jobs", "1"]
    words = ["build", *words, "--today", TODAY.isoformat(), *options]
    try:
        code = repeat_command(words)
        assert (cli.main(words) if code is None else code) == 0
    finally:
        gc.enable()


@contextmanager
def forget_machine() -> Iterator[None]:
    """Without what builds of other projects remember."""
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.dict(os.environ, XDG_CACHE_HOME=folder),
    ):
        yield


@contextmanager
def exchange_program(version: str) -> Iterator[None]:
    """Another version of Tourbook builds: what it makes of texts, and one of its files, are
    others."""
    convert_markdown, write = cache.convert_markdown, day.write
    versions = {**program.list_library_versions(), "own": version}
    program.compute_program_digest.cache_clear()
    try:
        with (
            mock.patch.object(program, "list_library_versions", return_value=versions),
            mock.patch.object(
                cache, "convert_markdown", lambda text: convert_markdown(f"{text}\n\n{version}")
            ),
            mock.patch.object(day, "write", lambda view: write(view) + version.encode()),
        ):
            yield
    finally:
        program.compute_program_digest.cache_clear()
