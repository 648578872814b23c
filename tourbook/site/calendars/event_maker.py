"""Makes the events of a stop, or of a theme day, from all that they follow from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tourbook.formats import ical
from tourbook.history.records import REMOVED

from .announcements import AnnouncementFinder, Announcements
from .campaign_inputs import CampaignInput
from .event_inputs import EventInput
from .event_revisions import Revision
from .event_texts import EventTexts
from .serialized_events import (
    ICAL_STATUS,
    SerializedEvent,
    list_time_properties,
    serialize_event,
)
from .series import Series
from .slots import OPEN_SUFFIX


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
