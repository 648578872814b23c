"""The calendars of the sample site as they were when each date was an event of its own, and what
they were made from: the fixture of test_before_rules.py.

`before_rules.json.xz` holds the front matter of the sample of that commit, some records more (of
other time zones, nights, seasons and rules), and what its program announced of them: every
calendar in both languages, however old and however many its events. Nothing of it changes when the
sample is edited or holidays are announced. To make it again (some minutes):

    python -m tests.calendars.before_rules
"""

from __future__ import annotations

import datetime as dt
import json
import lzma
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.support.events import list_starts, parse_event, split_events
from tests.support.projects import REPO

COMMIT = "b7ac669"
"""The last one of which each date is an event of its own."""
FILE = Path(__file__).with_name("before_rules.json.xz")
TODAY = dt.date(2026, 11, 24)
LAST_HOLIDAYS = 2026
"""The last year of which the State Council had announced the holidays; later ones are in SITE."""
LANGUAGES = ("zh", "en")
SEEN = (
    b"BEGIN", b"UID", b"DTSTART", b"DTEND", b"RRULE", b"RDATE", b"EXDATE", b"RECURRENCE-ID",
    b"STATUS", b"SUMMARY", b"LOCATION", b"DESCRIPTION", b"END",
)  # fmt: skip
"""The lines of an event that say what takes place when; the others take time to read."""


class Happening(NamedTuple):
    """What people see in a calendar: one date of an event."""

    start: str
    """A day as 2026-05-09, a moment in UTC as 2026-05-09T01:00:00Z."""
    end: str
    """As DTEND: a day is exclusive."""
    status: str
    is_sure: bool
    """False if the event says that holidays may still change it."""
    notes: str
    """What is said around the title: the theme's strings for cancelled, postponed, estimated."""
    title: tuple[str, ...]
    """The parts of the title, whatever their order and what stands between them."""
    location: str


Calendars = dict[str, list[Happening]]
"""Path -> what is in it."""
Strings = dict[str, str]


class Fixture(NamedTuple):
    project: dict[str, str]
    """Path -> text."""
    calendars: Calendars


def load() -> Fixture:
    tree = json.loads(lzma.decompress(FILE.read_bytes()))
    found = [Happening(*h[:5], split_title(" · ".join(h[5])), h[6]) for h in tree["happenings"]]
    calendars = {
        path: [found[number] for number in accumulate(steps)]
        for path, steps in tree["calendars"].items()
    }
    return Fixture(tree["project"], calendars)


def split_title(title: str) -> tuple[str, ...]:
    """The parts of a title: place, name and work."""
    return tuple(sorted(re.split(" · |：|: ", title)))


def read_happenings(raw: bytes, strings: Strings) -> list[Happening]:
    """All that takes place in a calendar, rules expanded."""
    return [h for block in split_events(raw) for h in _expand(block, strings)]


_expanded: dict[tuple[bytes, str], list[Happening]] = {}
"""The same event lies byte for byte in many calendars."""


def _expand(block: bytes, strings: Strings) -> list[Happening]:
    key = block, strings["event_unsure"]
    if key not in _expanded:
        _expanded[key] = list(_iterate_happenings(block, strings))
    return _expanded[key]


def _iterate_happenings(block: bytes, strings: Strings) -> Iterator[Happening]:
    lines = block.replace(b"\r\n ", b"").splitlines(keepends=True)
    _, event = parse_event(b"".join(line for line in lines if line.startswith(SEEN)))
    title, notes = str(event["SUMMARY"]), []
    for name in ("summary_cancelled", "summary_postponed"):
        if title.startswith(strings[name]):
            title = title.removeprefix(strings[name])
            notes.append(name)
    if strings["crew_derived"] in title:
        title = title.replace(strings["crew_derived"], "")
        notes.append("crew_derived")
    is_sure = strings["event_unsure"] not in str(event.get("DESCRIPTION", ""))
    status = str(event["STATUS"])
    parts = split_title(title)
    location = str(event.get("LOCATION", ""))
    length = event.duration
    for start in list_starts(event):
        moments = _format_moment(start), _format_moment(start + length)
        yield Happening(*moments, status, is_sure, " ".join(notes), parts, location)


def _format_moment(value: dt.date) -> str:
    if not isinstance(value, dt.datetime):
        return value.isoformat()
    assert value.tzinfo, value
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# ---- made once ---------------------------------------------------------------------------------

SITE: dict[str, Any] = {
    "holidays": {
        "CN": {"2027-01-01/2027-01-03": "元旦", "2027-02-05/2027-02-11": "春节", "2027-02-20": "workday", "2028-01-01": "元旦"}
    },
    "calendar": {"crew": "crew-7f3k", "whole": True},
    "rules": dict.fromkeys(
        ("copy-clash", "venue-full", "vehicle-clash", "vehicle-renewal", "crew-clash", "opening-closed", "no-open-day",
         "holiday-unknown", "holiday-undecided", "past-planned", "transport", "booking-contact", "township-share"), "ignore",
    ),
}  # fmt: skip
"""What site.yaml says besides. `whole`: calendars without a limit."""
REGIONS = """
GB: {name: {zh: 英国, en: United Kingdom}, timezone: Europe/London}
GB-YOR: {name: {zh: 约克, en: York}, parent: GB}
US: {name: {zh: 美国, en: United States}}
US-CO: {name: {zh: 科罗拉多州, en: Colorado}, parent: US, timezone: America/Denver}
CL: {name: {zh: 智利, en: Chile}, timezone: America/Santiago}
"""
MORE = {
    "content/caravans/book-bus.md": "---\nname: {zh: 图书车, en: Book Bus}\n---\n",
    "content/exhibitions/night-sky.md": (
        "---\nname: {zh: 夜空, en: Night Sky}\ncopies: [{id: a}, {id: b}]\n"
        "logistics: {set_up_days: 3, strike_days: 2}\n---\n"
    ),
    "content/venues/minster-hall.md": """---
name: {zh: 明斯特馆, en: Minster Hall}
region: GB-YOR
address: {zh: 示例街5号, en: "5 Sample Street, York"}
hours:
  tue-fri: 10:00-17:00
  sat-sun: 10:00-16:00, 16:00-18:00 booking
  1st mon: 13:00-17:00
  07-01/08-31: 09:00-20:00
  12-24/12-26: closed
  2027-01-02: 12:00-15:00
---
""",
    "content/venues/front-range-dome.md": """---
name: {zh: 前岭天象馆, en: Front Range Dome}
region: US-CO
hours:
  mon-thu: 10:00-12:00, 14:00-17:00
  fri-sat: 10:00-12:00, 18:00-01:00
  last thu: closed
  2026-12-21/2027-01-03: 12:00-20:00
---
""",
    "content/venues/south-pier.md": (
        "---\nname: {zh: 南码头, en: South Pier}\nregion: CL\nhours: {daily: 22:30-02:30}\n---\n"
    ),
    "schedule/night-sky.yaml": """tours:
  - id: night-sky-tour
    name: {zh: 夜空巡展, en: Night Sky on Tour}
    exhibition: night-sky
    organisers: [science-association]
    stops:
      - {id: sky-york, venue: minster-hall, copy: a, open: 2026-09-12, close: 2027-04-11, status: confirmed}
      - {id: sky-york-summer, venue: minster-hall, copy: a, open: 2027-06-20, close: 2027-09-10, status: planned}
      - {id: sky-york-off, venue: minster-hall, copy: b, open: 2027-02-20, close: 2027-04-02, status: cancelled}
      - {id: sky-denver, venue: front-range-dome, copy: b, open: 2026-10-20, close: 2027-03-20, status: confirmed}
      - id: sky-denver-own
        venue: front-range-dome
        copy: b
        open: 2027-03-27
        close: 2027-05-16
        status: postponed
        hours: {fri-sun: "19:00-23:00", 2027-04-04: closed}
      - {id: sky-chile, venue: south-pier, copy: a, open: 2027-04-20, close: 2027-05-20, status: confirmed}
      - {id: sky-chile-stays, venue: south-pier, copy: b, open: 2026-10-15, close: open, status: confirmed}
      - {id: sky-weekend, venue: minster-hall, copy: b, open: 2026-12-05, close: 2026-12-06, status: confirmed}
      - {id: sky-no-date, venue: minster-hall, copy: b, status: postponed}
""",
    "schedule/book-bus.yaml": """routes:
  - id: book-bus
    name: {zh: 图书车线路, en: The Book Bus}
    caravan: book-bus
    visits:
      - id: bus-weekly
        repeat:
          first: 2026-09-04
          until: 2027-07-02
          skip: [2026-12-25]
          also: [2026-12-23]
          moved: [{from: 2027-03-26, to: 2027-03-25, time: "11:00-12:00"}]
        time: 10:00-11:30, 13:00-14:00
        place: YORK
      - {id: bus-night, repeat: {first: 2026-09-25, every: 1 month, days: [last fri], count: 10}, time: "22:00-02:00",
         place: DENVER}
      - {id: bus-markets, repeat: {first: 2026-10-03, every: 1 month, days: [3, 13, 23], until: 2027-04-30}, time: "08:00-09:30", place: YORK}
      - {id: bus-ten-days, repeat: {first: 2026-10-24, every: 10 days, count: 20}, time: "02:30-03:30", place: DENVER}
      - {id: bus-two-days, repeat: {first: 2026-10-05, every: 2 weeks, days: [mon, thu], count: 30}, time: "09:00-10:00", place: DENVER}
      - {id: bus-yearly, repeat: {first: 2026-05-12, every: 1 year, count: 4}, place: YORK}
      - {id: bus-month-end, repeat: {first: 2026-10-31, every: 1 month, days: [last], count: 8}, time: "14:00", place: YORK}
      - {id: bus-off, repeat: {first: 2026-11-30, every: 1 week, count: 12}, time: "09:00-10:00", status: cancelled, place: YORK}
      - {id: bus-planned, repeat: {first: 2027-03-01, every: 1 week, count: 8}, time: "23:00-24:00", status: planned, place: DENVER}
      - {id: bus-put-off, repeat: {first: 2027-03-02, every: 1 week, count: 5}, time: "09:00-10:00", status: postponed, place: YORK}
      - {id: bus-once, date: 2027-03-28, time: "00:30-03:30", place: YORK}
      - {id: bus-all-day, date: 2027-04-04, place: DENVER}
""".replace(
        "YORK", "{name: {zh: 约克菜市场, en: York Market}, region: GB-YOR, township: true}"
    ).replace("DENVER", "{name: {zh: 丹佛车站, en: Denver Station}, region: US-CO}"),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        archive = subprocess.run(
            ["git", "archive", COMMIT], cwd=REPO, check=True, capture_output=True
        )
        subprocess.run(["tar", "-x"], cwd=root, check=True, input=archive.stdout)
        project = _freeze(root)
        target = root / "project"
        for name, text in project.items():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_text(text)
        shutil.copytree(root / "themes", target / "themes")
        command = [
            sys.executable,
            "build.py",
            "--root",
            str(target),
            "--output",
            str(target / "output"),
            "--today",
            str(TODAY),
        ]
        subprocess.run(command, cwd=root, check=True)
        calendars: Calendars = {}
        for path in sorted((target / "output").rglob("*.ics")):
            name = path.relative_to(target / "output").as_posix()
            language = LANGUAGES[name.startswith("en/")]
            strings = yaml.safe_load((root / f"themes/default/strings/{language}.yaml").read_text())
            calendars[name] = read_happenings(path.read_bytes(), strings)
    project["content/site.yaml"] = project["content/site.yaml"].replace("  whole: true\n", "")
    _save(Fixture(project, calendars))


def _freeze(root: Path) -> dict[str, str]:
    """The files of the sample that calendars depend on, and MORE."""
    project: dict[str, str] = {}
    for path in sorted(
        [
            *root.glob("content/**/*.md"),
            *root.glob("content/**/*.svg"),
            *root.glob("content/*.yaml"),
            *root.glob("schedule*/**/*.yaml"),
            root / "schedule.yaml",
        ]
    ):
        text = path.read_text()
        name = path.relative_to(root).as_posix()
        if path.suffix == ".md":
            text = re.match(r"---\n.*?^---\n", text, re.DOTALL | re.MULTILINE)[0]  # type: ignore[index]
        elif path.suffix == ".svg":
            text = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>'
        project[name] = text
    site = yaml.safe_load(project["content/site.yaml"])
    site["rules"] = {**site["rules"], **SITE["rules"]}
    site["holidays"] |= SITE["holidays"]
    site["calendar"] = SITE["calendar"]
    project["content/site.yaml"] = yaml.safe_dump(site, allow_unicode=True, sort_keys=False)
    project["content/regions.yaml"] += REGIONS
    return {**project, **MORE}


def _save(fixture: Fixture) -> None:
    happenings = sorted({h for found in fixture.calendars.values() for h in found})
    numbers = {h: number for number, h in enumerate(happenings)}
    lists = {path: sorted(numbers[h] for h in found) for path, found in fixture.calendars.items()}
    steps = {path: [b - a for a, b in pairwise([0, *found])] for path, found in lists.items()}
    tree = {"project": fixture.project, "happenings": happenings, "calendars": steps}
    text = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    FILE.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(
        f"{FILE.name}: {len(fixture.calendars)} calendars, {len(happenings)} different dates, {FILE.stat().st_size} bytes"
    )


if __name__ == "__main__":
    main()
