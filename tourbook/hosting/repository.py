"""The repository on a server, to which editors push, and its working tree, which is built.

FOLDER/
  site.git/   bare; its post-receive hook publishes what was pushed
  work/       the last commit of the main branch
  build/      what was built from it last, and is changed by the next build
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from tourbook.common.files import write_atomically
from tourbook.history.git import run_git

HOOK = "hooks/post-receive"


class ServerRepository:
    def __init__(self, folder: Path) -> None:
        self.repository, self.work = folder / "site.git", folder / "work"
        self.build = folder / "build"

    @property
    def exists(self) -> bool:
        return (self.repository / "HEAD").is_file()

    def create(self, branch: str, publish_command: Sequence[str]) -> None:
        """Make the bare repository, if it is missing, and its hook. Raises GitError."""
        if not self.exists:
            self.repository.mkdir(parents=True, exist_ok=True)
            self._git("init", "--quiet", "--bare", f"--initial-branch={branch}")
        hook = self.repository / HOOK
        write_atomically(hook, f"#!/bin/sh\nexec {shlex.join(publish_command)}\n".encode())
        hook.chmod(0o755)

    def find_head(self) -> str:
        """The last commit of the main branch; "" if nothing was pushed yet."""
        output = self._git("for-each-ref", "--format=%(objectname)", self._find_branch())
        return output.strip()

    def _find_branch(self) -> str:
        return self._git("symbolic-ref", "HEAD").strip()

    def check_out(self, commit: str) -> None:
        """Make the working tree that of a commit, whatever lies in it. Raises GitError.

        Only one process may do this at a time.
        """
        if not (self.work / ".git").is_file():
            self._git("worktree", "prune")
            self._git("worktree", "add", "--quiet", "--force", "--detach", str(self.work), commit)
            return
        for lock in self.repository.glob("worktrees/*/index.lock"):  # of a build that was killed
            lock.unlink()
        run_git(self.work, "checkout", "--quiet", "--force", "--detach", commit)
        run_git(self.work, "clean", "-ffdxq", "--exclude=/.tourbook")

    def _git(self, *args: str) -> str:
        return run_git(self.repository, f"--git-dir={self.repository}", *args)
