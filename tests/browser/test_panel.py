"""The panel of calendars on a page: closed until it is opened, and every way that it offers
leads to the calendar."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from tests.browser.browser import Browser, Served

PAGE = "exhibitions/fighting-epidemic/"


@pytest.mark.parametrize("page", [PAGE, "en/" + PAGE, "places/620000/", "subscribe/"])
def test_a_phone_reads_the_code(browser: Browser, served: Served, page: str) -> None:
    browser.open(served.base + page)
    for panel in browser.all("details.subscribe-to > summary"):
        panel.click()
    picture = browser.one(".code img")
    browser.run("arguments[0].scrollIntoView({block: 'center'})", picture)
    browser.until(
        lambda: browser.run(
            "return arguments[0].complete && arguments[0].naturalWidth > 0", picture
        ),
        "the code is not there",
    )
    for scheme in ("light", "dark"):
        browser.look(1280, scheme)
        shot = Image.open(io.BytesIO(picture.screenshot_as_png))
        (found,) = zxingcpp.read_barcodes(shot)
        assert found.text == served.base + page + "#subscribe", scheme
    browser.open(found.text)
    assert (
        browser.run("return document.querySelector('#subscribe').getBoundingClientRect().height")
        > 100
    ), "it is open"


@pytest.mark.parametrize("width", [390, 1280])
def test_an_address_is_copied(browser: Browser, served: Served, width: int) -> None:
    browser.look(width)
    browser.open(served.base + PAGE + "#subscribe")
    addresses = browser.all("#subscribe .address")
    assert [a.text for a in addresses] == [
        served.base + PAGE + name for name in ("calendar.ics", "opening.ics")
    ]
    button = browser.all("#subscribe button.copy")[1]
    browser.run(
        "window.copied = ''; document.addEventListener('copy', () => "
        "{ window.copied = String(getSelection()); })"
    )
    button.click()
    assert browser.run("return window.copied") == served.base + PAGE + "opening.ics"


def test_it_is_closed_at_first_and_short(browser: Browser, served: Served) -> None:
    browser.look(390, height=844)
    browser.open(served.base + PAGE)
    assert not browser.one("details.subscribe-to").get_attribute("open")
    assert browser.one("details.subscribe-to").size["height"] < 60
