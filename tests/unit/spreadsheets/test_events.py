"""Calendars of other programs become visits of a route, or stops of a tour."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.commands import RunCommand
from tests.support.projects import Project
from tests.support.sources import ROUTE, TOUR, VAN, stop_yaml, visit_yaml

LONDON = "DTSTART;TZID=Europe/London:20270301T090000"


Import = Callable[..., tuple[int, str, str]]
"""The fixture `bring`."""


@pytest.fixture
def schedule(project: Project) -> Project:
    project.write(
        {
            **VAN,
            "schedule.yaml": "include: [schedule/*.yaml]\n"
            + TOUR
            + stop_yaml("spring", "open: 2027-04-10", "close: 2027-05-23"),
            "schedule/route.yaml": ROUTE
            + visit_yaml("single", "venue: hall", "date: 2027-01-01", "time: 09:00-10:00"),
        }
    )
    return project


@pytest.fixture
def bring(run: RunCommand, schedule: Project, tmp_path: Path) -> Import:
    """Import events; (exit code, the file of the trip, all that was said)."""

    def bring(
        *events: str, options: tuple[str, ...] = ("--route", "route"), raw: bytes = b""
    ) -> tuple[int, str, str]:
        path = tmp_path / "c.ics"
        bodies = [f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT" for event in events]
        path.write_bytes(
            raw
            or "\r\n".join(
                "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *bodies, "END:VCALENDAR"]).split("\n")
            ).encode()
        )
        code, out, err = run("import", str(path), *options, lang="en")
        file = "schedule.yaml" if "--tour" in options else "schedule/route.yaml"
        return code, (schedule.root / file).read_text(encoding="utf-8"), out + err

    return bring  # fmt: skip


def make_event(*lines: str, uid: str = "one") -> str:
    return "\n".join([f"UID:{uid}@example.org", "LOCATION:广场", "SUMMARY:科普进校园", *lines])


@pytest.mark.parametrize(
    ("lines", "parts"),
    [
        (["DTSTART:20270301T010000Z", "DURATION:PT90M"], ["date: 2027-03-01", "time: 09:00-10:30"]),
        (["DTSTART:20270228T230000Z", "DTEND:20270301T000000Z"], ["date: 2027-03-01", "time: 07:00-08:00"]),
        ([LONDON, "DTEND;TZID=Europe/London:20270301T110000"], ["date: 2027-03-01", "time: 09:00-11:00", "timezone: Europe/London"]),
        (["DTSTART;TZID=China Standard Time:20270301T090000"], ["date: 2027-03-01", "time: 09:00\n"]),
        (["DTSTART:20270301T090000"], ["date: 2027-03-01", "time: 09:00\n"]),
        (["DTSTART;VALUE=DATE:20270301", "GEO:35.5;105.25"], ["date: 2027-03-01", "lat: 35.5", "lon: 105.25", "datum: wgs84"]),
        (["DTSTART;VALUE=DATE:20270301", "DTEND;VALUE=DATE:20270304"], ["first: 2027-03-01", "every: 1 day", "until: 2027-03-03"]),
        (["DTSTART;VALUE=DATE:20270301", "RRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=3"], ["first: 2027-03-01", "days: [1st mon]", "count: 3"]),
        ([LONDON, "RRULE:FREQ=WEEKLY;UNTIL=20270405T080000Z"], ["until: 2027-04-05"]),
        ([LONDON, "RRULE:FREQ=WEEKLY;UNTIL=20270405T075959Z"], ["until: 2027-04-04"]),
        ([LONDON, "RRULE:FREQ=WEEKLY;COUNT=9", "EXDATE;TZID=Europe/London:20270308T090000,20270315T090000"], ["skip: [2027-03-08, 2027-03-15]"]),
        ([LONDON, "RDATE;TZID=Europe/London:20270311T090000"], ["count: 1", "also: [2027-03-11]"]),
        (["DTSTART;VALUE=DATE:20270301", "STATUS:CANCELLED"], ["status: cancelled"]),
        (["DTSTART;VALUE=DATE:20270301", "STATUS:TENTATIVE"], ["status: planned"]),
        (["DTSTART;VALUE=DATE:20270301", "DESCRIPTION:请带\\n水", " 杯"], ["科普进校园", "请带", "水杯"]),
    ],
)  # fmt: skip
def test_events_become_visits(bring: Import, lines: list[str], parts: list[str]) -> None:
    code, text, said = bring(make_event(*lines))
    assert code == 0, said
    assert "- id: one" in text
    for part in parts:
        assert part in text


def test_a_date_that_is_replaced_is_moved(bring: Import) -> None:
    series = make_event(
        LONDON, "DTEND;TZID=Europe/London:20270301T110000", "RRULE:FREQ=WEEKLY;COUNT=5"
    )
    moved = make_event(
        "RECURRENCE-ID;TZID=Europe/London:20270308T090000", LONDON.replace("0301T09", "0309T14")
    )
    gone = make_event(
        "RECURRENCE-ID;TZID=Europe/London:20270315T090000",
        LONDON.replace("0301", "0315"),
        "STATUS:CANCELLED",
    )
    code, text, said = bring(series, moved, gone)
    assert code == 0, said
    assert "skip: [2027-03-15]" in text
    assert " ".join(text.split()).count("from: 2027-03-08 to: 2027-03-09 time: 14:00") == 1
    assert text.count("- id:") == 3, "the route, the old visit and the new one"
    assert "nothing in it is different" in bring(series, moved, gone)[2]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["DTSTART;VALUE=DATE:20270301", "RRULE:FREQ=WEEKLY"], "the repetition has no end"),
        (["DTSTART;VALUE=DATE:20270301", "RRULE:FREQ=WEEKLY;BYSETPOS=2;COUNT=2"], "c.ics:3 (rule): error: BYSETPOS=2 has no counterpart"),
        (["DTSTART;VALUE=DATE:20270301", "RRULE:FREQ=WEEKLY;COUNT=2", "RRULE:FREQ=DAILY;COUNT=2"], "there are several RRULEs"),
        (["DTSTART;TZID=Nowhere/Town:20270301T090000"], "the time zone “Nowhere/Town” is unknown"),
        ([LONDON, "DTEND;TZID=Europe/London:20270303T110000"], "it goes on from 2027-03-01 until 2027-03-03"),
        ([LONDON, "RDATE;TZID=Europe/London:20270311T150000"], "RDATE 2027-03-11 15:00:00 is at another time"),
        (["DTSTART;VALUE=DATE:20270301", "CLASS:PRIVATE"], "is private (CLASS)"),
        (["SUMMARY:x"], "there is no beginning (DTSTART)"),
        (["DTSTART:soon"], "this cannot be read: DTSTART"),
        (["DTSTART;VALUE=DATE:20270301", "STATUS:MAYBE"], "unknown status “maybe”"),
    ],
)  # fmt: skip
def test_what_has_no_counterpart_is_refused(
    bring: Import, schedule: Project, lines: list[str], said: str
) -> None:
    old = (schedule.root / "schedule/route.yaml").read_text(encoding="utf-8")
    code, text, output = bring(make_event(*lines))
    assert (code, text) == (1, old)
    assert said in output


def test_what_is_not_read_is_told(bring: Import) -> None:
    event = make_event(
        "DTSTART:20270301T090000",
        "ATTENDEE:mailto:a@example.org",
        "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT5M\nEND:VALARM",
    )
    code, _, said = bring(event)
    assert code == 0
    assert "c.ics:3 (zone): note: no zone: read as Asia/Shanghai" in said
    assert "c.ics:1: note: what is not read: ATTENDEE (1), VALARM (1)" in said  # fmt: skip


def test_a_last_day_for_what_has_no_end(bring: Import) -> None:
    event = make_event("DTSTART;VALUE=DATE:20270301", "RRULE:FREQ=WEEKLY")
    code, text, _ = bring(event, options=("--route", "route", "--until", "2027-06-30"))
    assert (code, "until: 2027-06-30" in text) == (0, True)


def test_stops_of_a_tour(bring: Import) -> None:
    event = make_event("DTSTART;VALUE=DATE:20271001", "DTEND;VALUE=DATE:20271101")
    code, _, said = bring(event, options=("--tour", "tour"))
    assert (code, "c.ics:3 (venue): error: there is no venue with the id “广场”" in said) == (
        1,
        True,
    )
    event = event.replace("LOCATION:广场", "LOCATION:县科技馆\\, 人民路1号")
    code, text, said = bring(event, options=("--tour", "tour"))
    assert code == 0, said
    assert (
        "- id: one\n        venue: hall\n        open: 2027-10-01\n        close: 2027-10-31\n"
        in text
    )


@pytest.mark.parametrize(
    ("options", "raw", "said"),
    [
        ((), b"", "--route or --tour. choose from: --route route, --tour tour"),
        (("--route", "rout"), b"", "did you mean “route”"),
        (("--route", "route"), b"hello", "no calendar that can be read"),
        (("--route", "route"), b"\xff\xfe", "not in UTF-8"),
        (("--route", "route"), b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", "holds no calendar"),
    ],
)
def test_what_cannot_be_imported_at_all(
    bring: Import, options: tuple[str, ...], raw: bytes, said: str
) -> None:
    code, _, output = bring(make_event("DTSTART;VALUE=DATE:20270301"), options=options, raw=raw)
    assert code == 2
    assert said in output
