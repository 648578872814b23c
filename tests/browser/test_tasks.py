"""What people come for: each in two taps at most from the home page, on a phone; all but two without
JavaScript."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import pytest

from tests.browser.browser import Browser, Served

CARAVAN_COUNTY = "临洮县"
FIRST_ROW = "[data-list~=now] .row a"
WITHOUT_SCRIPT = {
    "what is on near me": (("甘肃省", CARAVAN_COUNTY), ".row .row-when"),
    "when the caravan comes to our school": (("甘肃省", CARAVAN_COUNTY), ".row .row-what"),
    "whether it is open, and until when": ((FIRST_ROW,), ".ticket .big-date"),
    "where it is and how to get there": ((FIRST_ROW,), ".maps a"),
    "whether it is free": ((FIRST_ROW,), ".at-once li"),
    "put it into my calendar": ((FIRST_ROW,), ".add a"),
    "what comes next year": (("按月查", "[href$='2027-01/']"), ".page-month main a"),
    "who lends it, and which weeks are free": (("空档与借展",), ".page-availability main a"),
    "whether it is cancelled or moved": (("改期、取消和新增",), ".page-changes main a"),
    "what is on in a month": (("[class=year] [href$='2026-12/']",), ".page-month main a"),
    "what there is on a theme day": (("[class~=banner] a",), ".page-campaign .big-date"),
    "what is in it for my child": (("[id=main] .card a",), ".page-exhibition main h1"),
}
"""Task -> the taps (the words of a link, or its CSS selector), and what must be there then."""
WITH_SCRIPT = {
    "send it to grandmother": ((FIRST_ROW,), ".share button"),
    "print the poster": ((FIRST_ROW,), ".share button:nth-of-type(2)"),
    "what is nearest to where I am": (("离我最近", "用我现在的位置"), "#nearest .row"),
}


def tap(browser: Browser, target: str) -> None:
    """Press what can be seen: a link or a button with these words, or what a selector finds."""
    if target.startswith("["):
        browser.find_words(target, "").click()
    else:
        browser.find_words("a, summary, button", target).click()


def walk(browser: Browser, served: Served, taps: Sequence[str], goal: str) -> None:
    browser.look(360, height=740)
    browser.open(served.base)
    assert len(taps) <= 2
    for target in taps:
        tap(browser, target)
    browser.until(lambda: bool(browser.all(goal)), f"no {goal}")
    assert browser.one(goal).is_displayed()


@pytest.mark.parametrize("task", WITHOUT_SCRIPT)
def test_a_task_takes_two_taps_without_javascript(
    browser: Browser, served: Served, task: str
) -> None:
    browser.javascript(False)
    walk(browser, served, *WITHOUT_SCRIPT[task])


@pytest.mark.parametrize("task", WITH_SCRIPT)
def test_a_task_takes_two_taps(browser: Browser, served: Served, task: str) -> None:
    browser.cdp("Browser.grantPermissions", permissions=["geolocation"])
    browser.cdp("Emulation.setGeolocationOverride", latitude=35.4, longitude=103.9, accuracy=9)
    try:
        walk(browser, served, *WITH_SCRIPT[task])
    finally:
        browser.cdp("Emulation.clearGeolocationOverride")
        browser.cdp("Browser.resetPermissions")


@pytest.mark.parametrize("lang", ["", "en/"])
def test_the_answer_stands_at_the_top_of_a_stops_page(
    browser: Browser, served: Served, lang: str
) -> None:
    """What, where, until when and for how much: in the first 400 pixels of a phone. The last two
    have long names, a tentative date and many groups of visitors."""
    browser.look(360, height=740)
    for stop in ("box-begonia-4", "epidemic-nanwan", "qd-boarding-2027"):
        browser.open(f"{served.base}{lang}stops/{stop}/")
        for part in (".badge", "h1 span", ".at-once", ".big-date"):
            top = browser.run(
                "return document.querySelector(arguments[0]).getBoundingClientRect().top",
                f".ticket {part}",
            )
            assert top < 400, (stop, part)


def test_the_place_that_was_looked_at_is_remembered(browser: Browser, served: Served) -> None:
    browser.look(360)
    browser.open(served.base)
    browser.run("localStorage.clear()")
    browser.open(served.base)
    assert not browser.one(".last-place").is_displayed()
    browser.open(served.base + "places/621124/")
    for _ in range(2):
        browser.open(served.base)
        link = browser.one(".last-place a")
        assert link.text == CARAVAN_COUNTY
        link.click()
        assert browser.url == served.base + "places/621124/"
    browser.open(served.base)
    browser.one(".last-place button").click()
    browser.until(lambda: not browser.one(".last-place").is_displayed(), "it is forgotten")


LIST_PLACES = """
return [...document.querySelectorAll("[data-list]")].map((list) =>
  [...list.querySelectorAll(".row:not([hidden])")].map((row) => [row.dataset.in.split(" "), row.querySelector(".row-state small")?.textContent || ""]))
"""


def test_what_is_in_the_chosen_place_and_near_it_is_first(browser: Browser, served: Served) -> None:
    browser.look(360)
    browser.open(served.base)
    browser.run("localStorage.clear()")
    browser.open(served.base)
    by_time = browser.run(LIST_PLACES)
    assert not any(km for rows in by_time for _, km in rows)
    for slug in ("621124", "620000"):
        browser.open(f"{served.base}places/{slug}/")
        browser.open(served.base)
        by_distance = browser.run(LIST_PLACES)
        now, closing, *later = map(len, by_time)
        assert [*map(len, by_distance)] == [now + closing, 0, *later], "what closes soon is on, too"
        for rows in by_distance:
            is_there = [slug in regions for regions, _ in rows]
            assert is_there == sorted(is_there, reverse=True)
            away = [
                int(re.sub(r"\D", "", km)) for regions, km in rows if slug not in regions and km
            ]
            assert away == sorted(away) and (away or not rows)
    shown = [
        len(part.find_elements("css selector", ".row:not([hidden])"))
        for part in browser.all("[data-list] > .rows")
    ]
    assert max(shown) <= 4, "the rest stays folded away"
    browser.run("localStorage.clear()")


def test_a_theme_day_has_a_banner_when_it_is_on_or_about_to_begin(
    browser: Browser, served: Served
) -> None:
    def list_banners(day: str) -> list[str]:
        moment = dt.datetime.fromisoformat(f"{day}T12:00+08:00")
        browser.open_at(moment, served.base)
        return [one.text for one in browser.all(".banner") if one.is_displayed()]

    assert any("11 天后开始" in text for text in list_banners("2026-11-24"))
    assert any("进行中" in text for text in list_banners("2026-12-07"))
    assert not any("展品大赛" in text for text in list_banners("2026-12-09"))
    assert any("辅导员" in text for text in list_banners("2027-04-10"))


def test_the_year_leads_to_its_months(browser: Browser, served: Served) -> None:
    browser.javascript(False)
    browser.open(served.base)
    months = browser.all(".year li > *")
    assert len(months) == 12
    linked = [one for one in months if one.get_attribute("href")]
    assert linked[0].get_attribute("textContent").startswith("2026年11月：")
    browser.click(linked[1])
    assert browser.url == served.base + "months/2026-12/"
