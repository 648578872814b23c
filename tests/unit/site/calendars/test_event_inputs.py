"""What subscribers see when the schedule changes: each promise of docs/calendars.md, by a real
repository and whole builds. What events show of other records is what the history refers to."""

from __future__ import annotations

import datetime as dt
import re
import typing
from pathlib import Path

import pytest

from tests.support.events import split_events
from tests.support.museum import FIRST, MUSEUM_SITE, NAME, OTHER, STAY, Museum, PublishedEvent
from tests.support.repositories import make_datetime
from tests.support.sources import HALL, ROUTE, SMALL, TOUR, stop_yaml, visit_yaml
from tourbook.history.records import Refs
from tourbook.history.visible_records import EVENT_STRING_PREFIXES, VisibleRecord
from tourbook.site.calendars.event_inputs import EventInput


def test_a_stay_that_is_moved_is_the_same_event_elsewhere_and_says_where_it_was(
    museum: Museum,
) -> None:
    assert museum.read_calendar()["a"] == PublishedEvent("CONFIRMED", NAME, "12-01", 0, 0)
    museum.edit(TOUR + stop_yaml("a", "open: 2027-01-05", "close: 2027-01-10") + OTHER)
    assert museum.read_calendar() == {
        "a": PublishedEvent("CONFIRMED", NAME, "01-05", 1, 1),
        "b": PublishedEvent("CONFIRMED", NAME, "03-02", 0, 0),
    }
    assert "event_was-zh" in str(museum.read_event()["DESCRIPTION"]) and "event_was-zh" not in str(
        museum.read_event("b")["DESCRIPTION"]
    )
    assert museum.read_event()["CREATED"].dt == make_datetime(0)


def test_what_is_called_and_what_is_shown_raises_only_the_moment(museum: Museum) -> None:
    museum.edit({"content/venues/hall.md": HALL.replace("县科技馆", "新馆")})
    assert museum.read_calendar()["a"] == PublishedEvent("CONFIRMED", "新馆 · 光影", "12-01", 0, 1)
    museum.edit(
        {
            "content/exhibitions/light.md": str(SMALL["content/exhibitions/light.md"]).replace(
                "光影", "光"
            )
        }
    )
    assert museum.read_calendar()["a"] == PublishedEvent("CONFIRMED", "新馆 · 光", "12-01", 0, 2)
    museum.edit(TOUR.replace("巡展", "新巡展") + STAY + OTHER)
    assert museum.read_calendar()["a"][3:] == (0, 3)
    museum.edit({"content/site.yaml": MUSEUM_SITE.replace("https://small", "https://new")})
    assert (
        museum.read_calendar()["a"][3:] == (0, 4)
        and str(museum.read_event()["URL"]) == "https://new.example/stops/a/"
    )
    museum.edit(
        "# 整理\n"
        + TOUR.replace("巡展", "新巡展")
        + OTHER
        + STAY.replace("open: 2026-12-01", "open: '2026-12-01'  # 定了")
    )
    assert museum.read_calendar()["a"][3:] == (0, 4), "that is how it is written, not what"


@pytest.mark.parametrize(
    ("lines", "status", "prefix", "sequence"),
    [
        (("status: planned",), "TENTATIVE", "", 1), (("status: postponed",), "TENTATIVE", "summary_postponed-zh", 1),
        (("status: cancelled",), "CANCELLED", "summary_cancelled-zh", 1), (("status: confirmed",), "CONFIRMED", "", 0),
    ],
)  # fmt: skip
def test_the_status(
    museum: Museum, lines: tuple[str, ...], status: str, prefix: str, sequence: int
) -> None:
    museum.edit(TOUR + stop_yaml("a", "open: 2026-12-01", "close: 2026-12-06", *lines) + OTHER)
    assert museum.read_calendar()["a"] == PublishedEvent(
        status, prefix + NAME, "12-01", sequence, sequence
    )


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_a_stop_put_off_without_a_date_stays_on_its_dates_and_says_so(
    museum: Museum, status: str
) -> None:
    museum.edit(TOUR + stop_yaml("a", f"status: {status}") + OTHER)
    expected = "TENTATIVE" if status == "postponed" else "CANCELLED"
    assert museum.read_calendar()["a"] == PublishedEvent(
        expected, f"summary_{status}-zh{NAME}", "12-01", 1, 1
    )
    assert {
        t.status
        for uid, t in museum.read_calendar("all-opening.ics").items()
        if uid.startswith("a-open")
    } == {expected}
    museum.edit(TOUR + stop_yaml("a", "open: 2027-02-02", "close: 2027-02-07") + OTHER)
    assert museum.read_calendar()["a"] == PublishedEvent("CONFIRMED", NAME, "02-02", 2, 2)


@pytest.mark.parametrize("how", ["history: {since: 2026-09-23}\n", "sample"])
def test_what_was_before_the_site_was_public_is_not_published(tmp_path: Path, how: str) -> None:
    sample = how == "sample"
    museum = Museum(
        tmp_path / "m",
        files={"content/site.yaml": MUSEUM_SITE + ("sample: true\n" if sample else how)},
    )
    museum.edit(TOUR + stop_yaml("a", "open: 2026-12-08", "close: 2026-12-13"))
    museum.edit({"content/site.yaml": MUSEUM_SITE + ("" if sample else how)}, days=2)
    events = museum.read_calendar()
    assert set(events) == {"a"}, "what was removed before was never there"
    assert events["a"].sequence == 0 and "event_was" not in str(museum.read_event()["DESCRIPTION"])
    museum.edit(TOUR + OTHER.replace("id: b", "id: c"))
    museum.edit(TOUR + stop_yaml("past", "open: 2026-09-01"))
    events = museum.read_calendar()
    assert events["c"].status == "CANCELLED"
    assert "a" not in events if sample else events["a"].status == "CANCELLED", (
        "who begins in earnest deletes the sample's stops first"
    )


def test_what_is_not_committed_is_of_the_day_of_the_build(museum: Museum) -> None:
    museum.project.write(
        {"schedule.yaml": TOUR + stop_yaml("a", "open: 2027-01-05", "close: 2027-01-10") + OTHER}
    )
    found = museum.read_calendar(today=FIRST + dt.timedelta(days=10))["a"]
    assert (found.start, found.sequence) == ("01-05", 1) and found.changed in (9, 10)


def test_words_of_the_theme_that_events_show(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "museum", TOUR + STAY + OTHER)
    words = (museum.root / "themes/default/strings/zh.yaml").read_text(encoding="utf-8")
    museum.edit({"themes/default/strings/zh.yaml": words.replace("subscribe-zh", "订阅")})
    assert museum.read_calendar()["a"].changed == 0
    museum.edit({"themes/default/strings/zh.yaml": words.replace("page_prevails-zh", "网页为准")})
    assert museum.read_calendar()["a"].changed == 2 and "网页为准" in str(
        museum.read_event()["DESCRIPTION"]
    )
    museum.edit(
        {"themes/default/strings/en.yaml": words.replace("page_prevails-zh", "the page prevails")}
    )
    assert museum.read_calendar()["a"].changed == 2, "Chinese calendars do not show it"


def test_events_show_records_that_the_history_refers_to_and_no_others() -> None:
    """What a stop shows of other records is dated after a merge by its `Refs`."""
    hints = typing.get_type_hints(EventInput)
    shown = {name for name, hint in hints.items() if _list_visible_types(hint)}
    former = {"former_venue", "former_exhibition"}  # the former memberships of a stop
    assert shown - {"stop"} - former == set(Refs.__struct_fields__)


def _list_visible_types(hint: object) -> list[type]:
    found = [hint] if isinstance(hint, type) and issubclass(hint, VisibleRecord) else []
    return found + [t for part in typing.get_args(hint) for t in _list_visible_types(part)]


def test_the_history_dates_every_string_that_events_show(tmp_path: Path) -> None:
    """The strings of the tiny theme are their own names with the language."""
    rules = "rules: {booking-contact: ignore, "
    site = MUSEUM_SITE.replace("rules: {", rules) + "sample: true\ncalendar: {crew: staff}\n"
    hours = "hours: {wed-sun: 09:00-17:00, holidays: 09:00-12:00 booking}"
    old = TOUR + stop_yaml("a", "open: 2026-12-01", "close: 2027-01-06", "last_admission: 30")
    visit = visit_yaml("v", "venue: hall", "date: 2026-12-08", "time: 09:00-10:00")
    museum = Museum(tmp_path / "m", old + OTHER + ROUTE + visit, files={"content/site.yaml": site})
    new = TOUR + stop_yaml(
        "a",
        "open: 2029-02-01",
        "close: 2029-03-01",
        hours,
        "last_admission: 30",
        "crew: [team]",
        "arrive: 2029-01-30",
    )
    postponed = stop_yaml("b", "status: postponed")
    museum.edit(
        {
            "schedule.yaml": new + postponed,
            "content/organisations/team.md": "---\nname: 队\n---\n",
        }
    )
    calendars = [raw for path, raw in museum.build().items() if path.endswith(".ics")]
    events = b"".join(event for raw in calendars for event in split_events(raw))
    text = events.replace(b"\r\n ", b"").decode().replace("\\n", "\n")
    shown = set(re.findall(r"([a-z_]+)-zh", text))
    assert {"summary_cancelled", "event_unsure", "crew_people"} < shown and len(shown) > 9
    assert {name for name in shown if not name.startswith(EVENT_STRING_PREFIXES)} == set()
