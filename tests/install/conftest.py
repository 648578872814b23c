"""The package, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.packages import build_package
from tests.support.projects import REPO


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    return folder / build_package("wheel", REPO, folder)
