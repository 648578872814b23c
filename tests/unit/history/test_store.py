"""The history in odd repositories, and its memory: deleted, damaged or out of date, it changes
nothing in the history."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.projects import TODAY
from tests.support.repositories import (
    VersionedProject,
    are_same,
    compute_midnight,
    summarise_history,
    write_schedule,
)
from tests.support.sources import HALL
from tourbook.history import git, store
from tourbook.history.ledger import Ledger


@pytest.fixture
def read_commits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commits that are really read."""
    out: list[str] = []
    real = git.list_commits

    def spy(root: Path, head: str, known: object = ()) -> list[git.Commit]:
        found = real(root, head, known)  # type: ignore[arg-type]
        out.extend(commit.id for commit in found)
        return found

    monkeypatch.setattr(git, "list_commits", spy)
    return out


def test_a_commit_is_read_once_ever(repo: VersionedProject, read_commits: list[str]) -> None:
    names = [repo.start(), repo.edit(100, "2026-12-02"), repo.edit(200, "2026-12-03")]
    first = repo.read_ledger()
    assert read_commits == names
    read_commits.clear()
    assert are_same(first, repo.read_ledger()) and read_commits == []
    names.append(repo.edit(300, "2026-12-04"))
    assert are_same(repo.read_ledger(), repo.read_ledger(fresh=True)) and read_commits == [
        names[3],
        *names,
    ]


@pytest.mark.parametrize("damage", [
    Path.unlink, lambda p: p.write_bytes(b""), lambda p: p.write_bytes(p.read_bytes()[:-5]),
    lambda p: p.write_bytes(b"\x93" + p.read_bytes()), lambda p: p.write_bytes(random.Random(1).randbytes(999)),
])  # fmt: skip
def test_a_cache_that_is_lost_or_damaged_changes_nothing(
    repo: VersionedProject, damage: Callable[[Path], object]
) -> None:
    repo.start()
    repo.edit(100, "2026-12-02")
    first = repo.read_ledger()
    damage(repo.cache)
    assert are_same(first, repo.read_ledger(), repo.read_ledger(fresh=True))


@pytest.fixture(scope="module")
def outdated(tmp_path_factory: pytest.TempPathFactory) -> tuple[VersionedProject, bytes, Ledger]:
    """A repository, a cache that lacks its last commit, and what is right."""
    repo = VersionedProject(tmp_path_factory.mktemp("bit"))
    repo.start()
    repo.read_ledger()
    cache = repo.cache.read_bytes()
    repo.edit(100, "2026-12-02")
    return repo, cache, repo.read_ledger(fresh=True)


@settings(max_examples=60)
@given(st.data())
def test_a_cache_with_a_flipped_bit_changes_nothing(
    outdated: tuple[VersionedProject, bytes, Ledger], data: st.DataObject
) -> None:
    repo, cache, rightful = outdated
    raw = bytearray(cache)
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    repo.cache.write_bytes(raw)
    assert are_same(repo.read_ledger(), rightful)


def test_a_cache_of_another_program_is_none(
    repo: VersionedProject, read_commits: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.start()
    repo.read_ledger()
    read_commits.clear()
    found, _ = store.HistoryMemory().read_ledger(
        repo.root,
        git.read_repository_state(repo.root),
        repo.cache,
        b"other",
        {},
        compute_midnight(TODAY),
    )
    assert len(read_commits) == 1 and found.is_available


def test_an_amended_and_a_rebased_history_counts_as_if_it_had_always_been_so(
    repo: VersionedProject,
) -> None:
    repo.start()
    repo.edit(100, "2026-12-02")
    repo.read_ledger()
    repo.project.write({"schedule.yaml": write_schedule("2026-12-03")})
    repo.git("commit", "--quiet", "--all", "--amend", "-m", "amended", at=150)
    assert are_same(repo.read_ledger(), repo.read_ledger(fresh=True)) and summarise_history(
        repo.read_ledger()
    )[:2] == (0, [150])
    repo.git("checkout", "-qb", "feature", "HEAD~1")
    repo.commit(200, {"content/venues/hall.md": HALL.replace("09:00", "10:00")})
    repo.read_ledger()
    repo.git("rebase", "--quiet", "main", at=300)
    assert are_same(repo.read_ledger(), repo.read_ledger(fresh=True)) and summarise_history(
        repo.read_ledger()
    )[:2] == (
        0,
        [150, 300],
    )
    repo.git("reset", "--quiet", "--hard", "HEAD~2")
    assert are_same(repo.read_ledger(), repo.read_ledger(fresh=True)) and summarise_history(
        repo.read_ledger()
    ) == (0, [], 0, 0)


def test_commits_that_are_no_more_are_no_trouble(repo: VersionedProject) -> None:
    repo.start()
    repo.edit(100, "2026-12-02")
    repo.read_ledger()
    repo.git("reset", "--quiet", "--hard", "HEAD~1")
    repo.git("reflog", "expire", "--expire=now", "--all")
    repo.git("gc", "--quiet", "--prune=now")
    repo.edit(200, "2026-12-03")
    assert are_same(repo.read_ledger(), repo.read_ledger(fresh=True)) and summarise_history(
        repo.read_ledger()
    ) == (
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
    r, repo = random.Random(seed), VersionedProject(tmp_path / "repo")
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
            text = write_schedule(*dates, **more)
            repo.commit(
                step * 10 - r.randint(0, 40),
                {"schedule.yaml": text if r.random() < 0.9 else text + "  x", **hall},
            )
        if r.random() < 0.3:
            repo.project.write({"schedule.yaml": write_schedule("2027-02-01")})
            assert are_same(repo.read_ledger(resident=True), repo.read_ledger(fresh=True))
            repo.git("checkout", "--quiet", "--", "schedule.yaml")
        if r.random() < 0.7:
            ledgers = (repo.read_ledger(), repo.read_ledger(resident=True))
            assert are_same(*ledgers, repo.read_ledger(fresh=True)), step
    assert are_same(repo.read_ledger(), repo.read_ledger(fresh=True))


def test_a_process_that_stays_sees_what_a_new_one_sees(tmp_path: Path) -> None:
    repo = VersionedProject(tmp_path / "repo")

    def check() -> None:
        assert are_same(repo.read_ledger(resident=True), repo.read_ledger(fresh=True))

    repo.start()
    check()
    repo.edit(10, "2026-12-01", "2026-12-09")
    check()
    repo.project.write({"schedule.yaml": write_schedule("2027-02-01")})
    check()
    repo.git("checkout", "--quiet", "--", "schedule.yaml")
    check()
    repo.git("reset", "--quiet", "--hard", "HEAD~1")
    check()
    repo.edit(30, "2026-12-03")
    check()
