"""Git, asked by its plumbing commands, which are the same on every machine and run no hooks,
filters or pagers.

Nothing else starts a Git process. Paths are those of the project, whether it is the whole
repository or a folder of it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tourbook.sources.snapshot import SOURCE_FILES, SOURCE_FOLDERS


class GitError(Exception):
    """Git ran and failed; the message is what it said."""


class RepositoryState(NamedTuple):
    """How a folder stands to Git. `head` is "" where there is no commit; `why` says what is the
    matter then."""

    head: str = ""
    is_shallow: bool = False
    hash_algorithm: str = "sha1"
    """Of the names of objects."""
    error: str = ""
    is_in_repository: bool = False
    """Whether the folder is in a repository at all."""
    prefix: str = ""
    """The folder of the repository that it is, "" for the whole."""


class Commit(NamedTuple):
    id: str
    parents: tuple[str, ...]
    timestamp: int
    """Of committing, in seconds since 1970."""


FileChange = tuple[str, str]
"""A path, and the name of the blob that it has now ("" where there is none)."""


def _run_git(root: Path, *args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["git", *args],
        cwd=root,
        input=stdin,
        capture_output=True,
        check=False,
        env=_make_environment(),
    )


def _make_environment() -> dict[str, str]:
    """That of the program, without what a hook is told of a repository: the one that the folder
    lies in is asked."""
    own = (
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_PREFIX",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_NAMESPACE",
        "GIT_COMMON_DIR",
    )
    kept = {name: value for name, value in os.environ.items() if name not in own}
    return {**kept, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}


def read_repository_state(root: Path) -> RepositoryState:
    """Never raises: what does not work is told in `why`."""
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return RepositoryState()
    if shutil.which("git") is None:
        return RepositoryState(error="git: command not found", is_in_repository=True)
    asked = (
        "--show-prefix",
        "--is-shallow-repository",
        "--show-object-format",
        "--verify",
        "--quiet",
        "HEAD^{commit}",
    )
    done = _run_git(root, "rev-parse", *asked)
    lines = done.stdout.decode(errors="surrogateescape").split("\n")
    if done.returncode or len(lines) != 5:
        probe = _run_git(
            root, "rev-parse", "--git-dir"
        )  # no commit yet is no failure, a repository of somebody else's is
        said = (
            probe.stderr.decode(errors="replace").strip().split("\n")[0] if probe.returncode else ""
        )
        return RepositoryState(error=said, is_in_repository=True)
    return RepositoryState(
        lines[3], lines[1] == "true", lines[2], is_in_repository=True, prefix=lines[0]
    )


def list_commits(root: Path, head: str, known_ids: Iterable[str] = ()) -> list[Commit]:
    """The commits that `head` stands on and no known one does, parents first. Raises GitError where
    Git fails."""
    wanted = "\n".join([head, *(f"^{name}" for name in known_ids)]).encode() + b"\n"
    done = _run_git(
        root,
        "rev-list",
        "--topo-order",
        "--reverse",
        "--parents",
        "--timestamp",
        "--ignore-missing",
        "--stdin",
        stdin=wanted,
    )
    if done.returncode:
        raise GitError(done.stderr.decode(errors="replace").strip())
    out = []
    for line in done.stdout.decode().splitlines():
        time, name, *parents = line.split()
        out.append(Commit(name, tuple(parents), int(time)))
    return out


def iterate_changes(root: Path, commits: Iterable[Commit]) -> Iterator[list[FileChange]]:
    """For each commit, what differs from its first parent among the project's files that hold
    records."""
    asked = list(commits)
    stdin = "".join(
        f"{c.id} {c.parents[0]}\n" if c.parents else f"{c.id}\n" for c in asked
    ).encode()
    done = _run_git(
        root,
        "diff-tree",
        "--stdin",
        "-r",
        "--root",
        "--no-renames",
        "--relative",
        "-z",
        "--",
        *SOURCE_FOLDERS,
        *SOURCE_FILES,
        stdin=stdin,
    )
    if done.returncode:
        raise GitError(done.stderr.decode(errors="replace").strip())
    by: dict[str, list[FileChange]] = {c.id: [] for c in asked}
    fields = iter(done.stdout.decode("utf-8", "surrogateescape").split("\0"))
    now: list[FileChange] = []
    for field in fields:
        if field.startswith(":"):
            _, mode, _, blob, status = field.split(" ")
            gone = status.startswith("D") or not mode.startswith(
                "100"
            )  # links and submodules hold no records
            now.append((next(fields), "" if gone else blob))
        elif field:
            now = by[field]
    return iter(by.values())


class BlobReader:
    """Reads files of any commit; one process for all of them."""

    def __init__(self, root: Path) -> None:
        self._process = subprocess.Popen(
            ["git", "cat-file", "--batch"],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_make_environment(),
        )

    def read(self, blob: str) -> bytes:
        """Raises GitError where there is no such blob (any more)."""
        ask, answer = self._process.stdin, self._process.stdout
        assert ask and answer
        ask.write(blob.encode() + b"\n")
        ask.flush()
        head = answer.readline().split()
        if len(head) != 3:
            raise GitError(f"git cat-file: {blob}: {b' '.join(head).decode(errors='replace')}")
        raw = answer.read(int(head[2]))
        answer.read(1)
        return raw

    def close(self) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
