"""A stop printed as a poster, and shared."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import zxingcpp
from PIL import Image

from tests.browser.browser import Browser, Served

STOP = "stops/epidemic-beiyuan/"


@pytest.mark.parametrize("page", [STOP, "en/" + STOP])
def test_a_phone_reads_the_code_of_the_poster(browser: Browser, served: Served, page: str) -> None:
    browser.look(800)
    browser.open(served.base + page)
    browser.run("window.print = () => { window.printed = true; }")
    browser.one(".share button:nth-of-type(2)").click()
    browser.until(lambda: browser.run("return window.printed"), "nothing was printed")
    browser.cdp("Emulation.setEmulatedMedia", media="print")
    shot = Image.open(io.BytesIO(browser.one(".poster svg").screenshot_as_png))
    (found,) = zxingcpp.read_barcodes(shot)
    assert found.text == browser.one(".poster b").text == served.base + page
    text = browser.one("body").text
    assert "2026" in text and "010-00000000" in text
    shown = browser.run(
        "return [...document.querySelectorAll('.share, .today, .menu, .badge, .site-footer')]"
        ".filter((one) => one.checkVisibility()).length"
    )
    assert shown == 0, "nothing on paper that is only for today or for a screen"


def test_a_phone_reads_the_code_from_a_screen(browser: Browser, served: Served) -> None:
    browser.look(800, height=1600)  # a picture of an element ends with the window
    browser.open(served.base + STOP)
    browser.one(".share button:nth-of-type(3)").click()
    browser.until(lambda: bool(browser.all(".poster.shown svg")), "no code")
    shot = Image.open(io.BytesIO(browser.one(".poster svg").screenshot_as_png))
    (found,) = zxingcpp.read_barcodes(shot)
    assert found.text == served.base + STOP
    browser.one(".share button:nth-of-type(3)").click()
    browser.until(lambda: not browser.one(".poster").is_displayed(), "the code goes again")


def test_an_address_is_copied_where_the_system_cannot_share(
    browser: Browser, served: Served
) -> None:
    browser.open(served.base + STOP + "#main")
    browser.run(
        "Object.defineProperty(navigator, 'share', {value: undefined});"
        "window.copied = ''; document.addEventListener('copy', () => "
        "{ window.copied = getSelection().toString(); })"
    )
    browser.one(".share button").click()
    assert browser.run("return window.copied").endswith(" " + served.base + STOP)


@pytest.mark.parametrize(
    ("day", "badge"),
    [
        ("2026-12-04", "明天开始"),
        ("2026-12-05", "进行中"),
        ("2027-02-18", "还有 10 天"),
        ("2027-02-28", "今天最后一天"),
        ("2027-03-01", "已结束"),
    ],
)
def test_a_badge_counts_the_days(browser: Browser, served: Served, day: str, badge: str) -> None:
    browser.open_at(dt.datetime.fromisoformat(f"{day}T04:00:00+00:00"), served.base + STOP)
    assert browser.one(".ticket .badge").text == badge
