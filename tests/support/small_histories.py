"""A site with one of everything, in a repository: edits, and what its calendars make of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import icalendar

from tests.support import tiny_theme
from tests.support.events import read_events, read_series, split_events_by_uid
from tests.support.in_memory import SharedCache
from tests.support.repositories import VersionedProject
from tests.support.sources import SITE
from tourbook.build.inputs import BuildInputs
from tourbook.build.manifest import Manifest
from tourbook.build.options import BuildOptions
from tourbook.build.pipeline import prepare
from tourbook.common.problems import Problem, Problems
from tourbook.history.git import read_repository_state
from tourbook.site.outputs import RawFile
from tourbook.sources.snapshot import take_snapshot

Files = dict[str, "str | bytes | None"]
Edits = Mapping[str, "str | list[tuple[str, str]] | None"]
"""Path -> its new text, None to delete it, or what to replace in it."""
Feeds = dict[str, bytes]
TODAY = dt.date(2026, 11, 10)
SITE_FILE, SCHEDULE, HALL = "content/site.yaml", "schedule.yaml", "content/venues/hall.md"
REGIONS, WEEK = "content/regions.yaml", "content/campaigns/week.md"
TOURS = """tours:
  - id: tour
    name: 巡展
    exhibition: light
    organisers: [org]
    stops:
      - id: stay
        copy: a
        venue: hall
        open: 2026-11-01
        close: 2026-12-20
        note: 请预约
        partners: [team]
        campaigns: [week]
        crew: [team]
"""
ROUTES = """routes:
  - id: route
    name: 线路
    caravan: van
    organisers: [org]
    visits:
      - id: once
        venue: hall
        date: 2026-12-05
        time: 09:00-11:00
        partners: [team]
        campaigns: [week]
      - id: weekly
        place: {name: 小学, region: '621121'}
        time: 13:00-15:00
        repeat: {first: 2026-11-06, every: 1 week, count: 8, holidays: skip}
      - id: abroad
        place: {name: 东京小学, region: JP-13}
        date: 2026-12-13
        time: 09:00-11:00
"""
BASE: Files = {
    **tiny_theme.list_theme_files("tiny"),
    SITE_FILE: SITE.replace("updated: 2026-11-01\n", "")
    + "theme: tiny\nhistory: {removals_confirmed: 2026-11-10}\n",
    REGIONS: "JP: {name: 日本}\nJP-13: {name: 东京, parent: JP, timezone: Asia/Tokyo}\n",
    "content/organisations/org.md": "---\nname: 科协\n---\n",
    "content/organisations/team.md": "---\nname: 团队\n---\n",
    WEEK: "---\nname: 科技周\nstart: 2026-11-20\nend: 2026-11-30\n---\n",
    "content/exhibitions/set.md": "---\nname: 系列\n---\n",
    "content/exhibitions/light.md": (
        "---\nname: 光影\nseries: set\ncopies: [{id: a}, {id: b}]\n---\n"
    ),
    HALL: "---\nname: 县科技馆\nregion: '621121'\nhours:\n  tue-sun: 09:00-17:00\n---\n",
    "content/caravans/van.md": "---\nname: 大篷车\n---\n",
    SCHEDULE: TOURS + ROUTES,
}
STAMPS = ("DTSTAMP", "LAST-MODIFIED", "SEQUENCE")
SCHEDULING = ("DTSTART", "DTEND", "RRULE", "EXDATE", "STATUS")


class Archive(VersionedProject):
    """A repository that is looked at after each commit. A day lies between two commits."""

    def __init__(self, root: Path, edits: Edits | None = None) -> None:
        super().__init__(root)
        self.files: Files = {}
        self.at = 0
        self.problems: list[Problem] = []
        self.edit(BASE)  # type: ignore[arg-type]
        if edits:
            self.edit(edits)
        self.start_at = self.at
        self.commit_all()
        self.first_files = dict(self.files)

    def edit(self, edits: Edits) -> None:
        """Write into files; commit nothing."""
        for path, change in edits.items():
            if isinstance(change, list):
                text = self.files[path]
                assert isinstance(text, str)
                for old, new in change:
                    assert old in text, (path, old)
                    text = text.replace(old, new)
                change = text
            self.files[path] = change
        self.project.write(self.files)

    def commit_all(self) -> None:
        self.at += 86400
        self.commit(self.at)

    def restore(self) -> None:
        """Write all files as they were at first."""
        added = dict.fromkeys(path for path in self.files if path not in self.first_files)
        self.edit({**self.first_files, **added})  # type: ignore[arg-type]

    def read_feeds(self, today: dt.date = TODAY) -> Feeds:
        """The bytes of every calendar. No pages are made."""
        problems = Problems()
        inputs = BuildInputs(
            take_snapshot(self.root),
            read_repository_state(self.root),
            Manifest(),
            lambda: SharedCache(None, b"", 1),
        )
        options = BuildOptions(self.root, self.root / "output", lambda _: today)
        prepared = prepare(options, inputs, problems)
        self.problems = list(problems)
        assert prepared and not problems.error_count, self.problems
        prepared.save_history()
        return {
            output.path: output.make_content()
            for output in prepared.outputs
            if isinstance(output, RawFile) and output.path.endswith(".ics")
        }


class Change(NamedTuple):
    """What became of the events."""

    revised: dict[str, int]
    """First part of the UID -> its SEQUENCE, of those that are new or not as they were."""
    faults: list[str]


def compare_feeds(before: Feeds, after: Feeds) -> Change:
    """What a commit did to the calendars, and what it must not have done."""
    faults = [f"{path}: the calendar is gone" for path in before.keys() - after.keys()]
    revised: dict[str, int] = {}
    for path in sorted(before.keys() & after.keys()):
        old, new = read_series(before[path]), read_series(after[path])
        old_bytes, new_bytes = split_events_by_uid(before[path]), split_events_by_uid(after[path])
        for uid, event in new.items():
            if old_bytes.get(uid) == new_bytes[uid]:
                continue
            revised[uid.removesuffix("@small.example")] = int(event["SEQUENCE"])
            if uid in old:
                faults += (f"{path}: {uid} {fault}" for fault in find_faults(old[uid], event))
        faults += (f"{path}: {fault}" for fault in _find_vanished(before[path], after[path]))
    return Change(revised, faults)


def find_faults(old: icalendar.Event, new: icalendar.Event) -> list[str]:
    """What is wrong with an event that is not byte for byte as it was."""
    changed = {
        name
        for name in {*old, *new}
        if (name not in old or name not in new or old[name] != new[name])
    }
    faults = []
    if new["LAST-MODIFIED"].dt <= old["LAST-MODIFIED"].dt:
        faults.append(f"is not stamped: {sorted(changed)}")
    if changed <= {*STAMPS}:
        faults.append("is stamped for nothing")
    has_moved = not changed.isdisjoint(SCHEDULING)
    if has_moved != (int(new["SEQUENCE"]) > int(old["SEQUENCE"])):
        faults.append(f"has SEQUENCE {new['SEQUENCE']} after {old['SEQUENCE']}: {sorted(changed)}")
    if "CREATED" in changed:
        faults.append("has another CREATED")
    return faults


def _find_vanished(before: bytes, after: bytes) -> list[str]:
    """What was announced and is not over, and is neither there nor in an event that moved."""
    old, new = read_events(before), read_events(after)
    series, starts = read_series(after), {event["DTSTART"].dt for event in new.values()}
    moved = {
        uid
        for uid, event in read_series(before).items()
        if uid in series and int(series[uid]["SEQUENCE"]) > int(event["SEQUENCE"])
    }
    return [
        f"{uid} vanished"
        for uid, event in old.items()
        if event["STATUS"] != "CANCELLED"
        and uid not in new.keys() | series.keys()
        and event["DTSTART"].dt not in starts
        and not any(uid.startswith(name.partition("@")[0] + "-") for name in moved)
    ]
