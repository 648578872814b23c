"""A small site in a repository, edited and built day after day, and its events as subscribers see
them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import icalendar

from tests.support import tiny_theme
from tests.support.events import read_events
from tests.support.in_memory import Files
from tests.support.repositories import VersionedProject, make_datetime
from tests.support.sources import SITE, TOUR, VAN, stop_yaml
from tourbook.build.freshness import make_source
from tourbook.build.inputs import read_inputs
from tourbook.build.options import BuildOptions
from tourbook.build.pipeline import PreparedBuild, prepare
from tourbook.build.staging import make_bytes
from tourbook.common.problems import Problems
from tourbook.common.urls import derive_output_file
from tourbook.site.outputs import Asset

DAY = 86400
FIRST = dt.date(2026, 9, 21)
"""The day of the first commit; each edit is made on the day after the one before."""
RULES = (
    "holiday-unknown",
    "opening-closed",
    "no-open-day",
    "past-planned",
    "transport",
    "venue-full",
    "vehicle-clash",
)
MUSEUM_SITE = SITE + f"rules: {{{', '.join(f'{rule}: ignore' for rule in RULES)}}}\n"
STAY = stop_yaml("a", "open: 2026-12-01", "close: 2026-12-06")
OTHER = stop_yaml("b", "open: 2027-03-02", "close: 2027-03-07")
NAME = "县科技馆 · 光影"
"""What the event of STAY is called."""


class PublishedEvent(NamedTuple):
    """An event as a subscriber sees it."""

    status: str
    summary: str
    start: str
    sequence: int
    changed: int
    """Days after the first commit."""


class PlannedTree(Mapping[str, bytes]):
    """Output file -> its bytes, which are made when somebody looks at them."""

    def __init__(self, prepared: PreparedBuild) -> None:
        self._job = prepared.job
        self._outputs = {derive_output_file(output.path): output for output in prepared.outputs}

    def __iter__(self) -> Iterator[str]:
        return iter(self._outputs)

    def __len__(self) -> int:
        return len(self._outputs)

    def __getitem__(self, name: str) -> bytes:
        output = self._outputs[name]
        if isinstance(output, Asset):
            raw = self._job.find_source(output.source).read_bytes()
            return output.transform(raw) if output.transform else raw
        return make_bytes(self._job, output, make_source(self._job, output))


class Museum(VersionedProject):
    """A small site that is edited, committed and built, day after day."""

    def __init__(
        self, root: Path, schedule: str = TOUR + STAY + OTHER, files: Files | None = None
    ) -> None:
        super().__init__(root)
        self.days = 0
        self.start(
            0,
            {
                **tiny_theme.list_theme_files("default"),
                **VAN,
                "content/site.yaml": MUSEUM_SITE,
                "schedule.yaml": schedule,
                **(files or {}),
            },
        )

    @property
    def today(self) -> dt.date:
        return FIRST + dt.timedelta(days=self.days)

    def edit(self, files: Files | str, days: int = 1) -> None:  # type: ignore[override]
        """Commits a change; a text is the schedule."""
        self.days += days
        self.commit(
            self.days * DAY, {"schedule.yaml": files} if isinstance(files, str) else dict(files)
        )

    def build(self, today: dt.date | None = None) -> PlannedTree:
        """What the first build of these files writes."""
        options = BuildOptions(
            self.root, self.project.output, lambda _: today or self.today, jobs=1
        )
        problems = Problems()
        prepared = prepare(options, read_inputs(options), problems)
        assert prepared and {p.code for p in problems} <= {"removed-early"}, list(problems)
        prepared.save_history()
        return PlannedTree(prepared)

    def publish(self) -> dict[str, bytes]:
        """Build, write, and remember what was written."""
        report = self.project.build(today=self.today)
        assert {p.code for p in report.problems} <= {"removed-early"}, report.problems
        return self.project.read_tree()

    def read_calendar(
        self, path: str = "all.ics", today: dt.date | None = None
    ) -> dict[str, PublishedEvent]:
        return {
            uid.removesuffix("@small.example"): summarise_event(e)
            for uid, e in read_events(self.build(today)[path]).items()
        }

    def read_event(self, uid: str = "a", path: str = "all.ics") -> icalendar.Event:
        return read_events(self.build()[path])[f"{uid}@small.example"]


def summarise_event(e: icalendar.Event) -> PublishedEvent:
    assert e["DTSTAMP"].dt == e["LAST-MODIFIED"].dt
    start = e["DTSTART"].dt
    written = f"{start:%m-%d %H:%M}" if isinstance(start, dt.datetime) else f"{start:%m-%d}"
    return PublishedEvent(
        str(e["STATUS"]),
        str(e["SUMMARY"]),
        written,
        int(e["SEQUENCE"]),
        (e["DTSTAMP"].dt - make_datetime(0)).days,
    )
