"""The page of a month: a table on a desk, an agenda on a phone, and fields to choose by."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from tests.browser.browser import Browser, Served

MONTH = "months/2026-12/"
VISIBLE = """
return [...document.querySelectorAll(arguments[0])].filter((one) => one.checkVisibility()).map((one) => one.id || one.textContent.trim());
"""


def list_visible(browser: Browser, css: str) -> list[str]:
    return list(browser.run(VISIBLE, css))


def count_roles(browser: Browser) -> Counter[str]:
    nodes = browser.cdp("Accessibility.getFullAXTree")["nodes"]
    return Counter(node["role"]["value"] for node in nodes if not node.get("ignored"))


def test_a_month_is_a_table_on_a_desk_and_a_list_of_days_on_a_phone(
    browser: Browser, served: Served
) -> None:
    browser.open(served.base + MONTH)
    roles = count_roles(browser)
    assert (roles["table"], roles["columnheader"], roles["rowheader"]) == (1, 7, 5)
    assert len(list_visible(browser, ".agenda td[id]")) == 31
    browser.look(360)
    days = list_visible(browser, ".agenda td")
    assert days[:3] == ["d2", "d3", "d4"] and "d1" not in days, "days with something only"
    assert not count_roles(browser)["columnheader"], "no day is said to be one of another column"
    weeks = browser.all(".weeks li:not(.whole) a")
    assert [link.text for link in weeks] == ["1–6", "7–13", "14–20", "21–27"]
    weeks[2].click()
    top = browser.run("return document.querySelector('#w51').getBoundingClientRect().top")
    nav = browser.run("return document.querySelector('.weeks').getBoundingClientRect().bottom")
    assert nav - 4 <= top < nav + 60, "the week is in view below the links"


def test_what_is_chosen_stands_in_the_address_and_goes_along(
    browser: Browser, served: Served
) -> None:
    browser.open(served.base + MONTH)
    everything = len(list_visible(browser, "[data-is]"))
    browser.one(".choose summary").click()
    Select(browser.one("select[name='region']")).select_by_value("620000")
    gansu = list_visible(browser, "[data-is]")
    assert 0 < len(gansu) < everything
    assert browser.url.endswith(MONTH + "?region=620000")
    assert all("甘肃" in text for text in list_visible(browser, ".agenda li"))
    assert list_visible(browser, ".stays h3") == ["甘肃省"]
    Select(browser.one("select[name='vehicle']")).select_by_value("longzhong-1")
    assert browser.one(".choose output").text == "共 4 站"
    chosen = list_visible(browser, "[data-is]")
    browser.open(browser.url)
    assert list_visible(browser, "[data-is]") == chosen, "the address is enough"
    browser.click(browser.one("a[rel='prev']"))
    assert browser.url.endswith("months/2026-11/?region=620000&vehicle=longzhong-1")
    assert all("陇中科普大篷车1号" in text for text in list_visible(browser, ".agenda li"))
    browser.open(served.base + MONTH + "?region=nowhere")
    assert len(list_visible(browser, "[data-is]")) == everything


def test_without_a_script_links_lead_to_regions_exhibitions_and_vehicles(
    browser: Browser, served: Served
) -> None:
    browser.javascript(False)
    browser.open(served.base + MONTH)
    browser.one(".choose summary").click()
    browser.click(browser.find_words(".choose a", "甘肃省"))
    assert browser.one("h1").text == "甘肃省"


def test_the_readers_day_is_marked(browser: Browser, served: Served) -> None:
    moment = dt.datetime(2026, 12, 8, 23, 30, tzinfo=ZoneInfo("Europe/London"))
    browser.open_at(moment, served.base + MONTH)
    marked = browser.all(".agenda [aria-current], .weeks [aria-current]")
    assert [one.get_attribute("id") or one.get_attribute("hash") for one in marked] == [
        "#w50", "d9",
    ]  # fmt: skip


def test_a_week_can_be_seen_alone_and_arrow_keys_turn_weeks_and_months(
    browser: Browser, served: Served
) -> None:
    shown = ".agenda tr[id]"
    browser.open(served.base + MONTH)
    assert list_visible(browser, shown) == ["w49", "w50", "w51", "w52", "w53"]
    browser.one(".weeks [href='#w50']").click()
    assert list_visible(browser, shown) == ["w50"]
    assert browser.one(".weeks .chosen").text == "7–13"
    body = browser.one("body")
    body.send_keys(Keys.ARROW_LEFT)
    browser.until(lambda: list_visible(browser, shown) == ["w49"], "the week before")
    body.send_keys(Keys.ARROW_LEFT)
    browser.until(lambda: browser.url.endswith("2026-11/#w49"), "its part in the month before")
    browser.until(lambda: list_visible(browser, shown) == ["w49"], "the week goes on there")
    browser.one(".weeks .whole a").click()
    assert len(list_visible(browser, shown)) == 6
    browser.one("body").send_keys(Keys.ARROW_RIGHT)
    browser.until(lambda: browser.url.endswith(MONTH), "the month after")
    assert len(list_visible(browser, shown)) == 5
    browser.one(".choose summary").click()
    browser.one("select").send_keys(Keys.ARROW_RIGHT)
    assert browser.url.partition("?")[0].endswith(MONTH), "keys in a field are its own"


def test_a_week_can_be_seen_alone_without_a_script(browser: Browser, served: Served) -> None:
    browser.javascript(False)
    browser.open(served.base + MONTH)
    browser.one(".weeks [href='#w51']").click()
    rows = [row for row in browser.all(".agenda tr[id]") if row.is_displayed()]
    assert [row.get_attribute("id") for row in rows] == ["w51"]
