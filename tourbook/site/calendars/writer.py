"""A calendar as a file: its head, its time zone, and as many events as programs take.

Google refuses what is larger than a megabyte, and phones what is long. So a calendar holds
everything that is not over and the last 90 days; where that is too much, first less of the past,
and then nothing beyond a day that it names.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from tourbook.common import l10n, urls
from tourbook.common.problems import At
from tourbook.formats import ical
from tourbook.model.entities import Stop
from tourbook.schedule.agenda import PART, TOLD
from tourbook.site.context import Context
from tourbook.site.outputs import RawFile
from tourbook.site.pages.subscribe import archived

from .events import Events, Line, every
from .lint import MOST_EVENTS, MOST_OCTETS, Linter

HEAD = 8_000
"""Octets that are left for the head and the time zone."""
REFRESH = "PT12H"
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
LISTS = {
    "all": "tour",
    "upcoming": "tour",
    "archive": "tour",
    "campaigns": "campaign",
    "copy": "exhibition",
    "crew": "tour",
}
"""Kind of a calendar -> kind of the list of pages whose name is its category."""
EMPTY = dt.date(2000, 1, 1)
"""The day for which the time zone of an empty calendar is given."""


class Feed(NamedTuple):
    kind: str
    path: str
    name: str
    """"" for the file of a single stop."""
    page: str
    """Site path of the page that shows the same."""
    stops: Callable[[], Sequence[Stop]]
    more: Callable[[], Iterable[Line]] = tuple
    """Events besides those of stops."""
    past: bool = True
    """Whether it holds what is over, too."""
    opening: bool = False


class Choice(NamedTuple):
    lines: list[Line]
    until: dt.date | None = None
    """The day after which there would be more; None where all of it is there."""


class Writer:
    def __init__(self, c: Context, events: Events) -> None:
        self.c, self.events, self.site = c, events, c.model.site
        options = self.site.calendar
        self.prodid = options.prodid if options else "-//Tourbook//Tourbook//ZH"
        self.whole = bool(options and options.whole)
        self.linter, self.unlimited = Linter(not self.whole), Linter(limited=False)
        self._archives: dict[int, list[Line]] = {}
        self._zones: dict[tuple[dt.date, dt.date], str] = {}

    def output(self, feed: Feed, at: At) -> RawFile:
        """The feed as a file to publish; that of a single stop may be as large as it is."""
        linter = self.unlimited if feed.kind == "stop" else self.linter
        return RawFile(feed.path, feed.kind, (at,), partial(self.write, feed), linter.faults)

    def write(self, feed: Feed) -> bytes:
        stops = feed.stops()
        shape = self.events.opened if feed.opening else self.events.stays
        old = self.c.index.old if feed.kind != "stop" and not self.whole else ()
        lines = every([tuple(feed.more()), *(shape(s) for s in stops if s.id not in old)])
        chosen = (
            Choice(lines) if feed.kind in ("stop", "archive") else self.chosen(lines, feed.past)
        )
        return self.file(
            feed, chosen, max([self.modified(stops), *(x.modified for x in chosen.lines)])
        )

    def archive(self, year: int, parts: int) -> Iterator[Feed]:
        """The calendars of a year: what began in it and is over."""

        def over(first: int, end: int | None) -> list[Line]:
            if year not in self._archives:
                stops = (*self.c.model.stops, *self.c.index.tombstones)
                lines = every(
                    self.events.stays(s) for s in stops if any(a.year == year for a, _ in s.spans)
                )
                last = self.c.today - TOLD
                self._archives[year] = [
                    x
                    for x in lines
                    if x.start.year == year
                    and x.end < self.c.today
                    and not (x.gone and x.end < last)
                ]
            return self._archives[year][first:end]

        for n in range(parts):
            end = (n + 1) * PART if n + 1 < parts else None
            path, name = archived(self.c, year, n)
            more = partial(over, n * PART, end)
            yield Feed("archive", path + ".ics", name, self.c.prefix, tuple, more)

    def file(self, feed: Feed, chosen: Choice, modified: int) -> bytes:
        c, base = self.c, self.c.settings.base_url
        single = feed.kind == "stop"
        page = base + urls.encoded(feed.page)
        about = [] if single else [c.t("feed_about", name=feed.name, url=page)]
        if chosen.until:
            about.append(
                c.t(
                    "feed_until",
                    date=l10n.date(c.lang, chosen.until),
                    url=base + urls.encoded(c.site.subscribe or c.prefix),
                )
            )
        timed = [x for x in chosen.lines if x.time]
        days = (
            [timed[0].start, max(x.end for x in timed)]
            if timed
            else []
            if chosen.lines
            else [EMPTY]
        )
        head = ical.Head(self.prodid, feed.name)
        if self.events.wants is None:
            head = ical.Head(
                self.prodid,
                feed.name,
                " ".join(about),
                base + urls.encoded(feed.path),
                page,
                "" if single else COLORS[feed.kind],
                modified,
                () if single else (c.t("list_" + LISTS.get(feed.kind, feed.kind)),),
                "" if single else REFRESH,
            )
        return ical.vcalendar(
            head, self.zone(min(days), max(days)) if days else "", (x.raw for x in chosen.lines)
        )

    def zone(self, first: dt.date, last: dt.date) -> str:
        if (first, last) not in self._zones:
            self._zones[first, last] = ical.vtimezone(self.site.timezone, first, last)
        return self._zones[first, last]

    def modified(self, stops: Iterable[Stop]) -> int:
        return max([self.events.stamps.base, *map(self.events.stamps.modified, stops)])

    def chosen(self, lines: list[Line], past: bool) -> Choice:
        """What of the events goes into a calendar; they come in order of time."""
        today = self.c.today
        last = today - TOLD
        if self.whole:
            return Choice(
                [x for x in lines if not (x.gone and x.end < last) and (past or x.end >= today)]
            )
        coming = [x for x in lines if x.end >= today]
        recent = (
            sorted(
                (x for x in lines if last <= x.end < today),
                key=lambda x: (x.end, x.uid),
                reverse=True,
            )
            if past
            else []
        )
        fit = fitting(coming)
        if fit < len(
            coming
        ):  # whole days only: what begins on a day is all there, or none of it is
            day = coming[fit].start
            fit = bisect_left(coming, day, key=lambda x: x.start) or fit
            return Choice(coming[:fit], day - dt.timedelta(days=1))
        kept = recent[: fitting([*coming, *recent]) - len(coming)]
        return Choice(sorted([*kept, *coming], key=lambda x: x.order))


def fitting(lines: Sequence[Line]) -> int:
    """How many of them, from the first, a calendar can hold."""
    octets = HEAD
    for number, line in enumerate(lines[:MOST_EVENTS]):
        octets += len(line.raw)
        if octets > MOST_OCTETS:
            return number
    return min(len(lines), MOST_EVENTS)
