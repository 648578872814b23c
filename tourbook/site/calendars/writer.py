"""A calendar as a file: its head, its time zones, its events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from typing import NamedTuple

import msgspec

from tourbook.common import l10n
from tourbook.common.dates import Span
from tourbook.common.digests import compute_digest
from tourbook.common.memoized import Memoized
from tourbook.common.problems import Location
from tourbook.formats import ical
from tourbook.formats.vtimezone import format_vtimezone
from tourbook.model.trips import Stop
from tourbook.schedule.membership import Membership
from tourbook.site.edition import Edition
from tourbook.site.outputs import RawFile

from .archives import ARCHIVE_PART_SIZE, describe_archive
from .calendar_feed import CalendarFeed
from .calendar_inputs import CalendarInputs
from .event_texts import shorten
from .events import Events
from .retention import find_long_past_ids
from .selection import Cut, Selection, Selector
from .serialized_events import SerializedEvent, merge_events

_CUT_DECODER: msgspec.msgpack.Decoder[Cut | None] = msgspec.msgpack.Decoder(Cut | None)
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


class Content(NamedTuple):
    """What calendars of all events and of those to come have in common; as in `CalendarFeed`."""

    list_stops: Callable[[], Sequence[Stop]]
    list_extra_events: Callable[[], Iterable[SerializedEvent]]
    has_open_days: bool


class CalendarWriter:
    def __init__(self, edition: Edition, events: Events) -> None:
        self.events = events
        self._site, self._agenda = edition.model.site, edition.agenda
        self._edition = edition
        self._language, self._addresses = edition.language, edition.addresses
        options = self._site.calendar
        self._prodid = options.prodid if options else "-//Tourbook//Tourbook//ZH"
        self._is_whole = bool(options and options.whole)
        self._selector = Selector(self._agenda.today, self._agenda.find_today)
        self._inputs = CalendarInputs(edition, events)
        self._planned_feeds: dict[str, CalendarFeed] = {}
        """Site path -> a calendar that may leave something out."""
        self._selections = Memoized(self._select_events)
        self._merged_events = Memoized(self._merge_events)
        self._archive_events = Memoized(self._select_archive_events)
        self._vtimezones = Memoized(self._format_vtimezone)

    def make_output(
        self,
        feed: CalendarFeed,
        location: Location,
        shown_lists: tuple[Membership, ...] | None = None,
    ) -> RawFile:
        """The calendar as a file to publish; `shown_lists` as in `HtmlPage`."""
        is_limited = feed.kind == "archive" or (feed.may_be_cut and not self._is_whole)
        linter = self.events.linter
        find_faults = linter.find_faults if is_limited else linter.find_faults_of_any_size
        if feed.may_be_cut:
            self._planned_feeds[feed.file_path] = feed
        write = partial(self.write, feed)
        list_inputs = partial(self._inputs.list_all, feed)
        return RawFile(
            feed.file_path, feed.kind, (location,), write, find_faults, list_inputs, shown_lists
        )

    def write(self, feed: CalendarFeed) -> bytes:
        selection = self._selections[feed]
        moments = [
            self.events.inputs.revisions.site_modified_at,
            *(self.events.inputs.revise(stop).modified_at for stop in feed.list_stops()),
            *(event.modified_at for event in selection.events),
        ]
        feed = feed._replace(name=shorten(feed.name))
        return self._serialize_calendar(feed, selection, max(moments))

    def _select_events(self, feed: CalendarFeed) -> Selection:
        """What a calendar holds."""
        content = Content(feed.list_stops, feed.list_extra_events, feed.has_open_days)
        if feed.is_single_stop:
            return Selection(self._merge_all_events(content))
        events = self._merged_events[content]
        if feed.kind == "archive":
            return Selection(events)
        if self._is_whole:
            return Selection(list(self._iterate_whole(events, feed.includes_past)))
        selection = self._selector.select(events, feed.includes_past, feed.may_be_cut)
        if feed.may_be_cut and not selection.cut:
            self._inputs.remember_whole(feed)
        return selection

    def _merge_events(self, content: Content) -> list[SerializedEvent]:
        past_ids = frozenset() if self._is_whole else self._long_past_ids
        return self._merge_all_events(content, past_ids)

    def _merge_all_events(
        self, content: Content, left_out_ids: frozenset[str] = frozenset()
    ) -> list[SerializedEvent]:
        list_events = (
            self.events.list_open_day_events
            if content.has_open_days
            else self.events.list_date_events
        )
        stops = (stop for stop in content.list_stops() if stop.id not in left_out_ids)
        return merge_events([tuple(content.list_extra_events()), *map(list_events, stops)])

    @property
    def common_input(self) -> bytes:
        """Digest of what calendars show besides trips, and of removed stops."""
        removed = map(self.events.get_input_digest, self._agenda.tombstones)
        return compute_digest(self._inputs.common, b"".join(removed))

    def find_cut(self, path: str) -> Cut | None:
        """What the calendar at a site path leaves out, if anything."""
        feed = self._planned_feeds.get(path)
        return self._load_cut(feed) if feed else None

    def list_cut_inputs(self, path: str) -> Iterable[bytes]:
        """Digests of all that `find_cut` sees."""
        feed = self._planned_feeds.get(path)
        return self._inputs.list_for_cut(feed) if feed else ()

    def _load_cut(self, feed: CalendarFeed) -> Cut | None:
        """From the cache of the last build, if nothing that the calendar is made from changed."""
        inputs = list(self._inputs.list_for_cut(feed))
        if not inputs:
            return None
        key = compute_digest(*inputs) + b"cut"
        cached = self.events.cache.get(key)
        if cached is not None:
            return _CUT_DECODER.decode(cached)
        cut = self._selections[feed].cut
        self.events.cache[key] = msgspec.msgpack.encode(cut)
        return cut

    def _iterate_whole(
        self, events: Iterable[SerializedEvent], includes_past: bool
    ) -> Iterator[SerializedEvent]:
        """All events, with what is over but for what was given up."""
        for event in events:
            is_kept = includes_past or not self._selector.is_over(event)
            if is_kept and not (event.is_removed and event.end < self._selector.oldest):
                yield event

    @cached_property
    def _long_past_ids(self) -> frozenset[str]:
        return find_long_past_ids(self._agenda)

    # ---- the archive -----------------------------------------------------------------------

    def iterate_archive_feeds(self, year: int, parts: int) -> Iterator[CalendarFeed]:
        """The calendars of a year: what began in it and is over."""
        for part in range(parts):
            is_last = part + 1 == parts
            first = part * ARCHIVE_PART_SIZE
            end = None if is_last else first + ARCHIVE_PART_SIZE
            path, name = describe_archive(self._edition, year, part)
            list_events = partial(self._list_archive_events, year, first, end)
            home = self._addresses.prefix
            yield CalendarFeed(
                "archive",
                path,
                name,
                home,
                list_extra_events=list_events,
                list_extra_inputs=partial(self._list_archive_inputs, year),
            )

    def _list_archive_inputs(self, year: int) -> Iterator[bytes]:
        return map(self._inputs.digest_stop, self._archived_stops.get(year, ()))

    @cached_property
    def _archived_stops(self) -> dict[int, list[Stop]]:
        """Year -> the stops with dates that begin in it."""
        stops_by_year: dict[int, list[Stop]] = {}
        for stop in (*self._edition.model.stops, *self._agenda.tombstones):
            for year in {start.year for start, _ in stop.spans}:
                stops_by_year.setdefault(year, []).append(stop)
        return stops_by_year

    def _list_archive_events(self, year: int, first: int, end: int | None) -> list[SerializedEvent]:
        return self._archive_events[year][first:end]

    def _select_archive_events(self, year: int) -> list[SerializedEvent]:
        events = merge_events(map(self.events.list_date_events, self._archived_stops.get(year, ())))
        return [
            event
            for event in events
            if event.start.year == year
            and self._selector.is_over(event)
            and not (event.is_removed and event.end < self._selector.oldest)
        ]

    # ---- bytes -----------------------------------------------------------------------------

    def _serialize_calendar(
        self, feed: CalendarFeed, selection: Selection, modified_at: int
    ) -> bytes:
        if self.events.texts.has_all_properties:
            head = self._describe_calendar(feed, selection, modified_at)
        else:
            head = ical.CalendarProperties(self._prodid, feed.name)
        spans = self._find_timed_spans(selection.events)
        vtimezones = "".join(self._vtimezones[zone_span] for zone_span in spans)
        return ical.format_vcalendar(head, vtimezones, (event.raw for event in selection.events))

    def _describe_calendar(
        self, feed: CalendarFeed, selection: Selection, modified_at: int
    ) -> ical.CalendarProperties:
        page = self._addresses.make_absolute(feed.page)
        is_single = feed.is_single_stop
        about = [] if is_single else [self._language.t("feed_about", name=feed.name, url=page)]
        if selection.cut:
            about.append(self._describe_cut(feed, selection.cut.last_day))
        listing = "list_" + CATEGORY_KINDS.get(feed.kind, feed.kind)
        return ical.CalendarProperties(
            prodid=self._prodid,
            name=feed.name,
            description=" ".join(about),
            source=self._addresses.make_absolute(feed.file_path),
            url=page,
            color="" if is_single else COLORS[feed.kind],
            modified_at=modified_at,
            categories=() if is_single else (self._language.t(listing),),
            refresh_interval="" if is_single else REFRESH_INTERVAL,
        )

    def _describe_cut(self, feed: CalendarFeed, last_day: dt.date | None) -> str:
        """What a calendar leaves out, and where that is."""
        subscribe = self._addresses.page_url("subscribe", "subscribe/") or feed.page
        url = self._addresses.make_absolute(feed.page if feed.kind == "place" else subscribe)
        if last_day is None:
            return self._language.t("feed_part", url=url)
        date = l10n.format_date(self._language.code, last_day)
        return self._language.t("feed_until", date=date, url=url)

    def _find_timed_spans(self, events: Sequence[SerializedEvent]) -> list[tuple[str, Span]]:
        """The time zones that a calendar needs, each with the days for which it needs it. An empty
        one has a component, too: it must have one (RFC 5545, 3.6)."""
        if not events:
            return [(self._site.timezone, (EMPTY_CALENDAR_DAY, EMPTY_CALENDAR_DAY))]
        spans: dict[str, Span] = {}
        for event in events:
            if event.start_time:
                first, last = spans.get(event.timezone, (event.start, event.end))
                spans[event.timezone] = min(first, event.start), max(last, event.end)
        return sorted(spans.items())

    @staticmethod
    def _format_vtimezone(zone_span: tuple[str, Span]) -> str:
        timezone, span = zone_span
        return format_vtimezone(timezone, *span)
