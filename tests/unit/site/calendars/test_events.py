"""Calendars, Atom, sitemap: other programs read in them what the schedule says."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

import icalendar
import pytest

from tests.support.events import blocks, events
from tests.support.in_memory import feed, paths, prepared, problems_of
from tests.support.sources import BOTH, HALL, RICH, ROUTE, SITE, TOUR, VAN, stop, visit
from tourbook.site.feeds import sitemap
from tourbook.site.outputs import HtmlPage

ATOM = "{http://www.w3.org/2005/Atom}"
NEWS: dict[str, str | bytes | None] = {
    f"content/news/n{i}.md": f"---\ntitle: 新闻{i} & <b>\ndate: 2026-01-{i:02}\nsummary: "
    f"简介\n---\n正文[馆](../venues/hall.md)\n"
    for i in range(1, 4)
}


def test_every_calendar_of_a_project_is_read_and_an_event_is_the_same_byte_for_byte_in_all_of_a_shape() -> (
    None
):
    project = prepared(RICH)
    known: dict[bool, dict[str, bytes]] = {False: {}, True: {}}
    for path in sorted(p for p in paths(project) if p.endswith(".ics") and not p.startswith("en/")):
        raw = feed(project, path)
        assert icalendar.Calendar.from_ical(raw)
        for uid, block in blocks(raw).items():
            assert known[path.endswith("opening.ics")].setdefault(uid, block) == block, path
    recurring = {
        f"fridays-{d}@small.example"
        for d in ("20261106", "20261113", "20261120", "20261127", "20261204", "20261211")
    }
    one, two, gone, week = (
        f"{name}@small.example" for name in ("uno", "two", "gone", "campaign-week")
    )  # one was called uno once
    assert set(known[False]) == {one, two, gone, week} | recurring
    assert set(events(feed(project, "all.ics"))) == {one, two} | recurring, (
        "no theme days, and no more than the last 90 days"
    )
    assert set(events(feed(project, "upcoming.ics"))) == {one, two} | {
        uid for uid in recurring if uid[8:16] >= "20261124"
    }
    assert set(events(feed(project, "archive/2026.ics"))) == {gone} | {
        uid for uid in recurring if uid[8:16] < "20261124"
    }
    assert set(events(feed(project, "campaigns.ics"))) == {week}
    assert set(events(feed(project, "campaigns/week/calendar.ics"))) == {week, one}
    assert set(events(feed(project, "exhibitions/light/copies/a.ics"))) == {one, two}
    assert set(events(feed(project, "stops/gone/calendar.ics"))) == {gone}, (
        "the file of a single stop holds it for ever"
    )


def test_an_event_says_where_when_and_where_to_read_more() -> None:
    (event,) = events(
        feed(
            prepared(
                {
                    "schedule.yaml": TOUR
                    + stop(
                        "a",
                        "open: 2026-11-01",
                        "close: 2026-12-20",
                        "note: 请**预约**。",
                        "updated: 2026-10-01",
                    )
                }
            ),
            "stops/a/calendar.ics",
        )
    ).values()
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (dt.date(2026, 11, 1), dt.date(2026, 12, 21))
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == (
        "光影 · 县科技馆",
        "县科技馆, 人民路1号",
    )
    assert str(event["URL"]) == "https://small.example/stops/a/"
    assert str(event["DESCRIPTION"]).startswith("请 预约 。") or str(
        event["DESCRIPTION"]
    ).startswith("请预约。")
    assert event["DTSTAMP"].dt == dt.datetime(2026, 10, 1, tzinfo=dt.UTC)


def test_an_id_is_kept_when_dates_status_and_venue_change_and_after_a_slug() -> None:
    """Subscribers see a change, not another event."""
    other = {"content/venues/b.md": "---\nname: x\nregion: '621121'\n---\n"}
    for lines in (
        ["open: 2026-11-01"],
        ["open: 2027-11-01", "status: postponed"],
        ["open: 2026-11-01", "slug: new"],
    ):
        for venue in ("hall", "b"):
            project = prepared({"schedule.yaml": TOUR + stop("a", *lines, venue=venue), **other})
            assert set(events(feed(project, "all.ics"))) == {"a@small.example"}


def test_the_day_decides_which_events_a_calendar_holds_and_nothing_else() -> None:
    days = [dt.date(2026, 11, 24) + dt.timedelta(days=d) for d in (0, 1, 40, 400)]
    made = [prepared(RICH, today=day) for day in days]
    for path in (
        "all.ics",
        "en/all.ics",
        "venues/hall/calendar.ics",
        "all-opening.ics",
        "stops/one/calendar.ics",
    ):
        known: dict[str, bytes] = {}
        for project in made:
            for uid, block in blocks(feed(project, path)).items():
                assert known.setdefault(uid, block) == block, uid
    assert len({feed(project, "stops/one/calendar.ics") for project in made}) == 1
    assert set(events(feed(made[3], "all.ics"))) == set(), "there the last 90 days are empty"
    assert set(events(feed(made[2], "all.ics"))) == set(events(feed(made[0], "all.ics")))


@pytest.mark.parametrize(
    ("status", "wanted", "prefix"),
    [
        ("confirmed", "CONFIRMED", ""),
        ("planned", "TENTATIVE", ""),
        ("postponed", "TENTATIVE", "summary_postponed-zh"),
        ("cancelled", "CANCELLED", "summary_cancelled-zh"),
    ],
)
def test_the_status_is_told_in_the_event_and_in_its_name(
    status: str, wanted: str, prefix: str
) -> None:
    (event,) = events(
        feed(
            prepared({"schedule.yaml": TOUR + stop("a", "open: 2026-11-01", f"status: {status}")}),
            "all.ics",
        )
    ).values()
    assert str(event["STATUS"]) == wanted
    assert str(event["SUMMARY"]) == prefix + "光影 · 县科技馆"


def test_a_visit_with_two_times_is_two_events_in_the_zone_of_the_site() -> None:
    text = ROUTE + visit("v", "date: 2026-12-04", "time: 09:00-10:00, 22:00-24:00", "venue: hall")
    found = events(feed(prepared({"schedule.yaml": text, **VAN}), "all.ics"))
    assert set(found) == {"v@small.example", "v-2@small.example"}
    assert found["v@small.example"]["DTSTART"].dt.utcoffset() == dt.timedelta(hours=8)
    assert found["v-2@small.example"]["DTEND"].dt.date() == dt.date(2026, 12, 5)


def test_only_the_properties_that_the_site_wants_are_written() -> None:
    site = SITE + "calendar: {prodid: -//a//b//ZH, properties: [GEO]}\n"
    hall = HALL.replace("address:", "coordinates: {lat: 35.5, lon: 104.5}\naddress:")
    raw = feed(prepared({"content/site.yaml": site, "content/venues/hall.md": hall}), "all.ics")
    (event,) = events(raw).values()
    assert set(event) == {
        "UID",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "LOCATION",
        "URL",
        "STATUS",
        "GEO",
    }
    assert str(icalendar.Calendar.from_ical(raw)["PRODID"]) == "-//a//b//ZH"


def test_a_position_in_another_datum_is_not_told_as_wgs_84() -> None:
    hall = HALL.replace("address:", "coordinates: {lat: 35.5, lon: 104.5, datum: gcj02}\naddress:")
    assert b"GEO" not in feed(prepared({"content/venues/hall.md": hall}), "all.ics")


def test_atom_holds_the_news_the_latest_first_with_whole_addresses() -> None:
    root = ET.fromstring(feed(prepared(NEWS), "news.atom"))
    titles = [e.findtext(ATOM + "title") for e in root.iter(ATOM + "entry")]
    assert titles == ["新闻3 & <b>", "新闻2 & <b>", "新闻1 & <b>"]
    ids = [e.findtext(ATOM + "id") for e in root.iter(ATOM + "entry")]
    assert len(set(ids)) == 3
    assert root.findtext(ATOM + "updated") == "2026-01-03T00:00:00Z"
    content = next(root.iter(ATOM + "content"))
    assert 'href="https://small.example/venues/hall/"' in (content.text or "")


def test_atom_without_news_is_good_too() -> None:
    root = ET.fromstring(feed(prepared(), "news.atom"))
    assert root.findtext(ATOM + "title") == "小站"
    assert not list(root.iter(ATOM + "entry"))


@pytest.mark.parametrize("text", ["\x0b", "\x08", "\x1b[31m", "\x00"])
def test_a_control_character_which_xml_forbids_is_refused_in_a_body_and_in_an_escape(
    text: str,
) -> None:
    escaped = "".join(f"\\x{ord(c):02x}" for c in text)
    for title, body in ((f'"甲{escaped}"', "正文"), ("甲", f"正{text}文")):
        found = problems_of(
            {"content/news/a.md": f"---\ntitle: {title}\ndate: 2026-01-01\n---\n{body}\n"}
        )
        assert [p.location.line for p in found] == [2 if body == "正文" else 5]
        assert found[0].code in ("control-character", "yaml-refused")


def test_the_sitemap_has_every_page_with_its_languages_but_no_redirects() -> None:
    project = prepared(RICH)
    root = ET.fromstring(feed(project, "sitemap.xml"))
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = {loc.text for loc in root.iter(space + "loc")}
    pages = {
        o.path
        for o in project.outputs
        if isinstance(o, HtmlPage) and o.kind not in ("redirect", "404")
    }
    assert found == {"https://small.example/" + p for p in pages}
    assert all(
        len(list(url.iter("{http://www.w3.org/1999/xhtml}link"))) == 2
        for url in root.iter(space + "url")
    )
    assert b"Sitemap: https://small.example/sitemap.xml" in feed(project, "robots.txt")


def test_a_sitemap_that_is_too_long_is_split_and_loses_no_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sitemap, "MAX_URLS", 7)
    project = prepared({"content/site.yaml": BOTH})
    locs = [
        loc.text or ""
        for loc in ET.fromstring(feed(project, "sitemap.xml")).iter()
        if loc.tag.endswith("loc")
    ]
    pages: list[str | None] = []
    for loc in locs:
        root = ET.fromstring(feed(project, loc.removeprefix("https://small.example/")))
        part = [one.text for one in root.iter() if one.tag.endswith("}loc")]
        assert 0 < len(part) <= 7
        pages += part
    html = {
        "https://small.example/" + o.path
        for o in project.outputs
        if isinstance(o, HtmlPage) and o.kind not in ("redirect", "404")
    }
    assert len(locs) > 1
    assert set(pages) == html
    assert len(pages) == len(html)
