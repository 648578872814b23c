"""A write is whole or not at all."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tourbook.common.files import (
    TEMPORARY_LIFETIME,
    TEMPORARY_PREFIX,
    remove_leftovers,
    write_atomically,
)


def test_a_write_that_fails_leaves_the_old_bytes_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "folder/file"
    write_atomically(target, b"old")
    assert target.stat().st_mode & 0o777 == 0o644

    def fails(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert [p.name for p in target.parent.iterdir()] == ["file"]


def test_only_what_killed_processes_left_long_ago_is_removed(tmp_path: Path) -> None:
    for name, age in ((f"{TEMPORARY_PREFIX}1-memo", 2), (f"{TEMPORARY_PREFIX}2-memo", 0), ("x", 2)):
        (tmp_path / name).write_text("half")
        past = time.time() - age * TEMPORARY_LIFETIME
        os.utime(tmp_path / name, (past, past))
    remove_leftovers(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"{TEMPORARY_PREFIX}2-memo", "x"]
    remove_leftovers(tmp_path / "missing")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    write_atomically(path, b"old")
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)
