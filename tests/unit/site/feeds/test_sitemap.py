"""The sitemap holds every page once, with its languages."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from tests.support.in_memory import make_file, prepare_project
from tests.support.sources import BILINGUAL_SITE, RICH
from tourbook.site.feeds import sitemap
from tourbook.site.outputs import HtmlPage


def test_the_sitemap_has_every_page_with_its_languages_but_no_redirects() -> None:
    project = prepare_project(RICH)
    root = ET.fromstring(make_file(project, "sitemap.xml"))
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = {loc.text for loc in root.iter(space + "loc")}
    assert not [loc for loc in found if "404" in str(loc) or "old/visit" in str(loc)]
    pages = {o.path for o in project.outputs if isinstance(o, HtmlPage) and sitemap.is_listed(o)}
    assert found == {"https://small.example/" + p for p in pages}
    for url in root.iter(space + "url"):
        is_in_both = len(list(url.iter("{http://www.w3.org/1999/xhtml}link"))) == 2
        assert is_in_both == ("news/open/" not in str(url.findtext(space + "loc")))
    assert b"Sitemap: https://small.example/sitemap.xml" in make_file(project, "robots.txt")


def test_a_sitemap_that_is_too_long_is_split_and_loses_no_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sitemap, "MAX_URLS", 7)
    project = prepare_project({"content/site.yaml": BILINGUAL_SITE})
    locs = [
        loc.text or ""
        for loc in ET.fromstring(make_file(project, "sitemap.xml")).iter()
        if loc.tag.endswith("loc")
    ]
    pages: list[str | None] = []
    for loc in locs:
        root = ET.fromstring(make_file(project, loc.removeprefix("https://small.example/")))
        part = [one.text for one in root.iter() if one.tag.endswith("}loc")]
        assert 0 < len(part) <= 7
        pages += part
    html = {
        "https://small.example/" + o.path
        for o in project.outputs
        if isinstance(o, HtmlPage) and sitemap.is_listed(o)
    }
    assert len(locs) > 1
    assert set(pages) == html
    assert len(pages) == len(html)


def test_lists_without_anything_in_them_are_left_out() -> None:
    project = prepare_project()
    sitemap_bytes = make_file(project, "sitemap.xml")
    empty = {o.path for o in project.outputs if isinstance(o, HtmlPage) and o.is_empty}
    assert empty == {"caravans/", "organisations/", "campaigns/", "news/", "changes/"}
    for path in empty:
        assert f"<loc>https://small.example/{path}</loc>".encode() not in sitemap_bytes
