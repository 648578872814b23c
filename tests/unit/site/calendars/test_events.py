"""Calendars, Atom, sitemap: other programs read in them what the schedule says."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest

from tests.support.events import make_events, read_events, split_events_by_uid
from tests.support.in_memory import NO_FILES, Files, list_paths, make_file, prepare_project
from tests.support.pictures import PNG
from tests.support.sources import (
    BILINGUAL_SITE,
    HALL,
    RICH,
    ROUTE,
    SITE,
    TOUR,
    VAN,
    WEEK,
    stop_yaml,
    visit_yaml,
)


def test_every_calendar_of_a_project_is_read_and_an_event_is_the_same_byte_for_byte_in_all_of_a_shape() -> (
    None
):
    project = prepare_project(RICH)
    known: dict[bool, dict[str, bytes]] = {False: {}, True: {}}
    for path in sorted(
        p for p in list_paths(project) if p.endswith(".ics") and not p.startswith("en/")
    ):
        raw = make_file(project, path)
        assert icalendar.Calendar.from_ical(raw)
        for uid, block in split_events_by_uid(raw).items():
            assert known[path.endswith("opening.ics")].setdefault(uid, block) == block, path
    recurring = {
        f"fridays-{d}@small.example"
        for d in ("20261106", "20261113", "20261120", "20261127", "20261204", "20261211")
    }
    one, two, gone, week = (
        f"{name}@small.example" for name in ("uno", "two", "gone", "campaign-week")
    )  # one was called uno once
    assert set(known[False]) == {one, two, gone, week, "fridays@small.example"}
    assert set(read_events(make_file(project, "all.ics"))) == {one, two} | recurring, (
        "no theme days, and no more than the last 90 days"
    )
    assert set(read_events(make_file(project, "upcoming.ics"))) == {one, two} | recurring
    assert set(read_events(make_file(project, "archive/2026.ics"))) == {gone}, (
        "a series is over when its last date is"
    )
    assert set(read_events(make_file(project, "campaigns.ics"))) == {week}
    assert set(read_events(make_file(project, "campaigns/week/calendar.ics"))) == {week, one}
    assert set(read_events(make_file(project, "exhibitions/light/copies/a.ics"))) == {one, two}
    assert set(read_events(make_file(project, "stops/gone/calendar.ics"))) == {gone}, (
        "the file of a single stop holds it for ever"
    )


def test_an_event_says_where_when_and_where_to_read_more() -> None:
    (event,) = read_events(
        make_file(
            prepare_project(
                {
                    "schedule.yaml": TOUR
                    + stop_yaml(
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
        "县科技馆 · 光影",
        "县科技馆, 甘肃省定西市通渭县人民路1号",
    )
    assert str(event["URL"]) == "https://small.example/stops/a/"
    hours, note, *_ = str(event["DESCRIPTION"]).split("\n")
    assert (hours, note) in (
        ("from_to-zh 09:00–17:00", "请 预约 。"),
        ("from_to-zh 09:00–17:00", "请预约。"),
    )
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
            project = prepare_project(
                {"schedule.yaml": TOUR + stop_yaml("a", *lines, venue=venue), **other}
            )
            assert set(read_events(make_file(project, "all.ics"))) == {"a@small.example"}


def test_the_day_decides_which_events_a_calendar_holds_and_nothing_else() -> None:
    days = [dt.date(2026, 11, 24) + dt.timedelta(days=d) for d in (0, 1, 40, 400)]
    made = [prepare_project(RICH, today=day) for day in days]
    for path in (
        "all.ics",
        "en/all.ics",
        "venues/hall/calendar.ics",
        "all-opening.ics",
        "stops/one/calendar.ics",
    ):
        known: dict[str, bytes] = {}
        for project in made:
            for uid, block in split_events_by_uid(make_file(project, path)).items():
                assert known.setdefault(uid, block) == block, uid
    assert len({make_file(project, "stops/one/calendar.ics") for project in made}) == 1
    assert set(read_events(make_file(made[3], "all.ics"))) == set(), (
        "there the last 90 days are empty"
    )
    assert set(read_events(make_file(made[2], "all.ics"))) == set(
        read_events(make_file(made[0], "all.ics"))
    )


@pytest.mark.parametrize(
    ("status", "wanted", "prefix"),
    [
        ("confirmed", "CONFIRMED", ""),
        ("planned", "TENTATIVE", ""),
        ("postponed", "TENTATIVE", "summary_postponed-zh"),
        ("cancelled", "CANCELLED", "summary_cancelled-zh"),
    ],
)
def test_the_status_is_published_in_the_event_and_in_its_name(
    status: str, wanted: str, prefix: str
) -> None:
    (event,) = read_events(
        make_file(
            prepare_project(
                {"schedule.yaml": TOUR + stop_yaml("a", "open: 2026-11-01", f"status: {status}")}
            ),
            "all.ics",
        )
    ).values()
    assert str(event["STATUS"]) == wanted
    assert str(event["SUMMARY"]) == prefix + "县科技馆 · 光影"


def test_a_visit_with_two_times_is_two_events_in_the_zone_of_the_site() -> None:
    text = ROUTE + visit_yaml(
        "v", "date: 2026-12-04", "time: 09:00-10:00, 22:00-24:00", "venue: hall"
    )
    events = read_events(make_file(prepare_project({"schedule.yaml": text, **VAN}), "all.ics"))
    assert set(events) == {"v@small.example", "v-2@small.example"}
    assert events["v@small.example"]["DTSTART"].dt.utcoffset() == dt.timedelta(hours=8)
    assert events["v-2@small.example"]["DTEND"].dt.date() == dt.date(2026, 12, 5)


def test_only_the_properties_that_the_site_wants_are_written() -> None:
    site = SITE + "calendar: {prodid: -//a//b//ZH, properties: [GEO]}\n"
    hall = HALL.replace("address:", "coordinates: {lat: 35.5, lon: 104.5}\naddress:")
    raw = make_file(
        prepare_project({"content/site.yaml": site, "content/venues/hall.md": hall}), "all.ics"
    )
    (event,) = read_events(raw).values()
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


def test_a_position_in_another_datum_is_not_published_as_wgs_84() -> None:
    hall = HALL.replace("address:", "coordinates: {lat: 35.5, lon: 104.5, datum: gcj02}\naddress:")
    assert b"GEO" not in make_file(prepare_project({"content/venues/hall.md": hall}), "all.ics")


def test_a_stay_is_open_on_its_open_days_only_with_a_uid_for_each() -> None:
    hours = (
        "hours: {wed-fri: '09:00-12:00, 14:00-17:00', 2026-12-06: 10:00-24:00, 2026-12-03: closed}"
    )
    events = make_events(
        {"schedule.yaml": TOUR + stop_yaml("a", "open: 2026-12-01", "close: 2026-12-06", hours)},
        "all-opening.ics",
    )
    assert {uid: (f"{e['DTSTART'].dt:%d %H:%M}", f"{e['DTEND'].dt:%d %H:%M}") for uid, e in events.items()} == {
        "a-open-20261202": ("02 09:00", "02 12:00"), "a-open-20261202-2": ("02 14:00", "02 17:00"),
        "a-open-20261204": ("04 09:00", "04 12:00"), "a-open-20261204-2": ("04 14:00", "04 17:00"),
        "a-open-20261206": ("06 10:00", "07 00:00"),
    }  # fmt: skip
    for event in events.values():
        said = [str(event[name]) for name in ("TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "STATUS")]
        assert said == ["TRANSPARENT", "FREE", "CONFIRMED"]
        assert (
            str(event["URL"]) == "https://small.example/stops/a/"
            and "X-APPLE-STRUCTURED-LOCATION" not in event
        )


def test_without_known_hours_a_stay_is_one_span_in_both_shapes_and_a_visit_keeps_its_times() -> (
    None
):
    text = TOUR + stop_yaml("a", "open: 2026-12-01", "close: 2026-12-06")
    text += ROUTE + visit_yaml("v", "venue: hall", "date: 2026-12-04", "time: 9:00-10:00")
    project = prepare_project(
        {
            **VAN,
            "content/venues/hall.md": "---\nname: 馆\nregion: '621121'\n---\n",
            "content/site.yaml": SITE + "feeds: [all, opening]\n",
            "schedule.yaml": text,
        }
    )
    dates, hours = (make_file(project, path) for path in ("all.ics", "all-opening.ics"))
    assert dates.partition(b"BEGIN:VEVENT")[2] == hours.partition(b"BEGIN:VEVENT")[2].replace(
        b"UID:a-open@", b"UID:a@"
    ), "only its UID is that of the other shape"
    span, timed = (
        read_events(make_file(project, "all.ics"))[f"{uid}@small.example"] for uid in "av"
    )
    for event in (span, timed):  # whoever looks at a programme is not busy
        assert (event["TRANSP"], event["X-MICROSOFT-CDO-BUSYSTATUS"]) == ("TRANSPARENT", "FREE")


def test_a_day_that_depends_on_holidays_not_yet_announced_is_tentative() -> None:
    hall = HALL.replace("hours:\n", "hours:\n  holidays: closed\n")
    files = {
        "content/venues/hall.md": hall,
        "schedule.yaml": TOUR + stop_yaml("a", "open: 2033-01-01", "close: 2033-01-02"),
    }
    events = make_events(files, "all-opening.ics")
    assert {str(e["STATUS"]) for e in events.values()} == {"TENTATIVE"}
    assert all(str(e["DESCRIPTION"]).startswith("event_unsure-zh") for e in events.values())


def test_days_by_appointment_say_so_first() -> None:
    text = TOUR + stop_yaml(
        "a", "open: 2026-12-01", "close: 2026-12-02", "hours: {daily: 09:00-12:00 booking}"
    )
    events = make_events({"schedule.yaml": text}, "all-opening.ics")
    assert [str(e["DESCRIPTION"]).split("\n")[0] for e in events.values()] == [
        "event_booking_only-zh"
    ] * 2


def test_a_recurring_visit_keeps_the_names_of_its_dates_when_they_move() -> None:
    moved = "moved: [{from: 2026-12-18, to: 2026-12-19, time: 10:00-11:00}]"
    rule = (
        f"repeat: {{first: 2026-12-04, count: 3, skip: [2026-12-11], also: [2026-12-12], {moved}}}"
    )
    events = make_events(
        {
            **VAN,
            "schedule.yaml": ROUTE
            + visit_yaml("v", "venue: hall", "time: 9:00-10:00, 14:00-15:00", rule),
        },
        "all.ics",
    )
    assert {uid: f"{e['DTSTART'].dt:%d %H}" for uid, e in events.items()} == {
        "v-20261204": "04 09", "v-20261204-2": "04 14", "v-20261212": "12 09", "v-20261212-2": "12 " "14", "v-20261218": "19 " "10",
    }  # fmt: skip


def test_what_an_event_shows_comes_in_order_and_ends_with_the_page_which_prevails() -> None:
    lines = [
        "open: 2026-12-02",
        "note: 请**带**水",
        "booking: {note: 先预约, url: 'https://book.example/', phone: 010-1}",
    ]
    event = make_events(
        {
            "content/site.yaml": SITE + "sample: true\n",
            "schedule.yaml": TOUR + stop_yaml("a", *lines),
        },
        "all.ics",
    )["a"]
    assert str(event["DESCRIPTION"]).split("\n") == [
        "sample_short-zh", "from_to-zh 09:00–17:00", "请带水", "先预约", "https://book.example/", "010-1", "event_tour-zh",
        "https://small.example/stops/a/", "page_prevails-zh",
    ]  # fmt: skip


def test_the_picture_the_position_and_the_campaigns_of_an_event() -> None:
    files = {
        **WEEK, "content/exhibitions/light.md": None, "content/exhibitions/light/index.md": "---\nname: 光影\npicture: " "封面 " "1.png\n---\n",
        "content/exhibitions/light/封面 1.png": PNG,
        "content/venues/hall.md": HALL.replace("address:", "coordinates: " "{lat: 35.5, lon: 104.5}\naddre" "ss:"),
        "schedule.yaml": TOUR + stop_yaml("a", "open: 2026-12-02", "campaigns: [week]"),
    }  # fmt: skip
    project = prepare_project(files)
    event = read_events(make_file(project, "all.ics"))["a@small.example"]
    image = str(event["IMAGE"])
    assert image.startswith("https://small.example/") and image.isascii() and " " not in image
    assert [str(c) for c in event["CATEGORIES"].cats] == ["科技周"]
    assert (event["GEO"].latitude, event["GEO"].longitude) == (35.5, 104.5)
    place = event["X-APPLE-STRUCTURED-LOCATION"]
    assert (
        place.params["X-ADDRESS"] == str(event["LOCATION"])
        and str(place) == "geo:35.500000,104.500000"
    )


def test_what_is_in_another_language_says_so_but_not_what_is_in_two() -> None:
    files: Files = {"content/site.yaml": BILINGUAL_SITE}
    light = {"content/exhibitions/light.md": "---\nname: {zh: 光影, en: Light}\n---\n"}
    hall = {"content/venues/hall.md": HALL.replace("县科技馆", "{zh: 县科技馆, en: County Hall}")}
    for more, tag in ((NO_FILES, "zh-CN"), (light, None), ({**light, **hall}, None)):
        (zh,) = make_events({**files, **more}, "all.ics").values()
        (en,) = make_events({**files, **more}, "en/all.ics").values()
        assert (zh["SUMMARY"].params.get("LANGUAGE"), zh["LOCATION"].params.get("LANGUAGE")) == (
            None,
            None,
        )
        assert (en["SUMMARY"].params.get("LANGUAGE"), en["LOCATION"].params.get("LANGUAGE")) == (
            tag,
            tag,
        )


def test_an_event_says_for_whom_it_is_where_to_write_and_where_to_read_more() -> None:
    visit = visit_yaml(
        "a",
        "date: 2026-12-01",
        "audience: {zh: 家庭, en: Families}",
        "link: https://x.example/a",
        "note: 见[公告](https://x.example/b?c=1&d=2)",
        "place: {name: 广场, address: 1 Road, region: '621121', postcode: NR12 7QX}",
    )
    (event,) = make_events({**VAN, "schedule.yaml": ROUTE + visit}, "all.ics").values()
    lines = str(event["DESCRIPTION"]).split("\n")
    assert lines[:3] == ["家庭", "见公告 <https://x.example/b?c=1&d=2>", "https://x.example/a"]
    assert str(event["LOCATION"]).endswith("1 Road, NR12 7QX")


def test_a_venue_may_have_a_postcode() -> None:
    hall = HALL.replace("address:", "postcode: '743300'\naddress:")
    (event,) = make_events({"content/venues/hall.md": hall}, "all.ics").values()
    assert str(event["LOCATION"]) == "县科技馆, 甘肃省定西市通渭县人民路1号, 743300"
