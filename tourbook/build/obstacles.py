"""What lies in the output folder in the way of the site, and is not from an earlier build.

It is found before the first file is moved: a move that fails would leave the site half new.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from tourbook.common.problems import Message, Problem
from tourbook.sources.paths import SITE_FILE_START


def find_obstacles(
    output_folder: Path, names: Iterable[str], own_names: Collection[str]
) -> Iterator[Problem]:
    """A problem for each folder where one of the files `names` goes, and for each file where its
    folder goes. `own_names` are the files of the last build, which give way."""
    checked_folders: set[str] = set()
    for name in names:
        if _is_foreign_folder(output_folder, name, own_names):
            yield _describe_obstacle(name)
        folder = name.rpartition("/")[0]
        while folder and folder not in checked_folders:
            checked_folders.add(folder)
            path = output_folder / folder
            if path.is_file() and not path.is_symlink() and folder not in own_names:
                yield _describe_obstacle(folder)
            folder = folder.rpartition("/")[0]


def _is_foreign_folder(output_folder: Path, name: str, own_names: Collection[str]) -> bool:
    """False for a folder with no files but those of the last build: with them it goes."""
    path = output_folder / name
    if not path.is_dir() or path.is_symlink():
        return False
    files = (p.relative_to(output_folder).as_posix() for p in path.rglob("*") if not p.is_dir())
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
