"""Structured data is JSON whatever an author writes, and cannot leave its script element."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.in_memory import make_view, prepare_project
from tests.support.sources import HALL, RICH, ROUTE, SITE, TOUR, VAN, stop_yaml, visit_yaml
from tourbook.rendering.jsonld import format_jsonld
from tourbook.site.outputs import HtmlPage
from tourbook.views import StopDates


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
        "Dataset",
        "CreativeWork",
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


def list_schedule_days(schedule: dict[str, Any]) -> list[str]:
    """The days of a Schedule of weeks, as its readers work them out."""
    first, last = (dt.date.fromisoformat(schedule[key]) for key in ("startDate", "endDate"))
    if schedule.get("repeatCount") == 1:
        return [schedule["startDate"]]
    weeks = int(schedule["repeatFrequency"][1:-1])
    names = [name.removeprefix("https://schema.org/") for name in schedule["byDay"]]
    monday = first - dt.timedelta(days=first.weekday())
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    return [
        day.isoformat()
        for day in days
        if (day - monday).days // 7 % weeks == 0
        and f"{day:%A}" in names
        and day.isoformat() not in schedule.get("exceptDate", [])
    ]


REPEATS = [
    ("repeat: {first: 2026-12-04, count: 9, holidays: keep}", 9),
    ("repeat: {first: 2026-12-04, every: 2 weeks, count: 9, holidays: skip}", 9),
    ("repeat: {first: 2026-12-04, days: [tue, fri], count: 9, skip: [2026-12-08]}", 8),
    ("repeat: {first: 2026-12-04, every: 2 weeks, count: 3, skip: [2026-12-04], "
     "also: [2026-12-06]}", 3),
    ("repeat: {first: 2026-12-04, count: 3, moved: [{from: 2026-12-04, to: 2026-12-05}, "
     "{from: 2026-12-11, to: 2026-12-11, time: 19:00-20:00}]}", 3),
]  # fmt: skip


@pytest.mark.parametrize(("repeat", "count"), REPEATS)
def test_a_recurring_visit_is_one_event_with_schedules_for_all_of_its_days(
    repeat: str, count: int
) -> None:
    (node,) = list_event_nodes(repeat, "time: 09:00-10:00, 14:00-15:00")
    files = {"schedule.yaml": ROUTE + visit_yaml("a", "venue: hall", repeat, "time: 09:00-10:00")}
    view = make_view(prepare_project({**VAN, **files}), "stops/a/")
    days = sorted(day.date.isoformat() for day in view.dates)
    schedules = node["eventSchedule"]
    starts = [
        (day, schedule["startTime"][:5])
        for schedule in schedules
        for day in list_schedule_days(schedule)
    ]
    assert len(days) == count and sorted({day for day, _ in starts}) == days
    special = {("2026-12-11", "19:00")} if "19:00" in repeat else set()
    assert sorted(starts) == sorted(
        special
        | {
            (day, time)
            for day in days
            for time in ("09:00", "14:00")
            if (day, "19:00") not in special
        }
    )
    assert {schedule["scheduleTimezone"] for schedule in schedules} == {"Asia/Shanghai"}
    assert (node["startDate"][:10], node["startDate"] < node["endDate"]) == (days[0], True)


def test_the_page_of_a_daily_visit_is_small() -> None:
    (node,) = list_event_nodes(
        "repeat: {first: 2026-12-01, days: [mon, tue, wed, thu, fri], until: 2027-11-30, "
        "holidays: keep}",
        "time: 09:00-10:00, 11:00-12:00, 14:00-15:00",
    )
    assert len(node["eventSchedule"]) == 3 and len(json.dumps(node)) < 3000


def test_the_weekdays_of_a_month_are_numbered() -> None:
    (node,) = list_event_nodes(
        "repeat: {first: 2026-12-11, every: 1 month, days: [2nd fri, last mon], count: 5}"
    )
    (schedule,) = node["eventSchedule"]
    assert (schedule["repeatFrequency"], schedule["byDay"]) == ("P1M", ["2FR", "-1MO"])


def test_a_date_that_has_moved_says_when_it_was() -> None:
    """From 3 to 10 December, as the next date of a recurring visit."""
    (node,) = list_event_nodes(
        "repeat: {first: 2026-12-03, count: 1, moved: [{from: 2026-12-03, to: 2026-12-10}]}",
        "time: 09:00-10:00",
    )
    assert node["eventStatus"] == "https://schema.org/EventRescheduled"
    assert (node["previousStartDate"], node["startDate"]) == (
        "2026-12-03T09:00:00+08:00",
        "2026-12-10T09:00:00+08:00",
    )


def describe_changed(**changes: Any) -> list[dict[str, Any]]:
    """The event of a stay from 1 to 20 December that had other dates before."""
    lines = ("open: 2026-12-01", "close: 2026-12-20")
    view = make_view(prepare_project({"schedule.yaml": TOUR + stop_yaml("a", *lines)}), "stops/a/")
    row = msgspec.structs.replace(view.row, **changes.pop("row", {}))
    return [
        node
        for node in list_nodes(msgspec.structs.replace(view, row=row, **changes))
        if node["@type"] == "ExhibitionEvent"
    ]


APRIL = StopDates(start=dt.date(2026, 4, 3), end=dt.date(2026, 4, 30))
NO_DATES = {"start": None, "end": None}


@pytest.mark.parametrize(
    ("changes", "status", "start", "previous_start"),
    [
        ({"previous_dates": APRIL}, "Rescheduled", "2026-12-01", "2026-04-03"),
        ({"previous_dates": msgspec.structs.replace(APRIL, start=dt.date(2026, 12, 1))},
         "Scheduled", "2026-12-01", None),
        ({"previous_dates": APRIL, "row": {"state": "over"}}, "Scheduled", "2026-12-01", None),
        ({"previous_dates": APRIL, "row": {"state": "cancelled"}}, "Cancelled", "2026-12-01", None),
        ({"previous_dates": APRIL, "row": {"state": "postponed", **NO_DATES}},
         "Postponed", "2026-04-03", None),
        ({"row": {"state": "postponed", **NO_DATES}}, "Postponed", None, None),
    ],
)  # fmt: skip
def test_an_event_that_was_put_off_or_moved_says_so(
    changes: dict[str, Any], status: str, start: str | None, previous_start: str | None
) -> None:
    (node,) = describe_changed(**changes)
    assert node["eventStatus"] == f"https://schema.org/Event{status}"
    assert (node.get("startDate"), node.get("previousStartDate")) == (start, previous_start)


def test_without_a_date_there_is_no_event() -> None:
    assert list_event_nodes("status: planned") == []


def test_an_event_is_described_and_sample_data_say_so() -> None:
    dates = ("open: 2026-11-01", "close: 2026-12-20")
    assert (
        list_event_nodes(*dates)[0]["description"] == "光影 · 县科技馆 (甘肃省 · 定西市 · 通渭县)"
    )
    (node,) = list_event_nodes(*dates, "note: 请**预约**。", site="sample: true\n")
    assert node["description"] == "示例 请预约。"


PAGE = "https://small.example/stops/first/"


@pytest.mark.parametrize(
    ("line", "booking", "offer"),
    [
        ("free: true\n", "", {"url": PAGE, "price": 0, "priceCurrency": "CNY",
                              "availability": "https://schema.org/InStock"}),
        ("free: true\n", "{required: true, phone: 010-00000000}",
         {"url": PAGE, "price": 0, "priceCurrency": "CNY"}),
        ("free: false\n", "", None),
        ("", "", None),
        ("free: false\n", "{url: https://book.example/}", {"url": "https://book.example/"}),
    ],
)  # fmt: skip
def test_only_a_price_that_is_known_is_offered_and_where_to_book(
    line: str, booking: str, offer: dict[str, Any] | None
) -> None:
    lines = ["open: 2026-11-01", "close: 2026-12-20", *([f"booking: {booking}"] if booking else [])]
    hall = HALL.replace("region:", f"{line}region:")
    files = {"content/venues/hall.md": hall, "schedule.yaml": TOUR + stop_yaml("first", *lines)}
    view = make_view(prepare_project(files), "stops/first/")
    (node,) = (n for n in list_nodes(view) if n["@type"] == "ExhibitionEvent")
    assert node.get("offers") == (offer and {"@type": "Offer"} | offer)


def test_an_event_has_a_picture_and_an_organiser_with_a_page() -> None:
    project = prepare_project(RICH)
    for path in ("stops/one/", "stops/fridays/", "campaigns/week/"):
        node = list_nodes(make_view(project, path))[1]
        assert node["image"].startswith("https://small.example/covers/")
        assert node["image"].endswith(".svg" if "fridays" in path else ".png")
        assert node["organizer"][0]["url"] == "https://small.example/organisations/org/"


@pytest.mark.parametrize(
    ("code", "currency"),
    [("621121", "CNY"), ("GB", "GBP"), ("TH-10", "THB"), ("US-CO", "USD"), ("FR", "EUR"),
     ("ebor", None)],
)  # fmt: skip
def test_what_is_free_is_so_in_the_currency_of_the_country(code: str, currency: str | None) -> None:
    hall = HALL.replace('"621121"', f'"{code}"\nfree: true')
    regions = "" if code.isdigit() else f"{code}: {{name: X}}\n"
    project = prepare_project({"content/venues/hall.md": hall, "content/regions.yaml": regions})
    (node,) = (
        n for n in list_nodes(make_view(project, "stops/first/")) if n["@type"] == "ExhibitionEvent"
    )
    assert node["offers"].get("priceCurrency") == currency


@pytest.mark.parametrize(
    ("regions", "code", "address"),
    [
        ("", "621121", ("CN", "甘肃省", "通渭县")),
        ("TH: {name: 泰国}\nTH-10: {name: 曼谷, parent: TH}\n", "TH-10", ("TH", "曼谷", "曼谷")),
        ("TH: {name: 泰国}\n", "TH", ("TH", None, None)),
        ("siam: {name: {zh: 泰国, en: Thailand}}\nb: {name: 曼谷, parent: siam}\n", "b",
         ("TH", "曼谷", "曼谷")),
        ("GB-NFK: {name: Norfolk}\n", "GB-NFK", ("GB", "Norfolk", "Norfolk")),
        ("ebor: {name: York}\n", "ebor", (None, "York", "York")),
    ],
)  # fmt: skip
def test_a_country_is_no_region(regions: str, code: str, address: tuple[str | None, ...]) -> None:
    hall = HALL.replace('"621121"', f'"{code}"')
    project = prepare_project({"content/venues/hall.md": hall, "content/regions.yaml": regions})
    (place,) = (n for n in list_nodes(make_view(project, "venues/hall/")) if n["@type"] == "Place")
    keys = ("addressCountry", "addressRegion", "addressLocality")
    assert tuple(place["address"].get(key) for key in keys) == address


def list_hours(hours: str) -> list[dict[str, Any]]:
    hall = HALL.replace("  wed-sun: 09:00-17:00\n", hours)
    project = prepare_project({"content/venues/hall.md": hall})
    (place,) = (n for n in list_nodes(make_view(project, "venues/hall/")) if n["@type"] == "Place")
    return place["openingHoursSpecification"]  # type: ignore[no-any-return]


def specify(opens: str, closes: str, days: Any = None, *period: str) -> dict[str, Any]:
    node: dict[str, Any] = {"@type": "OpeningHoursSpecification", "opens": opens, "closes": closes}
    if days:
        node["dayOfWeek"] = days
    return node | dict(zip(("validFrom", "validThrough"), period, strict=False))


TUESDAY_TO_SUNDAY = ["Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
CLOSED_ON_MONDAYS = [
    specify("00:00", "00:00", ["Monday"]),
    specify("09:00", "17:00", TUESDAY_TO_SUNDAY),
]
DECEMBER, AUGUST = ("2026-12-08", "2026-12-11"), ("2027-07-01", "2027-08-31")


@pytest.mark.parametrize(
    ("line", "node"),
    [
        ("holidays: closed", specify("00:00", "00:00", "PublicHolidays")),
        ("holidays: 10:00-16:00", specify("10:00", "16:00", "PublicHolidays")),
        ("holidays: usual", None),
        ("make-up-days: 10:00-16:00", None),
        ("2026-12-08/2026-12-11: closed", specify("00:00", "00:00", None, *DECEMBER)),
        ("2026-12-08/2026-12-11 tue: closed", specify("00:00", "00:00", ["Tuesday"], *DECEMBER)),
        ("2027-07-01/2027-08-31 sat-sun: 09:00-20:00",
         specify("09:00", "20:00", ["Saturday", "Sunday"], *AUGUST)),
        ("2026-12-31: 18:00-24:00", specify("18:00", "23:59", None, "2026-12-31", "2026-12-31")),
        ("2026-12-08/2026-12-11: usual",
         [specify("00:00", "00:00", ["Monday"], *DECEMBER),
          specify("09:00", "17:00", TUESDAY_TO_SUNDAY, *DECEMBER)]),
    ],
)  # fmt: skip
def test_exceptions_of_opening_hours_are_published(line: str, node: Any) -> None:
    found = list_hours(f"  tue-sun: 09:00-17:00\n  {line}\n")
    expected = node if isinstance(node, list) else [node] if node else []
    assert found == [*CLOSED_ON_MONDAYS, *expected]


def test_of_two_lines_for_a_weekday_the_later_one_counts() -> None:
    found = list_hours("  daily: 09:00-17:00\n  mon: closed\n")
    assert sorted(found, key=lambda node: node["opens"]) == CLOSED_ON_MONDAYS


@pytest.mark.parametrize(
    ("lines", "day", "times"),
    [
        ('"12-25": closed, last fri: "09:00-21:00"', "2026-12-25", ["00:00"]),
        ('last fri: "09:00-21:00", "12-25": closed', "2026-12-25", ["00:00"]),
        ('last fri: "09:00-21:00", 4th fri: closed', "2026-12-25", ["00:00"]),
        ('4th fri: closed, last fri: "10:00-21:00"', "2026-12-25", ["10:00"]),
        ('last fri: "10:00-21:00", 2026-12-24/2026-12-26: closed', "2026-12-25", []),
        ('"12-25": closed, 2026-12-25: "10:00-12:00"', "2026-12-25", ["10:00"]),
        ('1st mon: closed, "07-01/08-31": "08:00-20:00"', "2027-07-05", []),
        ('1st mon: closed, "07-01/08-31 sat-sun": "08:00-20:00"', "2027-07-05", ["00:00"]),
        ('"07-05": closed, 2027-07-01/2027-07-31 mon: "08:00-20:00"', "2027-07-05", []),
    ],
)
def test_a_day_has_the_hours_of_the_line_that_takes_precedence(
    lines: str, day: str, times: list[str]
) -> None:
    found = list_hours("".join(f"  {line}\n" for line in ["wed: 09:00-17:00", *lines.split(", ")]))
    assert [node["opens"] for node in found if node.get("validFrom") == day] == times


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


def test_a_day_of_the_month_is_a_schedule_and_what_schema_org_cannot_say_is_listed() -> None:
    def list_schedules(days: str) -> list[dict[str, Any]]:
        repeat = f"repeat: {{first: 2026-12-31, every: 1 month, days: [{days}], count: 3}}"
        text = ROUTE + visit_yaml("a", "venue: hall", repeat)
        view = make_view(prepare_project({"schedule.yaml": text, **VAN}), "stops/a/")
        (node,) = (n for n in list_nodes(view) if "eventSchedule" in n)
        schedules = node["eventSchedule"]
        return schedules if isinstance(schedules, list) else [schedules]

    (schedule,) = list_schedules("31")
    assert (schedule["repeatFrequency"], schedule["byMonthDay"]) == ("P1M", [31])
    assert [s["startDate"] for s in list_schedules("last")] == [
        "2026-12-31", "2027-01-31", "2027-02-28",
    ]  # fmt: skip


def test_a_visit_says_for_whom_it_is_its_postcode_and_its_own_page() -> None:
    visit = visit_yaml(
        "a",
        "date: 2026-12-01",
        "audience: Families",
        "link: https://x.example/a",
        "place: {name: Green, region: '621121', postcode: NR12 7QX}",
    )
    project = prepare_project({**VAN, "schedule.yaml": ROUTE + visit})
    (node,) = (n for n in list_nodes(make_view(project, "stops/a/")) if n["@type"] == "Event")
    assert node["audience"] == {"@type": "Audience", "audienceType": "Families"}
    assert node["sameAs"] == "https://x.example/a"
    assert node["location"]["address"]["postalCode"] == "NR12 7QX"


def test_each_kind_of_loan_is_an_offer_to_lease_out() -> None:
    light = RICH["content/exhibitions/light.md"].replace(
        "loans: [{kind: full,", "lender: org\nloans: [{kind: full, free: true, fee: 运费自理,"
    )
    project = prepare_project(RICH | {"content/exhibitions/light.md": light})
    work = list_nodes(make_view(project, "exhibitions/light/"))[1]
    full, posters = work["offers"]
    assert (work["@type"], work["name"]) == ("CreativeWork", "光影")
    assert work["description"].startswith("示例"), "RICH is a sample"
    assert (full["price"], full["description"]) == (0, "运费自理")
    assert full["eligibleDuration"] == {
        "@type": "QuantitativeValue",
        "minValue": 4,
        "maxValue": 12,
        "unitCode": "WEE",
    }
    assert full["offeredBy"]["name"] == "科协"
    assert posters.keys() == {"@type", "category", "businessFunction", "offeredBy"}
    assert [n["@type"] for n in list_nodes(make_view(project, "exhibitions/set/"))] == [
        "BreadcrumbList"
    ], "what is not lent has no offers"
