"""hooks: Git checks what is about to be committed."""

from __future__ import annotations

import argparse
import os
import shlex
import sys

from tourbook.history.git import run_git
from tourbook.history.repository import find_prefix, find_top_folder

from .base import Command, Run, UsageError

MARK = "# tourbook check"
HOOK = """\
#!/bin/sh
{mark}: what is about to be committed brings no new errors. `git commit --no-verify` does without.
cd {folder} || exit 0
exec {program} check --changed --lang {lang}
"""


def run_hooks(run: Run) -> int:
    run.check_project()
    top_folder = find_top_folder(run.root)
    if top_folder is None:
        raise UsageError(
            "这里不是 Git 仓库：先 git init", "this is no Git repository: run git init first"
        )
    folder = top_folder / run_git(top_folder, "rev-parse", "--git-common-dir").strip() / "hooks"
    hook = folder / "pre-commit"
    if hook.exists() and MARK not in hook.read_text(encoding="utf-8", errors="replace"):
        raise UsageError(
            f"{hook} 已经有了，没有改动：在里面加一行 tourbook check --changed",
            f"there is {hook} already, and it was not changed: add tourbook check --changed to it",
        )
    program = " ".join(map(shlex.quote, (sys.executable, "-m", "tourbook")))
    text = HOOK.format(
        mark=MARK,
        folder=shlex.quote(f"./{find_prefix(run.root)}"),
        program=program,
        lang=run.args.lang,
    )
    folder.mkdir(parents=True, exist_ok=True)
    hook.write_text(text, encoding="utf-8", newline="\n")
    os.chmod(hook, 0o755)  # noqa: S103 - Git runs it
    run.print_status(
        f"写好了 {hook}：以后每次提交前先检查",
        f"wrote {hook}: each commit is checked from now on",
    )
    return 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("task", choices=("install",), help="install / 安装")


COMMAND = Command(run_hooks, add_arguments)
