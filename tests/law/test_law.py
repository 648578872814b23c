"""The law: after any sequence of edits, an incremental build leaves byte for byte what a clean
build leaves."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.law import edits
from tests.support import audit, tiny_theme
from tests.support.examples import IS_RANDOM
from tests.support.glances import GlancingProject
from tests.support.projects import REPO, TODAY, Project, build_clean_tree, copy_project, copy_sample
from tests.support.sources import SITE, SMALL
from tourbook.build import manifest, placement
from tourbook.build.cache import BuildCache
from tourbook.common.digests import DIGEST_SIZE
from tourbook.site.faces import Faces

SEEDS, GLANCING_SEEDS = range(4), (1, 2)
STEPS = 30 if IS_RANDOM else 16


def run_all(
    folder: Path,
    clean: Callable[[Project, dt.date], dict[str, bytes]],
    disk_share: float = edits.DISK_SHARE,
    kinds: Sequence[edits.StateEdit] = edits.STATE_EDITS,
) -> None:
    """Sequences of edits as in test_incremental_equals_clean, one after the other; of those kinds that
    soon show what is wrong."""
    for seed in SEEDS:
        edits.run(
            Project(folder / f"p{seed}"), clean, seed, STEPS, disk_share=disk_share, kinds=kinds
        )


@pytest.mark.parametrize("seed", SEEDS)
def test_incremental_equals_clean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """In some, a glance comes before each build, however soon after the edits: where it says that
    there is nothing to do, there is nothing to do."""
    audit.audit_builds(monkeypatch)
    make_project = GlancingProject if seed in GLANCING_SEEDS else Project
    edits.run(make_project(tmp_path / "p"), build_clean_tree, seed, STEPS)


def make_forgetful(attribute: str) -> Callable[..., manifest.Reason]:
    """A rebuilder that never looks at one of the things that it must look at."""
    right = manifest.determine_reason

    def wrong(
        made: manifest.OutputRecord | None,
        same_tool: bool,
        template: bytes,
        content: bytes,
        size: int,
        mtime: int,
    ) -> manifest.Reason:
        if made is not None and size >= 0:
            template = made.template_digest if attribute == "template" else template
            content = made.content_digest if attribute == "content" else content
            size, mtime = (made.size, made.mtime) if attribute == "touched" else (size, mtime)
        elif made is not None and attribute == "missing":
            return "kept"
        return right(made, same_tool, template, content, size, mtime)

    return wrong


@pytest.mark.parametrize("attribute", ["template", "content", "touched", "missing"])
def test_a_rebuilder_that_forgets_to_compare_breaks_the_law(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attribute: str
) -> None:
    """The tests above can fail: they catch each of these deliberately wrong rebuilders."""

    def clean(project: Project, today: dt.date) -> dict[str, bytes]:
        with monkeypatch.context() as right:
            right.setattr(manifest, "determine_reason", rightful)
            return build_clean_tree(project, today)

    rightful = manifest.determine_reason
    monkeypatch.setattr(manifest, "determine_reason", make_forgetful(attribute))
    happens_to_output = attribute in ("touched", "missing")
    with pytest.raises((AssertionError, OSError)):
        run_all(
            tmp_path,
            clean,
            disk_share=0.9 if happens_to_output else edits.DISK_SHARE,
            kinds=[edits.edit_template, edits.move_stop],
        )


def test_a_publisher_that_deletes_nothing_breaks_the_law(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placement, "prune", lambda _root, _name: None)
    with pytest.raises(AssertionError):
        run_all(tmp_path, build_clean_tree)


def test_a_cache_that_goes_by_name_breaks_the_law(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = BuildCache.read

    def by_name(
        self: BuildCache, files: list[str], digests: dict[str, bytes], *more: object
    ) -> object:
        return right(self, files, dict.fromkeys(digests, b"same"), *more)  # type: ignore[arg-type]

    monkeypatch.setattr(BuildCache, "read", by_name)
    with pytest.raises(AssertionError):
        run_all(tmp_path, build_clean_tree)


@pytest.mark.parametrize("redirects", ["", ", redirect_pages: false"])
def test_a_stop_becomes_a_row_on_the_day_after_its_years(tmp_path: Path, redirects: str) -> None:
    """Nothing is edited: only the day is another one."""
    project = Project(tmp_path / "p")
    site = f"{SITE}archive: {{pages: 1, calendars: 1{redirects}}}\n"
    project.write({**tiny_theme.list_theme_files("default"), **SMALL, "content/site.yaml": site})
    page, calendar = "stops/first/index.html", "stops/first/calendar.ics"
    trees = {}
    for day in (dt.date(2027, 12, 20), dt.date(2027, 12, 21), dt.date(2027, 12, 20)):
        assert not project.build(today=day).error_count
        trees[day] = project.read_tree()
        assert trees[day] == build_clean_tree(project, day), day
    before, after = trees.values()
    assert {page, calendar} <= before.keys() and calendar not in after
    assert (page in after) != bool(redirects)
    assert after.get(page) != before[page]


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("_digest_card", [edits.rename_venue, edits.edit_picture]),
        ("_digest_row", [edits.move_stop]),
        ("of_entry", [edits.rename_venue, edits.edit_body]),
        ("_list_states", [edits.edit_today]),
        ("common", [edits.edit_languages, edits.edit_kinds, edits.edit_folders]),
    ],
)
def test_a_face_that_forgets_something_breaks_the_law(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, kinds: list[edits.StateEdit]
) -> None:
    nothing = bytes(DIGEST_SIZE)
    forgetful = property(lambda _: nothing) if name == "common" else lambda *_: nothing
    monkeypatch.setattr(Faces, name, forgetful)
    audit.audit_builds(monkeypatch)
    with pytest.raises(AssertionError, match=r"kept, but their views are others|seed"):
        run_all(tmp_path, build_clean_tree, kinds=kinds)


def test_a_change_anywhere_in_the_program_makes_pages_again(tmp_path: Path) -> None:
    """A template function lies in another package than the build that works out the digest. In an
    installed program, so does the theme, which the project does not have."""
    shutil.copytree(REPO / "tourbook", tmp_path / "tourbook")
    shutil.copy(REPO / "build.py", tmp_path)
    project = Project(tmp_path)
    theme = tiny_theme.list_theme_files("default")
    project.write({**{f"tourbook/{name}": text for name, text in theme.items()}, **SMALL})

    def build() -> dict[str, bytes]:
        command = [sys.executable, "build.py", "--today", TODAY.isoformat(), "--quiet"]
        subprocess.run(command, cwd=tmp_path, check=True)
        return project.read_tree()

    before, page = build(), "exhibitions/light/index.html"
    module = tmp_path / "tourbook/rendering/functions.py"
    source = module.read_text(encoding="utf-8")
    assert source.count("return Markup(html.") == 1
    module.write_text(
        source.replace("return Markup(html.", "return Markup('<hr>' + html."), encoding="utf-8"
    )
    assert b"<hr>" not in before[page]
    assert b"<hr>" in build()[page]
    base = "tourbook/themes/default/templates/base.html"
    project.write({base: str(theme["themes/default/templates/base.html"]) + "<!-- new -->"})
    after = build()
    assert after[page].endswith(b"<!-- new -->") and after["all.ics"] == before["all.ics"]
    project.write({"themes/default/templates/base.html": "<p>mine {{ page.title }}"})
    assert build()[page].startswith(b"<p>mine")


@pytest.fixture(scope="module")
def sample_project(built_sample: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The real sample site, to be edited by the tests of this module in turn."""
    return copy_project(built_sample, tmp_path_factory.mktemp("sample") / "p")


def test_parallel_equals_serial(built_sample: Project, tmp_path: Path) -> None:
    copy_sample(tmp_path / "p").build(tmp_path / "three", jobs=3)
    assert built_sample.read_tree() == built_sample.read_tree(tmp_path / "three")


def test_nothing_to_do_writes_nothing(sample_project: Project) -> None:
    before = {p: p.stat().st_mtime_ns for p in sample_project.output.rglob("*")}
    report = sample_project.build()
    assert not report.publish_result.written_files
    assert not report.publish_result.deleted_files
    assert {p: p.stat().st_mtime_ns for p in sample_project.output.rglob("*")} == before


def test_a_day_on_which_no_status_changes_changes_only_what_says_how_it_stands_today(
    make_project: Callable[..., Project],
) -> None:
    project = make_project()
    project.build(today=dt.date(2026, 11, 25))
    report = project.build(today=dt.date(2026, 11, 27))  # open as well, not yet closing
    assert report.publish_result.written_files == {
        "day.css": "content",
        "stops/first/index.html": "content",
    }
    report = project.build(today=dt.date(2026, 12, 21))  # over
    report = project.build(today=dt.date(2026, 12, 24))
    assert report.publish_result.written_files == {"day.css": "content"}
    project.build(today=TODAY)
    report = project.build(today=dt.date(2026, 12, 7))  # the first of its last fourteen days
    assert "stops/first/index.html" in report.publish_result.written_files
    assert not [name for name in report.publish_result.written_files if name.endswith(".ics")]


def test_an_edit_rewrites_just_what_shows_it(make_project: Callable[..., Project]) -> None:
    """The exact list of files: work in proportion to what changed."""
    project = make_project()
    project.build()
    schedule = str(SMALL["schedule.yaml"])
    project.write({"schedule.yaml": schedule + "        expected: 300\n"})
    report = {
        f"reports/2026/{name}": "content" for name in ("index.html", "report.csv", "report.xlsx")
    }
    assert project.build().publish_result.written_files == {
        "stops/first/index.html": "content",
        **report,
    }  # in no list and in no feed
    project.write(
        {
            "schedule.yaml": schedule.replace("请**预约**。", "不必预约。")
            + "        expected: 300\n"
        }
    )
    feeds = [
        n
        for n in project.read_tree()
        if n.endswith(".ics") and b"first@" in (project.output / n).read_bytes()
    ]
    assert (
        len(feeds) == 10
        # all, upcoming, its own, exhibition, copy, tour, venue, province, city, county; not its
        # opening
        # days
    )
    written_files = set(project.build().publish_result.written_files)
    terms = {name for name in written_files if name.startswith("search/t")}
    assert terms, "the search finds other words"
    assert written_files == {"stops/first/index.html", *feeds, *terms}
    project.write(
        {
            "schedule.yaml": "# a comment\n"
            + schedule.replace("请**预约**。", "不必预约。")
            + "        expected: 300\n"
        }
    )
    assert not project.build().publish_result.written_files


def test_the_sample_site_after_edits_equals_a_clean_build(sample_project: Project) -> None:
    """Of the site, a style sheet and a template, all at once: each has tests of its own."""
    theme = sample_project.root / "themes/default"
    for path, old, new in (
        (sample_project.root / "content/site.yaml", b"sample: true", b"sample: false"),
        (theme / "static/style.css", b"{", b"{ /* edited */"),
        (theme / "templates/parts/header.html", b"<header", b"<!-- edited --><header"),
    ):
        raw = path.read_bytes()
        assert old in raw
        path.write_bytes(raw.replace(old, new, 1))
    assert not sample_project.build().error_count
    assert sample_project.read_tree() == build_clean_tree(sample_project, TODAY)


def test_an_error_leaves_the_last_good_site(make_project: Callable[..., Project]) -> None:
    project = make_project()
    project.build()
    before = project.read_tree()
    project.write({"schedule.yaml": "tours:\n  - id: tour\n    nmae: x\n"})
    assert project.build().error_count
    assert project.read_tree() == before


def test_a_template_that_fails_while_rendering_leaves_the_last_good_site(
    make_project: Callable[..., Project],
) -> None:
    project = make_project()
    project.build()
    before = project.read_tree()
    project.write(
        {
            "themes/default/templates/venue.html": "{% extends 'base.html' %}{% block content %}"
            "{{ 1 // 0 }}{% endblock %}"
        }
    )
    report = project.build()
    assert [p.code for p in report.problems] == ["template-error"]
    assert report.problems[0].location.file == "themes/default/templates/venue.html"
    assert project.read_tree() == before


@pytest.mark.parametrize("kill_after", [0, 1, 7, 23])
def test_a_build_killed_while_publishing_is_repaired(
    make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch, kill_after: int
) -> None:
    """Killed after that many files were put in place; then the stop goes away, then comes the next
    build."""
    project = make_project()
    project.build()
    project.write(
        {
            "content/venues/new.md": '---\nname: 新馆\nregion: "621122"\n---\n',
            "content/site.yaml": "name: 大站\nbase_url: https://small.example/\n",
        }
    )
    right, count = placement.os.replace, 0

    def dying(source: Path, target: Path) -> None:
        nonlocal count
        if placement.STAGING_FOLDER in str(source):
            if count == kill_after:
                raise KeyboardInterrupt
            count += 1
        right(source, target)

    with monkeypatch.context() as m:
        m.setattr(placement.os, "replace", dying)
        with pytest.raises(KeyboardInterrupt):
            project.build()
    project.write({"content/venues/new.md": None})
    assert not project.build().error_count
    assert project.read_tree() == build_clean_tree(project, TODAY)
