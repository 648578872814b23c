"""server back: publish the site before this one again."""

from __future__ import annotations

from tourbook.commands.base import Command, Run
from tourbook.hosting.releases import Releases
from tourbook.hosting.repository import ServerRepository


def run_back(run: Run) -> int:
    folder = run.args.folder.resolve()
    head = ServerRepository(folder).find_head()
    commit = Releases(folder).go_back(head)
    if not commit:
        run.print_error("没有更早的网站可以退回", "there is no earlier site to go back to")
        return 1
    run.print_status(
        f"网站已退回 {commit[:7]}。{head[:7]} 不再发布；改好以后再推送",
        f"the site is that of {commit[:7]} again. {head[:7]} is not published any more; push a "
        f"commit that mends it",
    )
    return 0


COMMAND = Command(run_back)
