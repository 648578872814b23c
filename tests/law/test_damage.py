"""Whatever happens to the memory of builds, the next build makes what a clean one makes."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import tiny_theme
from tests.support.examples import FIRST_SEED
from tests.support.projects import TODAY, Project, build_clean_tree
from tests.support.repositories import VersionedProject
from tests.support.sources import HALL, SMALL
from tourbook.build.workspace import FILE_LIST, Workspace
from tourbook.common.files import read_sealed, write_sealed

EDIT: dict[str, str | bytes | None] = {
    "content/news/a.md": None,
    "content/venues/hall.md": HALL.replace("1号", "2号"),
}


def turn_a_bit(path: Path, rng: random.Random) -> None:
    raw = bytearray(path.read_bytes())
    raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    path.write_bytes(raw)


def cut(path: Path, rng: random.Random) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[: rng.randrange(len(raw))])


def repeat_a_part(path: Path, rng: random.Random) -> None:
    raw = path.read_bytes()
    at = rng.randrange(1, len(raw))
    path.write_bytes(raw[:at] + raw)


def fill_with_zeros(path: Path, rng: random.Random) -> None:
    size = path.stat().st_size
    with path.open("r+b") as f:
        f.seek(rng.randrange(size))
        f.write(bytes(size - f.tell()))


def replace_with_noise(path: Path, rng: random.Random) -> None:
    path.write_bytes(rng.randbytes(500))


def exchange_with_another(path: Path, rng: random.Random) -> None:
    others = [p for p in path.parent.iterdir() if p.is_file() and p != path]
    shutil.copy(rng.choice(others), path)


def make_a_folder(path: Path, _: random.Random) -> None:
    path.unlink()
    path.mkdir()
    (path / "x").write_text("x")


def lead_elsewhere(path: Path, _: random.Random) -> None:
    path.rename(path.parent.parent / "moved")
    path.symlink_to("../moved")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a site that is up to date."""
    root = tmp_path_factory.mktemp("built") / "p"
    repo = VersionedProject(root)
    news = {"content/news/a.md": "---\ntitle: x\ndate: 2026-01-01\n---\n"}
    repo.commit(0, {**tiny_theme.list_theme_files("default"), **SMALL, **news})
    repo.commit(100, {"content/venues/hall.md": HALL.replace("1号", "3号")})
    assert not repo.project.build().error_count
    return root


@pytest.fixture(scope="module")
def clean_tree(built: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    copy = Project(tmp_path_factory.mktemp("clean") / "p")
    shutil.copytree(built, copy.root)
    copy.write(EDIT)
    return build_clean_tree(copy, TODAY)


def find_memory(root: Path, name: str) -> Path:
    workspace = Workspace(root, root / "output")
    return {
        "memo": workspace.cache_path,
        "manifest": workspace.manifest_path,
        "history": workspace.history_path,
        "digests": workspace.digests_path,
        "list": root / "output" / FILE_LIST,
    }[name]


@pytest.mark.parametrize(
    "damage", [turn_a_bit, exchange_with_another, make_a_folder, lead_elsewhere]
)
@pytest.mark.parametrize("name", ["memo", "manifest", "history", "list"])
def test_a_damaged_memory_changes_no_file(
    built: Path,
    clean_tree: dict[str, bytes],
    tmp_path: Path,
    name: str,
    damage: Callable[[Path, random.Random], None],
) -> None:
    project = Project(tmp_path / "p")
    shutil.copytree(built, project.root)
    damage(find_memory(project.root, name), random.Random(FIRST_SEED))
    project.write(EDIT)
    assert not project.build().error_count
    assert project.read_tree() == clean_tree


def test_no_damaged_bytes_are_read(tmp_path: Path) -> None:
    rng, path = random.Random(FIRST_SEED), tmp_path / "memory"
    content = rng.randbytes(300)
    for _ in range(200):
        write_sealed(path, content)
        rng.choice([turn_a_bit, cut, repeat_a_part, fill_with_zeros, replace_with_noise])(path, rng)
        assert read_sealed(path) in (b"", content)
