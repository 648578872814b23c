"""A page that was built some time ago says on the reader's day what one built on that day says."""

from __future__ import annotations

import datetime as dt
import shutil
from zoneinfo import ZoneInfo

import pytest

from tests.browser.browser import Browser
from tests.support.projects import REPO, Project
from tests.support.sources import HALL, ROUTE, SITE, SMALL, TOUR, VAN, stop_yaml, visit_yaml

BUILT = dt.date(2026, 10, 1)
ZONE = "Pacific/Auckland"
STOPS = [
    stop_yaml("running", "open: 2026-09-02", "close: 2026-10-18"),
    stop_yaml("long", "open: 2026-09-20", "close: 2026-12-06"),
    stop_yaml("winter", "open: 2026-11-20", "close: 2026-12-20"),
    stop_yaml("south", "open: 2026-11-01", "close: 2026-11-28", venue="south"),
    stop_yaml("far", "open: 2027-05-01", "close: 2027-05-20"),
    stop_yaml("gone", "open: 2026-08-01", "close: 2026-08-20", "status: cancelled"),
]
REPEAT = "repeat: {first: 2026-09-11, every: 2 weeks, until: 2026-12-18, holidays: keep"
VISITS = [
    visit_yaml("school", "venue: hall", REPEAT + "}", "time: 09:00-11:00"),
    visit_yaml(
        "moved",
        "venue: hall",
        REPEAT + ", moved: [{from: 2026-10-09, to: 2026-10-10, time: 14:00-15:00}]}",
        "time: 12:00-13:00",
    ),
    visit_yaml("once", "venue: hall", "date: 2026-11-29", "time: 16:00-17:00"),
]
RULES = "rules: {copy-clash: ignore, venue-full: ignore}\n"
FILES = {
    **SMALL,
    **VAN,
    "content/site.yaml": SITE + RULES,
    "content/regions.yaml": f"NZ: {{name: 新西兰, timezone: {ZONE}}}\n",
    "content/venues/south.md": HALL.replace('"621121"', "NZ"),
    "schedule.yaml": TOUR + "".join(STOPS) + ROUTE + "".join(VISITS),
}
PAGES = (
    "",
    "stops/running/",
    "stops/winter/",
    "stops/south/",
    "stops/school/",
    "stops/moved/",
    "exhibitions/light/",
    "caravans/van/",
    "venues/hall/",
    "places/621121/",
    "months/2026-11/",
    "years/2026/",
    "tours/tour/",
    "tours/route/",
)
READ = """
const text = (node) => {
  const copy = node.cloneNode(true);
  for (const part of copy.querySelectorAll("[hidden]")) part.remove();
  return copy.textContent.replace(/\\s+/g, " ").trim();
};
const visible = (css) => [...document.querySelectorAll(css)].filter((node) => !node.closest("[hidden]"));
return {
  lists: visible("section h2").filter((title) => title.closest("section").querySelector(".rows")).map((title) => [text(title), ...[...title.closest("section").querySelectorAll(".row:not([hidden])")].map(text)]),
  badges: visible(".badge, .row .dated, .ticket .dated, .today").map(text),
  next: visible(".dates li").map((day) => day.className),
};
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project whose site was built on BUILT, into `old/`."""
    project = Project(tmp_path_factory.mktemp("days"))
    shutil.copytree(REPO / "themes", project.root / "themes")
    project.write(FILES)
    assert not project.build(project.root / "old", today=BUILT).error_count
    return project


@pytest.mark.parametrize("day", [dt.date(2026, 10, 11), dt.date(2026, 11, 29)])
def test_a_page_of_an_earlier_day_says_what_one_of_that_day_says(
    browser: Browser, project: Project, day: dt.date
) -> None:
    assert not project.build(project.root / "new", today=day).error_count
    noon = dt.datetime.combine(day, dt.time(12), ZoneInfo("Asia/Shanghai"))
    for page in PAGES:
        answers = []
        for folder in ("old", "new"):
            browser.open_at(noon, (project.root / folder / page / "index.html").as_uri())
            answers.append(browser.run(READ))
        for key in answers[0]:
            assert "\n".join(map(str, answers[0][key])) == "\n".join(map(str, answers[1][key])), (
                page
            )
    browser.open((project.root / "old" / "index.html").as_uri())
    shown = browser.run(
        "return getComputedStyle(document.querySelector('.as-of'), '::after').content"
    )
    assert shown == '"2026年10月1日"', "the style sheet says it, with or without a script"


def test_a_day_begins_where_the_place_is(browser: Browser, project: Project) -> None:
    """In the evening of its last day in Shanghai, it is over in Auckland."""
    page = (project.root / "old/stops/south/index.html").as_uri()
    for hour, state in ((15, "今天最后一天"), (20, "已结束")):
        moment = dt.datetime(2026, 11, 28, hour, tzinfo=ZoneInfo("Asia/Shanghai"))
        browser.open_at(moment, page)
        assert browser.one(".ticket .badge").text == state


def test_a_clock_that_is_slow_changes_nothing(browser: Browser, project: Project) -> None:
    page = (project.root / "old/stops/running/index.html").as_uri()
    browser.open_at(dt.datetime(2020, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai")), page)
    assert browser.one(".ticket .badge").text == "进行中"
