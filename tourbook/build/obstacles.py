"""What lies in the output folder in the way of the site, and is not from an earlier build.

It is found before the first file is moved: a move that fails would leave the site half new.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from tourbook.common.problems import Message, Problem
from tourbook.common.urls import list_folders
from tourbook.sources.paths import SITE_FILE_START


def find_obstacles(
    output_folder: Path, names: Collection[str], own_names: Collection[str]
) -> Iterator[Problem]:
    """A problem for each folder where one of the files `names` goes, and for each file where its
    folder goes. `own_names` are the files of the last build, which give way."""
    root = str(output_folder)
    for name in names:
        if _is_foreign_folder(f"{root}/{name}", root, own_names):
            yield _describe_obstacle(name)
    for folder in list_folders(names):
        path = f"{root}/{folder}"
        if os.path.isfile(path) and not os.path.islink(path) and folder not in own_names:
            yield _describe_obstacle(folder)


def _is_foreign_folder(path: str, root: str, own_names: Collection[str]) -> bool:
    """False for a folder with no files but those of the last build: with them it goes."""
    if not os.path.isdir(path) or os.path.islink(path):
        return False
    files = (p.relative_to(root).as_posix() for p in Path(path).rglob("*") if not p.is_dir())
    return any(file not in own_names for file in files)


def _describe_obstacle(name: str) -> Problem:
    return Problem(
        "output-blocked",
        SITE_FILE_START,
        Message(
            f"输出文件夹里的 “{name}” 不是生成的，占了网站要用的位置",
            f"“{name}” in the output folder is not from a build, and is where the site needs "
            f"another file or folder",
        ),
        Message("把它移走或改名，再生成一次", "move or rename it, then build again"),
    )
