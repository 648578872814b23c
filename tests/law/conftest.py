"""The project of the tests of staleness, built once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.law.changes import BASE
from tests.support.projects import TODAY, Project, build_clean_tree


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project before any change. Only to be copied."""
    project = Project(tmp_path_factory.mktemp("built") / "p")
    project.write(BASE)
    assert not project.build().error_count
    assert project.read_tree() == build_clean_tree(project, TODAY)
    return project


@pytest.fixture
def project(built: Project, tmp_path: Path) -> Project:
    """A copy of it, whose builds go on from there."""
    return Project(Path(shutil.copytree(built.root, tmp_path / "p")))
