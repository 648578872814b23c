"""Where a project stands in a Git repository."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


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
    boundary: bytes = b""
    """Digest of the list of commits whose parents a shallow clone lacks: it may be deepened."""


def find_top_folder(root: Path) -> Path | None:
    """The folder with the `.git` that the project belongs to: a repository, or the file of a
    worktree or a submodule."""
    root = root.resolve()
    candidates = [folder for folder in (root, *root.parents) if (folder / ".git").exists()]
    for folder in candidates:
        if (folder / ".git").is_file() or (folder / ".git/HEAD").exists():
            return folder
    return candidates[0] if candidates else None


def find_prefix(root: Path) -> str:
    """The path of a folder in its repository ("sites/tour/"); empty for the whole, or outside."""
    top_folder = find_top_folder(root)
    folders = root.resolve().relative_to(top_folder).parts if top_folder else ()
    return "".join(f"{folder}/" for folder in folders)
