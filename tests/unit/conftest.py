"""What unit tests share: a project on disk with the theme of a few lines, one in a repository, and
the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import tiny_theme
from tests.support.commands import RunCommand, run_command
from tests.support.projects import Project
from tests.support.repositories import VersionedProject
from tests.support.sources import SMALL


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "p")
    project.write({**tiny_theme.list_theme_files("default"), **SMALL})
    return project


@pytest.fixture
def run(project: Project, capsys: pytest.CaptureFixture[str]) -> RunCommand:
    """Run a command in the project: see run_command."""

    def call(*arguments: str, lang: str = "zh") -> tuple[int, str, str]:
        return run_command(project, capsys, arguments, lang)

    return call


@pytest.fixture
def repo(tmp_path: Path) -> VersionedProject:
    return VersionedProject(tmp_path / "repo")
