"""Repositories that Git cannot read, and odd ones that it can."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
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
    ledger, save = store.HistoryMemory().read_ledger(
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
    ledger, _ = store.HistoryMemory().read_ledger(
        tree,
        git.read_repository_state(tree),
        tmp_path / "cache",
        b"",
        take_snapshot(tree).texts,
        compute_midnight(TODAY),
    )
    assert summarise_history(ledger) == (0, [100], 100, 0)


# ---- Git starts no other program -----------------------------------------------------


def _make_trap(folder: Path) -> tuple[Path, Path]:
    """(a program, the file that it writes if anybody runs it)."""
    trap, marker = folder / "trap", folder / "marker"
    trap.write_text(f"#!/bin/sh\ntouch '{marker}'\ncat\n")
    trap.chmod(0o755)
    return trap, marker


def _list_dangerous_settings(trap: Path) -> dict[str, str]:
    return {
        "core.fsmonitor": str(trap),
        "core.hooksPath": str(trap.parent),
        "core.sshCommand": str(trap),
        "core.pager": str(trap),
        "core.alternateRefsCommand": str(trap),
        "pager.rev-list": str(trap),
        "alias.rev-parse": f"!{trap}",
        "alias.cat-file": f"!{trap}",
        "diff.external": str(trap),
        "diff.trap.textconv": str(trap),
        "diff.trap.command": str(trap),
        "filter.trap.smudge": str(trap),
        "filter.trap.clean": str(trap),
        "gpg.program": str(trap),
        "log.showSignature": "true",
        "protocol.allow": "always",
        "protocol.ssh.allow": "always",
        "protocol.ext.allow": "always",
        "remote.origin.promisor": "true",
        "remote.origin.partialCloneFilter": "blob:none",
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
    }


def _remove_blobs(repo: VersionedProject) -> None:
    """As in a partial clone: all that is left of the files is their names."""
    for line in repo.git("rev-list", "--objects", "--all").splitlines():
        id = line.partition(" ")[0]
        if repo.git("cat-file", "-t", id) == "blob":
            (repo.root / ".git/objects" / id[:2] / id[2:]).unlink()


@pytest.mark.parametrize("url", ["ssh://nowhere/x", "ext::sh -c {trap}", "file:///nowhere"])
@pytest.mark.parametrize("where", ["repository", "worktree", "submodule", "alternate"])
def test_no_setting_of_a_repository_starts_a_program(
    repo: VersionedProject, tmp_path: Path, where: str, url: str
) -> None:
    trap, marker = _make_trap(tmp_path)
    repo.start(0, {".gitattributes": "* diff=trap filter=trap\n"})
    root = repo.root
    if where == "worktree":
        root = tmp_path / "tree"
        repo.git("worktree", "add", "--quiet", "--detach", str(root))
    elif where in ("submodule", "alternate"):
        outer = VersionedProject(tmp_path / "outer")
        root = outer.root / "inner"
        outer.git("-c", "protocol.file.allow=always", *(
            ("submodule", "--quiet", "add", str(repo.root), "inner") if where == "submodule"
            else ("clone", "--quiet", "--shared", str(repo.root), "inner")
        ))  # fmt: skip
    _remove_blobs(repo)
    git_dir = Repository.git(_open_repository(root), "rev-parse", "--absolute-git-dir")
    for name, value in {**_list_dangerous_settings(trap), "remote.origin.url": url}.items():
        repo.git(f"--git-dir={git_dir}", "config", name, value.format(trap=trap))
    if where == "submodule":
        for path in Path(git_dir).rglob("objects/*/*"):
            path.unlink()
    marker.unlink(missing_ok=True)
    state = git.read_repository_state(root)
    store.HistoryMemory().read_ledger(
        root, state, tmp_path / "cache", b"", {}, compute_midnight(TODAY)
    )
    with suppress(git.GitError):
        git.has_tracked_files(root, ".tourbook")
    assert not marker.exists()


@pytest.mark.parametrize("name", ["project", "."])
def test_files_that_look_like_a_repository_are_files(tmp_path: Path, name: str) -> None:
    """HEAD names an object that its partial clone would fetch by a command of its own."""
    trap, marker = _make_trap(tmp_path)
    repo = VersionedProject(tmp_path / "repo", name)
    settings = _list_dangerous_settings(trap) | {"remote.origin.url": "ssh://nowhere/x"}
    lines = (
        f'[{key.rpartition(".")[0].replace(".", " ", 1)}]\n{key.rpartition(".")[2]} = "{value}"\n'
        for key, value in settings.items()
        if key.count(".") == 1
    )
    remote = '[remote "origin"]\nurl = ssh://nowhere/x\npromisor = true\n'
    planted = {
        "HEAD": "ref: refs/heads/main\n",
        "config": "".join(lines) + remote,
        "objects/info/x": "",
        "refs/heads/main": "1" * 40 + "\n",
    }
    repo.start(0, dict(planted))
    first = repo.edit(100, "2026-12-02")
    marker.unlink(missing_ok=True)
    state = git.read_repository_state(repo.root)
    assert (state.head, state.prefix) == (first, "" if name == "." else f"{name}/")
    assert summarise_history(repo.read_ledger())[:2] == (0, [100])
    assert not marker.exists()


def test_files_that_look_like_a_repository_are_none_where_there_is_no_git(tmp_path: Path) -> None:
    for name in ("objects", "refs"):
        (tmp_path / name).mkdir()
    (tmp_path / "HEAD").write_text("ref: refs/heads/main\n")
    assert git.read_repository_state(tmp_path) == git.RepositoryState()


@pytest.mark.parametrize(
    "name",
    ["GIT_EXTERNAL_DIFF", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_PAGER", "GIT_PROXY_COMMAND",
     "GIT_ASKPASS", "GIT_TRACE", "GIT_EXEC_PATH", "GIT_DIR", "GIT_COMMON_DIR",
     "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG_PARAMETERS", "GIT_NO_SUCH_THING_YET"],
)  # fmt: skip
def test_no_variable_of_git_from_outside_counts(
    repo: VersionedProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    _, marker = _make_trap(tmp_path)
    repo.start()
    repo.edit(100, "2026-12-02")
    value = marker if name == "GIT_TRACE" else tmp_path / "trap"
    monkeypatch.setenv(name, str(value))
    assert summarise_history(repo.read_ledger(fresh=True))[:2] == (0, [100])
    assert not marker.exists()


def test_the_configuration_of_the_user_counts(
    repo: VersionedProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a CI checks out as one user and builds as another, it says that this is safe."""
    repo.start()
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    (tmp_path / "config").write_text(f"[safe]\ndirectory = {repo.root}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    assert repo.read_ledger().source == "git"
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    assert "dubious ownership" in repo.read_ledger().error
    for key, value in (("COUNT", "1"), ("KEY_0", "safe.directory"), ("VALUE_0", "*")):
        monkeypatch.setenv(f"GIT_CONFIG_{key}", value)
    assert repo.read_ledger().source == "git"


def test_a_program_called_git_in_the_project_is_not_run(
    repo: VersionedProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap, marker = _make_trap(tmp_path)
    shutil.copy(trap, repo.root / "git")
    repo.start()
    monkeypatch.chdir(repo.root)
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", os.environ["PATH"]]))
    assert repo.read_ledger().source == "git" and not marker.exists()


def _open_repository(root: Path) -> Repository:
    """For a command in a folder that is no repository yet, or is one already."""
    made = object.__new__(Repository)
    made.root = root
    return made
