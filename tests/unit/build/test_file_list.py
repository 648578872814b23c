"""The files of a site are known by their folder, too: whatever becomes of the memory of builds, what
is no longer part of the site goes, and what nobody made stays."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import tiny_theme
from tests.support.projects import TODAY, Project, build_clean_tree
from tests.support.sources import SITE, SMALL
from tourbook.build.file_list import find_foreign_files, format_file_list, read_file_list
from tourbook.build.workspace import FILE_LIST
from tourbook.common.files import try_lock_folder

NEWS = {"content/news/a.md": "---\ntitle: x\ndate: 2026-01-01\n---\n"}
FILES = {**tiny_theme.list_theme_files("default"), **SMALL}
NO_NEWS = dict.fromkeys(NEWS)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "p")
    project.write({**FILES, **NEWS})
    assert not project.build().problems
    return project


def lose_memory(project: Project) -> Project:
    shutil.rmtree(project.root / ".tourbook")
    return project


def damage_manifest(project: Project) -> Project:
    for path in (project.root / ".tourbook").glob("manifest-*"):
        path.write_bytes(path.read_bytes()[:-1])
    return project


def move(project: Project) -> Project:
    return Project(project.root.rename(project.root.with_name("elsewhere")))


def copy_without_dates(project: Project) -> Project:
    copy = project.root.with_name("copy")
    return Project(shutil.copytree(project.root, copy, copy_function=shutil.copyfile))


def clone_into_the_same_folder(project: Project) -> Project:
    clone = Project(project.root.with_name("clone"))
    shutil.copytree(project.root, clone.root, ignore=shutil.ignore_patterns(".tourbook", "output"))
    clone.output = project.output
    return clone


DISTURBANCES = [lose_memory, damage_manifest, move, copy_without_dates, clone_into_the_same_folder]


@pytest.mark.parametrize("disturb", DISTURBANCES)
def test_what_is_no_longer_made_goes_whatever_becomes_of_the_memory(
    project: Project, disturb: Callable[[Project], Project]
) -> None:
    disturbed = disturb(project)
    disturbed.write({**NO_NEWS, "output/CNAME": "small.example"})
    result = disturbed.build()
    assert "news/a/index.html" in result.publish_result.deleted_files
    tree = disturbed.read_tree()
    assert tree.pop("CNAME", b"small.example") == b"small.example"
    assert tree == build_clean_tree(disturbed, TODAY)
    assert disturbed.build().publish_result.written_files == {}


@pytest.mark.parametrize("disturb", DISTURBANCES)
def test_a_site_that_is_the_same_keeps_its_files_and_their_dates(
    project: Project, disturb: Callable[[Project], Project]
) -> None:
    disturbed = disturb(project)
    dates = {p: p.stat().st_mtime_ns for p in disturbed.output.rglob("*") if p.is_file()}
    result = disturbed.build().publish_result
    assert (result.written_files, result.deleted_files, result.foreign_files) == ({}, [], [])
    assert {p: p.stat().st_mtime_ns for p in dates} == dates


def test_a_project_that_moved_has_nothing_to_do(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = move(project)
    monkeypatch.setattr("tourbook.build.rebuild.rebuild", None)
    assert not moved.build().problems


def test_two_clones_with_one_output_take_turns(project: Project) -> None:
    clone = clone_into_the_same_folder(project)
    clone.write({**NO_NEWS, "content/news/b.md": "---\ntitle: y\ndate: 2026-01-02\n---\n"})
    for builder in (clone, project, clone, clone, project):
        builder.build()
        assert builder.read_tree() == build_clean_tree(builder, TODAY)


def test_two_builds_do_not_write_into_one_folder_at_a_time(project: Project) -> None:
    clone = clone_into_the_same_folder(project)
    clone.write(NO_NEWS)
    before = project.read_tree()
    with try_lock_folder(project.output) as has_lock:
        assert has_lock
        assert [p.code for p in clone.build().problems] == ["busy"]
    assert project.read_tree() == before
    assert not clone.build().problems


def test_a_folder_that_was_only_locked_is_not_there_afterwards(tmp_path: Path) -> None:
    with try_lock_folder(tmp_path / "a/b") as has_lock:
        assert has_lock
    assert not (tmp_path / "a/b").exists()


def test_files_of_an_unknown_maker_are_named_once_and_kept(tmp_path: Path) -> None:
    project = Project(tmp_path / "p")
    project.write({**FILES, "output/old/index.html": "x", "output/.well-known/a": "y"})
    assert project.build().publish_result.foreign_files == ["old/index.html"]
    assert project.build().publish_result.foreign_files == []
    project.write(NEWS)
    assert project.build().publish_result.foreign_files == []
    assert (project.output / "old/index.html").exists()


def test_the_list_keeps_the_secret_of_the_crew(project: Project) -> None:
    site = SITE + "calendar: {crew: crew-7f3k}\n"
    project.write({"content/site.yaml": site})
    project.build()
    assert (project.output / "crew-7f3k/all.ics").exists()
    assert b"7f3k" not in (project.output / FILE_LIST).read_bytes()
    project.write({"content/site.yaml": SITE})
    project.build()
    assert not (project.output / "crew-7f3k").exists(), "the manifest knows it"


NAMES = ["a/index.html", "b.ics", "目录/x", "404.html"]


def test_a_list_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(format_file_list(NAMES))
    assert read_file_list(tmp_path / "list") == sorted(NAMES)
    assert format_file_list(reversed(NAMES)) == format_file_list(NAMES)


def test_no_damaged_list_is_believed(tmp_path: Path) -> None:
    right, rng, path = format_file_list(NAMES), random.Random(11), tmp_path / "list"
    for _ in range(200):
        at, end = sorted(rng.randrange(len(right) + 1) for _ in range(2))
        middle = rng.choice([b"", b"x", b"\n", b"\xff", right[at:end] * 2])
        path.write_bytes(right[:at] + middle + right[end:])
        assert read_file_list(path) in ([], sorted(NAMES))


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "C:/x", "a//x", ""])
def test_a_list_with_a_name_out_of_its_folder_is_not_believed(tmp_path: Path, name: str) -> None:
    (tmp_path / "list").write_bytes(format_file_list(["a", name]))
    assert read_file_list(tmp_path / "list") == []


def test_a_list_is_not_read_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(format_file_list(NAMES))
    (tmp_path / "link").symlink_to("list")
    assert read_file_list(tmp_path / "link") == []


def test_foreign_files_are_those_that_are_not_of_the_site(tmp_path: Path) -> None:
    for name in ("a", "b/c", ".hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert find_foreign_files(tmp_path, {"a"}) == ["b/c"]
