"""What machines read on a page: JSON-LD, Open Graph, titles and descriptions."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from tests.site.pages import LANGUAGES, Page, Site, graph
from tests.support.events import read_events

TYPES = {
    "home": {"WebSite"},
    "exhibition": {"CreativeWork"},
    "stop": {"ExhibitionEvent", "Event"},
    "venue": {"Place", "Museum"},
    "organisation": {"Organization", "Person"},
    "article": {"NewsArticle"},
    "campaign": {"EventSeries", "Event"},
    "data": {"Dataset"},
}
"""Kind of page -> the types of which one describes what it is about; other kinds have their
breadcrumbs alone."""
URL_KEYS = ("url", "item", "image", "@id", "logo", "sameAs")
OG_REQUIRED = ("og:title", "og:type", "og:url", "og:description", "og:locale", "og:site_name")


def nodes(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value, *(n for v in value.values() for n in nodes(v))]
    return [n for v in value for n in nodes(v)] if isinstance(value, list) else []


def has_subject(site: Site, page: Page) -> bool:
    """False for what has no date, and for an exhibition that is not lent."""
    if page.kind == "exhibition":
        return bool(page.tree.xpath("//h3[. = '借展方式' or . = 'Kinds of loan']"))
    is_postponed = b"EventPostponed" in site.files[page.file].read_bytes()
    return page.kind != "stop" or is_postponed or has_date(site, page)


def test_structured_data_parses_and_has_its_types(site: Site) -> None:
    for page in site.shown:
        found = graph(page)
        main = {n["@type"] for n in found} - {"BreadcrumbList"}
        if page.kind in TYPES and has_subject(site, page):
            assert main and main <= TYPES[page.kind], f"{page.file}: {main}"
        else:
            assert not main, f"{page.file}: {main}"
        assert ("BreadcrumbList" in {n["@type"] for n in found}) is (page.kind != "home"), page.file
        for node in nodes(found):
            assert all(v not in ("", None, [], {}) for v in node.values()), f"{page.file}: {node}"


def has_date(site: Site, page: Page) -> bool:
    return b"BEGIN:VEVENT" in site.calendars[page.file.removesuffix("index.html") + "calendar.ics"]


def test_addresses_in_structured_data_are_whole(site: Site) -> None:
    for page in site.shown:
        for node in nodes(graph(page)):
            for key in URL_KEYS:
                value = node.get(key)
                for url in (
                    value if isinstance(value, list) else [value] if isinstance(value, str) else []
                ):
                    assert re.match(r"https?://", url), f"{page.file}: {key} {url}"
                    if url.startswith(site.base):
                        assert site.find(page.file, url)[0], f"{page.file}: {url}"
            if node["@type"] not in (
                "BreadcrumbList",
                "ListItem",
                "PostalAddress",
                "GeoCoordinates",
                "OpeningHoursSpecification",
                "Offer",
                "QuantitativeValue",
                "Audience",
                "Schedule",
            ):
                assert node.get("name") or node.get("headline"), f"{page.file}: {node}"


def test_breadcrumbs_are_those_of_the_page(site: Site) -> None:
    for page in site.shown:
        for node in graph(page):
            if node["@type"] == "BreadcrumbList":
                items = node["itemListElement"]
                assert [i["position"] for i in items] == list(range(1, len(items) + 1)), page.file
                shown = page.tree.xpath("//nav[contains(@class, 'crumbs')]//li")
                assert [i["name"] for i in items] == [
                    " ".join(li.text_content().split()) for li in shown
                ], page.file
                linked = [
                    site.find(page.file, a.get("href"))[0] for li in shown for a in li.iter("a")
                ]
                assert [site.find(page.file, i["item"])[0] for i in items] == [
                    *linked,
                    page.file,
                ], page.file


def test_events_in_structured_data_are_those_of_the_calendar(site: Site) -> None:
    for page in site.kinds("stop"):
        events = [n for n in graph(page) if n["@type"] in TYPES["stop"]]
        calendar = read_events(
            site.calendars[page.file.removesuffix("index.html") + "calendar.ics"]
        )
        statuses = {str(event["STATUS"]) for event in calendar.values()}
        starts = [re.sub(r"[-:]", "", e["startDate"])[:15] for e in events if "startDate" in e]
        expected = [
            f"{start:%Y%m%dT%H%M%S}" if isinstance(start, dt.datetime) else f"{start:%Y%m%d}"
            for start in (event["DTSTART"].dt for event in calendar.values())
        ]
        is_recurring = any("eventSchedule" in e for e in events)  # it is told by its next date
        assert set(starts) <= set(expected) if is_recurring else starts == expected, page.file
        for e in events:
            if "startDate" not in e:
                assert e["eventStatus"].endswith("EventPostponed"), page.file
                continue
            assert e["endDate"] >= e["startDate"], page.file
            assert re.fullmatch(
                r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d([+-]\d\d:\d\d)?)?", e["startDate"]
            ), page.file
            status = next(iter(statuses))
            expected_status = "EventScheduled" if status == "CONFIRMED" else "EventCancelled"
            if "previousStartDate" in e:
                expected_status = "EventRescheduled"
            if status != "TENTATIVE":
                assert e["eventStatus"] == "https://schema.org/" + expected_status, page.file
            assert e["location"]["name"] and e["location"]["address"], page.file
            assert e["inLanguage"] == page.tree.get("lang"), page.file


def test_open_graph(site: Site) -> None:
    for page in site.shown:
        for name in OG_REQUIRED:
            found = page.meta(name)
            if name == "og:url" and page.kind == "404":
                assert found == [], page.file
            else:
                assert len(found) == 1 and found[0].strip(), f"{page.file}: {name} {found}"
        assert page.meta("og:url") in ([], [site.address(page.file)]), page.file
        assert page.meta("og:type") == ["article" if page.kind == "article" else "website"], (
            page.file
        )
        assert page.meta("og:locale")[0].partition("_")[0] == page.lang, page.file
        assert page.meta("og:title")[0] in page.title, page.file
        for url in page.meta("og:image"):
            assert url.startswith(site.base) and site.find(page.file, url)[0], f"{page.file}: {url}"
            assert page.meta("og:image:alt"), page.file
            assert not url.endswith(".svg"), "services that show cards do not read SVG"
        assert len(page.meta("og:image")) == 1, page.file


def test_descriptions(site: Site) -> None:
    for page in site.indexable:
        found = page.meta("description")
        assert len(found) == 1 and 4 <= len(found[0]) <= 300, f"{page.file}: {found}"
        assert not re.search(r"<\w|\s\s", found[0]), f"{page.file}: {found}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_titles_are_unique(site: Site, lang: str) -> None:
    seen: dict[str, str] = {}
    twice = []
    for page in site.shown:
        if page.lang == lang:
            if page.title in seen:
                twice.append(f"{page.title}: {seen[page.title]} and {page.file}")
            seen[page.title] = page.file
    assert not twice, f"{len(twice)}:\n" + "\n".join(twice)
