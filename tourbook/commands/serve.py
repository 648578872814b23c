"""serve: preview the site while editing it."""

from __future__ import annotations

import argparse
import dataclasses
import gc

from tourbook.build.options import BuildOptions
from tourbook.build.run import build
from tourbook.build.workspace import CACHE_FOLDER
from tourbook.common.digests import compute_digest, encode_canonical
from tourbook.common.l10n import format_count
from tourbook.sources.snapshot import KnownDigests, take_snapshot

from .base import Command, Run, UsageError, has_failed, print_build_problems
from .preview import serve


def run_serve(run: Run) -> int:
    run.check_folders()
    address = f"http://{run.args.host}:{run.args.port}/"
    folder = run.output_folder if run.args.output else run.root / CACHE_FOLDER / "preview"
    options = dataclasses.replace(
        run.make_build_options(),
        output_folder=folder,
        base_url=run.args.base_url or address,
    )

    known_digests: KnownDigests = {}

    def digest_sources() -> bytes:
        nonlocal known_digests
        snapshot = take_snapshot(run.root, known_digests)
        known_digests = snapshot.known_digests
        return compute_digest(encode_canonical([snapshot.digests, snapshot.refusals]))

    def rebuild() -> None:
        _rebuild(run, options)

    folder.mkdir(parents=True, exist_ok=True)
    rebuild()
    run.print_error(
        f"预览：{address}（按 Ctrl+C 停止）", f"preview: {address} (press Ctrl+C to stop)"
    )
    try:
        serve(folder, run.args.host, run.args.port, digest_sources, rebuild)
    except OSError as e:
        raise UsageError(
            f"端口 {run.args.port} 不能用：{e}", f"port {run.args.port} cannot be used: {e}"
        ) from e
    return 0


def _rebuild(run: Run, options: BuildOptions) -> None:
    try:
        result = build(options)
    except OSError as e:  # a file vanished while it was read: the next poll sees that
        run.print_error(str(e), str(e))
        return
    print_build_problems(run, result)
    if has_failed(run, result):
        run.print_error("有错误，预览保持原样", "there are errors; the preview is unchanged")
    else:
        count = len(result.publish_result.written_files)
        run.print_error(
            f"写入 {count} 个文件，用时 {result.seconds:.2f} 秒",
            f"wrote {format_count(count, 'file')} in {result.seconds:.2f} s",
        )
    gc.collect()


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on / 监听地址")
    parser.add_argument("--port", type=int, default=8000, help="port (default: 8000) / 端口")


COMMAND = Command(run_serve, _add_arguments)
