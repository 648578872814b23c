"""Pages of tests/cases/ in a browser: what their wanted.yaml says of screens."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from tests.browser.browser import Browser
from tests.cases.cases import CASES, list_case_files, read_wanted
from tests.support.projects import REPO, Project

SEEN = [name for name in CASES if read_wanted(name).screens]


@pytest.mark.parametrize("name", SEEN)
def test_a_page_looks_as_wanted(name: str, browser: Browser, tmp_path: Path) -> None:
    wanted, project = read_wanted(name), Project(tmp_path)
    shutil.copytree(REPO / "themes", project.root / "themes")
    project.write(list_case_files(name, wanted))
    assert not project.build(today=wanted.today).error_count
    noon = dt.datetime.combine(wanted.today, dt.time(12), tzinfo=dt.UTC)
    for screen in wanted.screens:
        browser.look(screen.width)
        browser.open_at(screen.at or noon, (project.output / screen.page).as_uri())
        width = browser.run("return document.documentElement.scrollWidth")
        assert width <= screen.width, screen.page
        text = " ".join(browser.one("body").text.split())
        for piece in screen.text:
            assert piece in text, screen.page
        for piece in screen.no_text:
            assert piece not in text, screen.page
