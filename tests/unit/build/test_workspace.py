"""Nothing outside the project is read, written or deleted, whatever a branch has committed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import tiny_theme
from tests.support.git import Repository
from tests.support.projects import TODAY, Project
from tests.support.repositories import VersionedProject
from tests.support.sources import SMALL
from tourbook.build import manifest
from tourbook.build.manifest import PENDING, Manifest
from tourbook.build.options import BuildOptions
from tourbook.build.placement import prune
from tourbook.cli import main


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "p")
    project.write({**tiny_theme.list_theme_files("default"), **SMALL})
    return project


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("schedule.yaml", "/proc/self/environ"),
        ("requirements.txt", "../secret"),
        ("schedule", ".."),
        ("content/x.txt", "../.env"),
        ("content/y.txt", "../.git/config"),
        ("content/z.txt", ".hidden/a"),
        ("themes/x", "../.."),
    ],
)
def test_a_link_out_of_the_content_is_refused(
    project: Project, tmp_path: Path, name: str, target: str
) -> None:
    (tmp_path / "secret").write_text("tours: SECRET")
    project.write({".env": "SECRET", ".git/config": "SECRET", "content/.hidden/a": "SECRET"})
    (project.root / name).unlink(missing_ok=True)
    (project.root / name).symlink_to(target)
    problems = project.build(write=False).problems
    assert ("refused-file", name) in [(p.code, p.location.file) for p in problems]
    assert "SECRET" not in str(problems)


def test_a_link_within_the_content_is_the_file_that_it_leads_to(project: Project) -> None:
    project.write({"content/shared.txt": "x"})
    (project.root / "content/again.txt").symlink_to("shared.txt")
    assert {p.code for p in project.build(write=False).problems} == {"unused-file"}


@pytest.mark.parametrize("name", ["output", ".tourbook"])
@pytest.mark.parametrize("target", ["../outside", "output", ".tourbook", "nowhere"])
@pytest.mark.parametrize("command", [["build"], ["clean"]])
def test_nothing_is_written_or_deleted_through_a_link(
    project: Project, tmp_path: Path, name: str, target: str, command: list[str]
) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/index.html").write_text("mine")
    (project.root / name).symlink_to(target)
    words = [] if command == ["build"] else command
    assert main([*words, "--root", str(project.root), "--quiet"]) == 2
    assert [p.name for p in (tmp_path / "outside").iterdir()] == ["index.html"]


def test_a_link_in_the_output_is_replaced_and_not_followed(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "outside").mkdir()
    project.output.mkdir()
    for name in ("venues", ".tourbook-staging"):
        (project.output / name).symlink_to(tmp_path / "outside")
    (project.output / "index.html").symlink_to(tmp_path / "outside/page")
    assert not project.build().problems
    assert not list((tmp_path / "outside").iterdir())
    assert not (project.output / "venues").is_symlink()


def test_nothing_is_deleted_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/a").write_text("mine")
    (tmp_path / "output").mkdir()
    (tmp_path / "output/x").symlink_to(tmp_path / "outside")
    prune(tmp_path / "output", "x/a")
    assert (tmp_path / "outside/a").exists()


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "a\\..\\..\\x", "C:/x", "", "a//x"])
def test_a_manifest_with_a_name_out_of_the_output_is_not_believed(
    tmp_path: Path, name: str
) -> None:
    manifest.save(tmp_path / "m", Manifest(outputs={name: PENDING}))
    assert manifest.load(tmp_path / "m") == Manifest()


def _find_memory(project: Project, name: str) -> Path:
    workspace = BuildOptions(project.root, project.output, lambda _: TODAY).workspace
    return workspace.cache_path if name == "cache" else workspace.manifest_path


@pytest.mark.parametrize("name", ["cache", "manifest"])
def test_a_memory_with_a_turned_bit_changes_no_page(project: Project, name: str) -> None:
    project.build()
    right, path = project.read_tree(), _find_memory(project, name)
    raw = path.read_bytes()
    for at in range(0, len(raw), len(raw) // 3):
        path.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        assert not project.build().problems
        assert project.read_tree() == right


def test_a_memory_that_git_tracks_is_not_believed(tmp_path: Path) -> None:
    repo = VersionedProject(tmp_path / "p")
    project = repo.project
    repo.commit(0, {**tiny_theme.list_theme_files("default"), **SMALL})
    project.build()
    assert project.build().publish_result.kept_count
    manifest.save(_find_memory(project, "manifest"), Manifest(outputs={"CNAME": PENDING}))
    repo.git("add", "--force", ".tourbook")
    project.write({"output/CNAME": "mine"})
    project.build()
    assert (project.output / "CNAME").exists()


def test_git_is_kept_from_tracking_the_memory(project: Project) -> None:
    """Even where the project says nothing of it; else the next build would not believe it."""
    repository = Repository(project.root)
    (project.root / ".gitignore").write_text("/output/\n")
    project.build()
    repository.git("add", "--all")
    assert "schedule.yaml" in repository.git("ls-files")
    assert ".tourbook" not in repository.git("ls-files")
