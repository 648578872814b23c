"""Publishing: what is the same is not touched, what is foreign stays, and a build that was killed
is repaired."""

from __future__ import annotations

import datetime as dt
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.support import tiny_theme
from tests.support.in_memory import list_codes
from tests.support.museum import MUSEUM_SITE, Museum
from tests.support.pictures import GPS, POSITION, make_png, make_tiff
from tests.support.projects import TODAY, Project
from tests.support.sources import HALL, SITE, SMALL, TOUR, stop_yaml
from tourbook.build import pipeline, placement
from tourbook.build.options import MAKING_PHASE, BuildOptions
from tourbook.build.placement import prune
from tourbook.common.files import read_sealed
from tourbook.common.problems import Message


class Killed(BaseException):
    """Stands in for kill -9: nothing catches it."""


def list_file_dates(project: Project) -> dict[str, int]:
    return {name: (project.output / name).stat().st_mtime_ns for name in project.read_tree()}


def test_a_second_build_writes_nothing_and_touches_nothing(project: Project) -> None:
    before = list_file_dates(project)
    result = project.build().publish_result
    assert (result.written_files, result.deleted_files, result.kept_count) == (
        {},
        [],
        len(before) - 1,
    )
    assert list_file_dates(project) == before


def test_only_what_changed_is_written_and_the_rest_keeps_its_date(project: Project) -> None:
    before, old = list_file_dates(project), project.read_tree()
    project.write({"content/venues/hall.md": HALL.replace("人民路1号", "人民路2号")})
    result = project.build().publish_result
    after = list_file_dates(project)
    changed = {name for name in before if project.read_tree()[name] != old[name]}
    assert set(result.written_files) == changed
    assert {name for name in before if before[name] != after[name]} == changed
    assert "exhibitions/light/index.html" not in changed


def test_a_page_with_the_same_bytes_keeps_its_date_although_its_template_changed(
    project: Project,
) -> None:
    before = list_file_dates(project)
    part = project.root / "themes/default/templates/part.html"
    part.write_text(part.read_text() + "{# nothing to see #}")
    result = project.build().publish_result
    assert result.written_files == {}
    assert list_file_dates(project) == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda p: p.unlink(),
        lambda p: p.write_text("x"),
        lambda p: p.write_bytes(p.read_bytes() + b" "),
    ],
)
def test_a_file_that_was_deleted_or_changed_is_made_again(
    project: Project, damage: Callable[[Path], object]
) -> None:
    before = project.read_tree()
    for name in ("index.html", "all.ics", next(n for n in before if n.startswith("assets/"))):
        damage(project.output / name)
    assert set(project.build().publish_result.written_files) == {
        "index.html",
        "all.ics",
        next(n for n in before if n.startswith("assets/")),
    }
    assert project.read_tree() == before


NO_SCHEDULE = {
    "schedule.yaml": "",
    "content/site.yaml": f"{SITE}history: {{removals_confirmed: {TODAY}}}\n",
}


def test_foreign_files_and_folders_stay(project: Project) -> None:
    foreign = {
        "CNAME": b"small.example",
        "venues/readme.txt": b"x",
        "own/folder/a.html": b"y",
        ".well-known/z": b"z",
    }
    for name, raw in foreign.items():
        (project.output / name).parent.mkdir(parents=True, exist_ok=True)
        (project.output / name).write_bytes(raw)
    project.write({"content/venues/hall.md": None, **NO_SCHEDULE})
    assert not project.build().error_count
    tree = project.read_tree()
    assert {name: tree.get(name) for name in foreign} == foreign
    assert "venues/hall/index.html" not in tree


def test_what_is_no_longer_made_is_deleted_with_its_empty_folders(project: Project) -> None:
    project.write(NO_SCHEDULE)
    result = project.build().publish_result
    assert "stops/first/index.html" in result.deleted_files
    assert not (project.output / "stops").exists()


def test_what_another_version_made_is_deleted_once_nothing_makes_it(project: Project) -> None:
    """Its manifest had other names for the same things."""
    path = BuildOptions(project.root, project.output, lambda _: TODAY).workspace.manifest_path
    written = msgspec.msgpack.decode(read_sealed(path))
    renamed = {"salt": written["program_digest"], "seal": [], "outputs": written["outputs"]}
    path.write_bytes(msgspec.msgpack.encode(renamed))
    project.write({"schedule.yaml": ""})
    assert "stops/first/index.html" in project.build().publish_result.deleted_files
    assert not (project.output / "stops").exists()


def test_outside_git_a_calendar_that_is_lost_is_reported(project: Project) -> None:
    """A single stop's file goes with its page. An alias keeps a calendar, and so does Git
    (tests/unit/test_tombstones.py)."""
    project.write({"content/venues/second.md": HALL})
    assert not project.build().problems
    project.write(
        {
            "content/venues/second.md": None,
            "schedule.yaml": TOUR + stop_yaml("other", "open: 2026-12-02"),
        }
    )
    (found,) = project.build().problems
    assert (found.code, found.level, found.location.file) == (
        "feed-gone",
        "warning",
        "content/site.yaml",
    )
    assert "1 calendar: venues/second/calendar.ics" in found.message.en
    assert [p.code for p in project.build().problems] == ["feed-gone"], (
        "nothing is due, and it is said as before"
    )
    project.write({"content/venues/hall.md": HALL.replace("1号", "2号")})
    assert not project.build().problems
    project.write(
        {
            "content/venues/hall.md": None,
            "content/venues/new.md": HALL.replace("name:", "aliases: [hall]\nname:", 1),
        }
    )
    assert not project.build().problems
    assert "venues/hall/calendar.ics" in project.read_tree()


def test_nothing_is_left_of_the_staging_folder_not_even_that_of_a_killed_build(
    project: Project,
) -> None:
    staging = project.output / placement.STAGING_FOLDER
    assert not staging.exists()
    (staging / "folder").mkdir(parents=True)
    (staging / "5").write_text("half")
    project.write({"content/venues/hall.md": HALL.replace("1号", "2号")})
    project.build()
    assert not staging.exists()


def test_a_file_becomes_a_folder_and_back(project: Project) -> None:
    page = {"content/pages/a.md": "---\ntitle: x\naliases: [/b.html]\n---\n"}
    project.write(page)
    project.build()
    assert (project.output / "b.html").is_file()
    project.write({"content/pages/a.md": "---\ntitle: x\naliases: [/b.html/c/]\n---\n"})
    assert not project.build().problems
    assert (project.output / "b.html/c/index.html").is_file()
    project.write(page)
    assert not project.build().problems
    assert (project.output / "b.html").is_file()


def test_a_name_that_changes_its_case_only_is_there_under_its_new_name(project: Project) -> None:
    project.write({"content/venues/hall.md": HALL.replace("name:", "slug: HALL\nname:", 1)})
    assert [p.code for p in project.build().problems] == ["feed-gone"]
    assert (project.output / "venues/HALL/index.html").is_file()


def test_an_error_leaves_output_manifest_and_cache_as_they_were(project: Project) -> None:
    def everything() -> dict[str, bytes]:
        return {
            p.as_posix(): p.read_bytes() for p in sorted((project.root / ".tourbook").rglob("*"))
        } | project.read_tree()

    before = everything()
    project.write({"content/venues/hall.md": "---\nname: x\n---\n"})
    assert list_codes(project.build().problems) == [("missing-key", "content/venues/hall.md", 2)]
    assert everything() == before


PICTURE = "content/exhibitions/light.png"
LINK = {
    "content/exhibitions/light.md": f"{SMALL['content/exhibitions/light.md']}\n[图](light.png)\n"
}


@pytest.mark.parametrize("content", [b"twice" * 9, b"other", None], ids=["longer", "other", "none"])
def test_a_picture_that_changes_during_the_build_is_reported_and_nothing_is_published(
    project: Project, content: bytes | None
) -> None:
    before = project.read_tree()
    project.write({PICTURE: b"first", "content/venues/hall.md": HALL.replace("1号", "2号")})
    project.write(LINK)

    def change(phase: Message, *_: int) -> None:
        if phase == MAKING_PHASE:
            project.write({PICTURE: content})

    problems = project.build(on_progress=change).problems
    assert list_codes(problems) == [("file-changed", PICTURE, 1)]
    assert project.read_tree() == before
    project.write({PICTURE: b"final"})
    assert not project.build().problems
    assert project.read_tree()["exhibitions/light.png"] == b"final"


def test_a_picture_that_was_touched_but_is_the_same_keeps_its_date(project: Project) -> None:
    project.write({PICTURE: b"first", **LINK})
    project.build()
    copy = project.output / "exhibitions/light.png"
    os.utime(copy, ns=(1, 1))
    assert not project.build().publish_result.written_files
    assert copy.stat().st_mtime_ns == 1
    copy.write_bytes(b"other")
    assert list(project.build().publish_result.written_files) == ["exhibitions/light.png"]
    assert copy.read_bytes() == b"first"


def count_steps(monkeypatch: pytest.MonkeyPatch, stop_at: int) -> Iterator[int]:
    """Counts every move of a file and every manifest; at the given one the power fails."""
    count = [0]
    real = os.replace

    def move(a: object, b: object) -> None:
        count[0] += 1
        if count[0] > stop_at:
            raise Killed
        real(a, b)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", move)
    yield count[0]


@pytest.mark.parametrize("stop_at", range(0, 36, 3))
def test_a_build_that_is_killed_anywhere_is_repaired_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop_at: int
) -> None:
    files = {
        **tiny_theme.list_theme_files("default"),
        **SMALL,
        "content/news/a.md": "---\ntitle: x\ndate: 2026-01-01\n---\n",
    }
    change = {
        "content/news/a.md": None,
        "schedule.yaml": TOUR + stop_yaml("second", "open: 2026-12-02"),
        "content/venues/hall.md": HALL.replace("1号", "2号"),
    }
    project, clean = Project(tmp_path / "p"), Project(tmp_path / "clean")
    project.write(files)
    clean.write({**files, **change})
    clean.build()
    project.build()
    project.write(change)
    with monkeypatch.context() as patch:
        next(count_steps(patch, stop_at))
        try:
            project.build()
        except Killed:
            pass
    assert not project.build().problems
    assert project.read_tree() == clean.read_tree()
    assert project.build().publish_result.written_files == {}


@pytest.mark.parametrize("stop_at", [0, 1, 2, 5, 20])
def test_a_first_build_that_is_killed_is_finished_by_the_next_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop_at: int
) -> None:
    """What a killed build wrote and the next one does not make is deleted."""
    project, clean = Project(tmp_path / "p"), Project(tmp_path / "clean")
    project.write({**tiny_theme.list_theme_files("default"), **SMALL})
    clean.write({**tiny_theme.list_theme_files("default"), **SMALL, "schedule.yaml": ""})
    clean.build()
    with monkeypatch.context() as patch:
        next(count_steps(patch, stop_at))
        with pytest.raises(Killed):
            project.build()
    project.write({"schedule.yaml": ""})
    assert not project.build().error_count
    assert project.read_tree() == clean.read_tree()


def test_two_output_folders_do_not_know_each_other(project: Project) -> None:
    other = project.root / "other"
    project.build(other)
    assert project.read_tree(other) == project.read_tree()
    project.write(NO_SCHEDULE)
    project.build(other)
    assert (project.output / "stops/first/index.html").exists()
    assert not (other / "stops").exists()


@settings(max_examples=30)
@given(
    st.lists(st.sampled_from(["a/b/c", "a/b/d", "a/e", "f"]), unique=True),
    st.sampled_from(["a/b/c", "a/e", "f", "x/y", "f/z"]),
)
def test_prune_deletes_one_file_and_the_folders_that_it_leaves_empty(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], wanted: str
) -> None:
    root = tmp_path_factory.mktemp("prune")
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    prune(root, wanted)
    assert {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()} == set(
        names
    ) - {wanted}
    assert root.is_dir()
    if wanted in names:
        assert all(any(p.iterdir()) for p in root.rglob("*") if p.is_dir())


def test_a_photo_does_not_tell_where_it_was_taken_not_even_one_of_an_earlier_version(
    project: Project,
) -> None:
    photo = make_png((b"eXIf", make_tiff({GPS: POSITION})))
    project.write({PICTURE: photo, **LINK})
    project.build()
    copy = project.output / "exhibitions/light.png"
    assert b"POSITION" in photo
    assert b"POSITION" not in copy.read_bytes()
    assert not project.build().publish_result.written_files
    clean = copy.read_bytes()
    copy.write_bytes(photo)
    assert list(project.build().publish_result.written_files) == ["exhibitions/light.png"]
    assert copy.read_bytes() == clean


def test_a_picture_whose_pixels_are_damaged_is_reported_and_nothing_is_published(
    project: Project,
) -> None:
    """Its head is good, so only those who unpack it see it."""
    project.build()
    before = project.read_tree()
    out = io.BytesIO()
    Image.effect_noise((900, 600), 90).convert("RGB").save(out, "WEBP", lossless=True)
    raw = out.getvalue()
    broken = raw[:99] + b"\xff" * (len(raw) - 99)
    project.write(
        {
            "content/exhibitions/light.md": None,
            "content/exhibitions/light/index.md": "---\nname: 光影\npicture: a.webp\npicture_alt: x\n"
            "copies: [{id: a}]\n---\n",
            "content/exhibitions/light/a.webp": broken,
        }
    )
    problems = project.build().problems
    found = {(p.code, p.location.file) for p in problems if p.level == "error"}
    assert found == {("picture-format", "content/exhibitions/light/a.webp")}
    assert project.read_tree() == before


def test_news_of_a_day_to_come_waits_for_that_day(project: Project) -> None:
    project.write({"content/news/a.md": "---\ntitle: 开幕\ndate: 2026-11-26\n---\n"})
    for _ in range(2):  # the second build has nothing to do
        result = project.build()
        assert result.coming_articles == (("2026-11-26", "content/news/a.md"),)
        assert "news/a/index.html" not in project.read_tree()
    result = project.build(today=TODAY + dt.timedelta(2))
    assert result.coming_articles == ()
    assert "news/a/index.html" in project.read_tree()


def test_calendars_of_opening_days_that_an_upgrade_leaves_out_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of everything, which Tourbook 0.1 made; also in a repository, which else keeps all."""
    all_feeds = {"content/site.yaml": MUSEUM_SITE + "feeds: [all, caravan, opening]\n"}
    museum = Museum(tmp_path / "m", files=all_feeds)
    assert "caravans/van/opening.ics" in museum.publish()
    museum.edit({"content/site.yaml": MUSEUM_SITE})
    monkeypatch.setattr(pipeline, "compute_program_digest", lambda: b"the next version")
    problems = museum.project.build(today=museum.today).problems
    (found,) = [p for p in problems if p.code == "feed-gone"]
    assert "1 calendar: caravans/van/opening.ics" in found.message.en
    assert found.help is not None and "names opening" in found.help.en
