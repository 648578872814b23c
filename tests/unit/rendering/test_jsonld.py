"""Structured data is JSON whatever an author writes, and cannot leave its script element."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.in_memory import make_view, prepare_project
from tests.support.sources import HALL, RICH, ROUTE, SITE, TOUR, VAN, stop_yaml, visit_yaml
from tourbook.rendering.jsonld import format_jsonld
from tourbook.site.outputs import HtmlPage


def list_nodes(v: Any) -> list[dict[str, Any]]:
    text = format_jsonld(v, "示例")
    assert not set("<>&") & set(text)
    return json.loads(text)["@graph"] if text else []


def list_event_nodes(*lines: str, site: str = "") -> list[dict[str, Any]]:
    text = (
        TOUR + stop_yaml("a", *lines)
        if not any(line.startswith(("date", "repeat")) for line in lines)
        else ROUTE + visit_yaml("a", "venue: hall", *lines)
    )
    project = prepare_project({"content/site.yaml": SITE + site, "schedule.yaml": text, **VAN})
    return [
        n
        for n in list_nodes(make_view(project, "stops/a/"))
        if n["@type"] in ("ExhibitionEvent", "Event")
    ]


def test_every_page_of_a_project_has_good_json_with_absolute_addresses() -> None:
    project = prepare_project(RICH)
    seen = set()
    for page in project.outputs:
        if isinstance(page, HtmlPage):
            for node in list_nodes(project.job.make_view(page)):
                seen.add(node["@type"])
                for url in [
                    node.get("url", "https://"),
                    *(i["item"] for i in node.get("itemListElement", [])),
                ]:
                    assert url.startswith("https://")
    assert seen == {
        "BreadcrumbList",
        "WebSite",
        "ExhibitionEvent",
        "Event",
        "Place",
        "Organization",
        "NewsArticle",
        "EventSeries",
    }


def test_a_stop_is_an_exhibition_event_from_its_first_day_to_its_last() -> None:
    (node,) = list_event_nodes("open: 2026-11-01", "close: 2026-12-20")
    assert (node["@type"], node["startDate"], node["endDate"]) == (
        "ExhibitionEvent",
        "2026-11-01",
        "2026-12-20",
    )
    assert node["eventStatus"] == "https://schema.org/EventScheduled"
    assert node["location"]["address"]["addressRegion"] == "甘肃省"


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        ("cancelled", "EventCancelled"),
        ("postponed", "EventPostponed"),
        ("confirmed", "EventScheduled"),
    ],
)
def test_the_status_of_an_event_is_published(status: str, wanted: str) -> None:
    assert (
        list_event_nodes("open: 2026-11-01", "close: 2026-12-20", f"status: {status}")[0][
            "eventStatus"
        ]
        == "https://schema.org/" + wanted
    )


def test_a_visit_is_an_event_for_each_day_and_time() -> None:
    found = list_event_nodes(
        "repeat: {first: 2026-12-04, count: 3}", "time: 09:00-10:00, 14:00-15:00"
    )
    assert len(found) == 6
    assert {n["startDate"][:16] for n in found} == {
        f"2026-12-{d}T{h}:00" for d in ("04", "11", "18") for h in ("09", "14")
    }
    assert all(n["startDate"] < n["endDate"] for n in found)


def test_without_a_date_there_is_no_event() -> None:
    assert list_event_nodes("status: planned") == []


def test_sample_data_say_so() -> None:
    assert list_event_nodes("open: 2026-11-01", site="sample: true\n")[0]["description"] == "示例"
    assert "description" not in list_event_nodes("open: 2026-11-01")[0]


@settings(max_examples=25)
@given(
    st.text(
        st.characters(
            exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"], exclude_characters="\ufeff"
        ),
        min_size=1,
        max_size=40,
    )
)
def test_any_name_comes_back(name: str) -> None:
    project = prepare_project(
        {
            "content/pages/p.md": f"---\ntitle: "
            f"{json.dumps(name + '</script>', ensure_ascii=False)}\n---\n"
        }
    )
    (crumbs,) = list_nodes(make_view(project, "p/"))
    assert crumbs["itemListElement"][-1]["name"] == name + "</script>"


@pytest.mark.parametrize(
    ("line", "expected"), [("free: true\n", True), ("free: false\n", False), ("", None)]
)
def test_admission_is_free_or_not_only_if_an_author_says_so(
    line: str, expected: bool | None
) -> None:
    hall = HALL.replace("region:", f"{line}region:")
    project = prepare_project({"content/venues/hall.md": hall})
    for path, kind in (("venues/hall/", "Place"), ("stops/first/", "ExhibitionEvent")):
        view = make_view(project, path)
        (node,) = (n for n in list_nodes(view) if n["@type"] == kind)
        assert node.get("isAccessibleForFree") is expected
        assert view.free is expected
