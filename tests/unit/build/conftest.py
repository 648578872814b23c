"""What the tests of builds share: a small project that is built."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import tiny_theme
from tests.support.projects import Project
from tests.support.sources import SMALL


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "p")
    project.write({**tiny_theme.list_theme_files("default"), **SMALL})
    assert not project.build().problems
    return project
