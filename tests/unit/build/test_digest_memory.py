"""What is remembered of large files only saves time: damaged or forged, it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tourbook.build.digest_memory import take_remembered_snapshot
from tourbook.common import stamps
from tourbook.common.digests import compute_digest
from tourbook.sources import snapshot
from tourbook.sources.snapshot import MIN_REMEMBERED_SIZE

RAW = b"x" * MIN_REMEMBERED_SIZE


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stamps, "SETTLING_TIME", -(10**12))
    (tmp_path / "content").mkdir()
    (tmp_path / "content/p.jpg").write_bytes(RAW)
    return tmp_path


def test_the_next_snapshot_reads_no_large_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = root / "memory/digests"
    memory.parent.mkdir()
    first = take_remembered_snapshot(root, memory)
    date = memory.stat().st_mtime_ns
    monkeypatch.setattr(snapshot, "digest_file", None)
    assert take_remembered_snapshot(root, memory) == first
    assert memory.stat().st_mtime_ns == date


@pytest.mark.parametrize(
    "damage",
    [
        Path.unlink,
        lambda p: p.write_bytes(b""),
        lambda p: p.write_bytes(p.read_bytes()[:-1]),
        lambda p: p.write_bytes(p.read_bytes().replace(b"p.jpg", b"q.jpg")),
    ],
)
def test_a_damaged_memory_is_forgotten(root: Path, damage: Callable[[Path], object]) -> None:
    memory = root / "digests"
    take_remembered_snapshot(root, memory)
    damage(memory)
    snap = take_remembered_snapshot(root, memory)
    assert snap.digests["content/p.jpg"] == compute_digest(RAW)


def test_where_builds_remember_nothing_nothing_is_written(root: Path) -> None:
    take_remembered_snapshot(root, root / "nowhere/digests")
    assert not (root / "nowhere").exists()
