"""`build --cluster`: build on several machines."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from tourbook.build.options import Shard
from tourbook.build.run import BUSY
from tourbook.build.workspace import Workspace
from tourbook.common.files import remove_path, try_lock_folder
from tourbook.hosting.cluster import ShardRun, build_shards, open_cluster

from .base import Run, UsageError, print_failure, print_problems
from .merge import merge_folders


def run_cluster_build(run: Run) -> int:
    run.check_folders()
    with try_lock_folder(run.output_folder) as has_lock:
        if not has_lock:
            print_problems(run, [BUSY], {})
            return 1
        return _build(run)


def _build(run: Run) -> int:
    workspace = Workspace(run.root, run.output_folder)
    workspace.hide_from_git()
    runs = _build_shards(run, workspace.shards_folder)
    failed_runs = [shard_run for shard_run in runs if shard_run.exit_code]
    _print_run((failed_runs or runs)[0])
    if failed_runs:
        print_failure(run)
        return failed_runs[0].exit_code
    names = {Shard(number, len(runs)).folder_name for number in range(1, len(runs) + 1)}
    for folder in workspace.shards_folder.iterdir():
        if folder.name not in names:  # of a cluster with more or fewer machines
            remove_path(folder)
    return merge_folders(run, [workspace.shards_folder])


def _build_shards(run: Run, folder: Path) -> list[ShardRun]:
    address = run.args.cluster
    try:
        with open_cluster(address) as (executor, total):
            if not total:
                raise UsageError(f"{address} 还没有机器", f"{address} has no workers yet")
            return build_shards(executor, _list_arguments(run), folder, total)
    except ImportError:
        raise UsageError(
            '没有安装 Dask：pip install "tourbook[cluster]"',
            'Dask is not installed: pip install "tourbook[cluster]"',
        ) from None
    except (OSError, ValueError) as e:
        raise UsageError(
            f"{address} 没有 Dask 调度器应答：{e}", f"no Dask scheduler answers at {address}: {e}"
        ) from None


def _list_arguments(run: Run) -> list[str]:
    """The options of this call, as the builds of the shards are to have them. All of them build as
    of one moment."""
    args = run.args
    moment = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    options = {
        "--root": str(run.root),
        "--today": args.today or moment,
        "--base-url": args.base_url,
        "--format": args.format,
        "--lang": args.lang,
    }
    flags = {"--drafts": args.drafts, "--strict": args.strict, "--quiet": True}
    words = [word for name, value in options.items() if value for word in (name, value)]
    return [*words, *(name for name, is_set in flags.items() if is_set)]


def _print_run(shard_run: ShardRun) -> None:
    """What the build of a shard printed: problems, which all shards report alike."""
    print(shard_run.problems, end="")
    print(shard_run.messages, end="", file=sys.stderr)
