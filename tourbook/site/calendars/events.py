"""The events of a stop, in the shapes in which calendars show it: its stay, its opening days, the
work of its crew.

An event is the same in every feed that holds it. Its UID comes from the id under which the stop
first appeared (and, for a recurring visit, from the original date) and the site's `uid_domain`; its
moments come from the history, or from an authored `updated`, never from a clock. What an earlier
version of the schedule announced and the present one does not is told as cancelled, for 90 days
after its end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from tourbook.common import urls, zones
from tourbook.common.digests import compute_digest, encode_canonical
from tourbook.common.memoized import Memoized
from tourbook.formats import ical
from tourbook.history.records import RecordHistory
from tourbook.model.entries import Campaign, Entry
from tourbook.model.trips import Stay, Stop
from tourbook.schedule.past import find_previous_entries
from tourbook.site.edition import Edition

from .revisions import Revisions
from .timing import AnnouncedSlots, Slot, Slots

ICAL_STATUS = {"planned": "TENTATIVE", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}
SUMMARY_PREFIX = {"cancelled": "summary_cancelled", "postponed": "summary_postponed"}


class SerializedEvent(NamedTuple):
    """An event as it is written, with what decides into which feeds it goes."""

    start: dt.date
    end: dt.date
    uid: str
    raw: bytes
    is_removed: bool = False
    """True for one that the schedule does not have any more."""
    modified_at: int = 0
    """Seconds since 1970."""
    start_time: str = ""
    """When it begins on its first day."""

    @property
    def order(self) -> tuple[dt.date, str, str]:
        return self.start, self.start_time, self.uid


_EVENTS_DECODER = msgspec.msgpack.Decoder(tuple[SerializedEvent, ...])


class Events:
    """The events of a language, made when first asked for."""

    def __init__(self, edition: Edition, cache: MutableMapping[bytes, bytes]) -> None:
        """`cache` keeps the opening days of stays between builds: digest of all that they are made
        from besides the strings of the theme -> the events."""
        self.edition, self.site, self._cache = edition, edition.model.site, cache
        self.language, self.addresses = edition.language, edition.addresses
        self.domain = urls.choose_uid_domain(
            self.site.uid_domain, edition.addresses.settings.base_url
        )
        chosen = self.site.calendar.properties if self.site.calendar else None
        self.properties = None if chosen is None else frozenset(chosen)
        self._date_events = Memoized(self._make_date_events)
        self._open_day_events = Memoized(self._load_open_day_events)
        self._entry_digests = Memoized(self._compute_entry_digest)
        self.revisions = Revisions(edition)
        self.slots = Slots(
            edition.agenda,
            zones.find_zone_or_utc(self.site.timezone),
            self.revisions.holidays_announced_at,
        )

    def includes(self, name: str) -> bool:
        return self.properties is None or name in self.properties

    # ---- the two shapes --------------------------------------------------------------

    def list_date_events(self, stop: Stop) -> tuple[SerializedEvent, ...]:
        """A stay as one span, a visit at its times."""
        return self._date_events[stop]

    def _make_date_events(self, stop: Stop) -> tuple[SerializedEvent, ...]:
        return tuple(self.make_events(stop, *self.slots.find_date_slots(stop)))

    def list_open_day_events(self, stop: Stop) -> tuple[SerializedEvent, ...]:
        """A stay as the times at which it is open, where these are known; anything else as in
        `stays`."""
        if not isinstance(stop, Stay):
            return self.list_date_events(stop)
        return self._open_day_events[stop]

    def _load_open_day_events(self, stop: Stay) -> tuple[SerializedEvent, ...]:
        """From the cache of the last build, if nothing that they are made from has changed."""
        key = self.compute_cache_key(stop)
        cached = self._cache.get(key)
        if cached is not None:
            return _EVENTS_DECODER.decode(cached)
        events = tuple(self.make_open_day_events(stop))
        self._cache[key] = msgspec.msgpack.encode(events)
        return events

    def make_open_day_events(self, stop: Stay) -> Iterator[SerializedEvent]:
        now, before = self.slots.find_open_day_slots(stop)
        announced = any(slots for slots, _ in before)
        if (stop.spans and self.edition.agenda.engine.get_opening(stop).has_weekday_rules) or (
            not stop.spans and announced
        ):
            yield from self.make_events(stop, now, before, is_open_day=True)
        else:
            yield from self.list_date_events(stop)
            if announced:  # the hours are not known any more
                yield from self.make_withdrawn_events(stop, now, before, is_open_day=True)

    def compute_cache_key(self, stop: Stay) -> bytes:
        """Digest of all that the opening days of a stay are made from; there are many of them, so
        they are kept."""
        records = [self._entry_digests[e] for e in self.revisions.iterate_shown_entries(stop)]
        depends_on_day = stop.earlier_versions or self.slots.has_uncertain_days(stop)
        return compute_digest(
            self.salt,
            encode_canonical(
                [
                    stop.id,
                    stop.record,
                    stop.spans,
                    stop.earlier_versions,
                    _list_history_fields(stop.history),
                    stop.removed_on,
                    self.edition.agenda.today if depends_on_day else None,
                    stop.trip.record.name,
                    stop.trip.record.updated,
                    self.revisions.compute_modified_at(stop),
                    self.revisions.holidays_modified_at,
                    self.revisions.holidays_announced_at,
                    [r.code for r in self.edition.model.regions.list_ancestry(stop.place.region)],
                    records,
                ]
            ),
        )

    @cached_property
    def salt(self) -> bytes:
        """What the events of all stops depend on."""
        return compute_digest(
            encode_canonical([self.edition.lang, self.addresses.settings.base_url, self.site])
        )

    @staticmethod
    def _compute_entry_digest(e: Entry) -> bytes:
        return compute_digest(encode_canonical([e.record, e.slug]))

    # ---- what was, and what is ---------------------------------------------------------

    def make_events(
        self,
        stop: Stop,
        current: list[Slot],
        announced: list[AnnouncedSlots],
        is_open_day: bool = False,
    ) -> Iterator[SerializedEvent]:
        """The events as they are now; then those that earlier versions had, unless they are where
        one is now."""
        status, gone = stop.record.status, stop.removed_on is not None
        if (
            not current and announced
        ):  # put off without a new date: it stays where it was, and says so
            current, status = (
                next((slots for slots, _ in reversed(announced) if slots), []),
                "cancelled" if status == "cancelled" else "postponed",
            )
        write = self.make_event_serializer(stop, status, is_open_day)
        yield from (
            write(slot, gone)
            for slot in current
            if not (gone and stop.history and self.slots.is_finished(slot, stop.history.removed_at))
        )
        if announced:
            yield from self.make_withdrawn_events(stop, current, announced, is_open_day)

    def make_withdrawn_events(
        self, stop: Stop, current: list[Slot], announced: list[AnnouncedSlots], is_open_day: bool
    ) -> Iterator[SerializedEvent]:
        found = self.slots.find_withdrawn_slots(current, announced)
        write = self.make_event_serializer(stop, "cancelled", is_open_day)
        yield from (write(found[tail], True) for tail in sorted(found))

    def make_event_serializer(
        self, stop: Stop, status: str, is_open_day: bool
    ) -> Callable[[Slot, bool], SerializedEvent]:
        """Writes events of a stop that have that status."""
        said = ICAL_STATUS.get(status, "CONFIRMED")
        common = self._compute_common_properties(stop, status, is_open_day)
        origin, description = self.revisions.find_origin(stop), common.pop("description")

        def write(slot: Slot, gone: bool) -> SerializedEvent:
            uid = f"{origin}{slot.uid_suffix}@{self.domain}"
            notes = (
                [self.language.t("event_booking_only")] if slot.times and slot.times.booking else []
            )
            notes += [] if slot.is_certain else [self.language.t("event_unsure")]
            quiet = slot.times is None or is_open_day or said == "CANCELLED"
            event = ical.Event(
                uid=uid,
                start=slot.start,
                end=slot.end,
                times=slot.times and slot.times[:2],
                status="TENTATIVE" if said == "CONFIRMED" and not slot.is_certain else said,
                description="\n".join([*notes, description]) if description else "",
                is_transparent=quiet if self.includes("TRANSP") else None,
                shows_as_free=quiet and self.includes("X-MICROSOFT-CDO-BUSYSTATUS"),
                **common,
            )
            time = slot.times.start if slot.times else ""
            return SerializedEvent(
                slot.start,
                slot.end,
                uid,
                ical.format_vevent(event, self.site.timezone),
                gone,
                event.dtstamp,
                time,
            )

        return write

    def _compute_common_properties(
        self, stop: Stop, status: str, is_open_day: bool
    ) -> dict[str, Any]:
        """What all events of a stop with that status have in common."""
        want = self.includes
        url = self.format_page_url("stop", stop.slug)
        modified, life = self.revisions.compute_modified_at(stop), stop.history
        if (
            is_open_day
            and isinstance(stop, Stay)
            and (calendar := self.edition.agenda.engine.get_opening(stop)).calendar
            and not calendar.ignores_holidays
        ):
            modified = max(modified, self.revisions.holidays_modified_at)
        thing = stop.exhibition or stop.caravan
        has_image = want("IMAGE") and not is_open_day
        picture = self.addresses.picture_path_for(thing) if thing and has_image else ""
        names = (stop.exhibition.name if stop.exhibition else stop.trip.name, stop.place.name)
        return {
            "dtstamp": modified,
            "created_at": life.versions[0].timestamp if life and want("CREATED") else None,
            "modified_at": modified if want("LAST-MODIFIED") else None,
            "sequence": self.revisions.compute_sequence(stop) if want("SEQUENCE") else None,
            "summary": self.format_summary_prefix(status) + self.language.format_stop_name(stop),
            "url": url,
            **self.format_location_properties(stop),
            "description": self.format_description(stop, url, is_open_day)
            if want("DESCRIPTION")
            else "",
            "has_apple_location": want("X-APPLE-STRUCTURED-LOCATION") and not is_open_day,
            "categories": self.list_categories(stop) if want("CATEGORIES") else (),
            "image": self.addresses.make_absolute(picture) if picture else "",
            "language": self.language.find_fallback_tag(*names) if self.properties is None else "",
        }

    def list_categories(self, stop: Stop) -> tuple[str, ...]:
        """The names of the campaigns that it is part of."""
        campaigns = (self.edition.model.entries.find(Campaign, id) for id in stop.campaigns)
        return tuple(self.language.localize(e.name) for e in campaigns if e)

    def format_page_url(self, kind: str, slug: str) -> str:
        """The whole address of a page."""
        return self.addresses.make_absolute(self.addresses.path_for(kind, slug))

    def format_summary_prefix(self, status: str) -> str:
        return self.language.t(SUMMARY_PREFIX[status]) if status in SUMMARY_PREFIX else ""

    def format_location_properties(self, stop: Stop) -> dict[str, Any]:
        """Where a stop is, as its events say it."""
        where = stop.place
        name, address, position = (
            self.language.localize(where.name),
            self.language.localize(where.address),
            where.position,
        )
        known = position is not None and position.datum == "wgs84" and self.includes("GEO")
        geo = (position.lat, position.lon) if position and known else None
        return {"location": f"{name}, {address}" if address else name, "geo": geo}

    def format_description(self, stop: Stop, url: str, is_open_day: bool = False) -> str:
        """Plain text; what is most important comes first, and the page's address and that it
        prevails last."""
        r = stop.record
        lines = [self.language.t("sample_short")] if self.site.sample else []
        if stop.removed_on:
            lines.append(self.language.t("event_removed"))
        was = stop.find_previous_dates()
        if was:
            lines.append(self.language.t("event_was", when=was.format_dates(self.edition.lang)))
        lines += [
            self.language.t("event_was_" + kind, name=self.language.localize(e.name))
            for kind, e in find_previous_entries(self.edition.model, stop).items()
        ]
        if is_open_day and isinstance(stop, Stay) and stop.last_admission:
            lines.append(self.language.t("event_last_admission", n=stop.last_admission))
        if r.note and not is_open_day:
            lines.append(self.language.extract_plain_text(self.language.localize(r.note), 500))
        if r.booking:
            lines += [
                x
                for x in (self.language.localize(r.booking.note), r.booking.url, r.booking.phone)
                if x
            ]
        if not is_open_day:  # there are many of them
            lines.append(
                self.language.t(
                    "event_" + stop.trip.kind, name=self.language.localize(stop.trip.name)
                )
            )
        return "\n".join([*lines, url, self.language.t("page_prevails")])

    def make_campaign_event(self, e: Campaign) -> SerializedEvent:
        """The event of a theme day itself."""
        r = e.record
        life = self.edition.model.ledger.find_history("campaign", e.id)
        stamp = self.revisions.compute_campaign_modified_at(e)
        url = self.format_page_url("campaign", e.slug)
        uid = f"campaign-{life.origin if life else e.id}@{self.domain}"
        lines = [
            *([self.language.t("sample_short")] if self.site.sample else []),
            self.language.localize(r.summary),
            url,
            self.language.t("page_prevails"),
        ]
        event = ical.Event(
            uid=uid,
            dtstamp=stamp,
            start=r.start,
            end=e.last_day,
            summary=self.language.localize(r.name),
            url=url,
            status="CONFIRMED",
            description="\n".join(filter(None, lines)) if self.includes("DESCRIPTION") else "",
            is_transparent=True if self.includes("TRANSP") else None,
            shows_as_free=self.includes("X-MICROSOFT-CDO-BUSYSTATUS"),
            created_at=life.versions[0].timestamp if life and self.includes("CREATED") else None,
            modified_at=stamp if self.includes("LAST-MODIFIED") else None,
            sequence=(len(life.versions) - 1 if life else 0) if self.includes("SEQUENCE") else None,
            language=self.language.find_fallback_tag(r.name) if self.properties is None else "",
        )
        return SerializedEvent(
            event.start,
            event.end,
            uid,
            ical.format_vevent(event, self.site.timezone),
            modified_at=stamp,
        )


def _list_history_fields(history: RecordHistory | None) -> list[object]:
    """A history as what has canonical bytes: mappings by keys of records have none."""
    if history is None:
        return []
    memberships = sorted(history.former_memberships.items())
    return [msgspec.structs.replace(history, former_memberships={}), memberships]


def merge_events(lines: Iterable[tuple[SerializedEvent, ...]]) -> list[SerializedEvent]:
    """All of them in a fixed order. What is gone gives way where something else has its UID now."""
    found = sorted((line for one in lines for line in one), key=lambda line: line.order)
    if any(line.is_removed for line in found):
        there = {line.uid for line in found if not line.is_removed}
        found = [line for line in found if not line.is_removed or line.uid not in there]
    return found
