"""Lines and timelines: in their own boxes on a phone, with today in its place; the sheet for hosts."""

from __future__ import annotations

import base64
import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest

from tests.browser.browser import Browser, Served

TOUR = "tours/joint-tour/"
NOON = dt.datetime(2026, 12, 15, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_a_timeline_scrolls_in_its_box_beside_the_names_of_the_copies(
    browser: Browser, served: Served
) -> None:
    browser.look(360)
    browser.open(served.base + TOUR)
    for left in (0, 400):
        browser.run("document.querySelector('.timeline').scrollLeft = arguments[0]", left)
        name, box = browser.run(
            "const box = document.querySelector('.timeline');"
            "return [box.querySelector('tbody th'), box].map((e) => e.getBoundingClientRect().left)"
        )
        assert name - box <= 1, "the names stay"
    assert browser.run("return document.documentElement.scrollWidth") <= 360


def test_today_is_in_its_place_and_in_no_chart_of_other_months(
    browser: Browser, served: Served
) -> None:
    browser.open_at(NOON, served.base + TOUR)
    charts = browser.all("section > .timeline")
    lines = [chart.find_elements("css selector", ".today-line") for chart in charts]
    assert [len(found) for found in lines] == [3, 0], "one for each copy"
    days = (NOON.date() - dt.date.fromisoformat(charts[0].get_attribute("data-from") or "")).days
    share = float((lines[0][0].get_attribute("x1") or "").removesuffix("%"))
    assert share == pytest.approx(100 * (days + 0.5) / 181), "September to February has 181 days"


def test_stations_stand_by_their_next_dates_on_any_day(browser: Browser, served: Served) -> None:
    browser.open_at(NOON, served.base + "tours/longzhong-2-markets/")
    days = browser.run(
        "return [...document.querySelectorAll('.line [data-state]')].map((one) =>"
        "(one.dataset.coming && listDays(one.dataset.coming).find((day) => day >= '2026-12-15'))"
        " || one.dataset.from)"
    )
    assert days == sorted(days)
    assert len(days) > 3


def test_the_sheet_for_hosts_is_one_page(browser: Browser, served: Served) -> None:
    for lang in ("", "en/"):
        pages = served.output.glob(f"{lang}exhibitions/*/index.html")
        sheets = [p.parent.name for p in pages if 'id="hosts"' in p.read_text(encoding="utf-8")]
        assert len(sheets) > 10
        for name in sheets:
            browser.open(f"{served.base}{lang}exhibitions/{name}/#hosts")
            pdf = base64.b64decode(browser.cdp("Page.printToPDF", preferCSSPageSize=True)["data"])
            assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1, name
