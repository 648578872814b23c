"""A visitor's walk through the site behind nginx: with JavaScript, without it, and from a disk."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import icalendar
import pytest

from tests.browser.browser import Browser, Served, outside


class Walk:
    """Where the walk takes place. `fetch` gets a file as a calendar program would."""

    def __init__(
        self,
        browser: Browser,
        base: str,
        fetch: Callable[[str], tuple[str, bytes]],
        has_scripts: bool = True,
    ) -> None:
        self.browser, self.base, self.fetch, self.has_scripts = browser, base, fetch, has_scripts

    def home(self, lang: str = "zh") -> None:
        folder = "" if lang == "zh" else lang + "/"
        self.browser.open(
            self.base + folder + ("index.html" if self.base.startswith("file:") else "")
        )
        assert self.browser.kind == "home"
        assert self.browser.run("return document.scripts.length") > 0, "even if none may run"

    def place(self) -> str:
        """The address of this page under the base, without index.html."""
        assert self.browser.url.startswith(self.base), self.browser.url
        return unquote(self.browser.url.removeprefix(self.base).partition("#")[0]).removesuffix(
            "index.html"
        )


def by_http(url: str) -> tuple[str, bytes]:
    with urllib.request.urlopen(url, timeout=10) as answer:
        assert answer.status == 200
        return answer.headers["Content-Type"], answer.read()


def by_disk(url: str) -> tuple[str, bytes]:
    return "text/calendar", Path(unquote(urlsplit(url).path)).read_bytes()


@pytest.fixture(params=["with JavaScript", "without JavaScript", "from a disk"])
def walk(request: pytest.FixtureRequest, browser: Browser, served: Served) -> Walk:
    if request.param == "from a disk":
        return Walk(browser, served.output.as_uri() + "/", by_disk)
    if request.param == "without JavaScript":
        browser.javascript(False)
        browser.look(390, "dark", 844)
    return Walk(browser, served.base, by_http, request.param == "with JavaScript")


def test_from_home_to_a_stop_in_two_languages(walk: Walk) -> None:
    b = walk.browser
    walk.home()
    row = b.one("main .row-what a")
    name = row.find_element("css selector", "b").text
    b.click(row)
    chinese = walk.place()
    assert b.kind == "stop" and name in b.one("h1").text
    check_calendar(walk, name)
    b.click(b.one(".languages a[hreflang='en']"))
    assert walk.place() == "en/" + chinese
    assert b.one("html").get_attribute("lang") == "en" and b.kind == "stop"
    assert not re.search(r"[一-鿿]", b.one("h1").text)
    b.click(b.one(".languages a[hreflang='zh-CN']"))
    assert walk.place() == chinese and b.one("html").get_attribute("lang") == "zh-CN"
    assert name in b.one("h1").text


def check_calendar(walk: Walk, name: str) -> None:
    """That of the stop whose page is shown."""
    b = walk.browser
    link = b.one("main a[type='text/calendar']").get_attribute("href")
    kind, raw = walk.fetch(str(link))
    assert kind.partition(";")[0] == "text/calendar"
    events = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert events and name in str(events[0]["SUMMARY"])
    assert str(events[0]["URL"]).endswith("/science/" + walk.place())
    webcal = str(b.one("main a[href^='webcal:']").get_attribute("href"))
    assert urlsplit(webcal).path == "/science/" + walk.place() + "calendar.ics"


def test_breadcrumb_leads_up(walk: Walk) -> None:
    b = walk.browser
    walk.home("en")
    b.click(b.one("main .row-what a"))
    kinds = [b.kind]
    while b.all(".crumbs a"):
        b.click([a for a in b.all(".crumbs a") if a.is_displayed()][-1])
        kinds.append(b.kind)
        assert len(kinds) < 6, kinds
    assert kinds == ["stop", "tour", "tours", "home"]
    assert walk.place() == "en/"


def test_paging_through_months(walk: Walk) -> None:
    b = walk.browser
    walk.home()
    b.click(b.one(".menu a[href$='months/'], .menu a[href$='months/index.html']"))
    assert b.kind == "months"
    b.click(b.find_words("main .months a", "11月"))
    assert b.kind == "month" and b.one("h1").text == "2026年11月" and b.all(".agenda td li")
    b.click(b.one("a[rel='next']"))
    assert b.one("h1").text == "2026年12月"
    b.click(b.one("a[rel='prev']"))
    b.click(b.one("a[rel='prev']"))
    assert b.one("h1").text == "2026年10月"


def test_from_province_to_county(walk: Walk) -> None:
    b = walk.browser
    walk.home()
    b.find_words("#regions summary", "甘肃省").click()
    b.click(b.find_words("#regions a", "甘肃省全部"))
    assert b.one("h1").text == "甘肃省"
    b.click(b.find_words("main .chips a", "定西市"))
    assert b.one("h1").text == "定西市"
    b.click(b.find_words("main .chips a", "岷县"))
    assert b.one("h1").text == "岷县" and b.kind == "place" and walk.place() == "places/621126/"
    assert b.all("main .row-what a")
    crumbs = [a.get_attribute("textContent") for a in b.all(".crumbs li")]
    assert [c.strip() for c in crumbs][-3:-1] == ["甘肃省", "定西市"]


def test_calendars_of_the_subscribe_page_are_there(walk: Walk, served: Served) -> None:
    b = walk.browser
    walk.home()
    b.click(b.one(".hero a.button[href*=subscribe]"))
    assert b.kind == "subscribe"
    found = set(b.list_links("main a[type='text/calendar']"))
    webcal = set(b.list_links("main a[href^='webcal:']"))
    assert len(found) == len(webcal) > 30
    assert {urlsplit(u).path.removeprefix("/science/") for u in webcal} == {
        unquote(u.removeprefix(walk.base)) for u in found
    }
    for url in found:
        kind, raw = walk.fetch(url)
        assert kind.partition(";")[0] == "text/calendar", url
        assert raw == (served.output / unquote(url.removeprefix(walk.base))).read_bytes(), url
        assert raw.startswith(b"BEGIN:VCALENDAR\r\n"), url  # tests/site reads all of them


def test_old_addresses_arrive(walk: Walk, served: Served) -> None:
    b = walk.browser
    old = {}
    for name in served.files():
        if name.endswith(".html"):
            text = (served.output / name).read_text()
            found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', text)
            if found:
                old[name] = found.group(1)
    assert len(old) >= 2
    suffix = "?from=qr#subscribe"
    for name, target in list(old.items())[:6]:
        b.open(walk.base + name + suffix)
        expected = urljoin(walk.base + name, target)
        folder = expected.removesuffix("index.html")
        kept_suffix = suffix if walk.has_scripts else ""  # only a script can keep it
        b.until(
            lambda folder=folder, end=kept_suffix: b.url.replace("index.html", "") == folder + end,
            f"{name} does not lead to {expected} but to {b.url}",
        )
        b.until(lambda: bool(b.all("main h1")), f"{name}: no page at its target")


def test_the_walk_stays_on_its_host(browser: Browser, served: Served) -> None:
    for kind in ("", "en/", "exhibitions/", "places/", "subscribe/"):
        browser.open(served.base + kind)
    found = browser.requests()
    assert len(found) > 5 and outside(found, served.base) == []


COUNT_RULES = """
const count = (rules) => [...rules].reduce((n, rule) => n + 1 + count(rule.cssRules || []), 0);
return [...document.styleSheets].reduce((n, sheet) => n + count(sheet.cssRules), 0);
"""


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize(
    "address",
    [
        "nothing",
        "stops/nothing/",
        "a/b/c/d/e.html",
        "en/stops/nothing/",
        "en/a/b/c",
        "stops/no.ics",
    ],
)
def test_missing_pages(browser: Browser, served: Served, address: str, javascript: bool) -> None:
    with pytest.raises(urllib.error.HTTPError) as answer:
        by_http(served.base + address)
    assert answer.value.code == 404
    browser.javascript(javascript)
    browser.look(390)
    browser.open(served.base + address)
    assert browser.kind == "404"
    lang = "en" if address.startswith("en/") else "zh"
    assert browser.one("html").get_attribute("lang").startswith(lang)  # type: ignore[union-attr]
    assert browser.run(COUNT_RULES) > 50
    assert (
        browser.run("return getComputedStyle(document.querySelector('.button.primary')).minHeight")
        == "44px"
    )
    assert browser.run("return [...document.images].every((i) => i.naturalWidth > 0)")
    own = {u.partition("#")[0] for u in browser.list_links("a") if u.startswith(served.base)}
    assert len(own) > 8
    for url in own:
        if not url.startswith(served.base + address):
            by_http(url)
    browser.click(browser.one("main .chips a"))
    assert browser.kind == "home" and browser.url == served.base + ("en/" if lang == "en" else "")
