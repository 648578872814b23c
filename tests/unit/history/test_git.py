"""Repositories that Git cannot read, and odd ones that it can."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.support.git import Repository
from tests.support.projects import TODAY
from tests.support.repositories import (
    START,
    VersionedProject,
    are_same,
    compute_midnight,
    summarise_history,
    write_schedule,
)
from tests.support.sources import HALL, SITE, SMALL
from tourbook.history import git, store
from tourbook.sources.snapshot import take_snapshot


def test_outside_a_repository_there_is_nothing(tmp_path: Path) -> None:
    ledger, save = store.read_ledger(
        tmp_path,
        git.read_repository_state(tmp_path),
        tmp_path / "cache",
        b"",
        {},
        compute_midnight(TODAY),
    )
    save()
    assert (ledger.source, ledger.error, list(tmp_path.iterdir())) == ("none", "", [])


def test_a_repository_without_a_commit_is_no_history_and_no_failure(repo: VersionedProject) -> None:
    repo.project.write(SMALL)
    assert (repo.read_ledger().source, repo.read_ledger().error) == ("none", "")
    assert git.read_repository_state(repo.root).is_in_repository


def test_git_that_is_not_installed_is_reported(
    repo: VersionedProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.start()
    monkeypatch.setenv("PATH", "")
    ledger = repo.read_ledger()
    assert (ledger.source, ledger.error) == ("none", "git: command not found")


def test_a_repository_of_another_user_is_reported(
    repo: VersionedProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.start()
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    ledger = repo.read_ledger()
    assert ledger.source == "none" and "dubious ownership" in ledger.error


def test_a_repository_that_is_damaged_is_reported(repo: VersionedProject) -> None:
    repo.start()
    shutil.rmtree(repo.root / ".git/objects")
    ledger = repo.read_ledger()
    assert ledger.source == "none" and ledger.error


def test_a_shallow_clone_is_recognised_and_remembers_nothing(
    repo: VersionedProject, tmp_path: Path
) -> None:
    repo.start()
    repo.edit(100, "2026-12-02", "2026-12-08")
    clone = tmp_path / "clone"
    repo.git("clone", "--quiet", "--depth", "1", f"file://{repo.root}", str(clone))
    other = VersionedProject(clone)
    ledger = other.read_ledger()
    assert (ledger.source, ledger.is_available, summarise_history(ledger)) == (
        "shallow",
        True,
        (100, [], 100, 0),
    )
    assert not other.cache.exists()
    other.git("fetch", "--quiet", "--unshallow")
    assert (other.read_ledger().source, other.read_ledger().history) == (
        "git",
        repo.read_ledger().history,
    )


def test_an_octopus(repo: VersionedProject) -> None:
    repo.start(0, {"schedule.yaml": write_schedule("2026-12-01", "2026-12-08", "2026-12-15")})
    for at, name, file in ((100, "one", "hall"), (200, "two", "second"), (300, "three", "third")):
        repo.git("checkout", "-qb", name, "main")
        repo.commit(at, {f"content/venues/{file}.md": HALL.replace("09:00", "10:00")})
    repo.git("checkout", "-q", "main")
    repo.git("merge", "--quiet", "-m", "octopus", "one", "two", "three", at=400)
    assert len(repo.git("rev-list", "--parents", "-1", "HEAD").split()) in (4, 5)
    ledger = repo.read_ledger()
    assert are_same(ledger, repo.read_ledger(fresh=True))
    assert summarise_history(ledger)[:2] == (0, [100])
    assert [
        ledger.history.records["venue"][name].versions[0].timestamp - START
        for name in ("hall", "second", "third")
    ] == [0, 200, 300]


def test_two_histories_that_had_nothing_in_common(repo: VersionedProject) -> None:
    repo.start(100)
    repo.git("checkout", "-q", "--orphan", "other")
    repo.git("rm", "-rfq", ".")
    repo.commit(50, {"content/venues/second.md": HALL, "content/site.yaml": SITE})
    repo.git("checkout", "-q", "main")
    repo.git("merge", "--quiet", "--allow-unrelated-histories", "-m", "merge", "other", at=200)
    ledger = repo.read_ledger()
    assert are_same(ledger, repo.read_ledger(fresh=True)) and summarise_history(ledger) == (
        100,
        [],
        100,
        0,
    )
    assert ledger.history.records["venue"]["second"].versions[0].timestamp == START + 50


def test_paths_in_any_language_and_with_anything_in_them(repo: VersionedProject) -> None:
    names = ("县 科技馆", "it's", 'a"b', "tab\there", "émile", "-n", "两\n行")
    repo.start(
        0,
        {
            f"content/venues/{name}.md": HALL.replace("name:", f"id: v{n}\nname:", 1)
            for n, name in enumerate(names)
        },
    )
    ledger = repo.read_ledger()
    assert are_same(ledger, repo.read_ledger(fresh=True))
    found = {
        life.file for name, life in ledger.history.list_records("venue").items() if name[0] == "v"
    }
    assert found == {f"content/venues/{name}.md" for name in names}
    repo.git("mv", f"content/venues/{names[0]}.md", "content/venues/乙.md")
    repo.commit(100)
    assert repo.read_ledger().history.records["venue"]["v0"].modified_at == START


def test_a_name_that_is_not_unicode_was_never_published(repo: VersionedProject) -> None:
    repo.start()
    odd = os.fsencode(repo.root) + b"/content/venues/\xff.md"
    Path(os.fsdecode(odd)).write_text(HALL)
    repo.commit(100)
    Path(os.fsdecode(odd)).unlink()
    repo.edit(200, "2026-12-02")
    assert are_same(
        repo.read_ledger(), repo.read_ledger(), repo.read_ledger(fresh=True)
    ) and summarise_history(repo.read_ledger())[:2] == (0, [200])


@pytest.mark.xfail(
    reason="a link is read in the folder, but not in the history: its stops count as not committed",
    strict=True,
)
def test_a_link_within_the_project_is_the_file_that_it_leads_to(repo: VersionedProject) -> None:
    """The site is built from it; so its stops are as old as they are, not of the day of the
    build."""
    text = write_schedule("2026-12-01")
    repo.start(0, {"schedule.yaml": "include: [schedule/*.yaml]\n", "content/shared.txt": text})
    (repo.root / "schedule").mkdir()
    (repo.root / "schedule/tour.yaml").symlink_to("../content/shared.txt")
    repo.commit(100)
    assert summarise_history(repo.read_ledger()) == (100, [], 100, 0)


def test_a_file_that_becomes_a_link_or_is_replaced_by_a_folder(repo: VersionedProject) -> None:
    repo.start(0, {"content/venues/x.md": HALL})
    (repo.root / "content/venues/x.md").unlink()
    (repo.root / "content/venues/x.md").symlink_to("/nowhere")
    repo.commit(100)
    (repo.root / "content/venues/x.md").unlink()
    repo.commit(200, {"content/venues/x.md/index.md": HALL})
    assert are_same(repo.read_ledger(), repo.read_ledger(fresh=True)) and summarise_history(
        repo.read_ledger()
    ) == (0, [], 0, 0)


@pytest.mark.parametrize("setting", [
    "core.autocrlf=true", "core.quotePath=true", "color.ui=always", "diff.noprefix=true", "diff.renames=copies", "diff.external=false",
    "log.showSignature=true", "core.pager=false", "diff.orderFile=/nowhere", "diff.relative=true",
])  # fmt: skip
def test_no_setting_of_git_changes_the_history(repo: VersionedProject, setting: str) -> None:
    repo.start(0, {"content/venues/县馆.md": HALL})
    repo.edit(100, "2026-12-02")
    first = repo.read_ledger(fresh=True)
    repo.git("config", *setting.split("="))
    assert are_same(first, repo.read_ledger(fresh=True))


def test_line_ends_that_git_changes_on_the_way_are_no_change(repo: VersionedProject) -> None:
    """As on Windows: CRLF in the folder, LF in the repository."""
    repo.git("config", "core.autocrlf", "true")
    repo.start()
    repo.project.write({name: str(text).replace("\n", "\r\n") for name, text in SMALL.items()})
    repo.edit(100, "2026-12-02", "2026-12-08")
    repo.project.write(
        {"schedule.yaml": write_schedule("2026-12-02", "2026-12-08").replace("\n", "\r\n")}
    )
    assert summarise_history(repo.read_ledger()) == (0, [100], 100, 0)


def test_a_repository_of_the_newer_kind_a_worktree_and_a_detached_head(tmp_path: Path) -> None:
    root = tmp_path / "sha256"
    root.mkdir()
    Repository.git(
        _open_repository(root), "init", "--quiet", "--object-format=sha256", "--initial-branch=main"
    )
    repo = VersionedProject(root)
    repo.start()
    first = repo.edit(100, "2026-12-02")
    assert len(first) == 64 and summarise_history(repo.read_ledger())[:2] == (0, [100])
    repo.edit(200, "2026-12-03")
    repo.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "tree"), first)
    tree = tmp_path / "tree"
    ledger, _ = store.read_ledger(
        tree,
        git.read_repository_state(tree),
        tmp_path / "cache",
        b"",
        take_snapshot(tree).texts,
        compute_midnight(TODAY),
    )
    assert summarise_history(ledger) == (0, [100], 100, 0)


def _open_repository(root: Path) -> Repository:
    """For a command in a folder that is no repository yet."""
    made = object.__new__(Repository)
    made.root = root
    return made
