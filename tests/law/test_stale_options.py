"""Every option of a build, and every variable of the environment, either shapes the site, and is
followed, or changes nothing."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.law.following import Tree, run_command
from tests.support import tiny_theme
from tests.support.projects import REPO, TODAY, Project
from tests.support.sources import SMALL
from tourbook import cli
from tourbook.commands.build import add_arguments
from tourbook.commands.options import make_shared_parser

SHAPING_OPTIONS = {
    "base_url": ["--base-url", "https://other.example/x/"],
    "drafts": ["--drafts"],
    "today": ["--today", "2026-12-01"],
}
INDIFFERENT_OPTIONS = {
    "jobs": ["--jobs", "3"],
    "strict": ["--strict"],
    "format": ["--format", "json"],
    "lang": ["--lang", "en"],
    "quiet": ["--quiet"],
}
PLACES = {"help", "root", "output", "shard", "cluster"}
"""Options that say where something is built: each place has a memory of its own."""


def run(project: Project, *options: str) -> Tree:
    run_command(project, *options)
    return project.read_tree()


@pytest.fixture
def faultless(tmp_path: Path) -> Project:
    """A small project without warnings, with a draft and news of a day to come."""
    project = Project(tmp_path / "p")
    draft = "---\nname: 密\nstart: 2026-12-01\nend: 2026-12-02\ndraft: true\n---\n"
    later = "---\ntitle: 预告\ndate: 2026-12-01\n---\n"
    project.write({**tiny_theme.list_theme_files("default"), **SMALL})
    project.write({"content/campaigns/a.md": draft, "content/news/a.md": later})
    return project


def run_clean(project: Project, *options: str) -> Tree:
    copy = Project(project.root.with_name("clean"))
    shutil.copytree(project.root, copy.root, ignore=shutil.ignore_patterns(".tourbook", "output"))
    tree = run(copy, *options)
    shutil.rmtree(copy.root)
    return tree


def test_every_option_is_known_to_these_tests() -> None:
    parsers = [cli.make_parser(["build"]), make_shared_parser(), argparse.ArgumentParser()]
    add_arguments(parsers[-1])
    options = {action.dest for parser in parsers for action in parser._actions}
    known = SHAPING_OPTIONS.keys() | INDIFFERENT_OPTIONS.keys() | PLACES | {"command", "version"}
    assert options == known, "say of the new one whether it changes what is built"


def test_each_option_that_shapes_the_site_is_followed(faultless: Project) -> None:
    plain = run(faultless)
    assert plain == run_clean(faultless)
    for options in SHAPING_OPTIONS.values():
        shaped = run(faultless, *options)
        assert shaped == run_clean(faultless, *options) != plain
        assert run(faultless) == plain


def test_other_options_change_nothing(faultless: Project) -> None:
    plain, dates = run(faultless), list_dates(faultless)
    for options in INDIFFERENT_OPTIONS.values():
        assert run(faultless, *options) == plain == run_clean(faultless, *options)
        assert list_dates(faultless) == dates


def list_dates(project: Project) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in project.output.rglob("*")}


ENVIRONMENT = {
    "TZ": "America/Los_Angeles",
    "LC_ALL": "de_DE.UTF-8",
    "LC_MESSAGES": "fr_FR",
    "LANG": "th_TH.UTF-8",
    "SOURCE_DATE_EPOCH": "1",
    "PYTHONHASHSEED": "7",
    "HOME": "/nonexistent",
    "XDG_CACHE_HOME": "",
    "LOCALAPPDATA": "",
    "PATH": os.defpath,
    "GIT_DIR": "/nonexistent",
    "GIT_AUTHOR_DATE": "@1 +0000",
}


def test_no_variable_of_the_environment_shapes_the_site(
    faultless: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hash of a text is another in each process without PYTHONHASHSEED."""
    plain = run(faultless)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    time.tzset()
    try:
        assert run(faultless) == plain == run_clean(faultless)
    finally:
        monkeypatch.undo()
        time.tzset()
    command = [sys.executable, REPO / "build.py", "--quiet", "--today", TODAY.isoformat()]
    other = faultless.root.with_name("other")
    subprocess.run([*command, "--root", faultless.root, "--output", other], check=True)
    assert faultless.read_tree(other) == plain


def test_the_environment_is_read_in_few_places() -> None:
    """Say in ENVIRONMENT which variables others read. `editing` asks only whether to write in colours."""
    sources = (REPO / "tourbook").rglob("*.py")
    names = {path.name for path in sources if "os.environ" in path.read_text(encoding="utf-8")}
    assert names == {"cli.py", "editing.py", "git.py", "glance.py", "machine_memory.py"}
