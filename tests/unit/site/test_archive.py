"""A stop that ended long ago is a row of other pages, and its address leads to that row."""

from __future__ import annotations

import datetime as dt
import json
from functools import partial

import pytest

from tests.support.in_memory import list_paths, make_file, make_view, prepare_project
from tests.support.pictures import PNG
from tests.support.sources import BILINGUAL_SITE, ROUTE, TOUR, VAN, stop_yaml, visit_yaml
from tourbook.build.pipeline import PreparedBuild
from tourbook.model.texts import iterate_markdown, list_distinct_texts
from tourbook.site import paging
from tourbook.site.outputs import HtmlPage
from tourbook.site.savings import list_old_stops, propose_saving

PLACE = "place: {name: 小学, region: '621121'}"
FILES = {
    **VAN,
    "content/exhibitions/light.md": "---\nname: 光影\ncopies: [{id: a}]\n---\n[旧](/stops/old/)\n",
    "content/exhibitions/x.png": PNG,
    "schedule.yaml": TOUR
    + stop_yaml("old", "open: 2024-05-01", "close: 2024-06-01", "aliases: [older]", "note: 旧话")
    + stop_yaml("report", "open: 2023-05-01", "note: '![照片](content/exhibitions/x.png)'")
    + stop_yaml("cancelled", "open: 2024-04-01", "status: cancelled")
    + stop_yaml("endless", "open: 2022-01-01", "close: open", "hall: 二层")
    + ROUTE
    + visit_yaml("weekly", "repeat: {first: 2024-05-02, count: 4}", PLACE)
    + visit_yaml("visit", "date: 2026-10-01", PLACE),
}
DAY = dt.date(2026, 6, 2)
"""The first on which “old” ended more than two years ago."""
KEPT = {"report", "endless", "visit"}


def prepare(archive: str, more: str = "", today: dt.date = DAY) -> PreparedBuild:
    site = f"{BILINGUAL_SITE}archive: {{{archive}}}\nrules: {{venue-full: ignore, copy-clash: ignore}}\n{more}"
    return prepare_project({**FILES, "content/site.yaml": site}, today=today)


def list_stop_pages(build: PreparedBuild, kind: str) -> set[str]:
    """The slugs at which there is a page of a kind, in Chinese."""
    pages = [o for o in build.outputs if isinstance(o, HtmlPage) and o.kind == kind]
    return {page.path.split("/")[1] for page in pages if page.path.startswith("stops/")}


@pytest.fixture(scope="module")
def build() -> PreparedBuild:
    return prepare("pages: 2")


def test_what_ended_more_than_so_many_years_ago_has_no_page(build: PreparedBuild) -> None:
    assert list_stop_pages(build, "stop") == KEPT
    assert list_stop_pages(build, "redirect") == {"old", "older", "cancelled", "weekly"}


def test_it_goes_on_the_day_after_the_years_are_over() -> None:
    build = prepare("pages: 2", today=DAY - dt.timedelta(days=1))
    assert list_stop_pages(build, "stop") == {*KEPT, "old"}


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("stops/weekly/", ("caravans/van/", "stop-weekly")),
        ("stops/old/", ("tours/tour/", "stop-old")),
        ("stops/older/", ("tours/tour/", "stop-old")),
        ("en/stops/cancelled/", ("en/tours/tour/", "stop-cancelled")),
    ],
)
def test_its_address_leads_to_its_row(
    build: PreparedBuild, path: str, target: tuple[str, str]
) -> None:
    redirect = make_view(build, path)
    assert (redirect.target, redirect.anchor) == target
    page = make_view(build, redirect.target)
    rows = [row for row in page.stops.all if row.anchor == redirect.anchor]
    assert [row.url for row in rows] == [""]
    assert all(row.url for row in page.stops.all if not row.anchor)


def test_a_link_in_a_text_leads_to_the_row(build: PreparedBuild) -> None:
    for path in ("exhibitions/light/", "en/exhibitions/light/"):
        target = path.replace("exhibitions/light/", "tours/tour/")
        assert f'href="tourbook-root:{target}#stop-old"' in make_view(build, path).body


def test_its_calendar_stays_unless_the_site_says_how_long(build: PreparedBuild) -> None:
    assert {"stops/old/calendar.ics", "stops/older/calendar.ics"} <= list_paths(build)
    shorter = prepare("pages: 3, calendars: 2")
    lost = list_paths(build) - list_paths(shorter)
    assert {path for path in lost if path.endswith(".ics")} == {
        f"{prefix}stops/{slug}/calendar.ics"
        for prefix in ("", "en/")
        for slug in ("old", "older", "cancelled", "weekly", "report")
    }
    assert make_view(shorter, "stops/old/").calendar is None
    assert make_view(shorter, "stops/visit/").calendar is not None


def test_of_a_long_list_the_page_that_has_the_row_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "MAX_ROWS", 2)
    build = prepare("pages: 2")
    redirect = make_view(build, "stops/cancelled/")
    assert redirect.target.startswith("tours/tour/all/")
    rows = make_view(build, redirect.target).groups[0].rows
    assert redirect.anchor in [row.anchor for row in rows]


def test_the_page_for_missing_addresses_can_lead_on_instead() -> None:
    build = prepare("pages: 2, redirect_pages: false")
    paths = list_paths(build)
    assert "stops/old/" not in paths and "stops/older/" in paths
    assert (
        'href="tourbook-root:tours/tour/#stop-old"' in make_view(build, "exhibitions/light/").body
    )
    assert json.loads(make_file(build, "en/stops/moved.json")) == {
        "../tours/tour/": ["cancelled", "old"],
        "../caravans/van/": ["weekly"],
    }
    assert make_view(build, "404.html").stop_folder == "stops"
    assert make_view(build, "en/404.html").stop_folder == "stops"


@pytest.mark.parametrize(
    "pages", ["home, stop", "home, stop, redirect, exhibitions", "home, stop, tour"]
)
def test_without_a_page_to_lead_to_or_redirects_all_pages_stay(pages: str) -> None:
    text = FILES["content/exhibitions/light.md"]
    assert isinstance(text, str)
    files = {**FILES, "content/exhibitions/light.md": text.replace("(/stops/old/)", "")}
    site = f"{BILINGUAL_SITE}archive: {{pages: 1}}\npages: [{pages}]\n"
    site += "rules: {venue-full: ignore, copy-clash: ignore}\n"
    build = prepare_project({**files, "content/site.yaml": site}, today=DAY)
    assert list_stop_pages(build, "stop") == {*KEPT, "old", "cancelled", "weekly"}


@pytest.mark.parametrize("archive", ["calendars: 9", "pages: 2", "pages: 2, redirect_pages: false"])
def test_what_the_check_proposes_saves_as_many_files_as_it_says(archive: str) -> None:
    build = prepare(archive)
    ctx = build.job.contexts["zh"]
    texts = {
        text: ctx.language.convert(text)
        for text in list_distinct_texts(ctx.model, iterate_markdown(ctx.model))
    }
    find_old_stops = partial(list_old_stops, ctx.agenda, ctx.addresses.settings, texts)
    excesses = (10_000, 10 if archive == "calendars: 9" else 1)
    saving = propose_saving(ctx.model.site, find_old_stops, build.outputs, excesses)
    assert saving is not None and "redirect_pages: false" in saving.lines[0]
    site = f"{BILINGUAL_SITE}rules: {{venue-full: ignore, copy-clash: ignore}}\n"
    better = {**FILES, "content/site.yaml": site + "\n".join(saving.lines)}
    after = prepare_project(better, today=DAY).outputs
    assert len(build.outputs) - len(after) == saving.file_count


def test_the_sitemap_names_no_page_that_is_gone(build: PreparedBuild) -> None:
    sitemap = make_file(build, "sitemap.xml").decode()
    assert "stops/visit/" in sitemap and "stops/old/" not in sitemap
