"""The calendars of those who move and build: transport, arrival, setting up, striking, leaving, and
the visits of caravans.

They are made only if site.yaml names a folder for them, and no page links to them. They hold what
is published elsewhere on the site, too: no number that the rule `private-number` would refuse.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from tourbook.common.canonical import encode_ordered
from tourbook.common.digests import compute_digest
from tourbook.common.memoized import Memoized
from tourbook.common.problems import Location
from tourbook.formats import ical
from tourbook.history.keys import Key
from tourbook.model.entries import ENTRY_CLASSES, Entry, Organisation
from tourbook.model.trips import Stay, Stop, Trip
from tourbook.schedule.membership import Membership, find_copy
from tourbook.schema import list_duties
from tourbook.site.edition import Edition
from tourbook.site.outputs import RawFile
from tourbook.sources.paths import SITE_FILE

from .calendar_feed import CalendarFeed
from .event_inputs import EventInput
from .event_revisions import Revision
from .event_texts import shorten
from .events import Events
from .former_calendars import FormerCalendars
from .serialized_events import ICAL_STATUS, SerializedEvent, list_time_properties, serialize_event
from .series import Series, make_single_series
from .slots import Slot
from .slugs import SlugRegistry
from .writer import CalendarWriter

CREW = b"crew"
"""A shape in which calendars show a stop, besides those of `events`."""
STAGE_NAMES = ("transport", "arrive", "set_up", "strike", "leave")


def make(edition: Edition, writer: CalendarWriter) -> Iterator[RawFile]:
    options = edition.model.site.calendar
    if options and options.crew:
        yield from CrewCalendars(edition, writer, options.crew).make_all_calendars()


def encode_moments(edition: Edition) -> bytes:
    """When what only these calendars show of entries last changed; b"" without them."""
    options, ledger = edition.model.site.calendar, edition.model.ledger
    if not (options and options.crew):
        return b""
    return encode_ordered(
        [ledger.find_crew_modified_at(each.kind, each.id) for each in edition.model.entries]
    )


class CrewCalendars:
    def __init__(self, edition: Edition, writer: CalendarWriter, folder: str) -> None:
        self._edition, self._agenda, self._writer = edition, edition.agenda, writer
        self._addresses, self._language = edition.addresses, edition.language
        self._folder = f"{edition.addresses.prefix}{folder}/"
        self._events = CrewEvents(edition, writer.events)
        self._former = FormerCalendars(edition.agenda)
        self._slugs = SlugRegistry(edition.agenda, self._former)

    def make_all_calendars(self) -> Iterator[RawFile]:
        model = self._edition.model
        everything = [*model.stops, *self._agenda.tombstones]
        site, home = Location(SITE_FILE), self._addresses.prefix
        yield self._make_calendar("all", site, self._edition.site_name, home, everything)
        for kind in ("exhibition", "organisation"):
            entry_class = ENTRY_CLASSES[kind]
            for entry in model.entries.list_by_id(entry_class):
                page = self._addresses.path_for(kind, entry.slug)
                yield from self._make_record_calendars(kind, entry, page)
            for entry in model.removed_entries.list_by_id(entry_class):
                if self._former.goes_on(Key(kind, entry.id)):
                    yield from self._make_record_calendars(kind, entry, home)
        for trip in model.trips.values():
            page = self._addresses.path_for("tour", trip.slug)
            yield from self._make_record_calendars("tour", trip, page)
        for trip in model.removed_trips:
            if self._former.goes_on(Key("trip", trip.id)):
                yield from self._make_record_calendars("tour", trip, home)

    def _make_record_calendars(
        self, kind: str, record: Entry | Trip, page: str
    ) -> Iterator[RawFile]:
        """The calendar of a record, which may have been removed, under each slug that it had."""
        slugs = self._slugs.claim_record_slugs(
            "trip" if kind == "tour" else kind, record.id, record.slug, record.record.aliases
        )
        stops = self._list_stops(kind, record.id)
        copies = dict.fromkeys(filter(None, map(find_copy, stops)))  # where each was before counts
        for slug in slugs:
            yield self._make_calendar(
                f"{kind}s/{slug}",
                record.location,
                self._language.localize(record.name) or self._edition.site_name,
                page,
                stops,
                record.id if kind == "organisation" else "",
                ((kind, record.id), *copies),
            )

    def _list_stops(self, kind: str, id: str) -> list[Stop]:
        """The stops that something has, and those that it had when they were removed. Whoever is
        not booked for a stop any more has no work there."""
        key = (kind, id)
        former = (stop for stop in self._agenda.former.get(key, ()) if stop.removed_on)
        return [*self._agenda.list_stops(*key), *self._agenda.removed.get(key, ()), *former]

    def _make_calendar(
        self,
        path: str,
        location: Location,
        name: str,
        page: str,
        stops: Sequence[Stop],
        organisation_id: str = "",
        shown_lists: tuple[Membership, ...] | None = None,
    ) -> RawFile:
        def list_events() -> list[SerializedEvent]:
            return [e for stop in stops for e in self._events.list_events(stop, organisation_id)]

        def list_inputs() -> Iterator[bytes]:
            yield self._writer.events.day_input
            yield from (self._events.digest_inputs(stop, organisation_id) for stop in stops)

        site_name = self._edition.site_name
        if name != site_name:  # as in other calendars: the name of a tour alone says little
            name = f"{name} · {site_name}"
        feed = CalendarFeed(
            "crew",
            self._folder + path,
            self._language.t("feed_crew", name=name),
            page,
            tuple,
            list_events,
            may_be_cut=path == "all" or bool(organisation_id),  # tours have all of it
            list_extra_inputs=list_inputs,
        )
        return self._writer.make_output(feed, location, shown_lists)


class Task(NamedTuple):
    """Some work at a stop."""

    name: str
    """What is to be done, in the language of the events."""
    series: Series
    """When."""
    note: str = ""
    """That its day is derived."""


class CrewEvents:
    def __init__(self, edition: Edition, events: Events) -> None:
        self._edition, self._language, self._events = edition, edition.language, events
        self._engine = edition.agenda.engine
        self._crew_events = Memoized(self._load_events)
        self._descriptions = Memoized(self._describe)
        self._input_digests = Memoized(self._digest_inputs)

    def list_events(self, stop: Stop, organisation_id: str) -> tuple[SerializedEvent, ...]:
        """The work at a stop; of an organisation that is booked for some of the days, only on
        these."""
        days = self._find_booked_days(stop, organisation_id) if organisation_id else frozenset()
        return self._crew_events[stop, days]

    def digest_inputs(self, stop: Stop, organisation_id: str) -> bytes:
        """Digest of all that the work at a stop is made from."""
        days = self._find_booked_days(stop, organisation_id) if organisation_id else frozenset()
        return self._input_digests[stop, days]

    def _digest_inputs(self, booked: tuple[Stop, frozenset[dt.date]]) -> bytes:
        stop, days = booked
        stages = self._engine.get_stages(stop) if isinstance(stop, Stay) else None
        moments = list(self._iterate_moments(stop))
        values = [sorted(days), stages, moments, self._descriptions[stop]]
        digest = compute_digest(self._events.get_input_digest(stop), encode_ordered(values))
        self._events.cache.get(digest + CREW)  # kept, whether or not a calendar is due
        return digest

    def _load_events(self, booked: tuple[Stop, frozenset[dt.date]]) -> tuple[SerializedEvent, ...]:
        key = self._input_digests[booked] + CREW
        return self._events.load_events(key, lambda: self._make_events(*booked))

    def _make_events(self, stop: Stop, days: frozenset[dt.date]) -> list[SerializedEvent]:
        if isinstance(stop, Stay):
            tasks = self._iterate_stay_tasks(stop, days)
        else:
            tasks = self._iterate_visit_tasks(stop, days)
        return [self._make_event(stop, task) for task in tasks]

    def _find_booked_days(self, stop: Stop, organisation_id: str) -> frozenset[dt.date]:
        """The days on which an organisation is there; none if it is there all the time."""
        find = self._edition.model.find_entry_or_removed
        duties = [
            duty
            for duty in list_duties(stop.record)
            if (entry := find(Organisation, duty.who)) and entry.id == organisation_id
        ]
        if not all(duty.dates for duty in duties):
            return frozenset()
        return frozenset(day for duty in duties for day in duty.dates)

    def _iterate_stay_tasks(self, stay: Stay, booked_days: frozenset[dt.date]) -> Iterator[Task]:
        stages, timezone = self._engine.get_stages(stay), stay.place.timezone
        for name in STAGE_NAMES:
            stage = getattr(stages, name)
            if stage and (not booked_days or stage.day in booked_days):
                note = self._language.t("crew_derived") if stage.is_derived else ""
                slot = Slot(f"-{name.replace('_', '-')}", stage.day, stage.day, timezone)
                yield Task(self._language.t("crew_" + name), make_single_series(slot), note)
        for day in sorted(booked_days):
            slot = Slot(f"-crew-{day:%Y%m%d}", day, day, timezone)
            yield Task(self._language.t("crew_visit"), make_single_series(slot))

    def _iterate_visit_tasks(self, visit: Stop, booked_days: frozenset[dt.date]) -> Iterator[Task]:
        """The dates of a visit as other calendars have them; booked ones one by one."""
        if not visit.spans:
            return
        name = self._language.t("crew_visit")
        dates = self._events.announcements.find_dates(self._events.inputs.collect(visit))
        for series in dates.states[-1].series:
            booked_slots = (slot for slot in series.slots if slot.start in booked_days)
            parts = map(make_single_series, booked_slots) if booked_days else [series]
            for part in parts:
                yield Task(name, part._replace(uid_suffix="-crew" + part.uid_suffix))

    def _make_event(self, stop: Stop, task: Task) -> SerializedEvent:
        event_input, texts = self._events.inputs.collect(stop), self._events.texts
        revision = self._revise(stop, event_input)
        event = ical.Event(
            uid=f"{event_input.origin}{task.series.uid_suffix}@{texts.domain}",
            **list_time_properties(task.series),
            url=texts.format_page_url("stop", stop.slug),
            summary=texts.format_summary_prefix(event_input.status)
            + texts.format_crew_title(event_input, task.name)
            + task.note,
            status=ICAL_STATUS.get(event_input.status, "CONFIRMED"),
            **texts.format_location_properties(event_input),
            description=self._descriptions[stop],
            has_apple_location=True,
            is_transparent=not stop.takes_place,
            dtstamp=revision.modified_at,
            created_at=revision.created_at,
            modified_at=revision.modified_at,
            sequence=revision.sequence,
        )
        return serialize_event(event, task.series, stop.removed_on is not None)

    def _revise(self, stop: Stop, event_input: EventInput) -> Revision:
        """The revision of its crew's events: derived stages depend on the stay before, too."""
        if stop.history is None:
            return event_input.revision
        modified_at = max(event_input.revision.modified_at, *self._iterate_moments(stop))
        sequence = len(stop.history.versions) - 1
        return msgspec.structs.replace(
            event_input.revision, modified_at=modified_at, sequence=sequence
        )

    def _iterate_moments(self, stop: Stop) -> Iterator[int]:
        """When what only the crew's events show last changed; 0 without Git."""
        previous = self._engine.find_previous_stay(stop)
        yield previous.history.modified_at if previous and previous.history else 0
        yield stop.history.changed_at if stop.history else 0
        yield stop.history.crew_modified_at if stop.history else 0
        for entry in (stop.venue, stop.exhibition, stop.caravan):
            if entry:
                yield self._edition.model.ledger.find_crew_modified_at(entry.kind, entry.id)
        yield from map(
            self._events.inputs.revisions.find_entry_modified_at, self._list_people(stop)
        )

    def _list_people(self, stop: Stop) -> list[Organisation]:
        find = self._edition.model.entries.find
        entries = (find(Organisation, duty.who) for duty in list_duties(stop.record))
        return [entry for entry in entries if entry]

    def _describe(self, stop: Stop) -> str:
        texts = self._events.texts
        return "\n".join(
            [
                *texts.list_sample_notes(),
                *map(shorten, self._describe_people(stop)),
                texts.format_page_url("stop", stop.slug),
                self._language.t("page_prevails"),
            ]
        )

    def _describe_people(self, stop: Stop) -> Iterator[str]:
        """Who works there, and whom to ask at the venue."""
        t, localize = self._language.t, self._language.localize
        names = [localize(entry.name) for entry in self._list_people(stop)]
        names += [localize(member.name) for member in stop.caravan_crew if member.name]
        if names:
            yield t("crew_people", names=t("list_separator").join(names))
        contact = stop.venue.record.contact if stop.venue else None
        if contact:
            parts = (localize(contact.name), contact.phone, contact.email)
            yield t("crew_contact", text=" ".join(filter(None, parts)))
