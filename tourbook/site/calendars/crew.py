"""The calendars of those who move and build: transport, arrival, setting up, striking, leaving, and
the vehicles' visits.

They are made only where site.yaml names a folder for them, and no page leads there. They hold what
is published elsewhere on the site, too: no number that the rule `private-number` would refuse.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from tourbook.common.problems import Location
from tourbook.formats import ical
from tourbook.model.entries import ENTRY_CLASSES, Organisation
from tourbook.model.trips import Stay, Stop
from tourbook.schema import list_duties
from tourbook.site.edition import Edition
from tourbook.site.outputs import RawFile
from tourbook.sources.paths import SITE_FILE

from .events import ICAL_STATUS, Events, SerializedEvent
from .revisions import Revisions
from .writer import CalendarFeed, CalendarWriter

CREW_STAGES = ("transport", "arrive", "set_up", "strike", "leave")


def make(edition: Edition, writer: CalendarWriter) -> Iterator[RawFile]:
    options = edition.model.site.calendar
    if not options or not options.crew:
        return
    crew, folder = CrewEvents(edition, writer.events), f"{edition.addresses.prefix}{options.crew}/"

    def one(
        path: str, at: Location, name: str, page: str, stops: Sequence[Stop], who: str = ""
    ) -> RawFile:
        feed = CalendarFeed(
            "crew",
            f"{folder}{path}.ics",
            edition.language.t("feed_crew", name=name),
            page,
            tuple,
            lambda: [line for stop in stops for line in crew.make_events(stop, who)],
        )
        return writer.make_output(feed, at)

    index = edition.agenda
    yield one(
        "all",
        Location(SITE_FILE),
        edition.site_name,
        edition.addresses.prefix,
        [*edition.model.stops, *index.tombstones],
    )
    for kind in ("exhibition", "organisation"):
        for e in edition.model.entries.list_by_id(ENTRY_CLASSES[kind]):
            stops = [*index.list_stops(kind, e.id), *index.removed.get((kind, e.id), ())]
            who = e.id if kind == "organisation" else ""
            yield one(
                f"{kind}s/{e.slug}",
                e.location,
                edition.language.localize(e.name),
                edition.addresses.path_for(kind, e.slug),
                stops,
                who,
            )
    for trip in edition.model.trips.values():
        stops = [*index.list_stops("tour", trip.id), *index.removed.get(("tour", trip.id), ())]
        yield one(
            f"tours/{trip.slug}",
            trip.location,
            edition.language.localize(trip.name),
            edition.addresses.path_for("tour", trip.slug),
            stops,
        )


class CrewEvents:
    def __init__(self, edition: Edition, events: Events) -> None:
        self.edition, self.language, self.events = edition, edition.language, events

    def make_events(self, stop: Stop, organisation_id: str) -> Iterator[SerializedEvent]:
        """The work at a stop; of an organisation that is booked for some of the days, only on
        these."""
        days = self.find_booked_days(stop, organisation_id) if organisation_id else set()
        if isinstance(stop, Stay):
            stages = self.edition.agenda.engine.get_stages(stop)
            for name in CREW_STAGES:
                stage = getattr(stages, name)
                if stage and (not days or stage.day in days):
                    note = self.language.t("crew_derived") if stage.is_derived else ""
                    yield self.make_event(
                        stop,
                        f"-{name.replace('_', '-')}",
                        stage.day,
                        self.language.t("crew_" + name),
                        note,
                    )
            for day in sorted(days):
                yield self.make_event(
                    stop, f"-crew-{day:%Y%m%d}", day, self.language.t("crew_visit")
                )
            return
        for day, _ in stop.spans:
            if days and day not in days:
                continue
            moved = stop.moved_dates.get(day)
            tail = f"-{(moved.original_day if moved else day):%Y%m%d}" if stop.recurs else ""
            for number, session in enumerate(stop.list_sessions(day) or (None,)):
                times = session[:2] if session else None
                yield self.make_event(
                    stop,
                    f"-crew{tail}" + (f"-{number + 1}" if number else ""),
                    day,
                    self.language.t("crew_visit"),
                    times=times,
                )

    def find_booked_days(self, stop: Stop, organisation_id: str) -> set[dt.date]:
        """The days on which an organisation is there, where it is not there all the time."""
        found = [
            d
            for d in list_duties(stop.record)
            if (e := self.edition.model.entries.find(Organisation, d.who))
            and e.id == organisation_id
        ]
        return (
            {day for duty in found for day in duty.dates} if all(d.dates for d in found) else set()
        )

    def make_event(
        self,
        stop: Stop,
        uid_suffix: str,
        day: dt.date,
        label: str,
        note: str = "",
        times: tuple[str, str] | None = None,
    ) -> SerializedEvent:
        status, url = stop.record.status, self.events.format_page_url("stop", stop.slug)
        modified = self.events.revisions.compute_modified_at(stop)
        if stop.history:
            before = self.edition.agenda.engine.find_previous_stay(stop)
            modified = max(
                modified,
                stop.history.crew_modified_at,
                before.history.modified_at if before and before.history else 0,
            )
        uid = f"{Revisions.find_origin(stop)}{uid_suffix}@{self.events.domain}"
        event = ical.Event(
            uid=uid,
            dtstamp=modified,
            start=day,
            end=day,
            times=times,
            url=url,
            summary=f"{self.events.format_summary_prefix(status)}{label} · "
            f"{self.language.format_stop_name(stop)}{note}",
            status=ICAL_STATUS.get(status, "CONFIRMED"),
            **self.events.format_location_properties(stop),
            description="\n".join(
                [
                    *([self.language.t("sample_short")] if self.edition.model.site.sample else []),
                    *self.describe_people(stop),
                    url,
                    self.language.t("page_prevails"),
                ]
            ),
            has_apple_location=True,
            is_transparent=not stop.takes_place,
            created_at=stop.history.versions[0].timestamp if stop.history else None,
            modified_at=modified,
            sequence=Revisions.compute_sequence(stop),
        )
        return SerializedEvent(
            day,
            day,
            uid,
            ical.format_vevent(event, self.edition.model.site.timezone),
            stop.removed_on is not None,
            modified,
            times[0] if times else "",
        )

    def describe_people(self, stop: Stop) -> Iterator[str]:
        """Who works there, and whom to ask at the venue."""
        t, localize = self.language.t, self.language.localize
        entries = self.edition.model.entries
        found = (entries.find(Organisation, d.who) for d in list_duties(stop.record))
        names = [localize(e.name) for e in found if e]
        names += [localize(m.name) for m in stop.caravan_crew if m.name]
        if names:
            yield t("crew_people", names=t("list_separator").join(names))
        contact = stop.venue.record.contact if stop.venue else None
        if contact:
            parts = (localize(contact.name), contact.phone, contact.email)
            yield t("crew_contact", text=" ".join(filter(None, parts)))
