"""Every calendar that is written passes the linter, and it sees whatever would break one."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.events import ADDRESSES, ALL_PROPERTIES, TEXTS, make_event, write_calendar
from tests.support.in_memory import Files, list_paths, make_file, prepare_project
from tests.support.projects import TODAY, Project
from tests.support.sources import RICH, ROUTE, SITE, VAN, daily_visit_yaml, visit_yaml
from tourbook.site.calendars.lint import CalendarLinter

EVENT = b"BEGIN:VEVENT\r\n"


def list_faults(raw: bytes, limited: bool = True) -> list[str]:
    linter = CalendarLinter()
    find_faults = linter.find_faults if limited else linter.find_faults_of_any_size
    return [fault.message.en for fault in find_faults(raw)]


@pytest.fixture(scope="module")
def good() -> bytes:
    """A calendar with timed events."""
    route = ROUTE + visit_yaml(
        "v",
        "venue: hall",
        "repeat: {first: 2026-12-04, count: 3, skip: [2026-12-11], also: [2026-12-05, 2026-12-06]}",
        "time: 9:00-10:00",
    )
    raw = make_file(prepare_project({**VAN, "schedule.yaml": route}), "all.ics")
    assert raw.count(EVENT) == 3 and not list_faults(raw)
    return raw


def test_every_calendar_of_a_project_is_good() -> None:
    project = prepare_project(RICH)
    made = {p: make_file(project, p) for p in list_paths(project) if p.endswith(".ics")}
    assert len(made) > 50 and not {
        p: list_faults(raw) for p, raw in made.items() if list_faults(raw)
    }
    linter = CalendarLinter()
    assert not [fault for raw in made.values() for fault in linter.find_faults(raw)], (
        "an event that was good once is good"
    )


@given(TEXTS, TEXTS, ADDRESSES, st.booleans())
def test_no_text_breaks_a_calendar(
    summary: str, description: str, address: str, timed: bool
) -> None:
    times = ("09:00", "10:00") if timed else None
    made = make_event(
        summary="s" + summary,
        location=description,
        description=description,
        url="https://x/" + address,
        times=times,
    )
    assert not list_faults(
        write_calendar(
            msgspec.structs.replace(made, geo=(1, 2), has_apple_location=True), head=ALL_PROPERTIES
        )
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"PRODID:-", b"PRODID:\r\nX-OLD:-"), (b"VERSION:2.0\r\n", b""), (b"END:VCALENDAR\r\n", b""), (b"END:VCALENDAR\r\n", b"END:X"),
        (b"CALSCALE", b"METHOD:PUBLISH\r\nCALSCALE"), (b"CALSCALE", b"UID:x\r\nCALSCALE"), (b"\r\nSTATUS:CONFIRMED", b""),
        (b"\r\nSTATUS", b"\r\nSTATUS:TENTATIVE\r\nSTATUS"), (b"\r\nURL:https://small.example/stop" b"s", b"\r\nX-URL:"),
        (b"\r\nDTSTAMP", b"\r\nX-STAMP"), (b"UID:v-20261205@small.example", b"UID:v-20261205@small,example"),
        (b"UID:v-20261205@small.example", b"UID:v-20261205"), (b"UID:v-20261206@", b"UID:v-20261205@"),
        (b"\r\nEXDATE;TZID=Asia/Shanghai:", b"\r\nEXDATE:"), (b"\r\nEXDATE;TZID=Asia/", b"\r\nEXDATE;TZID=Africa/"), (b"UNTIL=20261218T155959Z", b"COUNT=3"),
        (b"\r\nEXDATE", b"\r\nRDATE"),
        (b"\r\nDTEND;TZID=Asia/Shanghai:2026", b"\r\nDTEND:2026"), (b"T100000", b"T1000"), (b"\r\nTZID:Asia/", b"\r\nTZID:Africa/"),
        (b"\r\nDTEND", b"\nDTEND"), (b"\r\nDTEND", b"\r\n\r\nDTEND"), (b"\r\nLOCATION:", b"\r\nLOCATION:\x07"),
        (b"\r\nLOCATION:", b"\r\nLOCATION:\xc2\x85"), (b"\r\nLOCATION:", b"\r\nLOCATION:\xe2\x80\xa8"),
        (b"\r\nLOCATION:", b"\r\nLOCATION:" + b"x" * 80), (b"\r\nLOCATION:", b"\r\nLOCATION:\t"),
    ],
)  # fmt: skip
def test_what_would_break_a_calendar_is_seen(good: bytes, old: bytes, new: bytes) -> None:
    assert old in good
    assert list_faults(good.replace(old, new, 1))


def test_an_event_without_a_name_is_seen_in_whatever_language_it_has_none() -> None:
    assert list_faults(write_calendar(make_event(summary=""), head=ALL_PROPERTIES))
    assert list_faults(
        write_calendar(make_event(summary="", language="zh-CN"), head=ALL_PROPERTIES)
    )


def test_what_is_too_large_is_seen_unless_it_may_be(good: bytes) -> None:
    head, _, rest = good.partition(EVENT)
    block = EVENT + rest.partition(EVENT)[0]
    for count, more in ((1001, b""), (700, b"X-NOTE:" + b"x" * 60 + b"\r\n")):
        wide = block.replace(b"END:VEVENT", more * 20 + b"END:VEVENT")
        raw = (
            head
            + b"".join(wide.replace(b"UID:v", b"UID:v%d" % n) for n in range(count))
            + b"END:VCALENDAR\r\n"
        )
        assert [fault for fault in list_faults(raw) if "too large" in fault] and not list_faults(
            raw, limited=False
        )


@pytest.mark.parametrize(
    ("files", "text"),
    [
        ({"content/site.yaml": SITE.replace("uid_domain: small.example", "uid_domain: 'small, " "inc'")}, "uid_domain"),
        ({"content/site.yaml": SITE + "calendar: {prodid: ''}\n"}, "PRODID"),
        ({**VAN, "schedule.yaml": ROUTE + daily_visit_yaml("v", TODAY, 2) + visit_yaml("v-20261125", "venue: hall", "date: " "2027-01-01")}, "v-20261125"),
    ],
)  # fmt: skip
def test_what_would_break_a_calendar_is_an_error_before_anything_is_written(
    project: Project, files: Files, text: str
) -> None:
    project.write(files)
    for write in (False, True):
        found = [p for p in project.build(write=write).problems if p.code == "feed"]
        assert (
            found and found[0].level == "error" and text in found[0].message.en + str(found[0].help)
        )
    assert not project.output.exists() or not project.read_tree()
