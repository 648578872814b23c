"""What all tests share: small projects on disk, and the sample site built once."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tourbook.build.pipeline import BuildOptions, BuildResult, build

REPO = Path(__file__).resolve().parent.parent
TODAY = dt.date(2026, 11, 24)
"""The day on which the sample site is built in tests."""

SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("same", deadline=None, suppress_health_check=SLOW, derandomize=True)
settings.register_profile("random", deadline=None, suppress_health_check=SLOW)
settings.load_profile(
    os.environ.get("EXAMPLES", "same")
)  # the same commit passes or fails each time; to look for more: EXAMPLES=random


class Project:
    """A project in a folder of its own: write files, build, look at what came out."""

    def __init__(self, root: Path) -> None:
        self.root, self.output = root, root / "output"

    def write(self, files: dict[str, str | bytes | None]) -> None:
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
        return build(options, write=write)

    def tree(self, output: Path | None = None) -> dict[str, bytes]:
        """Every output file with its bytes."""
        folder = output or self.output
        return {
            p.relative_to(folder).as_posix(): p.read_bytes()
            for p in sorted(folder.rglob("*"))
            if p.is_file()
        }


SMALL: dict[str, str | bytes | None] = {
    "content/site.yaml": "name: 小站\nbase_url: https://small.example/\nuid_domain: "
    "small.example\nupdated: 2026-11-01\n",
    "content/exhibitions/light.md": "---\nname: 光影\ncopies:\n  - id: a\n---\n\n光是什么？\n",
    "content/venues/hall.md": '---\nname: 县科技馆\nregion: "621121"\naddress: '
    "人民路1号\nhours:\n  wed-sun: 09:00-17:00\n---\n",
    "schedule.yaml": (
        "tours:\n  - id: tour\n    name: 巡展\n    exhibition: light\n    stops:\n      - id: "
        "first\n        venue: hall\n"
        "        open: 2026-11-01\n        close: 2026-12-20\n        note: 请**预约**。\n"
    ),
}
"""The smallest project with one of each that a stop needs."""


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[..., Project]:
    """A new project from SMALL with other or further files; themes are the real ones."""
    count = 0

    def make(files: dict[str, str | bytes | None] | None = None, *, small: bool = True) -> Project:
        nonlocal count
        count += 1
        project = Project(tmp_path / f"project-{count}")
        shutil.copytree(REPO / "themes", project.root / "themes")
        project.write({**(SMALL if small else {}), **(files or {})})
        return project

    return make


def copy_of_sample(folder: Path) -> Project:
    """The project of the sample site in a folder of its own, to be changed and built."""
    for name in ("content", "themes", "schedule"):
        shutil.copytree(REPO / name, folder / name)
    shutil.copy(REPO / "schedule.yaml", folder)
    return Project(folder)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the sample site, built once for all test processes. Only to be read."""
    base = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        base = base.parent
    output, lock = base / "sample-site", base / "sample-site.lock"
    with open(lock, "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not (output / "index.html").exists():
            report = copy_of_sample(base / "sample-project").build(output)
            assert not report.problems, report.problems
    return output
