"""The plumbing commands of Git, which are the same on every machine and run no hooks, filters or
pagers.

Nothing else starts a Git process. Paths are relative to the project, which may be the whole
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
    """Where a folder stands in a Git repository."""

    head: str = ""
    """The commit that is checked out; empty if there is none."""
    is_shallow: bool = False
    hash_algorithm: str = "sha1"
    """The algorithm for the names of objects."""
    error: str = ""
    """The message of Git, if it failed."""
    is_in_repository: bool = False
    prefix: str = ""
    """The path of the folder in the repository; empty for the whole."""


class Commit(NamedTuple):
    id: str
    parents: tuple[str, ...]
    timestamp: int
    """The commit date, in seconds since 1970 (UTC)."""


FileChange = tuple[str, str]
"""A path, and the name of its blob after the commit; empty if the file was deleted."""

_REPOSITORY_VARIABLES = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_PREFIX",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_NAMESPACE",
    "GIT_COMMON_DIR",
)
"""Environment variables by which Git tells a hook which repository it runs in."""


def _run_git(root: Path, *args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["git", *args],
        cwd=root,
        input=stdin,
        capture_output=True,
        check=False,
        env=_make_environment(),
    )


def _run_or_raise(root: Path, *args: str, stdin: bytes) -> bytes:
    """The output of a command. Raises GitError."""
    process = _run_git(root, *args, stdin=stdin)
    if process.returncode:
        raise GitError(process.stderr.decode(errors="replace").strip())
    return process.stdout


def _make_environment() -> dict[str, str]:
    """The environment of Git: even in a hook, the repository is the one that has the folder."""
    inherited = {
        name: value for name, value in os.environ.items() if name not in _REPOSITORY_VARIABLES
    }
    return {**inherited, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}


def read_repository_state(root: Path) -> RepositoryState:
    """The state of a folder. Never raises: if Git fails, `error` says why."""
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return RepositoryState()
    if shutil.which("git") is None:
        return RepositoryState(error="git: command not found", is_in_repository=True)
    questions = (
        "--show-prefix",
        "--is-shallow-repository",
        "--show-object-format",
        "--verify",
        "--quiet",
        "HEAD^{commit}",
    )
    process = _run_git(root, "rev-parse", *questions)
    lines = process.stdout.decode(errors="surrogateescape").split("\n")
    if process.returncode or len(lines) != 5:
        # A repository without a commit is no error; one that belongs to another user is.
        probe = _run_git(root, "rev-parse", "--git-dir")
        message = probe.stderr.decode(errors="replace").strip().split("\n")[0]
        return RepositoryState(error=message if probe.returncode else "", is_in_repository=True)
    prefix, is_shallow, hash_algorithm, head, _ = lines
    return RepositoryState(
        head, is_shallow == "true", hash_algorithm, is_in_repository=True, prefix=prefix
    )


def list_commits(root: Path, head: str, known_ids: Iterable[str] = ()) -> list[Commit]:
    """`head` and its ancestors, without the known commits and theirs; parents come first.

    Raises GitError.
    """
    revisions = "\n".join([head, *(f"^{id}" for id in known_ids)]).encode() + b"\n"
    output = _run_or_raise(
        root,
        "rev-list",
        "--topo-order",
        "--reverse",
        "--parents",
        "--timestamp",
        "--ignore-missing",
        "--stdin",
        stdin=revisions,
    )
    commits = []
    for line in output.decode().splitlines():
        timestamp, id, *parents = line.split()
        commits.append(Commit(id, tuple(parents), int(timestamp)))
    return commits


def iterate_changes(root: Path, commits: Iterable[Commit]) -> Iterator[list[FileChange]]:
    """For each commit, the source files that differ from its first parent's. Raises GitError."""
    commits = list(commits)
    trees = "".join(f"{' '.join([c.id, *c.parents[:1]])}\n" for c in commits)
    output = _run_or_raise(
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
        stdin=trees.encode(),
    )
    changes: dict[str, list[FileChange]] = {commit.id: [] for commit in commits}
    current: list[FileChange] = []
    fields = iter(output.decode("utf-8", "surrogateescape").split("\0"))
    for field in fields:
        if field.startswith(":"):
            _, mode, _, blob, status = field.split(" ")
            # Links and submodules hold no records.
            is_file = mode.startswith("100") and not status.startswith("D")
            current.append((next(fields), blob if is_file else ""))
        elif field:
            current = changes[field]
    return iter(changes.values())


class BlobReader:
    """Reads files of any commit, all through one Git process."""

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
        """The content of a blob. Raises GitError if the repository does not have it."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin and stdout
        stdin.write(blob.encode() + b"\n")
        stdin.flush()
        header = stdout.readline().split()
        if len(header) != 3:  # object name, type, size
            raise GitError(f"git cat-file: {blob}: {b' '.join(header).decode(errors='replace')}")
        raw = stdout.read(int(header[2]))
        stdout.read(1)  # the line end after it
        return raw

    def close(self) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
