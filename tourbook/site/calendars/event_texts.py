"""What events say in one language, and which of the optional properties the site writes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tourbook.checks.lengths import MAX_EVENT_TEXT
from tourbook.common import l10n
from tourbook.common.dates import OPEN_END
from tourbook.history.visible_records import VisibleThemeDay
from tourbook.schema import Text
from tourbook.site.edition import Edition

from .event_inputs import EventInput
from .event_revisions import Revision
from .hours_texts import describe_hours
from .slots import Slot

_SUMMARY_PREFIX = {"cancelled": "summary_cancelled", "postponed": "summary_postponed"}


class EventTexts:
    def __init__(self, edition: Edition) -> None:
        self.language, self._addresses = edition.language, edition.addresses
        self.site = edition.model.site
        self.domain = edition.addresses.settings.id_domain
        chosen = self.site.calendar.properties if self.site.calendar else None
        self._properties = None if chosen is None else frozenset(chosen)

    # ---- properties ------------------------------------------------------------------------

    @property
    def has_all_properties(self) -> bool:
        return self._properties is None

    def includes(self, name: str) -> bool:
        """Whether the site writes an optional property."""
        return self._properties is None or name in self._properties

    def select_revision_properties(self, revision: Revision) -> dict[str, Any]:
        return {
            "dtstamp": revision.modified_at,
            "created_at": revision.created_at if self.includes("CREATED") else None,
            "modified_at": revision.modified_at if self.includes("LAST-MODIFIED") else None,
            "sequence": revision.sequence if self.includes("SEQUENCE") else None,
        }

    def format_location_properties(self, stop: EventInput) -> dict[str, Any]:
        """Where a stop is, as its events say it."""
        name, address = map(self.localize, (stop.place.name, stop.place.address))
        regions = map(self.localize, stop.region_names)
        position, postcode = stop.place.coordinates, stop.place.postcode
        is_known = position and position.datum in (None, "wgs84") and self.includes("GEO")
        return {
            "location": l10n.format_location(self.language.code, name, address, regions, postcode),
            "geo": (position.lat, position.lon) if position and is_known else None,
        }

    # ---- texts -----------------------------------------------------------------------------

    def localize(self, text: Text) -> str:
        return shorten(self.language.localize(text))

    def format_page_url(self, kind: str, slug: str) -> str:
        """The whole address of a page."""
        return self._addresses.make_absolute(self._addresses.path_for(kind, slug))

    @property
    def home_url(self) -> str:
        return self._addresses.make_absolute(self._addresses.prefix)

    def format_image_url(self, stop: EventInput) -> str:
        return self._addresses.make_absolute(stop.image) if stop.image else ""

    def format_summary_prefix(self, status: str) -> str:
        return self.language.t(_SUMMARY_PREFIX[status]) if status in _SUMMARY_PREFIX else ""

    def format_title(self, stop: EventInput) -> str:
        """Where, and what: a month on a phone shows some five Chinese characters or eight letters,
        and the place is what tells the events of a tour apart."""
        name = self.language.localize(stop.thing.name)
        return shorten(self.language.t("event_title", place=stop.place_name, name=name))

    def format_crew_title(self, stop: EventInput, task: str) -> str:
        """The same with what is to be done."""
        name = self.language.localize(stop.thing.name)
        title = self.language.t("crew_title", task=task, place=stop.place_name, name=name)
        return shorten(title)

    def find_fallback_tag(self, *names: Text) -> str:
        return self.language.find_fallback_tag(*names) if self.has_all_properties else ""

    def list_sample_notes(self) -> list[str]:
        return [self.language.t("sample_short")] if self.site.sample else []

    def list_slot_notes(self, slot: Slot) -> list[str]:
        """What an event says of its own slot."""
        notes = []
        if slot.end == OPEN_END:
            days = l10n.format_span(self.language.code, slot.start, slot.end)
            notes.append(days[0].upper() + days[1:])
        if slot.times and slot.times.booking:
            notes.append(self.language.t("event_booking_only"))
        if not slot.is_certain:
            notes.append(self.language.t("event_unsure"))
        return notes

    def describe(self, stop: EventInput, is_open_day: bool, status: str) -> str:
        """Plain text; what is most important comes first, and the page's address and that it
        prevails last. Opening days are many: they leave out what the stay says."""
        lines = [*self.list_sample_notes(), *self._list_changes(stop)]
        hours = [] if is_open_day else self.describe_hours(stop, status)
        lines += hours
        if stop.last_admission and (is_open_day or hours):
            lines.append(self.language.t("event_last_admission", n=stop.last_admission))
        if not is_open_day:
            note = self.language.localize_markdown(stop.stop.note)
            note = self.language.extract_plain_text(note, 500)
            link = "" if stop.stop.link in note else stop.stop.link
            lines += filter(None, (self.localize(stop.stop.audience), note, link))
        if booking := stop.stop.booking:
            parts = (self.language.localize(booking.note), booking.url, booking.phone)
            lines += map(shorten, filter(None, parts))
        if not is_open_day and stop.trip.name:  # else it is called as the title says already
            trip_name = self.localize(stop.trip.name)
            lines.append(self.language.t("event_" + stop.trip_kind, name=trip_name))
        url = self.format_page_url("stop", stop.stop.slug)
        return "\n".join([*lines, url, self.language.t("page_prevails")])

    def describe_hours(self, stop: EventInput, status: str) -> list[str]:
        """The weekly hours of a stay that takes place."""
        has_hours = stop.is_stay and status != "cancelled"
        return describe_hours(self.language, stop.present.hours) if has_hours else []

    def find_hours_moment(self, stop: EventInput, status: str) -> int:
        """Since when an event says of its hours what it says now, in seconds since 1970 (UTC); 0
        if it always did."""
        if len(stop.versions) == 1 or not stop.is_stay or status == "cancelled":
            return 0
        lines, moment = self.describe_hours(stop, status), 0
        for version in reversed(stop.versions):
            if describe_hours(self.language, version.hours) != lines:
                return moment
            moment = version.recorded_at
        return 0

    def _list_changes(self, stop: EventInput) -> Iterator[str]:
        """What the stop was before."""
        if stop.removed_at is not None:
            yield self.language.t("event_removed")
        if stop.former_dates:
            dates = stop.former_dates.format_dates(self.language.code, self.site.timezone)
            yield self.language.t("event_was", when=dates)
        if stop.former_exhibition:
            name = self.localize(stop.former_exhibition.name)
            yield self.language.t("event_was_exhibition", name=name)
        if stop.former_venue:
            name = self.localize(stop.former_venue.name)
            yield self.language.t("event_was_venue", name=name)

    def describe_campaign(self, campaign: VisibleThemeDay, url: str) -> str:
        summary = self.localize(campaign.summary)
        lines = [*self.list_sample_notes(), summary, url, self.language.t("page_prevails")]
        return "\n".join(filter(None, lines))


def shorten(text: str) -> str:
    return text if len(text) <= MAX_EVENT_TEXT else text[: MAX_EVENT_TEXT - 1].rstrip() + "…"
