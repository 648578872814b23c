"""clean: delete what builds have made, and nothing else."""

from __future__ import annotations

from tourbook.build.file_list import load_manifest
from tourbook.build.placement import prune
from tourbook.build.run import BUSY
from tourbook.build.workspace import FILE_LIST, SHARD_FILE, STAGING_FOLDER, Workspace
from tourbook.common.files import remove_leftovers, remove_path, try_lock_folder
from tourbook.common.problems import format_count

from .base import Command, Run, list_files, print_problems


def run_clean(run: Run) -> int:
    run.check_project()
    run.check_links()
    with try_lock_folder(run.output_folder) as has_lock:
        if not has_lock:
            print_problems(run, [BUSY], {})
            return 1
        _clean(run)
    return 0


def _clean(run: Run) -> None:
    folder = run.output_folder
    workspace = Workspace(run.root, folder)
    outputs = load_manifest(workspace).outputs
    for name in (*outputs, FILE_LIST, SHARD_FILE):
        prune(folder, name)
    remove_path(folder / STAGING_FOLDER)
    _delete_memory(workspace)
    count = len(outputs)
    run.print_status(f"删除了 {count} 个文件", f"deleted {format_count(count, 'file')}")
    remaining = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if remaining:
        listed = list_files(remaining)
        run.print_status(
            f"{folder} 里还有不是 Tourbook 生成的：{listed}",
            f"still in {folder}, not made by Tourbook: {listed}",
        )
    elif folder.is_dir():
        folder.rmdir()


def _delete_memory(workspace: Workspace) -> None:
    for path in (*workspace.memory_paths, workspace.ignore_path):
        remove_path(path)
    remove_leftovers(workspace.memory_folder)


COMMAND = Command(run_clean)
