"""What six readers see in the calendars of random sites: the same, and what the schedule says."""

from __future__ import annotations

import datetime as dt
import random
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from tests.calendars.readers import READERS, Calendars, Seen, agreed, moment
from tests.support import tiny_theme
from tests.support.examples import IS_RANDOM
from tests.support.projects import Project

ZONES = (
    "Asia/Shanghai",
    "Asia/Urumqi",
    "Europe/Berlin",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Asia/Kathmandu",
)
CHARACTERS = "科展馆一二三，。：“”·— abcXYZ09,;:\"'(){}%&<>é😀𠀀"
"""Of names, with all that is escaped in a TEXT value but the backslash, which some readers unescape
in the wrong order."""


ID = re.compile(r"((?:stop|visit)-\d)[-@]")
"""Of a record, at the beginning of a UID."""
HOURS = (((9, 12), (14, 17)), ((10, 18),))
"""When venues are open from Monday to Friday, and at weekends."""
Time = tuple[str, str, str]


def text(r: random.Random) -> str:
    """A name, now and then so long that it is folded several times."""
    return "馆" + "".join(r.choice(CHARACTERS) for _ in range(r.choice([3, 12, 90]))).strip() + "厅"


FEEDS = ["all", "opening"]
"""They hold the events of all others, of which one site is enough."""


def files(
    r: random.Random, zone: str, feeds: list[str]
) -> tuple[dict[str, str | bytes | None], dict[str, set[Time]]]:
    """A project, and when each of its records takes place: calendar -> id, start and end as a reader
    gives them."""
    site = {
        "name": "小站", "base_url": "https://small.example/", "uid_domain": "small.example", "theme": "tiny", "timezone": zone,
        "languages": ["zh", "en"], "pages": ["home", "stop"], "feeds": feeds,
        "rules": dict.fromkeys(("vehicle-clash", "venue-full", "no-open-day", "opening-closed"), "ignore"),
    }  # fmt: skip
    stops, visits = [], []
    days: set[Time] = set()
    opening: set[Time] = set()
    closed = {str(dt.date(2026, 11, 1) + dt.timedelta(days=r.randint(0, 300))) for _ in range(60)}
    for n in range(6):
        start = dt.date(2026, 11, 1) + dt.timedelta(days=r.randint(0, 300))
        end = start + dt.timedelta(days=r.randint(0, 60))
        status = r.choice(["planned", "confirmed", "cancelled"])
        stops.append(
            {
                "id": f"stop-{n}",
                "venue": f"v{n % 3}",
                "open": start,
                "close": end,
                "status": status,
                "note": text(r),
            }
        )
        days.add((f"stop-{n}", moment(start), moment(end + dt.timedelta(days=1))))
        opening |= {
            (f"stop-{n}", moment(wall(day, first, zone)), moment(wall(day, last, zone)))
            for day in (start + dt.timedelta(days=i) for i in range((end - start).days + 1))
            if str(day) not in closed
            for first, last in (HOURS[day.weekday() > 4])
        }
    for n in range(8):
        # the nights on which summer time begins or ends somewhere are among these days
        day = r.choice(
            [
                dt.date(2027, 3, 14),
                dt.date(2027, 3, 28),
                dt.date(2027, 4, 3),
                dt.date(2027, 4, 4),
                dt.date(2026, 12, 1),
            ]
        )
        # 02:00 does not exist then: vobject reads it otherwise than RFC 5545
        hours = r.choice([(1, 5), (9, 11), (0, 1), (13, 24), (22, 27)])
        place = {"name": text(r), "region": "621121"}
        visits.append(
            {
                "id": f"visit-{n}",
                "date": day,
                "time": "{:02}:00-{:02}:00".format(*hours),
                "place": place,
            }
        )
        visit: set[Time] = {
            (f"visit-{n}", *(moment(wall(day, hour, zone)) for hour in hours))  # type: ignore[arg-type]
        }
        if n % 2:  # every week, over the nights on which clocks are put forward or back
            skipped = {day + dt.timedelta(weeks=week) for week in r.sample(range(1, 19), 3)}
            del visits[-1]["date"]
            visits[-1]["repeat"] = {
                "first": day, "every": "1 week", "count": 20, "skip": sorted(skipped),
            }  # fmt: skip
            dates = {day + dt.timedelta(weeks=week) for week in range(20)} - skipped
            visit = {
                (f"visit-{n}", *(moment(wall(date, hour, zone)) for hour in hours))  # type: ignore[misc]
                for date in dates
            }
        days |= visit
        opening |= visit
    begins = {
        "visit-8": (dt.date(2027, 3, 28), 14, {}),
        "visit-9": (dt.date(2027, 3, 2), 9, {"every": "1 month", "days": ["1st tue"], "count": 3}),
    }  # times of which only the beginning is known
    for id, (day, hour, rule) in begins.items():
        when = {"repeat": {"first": day, **rule}} if rule else {"date": day}
        visits.append({"id": id, "time": f"{hour:02}:00", "place": {"name": text(r), "region": "621121"}, **when})  # fmt: skip
        dates = {day, dt.date(2027, 4, 6), dt.date(2027, 5, 4)} if rule else {day}
        visit = {(id, *[moment(wall(date, hour, zone))] * 2) for date in dates}  # type: ignore[misc]
        days |= visit
        opening |= visit
    schedule = {
        "tours": [{"id": "tour", "name": text(r), "exhibition": "light", "stops": stops}],
        "routes": [{"id": "route", "name": "线路", "caravan": "van", "visits": visits}],
    }
    opened = list_hours(closed)
    return {
        **tiny_theme.list_theme_files(), "content/site.yaml": dump(site), "schedule.yaml": dump(schedule),
        "content/exhibitions/light.md": f"---\n{dump({'name': {'zh': text(r), 'en': text(r)}})}--" f"-\n",
        "content/caravans/van.md": f"---\n{dump({'name': text(r)})}---\n",
        **{f"content/venues/v{n}.md": f"---\n" f"{dump({'name': text(r), 'region': 'XX', 'address': text(r), 'hours': opened})}---\n" for n in range(3)},
        "content/regions.yaml": "XX: {name: 某国}\n",
    }, {"all": days, "all-opening": opening}  # fmt: skip


def list_hours(closed: set[str]) -> dict[str, str]:
    """The times of `HOURS`, but for the days on which it is closed."""
    lines = zip(("mon-fri", "sat-sun"), HOURS, strict=True)
    times = {
        days: ", ".join(f"{first:02}:00-{last:02}:00" for first, last in sessions)
        for days, sessions in lines
    }
    return times | dict.fromkeys(sorted(closed), "closed")


def dump(tree: object) -> str:
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)


def wall(day: dt.date, hour: int, zone: str) -> dt.datetime:
    """The moment at which clocks there show the hour, the first where they show it twice."""
    local = dt.datetime.combine(
        day + dt.timedelta(days=hour // 24), dt.time(hour % 24), ZoneInfo(zone)
    )
    return local.astimezone(dt.UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_random_sites(tmp_path: Path, zone: str) -> None:
    project = Project(tmp_path)
    calendars: dict[str, bytes] = {}
    expected: dict[int, dict[str, set[Time]]] = {}
    for seed in range(4 if IS_RANDOM else 1):
        feeds = FEEDS if zone != ZONES[0] else [*FEEDS, "venue", "stop"]
        written, events = files(random.Random(f"{zone} {seed}"), zone, feeds)
        project.write(written)
        report = project.build()
        assert not report.error_count, [p for p in report.problems if p.level == "error"]
        calendars |= {
            f"{seed}/{name}": raw
            for name, raw in project.read_tree().items()
            if name.endswith(".ics")
        }
        expected[seed] = events
    found = agreed(calendars)
    for seed, times in expected.items():
        for name, wanted in times.items():
            for prefix in ("", "en/"):
                listed = found[f"{seed}/{prefix}{name}.ics"]
                got = [(*ID.match(e.uid).groups(), e.start, e.end) for e in listed]  # type: ignore[union-attr]
                assert len(got) == len({*got}), name
                assert not {*got} ^ wanted, (prefix, name)


def test_readers_that_differ_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    head, tail = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//ZH\r\n", b"END:VCALENDAR\r\n"
    event = (
        b"BEGIN:VEVENT\r\nUID:a@b\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20260509\r\nD"
        b"TEND;VALUE=DATE:20260516\r\n"
        b"SUMMARY:s\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\n"
    )
    calendars = {"one": head + event + tail, "none": head + tail}
    assert agreed(calendars) == {
        "one": [Seen("a@b", "2026-05-09", "2026-05-16", "s", "CONFIRMED", "", "", (), 0)],
        "none": [],
    }
    right = READERS["libical"]

    def wrong(given: Calendars) -> dict[str, list[Seen]]:
        return right({name: raw.replace(b"20260516", b"20260517") for name, raw in given.items()})

    monkeypatch.setitem(READERS, "libical", wrong)
    with pytest.raises(AssertionError, match="icalendar and libical differ"):
        agreed(calendars)
