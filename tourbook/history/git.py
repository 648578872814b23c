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

from tourbook.common.files import ROOTS, SINGLE


class State(NamedTuple):
    """How a folder stands to Git. `head` is "" where there is no commit; `why` says what is the
    matter then."""

    head: str = ""
    shallow: bool = False
    algorithm: str = "sha1"
    """Of the names of objects."""
    why: str = ""
    here: bool = False
    """Whether the folder is in a repository at all."""
    prefix: str = ""
    """The folder of the repository that it is, "" for the whole."""


class Commit(NamedTuple):
    name: str
    parents: tuple[str, ...]
    time: int
    """Of committing, in seconds since 1970."""


Change = tuple[str, str]
"""A path, and the name of the blob that it has now ("" where there is none)."""


def _run(root: Path, *args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["git", *args], cwd=root, input=stdin, capture_output=True, check=False, env=_environment()
    )


def _environment() -> dict[str, str]:
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


def state(root: Path) -> State:
    """Never raises: what does not work is told in `why`."""
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return State()
    if shutil.which("git") is None:
        return State(why="git: command not found", here=True)
    asked = (
        "--show-prefix",
        "--is-shallow-repository",
        "--show-object-format",
        "--verify",
        "--quiet",
        "HEAD^{commit}",
    )
    done = _run(root, "rev-parse", *asked)
    lines = done.stdout.decode(errors="surrogateescape").split("\n")
    if done.returncode or len(lines) != 5:
        probe = _run(
            root, "rev-parse", "--git-dir"
        )  # no commit yet is no failure, a repository of somebody else's is
        said = (
            probe.stderr.decode(errors="replace").strip().split("\n")[0] if probe.returncode else ""
        )
        return State(why=said, here=True)
    return State(lines[3], lines[1] == "true", lines[2], here=True, prefix=lines[0])


def commits(root: Path, head: str, known: Iterable[str] = ()) -> list[Commit]:
    """The commits that `head` stands on and no known one does, parents first. Raises OSError where
    Git fails."""
    wanted = "\n".join([head, *(f"^{name}" for name in known)]).encode() + b"\n"
    done = _run(
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
        raise OSError(done.stderr.decode(errors="replace").strip())
    out = []
    for line in done.stdout.decode().splitlines():
        time, name, *parents = line.split()
        out.append(Commit(name, tuple(parents), int(time)))
    return out


def changes(root: Path, found: Iterable[Commit]) -> Iterator[list[Change]]:
    """For each commit, what differs from its first parent among the project's files that hold
    records."""
    asked = list(found)
    stdin = "".join(
        f"{c.name} {c.parents[0]}\n" if c.parents else f"{c.name}\n" for c in asked
    ).encode()
    done = _run(
        root,
        "diff-tree",
        "--stdin",
        "-r",
        "--root",
        "--no-renames",
        "--relative",
        "-z",
        "--",
        *ROOTS,
        *SINGLE,
        stdin=stdin,
    )
    if done.returncode:
        raise OSError(done.stderr.decode(errors="replace").strip())
    by: dict[str, list[Change]] = {c.name: [] for c in asked}
    fields = iter(done.stdout.decode("utf-8", "surrogateescape").split("\0"))
    now: list[Change] = []
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


class Blobs:
    """Reads files of any commit; one process for all of them."""

    def __init__(self, root: Path) -> None:
        self._process = subprocess.Popen(
            ["git", "cat-file", "--batch"],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )

    def read(self, name: str) -> bytes:
        """Raises OSError where there is no such blob (any more)."""
        ask, answer = self._process.stdin, self._process.stdout
        assert ask and answer
        ask.write(name.encode() + b"\n")
        ask.flush()
        head = answer.readline().split()
        if len(head) != 3:
            raise OSError(f"git cat-file: {name}: {b' '.join(head).decode(errors='replace')}")
        raw = answer.read(int(head[2]))
        answer.read(1)
        return raw

    def close(self) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
