"""The search finds every part of what pages say, fetches little, and shows first what is to come."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

import lxml.html
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from tests.browser.axe import AXE, LOOKS, find_faults
from tests.browser.browser import Browser, Served
from tests.support.projects import TODAY
from tourbook.site.search.subjects import SUBJECT_KINDS
from tourbook.site.search.terms import list_terms

FIND_LOST = """
const [wanted, done] = arguments;
const index = searchIndex(document.querySelector("[data-search]").action);
(async () => {
  const lost = [];
  let count = 0;
  for (const [text, numbers] of wanted) {
    const terms = index.listTerms(text);
    if (!terms.length) continue;
    count += 1;
    const found = new Set(await index.findNumbers(terms));
    for (const number of numbers) if (!found.has(number)) lost.push(`${text} ${number}`);
  }
  return [count, lost];
})().then(done, (error) => done([0, [String(error)]]));
"""
NOON = dt.datetime.combine(TODAY, dt.time(12), ZoneInfo("Asia/Shanghai"))


def read_pages(output: Path, lang: str) -> Iterator[tuple[str, str]]:
    """(site path, text) of what can be found: the title of each page; the place and the note of a
    stop."""
    folder = output / "en" if lang == "en" else output
    for file in sorted(folder.rglob("index.html")):
        path = file.relative_to(output).as_posix().removesuffix("index.html")
        tree = lxml.html.parse(str(file)).getroot()
        kind = (tree.body.get("class") or "").removeprefix("page-")
        if kind not in SUBJECT_KINDS or (lang == "zh" and path.startswith("en/")):
            continue
        parts = [*tree.xpath("//main//h1")]
        if kind == "stop":
            parts += tree.xpath("//main//*[@class='place-name']")
            parts += tree.xpath(
                "//main//section[h2[.='本站说明' or .='About this stop']]/*[not(self::h2)]"
            )
        for part in parts:
            for hall in part.xpath("self::*[@class='place-name']/span"):
                hall.drop_tree()
            yield path, " ".join(" ".join(part.itertext()).split())


def cut(text: str, lang: str) -> Iterator[str]:
    """All parts of a text of two to four characters; of an English one the beginnings of words."""
    if lang == "en":
        for word in re.findall(r"[^\W_]{2,}", text):
            yield from (word[:n] for n in range(2, len(word) + 1))
    else:
        for length in (2, 3, 4):
            yield from (text[n : n + length] for n in range(len(text) - length + 1))


def read_numbers(folder: Path) -> dict[str, int]:
    """Site path -> its number in the index."""
    texts = (file.read_text(encoding="utf-8") for file in folder.glob("s*.js"))
    parts = [json.loads(text[text.index(",") + 1 : -3]) for text in texts]
    return {unquote(row[1]): row[0] for part in parts for row in part}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_part_of_every_text_finds_its_page(
    browser: Browser, served: Served, lang: str
) -> None:
    page = "search/" if lang == "zh" else "en/search/"
    numbers = read_numbers(served.output / page)
    wanted: dict[str, set[int]] = {}
    paths = set()
    for path, text in read_pages(served.output, lang):
        paths.add(path)
        for part in cut(text, lang):
            wanted.setdefault(part, set()).add(numbers[path])
    assert len(paths) > 300
    browser.open(served.base + page)
    browser.driver.set_script_timeout(120)
    count, lost = browser.driver.execute_async_script(
        FIND_LOST, [[text, sorted(found)] for text, found in wanted.items()]
    )
    assert lost == []
    assert count >= sum(len(list_terms(text)) > 0 for text in wanted)


def search(
    browser: Browser, served: Served, text: str, page: str = "search/", more: str = ""
) -> str:
    """Open the page of the search with a text in its address: -> how many were found."""
    browser.open_at(NOON, f"{served.base}{page}?q={quote(text)}{more}")
    browser.until(lambda: bool(browser.one(".searched").text), "nothing is said")
    return browser.one(".searched").text


def list_results(browser: Browser) -> dict[str, list[str]]:
    """Heading -> the rows under it."""
    sections = [s for s in browser.all("[data-results]") if s.is_displayed()]
    return {
        " ".join(section.find_element(By.TAG_NAME, "h2").text.split()): [
            row.text for row in section.find_elements(By.CLASS_NAME, "row")
        ]
        for section in sections
    }


def test_what_is_to_come_is_first_and_what_is_over_last(browser: Browser, served: Served) -> None:
    assert search(browser, served, "临洮").startswith("找到 ")
    results = list_results(browser)
    heading = next(iter(results))
    assert heading.startswith("站点与到访")
    while buttons := browser.all("[data-results] button"):
        buttons[0].click()
        browser.until(lambda: browser.run("return document.activeElement.tagName") == "A", "")
        browser.run("document.activeElement.blur()")
    states = browser.run(
        "return [...document.querySelectorAll('[data-results=\"0\"] .row')]"
        ".map((row) => row.dataset.to < arguments[0] ? 'over' : 'live')",
        TODAY.isoformat(),
    )
    assert len(states) == int(heading.split()[-1])
    assert "live" in states and "over" in states and states == sorted(states)
    assert results["地区 1"] == ["临洮县 甘肃省定西市"]


@pytest.mark.parametrize(
    ("text", "page", "count"),
    [
        ("洮", "search/", "请输入两个或更多的字。"),
        ("没有这样的词", "search/", "没有找到"),
        ("science museum", "en/search/", " found"),
        ("scien MUSEU", "en/search/", " found"),
        ("建党１００", "search/", "找到 "),
        ("临 洮", "search/", "找到 "),
        ("建党 科技馆", "search/", "找到 "),
    ],
)
def test_it_says_what_it_found(
    browser: Browser, served: Served, text: str, page: str, count: str
) -> None:
    assert count in search(browser, served, text, page)
    assert not browser.console()


def test_a_first_search_fetches_little(browser: Browser, served: Served) -> None:
    for text in ("科技馆", "临洮县", "大篷车"):
        browser.cdp("Network.setCacheDisabled", cacheDisabled=True)
        browser.requests()
        search(browser, served, text)
        own = [
            url for url in browser.requests() if re.search(r"/search[^/]*\.js|/search/\w+\.js", url)
        ]
        files = [served.output / unquote(url.removeprefix(served.base)) for url in own]
        size = sum(len(gzip.compress(file.read_bytes())) for file in files)
        assert len(files) > 3 and size < 20_000, (text, size)


def test_axe_finds_nothing_among_results(browser: Browser, served: Served) -> None:
    search(browser, served, "科技馆")
    browser.run(AXE + "; return 0")
    for width, scheme, rules in LOOKS:
        browser.look(width, scheme)
        assert not find_faults(browser, rules), (width, scheme)
    browser.look(320)
    assert browser.run("return document.documentElement.scrollWidth <= innerWidth")


def test_keys_and_the_address(browser: Browser, served: Served) -> None:
    browser.open(served.base)
    browser.one("body").send_keys("/")
    browser.until(lambda: browser.url == served.base + "search/", "a slash leads to the search")
    browser.one("body").send_keys("/")
    field = browser.driver.switch_to.active_element
    assert field.get_attribute("id") == "q" and field.get_attribute("value") == ""
    field.send_keys("临洮")
    browser.until(lambda: browser.url.endswith("?q=" + quote("临洮")), "the address keeps it")
    browser.until(lambda: "找到" in browser.one("[role=status]").text, "it is said")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(Keys.BACKSPACE)
    browser.until(lambda: browser.url == served.base + "search/", "and forgets it")
    browser.until(lambda: not list_results(browser), "nothing is shown")


def test_results_lead_to_pages(browser: Browser, served: Served) -> None:
    for page in ("search/", "en/search/"):
        search(browser, served, "2026", page)
        links = [a.get_attribute("href") for a in browser.all("[data-results] a")]
        assert links
        for link in links:
            path = unquote(link.removeprefix(served.base).partition("#")[0])
            assert (served.output / path / "index.html").is_file(), link


def test_results_can_be_limited_to_a_kind_and_a_time(browser: Browser, served: Served) -> None:
    states = {
        "now": {"进行中", "还有", "最后一天", "今天"},
        "next": {"未开始", "开始", "已延期"},
        "over": {"已结束"},
    }
    total = search(browser, served, "甘肃")
    for when, words in states.items():
        text = search(browser, served, "甘肃", more=f"&when={when}")
        assert text != total
        rows = list_results(browser)
        assert rows and all(
            any(word in row for word in words) for found in rows.values() for row in found
        )
        headings = [int(heading.split()[-1]) for heading in rows]
        assert text == f"找到 {sum(headings)} 项"
    Select(browser.one("[name=kind]")).select_by_value("tour")
    browser.until(lambda: "kind=tour" in browser.url, "the address keeps it")
    browser.until(lambda: all("巡展" in heading for heading in list_results(browser)), "one kind")
    Select(browser.one("[name=when]")).select_by_value("month")
    browser.until(lambda: "when=month" in browser.url, "the address keeps it")
    assert not browser.console()


def test_badges_of_results_count_days(browser: Browser, served: Served) -> None:
    search(browser, served, "临洮")
    assert re.search(r"\d+ 天后开始", "".join(next(iter(list_results(browser).values()))))


def test_it_works_from_a_disk(browser: Browser, served: Served) -> None:
    browser.open((served.output / "search/index.html").as_uri() + "?q=" + quote("临洮"))
    browser.until(lambda: "找到" in browser.one(".searched").text, "nothing is found")
    browser.click(browser.one("[data-results] a"))
    assert browser.url.endswith("/index.html")


def test_without_a_script_it_says_where_to_look(browser: Browser, served: Served) -> None:
    browser.javascript(False)
    browser.open(served.base + "search/")
    assert not browser.one(".search-form").is_displayed()
    assert browser.one(".without-script").is_displayed()
    assert len(browser.all("main .chips a")) >= 3
