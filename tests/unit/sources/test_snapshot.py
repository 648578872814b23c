"""The snapshot sees what belongs to the project, and nothing outside of it; a write is whole or not
at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tourbook.sources.snapshot import take_snapshot

FILES = [
    "content/a.md",
    "content/b/c.yaml",
    "schedule/x.yaml",
    "schedule.yaml",
    "themes/t/theme.yaml",
    "content/p.jpg",
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    for name in [
        *FILES,
        "readme.md",
        "output/index.html",
        ".git/x.md",
        "content/.hidden.md",
        "content/~$a.md",
        "content/a.md~",
        "content/.a.md.swp",
        "content/a.swp",
    ]:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    return root


def test_it_holds_the_files_of_the_project_sorted_and_the_bytes_of_texts(root: Path) -> None:
    snap = take_snapshot(root)
    assert list(snap.files) == sorted(FILES)
    assert sorted(snap.texts) == sorted(set(FILES) - {"content/p.jpg"})
    assert snap.texts["content/a.md"] == b"content/a.md"
    assert snap.refused_paths == ()


def test_an_empty_folder_is_an_empty_project(tmp_path: Path) -> None:
    assert take_snapshot(tmp_path).files == ()


def test_every_change_of_bytes_changes_the_digest_of_its_file_only(root: Path) -> None:
    before = take_snapshot(root).digests
    stat = (root / "content/p.jpg").stat()
    (root / "content/p.jpg").write_text("content/q.jpg")
    os.utime(
        root / "content/p.jpg", ns=(stat.st_atime_ns, stat.st_mtime_ns)
    )  # same size, same date
    after = take_snapshot(root).digests
    assert {name for name in before if before[name] != after[name]} == {"content/p.jpg"}


def test_links_that_lead_out_and_names_that_are_no_unicode_are_refused(root: Path) -> None:
    (root / "content/out.md").symlink_to("/etc/passwd")
    (root / "content/folder").symlink_to(root / "content/b")
    (root / "content/inside.md").symlink_to(root / "content/a.md")
    (root / "content/broken.md").symlink_to(root / "nothing")
    (root / "content/loop").symlink_to(root / "content")
    open(os.fsencode(root) + b"/content/\xff.md", "w").close()
    snap = take_snapshot(root)
    assert "content/inside.md" in snap.files
    assert [name.encode("utf-8", "replace") for name in snap.refused_paths] == [
        b"content/broken.md",
        b"content/folder",
        b"content/loop",
        b"content/out.md",
        b"content/?.md",
    ]
