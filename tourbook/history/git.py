"""The plumbing commands of Git, which are the same on every machine and start no other program:
no hooks, filters or pagers, and no transport that would fetch what a partial clone lacks.

Nothing else starts a Git process. Paths are relative to the project, which may be the whole
repository or a folder of it. The repository is the one whose `.git` is next above the project, and
is always named: files of a branch that look like a repository (HEAD, objects, refs) are just files.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tourbook.common.files import digest_file
from tourbook.common.patterns import compile_late
from tourbook.sources.paths import SOURCE_FILES, SOURCE_FOLDERS

from .repository import GitError, RepositoryState, find_prefix, find_top_folder


class Commit(NamedTuple):
    id: str
    parents: tuple[str, ...]
    timestamp: int
    """The commit date, in seconds since 1970 (UTC)."""


FileChange = tuple[str, str]
"""A path, and the name of its blob after the commit; empty if the file was deleted."""

_INHERITED_VARIABLE = compile_late(
    r"GIT_CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|(KEY|VALUE)_\d+)|GIT_TEST_ASSUME_DIFFERENT_OWNER"
)
"""The variables of Git that it gets from outside: those that say which configuration is the user's
or the system's, with its `safe.directory`. No other may name a repository or a program."""

_SETTINGS = (
    "safe.bareRepository=explicit",
    "protocol.allow=never",
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.sshCommand=false",
    "diff.external=",
)
"""These win over any configuration."""


def _run_git(
    root: Path, *args: str, stdin: bytes = b"", folder: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in the repository of a project; in a given folder, in what Git finds there."""
    return subprocess.run(
        _make_command(*args),
        cwd=folder or root,
        input=stdin,
        capture_output=True,
        check=False,
        env=_make_environment(None if folder else find_top_folder(root)),
    )


def run_git(folder: Path, *args: str) -> str:
    """The output of a command that Git runs in a folder. Raises GitError."""
    process = _run_git(folder, *args, folder=folder)
    if process.returncode:
        raise GitError(process.stderr.decode(errors="replace").strip())
    return process.stdout.decode()


def _make_command(*args: str) -> list[str]:
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    return [_find_program() or "git", "--no-pager", *settings, *args]


def _find_program() -> str | None:
    """The path of Git; never one that lies in the current folder, as a branch might have it."""
    return shutil.which("git", path=_list_program_folders())


def _list_program_folders() -> str:
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(folder for folder in folders if os.path.isabs(folder))


def _run_or_raise(root: Path, *args: str, stdin: bytes) -> bytes:
    """The output of a command. Raises GitError."""
    process = _run_git(root, *args, stdin=stdin)
    if process.returncode:
        raise GitError(process.stderr.decode(errors="replace").strip())
    return process.stdout


def _make_environment(top_folder: Path | None) -> dict[str, str]:
    """The environment of Git, with the repository of a folder; even in a hook it is this one."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or _INHERITED_VARIABLE.fullmatch(name)
    }
    repository = (
        {"GIT_DIR": str(top_folder / ".git"), "GIT_WORK_TREE": str(top_folder)}
        if top_folder
        else {}
    )
    return {
        **inherited,
        **repository,
        "PATH": _list_program_folders(),
        "LC_ALL": "C",
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_NO_LAZY_FETCH": "1",
        # what only this clone takes for history
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }


def read_repository_state(root: Path) -> RepositoryState:
    """The state of a folder. Never raises: if Git fails, `error` says why."""
    top_folder = find_top_folder(root)
    if top_folder is None:
        return RepositoryState()
    if _find_program() is None:
        return RepositoryState(error="git: command not found", is_in_repository=True)
    questions = (
        "--is-shallow-repository",
        "--git-path",
        "shallow",
        "--show-object-format",
        "--verify",
        "--quiet",
        "HEAD^{commit}",
    )
    # Not named but found, in the very folder: only then does Git ask whose repository it is.
    process = _run_git(root, "rev-parse", *questions, folder=top_folder)
    lines = process.stdout.decode().split("\n")
    if process.returncode or len(lines) != 5:
        # A repository without a commit is no error; one that belongs to another user is.
        probe = _run_git(root, "rev-parse", "--git-dir", folder=top_folder)
        message = probe.stderr.decode(errors="replace").strip().split("\n")[0]
        return RepositoryState(error=message if probe.returncode else "", is_in_repository=True)
    shallow, boundary_file, hash_algorithm, head, _ = lines
    is_shallow = shallow == "true"
    return RepositoryState(
        head,
        is_shallow,
        hash_algorithm,
        is_in_repository=True,
        prefix=find_prefix(root),
        boundary=digest_file(top_folder / boundary_file) if is_shallow else b"",
    )


def has_tracked_files(root: Path, name: str) -> bool:
    """True if Git tracks this file or folder, in capitals or not. Raises GitError."""
    return bool(_run_or_raise(root, "ls-files", "--", f":(icase){name}", stdin=b""))


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
        "--no-ext-diff",
        "--no-textconv",
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


def find_commit(root: Path, revision: str) -> str:
    """The id of the commit that a name or an id means. Raises GitError."""
    arguments = ("--verify", "--end-of-options", f"{revision}^{{commit}}")
    return _run_or_raise(root, "rev-parse", *arguments, stdin=b"").decode().strip()


def list_blobs(root: Path, revision: str) -> dict[str, str]:
    """The source files of a commit -> their blobs. Raises GitError."""
    output = _run_or_raise(
        root,
        "ls-tree",
        "-r",
        "-z",
        "--end-of-options",
        revision,
        "--",
        *(f"{folder}/" for folder in SOURCE_FOLDERS),
        *SOURCE_FILES,
        stdin=b"",
    )
    entries = filter(None, output.decode("utf-8", "surrogateescape").split("\0"))
    fields = (entry.partition("\t") for entry in entries)
    # Links and submodules hold no records.
    return {name: head.split()[2] for head, _, name in fields if head.startswith("100")}


def list_changed_files(root: Path, revision: str) -> set[str]:
    """The source files that are not as a commit has them, by what Git remembers of them; some may
    be the same all the same. Raises GitError."""
    output = _run_or_raise(
        root,
        "diff-index",
        "-z",
        "--name-only",
        "--no-renames",
        "--no-ext-diff",
        "--relative",
        "--end-of-options",
        revision,
        "--",
        *SOURCE_FOLDERS,
        *SOURCE_FILES,
        stdin=b"",
    )
    return set(filter(None, output.decode("utf-8", "surrogateescape").split("\0")))


class BlobReader:
    """Reads files of any commit, all through one Git process."""

    def __init__(self, root: Path) -> None:
        self._process = subprocess.Popen(
            _make_command("cat-file", "--batch"),
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_make_environment(find_top_folder(root)),
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
