"""Which calendars a project has, what each holds and says of itself, in both shapes."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import icalendar
import pytest

from tests.support.events import events
from tests.support.in_memory import NONE, Files, feed, paths, prepared, problems_of
from tests.support.projects import TODAY
from tests.support.sources import BOTH, HALL, ROUTE, SITE, SMALL, TOUR, VAN, stop, visit
from tourbook.build.pipeline import PreparedBuild

DAY = dt.timedelta(days=1)
WEEK = {"content/campaigns/week.md": "---\nname: 科技周\nstart: 2026-11-20\nend: 2026-11-30\n---\n"}


def of(files: Files, path: str, **more: object) -> dict[str, icalendar.Event]:
    """The events of a calendar by the first part of their UIDs."""
    return {
        uid.removesuffix("@small.example"): e
        for uid, e in events(feed(prepared(files, **more), path)).items()
    }  # type: ignore[arg-type]


def head(project: PreparedBuild, path: str) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(feed(project, path))  # type: ignore[return-value]


def calendars(files: Files) -> set[str]:
    return {p for p in paths(prepared(files)) if p.endswith(".ics")}


# ---- which there are -------------------------------------------------------------------


def test_everything_has_its_calendar_in_both_shapes_and_a_stop_one_to_add() -> None:
    places = ("620000", "621100", "621121")
    things = [
        "exhibitions/light",
        "tours/tour",
        "venues/hall",
        "caravans/van",
        "tours/route",
        "campaigns/week",
    ]
    things += [f"places/{p}" for p in places]
    both = ["all", "upcoming", "exhibitions/light/copies/a", *(f"{t}/calendar" for t in things)]
    wanted = {f"{p}.ics" for p in both} | {
        f"{p}-opening.ics".replace("/calendar-", "/") for p in both
    }
    wanted |= {
        "campaigns.ics",
        "archive/2026.ics",
        "stops/first/calendar.ics",
        "stops/v/calendar.ics",
    }
    files = {
        **VAN,
        **WEEK,
        "schedule.yaml": str(SMALL["schedule.yaml"])
        + ROUTE
        + visit("v", "venue: hall", "date: 2026-12-04"),
    }
    assert calendars(files) == wanted
    assert calendars({**files, "content/site.yaml": BOTH}) == wanted | {"en/" + p for p in wanted}


def test_the_crew_has_calendars_only_where_they_are_asked_for() -> None:
    org = {"content/organisations/team.md": "---\nname: 团队\nclass: team\n---\n"}
    made = calendars({**org, "content/site.yaml": SITE + "calendar: {crew: k7f2}\n"}) - calendars(
        org
    )
    assert made == {
        f"k7f2/{p}.ics" for p in ("all", "exhibitions/light", "tours/tour", "organisations/team")
    }


@pytest.mark.parametrize(
    "kind", ["opening", "archive", "upcoming", "campaigns", "copy", "venue", "stop"]
)
def test_a_kind_that_is_not_wanted_is_not_there(kind: str) -> None:
    kinds = {"all", "upcoming", "archive", "campaigns", "copy", "venue", "stop", "opening"} - {kind}
    made = calendars({**WEEK, "content/site.yaml": SITE + f"feeds: [{', '.join(sorted(kinds))}]\n"})
    marks = {"opening": "opening", "archive": "archive/", "upcoming": "upcoming", "campaigns": "campaigns.ics", "copy": "copies/",
             "venue": "venues/", "stop": "stops/"}  # fmt: skip
    assert made and not [p for p in made if marks[kind] in p]
    assert all(any(mark in p for p in made) for other, mark in marks.items() if other != kind)


def test_a_calendar_goes_on_under_every_name_that_its_thing_had() -> None:
    project = prepared(
        {
            "content/venues/hall.md": HALL.replace(
                "name:", "aliases: [old, /x/y/]\nslug: new\nname:", 1
            )
        }
    )
    assert {
        "venues/new/calendar.ics",
        "venues/old/calendar.ics",
        "venues/old/opening.ics",
    } <= paths(project)
    assert set(events(feed(project, "venues/old/calendar.ics"))) == {"first@small.example"}
    assert (
        str(head(project, "venues/old/calendar.ics")["URL"]) == "https://small.example/venues/new/"
    ), "the page is where it is now"


# ---- opening days ------------------------------------------------------------------------


def test_a_stay_is_open_on_its_open_days_only_with_a_uid_for_each() -> None:
    hours = (
        "hours: {wed-fri: '09:00-12:00, 14:00-17:00', 2026-12-06: 10:00-24:00, 2026-12-03: closed}"
    )
    found = of(
        {"schedule.yaml": TOUR + stop("a", "open: 2026-12-01", "close: 2026-12-06", hours)},
        "all-opening.ics",
    )
    assert {uid: (f"{e['DTSTART'].dt:%d %H:%M}", f"{e['DTEND'].dt:%d %H:%M}") for uid, e in found.items()} == {
        "a-open-20261202": ("02 09:00", "02 12:00"), "a-open-20261202-2": ("02 14:00", "02 17:00"),
        "a-open-20261204": ("04 09:00", "04 12:00"), "a-open-20261204-2": ("04 14:00", "04 17:00"),
        "a-open-20261206": ("06 10:00", "07 00:00"),
    }  # fmt: skip
    for event in found.values():
        said = [str(event[name]) for name in ("TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "STATUS")]
        assert said == ["TRANSPARENT", "FREE", "CONFIRMED"]
        assert (
            str(event["URL"]) == "https://small.example/stops/a/"
            and "X-APPLE-STRUCTURED-LOCATION" not in event
        )


def test_where_hours_are_not_known_it_is_one_span_in_both_shapes_and_a_visit_is_what_it_is() -> (
    None
):
    text = TOUR + stop("a", "open: 2026-12-01", "close: 2026-12-06")
    text += ROUTE + visit("v", "venue: hall", "date: 2026-12-04", "time: 9:00-10:00")
    project = prepared(
        {
            **VAN,
            "content/venues/hall.md": "---\nname: 馆\nregion: '621121'\n---\n",
            "schedule.yaml": text,
        }
    )
    assert (
        feed(project, "all.ics").partition(b"BEGIN:VEVENT")[2]
        == feed(project, "all-opening.ics").partition(b"BEGIN:VEVENT")[2]
    )
    span, timed = (events(feed(project, "all.ics"))[f"{uid}@small.example"] for uid in "av")
    assert (span["TRANSP"], timed["TRANSP"]) == ("TRANSPARENT", "OPAQUE")
    assert "X-MICROSOFT-CDO-BUSYSTATUS" not in timed


def test_a_day_that_hangs_on_holidays_that_nobody_knows_yet_is_tentative() -> None:
    hall = HALL.replace("hours:\n", "hours:\n  holidays: closed\n")
    files = {
        "content/venues/hall.md": hall,
        "schedule.yaml": TOUR + stop("a", "open: 2033-01-05", "close: 2033-01-06"),
    }
    found = of(files, "all-opening.ics")
    assert {str(e["STATUS"]) for e in found.values()} == {"TENTATIVE"}
    assert all(str(e["DESCRIPTION"]).startswith("event_unsure-zh") for e in found.values())


def test_days_by_appointment_say_so_first() -> None:
    text = TOUR + stop(
        "a", "open: 2026-12-01", "close: 2026-12-02", "hours: {daily: 09:00-12:00 booking}"
    )
    found = of({"schedule.yaml": text}, "all-opening.ics")
    assert [str(e["DESCRIPTION"]).split("\n")[0] for e in found.values()] == [
        "event_booking_only-zh"
    ] * 2


# ---- what they say -----------------------------------------------------------------------


def test_a_recurring_visit_keeps_the_names_of_its_dates_when_they_move() -> None:
    moved = "moved: [{from: 2026-12-18, to: 2026-12-19, time: 10:00-11:00}]"
    rule = (
        f"repeat: {{first: 2026-12-04, count: 3, skip: [2026-12-11], also: [2026-12-12], {moved}}}"
    )
    found = of(
        {
            **VAN,
            "schedule.yaml": ROUTE
            + visit("v", "venue: hall", "time: 9:00-10:00, 14:00-15:00", rule),
        },
        "all.ics",
    )
    assert {uid: f"{e['DTSTART'].dt:%d %H}" for uid, e in found.items()} == {
        "v-20261204": "04 09", "v-20261204-2": "04 14", "v-20261212": "12 09", "v-20261212-2": "12 " "14", "v-20261218": "19 " "10",
    }  # fmt: skip
    assert not any("RRULE" in e or "RECURRENCE-ID" in e for e in found.values()), (
        "calcurse and others do not know what to do with these"
    )


def test_what_an_event_shows_comes_in_order_and_ends_with_the_page_which_prevails() -> None:
    lines = [
        "open: 2026-12-02",
        "note: 请**带**水",
        "booking: {note: 先预约, url: 'https://book.example/', phone: 010-1}",
    ]
    event = of(
        {"content/site.yaml": SITE + "sample: true\n", "schedule.yaml": TOUR + stop("a", *lines)},
        "all.ics",
    )["a"]
    assert str(event["DESCRIPTION"]).split("\n") == [
        "sample_short-zh", "请带水", "先预约", "https://book.example/", "010-1", "event_tour-zh",
        "https://small.example/stops/a/", "page_prevails-zh",
    ]  # fmt: skip


def test_the_picture_the_position_and_the_campaigns_of_an_event() -> None:
    files = {
        **WEEK, "content/exhibitions/light.md": None, "content/exhibitions/light/index.md": "---\nname: 光影\npicture: " "封面 " "1.png\n---\n",
        "content/exhibitions/light/封面 1.png": b"x",
        "content/venues/hall.md": HALL.replace("address:", "coordinates: " "{lat: 35.5, lon: 104.5}\naddre" "ss:"),
        "schedule.yaml": TOUR + stop("a", "open: 2026-12-02", "campaigns: [week]"),
    }  # fmt: skip
    project = prepared(files)
    event = events(feed(project, "all.ics"))["a@small.example"]
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
    files: Files = {"content/site.yaml": BOTH}
    light = {"content/exhibitions/light.md": "---\nname: {zh: 光影, en: Light}\n---\n"}
    hall = {"content/venues/hall.md": HALL.replace("县科技馆", "{zh: 县科技馆, en: County Hall}")}
    for more, tag in ((NONE, "zh-CN"), (light, None), ({**light, **hall}, None)):
        (zh,) = of({**files, **more}, "all.ics").values()
        (en,) = of({**files, **more}, "en/all.ics").values()
        assert (zh["SUMMARY"].params.get("LANGUAGE"), zh["LOCATION"].params.get("LANGUAGE")) == (
            None,
            None,
        )
        assert (en["SUMMARY"].params.get("LANGUAGE"), en["LOCATION"].params.get("LANGUAGE")) == (
            tag,
            tag,
        )


def test_a_calendar_says_what_it_is_where_it_is_and_how_often_to_look() -> None:
    project = prepared({"content/site.yaml": BOTH, **WEEK})
    for path in sorted(p for p in paths(project) if p.endswith(".ics")):
        calendar = head(project, path)
        assert str(calendar["SOURCE"]) == "https://small.example/" + path
        single = "stops/" in path
        for name in (
            "X-WR-CALNAME",
            "NAME",
            "DESCRIPTION",
            "COLOR",
            "REFRESH-INTERVAL",
            "X-PUBLISHED-TTL",
            "CATEGORIES",
        ):
            assert (name in calendar) is not single, (path, name)
        assert "METHOD" not in calendar and "UID" not in calendar
        assert calendar["LAST-MODIFIED"].dt == dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def test_a_calendar_without_events_has_a_time_zone() -> None:
    """RFC 5545, 3.6: at least one component."""
    project = prepared({"schedule.yaml": ""})
    for path in (p for p in paths(project) if p.endswith(".ics")):
        assert [str(c["TZID"]) for c in head(project, path).subcomponents] == ["Asia/Shanghai"], (
            path
        )


# ---- how much they hold --------------------------------------------------------------------


QUIET = SITE + "rules: {venue-full: ignore, vehicle-clash: ignore, transport: ignore}\n"


def daily(name: str, first: dt.date, days: int, *lines: str, time: str = "9:00-10:00") -> str:
    """A visit on so many days."""
    also = ", ".join(str(first + n * DAY) for n in range(days))
    return visit(
        name,
        "venue: hall",
        f"time: {time}",
        f"repeat: {{first: {first}, count: 1, also: [{also}]}}",
        *lines,
    )


def many(days: int, first: dt.date, *lines: str) -> Files:
    """A visit a day, in records of at most 1,000."""
    visits = (
        daily(f"v{n}", first + n * DAY, min(days - n, 1000), *lines) for n in range(0, days, 1000)
    )
    return {**VAN, "content/site.yaml": QUIET, "schedule.yaml": ROUTE + "".join(visits)}


def test_as_much_of_the_last_90_days_as_there_is_room_for() -> None:
    project = prepared(many(1050, TODAY - 100 * DAY))  # 950 to come
    found = sorted(e["DTSTART"].dt.date() for e in events(feed(project, "all.ics")).values())
    assert len(found) == 1000 and found[-1] == TODAY + 949 * DAY
    assert found == [TODAY - 50 * DAY + n * DAY for n in range(1000)], "the latest of what is over"
    assert "feed_until" not in str(head(project, "all.ics")["DESCRIPTION"])
    assert len(events(feed(project, "upcoming.ics"))) == 950
    assert len(events(feed(project, "archive/2026.ics"))) == 100


def test_nothing_beyond_a_day_that_is_named_where_even_what_is_to_come_is_too_much() -> None:
    project = prepared(many(1500, TODAY))
    for path in ("all.ics", "upcoming.ics"):
        found = sorted(e["DTSTART"].dt.date() for e in events(feed(project, path)).values())
        assert found == [TODAY + n * DAY for n in range(1000)]
        assert "feed_until-zh" in str(head(project, path)["DESCRIPTION"])
    assert len(events(feed(project, "stops/v0/calendar.ics"))) == 1000


def test_whole_days_only_are_left_out() -> None:
    """What is on a day is all there, or none of it is: 3 visits a day, and 1,000 is no multiple of
    that."""
    text = ROUTE + "".join(
        daily(f"v{n}", TODAY, 400, time=f"{9 + n}:00-{10 + n}:00") for n in range(3)
    )
    project = prepared({**many(1, TODAY), "schedule.yaml": text})
    found = Counter(e["DTSTART"].dt.date() for e in events(feed(project, "all.ics")).values())
    assert set(found.values()) == {3} and len(found) == 333


def test_a_megabyte_is_the_end_too_and_whole_knows_no_end() -> None:
    files = many(1000, TODAY, "note: " + "长" * 480)
    project = prepared(files)
    raw = feed(project, "all.ics")
    assert 900_000 < len(raw) <= 1_000_000 and 0 < raw.count(b"BEGIN:VEVENT") < 1000
    whole = prepared(
        {
            **files,
            "content/site.yaml": str(files["content/site.yaml"]) + "calendar: {whole: true}\n",
        }
    )
    assert (
        feed(whole, "all.ics").count(b"BEGIN:VEVENT") == 1000
        and len(feed(whole, "all.ics")) > 1_000_000
    )


def test_an_archive_comes_in_parts_that_hold_everything_once() -> None:
    project = prepared(many(700, dt.date(2025, 1, 1)))
    made = sorted(p for p in paths(project) if p.startswith("archive/"))
    assert made == [
        "archive/2025-2.ics",
        "archive/2025.ics",
        "archive/2026-2.ics",
        "archive/2026.ics",
    ]
    found = [
        d for p in made for d in (e["DTSTART"].dt.date() for e in events(feed(project, p)).values())
    ]
    assert sorted(found) == [
        dt.date(2025, 1, 1) + n * DAY for n in range((TODAY - dt.date(2025, 1, 1)).days)
    ]


# ---- what check says -------------------------------------------------------------------------


def test_without_a_history_the_day_of_the_build_steps_in_and_it_is_said() -> None:
    site = SITE.replace("updated: 2026-11-01\n", "")
    assert [p.code for p in problems_of({"content/site.yaml": site})] == ["no-history"]
    event = of({"content/site.yaml": site}, "all.ics")["first"]
    assert event["DTSTAMP"].dt == dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    tour = TOUR.replace("    name:", "    updated: 2026-10-05\n    name:")
    for text in (
        TOUR + stop("a", "open: 2026-12-02", "updated: 2026-10-05"),
        tour + stop("a", "open: 2026-12-02"),
    ):
        files = {"content/site.yaml": site, "schedule.yaml": text}
        assert not problems_of(files)
        assert of(files, "all.ics")["a"]["DTSTAMP"].dt == dt.datetime(2026, 10, 5, tzinfo=dt.UTC)


def test_a_domain_of_its_own_is_asked_for() -> None:
    site = SITE.replace("uid_domain: small.example\n", "")
    assert [p.code for p in problems_of({"content/site.yaml": site})] == ["uid-domain"]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"content/site.yaml": SITE.replace("uid_domain: small.example", "uid_domain: 'small, " "inc'")}, "uid_domain"),
        ({"content/site.yaml": SITE + "calendar: {prodid: ''}\n"}, "PRODID"),
        ({**VAN, "schedule.yaml": ROUTE + daily("v", TODAY, 2) + visit("v-20261125", "venue: hall", "date: " "2027-01-01")}, "v-20261125"),
    ],
)  # fmt: skip
def test_what_would_break_a_calendar_is_an_error_before_anything_is_written(
    make_project, files: Files, told: str
) -> None:  # type: ignore[no-untyped-def]
    project = make_project(files)
    for write in (False, True):
        found = [p for p in project.build(write=write).problems if p.code == "feed"]
        assert (
            found and found[0].level == "error" and told in found[0].message.en + str(found[0].help)
        )
    assert not project.output.exists() or not project.tree()
