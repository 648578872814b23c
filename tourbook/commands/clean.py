"""clean: delete what builds have made, and nothing else."""

from __future__ import annotations

import sys

from tourbook.build import manifest as mf
from tourbook.build.publish import STAGING_FOLDER, prune
from tourbook.build.workspace import Workspace
from tourbook.common.files import remove_tree

from .base import Command, Run


def run(run: Run) -> int:
    workspace = Workspace(run.root, run.output_folder)
    made = mf.load(workspace.manifest_path).outputs
    for name in made:
        prune(run.output_folder, name)
    remove_tree(run.output_folder / STAGING_FOLDER)
    for made_beside in (
        workspace.manifest_path,
        workspace.lock_path,
        workspace.cache_path,
        workspace.history_path,
    ):
        made_beside.unlink(missing_ok=True)
    left = sorted(p.name for p in run.output_folder.iterdir()) if run.output_folder.is_dir() else []
    if not left and run.output_folder.is_dir():
        run.output_folder.rmdir()
    if not run.args.quiet:
        print(
            run.localize(f"删除了 {len(made)} 个文件", f"deleted {len(made)} files"),
            file=sys.stderr,
        )
        if left:
            listed = ", ".join(left[:5])
            zh, en = (
                f"{run.output_folder} 里还有不是 Tourbook 生成的：{listed}",
                f"left in {run.output_folder}, not made by Tourbook: {listed}",
            )
            print(run.localize(zh, en), file=sys.stderr)
    return 0


COMMAND = Command("delete what was built, and only that / 删除生成的文件", run)
