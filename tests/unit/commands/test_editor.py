"""`editor install` takes the very archive that the program knows, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import RunCommand
from tests.support.projects import Project


def test_another_archive_is_refused(run: RunCommand, project: Project, tmp_path: Path) -> None:
    (tmp_path / "x.tgz").write_bytes(b"no archive")
    for file in ("x.tgz", "missing.tgz"):
        code, _, err = run("editor", "install", str(tmp_path / file))
        assert code == 2 and file in err
    assert not (project.root / ".tourbook/editor").exists()


def test_without_npm_it_says_what_to_do(
    run: RunCommand, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    code, _, err = run("editor", "install", "--lang", "en")
    assert code == 2 and "npm pack decap-cms@" in err
