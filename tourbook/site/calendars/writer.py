"""A calendar as a file: its head, its time zone, and as many events as programs take.

Google refuses what is larger than a megabyte, and phones what is long. So a calendar holds
everything that is not over and the last 90 days; where that is too much, first less of the past,
and then nothing beyond a day that it names.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from typing import NamedTuple

from tourbook.common import l10n
from tourbook.common.dates import Span
from tourbook.common.memoized import Memoized
from tourbook.common.problems import Location
from tourbook.formats import ical
from tourbook.formats.vtimezone import format_vtimezone
from tourbook.model.trips import Stop
from tourbook.site.edition import Edition
from tourbook.site.outputs import RawFile

from .archives import ARCHIVE_PART_SIZE, describe_archive
from .events import Events, SerializedEvent, merge_events
from .lint import MAX_EVENTS, MAX_OCTETS, CalendarLinter
from .retention import RETENTION, find_long_past_ids

RESERVED_OCTETS = 8_000
"""Octets that are left for the head and the time zone."""
REFRESH_INTERVAL = "PT12H"
COLORS = {
    "all": "royalblue",
    "upcoming": "royalblue",
    "archive": "gray",
    "exhibition": "darkorange",
    "copy": "darkorange",
    "tour": "seagreen",
    "venue": "teal",
    "caravan": "goldenrod",
    "organisation": "slateblue",
    "campaigns": "crimson",
    "campaign": "crimson",
    "place": "steelblue",
    "crew": "dimgray",
}
"""Kind of a calendar -> a colour of CSS3 (RFC 7986, 5.9)."""
CATEGORY_KINDS = {
    "all": "tour",
    "upcoming": "tour",
    "archive": "tour",
    "campaigns": "campaign",
    "copy": "exhibition",
    "crew": "tour",
}
"""Kind of a calendar -> kind of the list of pages whose name is its category."""
EMPTY_CALENDAR_DAY = dt.date(2000, 1, 1)
"""The day for which the time zone of an empty calendar is given."""


class CalendarFeed(NamedTuple):
    kind: str
    path: str
    name: str
    """"" for the file of a single stop."""
    page: str
    """Site path of the page that shows the same."""
    list_stops: Callable[[], Sequence[Stop]]
    list_extra_events: Callable[[], Iterable[SerializedEvent]] = tuple
    """Events besides those of stops."""
    includes_past: bool = True
    """Whether it holds what is over, too."""
    has_open_days: bool = False


class Selection(NamedTuple):
    events: list[SerializedEvent]
    last_day: dt.date | None = None
    """The day after which there would be more; None where all of it is there."""


class CalendarWriter:
    def __init__(self, edition: Edition, events: Events) -> None:
        self.edition, self.events, self.site = edition, events, edition.model.site
        self.language, self.addresses = edition.language, edition.addresses
        options = self.site.calendar
        self.prodid = options.prodid if options else "-//Tourbook//Tourbook//ZH"
        self.is_whole = bool(options and options.whole)
        self.linter, self.unlimited_linter = (
            CalendarLinter(not self.is_whole),
            CalendarLinter(has_size_limit=False),
        )
        self._archive_events: dict[int, list[SerializedEvent]] = {}
        self._vtimezones = Memoized(self._format_vtimezone)

    @cached_property
    def long_past_ids(self) -> frozenset[str]:
        return find_long_past_ids(self.edition.agenda)

    def make_output(self, feed: CalendarFeed, at: Location) -> RawFile:
        """The feed as a file to publish; that of a single stop may be as large as it is."""
        linter = self.unlimited_linter if feed.kind == "stop" else self.linter
        return RawFile(feed.path, feed.kind, (at,), partial(self.write, feed), linter.find_faults)

    def write(self, feed: CalendarFeed) -> bytes:
        stops = feed.list_stops()
        shape = (
            self.events.list_open_day_events if feed.has_open_days else self.events.list_date_events
        )
        old = self.long_past_ids if feed.kind != "stop" and not self.is_whole else ()
        lines = merge_events(
            [tuple(feed.list_extra_events()), *(shape(s) for s in stops if s.id not in old)]
        )
        chosen = (
            Selection(lines)
            if feed.kind in ("stop", "archive")
            else self.select_events(lines, feed.includes_past)
        )
        return self.serialize_calendar(
            feed,
            chosen,
            max([self.compute_modified_at(stops), *(x.modified_at for x in chosen.events)]),
        )

    def iterate_archive_feeds(self, year: int, parts: int) -> Iterator[CalendarFeed]:
        """The calendars of a year: what began in it and is over."""

        def over(first: int, end: int | None) -> list[SerializedEvent]:
            if year not in self._archive_events:
                stops = (*self.edition.model.stops, *self.edition.agenda.tombstones)
                lines = merge_events(
                    self.events.list_date_events(s)
                    for s in stops
                    if any(a.year == year for a, _ in s.spans)
                )
                last = self.edition.agenda.today - RETENTION
                self._archive_events[year] = [
                    x
                    for x in lines
                    if x.start.year == year
                    and x.end < self.edition.agenda.today
                    and not (x.is_removed and x.end < last)
                ]
            return self._archive_events[year][first:end]

        for n in range(parts):
            end = (n + 1) * ARCHIVE_PART_SIZE if n + 1 < parts else None
            path, name = describe_archive(self.edition, year, n)
            more = partial(over, n * ARCHIVE_PART_SIZE, end)
            yield CalendarFeed("archive", path + ".ics", name, self.addresses.prefix, tuple, more)

    def serialize_calendar(
        self, feed: CalendarFeed, selection: Selection, modified_at: int
    ) -> bytes:
        single, make_absolute = feed.kind == "stop", self.addresses.make_absolute
        page = make_absolute(feed.page)
        about = [] if single else [self.language.t("feed_about", name=feed.name, url=page)]
        if selection.last_day:
            subscribe = self.addresses.page_url("subscribe", "subscribe/")
            about.append(
                self.language.t(
                    "feed_until",
                    date=l10n.format_date(self.language.code, selection.last_day),
                    url=make_absolute(subscribe or self.addresses.prefix),
                )
            )
        timed = [x for x in selection.events if x.start_time]
        days = (
            [timed[0].start, max(x.end for x in timed)]
            if timed
            else []
            if selection.events
            else [EMPTY_CALENDAR_DAY]
        )
        head = ical.CalendarProperties(self.prodid, feed.name)
        if self.events.properties is None:
            head = ical.CalendarProperties(
                self.prodid,
                feed.name,
                " ".join(about),
                make_absolute(feed.path),
                page,
                "" if single else COLORS[feed.kind],
                modified_at,
                ()
                if single
                else (self.language.t("list_" + CATEGORY_KINDS.get(feed.kind, feed.kind)),),
                "" if single else REFRESH_INTERVAL,
            )
        return ical.format_vcalendar(
            head,
            self._vtimezones[min(days), max(days)] if days else "",
            (x.raw for x in selection.events),
        )

    def _format_vtimezone(self, span: Span) -> str:
        return format_vtimezone(self.site.timezone, *span)

    def compute_modified_at(self, stops: Iterable[Stop]) -> int:
        return max(
            [
                self.events.revisions.site_modified_at,
                *map(self.events.revisions.compute_modified_at, stops),
            ]
        )

    def select_events(self, lines: list[SerializedEvent], include_past: bool) -> Selection:
        """What of the events goes into a calendar; they come in order of time."""
        today = self.edition.agenda.today
        last = today - RETENTION
        if self.is_whole:
            return Selection(
                [
                    x
                    for x in lines
                    if not (x.is_removed and x.end < last) and (include_past or x.end >= today)
                ]
            )
        coming = [x for x in lines if x.end >= today]
        recent = (
            sorted(
                (x for x in lines if last <= x.end < today),
                key=lambda x: (x.end, x.uid),
                reverse=True,
            )
            if include_past
            else []
        )
        fit = count_fitting_events(coming)
        if fit < len(
            coming
        ):  # whole days only: what begins on a day is all there, or none of it is
            day = coming[fit].start
            fit = bisect_left(coming, day, key=lambda x: x.start) or fit
            return Selection(coming[:fit], day - dt.timedelta(days=1))
        kept = recent[: count_fitting_events([*coming, *recent]) - len(coming)]
        return Selection(sorted([*kept, *coming], key=lambda x: x.order))


def count_fitting_events(lines: Sequence[SerializedEvent]) -> int:
    """How many of them, from the first, a calendar can hold."""
    octets = RESERVED_OCTETS
    for number, line in enumerate(lines[:MAX_EVENTS]):
        octets += len(line.raw)
        if octets > MAX_OCTETS:
            return number
    return min(len(lines), MAX_EVENTS)
