"""serve: preview the site while editing it."""

from __future__ import annotations

import argparse
import gc
import sys

from tourbook.build.pipeline import build
from tourbook.build.workspace import CACHE_FOLDER
from tourbook.common.digests import compute_digest, encode_canonical
from tourbook.sources.snapshot import take_snapshot

from .base import Command, Run, has_failed, print_build_problems
from .preview import serve


def run(run: Run) -> int:
    why = run.find_folder_error()
    if why:
        print(why, file=sys.stderr)
        return 2
    address = f"http://{run.args.host}:{run.args.port}/"
    preview = run.output_folder if run.args.output else run.root / CACHE_FOLDER / "preview"
    run = run._replace(output_folder=preview)
    if not run.args.base_url:
        run.args.base_url = address

    def rebuild() -> None:
        try:
            report = build(run.make_build_options())
        except OSError as e:  # a file that vanished while it was read: the next look sees it
            print(e, file=sys.stderr)
            return
        print_build_problems(run, report)
        if has_failed(run, report):
            print(
                run.localize(
                    "有错误，预览保持原样", "there are errors; the preview stays as it was"
                ),
                file=sys.stderr,
            )
        else:
            n = len(report.publish_result.written_files)
            print(
                run.localize(
                    f"写入 {n} 个文件，用时 {report.seconds:.2f} 秒",
                    f"wrote {n} files in {report.seconds:.2f} s",
                ),
                file=sys.stderr,
            )
        gc.collect()

    preview.mkdir(parents=True, exist_ok=True)
    rebuild()
    print(
        run.localize(f"预览：{address}（按 Ctrl+C 停止）", f"preview: {address} (Ctrl+C stops it)"),
        file=sys.stderr,
        flush=True,
    )
    try:
        serve(
            preview,
            run.args.host,
            run.args.port,
            lambda: compute_digest(encode_canonical(take_snapshot(run.root).digests)),
            rebuild,
        )
    except OSError as e:
        print(
            run.localize(
                f"端口 {run.args.port} 不能用：{e}", f"port {run.args.port} cannot be used: {e}"
            ),
            file=sys.stderr,
        )
        return 2
    return 0


def _add_arguments(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--host", default="127.0.0.1", help="address to listen on / 监听地址")
    sub.add_argument("--port", type=int, default=8000, help="port (default: 8000) / 端口")


COMMAND = Command("preview with live reload / 本地预览，保存后自动刷新", run, _add_arguments)
