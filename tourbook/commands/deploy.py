"""deploy: move what has changed to a host, with rclone."""

from __future__ import annotations

import argparse
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import msgspec

from tourbook.build.workspace import FILE_LIST, SHARD_FILE, STAGING_FOLDER, Workspace
from tourbook.common.digests import compute_digest
from tourbook.common.files import digest_file, read_sealed, try_lock_folder, write_sealed
from tourbook.hosting.deployment import Batch, plan_deployment

from .base import Command, Run, UsageError

PROGRAM = "rclone"
_DIGESTS = msgspec.msgpack.Decoder(dict[str, bytes])


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "remote",
        metavar="REMOTE",
        help="where to, as rclone calls it, such as oss:bucket or server:/var/www / rclone 的目标",
    )
    parser.add_argument(
        "--all",
        action="store_true",
        help="compare every file with the host / 每个文件都和目标比较",
    )
    parser.add_argument(
        "--list",
        type=Path,
        metavar="FOLDER",
        help="move nothing: write the lists of files into this folder / 只写出文件清单，不传",
    )


def run_deploy(run: Run) -> int:
    run.check_folders()
    with try_lock_folder(run.output_folder) as has_lock:
        if not has_lock:
            raise UsageError("正在生成网站，等它完成", "the site is being built: wait for it")
        return _deploy(run)


def _deploy(run: Run) -> int:
    if (run.output_folder / SHARD_FILE).exists():
        raise UsageError(
            f"{run.output_folder} 只是网站的一部分：先用 tourbook merge 合成",
            f"{run.output_folder} is only a part of the site: `tourbook merge` the parts first",
        )
    files = _digest_files(run.output_folder)
    if not files:
        raise UsageError(
            f"{run.output_folder} 是空的：先生成网站",
            f"{run.output_folder} is empty: build the site first",
        )
    state = _get_state_path(run)
    deployed = {} if run.args.all else _read_state(state)
    batches = plan_deployment(files, deployed)
    if run.args.list:
        _write_lists(run.args.list, batches)
    elif not _move_batches(run, batches):
        run.print_error(
            "没有传完；再运行一次，会接着传", "not all was moved; run it again to go on"
        )
        return 1
    else:
        write_sealed(state, msgspec.msgpack.encode(files))
    moved_count = sum(len(batch.paths) for batch in batches if not batch.is_deletion)
    deleted_count = sum(len(batch.paths) for batch in batches if batch.is_deletion)
    run.print_status(
        f"全站 {len(files)} 个文件：要传 {moved_count} 个，要删 {deleted_count} 个",
        f"{len(files):,} files: {moved_count:,} to move, {deleted_count:,} to delete",
    )
    return 0


def _digest_files(folder: Path) -> dict[str, bytes]:
    """Path -> digest of all files of the site, and of those that were put beside them."""
    return {
        path.relative_to(folder).as_posix(): digest_file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != FILE_LIST and STAGING_FOLDER not in path.parts
    }


def _get_state_path(run: Run) -> Path:
    """What was moved to this remote last; one for each."""
    name = compute_digest(run.args.remote.encode()).hex()[:12]
    return Workspace(run.root, run.output_folder).memory_folder / f"deployed-{name}"


def _read_state(path: Path) -> Mapping[str, bytes]:
    try:
        return _DIGESTS.decode(read_sealed(path))
    except msgspec.DecodeError:
        return {}


def _write_lists(folder: Path, batches: list[Batch]) -> None:
    """One list for each batch, in the order in which they are to be moved, beside its headers."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, batch in enumerate(batches, 1):
        name = f"{number}-{'delete' if batch.is_deletion else 'move'}"
        (folder / f"{name}.txt").write_text(_join_lines(batch.paths), encoding="utf-8")
        if batch.headers:
            (folder / f"{name}.headers").write_text(_join_lines(batch.headers), encoding="utf-8")


def _join_lines(lines: tuple[str, ...]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _move_batches(run: Run, batches: list[Batch]) -> bool:
    """Whether all went well."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise UsageError(
            "没有找到 rclone：从 https://rclone.org 安装，或用 --list 写出清单，用别的工具传",
            "rclone was not found: install it (https://rclone.org), or write lists for another "
            "tool with --list",
        )
    return all(_move_batch(run, program, batch) for batch in batches)


def _move_batch(run: Run, program: str, batch: Batch) -> bool:
    if batch.is_deletion:
        command = [program, "delete", run.args.remote]
    else:
        command = [program, "copy", str(run.output_folder), run.args.remote, "--checksum"]
        command += [word for header in batch.headers for word in ("--header-upload", header)]
    command += ["--files-from-raw", "-", *(["--no-traverse"] if not run.args.all else [])]
    process = subprocess.run(command, input=_join_lines(batch.paths).encode(), check=False)
    return process.returncode == 0


COMMAND = Command(run_deploy, add_arguments)
