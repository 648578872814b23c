"""What is watched, and how."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tourbook.commands import watching
from tourbook.commands.watching import is_remote, is_source, watch_sources

ROOT = Path("/p")


@pytest.mark.parametrize(
    "name",
    [
        *("content/a.md", "content", "schedule.yaml", "schedule", "schedule/x/y.yaml"),
        *("themes/t/a.css", "requirements.txt", "Schedule.yml", "content/exhibitions/图.svg"),
    ],
)
def test_sources_are_watched(name: str) -> None:
    assert is_source(ROOT, f"/p/{name}")


@pytest.mark.parametrize(
    "name",
    [
        *("", "output/index.html", ".tourbook/memo", ".git/HEAD", "README.md", "build.py"),
        *("content/.a.md.swp", "content/venues/.#hall.md"),
    ],
)
def test_nothing_else_is(name: str) -> None:
    assert not is_source(ROOT, f"/p/{name}")


def test_folders_that_others_change_are_known_by_their_file_system() -> None:
    mounts = "\n".join(
        [
            "/dev/sda1 / ext4 rw 0 0",
            "host:/x /mnt/net nfs4 rw 0 0",
            "tmpfs /mnt/net/local tmpfs rw 0 0",
            "share /mnt/my\\040share fuse.grpcfuse rw 0 0",
            "odd",
        ]
    )
    for folder, expected in (
        ("/home/me", False),
        ("/mnt/net/site", True),
        ("/mnt/net/local/site", False),
        ("/mnt/my share/site", True),
        ("/mnt/network", False),
    ):
        assert is_remote(Path(folder), mounts) == expected, folder
    assert not is_remote(Path("/x"), "")


@pytest.mark.parametrize("is_polling", [False, True])
def test_bursts_are_one_change_and_new_folders_are_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_polling: bool
) -> None:
    monkeypatch.setattr(watching, "POLL_INTERVAL_MS", 100)
    (tmp_path / "content").mkdir()
    calls: list[int] = []

    async def wait_for_call() -> int:
        """The number of calls, once there was one and then none."""
        for _ in range(100):
            await asyncio.sleep(0.05)
            if calls:
                break
        await asyncio.sleep(0.3)
        count = len(calls)
        calls.clear()
        return count

    async def run() -> None:
        task = asyncio.create_task(
            watch_sources(tmp_path, lambda: calls.append(1), is_polling=is_polling)
        )
        assert await wait_for_call() == 1  # watching has begun
        for n in range(5):
            (tmp_path / f"content/{n}.md").write_text("x")
        assert await wait_for_call() <= 1 + is_polling  # a look may come in the middle of it
        (tmp_path / "output").mkdir()
        (tmp_path / "output/index.html").write_text("x")
        await asyncio.sleep(0.3)
        assert not calls
        (tmp_path / "themes").mkdir()
        assert await wait_for_call() >= 1
        (tmp_path / "themes/a.css").write_text("x")
        assert await wait_for_call() >= 1
        task.cancel()

    asyncio.run(run())
