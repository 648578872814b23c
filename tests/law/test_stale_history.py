"""Nothing that is out of date stays when the history of a repository becomes another: it grows at
either end, is rewritten, or another line of it is checked out."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.law.following import Tree, follow, run_command
from tests.support import tiny_theme
from tests.support.projects import Project
from tests.support.repositories import VersionedProject
from tests.support.sources import SMALL, TOUR, stop_yaml
from tourbook.history import git

DAY = 86_400
CAMPAIGN = "---\nname: 科普日\nstart: 2026-12-01\nend: 2026-12-02\n---\n"
STAY = stop_yaml("first", "open: 2026-11-01", "close: 2026-12-20")
MOVED = STAY.replace("12-20", "12-27")


@pytest.fixture
def museum(tmp_path: Path) -> VersionedProject:
    """A stay that was moved once, and a day that takes place; the site is built."""
    museum = VersionedProject(tmp_path / "p")
    files = {
        **tiny_theme.list_theme_files("default"),
        **SMALL,
        "content/campaigns/day.md": CAMPAIGN,
    }
    museum.commit(0, {**files, "schedule.yaml": TOUR + STAY})
    museum.commit(DAY, {"schedule.yaml": TOUR + MOVED})
    museum.commit(2 * DAY)
    follow(museum.project)
    return museum


def find_lines(tree: Tree, name: str, key: str) -> list[str]:
    lines = tree[name].decode().split("\r\n")
    return [line.partition(":")[2] for line in lines if line.startswith(key)]


def test_a_published_record_that_becomes_a_draft_is_cancelled_and_comes_back(
    museum: VersionedProject,
) -> None:
    """Its page goes; its calendar stays at its address."""
    page, calendar = "campaigns/day/index.html", "campaigns.ics"
    before = follow(museum.project)
    draft = CAMPAIGN.replace("start:", "draft: true\nstart:")
    museum.commit(3 * DAY, {"content/campaigns/day.md": draft})
    hidden = follow(museum.project)
    assert page in before and page not in hidden
    assert find_lines(before, calendar, "STATUS") == ["CONFIRMED"]
    assert find_lines(hidden, calendar, "STATUS") == ["CANCELLED"]
    assert "campaigns/day/calendar.ics" in hidden
    assert follow(museum.project, include_drafts=True)[page] == before[page]
    museum.commit(4 * DAY, {"content/campaigns/day.md": CAMPAIGN})
    shown = follow(museum.project)
    assert page in shown
    assert find_lines(shown, calendar, "STATUS") == ["CONFIRMED"]


def test_drafts_of_published_records_are_built_as_if_nothing_was_removed(
    museum: VersionedProject,
) -> None:
    """The history counts them as removed."""
    before = follow(museum.project)
    files = ("content/exhibitions/light.md", "content/venues/hall.md", "content/campaigns/day.md")
    texts = {file: (museum.root / file).read_text(encoding="utf-8") for file in files}
    drafts = {file: text.replace("---\n", "---\ndraft: true\n", 1) for file, text in texts.items()}
    tour = (TOUR + MOVED).replace("    name:", "    draft: true\n    name:")
    museum.commit(3 * DAY, {**drafts, "schedule.yaml": tour})
    hidden = follow(museum.project)
    assert not {"exhibitions/light/index.html", "venues/hall/index.html"} & hidden.keys()
    assert b"STATUS:CANCELLED" in hidden["stops/first/calendar.ics"]
    shown = follow(museum.project, include_drafts=True)
    assert shown.keys() == before.keys()
    assert shown["venues/hall/index.html"] == before["venues/hall/index.html"]
    assert not any(b"STATUS:CANCELLED" in raw for raw in shown.values())
    assert follow(museum.project) == hidden


def test_a_slug_that_changes_leaves_no_page_behind_and_each_calendar_in_place(
    museum: VersionedProject,
) -> None:
    before = follow(museum.project)
    museum.commit(3 * DAY, {"schedule.yaml": TOUR + MOVED + "        slug: opening\n"})
    after = follow(museum.project)
    added, removed = after.keys() - before.keys(), before.keys() - after.keys()
    assert {name for name in added if not name.startswith("search/")} == {
        "stops/opening/index.html",
        "stops/opening/calendar.ics",
    }
    assert {name for name in removed if not name.startswith("search/")} == {
        "stops/first/index.html"
    }
    calendar, former_calendar = (after[f"stops/{s}/calendar.ics"] for s in ("opening", "first"))
    assert b"\r\nURL:https://small.example/stops/opening/\r\n" in former_calendar
    assert calendar.split(b"BEGIN:VEVENT")[1:] == former_calendar.split(b"BEGIN:VEVENT")[1:]


def test_a_commit_that_is_rewritten_counts_from_its_new_date(museum: VersionedProject) -> None:
    """The files are the same ones."""
    before = find_lines(follow(museum.project), "all.ics", "LAST-MODIFIED")
    museum.git("reset", "--soft", "HEAD~2")
    museum.commit(5 * DAY)
    after = find_lines(follow(museum.project), "all.ics", "LAST-MODIFIED")
    assert after != before


def test_lines_of_history_are_checked_out_in_turn(museum: VersionedProject) -> None:
    trees = [follow(museum.project)]
    museum.git("checkout", "--quiet", "-b", "other", "HEAD~2")
    trees.append(follow(museum.project))
    museum.commit(3 * DAY, {"schedule.yaml": TOUR + STAY.replace("11-01", "11-03")})
    trees.append(follow(museum.project))
    museum.git("checkout", "--quiet", "main")
    trees.append(follow(museum.project))
    museum.git("checkout", "--quiet", "other")
    trees.append(follow(museum.project))
    assert trees[3:] == [trees[0], trees[2]]
    assert len({tree["all.ics"] for tree in trees}) == 3


def test_what_is_stashed_away_is_gone_until_it_is_taken_out(museum: VersionedProject) -> None:
    before = follow(museum.project)
    museum.project.write({"schedule.yaml": TOUR + MOVED.replace("12-27", "12-28")})
    edited = follow(museum.project)
    museum.git("stash", "--quiet")
    assert follow(museum.project) == before
    museum.git("stash", "pop", "--quiet")
    assert follow(museum.project) == edited != before


def test_a_history_that_is_fetched_further_back_is_read_anew(
    museum: VersionedProject, tmp_path: Path
) -> None:
    """The last commit stays the same, and the clone a shallow one."""
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "--quiet", "--depth=1", museum.root.as_uri(), clone], check=True
    )
    project, calendars = Project(clone), []
    for depth in (1, 2, 3):
        subprocess.run(["git", "fetch", "--quiet", f"--depth={depth}"], cwd=clone, check=True)
        calendars.append(follow(project)["all.ics"])
    assert len(set(calendars)) == 3
    assert [b"SEQUENCE:1" in calendar for calendar in calendars] == [False, False, True]


def test_a_history_that_git_refused_to_read_is_read_as_soon_as_it_can_be(
    museum: VersionedProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the help says, Git was installed, or told whose repository it is: in the project, nothing
    has changed."""
    with monkeypatch.context() as without_git:
        without_git.setattr(git, "_find_program", lambda: None)
        run_command(museum.project)
        assert b"SEQUENCE:1" not in museum.project.read_tree()["all.ics"]
    run_command(museum.project)
    assert b"SEQUENCE:1" in museum.project.read_tree()["all.ics"]


@pytest.mark.parametrize("means", ["replace", "grafts"])
def test_a_commit_that_git_replaces_on_one_machine_stays_what_it_is(
    museum: VersionedProject, means: str
) -> None:
    """Replacements are in no clone: calendars would differ from machine to machine."""
    before = follow(museum.project)["all.ics"]
    if means == "replace":
        museum.git("replace", "--graft", "HEAD")
    else:
        head = museum.git("rev-parse", "HEAD")
        museum.project.write({".git/info/grafts": f"{head}\n"})
    assert len(museum.git("log", "--format=%h").split()) == 1
    museum.project.write({"content/news/a.md": "---\ntitle: x\ndate: 2026-11-01\n---\n"})
    assert follow(museum.project)["all.ics"] == before
