"""The snapshot sees what belongs to the project, and nothing outside of it; a write is whole or not
at all."""

from __future__ import annotations

import os
import shutil
import socket
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.support.projects import REPO
from tourbook.common import stamps
from tourbook.common.digests import compute_digest
from tourbook.common.files import digest_file
from tourbook.sources import snapshot
from tourbook.sources.refusals import MAX_FILE_SIZE, Refusal
from tourbook.sources.snapshot import MIN_REMEMBERED_SIZE, add_own_themes, take_snapshot

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
    assert snap.refusals == {}
    assert snap.sizes == {"content/p.jpg": len("content/p.jpg")}


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
    (root / "content/itself").symlink_to("itself")
    snap = take_snapshot(root)
    assert "content/inside.md" in snap.files
    assert snap.refusals == {
        "content/?.md": Refusal.NAME,
        "content/broken.md": Refusal.LINK,
        "content/folder": Refusal.LINK,
        "content/itself": Refusal.LINK,
        "content/loop": Refusal.LINK,
        "content/out.md": Refusal.LINK,
    }


def test_a_link_to_the_themes_of_the_program_is_no_mistake_and_adds_nothing(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (root / "themes/default").symlink_to(REPO / "themes/default")
    (root / "themes/far").symlink_to(REPO / "tests")
    (root / "themes/mine").symlink_to(REPO / "themes/default")
    (root / "content/default").symlink_to(REPO / "themes/default")
    snap = take_snapshot(root)
    assert "themes/default/theme.yaml" not in snap.files
    assert set(snap.refusals) == {"themes/far", "themes/mine", "content/default"}
    shutil.rmtree(root / "themes")
    (root / "themes").symlink_to(REPO / "themes")
    snap = take_snapshot(root)
    assert "themes" not in snap.refusals and not any(
        name.startswith("themes/") for name in snap.files
    )
    assert "themes/default/theme.yaml" in add_own_themes(snap).files
    (root / "themes").unlink()
    (root / "themes").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    assert take_snapshot(root).refusals["themes"] == Refusal.LINK


def test_the_themes_of_the_program_fill_in_what_a_project_lacks(root: Path) -> None:
    (root / "themes/default/templates").mkdir(parents=True)
    (root / "themes/default/templates/stop.html").write_text("mine")
    snap = add_own_themes(take_snapshot(root))
    assert snap.read("themes/default/templates/stop.html") == b"mine"
    assert (
        snap.read("themes/default/theme.yaml") == (REPO / "themes/default/theme.yaml").read_bytes()
    )
    assert snap.get_path("themes/default/static/icon.svg").exists()
    git_files = snap.list_texts_on_disk()
    assert "themes/default/templates/stop.html" in git_files
    assert "themes/default/strings/zh.yaml" not in git_files, "else it would be uncommitted"
    (root / "themes/default/theme.yaml").write_text("name: mine")
    assert add_own_themes(take_snapshot(root)).files == take_snapshot(root).files


@pytest.mark.parametrize("folder", ["content", "content/b", "schedule", "themes/t"])
def test_what_is_neither_file_nor_folder_is_refused_and_not_opened(
    root: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who opens a pipe waits for ever."""
    os.mkfifo(root / folder / "pipe.md")
    monkeypatch.chdir(root / folder)  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as s:
        s.bind("socket.yaml")
    snap = take_snapshot(root)
    assert snap.refusals == {
        f"{folder}/pipe.md": Refusal.SPECIAL,
        f"{folder}/socket.yaml": Refusal.SPECIAL,
    }
    assert sorted(snap.files) == sorted(FILES)


def test_what_stands_at_the_top_is_refused_if_it_is_of_another_kind(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "content")
    (tmp_path / "schedule").touch()
    (tmp_path / "schedule.yaml").mkdir()
    os.mkfifo(tmp_path / "requirements.txt")
    assert take_snapshot(tmp_path).refusals == {
        "content": Refusal.SPECIAL,
        "requirements.txt": Refusal.SPECIAL,
        "schedule": Refusal.NOT_A_FOLDER,
        "schedule.yaml": Refusal.NOT_A_FILE,
    }


def test_a_folder_with_the_name_of_a_file_is_refused(root: Path) -> None:
    (root / "content/x.md").mkdir()
    (root / "schedule/x.yml").mkdir()
    assert take_snapshot(root).refusals == {
        "content/x.md": Refusal.NOT_A_FILE,
        "schedule/x.yml": Refusal.NOT_A_FILE,
    }


def refuse(*names: str) -> Callable[..., Any]:
    """Stands in for `os.stat` and `os.scandir` of a user without permissions: tests may run as
    root, who has them all."""

    def call(path: Any, *rest: Any, **more: Any) -> Any:
        if os.fspath(path).endswith(names):
            raise PermissionError(13, "Permission denied", path)
        return more.pop("function")(path, *rest, **more)

    return call


def test_files_and_folders_without_permission_are_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = refuse("a.md", "content/b", "p.jpg")
    monkeypatch.setattr(os, "stat", partial(call, function=os.stat))
    monkeypatch.setattr(os, "scandir", partial(call, function=os.scandir))
    snap = take_snapshot(root)
    assert snap.refusals == {
        "content/a.md": Refusal.UNREADABLE,
        "content/b": Refusal.UNREADABLE,
        "content/p.jpg": Refusal.UNREADABLE,
    }
    assert list(snap.files) == ["schedule.yaml", "schedule/x.yaml", "themes/t/theme.yaml"]


# ---- large files -------------------------------------------------------------------------


@pytest.fixture
def digested_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files whose digests were worked out."""
    names: list[str] = []

    def digest(path: Path) -> bytes:
        names.append(path.name)
        return digest_file(path)

    monkeypatch.setattr(snapshot, "digest_file", digest)
    return names


def test_a_large_file_is_read_in_blocks(root: Path) -> None:
    raw = bytes(range(256)) * 5000
    (root / "content/p.jpg").write_bytes(raw)
    tracemalloc.start()
    try:
        snap = take_snapshot(root)
        assert tracemalloc.get_traced_memory()[1] < len(raw)
    finally:
        tracemalloc.stop()
    assert snap.digests["content/p.jpg"] == compute_digest(raw)


@pytest.mark.parametrize("name", ["content/p.jpg", "content/x.md", "schedule.yaml"])
def test_a_file_that_is_far_too_large_is_not_read(
    root: Path, digested_files: list[str], name: str
) -> None:
    with (root / name).open("wb") as f:
        f.truncate(MAX_FILE_SIZE + 1)
    snap = take_snapshot(root)
    assert snap.refusals == {name: Refusal.TOO_LARGE}
    assert name not in snap.files
    assert digested_files == ["p.jpg"] * (name != "content/p.jpg")


def test_a_large_file_that_nobody_touched_is_not_read_again(
    root: Path, digested_files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "SETTLING_TIME", -(10**12))
    picture = root / "content/p.jpg"
    picture.write_bytes(b"x" * MIN_REMEMBERED_SIZE)
    first = take_snapshot(root)
    assert take_snapshot(root, first.known_digests) == first
    assert digested_files == ["p.jpg"]
    status = picture.stat()
    picture.write_bytes(b"y" * MIN_REMEMBERED_SIZE)
    os.utime(picture, ns=(status.st_atime_ns, status.st_mtime_ns))
    second = take_snapshot(root, first.known_digests)
    assert second.digests["content/p.jpg"] == compute_digest(picture.read_bytes())


def test_a_file_that_was_just_written_may_change_without_a_trace_and_is_read_again(
    root: Path, digested_files: list[str]
) -> None:
    (root / "content/p.jpg").write_bytes(b"x" * MIN_REMEMBERED_SIZE)
    first = take_snapshot(root)
    assert first.known_digests == {}
    take_snapshot(root, first.known_digests)
    assert digested_files == ["p.jpg", "p.jpg"]


def test_a_text_that_nobody_touched_since_the_last_look_is_not_read_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "SETTLING_TIME", -(10**12))
    text = root / "content/a.md"
    first = take_snapshot(root)
    status = text.stat()
    second = take_snapshot(root, last=first)
    assert second == first and second.texts["content/a.md"] is first.texts["content/a.md"]
    text.write_text("content/b.md")
    os.utime(text, ns=(status.st_atime_ns, status.st_mtime_ns))
    third = take_snapshot(root, last=second)
    assert third.texts["content/a.md"] == b"content/b.md"
    assert third.digests == take_snapshot(root).digests != second.digests
    text.unlink()
    assert "content/a.md" not in take_snapshot(root, last=third).files


def test_a_text_that_was_just_written_is_read_again(root: Path) -> None:
    first = take_snapshot(root)
    assert first.text_stamps == {}
    first.texts["content/a.md"] = b"what was remembered"
    assert take_snapshot(root, last=first).texts["content/a.md"] == b"content/a.md"


def test_names_are_in_nfc_and_read_from_where_they_are(root: Path) -> None:
    """macOS writes é as e and U+0301."""
    (root / "content/Cafe\u0301.jpg").write_text("plan")
    snap = take_snapshot(root)
    assert "content/Caf\u00e9.jpg" in snap.files
    assert snap.read("content/Caf\u00e9.jpg") == b"plan"
    assert snap.refusals == {}
    (root / "content/Caf\u00e9.jpg").write_text("other")
    snap = take_snapshot(root)
    assert snap.read("content/Caf\u00e9.jpg") == b"other"
    assert snap.refusals == {"content/Cafe\u0301.jpg": Refusal.SAME_NAME}
