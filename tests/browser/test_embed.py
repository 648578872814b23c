"""The pages for frames on other sites: what comes next, in a frame as narrow as 300 pixels."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.browser.browser import Browser, Served

FRAMED = "embed/caravans/longzhong-1/"


def list_places(browser: Browser) -> list[str]:
    return [row.text for row in browser.all(".row .row-what b") if row.is_displayed()]


@pytest.mark.parametrize("page", [FRAMED, "en/" + FRAMED, "embed/", "embed/places/620000/"])
def test_it_fits_into_a_narrow_frame(browser: Browser, served: Served, page: str) -> None:
    browser.look(300, height=480)
    browser.open(served.base + page)
    assert browser.run("return document.documentElement.scrollWidth") <= 300
    assert 0 < len(list_places(browser)) <= 6
    assert not browser.all(".site-header, .site-footer")
    assert browser.console() == []


def test_what_is_over_makes_room(browser: Browser, served: Served) -> None:
    browser.open(served.base + FRAMED)
    before = list_places(browser)
    browser.open_at(dt.datetime(2027, 1, 20, tzinfo=dt.UTC), served.base + FRAMED)
    after = list_places(browser)
    assert after and after != before and len(after) <= 6


def test_its_links_open_outside_of_the_frame(browser: Browser, served: Served) -> None:
    browser.open(served.base + "caravans/longzhong-1/#subscribe")
    browser.one(".embed summary").click()
    code = browser.one(".embed .address").text
    browser.open(served.base + "404.html")
    browser.run("document.body.innerHTML = arguments[0]", code)
    frame = browser.one("iframe")
    assert frame.get_attribute("src") == served.base + FRAMED and frame.get_attribute("title")

    def is_full() -> bool:
        browser.driver.switch_to.default_content()
        browser.driver.switch_to.frame(browser.one("iframe"))
        return bool(browser.all("h1 a"))

    browser.until(is_full, "the frame is empty")
    browser.one("h1 a").click()
    windows = browser.driver.window_handles
    assert len(windows) == 2
    browser.driver.switch_to.window(windows[1])
    browser.until(lambda: browser.url == served.base + "caravans/longzhong-1/", "another page")
    browser.driver.close()
    browser.driver.switch_to.window(windows[0])
