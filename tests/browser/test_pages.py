"""One page of every kind in each language, in both colour schemes: axe, no scrolling sideways, a
silent console, big enough targets, the same words without JavaScript."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from tests.browser.axe import AXE, EVERYTHING, LOOKS, LOOKS_OF_WORDS, THIN_OUT, find_faults
from tests.browser.browser import Browser, Served, outside
from tests.support.projects import TODAY
from tourbook.schema.site_options import PageKind

KINDS = [k for k in get_args(PageKind) if k != "redirect"]
FULL = {
    "stop": "stops/joint-r3-hewan/",
    "exhibition": "exhibitions/century-of-innovation/",
    "venue": "venues/hewan-stm/",
    "caravan": "caravans/longzhong-1/",
    "organisation": "organisations/touring-library/",
    "tour": "tours/joint-tour/",
    "place": "places/620000/",
    "month": "months/2026-11/",
    "report": "reports/2026/",
}
"""Of these kinds, the page that shows most; of the others the largest one."""
SMALL = """
return [...document.querySelectorAll(arguments[0])].filter((e) => e.getClientRects().length && !e.matches('.skip'))
  .map((e) => [e.getBoundingClientRect(), e]).filter(([r]) => r.height < arguments[1] || r.width < 24)
  .map(([r, e]) => `${e.className || e.parentElement.className}: “${e.textContent.trim().slice(0, 30)}” ${r.width}×${r.height}`);
"""
BROKEN = """
const out = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
for (let node; (node = walker.nextNode());) {
  const parent = node.parentElement;
  if (!parent.checkVisibility() || parent.closest('.address, .hidden, address, script, .crumbs')) continue;
  for (const found of node.data.matchAll(/(?<![\\w.@/-])[A-Za-z]{2,}(?![\\w.@/-])|\\d\\d:\\d\\d–\\d\\d:\\d\\d/g)) {
    range.setStart(node, found.index);
    range.setEnd(node, found.index + found[0].length);
    const lines = new Set([...range.getClientRects()].map((r) => Math.round(r.top / 4)));
    if (lines.size > 1) out.push(`${parent.localName}.${parent.className}: ${found[0]}`);
  }
}
return out;
"""
"""Words and times of the day that are cut in two at the end of a line."""
SAID = """
const counted = '.badge:is(.is-soon, .is-now, .is-closing)';
const tools = '.share, [data-keep], [data-near], .search-form';
const parts = [...document.querySelectorAll(`.today, .as-of, .last-place, ${tools}, ${counted}`)];
for (const part of parts) part.style.setProperty('display', 'none', 'important');
const text = document.body.innerText;
for (const part of parts) part.style.removeProperty('display');
return text;
"""
"""What a page says, but for what a script keeps up to date with the clock (the line of today, the
days that badges count) and keeps, its tools, and the day of the build, which comes from a style sheet."""
WITH_TOOLS = {"search", "subscribe"}
"""Pages that give way to a tool where scripts run: a field to search in, a builder instead of lists."""
BUILT_AT = dt.datetime.combine(TODAY, dt.time(4), dt.UTC)
"""A time on the day of the build, in every zone of the sample."""
CONTROLS_44 = "a.button, .menu a, .languages a, .chips a, .months a, .weeks a, summary, .brand, .row, .card, .neighbours li"
"""What people press most: as high as a finger is wide. The links of rows and cards fill them."""
CONTROLS_24 = (
    ".crumbs a, .site-footer li a, .site-footer address a, .subscribe-to a, .maps a, .link-list "
    "a, .stub a, .facts address a, "
    ".downloads a"
)


@cache
def pages(output: Path) -> dict[tuple[str, str], str]:
    """(kind, language) -> site path of a page of that kind."""
    found: dict[tuple[str, str], tuple[bool, int, str]] = {}
    for path in output.rglob("*.html"):
        name = path.relative_to(output).as_posix()
        kind = re.search(r'<body class="page-(\w+)', path.read_text())
        if kind:
            lang = "en" if name.startswith("en/") else "zh"
            place = name.removesuffix("index.html")
            rank = (
                FULL.get(kind.group(1)) == place.removeprefix("en/"),
                path.stat().st_size,
                place,
            )
            found[kind.group(1), lang] = max(found.get((kind.group(1), lang), rank), rank)
    return {key: place for key, (_, _, place) in found.items()}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_page(browser: Browser, served: Served, kind: str, lang: str) -> None:
    place = pages(served.output)[kind, lang]
    assert place.removeprefix("en/") == FULL.get(kind, place.removeprefix("en/")), (
        f"{FULL[kind]} is gone: choose another page"
    )
    check_words(browser, served, kind, place)
    problems: list[str] = []
    for width in (320, 390, 1280):
        browser.look(width)
        over = browser.run("return document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            problems.append(f"{width}: {over} pixels wider than the window")
        problems += [f"{width}: broken over two lines: {s}" for s in browser.run(BROKEN)]
        problems += [f"{width}: lower than 44: {s}" for s in browser.run(SMALL, CONTROLS_44, 44)]
        problems += [f"{width}: lower than 24: {s}" for s in browser.run(SMALL, CONTROLS_24, 24)]
    browser.run(THIN_OUT)
    browser.run(AXE + "; return 0")
    for width, scheme, rules in LOOKS if lang == "zh" else LOOKS_OF_WORDS:
        browser.look(width, scheme)
        assert browser.run(
            "return [innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]"
        ) == [width, scheme == "dark"]
        problems += [f"{width} {scheme}: {fault}" for fault in find_faults(browser, rules)]
    problems += browser.console()
    asked = browser.requests()
    assert len(asked) >= 3
    problems += [f"asked {url}" for url in outside(asked, served.base)]
    assert not problems, f"{place}\n" + "\n".join(problems)


def check_words(browser: Browser, served: Served, kind: str, place: str) -> None:
    """Open a page, which says the same without JavaScript."""
    browser.look(390, "light", 844)
    texts = []
    for javascript in (False, True):
        browser.javascript(javascript)
        browser.forget_places(served)
        browser.open_at(BUILT_AT, served.base + place)
        texts.append(browser.run(SAID))
    assert len(texts[0]) > 100
    assert kind in WITH_TOOLS or texts[0] == texts[1]


def test_axe_finds_mistakes(browser: Browser, served: Served) -> None:
    """Axe and the look at colours do complain, so that their silence above means something."""
    browser.open(served.base)
    bad = '<img src="icon.svg"><p id="grey">Grey words on grey ground</p>'
    browser.run("document.querySelector('main').insertAdjacentHTML('beforeend', arguments[0])", bad)
    browser.run("grey.style.color = '#999'; grey.style.background = '#aaa'")
    browser.run(AXE + "; return 0")
    found = find_faults(browser, EVERYTHING)
    assert {f.partition(":")[0] for f in found} >= {"image-alt", "color-contrast", "contrast 1.23"}


@pytest.mark.parametrize("kind", ["home", "stop", "exhibition", "months"])
def test_keyboard(browser: Browser, served: Served, kind: str) -> None:
    """Tab reaches the way to the content first, then every control, each with a visible outline."""
    browser.open(served.base + pages(served.output)[kind, "zh"])
    focusable = browser.run(
        "return [...document.querySelectorAll('a[href], summary')].filter((e) => "
        "e.checkVisibility({contentVisibilityAuto: true})).length"
    )
    seen: list[str] = []
    for number in range(min(focusable, 25)):
        browser.cdp(
            "Input.dispatchKeyEvent", type="keyDown", key="Tab", code="Tab", windowsVirtualKeyCode=9
        )
        browser.cdp(
            "Input.dispatchKeyEvent", type="keyUp", key="Tab", code="Tab", windowsVirtualKeyCode=9
        )
        if number == 0:
            assert browser.run("return document.activeElement.className") == "skip"
            assert browser.run("return document.activeElement.getBoundingClientRect().top") >= 0
        outlined = browser.run(
            "const e = document.activeElement, o = (s) => s.outlineStyle !== 'none' && "
            "parseFloat(s.outlineWidth) >= 2;"
            "return o(getComputedStyle(e)) || o(getComputedStyle(e, '::after'))"
        )
        seen.append(browser.run("return document.activeElement.outerHTML.slice(0, 80)"))
        assert outlined, f"no outline: {seen[-1]}"
    assert len(seen) == min(focusable, 25)


def test_skip_link_leads_to_the_content(browser: Browser, served: Served) -> None:
    browser.open(served.base)
    browser.cdp(
        "Input.dispatchKeyEvent", type="keyDown", key="Tab", code="Tab", windowsVirtualKeyCode=9
    )
    browser.cdp(
        "Input.dispatchKeyEvent", type="keyUp", key="Tab", code="Tab", windowsVirtualKeyCode=9
    )
    browser.cdp(
        "Input.dispatchKeyEvent",
        type="keyDown",
        key="Enter",
        code="Enter",
        windowsVirtualKeyCode=13,
        text="\r",
    )
    browser.cdp(
        "Input.dispatchKeyEvent", type="keyUp", key="Enter", code="Enter", windowsVirtualKeyCode=13
    )
    browser.until(
        lambda: browser.run("return document.activeElement.id") == "main", "the focus does not move"
    )
