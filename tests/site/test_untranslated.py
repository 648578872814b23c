"""What is not translated says so: each word on a page is in the language that its element names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import lxml.html
import pytest

from tests.site.pages import HAN
from tests.support.in_memory import prepare_project
from tests.support.projects import REPO
from tourbook.build.staging import make_bytes
from tourbook.site.outputs import HtmlPage

SOURCES = ("content/**/*", "schedule/**/*", "schedule.yaml", "themes/**/*")
WITHOUT_ELEMENTS = {"title", "desc", "option"}
"""Elements that hold text only: one of two languages can name neither."""
PAGES_PER_TEMPLATE = 3


@cache
def render_french_pages() -> dict[str, lxml.html.HtmlElement]:
    """Some pages of each kind of the sample site in a language in which it has no word."""
    names = {path for pattern in SOURCES for path in REPO.glob(pattern) if path.is_file()}
    files = {path.relative_to(REPO).as_posix(): path.read_bytes() for path in names}
    site = files["content/site.yaml"].decode()
    files["content/site.yaml"] = re.sub("(?m)^languages: .*$", "languages: [zh, en, fr]", site)
    project = prepare_project(files)
    counts: Counter[str] = Counter()
    pages = {}
    for output in project.outputs:
        if not isinstance(output, HtmlPage) or output.lang != "fr":
            continue
        counts[output.template] += 1
        if counts[output.template] <= PAGES_PER_TEMPLATE:
            html = make_bytes(project.job, output, project.job.make_view(output))
            pages[output.path] = lxml.html.document_fromstring(html)
    return pages


def iterate_texts(tree: lxml.html.HtmlElement) -> Iterator[tuple[str, lxml.html.HtmlElement, str]]:
    """(language, element, text) of each text of a page."""
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        lang = next(
            each.get("lang") for each in (element, *element.iterancestors()) if each.get("lang")
        )
        yield lang, element, element.text or ""
        outer = next(
            (each.get("lang") for each in element.iterancestors() if each.get("lang")), lang
        )
        yield outer, element.getparent(), element.tail or ""


def test_chinese_words_on_a_french_page_stand_in_chinese_elements() -> None:
    pages = render_french_pages()
    assert len(pages) > 40
    count = 0
    for path, tree in pages.items():
        for lang, element, text in iterate_texts(tree):
            if not HAN.search(text) or element.tag in WITHOUT_ELEMENTS:
                continue
            is_code = "address" in (element.get("class") or "")
            assert lang == "zh-CN" or is_code, f"{path}: {element.tag} {text.strip()}"
            count += 1
    assert count > 1000


def test_english_words_on_a_french_page_stand_in_english_elements() -> None:
    for path, tree in render_french_pages().items():
        for lang, element, text in iterate_texts(tree):
            if re.search(r"\b(the|and|not|from|what|all)\b", text, re.IGNORECASE):
                is_plain = element.tag in WITHOUT_ELEMENTS or element.tag == "text"
                is_address = "address" in (element.get("class") or "") or "://" in text
                assert lang == "en" or is_plain or is_address, f"{path}: {element.tag} {text}"


@pytest.mark.parametrize("attribute", ["alt", "title", "aria-label", "content", "href", "value"])
def test_attributes_have_no_elements(attribute: str) -> None:
    for path, tree in render_french_pages().items():
        for element in tree.xpath(f"//*[contains(@{attribute}, 'bdi')]"):
            raise AssertionError(f"{path}: {element.get(attribute)}")


def test_a_picture_names_the_language_of_what_it_shows() -> None:
    pictures = [
        img
        for tree in render_french_pages().values()
        for img in tree.iter("img")
        if HAN.search(img.get("alt"))
    ]
    assert pictures
    assert {img.get("lang") for img in pictures} == {"zh-CN"}
