"""Other looks in a browser: the theme of the manual with and without an accent of the site, a list
of which one part is shown, headings that break between words, a page from right to left."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver.support.ui import Select

from tests.browser.axe import AXE, LOOKS, find_faults
from tests.browser.browser import Browser, Served
from tests.support.manuals import read_theme
from tests.support.projects import TODAY, Project
from tests.support.sources import HALL, SITE, TOUR, stop_yaml
from tests.support.web import nginx

ACCENT = "getComputedStyle(document.body).getPropertyValue('--accent')"
FONT = "getComputedStyle(document.body).fontFamily"
NAMES = "[...document.querySelectorAll('.card h3')].filter((one) => one.checkVisibility()).map((one) => one.textContent)"
UYGHUR = "languages: [ug, zh]\nsummary: {ug: ئىلىم-پەن يولدا, zh: 科学在路上}\n"


def serve(folder: pytest.TempPathFactory, site: str, theme: dict[str, str]) -> Iterator[Served]:
    project = Project(folder.mktemp("look"))
    stops = stop_yaml("now", "open: 2026-11-20", "close: 2026-11-29")
    stops += stop_yaml("next", "open: 2026-12-02", "close: 2026-12-06")
    project.write(
        {
            **theme,
            "content/site.yaml": SITE + site,
            "content/exhibitions/light.md": "---\nname: 光影\ncopies: [{id: a}, {id: b}]\n---\n",
            "content/venues/hall.md": HALL,
            "schedule.yaml": TOUR + stops,
        }
    )
    with nginx(project.output, folder.mktemp("nginx")) as root:
        assert not project.build(today=TODAY, base_url=root).error_count
        yield Served(root, project.output)


@pytest.fixture(scope="module")
def museum(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory, "theme: museum\n", read_theme("en"))


@pytest.fixture(scope="module")
def blue_museum(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    site = 'theme: museum\nlook: {accent: "1d4ed8"}\n'
    yield from serve(tmp_path_factory, site, read_theme("en"))


@pytest.fixture(scope="module")
def uyghur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory, UYGHUR, {})


def test_a_long_menu_is_one_row_until_the_keyboard_goes_through_it(
    browser: Browser, served: Served
) -> None:
    browser.look(1280)
    browser.open(served.base + "en/")
    height = "return document.querySelector('.menu').getBoundingClientRect().height"
    assert browser.run(height) < 60
    more = browser.one(".menu .rest-of-menu a")
    assert more.is_displayed() and more.get_attribute("href").endswith("#more")
    browser.run(
        "document.querySelector('.menu li:nth-last-child(2) a').focus({focusVisible: true})"
    )
    assert browser.run(height) > 60
    hidden = browser.run(
        "const item = document.activeElement.getBoundingClientRect();"
        "return document.elementFromPoint(item.x + 5, item.y + 5) !== document.activeElement"
    )
    assert not hidden


def test_the_menu_of_a_phone_shows_the_page_that_one_is_on(
    browser: Browser, served: Served
) -> None:
    browser.look(360)
    for address, count in (("", 4), ("months/", 4), ("venues/", 4), ("en/tours/joint-tour/", 4)):
        browser.open(served.base + address)
        shown = [item for item in browser.all(".menu li") if item.is_displayed()]
        assert len(shown) == count, address
        marked = browser.all(".menu .within, .menu [aria-current]")
        assert all(link.is_displayed() for link in marked) and len(marked) == bool(address)


def test_what_is_found_names_its_language(browser: Browser, uyghur: Served) -> None:
    """The name of the exhibition is in the first language of the site, that of the kind is not."""
    browser.open(uyghur.base + "zh/search/?q=光影")
    row = ".row-what b[lang=ug]"
    browser.until(lambda: bool(browser.all(row)), "no result")
    assert browser.one(row).text == "光影"
    assert not browser.all(".row-what bdi[lang]:not([lang=ug])")


def test_choices_of_scripts_name_their_language(browser: Browser, uyghur: Served) -> None:
    list_options = (
        "return [...document.querySelectorAll(arguments[0])].map((o) => [o.textContent, o.lang])"
    )
    browser.open(uyghur.base + "zh/subscribe/")
    Select(browser.one("#build-kind")).select_by_visible_text("按展览")
    assert browser.run(list_options, "#build-name option") == [["光影", "ug"]]
    assert {lang for _, lang in browser.run(list_options, "#build-kind option")} == {"zh-CN"}
    assert browser.one("#subscribe h2 [lang=ug]").text == "光影"


def test_the_theme_of_the_manual_has_its_own_values(browser: Browser, museum: Served) -> None:
    browser.open(museum.base + "venues/hall/")
    assert browser.run(f"return {ACCENT}").strip() == "#7a2048"
    assert browser.run(f"return {FONT}").startswith("Georgia")
    assert browser.one(".museum-note").is_displayed()
    browser.look(390, "dark")
    assert browser.run(f"return {ACCENT}").strip() == "#f0a3c3"
    assert not browser.console()


def test_it_can_be_read_in_every_look(browser: Browser, museum: Served) -> None:
    for path in ("", "venues/hall/", "exhibitions/light/"):
        browser.open(museum.base + path)
        browser.run(AXE)
        for width, scheme, rules in LOOKS:
            browser.look(width, scheme)
            assert not find_faults(browser, rules), (path, width, scheme)


def test_the_accent_of_a_site_outranks_its_theme(browser: Browser, blue_museum: Served) -> None:
    browser.open(blue_museum.base)
    assert browser.run(f"return {ACCENT}").strip() == "#1d4ed8"
    assert browser.run(f"return {FONT}").startswith("Georgia"), "the rest is the theme's"


def test_a_list_shows_one_part_without_a_script(browser: Browser, served: Served) -> None:
    browser.open(served.base + "venues/")
    everything = browser.run(f"return {NAMES}")
    browser.javascript(False)
    browser.one(".only li:last-child a").click()
    browser.javascript(True)
    chosen = browser.run(f"return {NAMES}")
    assert 0 < len(chosen) < len(everything)
    assert browser.one(".only").is_displayed()
    browser.one(".only li:first-child a").click()
    assert browser.run(f"return {NAMES}") == everything


def test_headings_break_between_words(browser: Browser, served: Served) -> None:
    browser.open(served.base + "exhibitions/caravan-rural/")
    browser.until(lambda: bool(browser.all("h1.by-words")), "no words are looked for")
    parts = browser.run("return document.querySelector('h1').innerHTML").split("<wbr>")
    text = browser.run("return document.querySelector('h1').textContent")
    assert "".join(parts) == text and len(parts) > 2
    assert not any(part.endswith(("乡", "科", "赋")) for part in parts)


def test_a_page_from_right_to_left_fits_and_aligns(browser: Browser, uyghur: Served) -> None:
    browser.look(360)
    for path in ("", "exhibitions/light/", "tours/tour/", "months/2026-12/", "stops/next/"):
        browser.open(uyghur.base + path)
        assert browser.run("return document.documentElement.dir") == "rtl", path
        width = browser.run("return document.documentElement.scrollWidth")
        assert width <= 360, path
    heading = browser.run(
        "const range = document.createRange(); range.selectNodeContents(document.querySelector('h1'));"
        "return range.getBoundingClientRect().right"
    )
    assert heading > 300, "Chinese titles stand at the right, too"
