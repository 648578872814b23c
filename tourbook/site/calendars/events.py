"""The events of a stop, in the shapes in which calendars show it: its stay, its opening days.

An event is the same in every calendar that holds it. Its UID comes from the id under which the stop
first appeared (and, for a recurring visit, from the original date) and the site's `uid_domain`; its
moments come from the history, or from an authored `updated`, never from a clock. What an earlier
version of the schedule announced and the present one does not is cancelled, for 90 days after its
end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableMapping
from functools import partial

import msgspec

from tourbook.common.canonical import encode_canonical, encode_ordered
from tourbook.common.digests import compute_digest
from tourbook.common.memoized import Memoized
from tourbook.model.entries import Campaign
from tourbook.model.trips import Stay, Stop, Trip
from tourbook.site.edition import Edition
from tourbook.site.faces import Faces
from tourbook.site.stop_digests import StopDigests

from .announcements import AnnouncementFinder
from .campaign_inputs import collect_campaign
from .event_inputs import EventInput, EventInputs
from .event_maker import EventMaker
from .event_texts import EventTexts
from .lint import CalendarLinter
from .serialized_events import SerializedEvent

DATES, OPEN_DAYS = b"dates", b"open days"
"""The shapes of events."""
_EVENTS_DECODER = msgspec.msgpack.Decoder(tuple[SerializedEvent, ...])


class Events:
    """The events of a language, made when they are first asked for."""

    def __init__(self, edition: Edition, faces: Faces, cache: MutableMapping[bytes, bytes]) -> None:
        """`cache` keeps events between builds: digest of all that they are made from -> the
        events."""
        self.inputs = EventInputs(edition, faces)
        self.texts = EventTexts(edition)
        self.cache = cache
        self.linter = CalendarLinter()
        site, settings = edition.model.site, edition.addresses.settings
        self.announcements = AnnouncementFinder(edition.agenda.engine)
        self._maker = EventMaker(self.texts, self.announcements)
        self.common_input = compute_digest(
            encode_canonical([edition.lang, settings.base_url, settings.id_domain, site]),
            encode_canonical(edition.language.strings),
            edition.model.past_holidays.digest,
        )
        """Digest of what all events are made from."""
        self.day_input = faces.days
        """Digest of the day in each time zone: it decides what is over."""
        self._collect_campaign = partial(collect_campaign, edition.model, self.inputs.revisions)
        self._find_states_key = faces.find_trip_key
        self._trip_keys = Memoized(self._digest_trip)
        self._input_digests = StopDigests(
            b"events " + edition.lang.encode(),
            self._digest_input,
            self._trip_keys.__getitem__,
            cache,
        )
        self._date_events = Memoized(self._load_date_events)
        self._open_day_events = Memoized(self._load_open_day_events)

    def find_trip_key(self, trip: Trip) -> bytes:
        """Digest of all that the events of a trip's stops are made from, and of how its stops
        stand on the day."""
        return compute_digest(self._trip_keys[trip], self._find_states_key(trip))

    def _digest_trip(self, trip: Trip) -> bytes:
        return compute_digest(self.common_input, self.inputs.digest_trip(trip))

    def list_date_events(self, stop: Stop) -> tuple[SerializedEvent, ...]:
        """A stay as one span, a visit at its times."""
        return self._date_events[stop]

    def list_open_day_events(self, stop: Stop) -> tuple[SerializedEvent, ...]:
        """A stay as the times at which it is open, if these are known; else as its span. A visit at
        its times."""
        return self._open_day_events[stop] if isinstance(stop, Stay) else self._date_events[stop]

    def list_campaign_events(self, campaigns: Iterable[Campaign]) -> list[SerializedEvent]:
        """The events of theme days themselves. One that was removed before it was over is
        cancelled; one that was removed later has none."""
        inputs = map(self._collect_campaign, campaigns)
        return [self._maker.make_campaign_event(each) for each in inputs if each.is_announced]

    def list_campaign_inputs(self, campaigns: Iterable[Campaign]) -> Iterator[bytes]:
        """Digests of what the events of theme days are made from, and of what is over."""
        yield self.day_input
        yield from map(encode_ordered, map(self._collect_campaign, campaigns))

    def get_input_digest(self, stop: Stop) -> bytes:
        """Digest of all that the events of a stop are made from."""
        return self._input_digests[stop]

    def _digest_input(self, stop: Stop) -> bytes:
        digest = compute_digest(self.common_input, self.inputs.digest(stop))
        for shape in (DATES, OPEN_DAYS):  # kept in the cache, whether or not a calendar is due
            self.cache.get(digest + shape)
        return digest

    def _load_date_events(self, stop: Stop) -> tuple[SerializedEvent, ...]:
        return self._load_events_of(stop, DATES, self._maker.make_date_events)

    def _load_open_day_events(self, stop: Stop) -> tuple[SerializedEvent, ...]:
        return self._load_events_of(stop, OPEN_DAYS, self._maker.make_open_day_events)

    def _load_events_of(
        self,
        stop: Stop,
        shape: bytes,
        make_events: Callable[[EventInput], Iterator[SerializedEvent]],
    ) -> tuple[SerializedEvent, ...]:
        key = self.get_input_digest(stop) + shape
        return self.load_events(key, lambda: make_events(self.inputs.collect(stop)))

    def load_events(
        self, key: bytes, make_events: Callable[[], Iterable[SerializedEvent]]
    ) -> tuple[SerializedEvent, ...]:
        """From the cache of the last build, if nothing that they are made from has changed, of
        which `key` is a digest. Only events without a fault are remembered."""
        cached = self.cache.get(key)
        if cached is None:
            events = tuple(make_events())
            if not all(self.linter.is_faultless(event.raw) for event in events):
                return events
            cached = self.cache[key] = msgspec.msgpack.encode(events)
        events = _EVENTS_DECODER.decode(cached)
        self.linter.trust(event.raw for event in events)
        return events
