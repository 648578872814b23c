"""The page for missing addresses helps: it finds, and speaks the language of the address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.browser.browser import Browser, Served
from tests.support.web import nginx

INSIDE = "location /science/ {{ alias {output}/; error_page 404 /science/404.html; }}"
"""One page for all languages, as on GitHub Pages."""


@pytest.fixture
def base(served: Served, tmp_path: Path) -> Iterator[str]:
    with nginx(served.output, tmp_path / "run", INSIDE.format(output=served.output)) as root:
        yield root + "science/"


def test_it_finds_and_remembers(browser: Browser, base: str) -> None:
    browser.look(360)
    browser.open(base + "places/621124/")
    browser.open(base + "places/none/at/all/")
    assert browser.kind == "404"
    browser.click(browser.one(".last-place a"))
    assert browser.url == base + "places/621124/"
    browser.open(base + "none")
    browser.one("#q").send_keys("临洮")
    browser.click(browser.one(".search-form button"))
    browser.until(lambda: "找到" in browser.one(".searched").text, "nothing is found")
    browser.run("localStorage.clear()")


def test_all_its_ways_lead_on(browser: Browser, base: str) -> None:
    browser.javascript(False)
    browser.open(base + "a/b/c/d/")
    links = browser.list_links("main a")
    assert len(links) >= 6 and all(link.startswith(base) for link in links)
    for link in links:
        with urlopen(link) as answer:
            assert answer.status == 200, link


def wait_for_title(browser: Browser, title: str) -> None:
    browser.until(lambda: browser.one("h1").text == title, title)


def test_it_speaks_the_language_of_the_address(browser: Browser, base: str) -> None:
    for path, title in (("en/nowhere/at/all", "Page not found"), ("enough/", "没有这个页面")):
        browser.open(base + path)
        wait_for_title(browser, title)
        assert browser.url == base + path
    assert browser.one("html").get_attribute("lang") == "zh-CN"
