"""A real Git repository for tests, deaf to the configuration of whoever runs them."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from pathlib import Path

IGNORED = "/output/\n/.tourbook/\n"


class Repository:
    """A repository in a project's folder. Every commit has a given time."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--template=", "--initial-branch=main")
        (root / ".gitignore").write_text(IGNORED)

    def git(self, *arguments: str, when: dt.datetime | None = None) -> str:
        """The output of a git command, which must succeed."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | {
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C.UTF-8",
            "GIT_AUTHOR_NAME": "Editor", "GIT_AUTHOR_EMAIL": "editor@example.org",
            "GIT_COMMITTER_NAME": "Editor", "GIT_COMMITTER_EMAIL": "editor@example.org",
        }  # fmt: skip
        if when is not None:
            assert when.tzinfo is not None
            environment |= dict.fromkeys(
                ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"@{int(when.timestamp())} +0000"
            )
        done = subprocess.run(
            ["git", "-C", str(self.root), "-c", "gc.auto=0", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"git {' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done.stdout.strip()

    def commit(self, message: str, when: dt.datetime) -> None:
        """All that lies there, even where nothing changed."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message, when=when)
