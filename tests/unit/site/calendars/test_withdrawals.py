"""What is dropped whole stays under its UID, cancelled; what stays keeps its UID."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.events import list_starts, split_events
from tests.support.events import parse_event as read_event
from tests.support.museum import FIRST, OTHER, Museum
from tests.support.repositories import make_datetime
from tests.support.sources import HALL, ROUTE, TOUR, stop_yaml, visit_yaml
from tourbook.common.dates import Session
from tourbook.site.calendars.series import PatternNumbers
from tourbook.timetable.recurrence import WEEKDAYS

LONG = TOUR + stop_yaml("a", "open: 2026-12-01", "close: 2026-12-20") + OTHER


class Published(NamedTuple):
    """An event as it stands in the calendar."""

    status: str
    sequence: int
    changed: int
    """Days after the first commit."""
    days: tuple[str, ...]
    time: str


def read(museum: Museum, path: str = "all.ics", prefix: str = "v") -> dict[str, Published]:
    """UID without its domain -> the event, for those of a stop."""
    out: dict[str, Published] = {}
    for block in split_events(museum.build()[path]):
        uid, event = read_event(block)
        assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt
        starts = list_starts(event)
        first = starts[0]
        name = uid.removesuffix("@small.example")
        assert name not in out
        if name.partition("-")[0] == prefix:
            out[name] = Published(
                str(event["STATUS"]),
                int(event["SEQUENCE"]),
                (event["DTSTAMP"].dt - make_datetime(0)).days,
                tuple(f"{start:%m-%d}" for start in starts),
                f"{first:%H:%M}" if isinstance(first, dt.datetime) else "",
            )
    times = [(day, p.time) for p in out.values() for day in p.days if p.status != "CANCELLED"]
    assert len(set(times)) == len(times), "nothing takes place twice"
    off = [(day, p.time) for p in out.values() for day in p.days if p.status == "CANCELLED"]
    assert len(set(off)) == len(off) and not set(off) & set(times), "nothing is told twice"
    return out


def make_route(*lines: str, time: str = "9:00-10:00") -> str:
    return TOUR + OTHER + ROUTE + visit_yaml("v", "venue: hall", f"time: {time}", *lines)


FRIDAYS = "repeat: {first: 2026-12-04, count: 5}"
FIVE = ("12-04", "12-11", "12-18", "12-25", "01-01")


def test_a_second_session_that_is_dropped_is_one_cancelled_series(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "m", make_route(FRIDAYS, time="9:00-10:00, 14:00-15:00"))
    museum.edit(make_route(FRIDAYS))
    assert read(museum) == {
        "v": Published("CONFIRMED", 0, 0, FIVE, "09:00"),
        "v-2": Published("CANCELLED", 1, 1, FIVE, "14:00"),
    }
    museum.edit(make_route(FRIDAYS, "note: x"))
    assert read(museum)["v-2"].sequence == 1
    museum.edit(make_route(FRIDAYS, "note: x", time="9:00-10:00, 14:00-15:00"))
    assert read(museum)["v-2"] == Published("CONFIRMED", 2, 3, FIVE, "14:00")


def test_a_first_session_that_is_dropped_leaves_the_second_as_it_was(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "m", make_route(FRIDAYS, time="9:00-10:00, 14:00-15:00"))
    museum.edit(make_route(FRIDAYS, time="14:00-15:00"))
    alone = {
        "v": Published("CANCELLED", 1, 1, FIVE, "09:00"),
        "v-2": Published("CONFIRMED", 0, 0, FIVE, "14:00"),
    }
    assert read(museum) == alone
    museum.edit(make_route(FRIDAYS, time="14:00-16:00"))
    assert read(museum)["v-2"] == Published("CONFIRMED", 2, 2, FIVE, "14:00")
    museum.edit(make_route(FRIDAYS, time="9:00-10:00, 14:00-16:00"))
    assert read(museum) == {
        "v": Published("CONFIRMED", 3, 3, FIVE, "09:00"),
        "v-2": Published("CONFIRMED", 2, 2, FIVE, "14:00"),
    }


def test_a_session_that_is_added_before_another_leaves_that_as_it_was(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "m", make_route("date: 2026-12-04", time="14:00-15:00"))
    museum.edit(make_route("date: 2026-12-04", time="9:00-10:00, 14:00-15:00"))
    assert read(museum) == {
        "v": Published("CONFIRMED", 0, 0, ("12-04",), "14:00"),
        "v-2": Published("CONFIRMED", 1, 1, ("12-04",), "09:00"),
    }


def test_a_morning_that_is_dropped_from_the_hours_leaves_the_afternoons_as_they_were(
    tmp_path: Path,
) -> None:
    both = HALL.replace("09:00-17:00", "09:00-12:00, 14:00-17:00")
    museum = Museum(tmp_path / "m", LONG, {"content/venues/hall.md": both})
    before = read(museum, "all-opening.ics", "a")
    assert before.keys() == {"a-open", "a-open-2"}
    after = edit_hours(museum, "  wed-sun: 14:00-17:00")
    assert after["a-open-2"] == before["a-open-2"]
    assert after["a-open"] == before["a-open"]._replace(status="CANCELLED", sequence=1, changed=1)
    back = edit_hours(museum, "  wed-sun: 09:00-12:00, 14:00-17:00")
    assert back["a-open-2"] == before["a-open-2"]
    assert back["a-open"] == before["a-open"]._replace(sequence=2, changed=2)


def test_of_what_is_dropped_only_what_was_to_come_is_cancelled(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "m", make_route(FRIDAYS, time="9:00-10:00, 14:00-15:00"))
    museum.edit(make_route(FRIDAYS), days=(dt.date(2026, 12, 12) - FIRST).days)
    found = read(museum)
    assert found["v"].days == FIVE
    assert (found["v-2"].status, found["v-2"].days) == ("CANCELLED", FIVE[2:])


def test_the_series_of_a_visit_that_is_a_single_date_now_keeps_its_uid(tmp_path: Path) -> None:
    """The dates that are lost are events of their own: the UID is that of the date that is left."""
    museum = Museum(tmp_path / "m", make_route(FRIDAYS))
    museum.edit(make_route("date: 2026-12-11"))
    assert read(museum) == {
        "v": Published("CONFIRMED", 1, 1, ("12-11",), "09:00"),
        "v-20261204": Published("CANCELLED", 1, 1, ("12-04", *FIVE[2:]), "09:00"),
    }


def test_a_series_with_a_rule_that_no_rrule_says_is_cancelled_but_for_what_takes_place(
    tmp_path: Path,
) -> None:
    museum = Museum(tmp_path / "m", make_route(FRIDAYS))
    rule = "repeat: {first: 2026-12-04, every: 1 month, days: [1st fri, 20], count: 3}"
    museum.edit(make_route(rule))
    assert read(museum) == {
        "v": Published("CANCELLED", 1, 1, FIVE[1:4], "09:00"),
        "v-20261204": Published("CONFIRMED", 1, 1, ("12-04",), "09:00"),
        "v-20261220": Published("CONFIRMED", 1, 1, ("12-20",), "09:00"),
        "v-20270101": Published("CONFIRMED", 1, 1, ("01-01",), "09:00"),
    }
    museum.edit(make_route(FRIDAYS))
    assert read(museum) == {
        "v": Published("CONFIRMED", 2, 2, FIVE, "09:00"),
        "v-20261220": Published("CANCELLED", 2, 2, ("12-20",), "09:00"),
    }


def test_a_rule_that_changes_from_every_week_to_every_two(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "m", make_route(FRIDAYS))
    museum.edit(make_route("repeat: {first: 2026-12-04, every: 2 weeks, count: 3}"))
    assert read(museum) == {
        "v": Published("CONFIRMED", 1, 1, FIVE[::2], "09:00"),
        "v-20261211": Published("CANCELLED", 1, 1, ("12-11",), "09:00"),
        "v-20261225": Published("CANCELLED", 1, 1, ("12-25",), "09:00"),
    }


def test_a_rule_of_every_two_weeks_that_moves_by_one(tmp_path: Path) -> None:
    """All its dates move, and the event with them."""
    museum = Museum(
        tmp_path / "m", make_route("repeat: {first: 2026-12-04, every: 2 weeks, count: 3}")
    )
    museum.edit(make_route("repeat: {first: 2026-12-11, every: 2 weeks, count: 3}"))
    days = ("12-11", "12-25", "01-08")
    assert read(museum) == {"v": Published("CONFIRMED", 1, 1, days, "09:00")}


def test_an_event_that_goes_while_the_others_move_is_told_of(tmp_path: Path) -> None:
    both = "9:00-10:00, 14:00-15:00"
    museum = Museum(tmp_path / "m", make_route(FRIDAYS, time=both))
    museum.edit(make_route(FRIDAYS.replace("12-04", "12-05")))
    saturdays = ("12-05", "12-12", "12-19", "12-26", "01-02")
    assert read(museum) == {
        "v": Published("CONFIRMED", 1, 1, saturdays, "09:00"),
        "v-2": Published("CANCELLED", 1, 1, FIVE, "14:00"),
    }


def test_a_series_that_comes_back_without_some_of_its_dates_gives_these_up(
    tmp_path: Path,
) -> None:
    """Once in the wrong year."""
    museum = Museum(tmp_path / "m", make_route(FRIDAYS))
    museum.edit(make_route(FRIDAYS.replace("2026-12-04", "2027-12-03")))
    assert read(museum).keys() == {"v"}
    museum.edit(make_route("repeat: {first: 2026-12-04, count: 5, skip: [2026-12-18]}"))
    assert read(museum) == {
        "v": Published("CONFIRMED", 2, 2, (*FIVE[:2], *FIVE[3:]), "09:00"),
        "v-20261218": Published("CANCELLED", 2, 2, ("12-18",), "09:00"),
    }


TWO_PATTERNS = HALL.replace(
    "  wed-sun: 09:00-17:00", "  wed-fri: 09:00-17:00\n  sat-sun: 10:00-20:00"
)


def edit_hours(museum: Museum, hours: str) -> dict[str, Published]:
    museum.edit({"content/venues/hall.md": HALL.replace("  wed-sun: 09:00-17:00", hours)})
    return read(museum, "all-opening.ics", "a")


def test_a_weekly_pattern_that_is_dropped_is_cancelled_and_the_other_keeps_its_uid(
    tmp_path: Path,
) -> None:
    museum = Museum(tmp_path / "m", LONG, {"content/venues/hall.md": TWO_PATTERNS})
    before = read(museum, "all-opening.ics", "a")
    assert before.keys() == {"a-open", "a-open-2"}
    after = edit_hours(museum, "  sat-sun: 10:00-20:00")
    assert after["a-open-2"] == before["a-open-2"]
    assert after["a-open"] == before["a-open"]._replace(status="CANCELLED", sequence=1, changed=1)
    museum.edit("".join([LONG, "        note: x\n"]))
    assert read(museum, "all-opening.ics", "a") == after
    back = edit_hours(museum, "  wed-fri: 09:00-17:00\n  sat-sun: 10:00-20:00")
    assert back["a-open-2"] == before["a-open-2"]
    assert back["a-open"] == before["a-open"]._replace(sequence=2, changed=3)


A, B, C, D = (Session(start, "17:00") for start in ("09:00", "10:00", "11:00", "12:00"))


def make_week(**days: Session) -> list[dict[int, Session]]:
    return [{0: days[day]} if day in days else {} for day in WEEKDAYS]


@pytest.mark.parametrize(
    ("later", "numbers"),
    [
        ({"wed": A}, {A: 0}),
        ({"sat": B}, {B: 1}),
        ({"sat": C}, {C: 1}),
        ({"wed": C, "sat": B}, {C: 0, B: 1}),
        ({"wed": C, "sat": D}, {C: 0, D: 1}),
        ({"tue": C, "wed": A, "sat": B}, {C: 2, A: 0, B: 1}),
        ({"tue": C, "sat": B}, {C: 0, B: 1}),
        ({"wed": B, "sat": A}, {B: 1, A: 0}),
    ],
)
def test_a_weekly_pattern_is_known_by_its_times_or_else_its_weekdays(
    later: dict[str, Session], numbers: dict[Session, int]
) -> None:
    patterns = PatternNumbers()
    assert patterns.update(make_week(wed=A, sat=B)) == {(0, A): 0, (0, B): 1}
    found = patterns.update(make_week(**later))
    assert found == {(0, session): number for session, number in numbers.items()}
    assert patterns.update(make_week()) == {}
    assert patterns.update(make_week(wed=A, sat=B)) == {(0, A): 0, (0, B): 1}


def test_a_stop_that_is_put_back_without_a_session_gave_it_up(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "m", make_route(FRIDAYS, time="9:00-10:00, 14:00-15:00"))
    museum.edit(TOUR + OTHER)
    assert {uid: (e.status, e.sequence) for uid, e in read(museum).items()} == {
        "v": ("CANCELLED", 1),
        "v-2": ("CANCELLED", 1),
    }
    museum.edit(make_route(FRIDAYS))
    assert read(museum) == {
        "v": Published("CONFIRMED", 2, 2, FIVE, "09:00"),
        "v-2": Published("CANCELLED", 1, 2, FIVE, "14:00"),
    }


def test_what_was_cancelled_leaves_90_days_after_its_end(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "m", make_route(FRIDAYS, time="9:00-10:00, 14:00-15:00"))
    museum.edit(make_route(FRIDAYS))
    last = dt.date(2027, 1, 1)
    for days, is_there in ((90, True), (91, False)):
        raw = museum.build(last + dt.timedelta(days=days))["stops/v/calendar.ics"]
        assert (b"UID:v-2@" in raw) is is_there


def test_a_stay_that_is_over_and_removed_still_tells_of_days_that_it_gave_up(
    tmp_path: Path,
) -> None:
    museum = Museum(tmp_path / "m", LONG)
    early = LONG.replace("close: 2026-12-20", "close: 2026-12-06")
    museum.edit(early, days=(dt.date(2026, 11, 20) - FIRST).days)
    told = {
        uid: event
        for uid, event in read(museum, "all-opening.ics", "a").items()
        if event.status == "CANCELLED"
    }
    assert {day for event in told.values() for day in event.days} >= {"12-09", "12-20"}
    museum.edit(TOUR + OTHER, days=20)
    after = read(museum, "all-opening.ics", "a")
    assert {uid: event.days for uid, event in after.items()} == {
        uid: event.days for uid, event in told.items()
    }


def test_what_is_tentative_for_another_reason_is_no_news(tmp_path: Path) -> None:
    """A planned stay on days of the Spring Festival is confirmed: whether it is open is not."""
    stay = TOUR + stop_yaml("a", "open: 2027-02-06", "close: 2027-02-07", "status: planned") + OTHER
    museum = Museum(tmp_path / "m", stay)
    before = read(museum, "all-opening.ics", "a")
    assert before["a-open"] == Published("TENTATIVE", 0, 0, ("02-06", "02-07"), "09:00")
    museum.edit(stay.replace("status: planned", "status: confirmed"))
    assert read(museum, "all-opening.ics", "a")["a-open"].sequence == 0
    assert read(museum, "all.ics", "a")["a"].sequence == 1
