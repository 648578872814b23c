"""merge: put the shards of a site together."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tourbook.build.merge import MergeError, find_shard_folders, merge_shards
from tourbook.build.run import BUSY
from tourbook.build.workspace import Workspace
from tourbook.common.files import try_lock_folder
from tourbook.common.problems import format_count

from .base import Command, Run, UsageError, print_foreign_files, print_problems


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folders",
        metavar="FOLDER",
        type=Path,
        nargs="*",
        help="of each shard, or one that holds them all (default: where `build --shard` leaves "
        "them) / 各部分的文件夹，或装着它们的文件夹",
    )


def run_merge(run: Run) -> int:
    run.check_output_folder()
    workspace = Workspace(run.root, run.output_folder)
    folders = [folder.resolve() for folder in run.args.folders] or [workspace.shards_folder]
    if run.output_folder in find_shard_folders(folders):
        raise UsageError(
            f"{run.output_folder} 是一个部分：请用 --output 指定别的文件夹",
            f"{run.output_folder} is one of the shards: name another folder with --output",
        )
    with try_lock_folder(run.output_folder) as has_lock:
        if not has_lock:
            print_problems(run, [BUSY], {})
            return 1
        return merge_folders(run, folders)


def merge_folders(run: Run, folders: Sequence[Path]) -> int:
    """Merge the shards in folders into the output folder, and say what came of it."""
    workspace = Workspace(run.root, run.output_folder)
    try:
        result = merge_shards(folders, workspace)
    except MergeError as e:
        for message in e.messages:
            run.print_error(*message)
        return 1
    workspace.hide_from_git()
    written_count, deleted_count = len(result.written_files), len(result.deleted_files)
    run.print_status(
        f"合成 {run.output_folder}：写入 {written_count} 个文件，保留 {result.kept_count} 个，"
        f"删除 {deleted_count} 个",
        f"merged into {run.output_folder}: wrote {format_count(written_count, 'file')}, kept "
        f"{result.kept_count}, deleted {deleted_count}",
    )
    print_foreign_files(run, result.foreign_files)
    return 0


COMMAND = Command(run_merge, add_arguments)
