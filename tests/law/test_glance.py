"""Where a glance says that there is nothing to do, there is nothing to do: after any edits, however
soon after a build."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.law import edits
from tests.support.glances import GlancingProject
from tests.support.projects import build_clean_tree


@pytest.mark.parametrize("seed", [1, 2])
def test_no_edit_is_overlooked(tmp_path: Path, seed: int) -> None:
    edits.run(GlancingProject(tmp_path / "p"), build_clean_tree, seed, 20)
