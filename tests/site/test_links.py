"""Every link leads somewhere, every page can be reached, and no page asks another host for
anything."""

from __future__ import annotations

import re
from collections import deque

import lxml.etree
import pytest

from tests.site.pages import FETCHED, LANGUAGES, Page, Site, css_addresses
from tests.support.projects import REPO


def test_every_address_leads_to_a_file(site: Site) -> None:
    broken = []
    for page in site.pages.values():
        for element, href in page.addresses():
            assert href.strip() == href and href != "", (
                f"{page.file}: {lxml.etree.tostring(element)[:200]!r}"
            )
            if not site.inside(page.file, href):
                continue
            target, fragment = site.find(page.file, href)
            if target is None:
                broken.append(f"{page.file}: {href}")
            elif fragment.endswith(".ics") and target.endswith("subscribe/index.html"):
                assert fragment in site.files, f"{page.file}: {href}"  # chooses that calendar
            elif fragment and target in site.pages and fragment not in site.pages[target].ids:
                broken.append(f"{page.file}: {href} (no such anchor)")
    assert not broken, "\n".join(broken[:40])


def test_links_to_elsewhere_are_good_addresses(site: Site) -> None:
    for page in site.pages.values():
        for _, href in page.addresses():
            if site.inside(page.file, href):
                continue
            scheme = href.partition(":")[0]
            assert scheme in ("https", "http", "mailto", "tel", "webcal"), f"{page.file}: {href}"
            if scheme == "tel":
                assert href[4:].replace("-", "").replace("+", "").isdigit(), f"{page.file}: {href}"
            if scheme == "mailto":
                assert href.count("@") == 1 and " " not in href, f"{page.file}: {href}"


def test_text_of_links_is_not_empty(site: Site) -> None:
    for page in site.pages.values():
        for a in page.tree.iter("a"):
            name = a.get("aria-label") or a.text_content() or "".join(a.xpath(".//img/@alt"))
            assert name.strip(), f"{page.file}: {a.get('href')}"


def test_files_are_all_linked(site: Site) -> None:
    """A file that no page or style sheet names is a mistake of the theme or of the build."""
    used = {site.find(p.file, href)[0] for p in site.pages.values() for _, href in p.addresses()}
    # these are named by the manifest, by site.js and by the service worker itself
    used |= {name for name in site.files if name.startswith(("icons/", "sw.js", "assets/offline."))}
    used |= {
        site.find(n, a)[0]
        for n, path in site.files.items()
        if n.endswith(".css")
        for a in css_addresses(path.read_text())
    }
    used |= {site.find(p.file, url)[0] for p in site.pages.values() for url in p.meta("og:image")}
    known = {"robots.txt", "sitemap.xml", "404.html", "en/404.html"} | {
        p.file for p in site.kinds("redirect")
    }
    known |= {"_headers"} | {
        name
        for name in [*site.calendars, *(n for n in site.files if n.endswith("/updates.atom"))]
        if name not in used and redirected(site, name)
    }
    known |= {
        name for name in site.files if re.fullmatch(r"(en/)?(search/\w+|near/stops)\.js", name)
    }  # by its script
    unused = sorted(set(site.files) - used - known)
    assert not unused, f"no page links to these files: {unused}"


def redirected(site: Site, calendar: str) -> bool:
    """Whether the page beside a calendar or feed leads on to where the thing is now: who subscribed before
    still gets it."""
    home = site.files.get(re.sub(r"(copies/)?[^/]+$", "index.html", calendar))
    return home is not None and b'http-equiv="refresh"' in home.read_bytes()


def test_no_request_to_another_host(site: Site) -> None:
    """What a browser fetches on its own to show a page: from this site, and there."""
    for page in site.pages.values():
        expected: list[str] = []
        for element in page.tree.iter():
            if not isinstance(element.tag, str):
                continue
            assert element.tag not in (
                "iframe",
                "object",
                "embed",
                "video",
                "audio",
                "frame",
                "portal",
            ), page.file
            assert element.tag != "base" or not element.get("href"), page.file
            if element.tag == "link" and FETCHED & set((element.get("rel") or "").lower().split()):
                expected.append(element.get("href"))
            elif element.tag in ("script", "img", "source", "track", "input", "image", "use"):
                expected += [
                    element.get(n) for n in ("src", "href", "xlink:href") if element.get(n)
                ]
                expected += [
                    part.split()[0]
                    for part in (element.get("srcset") or "").split(",")
                    if part.strip()
                ]
            expected += css_addresses(element.get("style") or "")
            if element.tag == "style":
                expected += css_addresses(element.text or "")
            assert element.get("ping") is None, page.file
        for href in expected:
            assert "://" not in href or page.kind == "404", (
                f"{page.file}: {href} is not a relative address"
            )
            assert not href.startswith("data:") and site.find(page.file, href)[0], (
                f"{page.file}: {href}"
            )
    for name, path in site.files.items():
        if name.endswith(".css"):
            for href in css_addresses(path.read_text()):
                assert href.startswith(("#", "data:image/")) or (
                    "//" not in href and site.find(name, href)[0]
                ), f"{name}: {href}"
        if name.endswith(".js") and "/offline." not in name:  # the worker fetches what pages do
            # the page for missing addresses asks for moved.json, which lies beside the address,
            # and for itself in the language of the address
            source = REPO / "themes/default/static" / re.sub(r".*/|\.\w{10}(?=\.js)", "", name)
            script = (source if source.exists() else path).read_text().replace("fetch(file)", "")
            for word in (
                "fetch(",
                "XMLHttpRequest",
                "import(",
                "WebSocket",
                "EventSource",
                "sendBeacon",
                "http",
                "cookie",
                "sessionStorage",
            ):
                assert word not in script, f"{name}: {word}"
        if name.endswith(".svg"):
            for element in lxml.etree.fromstring(path.read_bytes()).iter():
                assert lxml.etree.QName(element).localname not in (
                    "script",
                    "foreignObject",
                    "image",
                ), name
                for key, value in element.attrib.items():
                    assert not key.lower().startswith("on"), name
                    if key.endswith("href"):
                        assert value.startswith("#"), f"{name}: {value}"
                    assert all(a.startswith("#") for a in css_addresses(value)), f"{name}: {value}"
                assert not [
                    a for a in css_addresses(element.text or "") if not a.startswith("#")
                ], name


def test_canonical_is_the_pages_own_address(site: Site) -> None:
    for page in site.pages.values():
        found = [link.get("href") for link in page.head("canonical")]
        if page.kind == "404":
            assert found == [], page.file
        elif page.kind == "redirect":
            target, _ = site.find(page.file, page.refresh)
            assert target and found == [site.address(target)], page.file
        elif page.kind == "embed":
            stands_for = page.file.replace("embed/", "", 1)
            assert found == [site.address(stands_for)] and stands_for in site.pages, page.file
        else:
            assert found == [site.address(page.file)], page.file


def alternates(page: Page) -> dict[str, str]:
    found = [
        (link.get("hreflang"), link.get("href"))
        for link in page.head("alternate")
        if link.get("hreflang")
    ]
    assert len(dict(found)) == len(found), page.file
    return dict(found)


def test_languages_point_at_each_other(site: Site) -> None:
    for page in site.shown:
        if page.kind == "404":
            continue
        found = alternates(page)
        assert set(found) == {*LANGUAGES.values(), "x-default"}, page.file
        assert found[LANGUAGES[page.lang]] == site.address(page.file), page.file
        assert found["x-default"] == found["zh-CN"], page.file
        for tag, href in found.items():
            other, _ = site.find(page.file, href)
            assert other is not None, f"{page.file}: {href}"
            assert alternates(site.pages[other]) == found, f"{page.file} and {other} differ"
            assert tag == "x-default" or site.pages[other].tree.get("lang") == tag
            assert site.pages[other].kind == page.kind
        switch = page.tree.xpath("//header//a[@hreflang]")
        assert {site.find(page.file, a.get("href"))[0] for a in switch} == {
            site.find(page.file, href)[0]
            for tag, href in found.items()
            if tag not in ("x-default", LANGUAGES[page.lang])
        }, page.file


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_can_be_reached_from_home_in_its_language(site: Site, lang: str) -> None:
    start = "index.html" if lang == "zh" else f"{lang}/index.html"
    seen, todo = {start}, deque([start])
    while todo:
        page = site.pages[todo.popleft()]
        for a in page.tree.iter("a"):
            if not site.inside(page.file, a.get("href")) or a.get("hreflang"):
                continue
            target, _ = site.find(page.file, a.get("href"))
            if target in site.pages and target not in seen and site.pages[target].lang == lang:
                seen.add(target)
                todo.append(target)
    expected = {p.file for p in site.shown if p.lang == lang and p.kind != "404"}
    assert not expected - seen, sorted(expected - seen)
    assert not {p.file for p in site.kinds("redirect")} & seen, "a page links to an old address"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_link_to_their_own_language(site: Site, lang: str) -> None:
    for page in site.shown:
        if page.lang != lang:
            continue
        for a in page.tree.iter("a"):
            if site.inside(page.file, a.get("href")) and not a.get("hreflang"):
                target, _ = site.find(page.file, a.get("href"))
                assert target is not None, f"{page.file}: {a.get('href')}"
                assert target.startswith("en/") == (lang == "en"), f"{page.file}: {a.get('href')}"


def test_redirects_arrive_at_once(site: Site) -> None:
    found = site.kinds("redirect")
    assert {p.lang for p in found} == set(LANGUAGES)
    for page in found:
        target, _ = site.find(page.file, page.refresh)
        assert target in site.pages and site.pages[target].kind not in ("redirect", "404"), (
            page.file
        )
        assert site.pages[target].lang == page.lang, page.file
        assert [site.find(page.file, a.get("href"))[0] for a in page.tree.iter("a")] == [target], (
            page.file
        )
        assert any("noindex" in m for m in page.meta("robots")), page.file


def test_crumbs_go_up(site: Site) -> None:
    """Each crumb is a page of its own, the first one is the home page, the last names this page."""
    for page in site.shown:
        crumbs = page.tree.xpath("//nav[contains(concat(' ', @class, ' '), ' crumbs ')]//li")
        if page.kind == "home":
            assert not crumbs, page.file
            continue
        links = [site.find(page.file, a.get("href"))[0] for li in crumbs for a in li.iter("a")]
        assert links[0] == ("index.html" if page.lang == "zh" else f"{page.lang}/index.html"), (
            page.file
        )
        assert (
            None not in links
            and page.file not in links
            and len(set(links)) == len(links) == len(crumbs) - 1
        ), page.file
        assert crumbs[-1].xpath(".//*[@aria-current='page']"), page.file
