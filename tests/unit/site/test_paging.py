"""No page grows with the site, and links still lead to everything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tests.support.in_memory import list_paths, make_view, prepare_project
from tests.support.sources import ROUTE, SITE, VAN, visit_yaml
from tourbook import views as v
from tourbook.build.pipeline import PreparedBuild
from tourbook.site import paging
from tourbook.site.outputs import HtmlPage
from tourbook.site.pages import home, subscribe
from tourbook.site.pages.listing import slice_groups

MAX_ROWS, MAX_LINES, MAX_CARDS, MAX_CHIPS = 12, 30, 5, 8
"""Smaller bounds than those of real pages, so that a small project has long lists."""
VISIT_COUNT = 3 * MAX_ROWS
VILLAGE_COUNT = MAX_CHIPS + 1
ARTICLE_COUNT = MAX_CARDS + 1


def write_visit(number: int) -> str:
    """Two thirds of the visits are to the first county, a third to the second; a few to neither."""
    county = "AB"[number % 3 == 0]
    region = f"GB-{county}-{number % VILLAGE_COUNT}" if number > 2 else "GB"
    day = dt.date(2026, 10, 1) + dt.timedelta(number % 40)
    return visit_yaml(
        f"v{number}",
        f"repeat: {{first: {day}, every: 2 weeks, count: 8, holidays: keep}}",
        f"place: {{name: Green {number}, region: {region}}}",
    )


FILES = {
    **VAN,
    "content/site.yaml": SITE.replace("languages: [zh, en]", "")
    + 'timezone: Europe/London\nwords: {page_number: "page {n}", report_of: "{year}", embed_title: "frame {name}"}\n',
    "content/regions.yaml": "GB: {name: Britain}\n"
    + "".join(f"GB-{c}: {{name: County {c}, parent: GB}}\n" for c in "AB")
    + "".join(
        f"GB-{c}-{n}: {{name: Village {n}, parent: GB-{c}}}\n"
        for c in "AB"
        for n in range(VILLAGE_COUNT)
    ),
    **{
        f"content/news/n{n}.md": f"---\ntitle: News {n}\ndate: 2026-{n % 10 + 1:02}-01\n---\n"
        for n in range(ARTICLE_COUNT)
    },
    "schedule.yaml": ROUTE + "".join(map(write_visit, range(VISIT_COUNT))),
}


@pytest.fixture(scope="module", autouse=True)
def small_bounds() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paging, "MAX_ROWS", MAX_ROWS)
        patch.setattr(paging, "MAX_LINES", MAX_LINES)
        patch.setattr(paging, "MAX_CARDS", MAX_CARDS)
        patch.setattr(paging, "MAX_CHIPS", MAX_CHIPS)
        patch.setattr(paging, "MAX_REGIONS", 4)
        patch.setattr(home, "MAX_STOPS", 3)
        patch.setattr(subscribe, "MAX_FEEDS", 6)
        yield


@pytest.fixture(scope="module")
def project() -> PreparedBuild:
    return prepare_project(FILES, today=dt.date(2026, 11, 29))


@pytest.fixture(scope="module")
def views(project: PreparedBuild) -> dict[str, Any]:
    pages = [o for o in project.outputs if isinstance(o, HtmlPage) and o.kind != "stop"]
    return {page.path: project.job.make_view(page) for page in pages}


def iterate_structs(value: object) -> Iterator[v.View]:
    if isinstance(value, v.View):
        yield value
        for name in value.__struct_fields__:
            yield from iterate_structs(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from iterate_structs(item)


def count(view: v.View, kind: type[v.View]) -> int:
    return sum(isinstance(item, kind) for item in iterate_structs(view))


def test_no_page_lists_more_than_its_bound(views: dict[str, Any]) -> None:
    for path, view in views.items():
        stops = v.StopList() if not hasattr(view, "stops") else view.stops
        assert len(stops.all) <= MAX_ROWS, path
        assert count(view, v.CalendarEntry) + count(view, v.CalendarRow) <= MAX_LINES, path
        assert sum(len(group.rows) for group in getattr(view, "groups", ()) if hasattr(group, "rows")) <= MAX_ROWS, path  # fmt: skip
        if view.kind == "home":
            assert count(view, v.Row) <= 5 * home.MAX_STOPS
            assert len(view.regions) == 2, "one country is no choice"
        else:
            assert count(view, v.Card) <= MAX_CHIPS + MAX_CARDS, path
    assert len(views["news/"].groups[0].cards) <= MAX_CARDS


def test_no_two_pages_have_one_title(views: dict[str, Any]) -> None:
    titles: dict[str, str] = {}
    for path, view in views.items():
        if view.kind not in ("embed", "home", "redirect"):
            assert titles.setdefault(view.title, path) == path, view.title


def test_links_lead_from_the_home_page_to_every_page(
    project: PreparedBuild, views: dict[str, Any]
) -> None:
    pages = {o.path for o in project.outputs if isinstance(o, HtmlPage)} - {"404.html"}
    reached, todo = set(), [""]
    while todo:
        path = todo.pop()
        if path in reached:
            continue
        reached.add(path)
        if path in views:
            texts = set(iterate_texts(views[path]))
            todo += texts & pages
    assert pages - reached == {"campaigns/", "organisations/"}, "empty lists are in no menu"


def iterate_texts(view: v.View) -> Iterator[str]:
    for struct in iterate_structs(view):
        for name in struct.__struct_fields__:
            if isinstance(text := getattr(struct, name), str):
                yield text


def test_a_long_month_is_divided_by_region_and_a_long_region_by_number(
    views: dict[str, Any],
) -> None:
    month = views["months/2026-12/"]
    assert [(c.name, c.url) for c in month.division.regions] == [
        ("Britain", "months/2026-12/GB/"),
        ("County A", "months/2026-12/GB-A/"),
        ("County B", "months/2026-12/GB-B/"),
    ]
    assert not month.weeks
    assert sum(c.count for c in month.division.regions) == VISIT_COUNT
    county = views["months/2026-12/GB-A/"]
    assert county.title == "2026年12月 · County A"
    assert [link.url for link in county.division.pages] == ["", "months/2026-12/GB-A/2/"]
    second = views["months/2026-12/GB-A/2/"]
    days, later = list_days(county), list_days(second)
    assert days and later and min(days.values()) <= min(later.values())
    assert not days.keys() & later.keys()
    assert len(second.weeks) <= len(county.weeks) == 5
    assert second.following.url == "months/2027-01/GB-A/", "the same region in the next month"
    assert [c.url for c in second.crumbs] == ["", "months/", "months/2026-12/"]


def list_days(month: v.MonthView) -> dict[str, dt.date]:
    """Address of a stop -> its first day in the month."""
    days: dict[str, dt.date] = {}
    for week in month.weeks:
        for day in week.days:
            for entry in day.entries:
                days.setdefault(entry.stop.url, day.date)
    return days


def test_a_long_list_shows_what_comes_next_and_leads_to_all(views: dict[str, Any]) -> None:
    for path in ("caravans/van/", "tours/route/", "places/GB/"):
        stops = views[path].stops
        assert (len(stops.all), stops.total) == (MAX_ROWS, VISIT_COUNT)
        assert stops.full_list == path + "all/"
        assert all(row.state != "over" for row in stops.all), "the next ones come first"
        assert stops.full_list in views
    assert views["caravans/van/all/GB-B/"].title == "大篷车 · County B"


def test_the_home_page_says_where_its_lists_go_on(views: dict[str, Any]) -> None:
    assert "soon" in views[""].cut
    assert len(views[""].soon) == home.MAX_STOPS
    assert views[""].month.url == "months/2026-11/"
    assert views[""].months.url == "months/"


def test_the_subscribe_page_lists_large_regions_and_leads_to_the_others(
    views: dict[str, Any],
) -> None:
    groups = {group.key: group for group in views["subscribe/"].groups}
    assert [feed.name for feed in groups["place"].feeds] == [
        "Britain", "Britain · County A", "Britain · County B",
    ]  # fmt: skip
    assert groups["place"].count > VILLAGE_COUNT
    assert groups["place"].overview.url == "places/"
    assert groups["caravan"].overview is None


@pytest.mark.parametrize(
    ("counts", "cut"),
    [
        ({"place": 2, "venue": 1, "tour": 2, "archive": 900, "all": 1}, set()),
        ({"place": 50, "venue": 3, "tour": 3}, {"place"}),
        ({"place": 50, "venue": 7, "tour": 3}, {"place", "venue"}),
        ({"caravan": 6}, set()),
        ({"caravan": 7}, {"caravan"}),
        ({}, set()),
    ],
)
def test_the_longest_groups_of_calendars_are_cut_first(
    counts: dict[str, int], cut: set[str]
) -> None:
    assert subscribe.choose_kinds_to_cut(counts) == cut


def test_a_small_site_has_one_page_a_list() -> None:
    project = prepare_project()
    assert not [p for p in list_paths(project) if p.endswith(("/2/", "/all/", "/parts/"))]
    assert make_view(project, "venues/hall/").stops.full_list == ""


def test_groups_are_sliced_through_their_cards() -> None:
    card = v.Card(kind="venue", url="", name="")
    groups = [
        v.Group(name=name, cards=tuple(msgspec.structs.replace(card, name=c) for c in cards))
        for name, cards in (("a", "12"), ("b", ""), ("c", "345"))
    ]
    sliced = [list(slice_groups(groups, n, n + 2)) for n in (0, 2, 4)]
    assert [[(g.name, "".join(c.name for c in g.cards)) for g in part] for part in sliced] == [
        [("a", "12")], [("c", "34")], [("c", "5")],
    ]  # fmt: skip
    assert [len(part) for part in paging.slice_items(range(5), 2)] == [2, 2, 1]
