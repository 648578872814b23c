"""The events of a stop, in the shapes in which calendars show it: its stay, its opening days.

An event is the same in every calendar that holds it. Its UID comes from the id under which the stop
first appeared (and, for a recurring visit, from the original date) and the site's `uid_domain`; its
moments come from the history, or from an authored `updated`, never from a clock. What an earlier
version of the schedule announced and the present one does not is cancelled, for 90 days after its
end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from functools import partial
from typing import Any, NamedTuple

import msgspec

from tourbook.common.canonical import encode_canonical, encode_ordered
from tourbook.common.digests import compute_digest
from tourbook.common.memoized import Memoized
from tourbook.formats import ical
from tourbook.history.records import REMOVED
from tourbook.model.entries import Campaign
from tourbook.model.trips import Stay, Stop, Trip
from tourbook.site.edition import Edition
from tourbook.site.faces import Faces
from tourbook.site.stop_digests import StopDigests
from tourbook.timetable.recurrence import format_rule

from .announcements import AnnouncementFinder, Announcements
from .campaign_inputs import CampaignInput, collect_campaign
from .event_inputs import EventInput, EventInputs
from .event_revisions import Revision
from .event_texts import EventTexts
from .lint import CalendarLinter
from .series import Series
from .slots import OPEN_SUFFIX

ICAL_STATUS = {"planned": "TENTATIVE", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}


class SerializedEvent(NamedTuple):
    """An event as it is written, with what decides into which calendars it goes."""

    start: dt.date
    end: dt.date
    uid: str
    raw: memoryview
    """Its text, within the entry of the cache."""
    is_removed: bool = False
    """True for one that the schedule does not have any more."""
    modified_at: int = 0
    """Seconds since 1970."""
    start_time: str = ""
    """When it begins on its first day; "" if it lasts whole days."""
    timezone: str = ""
    """Of its days and times."""

    @property
    def order(self) -> tuple[dt.date, str, str]:
        return self.start, self.start_time, self.uid


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


class EventMaker:
    """Makes events from their inputs. Nothing here sees the model or the clock."""

    def __init__(self, texts: EventTexts, announcements: AnnouncementFinder) -> None:
        self._texts, self._announcements = texts, announcements

    def make_date_events(self, stop: EventInput) -> Iterator[SerializedEvent]:
        return self._make_events(stop, self._announcements.find_dates(stop))

    def make_open_day_events(self, stay: EventInput) -> Iterator[SerializedEvent]:
        return self._make_events(stay, self._announcements.find_open_days(stay))

    def _make_events(
        self, stop: EventInput, announcements: Announcements
    ) -> Iterator[SerializedEvent]:
        """The events as they are now; then those that earlier versions had, unless they are where
        one is now."""
        serializer = EventSerializer(stop, announcements, self._texts)
        assert stop.today or len(announcements.states) == 1, (
            "an earlier version makes it depend on the day"
        )
        was_removed = announcements.states[-1].status == REMOVED
        for series, status, number, is_withdrawn in announcements.list_events(stop.today):
            yield serializer.serialize(series, status, number, was_removed or is_withdrawn)

    def make_campaign_event(self, day: CampaignInput) -> SerializedEvent:
        texts, campaign, timezone = self._texts, day.campaign, self._texts.site.timezone
        status, url = "confirmed", texts.format_page_url("campaign", campaign.slug)
        if day.removed_on:  # its page is no more
            status, url = "cancelled", texts.home_url
        has_description = texts.includes("DESCRIPTION")
        event = ical.Event(
            uid=f"campaign-{day.origin}@{texts.domain}",
            start=day.start,
            end=day.end,
            summary=texts.format_summary_prefix(status) + texts.localize(campaign.name),
            url=url,
            status=ICAL_STATUS.get(status, "CONFIRMED"),
            description=texts.describe_campaign(campaign, url) if has_description else "",
            is_transparent=True if texts.includes("TRANSP") else None,
            shows_as_free=texts.includes("X-MICROSOFT-CDO-BUSYSTATUS"),
            language=texts.find_fallback_tag(campaign.name),
            **texts.select_revision_properties(day.revision),
        )
        return SerializedEvent(
            day.start,
            day.end,
            event.uid,
            memoryview(ical.format_vevent(event, timezone)),
            day.removed_on is not None,
            day.revision.modified_at,
            timezone=timezone,
        )


class EventSerializer:
    """Writes the events of a stop."""

    def __init__(self, stop: EventInput, announcements: Announcements, texts: EventTexts) -> None:
        self._stop, self._states, self._texts = stop, announcements.states, texts
        # not Memoized, which would hold this object in a cycle: a build collects no garbage
        self._properties: dict[tuple[bool, str], tuple[dict[str, Any], str]] = {}

    def serialize(
        self, series: Series, status: str, state_number: int, is_removed: bool
    ) -> SerializedEvent:
        """`state_number`: that of the state since which the event is as it is."""
        texts, slot = self._texts, series.first
        is_open_day = slot.uid_suffix.startswith(OPEN_SUFFIX) and slot.times is not None
        key = is_open_day, status
        if key not in self._properties:
            self._properties[key] = self._collect_shared_properties(*key)
        properties, description = self._properties[key]
        ical_status = ICAL_STATUS.get(status, "CONFIRMED")
        is_unsure = ical_status == "CONFIRMED" and not slot.is_certain
        notes = texts.list_slot_notes(slot)
        shows_hours = not is_open_day and texts.includes("DESCRIPTION")
        hours_moment = texts.find_hours_moment(self._stop, status) if shows_hours else 0
        revision = self._revise(state_number, hours_moment)
        event = ical.Event(
            uid=f"{self._stop.origin}{series.uid_suffix}@{texts.domain}",
            **list_time_properties(series),
            status="TENTATIVE" if is_unsure else ical_status,
            description="\n".join([*notes, description]) if description else "",
            **properties,
            **texts.select_revision_properties(revision),
        )
        return serialize_event(event, series, is_removed)

    def _collect_shared_properties(
        self, is_open_day: bool, status: str
    ) -> tuple[dict[str, Any], str]:
        """The properties of all events with a status, in one of the shapes; their description."""
        stop, texts = self._stop, self._texts
        has_image = texts.includes("IMAGE") and not is_open_day
        has_apple_location = texts.includes("X-APPLE-STRUCTURED-LOCATION") and not is_open_day
        campaigns = stop.campaigns if texts.includes("CATEGORIES") else ()
        properties: dict[str, Any] = {
            "summary": texts.format_summary_prefix(status) + texts.format_title(stop),
            "url": texts.format_page_url("stop", stop.stop.slug),
            **texts.format_location_properties(stop),
            "has_apple_location": has_apple_location,
            "categories": tuple(texts.localize(campaign.name) for campaign in campaigns),
            "image": texts.format_image_url(stop) if has_image else "",
            "language": texts.find_fallback_tag(
                (stop.exhibition or stop.trip).name, stop.place.name
            ),
            "is_transparent": True if texts.includes("TRANSP") else None,
            "shows_as_free": texts.includes("X-MICROSOFT-CDO-BUSYSTATUS"),
        }
        has_description = texts.includes("DESCRIPTION")
        return properties, texts.describe(stop, is_open_day, status) if has_description else ""

    def _revise(self, state_number: int, hours_moment: int) -> Revision:
        """The revision of an event since the state in which it became what it is, and since it
        says what it says of the hours."""
        revision = self._stop.revision
        state = self._states[state_number]
        modified_at = max(revision.modified_at, state.recorded_at, hours_moment)
        return Revision(modified_at, revision.created_at, state_number)


def list_time_properties(series: Series) -> dict[str, Any]:
    """The properties of an event that say when it is."""
    slot = series.first
    return {
        "start": slot.start,
        "end": slot.end,
        "times": slot.times and slot.times[:2],
        "rule": format_rule(series.rule) if series.rule else "",
        "last_day": series.last_day,
        "excluded_days": tuple(series.excluded_days),
    }


def serialize_event(event: ical.Event, series: Series, is_removed: bool) -> SerializedEvent:
    """The text of an event of a series."""
    slot = series.first
    return SerializedEvent(
        slot.start,
        series.last_day,
        event.uid,
        memoryview(ical.format_vevent(event, slot.timezone)),
        is_removed,
        event.dtstamp,
        slot.times.start if slot.times else "",
        slot.timezone,
    )


def merge_events(
    events_of_stops: Iterable[tuple[SerializedEvent, ...]],
) -> list[SerializedEvent]:
    """All of them in a fixed order. What is removed gives way where something else has its UID
    now."""
    events = sorted((e for events in events_of_stops for e in events), key=lambda e: e.order)
    if any(event.is_removed for event in events):
        present_uids = {event.uid for event in events if not event.is_removed}
        events = [e for e in events if not e.is_removed or e.uid not in present_uids]
    return events
