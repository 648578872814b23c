"""What all tests share: small projects on disk, and the sample site built once."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support import memory
from tests.support.museum import Museum
from tests.support.projects import REPO, Project, build_once, copy_sample
from tests.support.repositories import commit_sample
from tests.support.sources import SMALL

MEMORY_DISK, MIN_FREE = Path("/dev/shm"), 4_000_000_000
if MEMORY_DISK.is_dir() and shutil.disk_usage(MEMORY_DISK).free > MIN_FREE:
    # Builds write thousands of small files: in memory, the tests take two thirds of the time.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY_DISK))
SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile(
    "same", deadline=None, suppress_health_check=SLOW, derandomize=True, max_examples=50
)
settings.register_profile("random", deadline=None, suppress_health_check=SLOW)
settings.load_profile(
    os.environ.get("EXAMPLES", "same")
)  # the same commit passes or fails each time; to look for more: EXAMPLES=random


def pytest_configure(config: pytest.Config) -> None:
    """Builds of tests, in other processes too, share a memory of compiled templates of their own."""
    if not hasattr(config, "workerinput"):
        os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="tourbook-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop("XDG_CACHE_HOME"), ignore_errors=True)


def pytest_collection() -> None:
    gc.disable()


def pytest_collection_finish() -> None:
    """What is known of thousands of tests stays: to look at it for garbage again and again takes a
    tenth of the time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


LONGEST = ("tests/calendars/test_year.py",)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test of minutes comes first: no process is to wait for it when all others are done."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(autouse=True, scope="session")
def share_work() -> Iterator[None]:
    """Builds in this process share what does not depend on them."""
    with pytest.MonkeyPatch.context() as patch:
        memory.share_work(patch)
        yield


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


@pytest.fixture(scope="session")
def built_sample(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample site."""
    return build_once(tmp_path_factory, copy_sample)


@pytest.fixture(scope="session")
def versioned_sample(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample site in a repository, with one commit of before its first dates."""
    return build_once(tmp_path_factory, commit_sample)


@pytest.fixture
def museum(tmp_path: Path) -> Museum:
    return Museum(tmp_path / "museum")


@pytest.fixture(scope="session")
def sample(built_sample: Project) -> Path:
    """The output folder of the sample site. Only to be read."""
    return built_sample.output
