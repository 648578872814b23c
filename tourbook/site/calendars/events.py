"""The events of a stop, in the shapes in which calendars show it: its stay, its opening days.

An event is the same in every calendar that holds it. Its UID comes from the id under which the stop
first appeared (and, for a recurring visit, from the original date) and the site's `uid_domain`; its
moments come from the history, or from an authored `updated`, never from a clock. What an earlier
version of the schedule announced and the present one does not is cancelled, for 90 days after its
end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, MutableMapping
from typing import Any, NamedTuple

import msgspec

from tourbook.common.digests import compute_digest, encode_canonical
from tourbook.common.memoized import Memoized
from tourbook.formats import ical
from tourbook.history.visible_records import VisibleCampaign, select_visible
from tourbook.model.entries import Campaign
from tourbook.model.trips import Stay, Stop
from tourbook.site.edition import Edition

from .event_inputs import EventInput, EventInputs, Revision
from .event_texts import EventTexts
from .slots import Slot, SlotFinder, SlotHistory

ICAL_STATUS = {"planned": "TENTATIVE", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}


class SerializedEvent(NamedTuple):
    """An event as it is written, with what decides into which calendars it goes."""

    start: dt.date
    end: dt.date
    uid: str
    raw: bytes
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


_EVENTS_DECODER = msgspec.msgpack.Decoder(tuple[SerializedEvent, ...])


class Events:
    """The events of a language, made when they are first asked for."""

    def __init__(self, edition: Edition, cache: MutableMapping[bytes, bytes]) -> None:
        """`cache` keeps the opening days of stays between builds: digest of all that they are made
        from besides the strings of the theme -> the events."""
        self.inputs = EventInputs(edition)
        self.texts = EventTexts(edition)
        self._cache = cache
        site = edition.model.site
        self._maker = EventMaker(
            self.texts,
            SlotFinder(
                edition.agenda.engine,
                self.inputs.holidays_announced_at,
                self.inputs.announcement_year,
            ),
            self.inputs.holidays_modified_at,
        )
        self._salt = compute_digest(
            encode_canonical([edition.lang, edition.addresses.settings.base_url, site]),
            encode_canonical([self.inputs.holidays_modified_at, self.inputs.holidays_announced_at]),
        )
        self._date_events = Memoized(self._make_date_events)
        self._open_day_events = Memoized(self._load_open_day_events)

    def list_date_events(self, stop: Stop) -> tuple[SerializedEvent, ...]:
        """A stay as one span, a visit at its times."""
        return self._date_events[stop]

    def list_open_day_events(self, stop: Stop) -> tuple[SerializedEvent, ...]:
        """A stay as the times at which it is open, if these are known; else as its span. A visit at
        its times."""
        return self._open_day_events[stop] if isinstance(stop, Stay) else self._date_events[stop]

    def make_campaign_event(self, campaign: Campaign) -> SerializedEvent:
        """The event of a theme day itself."""
        visible = select_visible(campaign.record, VisibleCampaign, slug=campaign.slug)
        return self._maker.make_campaign_event(
            visible,
            campaign.record.start,
            campaign.last_day,
            self.inputs.find_campaign_origin(campaign),
            self.inputs.make_campaign_revision(campaign),
        )

    def _make_date_events(self, stop: Stop) -> tuple[SerializedEvent, ...]:
        return tuple(self._maker.make_date_events(self.inputs.collect(stop)))

    def _load_open_day_events(self, stop: Stop) -> tuple[SerializedEvent, ...]:
        """From the cache of the last build, if nothing that they are made from has changed."""
        stay = self.inputs.collect(stop)
        key = self.compute_cache_key(stay)
        cached = self._cache.get(key)
        if cached is not None:
            return _EVENTS_DECODER.decode(cached)
        events = tuple(self._maker.make_open_day_events(stay))
        self._cache[key] = msgspec.msgpack.encode(events)
        return events

    def compute_cache_key(self, stay: EventInput) -> bytes:
        """Digest of all that the opening days of a stay are made from."""
        return compute_digest(self._salt, encode_canonical(stay))


class EventMaker:
    """Makes events from their inputs. Nothing here sees the model or the clock."""

    def __init__(self, texts: EventTexts, slots: SlotFinder, holidays_modified_at: int) -> None:
        self._texts, self._slots = texts, slots
        self._holidays_modified_at = holidays_modified_at

    def make_date_events(self, stop: EventInput) -> Iterator[SerializedEvent]:
        return self._make_events(stop, self._slots.find_date_slots(stop), is_open_day=False)

    def make_open_day_events(self, stay: EventInput) -> Iterator[SerializedEvent]:
        history = self._slots.find_open_day_slots(stay)
        is_announced = any(announced.slots for announced in history.announced)
        is_known = self._slots.get_opening(stay).has_weekday_rules
        if is_known if stay.present.spans else is_announced:
            yield from self._make_events(stay, history, is_open_day=True)
            return
        yield from self.make_date_events(stay)
        if is_announced:  # the hours are not known any more
            yield from self._make_withdrawn_events(stay, history, is_open_day=True)

    def _make_events(
        self, stop: EventInput, history: SlotHistory, is_open_day: bool
    ) -> Iterator[SerializedEvent]:
        """The events as they are now; then those that earlier versions had, unless they are where
        one is now."""
        status = stop.status
        if not history.present and history.announced:
            # Put off without a new date: it stays where it was, and says so.
            latest = (a.slots for a in reversed(history.announced) if a.slots)
            history = history._replace(present=next(latest, []))
            status = "cancelled" if status == "cancelled" else "postponed"
        serializer = EventSerializer(
            stop, status, is_open_day, self._texts, self._revise(stop, is_open_day)
        )
        for slot in history.present:
            if stop.removed_at is None or not self._slots.is_over(slot, stop.removed_at):
                yield serializer.serialize(slot, is_removed=stop.removed_at is not None)
        yield from self._make_withdrawn_events(stop, history, is_open_day)

    def _make_withdrawn_events(
        self, stop: EventInput, history: SlotHistory, is_open_day: bool
    ) -> Iterator[SerializedEvent]:
        if not history.announced:
            return
        assert stop.today, "what has an earlier version depends on the day"
        revision = self._revise(stop, is_open_day)
        serializer = EventSerializer(stop, "cancelled", is_open_day, self._texts, revision)
        for slot in self._slots.find_withdrawn_slots(history, stop.today):
            yield serializer.serialize(slot, is_removed=True)

    def _revise(self, stop: EventInput, is_open_day: bool) -> Revision:
        """The revision of its events: opening days may change with the public holidays."""
        if not is_open_day or not stop.is_stay:
            return stop.revision
        opening = self._slots.get_opening(stop)
        if opening.calendar is None or opening.ignores_holidays:
            return stop.revision
        modified_at = max(stop.revision.modified_at, self._holidays_modified_at)
        return msgspec.structs.replace(stop.revision, modified_at=modified_at)

    def make_campaign_event(
        self,
        campaign: VisibleCampaign,
        start: dt.date,
        end: dt.date,
        origin: str,
        revision: Revision,
    ) -> SerializedEvent:
        texts = self._texts
        url = texts.format_page_url("campaign", campaign.slug)
        has_description = texts.includes("DESCRIPTION")
        event = ical.Event(
            uid=f"campaign-{origin}@{texts.domain}",
            start=start,
            end=end,
            summary=texts.localize(campaign.name),
            url=url,
            status="CONFIRMED",
            description=texts.describe_campaign(campaign, url) if has_description else "",
            is_transparent=True if texts.includes("TRANSP") else None,
            shows_as_free=texts.includes("X-MICROSOFT-CDO-BUSYSTATUS"),
            language=texts.find_fallback_tag(campaign.name),
            **texts.select_revision_properties(revision),
        )
        timezone = texts.site.timezone
        raw = ical.format_vevent(event, timezone)
        return SerializedEvent(
            start, end, event.uid, raw, modified_at=revision.modified_at, timezone=timezone
        )


class EventSerializer:
    """Writes the events of a stop that have one status, each with its slot."""

    def __init__(
        self,
        stop: EventInput,
        status: str,
        is_open_day: bool,
        texts: EventTexts,
        revision: Revision,
    ) -> None:
        self._stop, self._is_open_day, self._texts = stop, is_open_day, texts
        self._status = ICAL_STATUS.get(status, "CONFIRMED")
        has_description = texts.includes("DESCRIPTION")
        self._description = texts.describe(stop, is_open_day) if has_description else ""
        has_image = texts.includes("IMAGE") and not is_open_day
        has_apple_location = texts.includes("X-APPLE-STRUCTURED-LOCATION") and not is_open_day
        has_categories = texts.includes("CATEGORIES")
        campaigns = stop.campaigns if has_categories else ()
        self._shared_properties: dict[str, Any] = {
            "summary": texts.format_summary_prefix(status) + texts.format_name(stop),
            "url": texts.format_page_url("stop", stop.stop.slug),
            **texts.format_location_properties(stop),
            "has_apple_location": has_apple_location,
            "categories": tuple(texts.localize(campaign.name) for campaign in campaigns),
            "image": texts.format_image_url(stop) if has_image else "",
            "language": texts.find_fallback_tag(
                (stop.exhibition or stop.trip).name, stop.place.name
            ),
            **texts.select_revision_properties(revision),
        }

    def serialize(self, slot: Slot, is_removed: bool) -> SerializedEvent:
        is_unsure = self._status == "CONFIRMED" and not slot.is_certain
        notes = self._texts.list_slot_notes(slot)
        is_quiet = slot.times is None or self._is_open_day or self._status == "CANCELLED"
        event = ical.Event(
            uid=f"{self._stop.origin}{slot.uid_suffix}@{self._texts.domain}",
            start=slot.start,
            end=slot.end,
            times=slot.times and slot.times[:2],
            status="TENTATIVE" if is_unsure else self._status,
            description="\n".join([*notes, self._description]) if self._description else "",
            is_transparent=is_quiet if self._texts.includes("TRANSP") else None,
            shows_as_free=is_quiet and self._texts.includes("X-MICROSOFT-CDO-BUSYSTATUS"),
            **self._shared_properties,
        )
        return SerializedEvent(
            slot.start,
            slot.end,
            event.uid,
            ical.format_vevent(event, slot.timezone),
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
