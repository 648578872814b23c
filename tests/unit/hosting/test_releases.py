"""The sites that a server keeps: which one is served, and which it can go back to."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from tourbook.hosting.releases import KEPT_COMMITS, Releases, get_commit

START = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)


class Site:
    """A build folder, and the sites that were published from it."""

    def __init__(self, folder: Path) -> None:
        self.build, self.releases = folder / "build", Releases(folder)
        self.hours = 0

    def publish(self, text: str, commit: str, *, hours: int = 1) -> bool:
        """A build replaces the page; some hours after the last one."""
        self.build.mkdir(exist_ok=True)
        page, new_page = self.build / "index.html", self.build / "new"
        if not page.exists() or page.read_text() != text:
            new_page.write_text(text)
            os.replace(new_page, page)
        self.hours += hours
        return self.releases.add(self.build, START + dt.timedelta(hours=self.hours), commit)

    def read(self) -> str:
        assert self.releases.current
        return (self.releases.current / "index.html").read_text()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_a_site_that_is_the_same_is_not_published_again(site: Site) -> None:
    assert site.publish("a", "c1")
    assert not site.publish("a", "c1")
    assert not site.publish("a", "c2")  # a commit that changes no page
    assert site.publish("b", "c3")
    assert site.read() == "b"
    assert len(site.releases.list_names()) == 2


def test_files_that_are_the_same_are_shared(site: Site) -> None:
    site.publish("a", "c1")
    (site.build / "other.html").write_text("x")
    site.publish("a", "c2")
    first, second = (site.releases.current.parent / n for n in site.releases.list_names())  # type: ignore[union-attr]
    assert (first / "index.html").samefile(second / "index.html")


def test_a_site_stays_as_it_was_when_the_next_one_is_built(site: Site) -> None:
    site.publish("a", "c1")
    site.publish("b", "c2")
    site.releases.go_back("c2")
    assert site.read() == "a"


def test_the_last_sites_of_five_earlier_commits_are_kept_however_many_days_pass(
    site: Site,
) -> None:
    for commit in range(KEPT_COMMITS + 3):
        for day in range(4):
            site.publish(f"{commit} on day {day}", f"c{commit}", hours=24)
    assert len(site.releases.list_names()) <= KEPT_COMMITS + 2
    pages = [site.read()]
    while site.releases.go_back(f"c{KEPT_COMMITS + 2}"):
        pages.append(site.read())
    assert pages == [f"{commit} on day 3" for commit in range(KEPT_COMMITS + 2, 1, -1)]


def test_what_was_taken_back_does_not_come_back(site: Site) -> None:
    site.publish("good", "c1")
    site.publish("bad", "c2")
    assert site.releases.go_back("c2") == "c1"
    assert site.releases.find_replacement("c2") == "c1"
    assert site.releases.find_replacement("c3") == ""
    site.publish("better", "c3")
    assert site.releases.go_back("c3") == "c1"
    assert site.releases.go_back("c3") == ""
    assert site.read() == "good"


def test_names_are_in_order_although_the_clock_goes_back(site: Site) -> None:
    site.publish("a", "c1", hours=5)
    site.publish("b", "c2", hours=-2)
    site.publish("c", "c3", hours=-1)
    assert [get_commit(name) for name in site.releases.list_names()] == ["c1", "c2", "c3"]


def test_what_a_killed_build_has_begun_is_replaced(site: Site) -> None:
    site.publish("a", "c1")
    unfinished = site.releases.current.parent / ".unfinished"  # type: ignore[union-attr]
    unfinished.mkdir()
    (unfinished / "half.html").write_text("x")
    assert site.publish("b", "c2")
    assert [path.name for path in site.releases.current.iterdir()] == ["index.html"]  # type: ignore[union-attr]
