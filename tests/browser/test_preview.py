"""`serve` and a browser that nobody touches: it follows what is saved."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.browser import Browser
from tests.support import tiny_theme
from tests.support.projects import TODAY, Project
from tests.support.sources import SITE, SMALL
from tests.support.web import preview

HEAD = (
    "<!DOCTYPE html><head>"
    "<meta http-equiv=Content-Security-Policy content=\"default-src 'self'\">"
    "<link rel=stylesheet href=\"{{ asset('style.css') }}\"></head>"
)
"""Nothing inline is allowed."""
STYLE, VENUE = "themes/tiny/static/style.css", "content/venues/hall.md"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    theme = tiny_theme.list_theme_files()
    base = str(theme["themes/tiny/templates/base.html"])
    project = Project(tmp_path / "p")
    project.write(
        {
            **SMALL,
            **theme,
            "content/site.yaml": SITE + "theme: tiny\n",
            "themes/tiny/templates/base.html": base.replace("<!DOCTYPE html>", HEAD),
        }
    )
    return project


@pytest.fixture
def address(project: Project) -> Iterator[str]:
    with preview(project.root, "--today", TODAY.isoformat(), "--lang", "en") as address:
        yield address


def test_a_page_follows_what_is_saved(browser: Browser, project: Project, address: str) -> None:
    def text() -> str:
        return str(browser.run("return document.body.innerText"))

    def panel() -> str:
        return str(
            browser.run(
                "const box = document.documentElement.lastElementChild;"
                "return box.shadowRoot ? box.shadowRoot.textContent : ''"
            )
        )

    def save(name: str, content: str | bytes | None) -> None:
        """As editors do: a new file in the place of the old one."""
        assert isinstance(content, str)
        new = project.root / f"{name}.new"
        new.write_text(content, encoding="utf-8")
        os.replace(new, project.root / name)

    venue = str(SMALL[VENUE])
    browser.open(address + "stops/first/")
    assert "县科技馆" in text()
    browser.until(lambda: browser.run("return !!window.LiveReload"), "livereload does not run")
    browser.run("window.isTouched = true")
    save(VENUE, venue.replace("县科技馆", "新<b>馆"))
    browser.until(lambda: "新<b>馆" in text(), "the page does not follow")
    assert not browser.run("return window.isTouched")

    browser.run("window.isTouched = true")
    save(STYLE, "body { color: rgb(1, 2, 3) }")
    colour = "return getComputedStyle(document.body).color"
    browser.until(lambda: browser.run(colour) == "rgb(1, 2, 3)", "the style does not follow")
    assert browser.run("return window.isTouched"), "the page was loaded again"

    save(VENUE, venue.replace("name: 县科技馆", "nmae: <img src=x>"))
    browser.until(lambda: VENUE in panel(), "the problem is not shown")
    assert f"{VENUE}:2:1: error: " in panel() and "help: " in panel() and "<img src=x>" in panel()
    assert "新<b>馆" in text() and browser.run("return window.isTouched")
    save(VENUE, venue)
    browser.until(lambda: "县科技馆" in text(), "the page does not follow what is mended")
    browser.until(lambda: VENUE not in panel(), "the problem does not go")

    save(VENUE, venue + "\n[不在](/nowhere/)\n")  # a page can be made of it, and the check follows
    browser.until(lambda: "/nowhere/" in panel(), "what the check finds is not shown")
    save(VENUE, venue)
    browser.until(lambda: "/nowhere/" not in panel(), "what was mended is still shown")
    assert not [line for line in browser.console() if "favicon" not in line]
