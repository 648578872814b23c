"""The builder of the subscribe page: a calendar is chosen, and every way to it leads there."""

from __future__ import annotations

import io
from urllib.parse import parse_qs, urlsplit

import zxingcpp
from PIL import Image
from selenium.webdriver.support.ui import Select

from tests.browser.browser import Browser, Served

PANEL = "details.subscribe-to"
REGION = "places/620000/"


def list_ways(browser: Browser) -> list[str]:
    """The addresses behind the links and in the field of the card."""
    links = browser.list_links("#subscribe a")
    google, outlook, office = links[2:]
    return [
        browser.one("#subscribe .address").text,
        *(link.replace("webcal:", "http:") for link in links[:2]),
        parse_qs(urlsplit(google).query)["cid"][0].replace("webcal:", "http:"),
        *(parse_qs(urlsplit(link).query)["url"][0] for link in (outlook, office)),
    ]


def test_a_region_leads_to_its_calendar(browser: Browser, served: Served) -> None:
    browser.look(360, height=800)
    browser.open(served.base + REGION)
    browser.one(f"{PANEL} > summary").click()
    browser.click(browser.one(f"{PANEL} .aside a"))
    address = served.base + REGION + "calendar.ics"
    assert set(list_ways(browser)) == {address}
    assert browser.one("#subscribe h2").text == "甘肃省"
    assert browser.run(
        "return scrollY + innerHeight >= arguments[0].getBoundingClientRect().bottom + scrollY",
        browser.one("#subscribe .address"),
    )


def test_choices_are_in_the_address(browser: Browser, served: Served) -> None:
    browser.open(served.base + "subscribe/")
    assert set(list_ways(browser)) == {served.base + "all.ics"}
    kinds, names, languages = (Select(one) for one in browser.all(".builder select"))
    assert not browser.one("#build-name").is_displayed(), "there is only one"
    kinds.select_by_visible_text("按展览")
    names.select_by_visible_text("“共襄战疫 共享未来”抗疫主题展览")
    languages.select_by_visible_text("English")
    browser.all(".builder input")[1].click()
    path = "en/exhibitions/fighting-epidemic/opening.ics"
    assert set(list_ways(browser)) == {served.base + path}
    browser.until(lambda: bool(browser.all(".code svg")), "no code")
    for scheme in ("light", "dark"):
        browser.look(1280, scheme)
        shot = Image.open(io.BytesIO(browser.one(".code svg").screenshot_as_png))
        (found,) = zxingcpp.read_barcodes(shot)
        assert found.text == browser.url == f"{served.base}subscribe/#{path}", scheme
    browser.open("about:blank")
    browser.open(found.text)
    assert set(list_ways(browser)) == {served.base + path}, "who scans it gets the same"
    browser.one("#subscribe .copy").click()
    assert browser.run("return String(getSelection())") == served.base + path
    assert browser.console() == []


def test_a_calendar_that_is_not_listed_is_known_by_its_path(
    browser: Browser, served: Served
) -> None:
    path = "places/999999/calendar.ics"
    browser.open(f"{served.base}subscribe/#{path}")
    assert set(list_ways(browser)) == {served.base + path}
    assert browser.one("#subscribe h2").text == path


def test_without_scripts_the_lists_are_there(browser: Browser, served: Served) -> None:
    browser.javascript(False)
    browser.open(served.base + "subscribe/")
    assert not browser.one(".builder").is_displayed()
    addresses = [a.text for a in browser.all(".address") if a.is_displayed()]
    assert addresses == [served.base + "all.ics", served.base + "all-opening.ics"]
    browser.one(".group summary").click()
    browser.one(".group li summary").click()
    assert browser.one(".group .address").is_displayed()
