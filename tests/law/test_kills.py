"""A build that is killed at any operation on a file is repaired by the next one, whether the edit
was meant or is taken back, and even if the memory of builds is lost as well.

A child process builds, and ends without any clean-up before the chosen operation.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.support import tiny_theme
from tests.support.examples import IS_RANDOM
from tests.support.projects import TODAY, Project, build_clean_tree
from tests.support.sources import HALL, SMALL, TOUR, stop_yaml

OPERATIONS = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.utime", "shutil.rmtree")
KILLED = 9
BEFORE: dict[str, str | bytes | None] = {
    **tiny_theme.list_theme_files("default"),
    **SMALL,
    "content/news/a.md": "---\ntitle: x\ndate: 2026-01-01\n---\n",
    "content/pages/p.md": "---\ntitle: x\naliases: [/old.html]\n---\n",
}
EDIT: dict[str, str | bytes | None] = {
    "content/news/a.md": None,
    "content/news/b.md": "---\ntitle: y\ndate: 2026-01-02\n---\n",
    "content/pages/p.md": "---\ntitle: x\naliases: [/old.html/now/]\n---\n",
    "content/venues/hall.md": HALL.replace("1号", "2号"),
    "schedule.yaml": TOUR + stop_yaml("first", "open: 2026-12-02", "close: 2026-12-20"),
}


def build_until(project: Project, last: int, count_file: Path) -> bool:
    """Build in a child that is killed before operation number `last`; True if it came to that.
    Otherwise the number of operations is in `count_file`."""
    child = os.fork()
    if child == 0:
        _die_at(last, count_file, str(project.root))
        project.build()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED


def _die_at(last: int, count_file: Path, root: str) -> None:
    count, is_counting = 0, True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count, is_counting
        if not is_counting or not _changes_files(event, arguments, root):
            return
        is_counting = False
        count += 1
        if count < last:
            count_file.write_text(str(count))
            is_counting = True
            return
        if event == "open" and count % 2:  # half the time after the file was made empty
            os.close(os.open(str(arguments[0]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC))
        os._exit(KILLED)

    sys.addaudithook(watch)


def _changes_files(event: str, arguments: tuple[object, ...], root: str) -> bool:
    if event == "open":
        path, _, flags = arguments
        is_write = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
        return bool(is_write) and str(path).startswith(root)
    return event in OPERATIONS and str(arguments[0]).startswith(root)


def start(folder: Path, files: dict[str, str | bytes | None], built: Path | None) -> Project:
    """A project, with what an earlier build left if it is given."""
    shutil.rmtree(folder, ignore_errors=True)
    if built:
        shutil.copytree(built, folder)
    project = Project(folder)
    project.write(files)
    return project


@pytest.mark.parametrize("scenario", ["first build", "edit"])
def test_a_build_that_is_killed_at_any_operation_is_repaired(tmp_path: Path, scenario: str) -> None:
    built = None
    if scenario == "edit":
        built = tmp_path / "built"
        assert not start(built, BEFORE, None).build().error_count
    edit = EDIT if scenario == "edit" else BEFORE
    after = build_clean_tree(start(tmp_path / "after", {**BEFORE, **EDIT}, None), TODAY)
    before = build_clean_tree(start(tmp_path / "before", BEFORE, None), TODAY)
    step = 1 if IS_RANDOM else 7 if scenario == "edit" else 29
    number = 1
    while True:
        project = start(tmp_path / "p", edit, built)
        if not build_until(project, number, tmp_path / "count"):
            break
        is_taken_back = bool(number // step % 2)
        project.write({**dict.fromkeys(EDIT), **BEFORE} if is_taken_back else {**BEFORE, **EDIT})
        if number // step % 3 == 0:
            shutil.rmtree(project.root / ".tourbook", ignore_errors=True)
        assert not project.build().error_count
        assert project.read_tree() == (before if is_taken_back else after), number
        number += step
    assert int((tmp_path / "count").read_text()) > (60 if scenario == "edit" else 150)
