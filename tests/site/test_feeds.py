"""The Atom feeds by RFC 4287, the sitemap by sitemaps.org, robots.txt by RFC 9309."""

from __future__ import annotations

import datetime as dt
import re
import urllib.robotparser
from urllib.parse import urlsplit

import lxml.etree
import lxml.html
import pytest

from tests.site.pages import LANGUAGES, Site
from tests.site.schedule import Sample, pick
from tests.support.projects import REPO

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
RFC3339 = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_atom(site: Site, lang: str) -> None:
    name = "news.atom" if lang == "zh" else f"{lang}/news.atom"
    feed = lxml.etree.fromstring(site.files[name].read_bytes())
    assert (
        feed.tag == ATOM + "feed"
        and feed.get("{http://www.w3.org/XML/1998/namespace}lang") == LANGUAGES[lang]
    )
    entries = feed.findall(ATOM + "entry")
    news = Sample(REPO, lang, site.base).folder["article"]
    assert len(entries) == len(news) > 0
    for element in (feed, *entries):
        for required in ("id", "title", "updated"):  # 4.1.1, 4.1.2
            assert (
                len(element.findall(ATOM + required)) == 1
                and element.findtext(ATOM + required).strip()
            ), required
        assert urlsplit(element.findtext(ATOM + "id")).scheme, "an id is an IRI (4.2.6)"
        for when in [*element.findall(ATOM + "updated"), *element.findall(ATOM + "published")]:
            assert re.fullmatch(RFC3339, when.text), when.text
            dt.datetime.fromisoformat(when.text)
        links = [
            (k.get("rel", "alternate"), k.get("type"), k.get("hreflang"))
            for k in element.findall(ATOM + "link")
        ]
        assert len(links) == len(set(links)), (
            "no two links of the same relation, type and language (4.1.1)"
        )
        assert [r for r, _, _ in links if r == "alternate"], (
            "without content there must be an alternate link; we always have one"
        )
    assert (
        feed.find(ATOM + "author") is not None and feed.findtext(f"{ATOM}author/{ATOM}name").strip()
    )
    (own,) = [k.get("href") for k in feed.findall(ATOM + "link") if k.get("rel") == "self"]
    assert own == site.base + name
    ids = [e.findtext(ATOM + "id") for e in (feed, *entries)]
    assert len(ids) == len(set(ids))
    assert feed.findtext(ATOM + "updated") == max(e.findtext(ATOM + "updated") for e in entries)
    published = [e.findtext(ATOM + "published") for e in entries]
    assert published == sorted(published, reverse=True)
    assert {(e.findtext(ATOM + "title"), e.findtext(ATOM + "published")[:10]) for e in entries} == {
        (pick(n["title"], lang), n["date"].isoformat()) for n in news.values()
    }
    for entry in entries:
        (page,) = [
            k.get("href") for k in entry.findall(ATOM + "link") if k.get("rel") == "alternate"
        ]
        target, _ = site.find(name, page)
        assert (
            target is not None
            and site.pages[target].kind == "article"
            and site.pages[target].lang == lang
        )
        content = entry.find(ATOM + "content")
        assert content is not None and content.get("type") == "html" and content.text.strip()
        for element, attribute, href, _ in lxml.html.fragment_fromstring(
            content.text, create_parent=True
        ).iterlinks():
            assert re.match(r"(https?|mailto|tel):", href), (
                f"{name}: {element.tag} {attribute} {href} is not a whole address"
            )
            if site.inside(name, href):
                assert site.find(name, href)[0], f"{name}: {href}"


def test_atom_ids_differ_between_languages(site: Site) -> None:
    ids = [
        e.text
        for n in ("news.atom", "en/news.atom")
        for e in lxml.etree.fromstring(site.files[n].read_bytes()).iter(ATOM + "id")
    ]
    assert len(ids) == len(set(ids))


def test_every_page_announces_the_news(site: Site) -> None:
    for page in site.shown:
        found = [
            link.get("href")
            for link in page.head("alternate")
            if link.get("type") == "application/atom+xml"
        ]
        own = page.file.removesuffix("index.html") + "updates.atom"
        assert [site.find(page.file, href)[0] for href in found] == [
            "news.atom" if page.lang == "zh" else "en/news.atom",
            *([own] if own in site.files else []),
        ], page.file


@pytest.mark.parametrize("lang", LANGUAGES)
def test_feeds_of_places_and_exhibitions(site: Site, lang: str) -> None:
    """Each is announced by its page and has the same entries as the news, as far as they concern
    it."""
    news = lxml.etree.fromstring(
        site.files["news.atom" if lang == "zh" else "en/news.atom"].read_bytes()
    )
    known = {lxml.etree.tostring(entry).strip() for entry in news.iter(ATOM + "entry")}
    pages = {
        page.file: page for page in (*site.kinds("place", lang), *site.kinds("exhibition", lang))
    }
    feeds = [name for name in site.files if name.endswith("/updates.atom")]
    feeds = [name for name in feeds if name.startswith("en/") is (lang == "en")]
    former = [name for name in feeds if name.replace("updates.atom", "index.html") not in pages]
    for name in former:  # of one that was renamed: still the same feed
        leads_to = site.pages[name.replace("updates.atom", "index.html")].tree
        (target,) = [a.get("href") for a in leads_to.iter("a")][:1]
        present = site.find(name, target)[0].replace("index.html", "updates.atom")
        assert site.files[name].read_bytes() == site.files[present].read_bytes()
    feeds = [name for name in feeds if name not in former]
    entries = []
    for name in feeds:
        assert name.replace("updates.atom", "index.html") in pages
        feed = lxml.etree.fromstring(site.files[name].read_bytes())
        (page,) = [
            k.get("href") for k in feed.findall(ATOM + "link") if k.get("rel") == "alternate"
        ]
        assert site.find(name, page)[0] == name.replace("updates.atom", "index.html")
        heading = pages[site.find(name, page)[0] or ""].tree.findtext(".//h1")
        assert heading.split()[-1] in feed.findtext(ATOM + "title")
        entries += [lxml.etree.tostring(entry).strip() for entry in feed.iter(ATOM + "entry")]
    assert len(feeds) > 20 and set(entries) <= known and len(set(entries)) > 2


def test_sitemap_lists_exactly_the_indexable_pages(site: Site) -> None:
    root = lxml.etree.fromstring(site.files["sitemap.xml"].read_bytes())
    assert root.tag == f"{{{SITEMAP['s']}}}urlset"
    urls = root.findall("s:url", SITEMAP)
    locations = [u.findtext("s:loc", namespaces=SITEMAP) for u in urls]
    assert len(locations) == len(set(locations)) <= 50_000
    excluded = (
        "404",
        "embed",
        "redirect",
        "changes",
    )  # these are unknown, for the sample is not in Git
    assert set(locations) == {
        site.address(p.file) for p in site.indexable if p.kind not in excluded
    }
    unwanted = {p.kind for p in site.pages.values() if p not in site.indexable}
    assert unwanted == {"404", "embed", "redirect"}
    for url, location in zip(urls, locations, strict=True):
        page = site.pages[site.find("", location)[0] or ""]
        listed = {
            k.get("hreflang"): k.get("href")
            for k in url.findall("x:link", SITEMAP)
            if k.get("rel") == "alternate"
        }
        said = {
            k.get("hreflang"): k.get("href") for k in page.head("alternate") if k.get("hreflang")
        }
        assert listed == {k: v for k, v in said.items() if k in listed} and set(
            LANGUAGES.values()
        ) <= set(listed), location
    assert len(site.files["sitemap.xml"].read_bytes()) < 50_000_000


def test_robots(site: Site) -> None:
    text = site.files["robots.txt"].read_bytes().decode("ascii")
    robots = urllib.robotparser.RobotFileParser()
    robots.parse(text.splitlines())
    assert robots.site_maps() == [site.base + "sitemap.xml"]
    assert all(robots.can_fetch("Anybot", site.address(p.file)) for p in site.indexable)
