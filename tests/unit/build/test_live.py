"""A live site: it follows its files, and whatever happens to them, it has a page to show."""

from __future__ import annotations

import datetime as dt
import weakref
from pathlib import Path
from typing import Any

import pytest

from tests.support import tiny_theme
from tests.support.git import Repository
from tests.support.projects import TODAY, Project
from tests.support.sources import SITE, SMALL
from tourbook.build.live import Change, LiveSite
from tourbook.build.options import BuildOptions
from tourbook.history import git

VENUE, STYLE = "content/venues/hall.md", "themes/tiny/static/style.css"
STOP_TEMPLATE = "themes/tiny/templates/stop.html"
WHEN = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)


class Watched:
    """A small project with a theme of a few lines, and its live site."""

    def __init__(self, folder: Path) -> None:
        self.project, self.today = Project(folder), TODAY
        site = SITE + "theme: tiny\n"
        self.write({**SMALL, **tiny_theme.list_theme_files(), "content/site.yaml": site})
        self.start()

    def start(self) -> None:
        root = self.project.root
        options = BuildOptions(root, root / "output", lambda _zone: self.today, include_drafts=True)
        self.site = LiveSite(options)
        self.site.plan()

    def write(self, files: dict[str, str | bytes | None]) -> None:
        self.project.write(files)

    def edit(self, name: str, old: str, new: str) -> Change:
        path = self.project.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return self.site.refresh()

    def page(self, path: str) -> str:
        answer = self.site.find(path)
        return answer.content.decode() if answer else ""

    def find_style(self) -> str:
        """The address of the theme's style sheet."""
        assert self.site._site
        return next(p for p in self.site._site._assets if p.endswith(".css"))

    def check(self) -> list[str]:
        """The codes of all problems."""
        for _ in self.site.iterate_checks():
            pass
        assert self.site.is_checked
        return [problem.code for problem in self.site.problems]


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path / "p")


def test_only_what_is_asked_for_is_made_and_nothing_is_written(watched: Watched) -> None:
    assert "县科技馆" in watched.page("stops/first/")
    assert watched.site._site and list(watched.site._site._contents) == ["stops/first/"]
    assert not watched.project.output.exists()
    assert watched.site.find("nowhere/") is None and watched.site.find("stops/first") is None
    assert watched.page("all.ics").startswith("BEGIN:VCALENDAR")


def test_it_says_what_has_changed(watched: Watched) -> None:
    assert watched.site.refresh() == Change.NOTHING
    number = watched.site.number
    assert watched.edit(VENUE, "县科技馆", "新馆") == Change.PAGES
    assert "新馆" in watched.page("stops/first/") and watched.site.number != number
    watched.write(
        {VENUE: None, "content/venues/new.md": "---\nname: 又一馆\nregion: '621121'\n---\n"}
    )
    assert watched.site.refresh() == Change.PROBLEMS  # the stop has lost its venue
    watched.write({"schedule.yaml": str(SMALL["schedule.yaml"]).replace("hall", "new")})
    assert watched.site.refresh() == Change.PAGES
    assert "又一馆" in watched.page("stops/first/") and not watched.page("venues/hall/")


def test_pages_that_are_open_take_a_new_style_sheet_at_its_old_address(watched: Watched) -> None:
    name, old = STYLE, watched.find_style()
    number = watched.site.number
    watched.write({name: "body { color: #123 }"})
    assert watched.site.refresh() == Change.STYLES
    assert watched.page(old) == "body{color:#123}"
    assert watched.site.number == number
    assert watched.check() == [] and watched.site.number == number
    new = watched.find_style()
    assert new != old and watched.page(new) == watched.page(old)
    watched.write({name: "body { color: #456 }", VENUE: str(SMALL[VENUE]) + "\n正文\n"})
    assert watched.site.refresh() == Change.PAGES


def test_errors_leave_the_last_good_site(watched: Watched) -> None:
    before = watched.page("stops/first/")
    watched.write({"content/pages/more.md": "---\ntitle: 说明\n---\n"})
    assert watched.edit("schedule.yaml", "2026-11-01", "2026-11-31") == Change.PROBLEMS
    (problem,) = watched.site.problems
    assert (problem.location.file, problem.location.line) == ("schedule.yaml", 8)
    assert watched.page("stops/first/") == before
    assert watched.page("venues/hall/")  # was not asked for before
    assert problem.code in watched.check() and watched.page("stops/first/") == before
    assert watched.edit("schedule.yaml", "2026-11-31", "2026-11-02") == Change.PAGES
    assert watched.page("stops/first/") != before and watched.site.problems == []


@pytest.mark.parametrize(
    "damage",
    [
        {"content/site.yaml": "name: [\n"},
        {"content/site.yaml": None},
        {"content/site.yaml": SITE + "theme: nowhere\n"},
        {"content/site.yaml": SITE + "theme: tiny\ntimezone: Nowhere/City\n"},
        {"themes/tiny/theme.yaml": "extends: [\n"},
    ],
)
def test_a_project_that_is_broken_at_the_start_can_be_mended(
    watched: Watched, damage: dict[str, str | bytes | None]
) -> None:
    good = {name: (watched.project.root / name).read_bytes() for name in damage}
    watched.write(damage)
    watched.start()
    assert watched.site.find("") is None and watched.site.problems
    assert watched.check() and watched.site.refresh() == Change.NOTHING
    watched.write({**good})
    assert watched.site.refresh() == Change.PAGES
    assert watched.page("stops/first/") and watched.site.problems == []
    watched.write(damage)
    assert watched.site.refresh() == Change.PROBLEMS
    assert watched.page("stops/first/") and watched.check()


def test_what_a_rule_says_comes_with_the_new_page(watched: Watched) -> None:
    clash = "      - {id: second, venue: hall, copy: a, open: 2026-12-01, close: 2026-12-09}\n"
    assert watched.edit("schedule.yaml", "        note", "        copy: a\n        note") == (
        Change.PAGES
    )
    watched.write({"schedule.yaml": (watched.project.root / "schedule.yaml").read_text() + clash})
    assert watched.site.refresh() == Change.PAGES
    assert watched.page("stops/second/") and watched.site.problems == []
    assert "copy-clash" in watched.check()


def test_a_template_that_fails_leaves_the_last_good_page(watched: Watched) -> None:
    before = watched.page("stops/first/")
    source = (watched.project.root / STOP_TEMPLATE).read_text()
    for wrong in ("{{ 1 // 0 }}", "{% if %}"):
        watched.write({STOP_TEMPLATE: source.replace("{{ row(", wrong + "\n{{ row(", 1)})
        assert watched.site.refresh() == Change.PAGES
        answer = watched.site.find("stops/first/")
        assert answer and not answer.is_whole and answer.content.decode() == before
        (problem,) = watched.site.problems
        line = source[: source.index("{{ row(")].count("\n") + 1
        assert (problem.location.file, problem.location.line) == (STOP_TEMPLATE, line)
        assert watched.page("venues/hall/")
        watched.check()
        places = [(p.location.file, p.location.line) for p in watched.site.problems]
        assert len(places) == len(set(places))  # nothing is said twice
    watched.write({STOP_TEMPLATE: source})
    assert watched.site.refresh() == Change.PAGES
    assert watched.page("stops/first/") == before and watched.check() == []


def test_drafts_and_news_of_days_to_come_are_told_apart(watched: Watched) -> None:
    assert watched.site.list_drafts() == []
    watched.write(
        {
            "content/pages/soon.md": "---\ntitle: 草稿\ndraft: true\n---\n",
            "content/news/later.md": "---\ntitle: 将来\ndate: 2027-01-01\n---\n",
            "content/news/now.md": "---\ntitle: 现在\ndate: 2026-11-01\n---\n",
        }
    )
    watched.site.refresh()
    assert sorted(watched.site.list_drafts()) == ["news/later/", "soon/"]
    assert (
        watched.edit("schedule.yaml", "name: 巡展", "name: 巡展\n    draft: true") == Change.PAGES
    )
    assert {"stops/first/", "tours/tour/"} <= set(watched.site.list_drafts())


def test_a_day_that_is_over_is_a_change(watched: Watched) -> None:
    assert not watched.site.is_outdated()
    before = watched.page("day.css")
    watched.today += dt.timedelta(days=1)
    assert watched.site.is_outdated() and watched.site.refresh() == Change.PAGES
    assert watched.page("day.css") != before and not watched.site.is_outdated()


def test_what_was_read_is_kept_for_the_next_start(watched: Watched) -> None:
    watched.page("all.ics")
    watched.site.refresh()
    watched.site.save()
    watched.project.build()
    memory = watched.project.root / ".tourbook/memo"
    before = memory.read_bytes()
    watched.start()
    watched.site.save()  # nothing was asked for, and nothing is forgotten
    assert len(memory.read_bytes()) == len(before)


def test_commits_are_read_from_git_once(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    repository, counts = Repository(watched.project.root), []
    list_commits = git.list_commits

    def count(*arguments: Any) -> list[git.Commit]:
        commits = list_commits(*arguments)
        counts.append(len(commits))
        return commits

    monkeypatch.setattr(git, "list_commits", count)
    repository.commit("first", WHEN)
    watched.start()
    for number in range(3):
        assert watched.edit(VENUE, "馆", f"馆{number}") == Change.PAGES
    repository.commit("second", WHEN)
    assert watched.site.is_outdated() and watched.site.refresh() == Change.PAGES
    assert counts == [1, 1]
    assert ".tourbook" not in repository.git("ls-files")


def test_what_was_there_before_is_freed_when_there_is_time(watched: Watched) -> None:
    """A preview may run for weeks."""
    agendas = []
    for number in range(3):
        watched.check()
        assert watched.site.agenda
        agendas.append(weakref.ref(watched.site.agenda))
        watched.edit("schedule.yaml", "note: ", f"note: {number} ")
        assert agendas[-1]() is not None, "a page does not wait for this"
    watched.check()
    assert [agenda() for agenda in agendas] == [None] * 3


def test_the_addresses_of_all_outputs_are_checked_when_there_is_time(watched: Watched) -> None:
    watched.write({"content/venues/b.md": "---\nname: 乙\nregion: '621121'\nslug: hall\n---\n"})
    assert watched.site.refresh() == Change.PAGES
    assert watched.page("stops/first/") and watched.site.problems == []
    assert "same-address" in watched.check()


def test_a_file_that_goes_away_is_not_found(watched: Watched) -> None:
    watched.write({"content/exhibitions/light.md": None})
    watched.write(
        {
            "content/exhibitions/light/index.md": "---\nname: 光影\npicture: a.svg\n---\n",
            "content/exhibitions/light/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        }
    )
    assert watched.site.refresh() == Change.PAGES
    assert watched.page("exhibitions/light/a.svg").startswith("<svg")
    watched.write({"content/exhibitions/light/a.svg": None})
    assert watched.site.refresh() == Change.PROBLEMS
    assert watched.page("exhibitions/light/") and not watched.page("exhibitions/light/a.svg")
