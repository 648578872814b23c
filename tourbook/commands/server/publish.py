"""server publish: build what was pushed last, and publish it if that differs."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

from tourbook.commands.base import Command, Run, UsageError
from tourbook.commands.build import run_build
from tourbook.common.files import try_lock_folder
from tourbook.hosting.releases import Releases
from tourbook.hosting.repository import ServerRepository

PATIENCE = 600
"""Seconds for which a build waits for another one."""


def run_publish(run: Run) -> int:
    folder = run.args.folder.resolve()
    if not ServerRepository(folder).exists:
        raise UsageError(
            f"{folder} 里没有 site.git：先用 server setup 建好",
            f"there is no site.git in {folder}: make it with `server setup`",
        )
    deadline = time.monotonic() + PATIENCE
    is_waiting = False
    while True:
        with try_lock_folder(folder) as has_lock:
            if has_lock:
                return _publish(run, folder)
        if not is_waiting:
            run.print_status("另一次生成还没有结束，等它完成", "waiting for another build")
            is_waiting = True
        if time.monotonic() > deadline:
            run.print_error("等得太久，没有生成", "waited too long; nothing was built")
            return 1
        time.sleep(0.2)


def _publish(run: Run, folder: Path) -> int:
    repository, releases = ServerRepository(folder), Releases(folder)
    commit = repository.find_head()
    if not commit:
        run.print_status("还没有推送过内容", "nothing was pushed yet")
        return 0
    replacement = releases.find_replacement(commit)
    if replacement:
        run.print_status(
            f"{commit[:7]} 已经退回：生成 {replacement[:7]}，直到推送新的提交",
            f"{commit[:7]} was taken back: building {replacement[:7]} until a new commit is pushed",
        )
        commit = replacement
    repository.check_out(commit)
    code = run_build(run._replace(root=repository.work, output_folder=repository.build))
    if code:
        run.print_error("网站没有变，还是原来的", "the site stays as it was")
        return code
    if releases.add(repository.build, dt.datetime.now(dt.UTC), commit):
        run.print_status(f"已发布 {commit[:7]}", f"published {commit[:7]}")
    return 0


COMMAND = Command(run_publish)
