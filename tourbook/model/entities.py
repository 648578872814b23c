"""The site as one value: records with their references resolved, stops in order. No input or output
here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tourbook import schema
from tourbook.common import l10n
from tourbook.common.dates import Session
from tourbook.common.problems import Location
from tourbook.history.ledger import Ledger
from tourbook.history.records import RecordHistory
from tourbook.schema import Text
from tourbook.schema.fields import CopyRecord
from tourbook.timetable.holidays import HolidayCalendars

from .regions import RegionTree


class Body(NamedTuple):
    """A Markdown text, the file that it stands in and the line that it begins on."""

    text: str
    file: str
    line: int


@dataclass(slots=True)
class Entry:
    """A record of a Markdown file with its translations merged in."""

    kind: str
    id: str
    slug: str
    location: Location
    record: Any
    bodies: dict[str, Body]
    files: tuple[str, ...]

    @property
    def name(self) -> Text:
        name: Text = self.record.title if self.kind in ("article", "page") else self.record.name
        return name


@dataclass(slots=True)
class Trip:
    """A tour or a caravan route."""

    kind: str
    id: str
    slug: str
    location: Location
    record: schema.TourRecord | schema.RouteRecord
    exhibition: Entry | None
    caravan: Entry | None
    stops: list[Stop] = field(default_factory=list)

    @property
    def name(self) -> Text:
        return self.record.name


class Position(NamedTuple):
    lat: float
    lon: float
    datum: str


@dataclass(slots=True)
class StopPlace:
    """A venue, or the place of a visit that has no venue file."""

    name: Text
    address: Text
    region: str
    position: Position | None
    is_in_township: bool


class MovedDate(NamedTuple):
    """A date of a recurring visit that is not as the others: the date that it was on, and its own
    times or ()."""

    original_day: dt.date
    sessions: tuple[Session, ...]


class DatedVersion(NamedTuple):
    """The dates that a stop had since a moment (seconds since 1970, UTC); the fields are those of
    `Stop`."""

    recorded_at: int
    status: str
    """As in `ledger.life.Time`."""
    spans: tuple[tuple[dt.date, dt.date], ...]
    sessions: tuple[Session, ...]
    moved_dates: dict[dt.date, MovedDate]
    hours: dict[str, str]
    """Of a stay: its venue's and its own."""
    recurs: bool

    def list_sessions(self, day: dt.date) -> tuple[Session, ...]:
        moved = self.moved_dates.get(day)
        return moved.sessions if moved and moved.sessions else self.sessions

    @property
    def dates(self) -> tuple[object, ...]:
        """What a visitor has to know anew where it changes."""
        return self.spans, self.sessions, self.moved_dates

    def format_dates(self, lang: str) -> str:
        """Its dates in words; it must have some."""
        return l10n.format_stop_dates(
            lang, self.spans[0][0], self.spans[-1][1], self.sessions, len(self.spans)
        )


@dataclass(slots=True)
class Stop:
    """A stay or a visit. `spans` are the days on which it is there, each with both ends; a
    recurring visit has many."""

    id: str
    slug: str
    location: Location
    record: schema.StopRecord | schema.VisitRecord
    trip: Trip
    exhibition: Entry | None
    copy: CopyRecord | None
    caravan: Entry | None
    venue: Entry | None
    place: StopPlace
    spans: tuple[tuple[dt.date, dt.date], ...]
    sessions: tuple[Session, ...]
    campaigns: tuple[str, ...]
    organisers: tuple[str, ...]
    moved_dates: dict[dt.date, MovedDate] = field(default_factory=dict)
    """Day of a recurring visit -> what is different about it."""
    history: RecordHistory | None = None
    """What the history tells of it; None where there is none."""
    earlier_versions: tuple[DatedVersion, ...] = ()
    """The dates that it had before, the first ones first."""
    removed_on: dt.date | None = None
    """The day on which it was taken off the schedule, before it was over."""

    def list_sessions(self, day: dt.date) -> tuple[Session, ...]:
        """The times of a visit on one of its days."""
        moved = self.moved_dates.get(day)
        return moved.sessions if moved and moved.sessions else self.sessions

    def find_previous_dates(self) -> DatedVersion | None:
        """The dates that it had before they were last changed."""
        now = (self.spans, self.sessions, self.moved_dates)
        return next(
            (w for w in reversed(self.earlier_versions) if w.spans and w.dates != now), None
        )

    @property
    def last_announced_day(self) -> dt.date | None:
        """The last day of all that was announced of it and not taken back, or only now."""
        latest = next((w for w in reversed(self.earlier_versions) if w.spans), None)
        ends = [self.spans[-1][1]] if self.spans else [latest.spans[-1][1]] if latest else []
        ends += [
            w.spans[-1][1] for w in self.earlier_versions if w.recurs and w.spans
        ]  # dates that were skipped
        return max(ends, default=None)

    @property
    def start(self) -> dt.date | None:
        return self.spans[0][0] if self.spans else None

    @property
    def end(self) -> dt.date | None:
        return self.spans[-1][1] if self.spans else None

    @property
    def order(self) -> tuple[dt.date, str, str]:
        """Sorts by the first day, then the time of the day, then the id; without a date last."""
        return (
            self.spans[0][0] if self.spans else dt.date.max,
            self.sessions[0].start if self.sessions else "",
            self.id,
        )


@dataclass(slots=True)
class Model:
    site: schema.SiteRecord
    regions: RegionTree
    entries: dict[str, dict[str, Entry]]
    aliases: dict[tuple[str, str], Entry]
    """(kind, former id) -> the entry as it is called now."""
    trips: dict[str, Trip]
    stops: list[Stop]
    holiday_calendars: HolidayCalendars
    """Public holidays by region."""
    pictures: frozenset[str]
    """Every file under content/ that is not a text."""
    ledger: Ledger = field(default_factory=Ledger)
    removed_stops: list[Stop] = field(default_factory=list)
    """Stops that were taken off the schedule before they were over, as cancelled ones; they are in
    no other list."""
    removed_entries: dict[str, list[Entry]] = field(default_factory=dict)
    """Entries that are no more, by kind: their calendars go on."""
    removed_trips: list[Trip] = field(default_factory=list)

    def find_entry_or_removed(self, kind: str, name: str) -> Entry | None:
        """The entry with that id, be it that it is no more."""
        return self.find_entry(kind, name) or next(
            (e for e in self.removed_entries.get(kind, ()) if e.id == name), None
        )

    def find_entry(self, kind: str, wanted: str) -> Entry | None:
        """The entry with that id, or that had it before it was renamed."""
        return self.entries[kind].get(wanted) or self.aliases.get((kind, wanted))


def localize_text(text: Text, lang: str, first_language: str) -> str:
    """The text in a language; else in the site's first one; else in any."""
    if isinstance(text, str):
        return text
    return text.get(lang) or text.get(first_language) or next(iter(text.values()), "")
