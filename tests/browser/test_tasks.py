"""What people come for: each in two taps at most from the home page, on a phone; all but two without
JavaScript."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

import pytest

from tests.browser.browser import Browser, Served

CARAVAN_COUNTY = "临洮县"
FIRST_ROW = "[data-list~=now] .row a"
WITHOUT_SCRIPT = {
    ("甘肃省", CARAVAN_COUNTY): {
        "what is on near me": ".row .row-when",
        "when the caravan comes to our school": ".row .row-what",
    },
    (FIRST_ROW,): {
        "whether it is open, and until when": ".ticket .big-date",
        "where it is and how to get there": ".maps a",
        "whether it is free": ".at-once li",
        "put it into my calendar": ".add a",
    },
    ("按月查", "[href$='2027-01/']"): {"what comes next year": ".page-month main a"},
    ("空档与借展",): {"who lends it, and which weeks are free": ".page-availability main a"},
    ("改期、取消和新增",): {"whether it is cancelled or moved": ".page-changes main a"},
    ("[class=year] [href$='2026-12/']",): {"what is on in a month": ".page-month main a"},
    ("[class~=banner] a",): {"what there is on a theme day": ".page-campaign .big-date"},
    ("[id=main] .card a",): {"what is in it for my child": ".page-exhibition main h1"},
}
WITH_SCRIPT = {
    (FIRST_ROW,): {
        "send it to grandmother": ".share button",
        "print the poster": ".share button:nth-of-type(2)",
    },
    ("离我最近", "用我现在的位置"): {"what is nearest to where I am": "#nearest .row"},
}
"""Taps (the words of a link, or its CSS selector) -> tasks, and what must be there then."""


def tap(browser: Browser, target: str) -> None:
    """Press what can be seen: a link or a button with these words, or what a selector finds."""
    if target.startswith("["):
        browser.find_words(target, "").click()
    else:
        browser.find_words("a, summary, button", target).click()


def walk(browser: Browser, served: Served, taps: Sequence[str], goals: Mapping[str, str]) -> None:
    browser.look(360, height=740)
    browser.open(served.base)
    assert len(taps) <= 2
    for target in taps:
        tap(browser, target)
    for task, goal in goals.items():
        browser.until(lambda goal=goal: bool(browser.all(goal)), f"{task}: no {goal}")
        assert browser.one(goal).is_displayed(), task


@pytest.mark.parametrize("taps", WITHOUT_SCRIPT, ids=" ".join)
def test_tasks_take_two_taps_without_javascript(
    browser: Browser, served: Served, taps: tuple[str, ...]
) -> None:
    browser.javascript(False)
    walk(browser, served, taps, WITHOUT_SCRIPT[taps])


@pytest.mark.parametrize("taps", WITH_SCRIPT, ids=" ".join)
def test_tasks_take_two_taps(browser: Browser, served: Served, taps: tuple[str, ...]) -> None:
    browser.cdp("Browser.grantPermissions", permissions=["geolocation"])
    browser.cdp("Emulation.setGeolocationOverride", latitude=35.4, longitude=103.9, accuracy=9)
    try:
        walk(browser, served, taps, WITH_SCRIPT[taps])
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
    browser.forget_places(served)
    browser.open(served.base)
    assert not browser.one(".last-place").is_displayed()
    browser.open(served.base + "places/621124/")
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
    browser.forget_places(served)
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
