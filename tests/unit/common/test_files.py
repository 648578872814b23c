"""A write is whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tourbook.common.files import write_atomically


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
