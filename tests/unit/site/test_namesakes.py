"""Two places of one name in different regions can be told apart wherever only the name stands."""

from __future__ import annotations

import pytest

from tests.support.events import read_events
from tests.support.in_memory import make_file, make_view, prepare_project
from tests.support.sources import BILINGUAL_SITE, LIGHT, ROUTE, TOUR, VAN, stop_yaml, visit_yaml
from tourbook.common.l10n import format_location

GYM = "---\nname: {{zh: 体育馆, en: Gymnasium}}\nregion: '{}'\n---\n"
FILES: dict[str, str | bytes | None] = {
    **VAN,
    "content/site.yaml": BILINGUAL_SITE,
    "content/regions.yaml": '"621121": {name: {en: Tongwei County}}\n"621122": {name: {en: Longxi County}}\n',
    "content/exhibitions/light.md": LIGHT,
    "content/venues/a.md": GYM.format("621121"),
    "content/venues/b.md": GYM.format("621122"),
    "content/venues/hall.md": GYM.format("621121")
    .replace("体育馆", "科技馆")
    .replace("Gym", "Gem"),
    "schedule.yaml": TOUR
    + stop_yaml("one", "open: 2026-12-01", "close: 2026-12-20", "copy: a", venue="a")
    + stop_yaml("two", "open: 2026-12-01", "close: 2026-12-20", "copy: b", venue="b")
    + stop_yaml("three", "open: 2027-01-10", "close: 2027-02-20", "copy: b")
    + ROUTE
    + visit_yaml(
        "v", "date: 2026-12-03", "time: 09:00-10:00", "place: {name: 小学, region: '621121'}"
    )
    + visit_yaml(
        "w", "date: 2026-12-04", "time: 09:00-10:00", "place: {name: 小学, region: '620102'}"
    ),
}


def test_titles_calendars_and_events_add_the_county() -> None:
    project = prepare_project(FILES)
    assert make_view(project, "venues/a/").title == "体育馆（通渭县）"
    assert make_view(project, "venues/a/").name == "体育馆"
    assert make_view(project, "venues/hall/").title == "科技馆"
    assert make_view(project, "en/stops/two/").title == "光影 · Gymnasium (Longxi County)"
    assert make_view(project, "stops/v/").title == "大篷车 · 小学（通渭县）"
    assert b"X-WR-CALNAME:Gymnasium (Longxi County)" in make_file(
        project, "en/venues/b/calendar.ics"
    )
    events = read_events(make_file(project, "all.ics"))
    summaries = {str(event["SUMMARY"]) for event in events.values()}
    assert {"通渭县体育馆 · 光影", "陇西县体育馆 · 光影", "科技馆 · 光影"} <= summaries
    assert str(events["two@small.example"]["LOCATION"]) == "体育馆, 甘肃省定西市陇西县"


@pytest.mark.parametrize(
    ("lang", "address", "location"),
    [
        ("zh", "", "馆, 甘肃省通渭县"),
        ("zh", "人民路1号", "馆, 甘肃省通渭县人民路1号"),
        ("zh", "通渭县人民路1号", "馆, 通渭县人民路1号"),
        ("en", "1 Road", "馆, 1 Road, 通渭县, 甘肃省"),
    ],
)
def test_a_location_ends_with_the_region_unless_the_address_says_it(
    lang: str, address: str, location: str
) -> None:
    assert format_location(lang, "馆", address, ["甘肃省", "通渭县"]) == location
    assert format_location(lang, "馆", "", []) == "馆"
