"""editor: install the script of the browser editor, Decap CMS, as npm or a file brings it."""

from __future__ import annotations

import argparse
import base64
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from tourbook.browser_editor.package import DECAP, SOURCE_FOLDER
from tourbook.build.editor_files import EditorFiles, is_right

from .base import Command, Run, UsageError

_PREFIX = "package/dist/"
_PACKAGE = f"{DECAP.name}@{DECAP.version}"
_SECONDS = 600


def run_editor(run: Run) -> int:
    run.check_project()
    run.check_links()
    files = EditorFiles(run.root)
    if files.is_installed():
        run.print_status(
            f"{_PACKAGE} 已经装好了，在 {SOURCE_FOLDER}/",
            f"{_PACKAGE} is installed already, in {SOURCE_FOLDER}/",
        )
        return 0
    if run.args.file:
        contents = _unpack(run.args.file)
    else:
        with tempfile.TemporaryDirectory() as folder:
            contents = _unpack(_fetch(Path(folder)))
    files.write(contents)
    run.workspace.hide_from_git()
    run.print_status(
        f"装好了 {_PACKAGE}（MIT 许可），在 {SOURCE_FOLDER}/。"
        f"运行 tourbook serve，在预览的网址后面加 admin/，就能打开",
        f"installed {_PACKAGE} (MIT licence) in {SOURCE_FOLDER}/. To open it, run tourbook serve, "
        f"and add admin/ to the address of the preview",
    )
    return 0


def _fetch(folder: Path) -> Path:
    """The archive of the package, as npm fetches it. Raises UsageError."""
    npm = shutil.which("npm")
    if npm is None:
        raise UsageError(
            f"没有 npm。装好 Node.js 再来；或者在别的电脑上运行 npm pack {_PACKAGE}，"
            f"把得到的文件拿过来：tourbook editor install 文件",
            f"there is no npm: install Node.js; or run npm pack {_PACKAGE} on another machine, "
            f"bring its file here, and run tourbook editor install FILE",
        )
    try:
        subprocess.run(
            [npm, "pack", _PACKAGE, "--silent", "--ignore-scripts", "--pack-destination", folder],
            check=True,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            cwd=folder,
        )
        return next(folder.glob("*.tgz"))
    except (subprocess.SubprocessError, OSError, StopIteration) as e:
        reason = (getattr(e, "stderr", None) or str(e)).strip().splitlines()[:1]
        raise UsageError(
            f"npm 没有取到 {_PACKAGE}：{' '.join(reason)}",
            f"npm could not fetch {_PACKAGE}: {' '.join(reason)}",
        ) from e


def _unpack(archive: Path) -> dict[str, bytes]:
    """The files that are needed of an archive. Raises UsageError unless it is the very archive that
    is known."""
    try:
        raw = archive.read_bytes()
    except OSError as e:
        raise UsageError(f"读不了 {archive}：{e}", f"{archive} cannot be read: {e}") from e
    if f"sha512-{base64.b64encode(hashlib.sha512(raw).digest()).decode()}" != DECAP.integrity:
        raise UsageError(
            f"{archive} 不是 {_PACKAGE} 的文件，或者下载坏了：校验值不对，没有装",
            f"{archive} is not the file of {_PACKAGE}, or is damaged: its digest is another one, "
            f"and nothing was installed",
        )
    contents = {}
    with tarfile.open(archive) as tar:
        for name in DECAP.files:
            member = tar.extractfile(_PREFIX + name)
            contents[name] = member.read() if member else b""
    assert all(is_right(name, content) for name, content in contents.items())
    return contents


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("task", choices=("install",), help="install / 安装")
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help="the archive of the package / 软件包文件"
    )


COMMAND = Command(run_editor, _add_arguments)
