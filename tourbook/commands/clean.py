"""clean: delete what builds have made, and nothing else."""

from __future__ import annotations

from tourbook.build import manifest
from tourbook.build.publish import prune
from tourbook.build.workspace import STAGING_FOLDER, Workspace
from tourbook.common.files import remove_tree

from .base import Command, Run

MAX_LISTED_FILES = 5


def run_clean(run: Run) -> int:
    run.check_links()
    folder = run.output_folder
    workspace = Workspace(run.root, folder)
    outputs = manifest.load(workspace.manifest_path).outputs
    for name in outputs:
        prune(folder, name)
    remove_tree(folder / STAGING_FOLDER)
    _delete_memory(workspace)
    run.print_status(f"删除了 {len(outputs)} 个文件", f"deleted {len(outputs)} files")
    remaining = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if remaining:
        listed = ", ".join(remaining[:MAX_LISTED_FILES])
        run.print_status(
            f"{folder} 里还有不是 Tourbook 生成的：{listed}",
            f"still in {folder}, not made by Tourbook: {listed}",
        )
    elif folder.is_dir():
        folder.rmdir()
    return 0


def _delete_memory(workspace: Workspace) -> None:
    for path in (
        workspace.manifest_path,
        workspace.lock_path,
        workspace.cache_path,
        workspace.history_path,
    ):
        path.unlink(missing_ok=True)


COMMAND = Command(run_clean)
