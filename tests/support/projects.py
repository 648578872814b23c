"""Projects on disk, and the folder of the sample site."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tourbook.build.options import BuildOptions
from tourbook.build.rebuild import check
from tourbook.build.result import BuildResult
from tourbook.build.run import build

REPO = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 11, 24)
"""The day on which the sample site is built in tests."""


def read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


class Project:
    """A project in a folder of its own: write files, build, look at what came out."""

    def __init__(self, root: Path) -> None:
        self.root, self.output = root, root / "output"

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Path -> text or bytes; None deletes the file."""
        for name, content in files.items():
            path = self.root / name
            if content is None:
                path.unlink(missing_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def build(
        self,
        output: Path | None = None,
        *,
        today: dt.date = TODAY,
        write: bool = True,
        jobs: int = 1,
        **more: object,
    ) -> BuildResult:
        options = BuildOptions(
            self.root, output or self.output, lambda _zone: today, jobs=jobs, **more
        )  # type: ignore[arg-type]
        return build(options) if write else check(options)

    def read_tree(self, output: Path | None = None) -> dict[str, bytes]:
        """Every output file with its bytes."""
        folder = os.path.join(output or self.output, "")
        paths = [os.path.join(at, name) for at, _, names in os.walk(folder) for name in names]
        return {
            path.removeprefix(folder).replace(os.sep, "/"): read(path) for path in sorted(paths)
        }


def copy_project(project: Project, folder: Path) -> Project:
    """A copy whose builds go on from where the project is."""
    return Project(Path(shutil.copytree(project.root, folder)))


def copy_sample(folder: Path) -> Project:
    """The project of the sample site in a folder of its own, to be changed and built."""
    for name in ("content", "themes", "schedule"):
        shutil.copytree(REPO / name, folder / name)
    shutil.copy(REPO / "schedule.yaml", folder)
    return Project(folder)


def build_clean_tree(project: Project, today: dt.date, **options: object) -> dict[str, bytes]:
    """What a build in a fresh copy without any memory makes."""
    copy = Project(project.root.with_name(project.root.name + "-clean"))
    shutil.rmtree(copy.root, ignore_errors=True)
    shutil.copytree(project.root, copy.root, ignore=shutil.ignore_patterns(".tourbook", "output"))
    report = copy.build(today=today, **options)
    assert not report.error_count
    return copy.read_tree()


def build_once(factory: pytest.TempPathFactory, make: Callable[[Path], Project]) -> Project:
    """What `make` prepares in a folder, built once for all test processes. Only to be read and copied."""
    base = factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        base = base.parent
    project = Project(base / make.__name__)
    with open(base / f"{make.__name__}.lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not (project.output / "index.html").exists():
            report = make(project.root).build()
            assert not report.problems, report.problems
    return project
