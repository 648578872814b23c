"""What calendars are made from: one whose inputs are the same as in the last build is the same, and
need not be made to find that out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from tourbook.common.canonical import encode_canonical
from tourbook.common.digests import compute_digest
from tourbook.common.memoized import Memoized
from tourbook.model.trips import Stop
from tourbook.site.edition import Edition
from tourbook.site.stop_digests import StopDigests

from .calendar_feed import CalendarFeed
from .events import Events
from .retention import RETENTION
from .serialized_events import SerializedEvent

ListEvents = Callable[[Stop], Sequence[SerializedEvent]]


class CalendarInputs:
    """The inputs of the calendars of one language."""

    def __init__(self, edition: Edition, events: Events) -> None:
        self._agenda, self._settings = edition.agenda, edition.addresses.settings
        self._events = events
        self._list_digests = Memoized(self._digest_stops)
        memory, lang = (events.find_trip_key, events.cache), edition.lang.encode()
        self._date_digests = StopDigests(b"dates " + lang, self._digest_dates, *memory)
        self._open_day_digests = StopDigests(b"open days " + lang, self._digest_open_days, *memory)

    def list_all(self, feed: CalendarFeed) -> Iterator[bytes]:
        """Digests of all that a calendar is made from. The day itself counts only if something that
        is to come is left out, which ends on a day that follows from it."""
        inputs = list(self._list_without_day(feed))
        yield from inputs
        if feed.may_be_cut and not self._is_known_whole(inputs):
            yield self._events.day_input

    def list_for_cut(self, feed: CalendarFeed) -> Iterable[bytes]:
        """Digests of all that decides on what is left out."""
        inputs = list(self._list_without_day(feed))
        return () if self._is_known_whole(inputs) else [*inputs, self._events.day_input]

    def remember_whole(self, feed: CalendarFeed) -> None:
        """Nothing that is to come is left out, nor will be as days go by."""
        self._events.cache[self._make_key(self._list_without_day(feed))] = b""

    def _is_known_whole(self, inputs: Iterable[bytes]) -> bool:
        return self._events.cache.get(self._make_key(inputs)) is not None

    @staticmethod
    def _make_key(inputs: Iterable[bytes]) -> bytes:
        return b"whole " + compute_digest(*inputs)

    def _list_without_day(self, feed: CalendarFeed) -> Iterator[bytes]:
        yield self.common
        yield encode_canonical(
            [
                feed.kind,
                feed.path,
                feed.name,
                feed.page,
                feed.includes_past,
                feed.has_open_days,
                feed.may_be_cut,
            ]
        )
        if feed.is_single_stop:
            yield from map(self._events.get_input_digest, feed.list_stops())
            return
        yield self._list_digests[feed.list_stops, feed.has_open_days]
        yield from feed.list_extra_inputs()

    @cached_property
    def common(self) -> bytes:
        """Digest of what all calendars are made from."""
        values = [
            sorted(self._settings.pages),
            sorted(self._settings.feeds),
            self._events.inputs.revisions.site_modified_at,
        ]
        return compute_digest(self._events.common_input, encode_canonical(values))

    def _digest_stops(self, stops: tuple[Callable[[], Sequence[Stop]], bool]) -> bytes:
        """Both shapes of a calendar list their stops with one function."""
        list_stops, has_open_days = stops
        digests = (self.digest_stop(stop, has_open_days=has_open_days) for stop in list_stops())
        return compute_digest(b"".join(digests))

    def digest_stop(self, stop: Stop, *, has_open_days: bool = False) -> bytes:
        """Of its events, and which of them are over."""
        digests = self._open_day_digests if has_open_days else self._date_digests
        return digests[stop]

    def _digest_dates(self, stop: Stop) -> bytes:
        return self._digest_phase(stop, self._events.list_date_events)

    def _digest_open_days(self, stop: Stop) -> bytes:
        return self._digest_phase(stop, self._events.list_open_day_events)

    def _digest_phase(self, stop: Stop, list_events: ListEvents) -> bytes:
        """Of all that the events of a stop are made from, and of what is over."""
        phases = _describe_phases(stop, list_events, self._dividing_days)
        return compute_digest(self._events.get_input_digest(stop), encode_canonical(phases))

    @cached_property
    def _dividing_days(self) -> list[int]:
        """Today, which is another day in other time zones, and the oldest day that calendars
        hold."""
        days = {*self._agenda.days.values(), self._agenda.today - RETENTION}
        return sorted(day.toordinal() for day in days)


def _describe_phases(
    stop: Stop, list_events: ListEvents, days: Iterable[int]
) -> list[tuple[bool, int]]:
    """For each day: whether the last day of a stop is before it, and how many of its events are; -1
    for all. The events are looked at only if a day is one of its days."""
    spans = list(_iterate_spans(stop))
    first, last = min(spans, default=(0, 0))[0], max((end for _, end in spans), default=0)
    # an event that goes on after midnight ends on the next day
    days_within = [day for day in days if first < day <= last + 1]
    ends = [event.end.toordinal() for event in list_events(stop)] if days_within else []
    counts = {day: _count_past(ends, day) for day in days_within}
    return [(last < day, counts.get(day, 0 if day <= first else -1)) for day in days]


def _count_past(ends: Sequence[int], day: int) -> int:
    """How many of the last days of events are before a day; -1 for all."""
    count = sum(end < day for end in ends)
    return -1 if count == len(ends) else count


def _iterate_spans(stop: Stop) -> Iterator[tuple[int, int]]:
    """The spans of a stop, now and earlier, by the numbers of their days."""
    versions = (*stop.earlier_versions, *stop.holiday_versions)
    for spans in (stop.spans, *(version.spans for version in versions)):
        for first, last in spans:
            yield first.toordinal(), last.toordinal()
