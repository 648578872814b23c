"""What is nearest: to a place that is chosen or, after a click, to the reader; all on the device."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from zoneinfo import ZoneInfo

from tests.browser.browser import Browser, Served
from tests.support.projects import TODAY

NOON = dt.datetime.combine(TODAY, dt.time(12), ZoneInfo("Asia/Shanghai"))
LINTAO = {"latitude": 35.39, "longitude": 103.86, "accuracy": 50}
ASKED = """
const ask = navigator.geolocation.getCurrentPosition;
window.asked = 0;
navigator.geolocation.getCurrentPosition = (...given) => { window.asked += 1; return ask.apply(navigator.geolocation, given); };
"""


def open_near(browser: Browser, served: Served, page: str = "near/") -> None:
    browser.open_at(NOON, served.base + page)
    browser.run(ASKED)


def list_rows(browser: Browser) -> list[tuple[str, int]]:
    """(the words of a row, its distance in kilometres) of each; within 2 km is 1."""
    rows = [row.text for row in browser.all("#nearest .row")]
    found = [re.search(r"(\d+) (?:公里|km)(以内)?", text) for text in rows]
    return [(text, int(km[1]) if km else -1) for text, km in zip(rows, found, strict=True)]


def show_all(browser: Browser) -> None:
    while buttons := browser.all("#nearest .more button"):
        browser.run("arguments[0].click()", buttons[0])


def choose(browser: Browser, slug: str) -> None:
    link = browser.one(f"#choose a[href$='places/{slug}/']")
    browser.run("arguments[0].closest('details').open = true", link)
    link.click()
    browser.until(lambda: bool(browser.all("#nearest .row")), "nothing is found")


def test_a_chosen_place_lists_what_is_near_it(browser: Browser, served: Served) -> None:
    browser.look(360)
    browser.forget_places(served)
    open_near(browser, served)
    assert not browser.one("#nearest").is_displayed()
    choose(browser, "621124")
    assert browser.url.endswith("near/#621124")
    assert browser.one("#nearest h2").text == "离临洮县最近"
    assert browser.run("return document.activeElement.tagName") == "H2"
    show_all(browser)
    rows = list_rows(browser)
    assert "临洮县" in rows[0][0] and all(km >= 0 for _, km in rows)
    assert [km for _, km in rows] == sorted(km for _, km in rows)
    assert not any("已结束" in text or "已取消" in text for text, _ in rows)
    assert f"共 {len(rows)} 项" in browser.one("[data-near] [role=status]").text
    box = browser.one("#nearest input")
    box.click()
    browser.until(lambda: len(list_rows(browser)) < len(rows), "fewer are on now")
    assert not any("开始" in text for text, _ in list_rows(browser))
    browser.open(served.base)
    assert browser.one(".last-place a").text == "临洮县", "the home page remembers it, too"
    open_near(browser, served)
    browser.until(lambda: bool(list_rows(browser)), "it is remembered")
    assert browser.run("return window.asked") == 0
    browser.run("localStorage.clear()")


def test_the_position_is_asked_for_on_a_click_and_goes_nowhere(
    browser: Browser, served: Served
) -> None:
    browser.cdp("Browser.grantPermissions", permissions=["geolocation"])
    browser.cdp("Emulation.setGeolocationOverride", **LINTAO)
    try:
        open_near(browser, served, "en/near/")
        assert browser.run("return window.asked") == 0
        browser.requests()
        browser.one("[data-near] button").click()
        browser.until(lambda: bool(list_rows(browser)), "nothing is found")
        assert browser.one("#nearest h2").text == "Nearest to you"
        assert list_rows(browser)[0][1] <= 3
        assert {url.removeprefix(served.base) for url in browser.requests()} <= {
            "en/near/stops.js"
        }, "nothing else is fetched, and nothing of the position is in an address"
        stored = browser.run("return JSON.stringify(localStorage) + document.cookie")
        assert "35.3" not in stored and "#" not in browser.url
        assert not browser.console()
    finally:
        browser.cdp("Emulation.clearGeolocationOverride")
        browser.cdp("Browser.resetPermissions")


def test_without_a_position_it_says_what_to_do(browser: Browser, served: Served) -> None:
    browser.cdp("Browser.setPermission", permission={"name": "geolocation"}, setting="denied")
    try:
        open_near(browser, served)
        browser.one("[data-near] button").click()
        browser.until(
            lambda: "选一个地方" in browser.one("[data-near] [role=status]").text, "nothing is said"
        )
    finally:
        browser.cdp("Browser.resetPermissions")


def test_without_a_script_the_places_lead_to_their_pages(browser: Browser, served: Served) -> None:
    browser.javascript(False)
    browser.open(served.base + "near/")
    assert not browser.one("[data-near]").is_displayed()
    browser.find_words("summary", "甘肃省").click()
    browser.click(browser.find_words("#choose a", "临洮县"))
    assert browser.url == served.base + "places/621124/"


def test_it_works_from_a_disk(browser: Browser, served: Served) -> None:
    browser.open((served.output / "near/index.html").as_uri() + "#621124")
    browser.until(lambda: bool(browser.all("#nearest .row")), "nothing is found")
    browser.click(browser.one("#nearest .row a"))
    assert browser.url.endswith("/index.html")


def test_its_script_is_small(served: Served) -> None:
    for name in ("near/stops.js", "en/near/stops.js"):
        content = (served.output / name).read_bytes()
        assert len(gzip.compress(content)) < 6_000
        assert not re.search(rb"\d\.\d{3}", content), "positions are true to 1 km"
