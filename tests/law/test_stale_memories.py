"""Nothing that is out of date stays, whichever memory a build meets: of another day, of another
program, for another folder, from another machine, or of a disk whose dates say nothing."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.law.changes import (
    BASE,
    CHANGES,
    HALL,
    LIGHT,
    NEWS,
    NO_CHANGES,
    PICTURE,
    make_photo,
    replace,
)
from tests.law.following import Tree, exchange_program, follow
from tests.support import tiny_theme
from tests.support.examples import FIRST_SEED
from tests.support.projects import TODAY, Project, build_clean_tree
from tests.support.sources import SMALL
from tourbook.build.options import Shard
from tourbook.common import stamps

LATER = dt.date(2026, 12, 1)
"""The day of the news to come."""


def set_dates(folder: Path, moment: float) -> None:
    for path in folder.rglob("*"):
        os.utime(path, (moment, moment))


# ---- dates of files ----------------------------------------------------------------------


def test_a_file_that_becomes_older_is_read_again(project: Project) -> None:
    """As after `git checkout`, or when a copy is put back."""
    before = project.read_tree()
    project.write(replace(HALL, "县科技馆", "县少年宫"))
    os.utime(project.root / HALL, (1, 1))
    after = follow(project)
    assert after["venues/hall/index.html"] != before["venues/hall/index.html"]
    project.write({HALL: BASE[HALL]})
    os.utime(project.root / HALL, (2, 2))
    assert follow(project) == before


@pytest.mark.parametrize("is_replaced", [False, True])
def test_a_picture_of_the_same_size_and_date_is_another(
    project: Project, monkeypatch: pytest.MonkeyPatch, is_replaced: bool
) -> None:
    """Large files are not read if nothing has touched them."""
    monkeypatch.setattr(stamps, "SETTLING_TIME", -(10**12))
    project.write(replace(NEWS, "正文", "新闻"))
    follow(project)  # the digest of the picture is remembered now
    path = project.root / PICTURE
    status = path.stat()
    target = path.with_name("new") if is_replaced else path
    target.write_bytes(make_photo(b"b"))
    os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
    target.replace(path)
    assert path.stat().st_size == status.st_size
    assert b"bbb" in follow(project)["exhibitions/light/cover.jpg"]


def test_a_link_that_leads_to_another_file_is_followed(project: Project) -> None:
    for name in ("a", "b"):
        project.write({f"content/exhibitions/light/{name}.jpg": make_photo(name.encode())})
    (project.root / PICTURE).unlink()
    (project.root / PICTURE).symlink_to("a.jpg")
    assert b"aaa" in follow(project)["exhibitions/light/cover.jpg"]
    (project.root / PICTURE).unlink()
    (project.root / PICTURE).symlink_to("b.jpg")
    assert b"bbb" in follow(project)["exhibitions/light/cover.jpg"]


# ---- the output folder -------------------------------------------------------------------


def test_what_hands_did_to_the_output_is_undone(project: Project) -> None:
    before = project.read_tree()
    page, calendar, folder = (project.output / n for n in ("index.html", "all.ics", "venues"))
    page.write_bytes(page.read_bytes().replace(b"<", b">"))
    calendar.unlink()
    shutil.rmtree(folder)
    assert follow(project) == before


def test_a_file_that_was_added_stays_until_the_site_has_one_of_its_name(project: Project) -> None:
    before, name = project.read_tree(), "campaigns/secret/index.html"
    other = {"mine.html": b"mine", name: b"mine, too"}
    project.write({f"output/{n}": raw for n, raw in other.items()})
    project.build()
    assert project.read_tree() == before | other
    project.write(CHANGES["a draft that is published"].files)
    assert not project.build().error_count
    after = project.read_tree()
    assert after.pop("mine.html") == b"mine"
    assert after == build_clean_tree(project, TODAY)
    project.write(BASE)
    project.build()
    assert project.read_tree() == before | {"mine.html": b"mine"}


def test_two_folders_are_built_in_turn(project: Project, tmp_path: Path) -> None:
    """They share one memory of what was read, and each has one of what was made."""
    trees: dict[bool, list[Tree]] = {False: [], True: []}
    for step, name in enumerate(("a name", "a translation", "hours of a venue")):
        project.write({**BASE, **CHANGES[name].files})
        for is_other in (False, True) if step % 2 else (True, False):
            shape = {"output": tmp_path / "other", "include_drafts": True} if is_other else {}
            trees[is_other].append(follow(project, LATER if is_other else TODAY, **shape))
    for first, second, third in trees.values():
        assert first != second != third
    assert trees[True] != trees[False]


def test_a_part_of_the_site_is_built_where_the_whole_was(project: Project) -> None:
    whole = project.read_tree()
    shard = Shard(1, 2)
    assert not project.build(shard=shard).error_count
    part = project.read_tree()
    assert (
        {name for name in whole if shard.holds(name)}
        <= part.keys()
        < whole.keys() | {".tourbook-shard"}
    )
    project.build()
    assert project.read_tree() == whole


# ---- days --------------------------------------------------------------------------------


def test_days_go_by_and_come_back(project: Project) -> None:
    days = [1, 7, 500, 0, -400, 0]
    trees = [follow(project, TODAY + dt.timedelta(n)) for n in days]
    assert len({str(sorted(tree.items())) for tree in trees}) == len(set(days))
    assert trees[3] == trees[5]
    news = [b"\xe9\xa2\x84\xe5\x91\x8a" in tree["news/index.html"] for tree in trees]
    assert news == [n >= 7 for n in days]


# ---- the program -------------------------------------------------------------------------


def test_another_version_of_the_program_makes_all_again_and_so_does_the_one_before(
    project: Project,
) -> None:
    present = project.read_tree()
    with exchange_program("older"):
        older = follow(project)
        assert b"older" in older["day.css"]
        assert b"older" in older["exhibitions/light/index.html"]
    assert follow(project) == present
    project.write(replace(HALL, "县科技馆", "县少年宫"))
    with exchange_program("newer"):
        assert b"newer" in follow(project)["day.css"]
    project.write({HALL: BASE[HALL]})
    assert follow(project) == present


# ---- memories of other places ------------------------------------------------------------


def test_a_memory_that_was_copied_from_another_machine_is_no_harm(
    project: Project, tmp_path: Path
) -> None:
    """Without the output, with it, and with the output of another day; dates are those of the
    copy."""
    before = project.read_tree()
    other = Project(Path(shutil.copytree(project.root, tmp_path / "q", copy_function=shutil.copy)))
    assert follow(other) == before
    other.write(replace(HALL, "县科技馆", "县少年宫"))
    follow(other)
    follow(project, LATER)
    shutil.rmtree(other.root / ".tourbook")
    shutil.copytree(project.root / ".tourbook", other.root / ".tourbook")
    after = follow(other)
    assert after["venues/hall/index.html"] != before["venues/hall/index.html"]
    shutil.rmtree(other.output)
    assert follow(other) == after


def test_an_output_from_an_older_copy_is_brought_up_to_date(
    project: Project, tmp_path: Path
) -> None:
    """The memory is of a later build than the files."""
    older = shutil.copytree(project.output, tmp_path / "older")
    project.write(CHANGES["a draft that is published"].files)
    after = follow(project)
    project.write(CHANGES["a translation"].files)
    follow(project)
    shutil.rmtree(project.output)
    older.rename(project.output)
    project.write({name: BASE.get(name) for name in CHANGES["a translation"].files})
    assert follow(project) == after


def test_a_clock_that_was_wrong_leaves_nothing_behind(project: Project) -> None:
    """What the memory and the output hold is of the future."""
    before = project.read_tree()
    follow(project, TODAY.replace(year=2037))
    for name in ("output", ".tourbook", "content"):
        set_dates(project.root / name, 4_000_000_000)
    assert follow(project) == before
    project.write(replace(LIGHT, "光是什么？", "影是什么？"))
    assert "影是什么".encode() in follow(project)["exhibitions/light/index.html"]


def test_projects_with_one_cache_folder_keep_to_their_own_themes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Templates of one name: their code and the digests of their closures are remembered for all
    projects of a user."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    part, theme = "themes/default/templates/part.html", tiny_theme.list_theme_files("default")
    projects = [Project(tmp_path / name) for name in ("first", "second")]
    for project in projects:
        project.write({**theme, **SMALL})
    for parts in (("one", "two"), ("two", "one"), ("one", "one")):
        for project, mark in zip(projects, parts, strict=True):
            project.write({part: mark})
            assert f"\n{mark}<main>".encode() in follow(project)["index.html"]


# ---- all at once -------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + 2))
def test_whatever_changes_together_is_followed(project: Project, tmp_path: Path, seed: int) -> None:
    """Changes come and go, days pass, and two folders are built with and without drafts. Changes
    that do not go together are an error, which leaves the last good site."""
    rng, present, count = random.Random(seed), set[str](), 0
    for _ in range(8):
        for name in rng.sample(sorted(CHANGES), 2):
            present ^= {name}
        project.write(NO_CHANGES)
        for name in sorted(present):
            project.write(CHANGES[name].files)
        output = rng.choice([project.output, tmp_path / "other"])
        today = TODAY + dt.timedelta(rng.choice([-20, 0, 0, 10, 60]))
        shape: dict[str, Any] = {"include_drafts": rng.random() < 0.3, "output": output}
        if project.build(today=today, write=False, **shape).error_count:
            before = project.read_tree(output)
            assert project.build(today=today, **shape).error_count
            assert project.read_tree(output) == before
        else:
            follow(project, today, **shape)
            count += 1
    assert count > 2
