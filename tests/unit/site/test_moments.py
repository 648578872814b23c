"""A page of the sitemap was last modified when what it shows last changed, whatever the day is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.support.projects import TODAY
from tests.support.repositories import START, VersionedProject, write_schedule
from tests.support.sources import HALL
from tests.support.tiny_theme import list_theme_files

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = {"content/news/open.md": "---\ntitle: 开幕\ndate: 2026-11-01\n---\n正文\n"}
DAYS = ("2026-12-02", "2026-12-09")
SCHEDULE_PAGES = {
    "stops/a/", "stops/b/", "tours/tour/", "exhibitions/light/", "venues/hall/",
    "places/620000/", "places/621100/", "places/621121/",
}  # fmt: skip


@pytest.fixture
def repo(tmp_path: Path) -> VersionedProject:
    repo = VersionedProject(tmp_path / "site")
    repo.project.write({".gitignore": ".tourbook/\noutput/\n"})
    repo.start(
        files={**list_theme_files("default"), **NEWS, "schedule.yaml": write_schedule(*DAYS)}
    )
    return repo


def read_moments(repo: VersionedProject, today: dt.date = TODAY) -> dict[str, int | None]:
    """Site path -> seconds from the start to the last change."""
    assert not repo.project.build(today=today).error_count
    root = ET.fromstring((repo.project.output / "sitemap.xml").read_bytes())
    moments: dict[str, int | None] = {}
    for url in root.iter(SPACE + "url"):
        path = str(url.findtext(SPACE + "loc")).removeprefix("https://small.example/")
        text = url.findtext(SPACE + "lastmod")
        moments[path] = round(dt.datetime.fromisoformat(text).timestamp()) - START if text else None
    return moments


def list_changed(repo: VersionedProject, at: int) -> set[str]:
    return {path for path, moment in read_moments(repo).items() if moment == at}


def test_an_edit_is_a_change_of_the_pages_that_show_it(repo: VersionedProject) -> None:
    assert list_changed(repo, 0) == SCHEDULE_PAGES | {"news/open/"}
    repo.edit(100, *DAYS, a="note: 新")
    assert list_changed(repo, 100) == SCHEDULE_PAGES - {"stops/b/"}
    repo.commit(200, {"content/venues/hall.md": HALL + "\n新的正文\n"})
    assert list_changed(repo, 200) == SCHEDULE_PAGES
    repo.commit(300, {path: text.replace("正文", "更正") for path, text in NEWS.items()})
    assert list_changed(repo, 300) == {"news/open/"}


def test_lists_and_what_is_not_committed_have_no_moment(repo: VersionedProject) -> None:
    moments = read_moments(repo)
    assert {path for path in moments if moments[path] is None} >= {"", "venues/", "months/"}
    repo.project.write({"schedule.yaml": write_schedule(*DAYS, a="note: 新")})
    moments = read_moments(repo)
    assert (moments["stops/a/"], moments["stops/b/"]) == (None, 0)


def test_the_day_of_the_build_is_no_change(repo: VersionedProject) -> None:
    assert read_moments(repo) == read_moments(repo, TODAY + dt.timedelta(days=9))
