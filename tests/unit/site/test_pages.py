"""What the pages of a small project show: the views that templates get."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from tests.support.in_memory import list_paths, make_view, prepare_project
from tests.support.sources import (
    HALL,
    RICH,
    ROUTE,
    SITE,
    SMALL,
    TOUR,
    VAN,
    WEEK,
    stop_yaml,
    visit_yaml,
)
from tourbook.build.pipeline import PreparedBuild
from tourbook.common.canonical import encode_canonical
from tourbook.site.outputs import HtmlPage
from tourbook.site.pages import month_calendar
from tourbook.views import TEMPLATES, MonthView, View


@pytest.fixture(scope="module")
def rich() -> PreparedBuild:
    return prepare_project(RICH)


def test_every_view_has_a_canonical_form_and_is_of_the_type_of_its_template(
    rich: PreparedBuild,
) -> None:
    """A page is a function of it; two pages of one address are impossible."""
    seen = set()
    for page in rich.outputs:
        if isinstance(page, HtmlPage):
            made = rich.job.make_view(page)
            assert type(made) is TEMPLATES[page.template]
            assert encode_canonical(made) == encode_canonical(rich.job.make_view(page))
            assert made.url == page.path  # type: ignore[attr-defined]
            assert isinstance(made, View)
            seen.add(page.template)
    assert seen == set(TEMPLATES), "the project has every kind of page"


def test_every_page_is_there_in_both_languages_and_names_the_other(rich: PreparedBuild) -> None:
    html = [p for p in rich.outputs if isinstance(p, HtmlPage) and p.kind != "redirect"]
    by_lang = {
        lang: {p.path.removeprefix("en/") for p in html if p.lang == lang} for lang in ("zh", "en")
    }
    assert by_lang["zh"] == by_lang["en"]
    for page in html:
        assert {one.url for one in rich.job.make_view(page).languages} <= list_paths(rich)  # type: ignore[attr-defined]


def test_a_stop_shows_its_stages_neighbours_place_and_state(rich: PreparedBuild) -> None:
    v = make_view(rich, "stops/one/")
    assert (v.name, v.row.state, v.row.kind, v.copy, v.ages) == (
        "光影 · 县科技馆",
        "now",
        "stop",
        "甲套",
        "6-14",
    )
    assert [(s.key, s.date.day, s.derived) for s in v.stages] == [
        ("arrive", 28, False), ("open", 1, False), ("close", 20, False),
    ]  # fmt: skip
    assert (v.previous, v.following.id) == (None, "two"), "another set travels a way of its own"
    assert [r.name for r in v.where.regions] == ["甘肃省", "定西市", "通渭县"]
    assert v.body == "<p>请<strong>预约</strong>。</p>"
    assert (
        [x.name for x in v.partners],
        [x.name for x in v.organisers],
        [x.name for x in v.campaigns],
    ) == (["团队"], ["科协"], ["科技周"])
    assert [h.weekdays for h in v.hours] == [(2, 3, 4, 5, 6)]


def test_a_recurring_visit_shows_all_its_days_and_the_next(rich: PreparedBuild) -> None:
    v = make_view(rich, "stops/fridays/")
    assert (v.row.kind, v.row.next, v.row.date_count, len(v.dates)) == (
        "visit",
        dt.date(2026, 11, 27),
        6,
        6,
    )
    assert v.row.sessions == (("09:00", "10:00", False),)


def test_english_pages_have_english_texts_where_there_are_some(rich: PreparedBuild) -> None:
    v = make_view(rich, "en/stops/one/")
    assert (v.name, v.lang, v.tag, v.site.organiser.name) == (
        "Light · 县科技馆",
        "en",
        "en",
        "Office",
    )


def test_an_exhibition_shows_its_series_copies_zones_and_links(rich: PreparedBuild) -> None:
    v = make_view(rich, "exhibitions/light/")
    assert (v.series.url, [c.name for c in v.copies]) == ("exhibitions/set/", ["甲套", "b"])
    assert [[leg.row.id for leg in c.way if leg.row] for c in v.copies] == [["one", "two"], []]
    assert [(z.name, [e.name for e in z.exhibits]) for z in v.zones] == [
        ("一区", ["镜", "灯"]),
        ("", ["水"]),
    ]
    assert [(m.key, m.value) for m in v.measures] == [("area", 200.0), ("crates", 22.0)]
    assert (
        [r.id for r in v.stops.now],
        [r.id for r in v.stops.coming],
        [r.id for r in v.stops.past],
    ) == (["one"], ["two"], ["gone"])
    assert 'href="tourbook-root:venues/hall/"' in v.body
    assert [c.url for c in make_view(rich, "exhibitions/set/").parts] == ["exhibitions/light/"]
    assert {r.id for r in make_view(rich, "exhibitions/set/").stops.all} == {"one", "two", "gone"}


def test_a_place_shows_its_parts_venues_and_stops(rich: PreparedBuild) -> None:
    v = make_view(rich, "places/620000/")
    assert [c.name for c in v.parts] == ["定西市"]
    assert {r.id for r in v.stops.all} == {"one", "two", "gone", "fridays"}
    assert [c.name for c in make_view(rich, "places/621121/").venues] == ["县科技馆"]


def test_the_home_page_shows_what_is_on(rich: PreparedBuild) -> None:
    v = make_view(rich, "")
    assert ([r.id for r in v.now], [r.id for r in v.soon], v.crumbs) == (["one"], ["fridays"], ())
    assert [c.name for c in v.campaigns] == ["科技周"]
    assert v.site.police_url.endswith("code=11")
    assert v.site.sample


def test_months_and_years_follow_each_other(rich: PreparedBuild) -> None:
    v = make_view(rich, "months/2026-11/")
    assert [row.stop.url for group in v.stays for row in group.rows] == ["stops/one/"]
    assert v.year.url == "years/2026/"
    assert (v.previous.url, v.following.url) == ("months/2026-10/", "months/2026-12/")
    assert make_view(rich, "years/2026/").following.url == "years/2027/"
    assert make_view(rich, "months/2026-01/").previous is None


def test_old_addresses_lead_to_new_ones_in_every_language(rich: PreparedBuild) -> None:
    assert make_view(rich, "stops/uno/").target == "stops/one/"
    assert make_view(rich, "old/visit/").target == "visit/"
    assert make_view(rich, "en/old/visit/").target == "en/visit/"


def test_a_tour_has_its_stops_by_round(rich: PreparedBuild) -> None:
    v = make_view(rich, "tours/tour/")
    assert [(r.number, [x.id for x in r.rows]) for r in v.rounds] == [
        (0, ["gone"]),
        (1, ["one"]),
        (2, ["two"]),
    ]
    assert (v.trip_kind, make_view(rich, "tours/route/").trip_kind) == ("tour", "route")


def test_a_tour_has_a_line_for_each_copy(rich: PreparedBuild) -> None:
    lines = make_view(rich, "tours/tour/").lines
    assert [(line.name, [row.id for row in line.stations]) for line in lines] == [
        ("甲套", ["one", "two"]),
        ("光影", ["gone"]),
    ]


def test_pages_that_are_switched_off_are_not_made_and_not_linked() -> None:
    site = SITE + "pages: [home, stop, stops]\n".replace(", stops", "") + "feeds: [all]\n"
    project = prepare_project(
        {"content/site.yaml": site, "schedule.yaml": TOUR + stop_yaml("one", "open: 2026-11-01")}
    )
    assert {p for p in list_paths(project) if not p.startswith("assets/")} == {
        "",
        "stops/one/",
        "all.ics",
        "sw.js",  # takes back what an earlier build left in browsers
    }
    v = make_view(project, "stops/one/")
    assert (v.row.exhibition.url, v.where.url, v.site.menu, v.calendar) == ("", "", (), None)


def test_folders_and_slugs_change_addresses() -> None:
    hall = HALL.replace("name:", "slug: 科技馆\nname:", 1)
    project = prepare_project(
        {"content/site.yaml": SITE + "folders: {venues: 场馆}\n", "content/venues/hall.md": hall}
    )
    assert "场馆/科技馆/" in list_paths(project)
    assert make_view(project, "stops/first/").where.url == "场馆/科技馆/"


def test_a_page_changes_only_on_the_day_on_which_its_state_does() -> None:
    """A stay that is under way says besides how it stands today."""
    days = [dt.date(2026, 9, 1) + dt.timedelta(days=n) for n in range(130)]
    views = [make_view(prepare_project(today=day), "stops/first/") for day in days[::13]]
    for a, b in itertools.pairwise(views):
        same = a.row.state == b.row.state and a.row.state not in ("now", "closing")
        assert (encode_canonical(a) == encode_canonical(b)) == same
        assert (b.today is not None) == (b.row.state in ("now", "closing"))
    assert len({v.row.state for v in views}) > 3


def test_right_to_left_languages_are_marked() -> None:
    project = prepare_project({"content/site.yaml": SITE + "languages: [zh, ug]\n"})
    assert (make_view(project, "ug/").direction, make_view(project, "").direction) == ("rtl", "ltr")


def test_a_year_between_two_with_stops_has_months_and_no_page() -> None:
    stops = stop_yaml("a", "open: 2024-12-01", "status: done") + stop_yaml(
        "b", "open: 2026-12-01", "close: 2026-12-06"
    )
    project = prepare_project({"schedule.yaml": TOUR + stops})
    urls = [group.url for group in make_view(project, "months/").groups]
    assert urls == ["years/2024/", "", "years/2026/"]
    assert {url for url in urls if url} <= set(list_paths(project))


FORTNIGHT = "repeat: {first: 2026-12-03, every: 2 weeks, count: 8, holidays: keep}"
WEEKDAYS_ROUTE = ROUTE + "".join(
    (
        visit_yaml("fortnight", "venue: hall", FORTNIGHT),
        visit_yaml("daily", "venue: hall", FORTNIGHT.replace("every: 2 weeks", "days: [mon, tue, "
                   "wed, thu, fri]").replace("count: 8", "count: 30")),
        visit_yaml("once", "venue: hall", "date: 2026-12-05"),
    )
)  # fmt: skip


def list_entries(month: MonthView) -> dict[int, list[tuple[str, str]]]:
    """Day -> what it has: kind and address."""
    return {
        day.date.day: [(entry.kind, entry.stop.url.split("/")[-2]) for entry in day.entries]
        for week in month.weeks
        for day in week.days
        if day.entries
    }


def test_a_recurring_visit_is_on_each_of_its_days() -> None:
    project = prepare_project({**VAN, "schedule.yaml": WEEKDAYS_ROUTE})
    december, january = (make_view(project, f"months/{m}/") for m in ("2026-12", "2027-01"))
    days = list_entries(december)
    assert days[5] == [("visit", "once")]
    assert [day for day, entries in days.items() if ("visit", "fortnight") in entries] == [
        3,
        17,
        31,
    ]
    assert ("visit", "daily") in days[4] and ("visit", "daily") not in days[5]
    assert ("visit", "fortnight") in list_entries(january)[14]
    assert [week.number for week in december.weeks] == [49, 50, 51, 52, 53]
    assert [week.number for week in january.weeks][:2] == [53, 1]
    assert (len(december.weeks[0].days), len(december.weeks[-1].days)) == (6, 4)


CALENDAR = {
    **VAN,
    "schedule.yaml": TOUR
    + stop_yaml("long", "open: 2026-10-01", "close: 2027-02-01")
    + stop_yaml("begins", "open: 2026-12-05", "close: 2027-01-20")
    + stop_yaml("ends", "open: 2026-11-10", "close: 2026-12-20")
    + stop_yaml("day", "open: 2026-12-09", "close: 2026-12-09")
    + stop_yaml("off", "open: 2026-12-05", "close: 2026-12-28", "status: cancelled")
    + stop_yaml("later", "open: 2026-12-06", "status: postponed")
    + stop_yaml("open-end", "open: 2026-12-08", "close: open")
    + ROUTE
    + visit_yaml("night", "venue: hall", "date: 2026-12-31", "time: 20:00-01:00")
    + visit_yaml("morning", "venue: hall", "date: 2026-12-31", "time: 9:00-10:00")
    + visit_yaml(
        "weekly",
        "venue: hall",
        "time: 09:00-10:00",
        "repeat: {first: 2026-12-02, every: 1 week, count: 3, holidays: keep, "
        "moved: [{from: 2026-12-09, to: 2026-12-10, time: 14:00-15:00}]}",
    ),
    "content/site.yaml": SITE + "rules: {copy-clash: ignore, venue-full: ignore}\n",
}


def test_a_month_has_stays_on_their_first_and_last_days_and_lists_them_once() -> None:
    december = make_view(prepare_project(CALENDAR), "months/2026-12/")
    assert list_entries(december) == {
        2: [("visit", "weekly")],
        5: [("opens", "begins"), ("opens", "off")],
        6: [("day", "later")],
        8: [("opens", "open-end")],
        9: [("day", "day")],
        10: [("visit", "weekly")],
        16: [("visit", "weekly")],
        20: [("closes", "ends")],
        31: [("visit", "morning"), ("visit", "night")],
    }
    moved = next(d for w in december.weeks for d in w.days if d.date.day == 10).entries[0]
    assert (moved.origin, moved.sessions[0].start) == (dt.date(2026, 12, 9), "14:00")
    bars = {row.stop.url: (row.first, row.last) for group in december.stays for row in group.rows}
    assert list(bars.items()) == [
        ("stops/long/", (1, 31)),
        ("stops/ends/", (1, 20)),
        ("stops/off/", (5, 28)),
        ("stops/begins/", (5, 31)),
        ("stops/later/", (6, 6)),
        ("stops/open-end/", (8, 31)),
        ("stops/day/", (9, 9)),
    ]


def test_a_year_has_its_stops_by_the_months_in_which_they_begin() -> None:
    project = prepare_project(CALENDAR)
    year, following = (make_view(project, f"years/{year}/") for year in (2026, 2027))
    assert [(group.url, len(group.rows)) for group in year.groups] == [
        ("months/2026-10/", 1),
        ("months/2026-11/", 1),
        ("months/2026-12/", 8),
    ]
    assert [(card.start.month, card.count) for card in year.months] == [(10, 1), (11, 2), (12, 10)]
    before = following.groups[-1]
    assert (before.name, [row.start.year for row in before.rows]) == ("", [2026] * 3)
    weekly = next(row for row in year.groups[-1].rows if row.date_count > 1)
    assert (weekly.start.day, weekly.end.day, weekly.date_count) == (2, 16, 3)


def test_a_month_is_the_same_on_every_day() -> None:
    days = (dt.date(2026, 9, 1), dt.date(2026, 12, 10), dt.date(2027, 6, 1))
    for path in ("months/2026-12/", "years/2026/"):
        views = [make_view(prepare_project(CALENDAR, today=day), path) for day in days]
        assert (
            len({encode_canonical(view.weeks if path[0] == "m" else view.groups) for view in views})
            == 1
        )


def test_a_month_can_be_filtered_by_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(month_calendar, "MIN_FILTERED", 3)
    filters = make_view(prepare_project(CALENDAR), "months/2026-12/").filters
    assert [(f.key, [(c.value, c.count) for c in f.choices]) for f in filters] == [
        ("vehicle", [("van", 3)])
    ]


@pytest.mark.parametrize(
    ("today", "neighbours"),
    [
        ("2026-12-01", {"a": "b", "b": "c", "c": None}),
        ("2026-12-04", {"b": "c", "c": "a", "a": None}),
        ("2027-05-01", {"a": "b", "b": "c", "c": None}),
    ],
)
def test_the_next_stop_of_a_recurring_visit_is_to_come(
    today: str, neighbours: dict[str, str | None]
) -> None:
    """On 4 December `a` comes again on the 17th, after `b` and `c`."""
    visits = [
        visit_yaml("a", "venue: hall", FORTNIGHT),
        visit_yaml("b", "venue: hall", FORTNIGHT.replace("12-03", "12-08")),
        visit_yaml("c", "venue: hall", "date: 2026-12-09"),
    ]
    files = {**VAN, "schedule.yaml": ROUTE + "".join(visits)}
    project = prepare_project(files, today=dt.date.fromisoformat(today))
    for id, following in neighbours.items():
        row = make_view(project, f"stops/{id}/").following
        assert (row.id if row else None) == following


@pytest.mark.parametrize(
    ("codes", "groups"),
    [
        (["GB-NFK-a", "GB-NFK-b"], [("Norfolk", ["A", "B"])]),
        (["GB-NFK-a", "GB-SFK"], [("UK", ["Suffolk"]), ("Norfolk", ["A"])]),
        (["GB-NFK-a"], [("Norfolk", ["A"])]),
        (["GB-NFK-a", "621121"], [("甘肃省", ["定西市"]), ("UK", ["Norfolk"])]),
    ],
)
def test_the_list_of_places_has_each_once_below_what_is_around_it(
    codes: list[str], groups: list[tuple[str, list[str]]]
) -> None:
    visits = "".join(
        visit_yaml(f"v{n}", "date: 2026-12-01", f"place: {{name: a{n}, region: '{code}'}}")
        for n, code in enumerate(codes)
    )
    regions = (
        "GB: {name: UK}\nGB-NFK: {name: Norfolk, parent: GB}\nGB-SFK: {name: Suffolk, parent: GB}\n"
        "GB-NFK-a: {name: A, parent: GB-NFK}\nGB-NFK-b: {name: B, parent: GB-NFK}\n"
    )
    project = prepare_project(
        {
            **VAN,
            "content/venues/hall.md": None,
            "content/regions.yaml": regions,
            "schedule.yaml": ROUTE + visits,
        }
    )
    found = make_view(project, "places/").groups
    assert [(g.name, [card.name for card in g.cards]) for g in found] == groups


@pytest.mark.parametrize("campaigns", [{}, WEEK])
def test_the_calendar_of_theme_days_is_offered_where_there_are_any(
    campaigns: dict[str, str],
) -> None:
    view = make_view(prepare_project({**SMALL, **campaigns}), "subscribe/")
    assert ("campaigns" in {group.key for group in view.groups}) == bool(campaigns)


LENT = """---
name: 光影
loans:
  - {kind: turnkey, free: false, fee: {zh: 每轮六万元, en: CNY 60 000}, weeks: 8-12}
  - {kind: exhibits, free: true, weeks: 4+, needs: 一名辅导员}
  - {kind: exhibits, weeks: 8}
  - {kind: posters}
copies: [{id: a}]
---
"""


def test_an_exhibition_says_in_which_ways_it_is_lent() -> None:
    project = prepare_project(RICH | {"content/exhibitions/light.md": LENT})
    view = make_view(project, "exhibitions/light/")
    assert [(x.kind, x.free, x.fee, x.least_weeks, x.most_weeks, x.needs) for x in view.loans] == [
        ("turnkey", False, "每轮六万元", 8, 12, ""),
        ("exhibits", True, "", 4, None, "一名辅导员"),
        ("exhibits", None, "", 8, 8, ""),
        ("posters", None, "", None, None, ""),
    ]
    free = make_view(project, "availability/").copies
    assert free[0].loans == ("turnkey", "exhibits", "posters"), "each kind once"
