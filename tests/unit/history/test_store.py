"""The history in odd repositories, and its memory: deleted, damaged or out of date, it changes
nothing that is told."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.projects import TODAY
from tests.support.repositories import Repo, midnight, same, schedule, told
from tests.support.sources import HALL
from tourbook.history import git, store


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commits that are really read."""
    out: list[str] = []
    real = git.list_commits

    def spy(root: Path, head: str, known: object = ()) -> list[git.Commit]:
        found = real(root, head, known)  # type: ignore[arg-type]
        out.extend(commit.id for commit in found)
        return found

    monkeypatch.setattr(git, "list_commits", spy)
    return out


def test_a_commit_is_read_once_ever(repo: Repo, read: list[str]) -> None:
    names = [repo.start(), repo.edit(100, "2026-12-02"), repo.edit(200, "2026-12-03")]
    first = repo.ledger()
    assert read == names
    read.clear()
    assert same(first, repo.ledger()) and read == []
    names.append(repo.edit(300, "2026-12-04"))
    assert same(repo.ledger(), repo.ledger(fresh=True)) and read == [names[3], *names]


@pytest.mark.parametrize("damage", [
    Path.unlink, lambda p: p.write_bytes(b""), lambda p: p.write_bytes(p.read_bytes()[:-5]),
    lambda p: p.write_bytes(b"\x93" + p.read_bytes()), lambda p: p.write_bytes(random.Random(1).randbytes(999)),
])  # fmt: skip
def test_a_memory_that_is_lost_or_damaged_changes_nothing(
    repo: Repo, damage: Callable[[Path], object]
) -> None:
    repo.start()
    repo.edit(100, "2026-12-02")
    first = repo.ledger()
    damage(repo.cache)
    assert same(first, repo.ledger(), repo.ledger(fresh=True))


@settings(max_examples=60)
@given(st.data())
def test_a_memory_with_a_bit_that_fell_over_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    repo = Repo(tmp_path_factory.mktemp("bit"))
    repo.start()
    repo.ledger()
    raw = bytearray(repo.cache.read_bytes())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    repo.cache.write_bytes(raw)
    repo.edit(100, "2026-12-02")
    assert same(repo.ledger(), repo.ledger(fresh=True))


def test_a_memory_of_another_tool_is_none(
    repo: Repo, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.start()
    repo.ledger()
    read.clear()
    found, _ = store.read_ledger(
        repo.root, git.read_repository_state(repo.root), repo.cache, b"other", {}, midnight(TODAY)
    )
    assert len(read) == 1 and found.is_available


def test_an_amended_and_a_rebased_history_is_told_as_if_it_had_always_been_so(repo: Repo) -> None:
    repo.start()
    repo.edit(100, "2026-12-02")
    repo.ledger()
    repo.project.write({"schedule.yaml": schedule("2026-12-03")})
    repo.git("commit", "--quiet", "--all", "--amend", "-m", "amended", at=150)
    assert same(repo.ledger(), repo.ledger(fresh=True)) and told(repo.ledger())[:2] == (0, [150])
    repo.git("checkout", "-qb", "feature", "HEAD~1")
    repo.commit(200, {"content/venues/hall.md": HALL.replace("09:00", "10:00")})
    repo.ledger()
    repo.git("rebase", "--quiet", "main", at=300)
    assert same(repo.ledger(), repo.ledger(fresh=True)) and told(repo.ledger())[:2] == (
        0,
        [150, 300],
    )
    repo.git("reset", "--quiet", "--hard", "HEAD~2")
    assert same(repo.ledger(), repo.ledger(fresh=True)) and told(repo.ledger()) == (0, [], 0, 0)


def test_commits_that_are_no_more_are_no_trouble(repo: Repo) -> None:
    repo.start()
    repo.edit(100, "2026-12-02")
    repo.ledger()
    repo.git("reset", "--quiet", "--hard", "HEAD~1")
    repo.git("reflog", "expire", "--expire=now", "--all")
    repo.git("gc", "--quiet", "--prune=now")
    repo.edit(200, "2026-12-03")
    assert same(repo.ledger(), repo.ledger(fresh=True)) and told(repo.ledger()) == (
        0,
        [200],
        200,
        0,
    )


@pytest.mark.parametrize("seed", range(3))
def test_read_commit_by_commit_or_at_once_random_histories_are_the_same(
    tmp_path: Path, seed: int
) -> None:
    """With branches, merges that are settled at random, jumps between branches, and now and then
    something that is not committed."""
    r, repo = random.Random(seed), Repo(tmp_path / "repo")
    repo.start()
    branches = ["main"]
    for step in range(30):
        what = r.random()
        if what < 0.15:
            branches.append(f"b{step}")
            repo.git("checkout", "-qb", branches[-1])
        elif what < 0.35:
            repo.git("checkout", "-q", r.choice(branches))
        elif what < 0.5:
            strategy = r.choice(["ours", "theirs"])
            repo.git(
                "merge",
                "--quiet",
                "--no-ff",
                "-m",
                "merge",
                "-X",
                strategy,
                r.choice(branches),
                at=step * 10 - r.randint(0, 40),
            )
        else:
            dates = [r.choice(["", "2026-12-01", "2026-12-02", "2027-01-05"]) for _ in range(4)]
            more = {
                r.choice("abcd"): r.choice(
                    ["note: x", "status: planned", "draft: true", "hours: {daily: 10:00-12:00}"]
                )
            }
            hall = (
                {
                    "content/venues/hall.md": HALL.replace(
                        "09:00", r.choice(["08:00", "09:00", "10:00"])
                    )
                }
                if r.random() < 0.3
                else {}
            )
            text = schedule(*dates, **more)
            repo.commit(
                step * 10 - r.randint(0, 40),
                {"schedule.yaml": text if r.random() < 0.9 else text + "  x", **hall},
            )
        if r.random() < 0.3:
            repo.project.write({"schedule.yaml": schedule("2027-02-01")})
            assert same(repo.ledger(), repo.ledger(fresh=True))
            repo.git("checkout", "--quiet", "--", "schedule.yaml")
        if r.random() < 0.7:
            assert same(repo.ledger(), repo.ledger(fresh=True)), step
    assert same(repo.ledger(), repo.ledger(fresh=True))
