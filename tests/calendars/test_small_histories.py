"""Two commits: what is announced and not over does not vanish, what did not change is not stamped
anew, and what changed is; there and back again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.events import read_series
from tests.support.small_histories import (
    BASE,
    HALL,
    REGIONS,
    ROUTES,
    SCHEDULE,
    SITE_FILE,
    TOURS,
    WEEK,
    Archive,
    Edits,
    compare_feeds,
)

TEAM, ORG = "content/organisations/team.md", "content/organisations/org.md"
LIGHT, VAN = "content/exhibitions/light.md", "content/caravans/van.md"
TEAM_LINES = [("        partners: [team]\n", ""), ("        crew: [team]\n", "")]
WEEK_LINES = [("        campaigns: [week]\n", "")]
ONCE = ROUTES[ROUTES.index("      - id: once") : ROUTES.index("      - id: weekly")]
ABROAD = ROUTES[ROUTES.index("      - id: abroad") :]
STAY = TOURS[TOURS.index("      - id: stay") :]
WITHOUT_STAY = TOURS.replace(STAY, "").replace("    stops:\n", "")
NEITHER = WITHOUT_STAY + ROUTES.replace(ONCE, "")

DELETIONS: dict[str, tuple[Edits, set[str]]] = {
    "organisation": ({TEAM: None, SCHEDULE: NEITHER}, {"stay", "stay-open", "once"}),
    "organiser of the trips": (
        {ORG: None, SCHEDULE: NEITHER.replace("    organisers: [org]\n", "")},
        {"stay", "stay-open", "once"},
    ),
    "theme day": (
        {WEEK: None, SCHEDULE: NEITHER},
        {"stay", "stay-open", "once", "campaign-week"},
    ),
    "tour, exhibition and series": (
        {LIGHT: None, "content/exhibitions/set.md": None, SCHEDULE: ROUTES},
        {"stay", "stay-open"},
    ),
    "route and caravan": ({VAN: None, SCHEDULE: TOURS}, {"once", "weekly", "abroad"}),
    "venue": ({HALL: None, SCHEDULE: NEITHER}, {"stay", "stay-open", "once"}),
    "region": ({REGIONS: None, SCHEDULE: TOURS + ROUTES.replace(ABROAD, "")}, {"abroad"}),
    "everything": (
        {
            **dict.fromkeys((TEAM, ORG, WEEK, LIGHT, VAN, HALL, REGIONS)),
            "content/exhibitions/set.md": None,
            SCHEDULE: "",
        },
        {"stay", "stay-open", "once", "weekly", "abroad", "campaign-week"},
    ),
}


@pytest.mark.parametrize("what", DELETIONS)
def test_what_is_deleted_with_a_stop_keeps_it(tmp_path: Path, what: str) -> None:
    """Every calendar that had the stop holds it, called off, under the names that it had."""
    edits, uids = DELETIONS[what]
    archive = Archive(tmp_path)
    before = archive.read_feeds()
    archive.edit(edits)
    archive.commit_all()
    after = archive.read_feeds()
    change = compare_feeds(before, after)
    assert not change.faults
    assert change.revised == dict.fromkeys(uids, 1)
    for path, raw in before.items():
        events = read_series(after[path])
        for uid, event in read_series(raw).items():
            if uid.removesuffix("@small.example") in uids:
                assert events[uid]["STATUS"] == "CANCELLED"
                assert events[uid]["SUMMARY"].endswith(event["SUMMARY"])
                for name in {"LOCATION", "CATEGORIES"} & event.keys():
                    assert events[uid][name].to_ical() == event[name].to_ical()
    archive.restore()
    archive.commit_all()
    back = compare_feeds(after, archive.read_feeds())
    assert back.revised == dict.fromkeys(uids, 2)
    assert not [fault for fault in back.faults if "archive" not in fault]


def test_what_is_deleted_keeps_its_translation(tmp_path: Path) -> None:
    english = "content/venues/hall.en.md"
    archive = Archive(
        tmp_path,
        {SITE_FILE: [("theme:", "languages: [zh, en]\ntheme:")], english: "---\nname: Hall\n---\n"},
    )
    before = archive.read_feeds()
    archive.edit({HALL: None, english: None, SCHEDULE: NEITHER})
    archive.commit_all()
    after = archive.read_feeds()
    event = read_series(after["en/all.ics"])["stay@small.example"]
    was = read_series(before["en/all.ics"])["stay@small.example"]
    assert event["LOCATION"] == was["LOCATION"] and "Hall" in event["LOCATION"]
    assert event["SUMMARY"].endswith(was["SUMMARY"])


WEEKLY_RULE = "repeat: {first: 2026-11-06, every: 1 week, count: 8, holidays: skip}"
DATES = "        date: 2026-12-05\n"
EDITS: dict[str, tuple[Edits, dict[str, int]]] = {
    "a day closed by holidays in site.yaml": (
        {
            SITE_FILE: [("theme:", "holidays: {CN: {2026-12-08: 馆庆}}\ntheme:")],
            HALL: [("hours:\n", "hours:\n  holidays: closed\n")],
        },
        {"stay": 0, "stay-open": 1, "stay-open-20261208": 1},
    ),
    "a visit skips a holiday in site.yaml": (
        {SITE_FILE: [("theme:", "holidays: {CN: {2026-12-04: 馆庆}}\ntheme:")]},
        {"weekly": 1, "weekly-20261204": 1, "stay-open": 1, "stay-open-20261204": 1},
    ),
    "one day closed": (
        {HALL: [("hours:\n", "hours:\n  2026-12-08: closed\n")]},
        {"stay-open": 1, "stay-open-20261208": 1},
    ),
    "the time zone of the site": (
        {SITE_FILE: [("theme:", "timezone: Asia/Urumqi\ntheme:")]},
        {"stay-open": 1, "once": 1, "weekly": 1},
    ),
    "the time zone of a venue": (
        {HALL: [("hours:", "timezone: Asia/Urumqi\nhours:")]},
        {"stay-open": 1, "once": 1},
    ),
    "the time zone of a region": ({REGIONS: [("Asia/Tokyo", "Asia/Manila")]}, {"abroad": 1}),
    "a venue in another county": (
        {HALL: [("'621121'", "'621122'")]},
        {"stay": 0, "stay-open": 0, "once": 0},
    ),
    "the parent of a region": ({REGIONS: [("parent: JP", "parent: '621121'")]}, {"abroad": 0}),
    "the name of a region": ({REGIONS: [("东京", "东京都")]}, {"abroad": 0}),
    "the hours become known": (
        {HALL: [("hours:\n  tue-sun: 09:00-17:00\n", "")]},
        {"stay": 0, "stay-open": 1},
    ),
    "a single visit becomes recurring": (
        {SCHEDULE: [(DATES, "        repeat: {first: 2026-12-05, count: 4}\n")]},
        {"once": 1},
    ),
    "a series moves by a day": ({SCHEDULE: [("2026-11-06", "2026-11-07")]}, {"weekly": 1}),
    "the year of a series": ({SCHEDULE: [("2026-11-06", "2027-11-06")]}, {"weekly": 1}),
    "a theme day ends early": ({WEEK: [("2026-11-30", "2026-11-25")]}, {"campaign-week": 1}),
    "a theme day moves": (
        {WEEK: [("2026-11-20", "2026-12-20"), ("2026-11-30", "2026-12-30")]},
        {"campaign-week": 1},
    ),
    "a theme day is called something else": (
        {WEEK: [("科技周", "科普周")]},
        {"campaign-week": 0, "stay": 0, "stay-open": 0, "once": 0},
    ),
    "words that events show": (
        {SITE_FILE: [("theme:", "words: {page_prevails: 以网页为准}\ntheme:")]},
        {"campaign-week": 0} | dict.fromkeys(("stay", "stay-open", "once", "weekly", "abroad"), 0),
    ),
    "the summary of a theme day": ({WEEK: [("start", "summary: 好\nstart")]}, {"campaign-week": 0}),
    "the address of a theme day": ({WEEK: [("start", "slug: days\nstart")]}, {"campaign-week": 0}),
    "a theme day becomes a draft": (
        {WEEK: [("name:", "draft: true\nname:")], SCHEDULE: WEEK_LINES},
        {"campaign-week": 1, "stay": 0, "stay-open": 0, "once": 0},
    ),
    "the address of the site": (
        {SITE_FILE: [("https://small", "https://new.small")]},
        {"campaign-week": 0} | dict.fromkeys(("stay", "stay-open", "once", "weekly", "abroad"), 0),
    ),
}


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_revises_what_changes_and_no_more(tmp_path: Path, what: str) -> None:
    edits, revised = EDITS[what]
    archive = Archive(tmp_path)
    before = archive.read_feeds()
    archive.edit(edits)
    archive.commit_all()
    after = archive.read_feeds()
    change = compare_feeds(before, after)
    assert not change.faults
    assert change.revised == revised
    archive.restore()
    archive.commit_all()
    back = compare_feeds(after, archive.read_feeds())
    assert not [fault for fault in back.faults if "archive" not in fault]
    assert revised.keys() >= {uid for uid in back.revised if "-2026" not in uid}


SAME: dict[str, Edits] = {
    "a holiday of another country": {
        SITE_FILE: [("theme:", "holidays: {JP: {2026-12-08: 祭}}\ntheme:")]
    },
    "the folder that it has": {SITE_FILE: [("theme:", "folders: {stops: stops}\ntheme:")]},
    "words that no event shows": {SITE_FILE: [("theme:", "words: {caravan: 车}\ntheme:")]},
    "a school term": {SITE_FILE: [("theme:", "terms: {秋: 2026-09-01/2027-01-15}\ntheme:")]},
    "the time zone that it has": {
        SITE_FILE: [("theme:", "timezone: Asia/Shanghai\ntheme:")],
        HALL: [("hours:", "timezone: Asia/Shanghai\nhours:")],
    },
    "the domain that it has": {SITE_FILE: [("uid_domain: small.example\n", "")]},
    "the address without a slash": {SITE_FILE: [("small.example/", "small.example")]},
    "removals are confirmed": {SITE_FILE: [("2026-11-10", "2026-11-09")]},
    "another day on which the site went public": {
        SITE_FILE: [("history: {", "history: {since: 2026-09-01, ")]
    },
    "a record to forget": {SITE_FILE: [("history: {", "history: {forget: [li-ming], ")]},
    "calendars of the crew": {SITE_FILE: [("theme:", "calendar: {crew: secret}\ntheme:")]},
    "large calendars": {SITE_FILE: [("theme:", "calendar: {whole: true}\ntheme:")]},
    "another language": {SITE_FILE: [("theme:", "languages: [zh, en]\ntheme:")]},
    "a file of its own": {
        SCHEDULE: "include: [schedule/*.yaml]\n",
        "schedule/a.yaml": TOURS + ROUTES,
    },
    "defaults": {
        SCHEDULE: [
            ("        note:", "        status: confirmed\n        note:"),
            ("every: 1 week, ", ""),
        ]
    },
    "quotes and another form of times": {
        SCHEDULE: [("open: 2026-11-01", "open: '2026-11-01'"), ("09:00-11:00", "9:00-11:00")],
        HALL: [
            ("tue-sun: 09:00-17:00", "tue-fri: 9:00-17:00\n  sat-sun: 09:00-17:00\n  mon: closed")
        ],
    },
    "the hours of the venue at the stop": {
        SCHEDULE: [("        note:", "        hours: {tue-sun: 09:00-17:00}\n        note:")]
    },
    "a new id of the venue": {
        HALL: None,
        "content/venues/museum.md": str(BASE[HALL]).replace("hours:", "aliases: [hall]\nhours:"),
        SCHEDULE: [("venue: hall", "venue: museum")],
    },
    "a new address of the venue": {HALL: [("hours:", "slug: museum\nhours:")]},
    "the exhibition of the tour at the stop": {
        SCHEDULE: [("        copy: a", "        exhibition: light\n        copy: a")]
    },
    "the text of a theme day": {WEEK: [("-30\n---\n", "-30\n---\n正文\n")]},
}


@pytest.mark.parametrize("what", SAME)
def test_what_says_the_same_stamps_nothing(tmp_path: Path, what: str) -> None:
    archive = Archive(tmp_path)
    before = archive.read_feeds()
    archive.edit(SAME[what])
    archive.commit_all()
    change = compare_feeds(before, archive.read_feeds())
    assert (change.revised, change.faults) == ({}, [])


def test_what_is_called_off_is_so_once(tmp_path: Path) -> None:
    """What its calendars show of an organisation, a theme day or a region that goes later stays."""
    archive = Archive(tmp_path)
    archive.edit({SCHEDULE: WITHOUT_STAY + ROUTES.replace(ONCE, "").replace(ABROAD, "")})
    archive.commit_all()
    before = archive.read_feeds()
    archive.edit(dict.fromkeys((TEAM, HALL, REGIONS)))
    archive.edit({WEEK: None})
    archive.commit_all()
    change = compare_feeds(before, archive.read_feeds())
    assert change.revised == {"campaign-week": 1}
    assert not change.faults


def test_what_is_built_before_it_is_committed_keeps_its_moments(tmp_path: Path) -> None:
    """When it was made is not known before: there is no CREATED yet. Its SEQUENCE stays."""
    archive = Archive(tmp_path)
    first = archive.read_feeds()
    archive.edit(
        {
            SCHEDULE: TOURS.replace("请预约", "请排队") + ROUTES.replace("id: weekly", "id: more"),
            WEEK: [("2026-11-30", "2026-11-29")],
            "content/campaigns/day.md": "---\nname: 日\nstart: 2026-12-24\n---\n",
        }
    )
    before = archive.read_feeds()
    assert before == archive.read_feeds()
    new_events = {
        uid: event
        for uid, event in read_series(before["all.ics"]).items()
        if "CREATED" not in event
    }
    assert new_events.keys() == {"more@small.example"}
    assert compare_feeds(first, before).revised["campaign-week"] == 1
    archive.commit_all()
    after = archive.read_feeds()
    for path, raw in before.items():
        events = read_series(after[path])
        for uid, event in read_series(raw).items():
            assert events[uid]["SEQUENCE"] == event["SEQUENCE"]
            assert events[uid]["CREATED"].dt
            if "CREATED" in event:
                assert events[uid]["CREATED"].dt == event["CREATED"].dt


CREW: Edits = {SITE_FILE: [("theme:", "calendar: {crew: secret}\ntheme:")]}


@pytest.mark.parametrize(
    "what", ["organisation", "tour, exhibition and series", "route and caravan"]
)
def test_the_crew_is_told_of_what_is_deleted(tmp_path: Path, what: str) -> None:
    """In the calendar of whoever goes with it, too."""
    archive = Archive(tmp_path, CREW)
    before = archive.read_feeds()
    archive.edit(DELETIONS[what][0])
    archive.commit_all()
    after = archive.read_feeds()
    assert not [path for path in before.keys() - after.keys() if "archive" not in path]
    for path, raw in before.items():
        if path.startswith("secret/"):
            events = read_series(after[path])
            gone = {uid for uid in read_series(raw) if uid.startswith(tuple(DELETIONS[what][1]))}
            assert {events[uid]["STATUS"] for uid in gone} <= {"CANCELLED"}, path


@pytest.mark.parametrize(
    ("edits", "count"),
    [
        ({VAN: [("name:", "crew: [{name: 甲}]\nname:")]}, 3),
        ({HALL: [("hours:", "contact: {phone: 0932-1234567}\nhours:")]}, 2),
        ({LIGHT: [("series:", "logistics: {set_up_days: 3}\nseries:")]}, 2),
        ({TEAM: [("团队", "新团队")]}, 1),
        ({LIGHT: [("series:", "logistics: {area: 300}\nseries:")]}, 0),
    ],
)
def test_what_only_the_crew_sees_is_news_for_the_crew(
    tmp_path: Path, edits: Edits, count: int
) -> None:
    arrival = [("        crew: [team]\n", "        crew: [team]\n        arrive: 2026-10-28\n")]
    archive = Archive(tmp_path, {**CREW, SCHEDULE: arrival})
    before = archive.read_feeds()
    archive.edit(edits)
    archive.commit_all()
    after = archive.read_feeds()
    for path, raw in before.items():
        if not path.startswith("secret/"):
            assert read_series(after[path]) == read_series(raw), path
    old, new = (read_series(feeds["secret/all.ics"]) for feeds in (before, after))
    latest = max(event["LAST-MODIFIED"].dt for event in old.values())
    changed = [event for uid, event in new.items() if event != old.get(uid)]
    assert len(changed) == count
    assert all(event["LAST-MODIFIED"].dt > latest for event in changed)


def test_calendars_of_the_crew_go_on_under_former_slugs(tmp_path: Path) -> None:
    archive = Archive(tmp_path, CREW)
    before = archive.read_feeds()
    archive.edit(
        {
            TEAM: [("name:", "slug: people\nname:")],
            SCHEDULE: [("id: tour\n", "id: tour\n    slug: round\n")],
        }
    )
    archive.commit_all()
    after = archive.read_feeds()
    assert before.keys() <= after.keys()
    assert {"secret/organisations/people.ics", "secret/tours/round.ics"} <= after.keys()


def test_opening_hours_go_on_when_the_last_stay_is_gone(tmp_path: Path) -> None:
    """Even if it was over."""
    past = [("2026-11-01", "2026-10-01"), ("2026-12-20", "2026-10-20")]
    archive = Archive(tmp_path, {SCHEDULE: past})
    before = archive.read_feeds()
    archive.at += 60 * 86400
    archive.edit({SCHEDULE: ROUTES})
    archive.commit_all()
    after = archive.read_feeds()
    assert not [path for path in before.keys() - after.keys() if "archive" not in path]


@pytest.mark.parametrize("option", ["forget: [gym]", "since: 2026-09-24"])
def test_less_of_the_past_is_news_for_what_had_one(tmp_path: Path, option: str) -> None:
    gym = "content/venues/gym.md"
    archive = Archive(
        tmp_path,
        {
            gym: "---\nname: 体育馆\nregion: '621121'\n---\n",
            SCHEDULE: [
                ("date: 2026-12-05", "date: 2026-12-04"),
                ("id: once\n        venue: hall", "id: once\n        venue: gym"),
            ],
        },
    )
    archive.edit({gym: None, SCHEDULE: TOURS + ROUTES})
    archive.commit_all()
    before = archive.read_feeds()
    archive.edit({SITE_FILE: [("history: {", f"history: {{{option}, ")]})
    archive.commit_all()
    old, new = (read_series(feeds["all.ics"]) for feeds in (before, archive.read_feeds()))
    assert {uid.partition("@")[0] for uid, event in new.items() if event != old[uid]} == {"once"}
    uid = "once@small.example"
    assert new[uid]["DESCRIPTION"] != old[uid]["DESCRIPTION"]
    assert new[uid]["LAST-MODIFIED"].dt > old[uid]["LAST-MODIFIED"].dt


def test_an_address_in_another_folder_is_news(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    before = archive.read_feeds()
    archive.edit({SITE_FILE: [("theme:", "folders: {stops: visits}\ntheme:")]})
    archive.commit_all()
    change = compare_feeds(before, archive.read_feeds())
    assert change.revised.keys() >= {"stay", "stay-open", "once", "weekly", "abroad"}
    assert not [fault for fault in change.faults if "not stamped" in fault]


def test_another_first_language_is_news_for_all(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    before = archive.read_feeds()
    archive.edit({SITE_FILE: [("theme:", "languages: [en, zh]\ntheme:")]})
    archive.commit_all()
    change = compare_feeds(before, archive.read_feeds())
    assert change.revised.keys() == {
        event.partition("@")[0] for raw in before.values() for event in read_series(raw)
    }
    assert not change.faults


def test_calendars_go_on_under_an_alias_that_is_tidied_away(tmp_path: Path) -> None:
    archive = Archive(tmp_path, {HALL: [("hours:", "aliases: [museum]\nhours:")]})
    before = archive.read_feeds()
    archive.edit({HALL: BASE[HALL]})  # type: ignore[dict-item]
    archive.commit_all()
    assert "venues/museum/calendar.ics" in before.keys() & archive.read_feeds().keys()


def test_the_crew_is_told_of_another_folder(tmp_path: Path) -> None:
    archive = Archive(tmp_path, CREW)
    for crew, count in (
        ("calendar: {crew: other}\n", 1),
        ("", 1),
        ("calendar: {crew: secret}\n", 0),
    ):
        archive.edit(
            {
                SITE_FILE: str(archive.first_files[SITE_FILE]).replace(
                    "calendar: {crew: secret}\n", crew
                )
            }
        )
        archive.commit_all()
        archive.read_feeds()
        assert [p.code for p in archive.problems].count("feed-gone") == count, crew
