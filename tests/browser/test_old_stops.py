"""Without files at former addresses, the page for missing ones leads to the rows of old stops."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.browser.browser import Browser
from tests.cases.cases import list_case_files, read_wanted
from tests.support.projects import Project
from tests.support.web import nginx

CASE = "old-stops"
INSIDE = "error_page 404 /404.html;"
"""One page for all languages, as on GitHub Pages."""


def test_the_page_for_missing_addresses_leads_on(tmp_path: Path, browser: Browser) -> None:
    project = Project(tmp_path / "project")
    files = list_case_files(CASE, read_wanted(CASE))
    site = files["content/site.yaml"].replace(b"pages: 2", b"pages: 2, redirect_pages: false")
    project.write({**files, "content/site.yaml": site})
    with nginx(project.output, tmp_path / "run", INSIDE) as root:
        assert not project.build(today=dt.date(2026, 11, 29), base_url=root).problems
        assert not (project.output / "stops/old").exists()
        for prefix, address in (("", "stops/old"), ("en/", "en/stops/old/index.html")):
            browser.open(root + address)
            browser.until(lambda: "#stop-old" in browser.url, "the row is not shown")
            assert browser.url == f"{root}{prefix}tours/t/#stop-old"
            assert browser.one("#stop-old").is_displayed()
        browser.open(root + "stops/never/")
        assert browser.kind == "404"
