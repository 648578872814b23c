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
from tourbook.site.context import Context
from tourbook.site.outputs import RawFile
from tourbook.sources.paths import SITE_FILE

from .events import ICAL_STATUS, Events, SerializedEvent
from .revisions import Revisions
from .writer import CalendarFeed, CalendarWriter

CREW_STAGES = ("transport", "arrive", "set_up", "strike", "leave")


def make(ctx: Context) -> Iterator[RawFile]:
    options = ctx.model.site.calendar
    if not options or not options.crew:
        return
    crew, folder = CrewEvents(ctx), f"{ctx.prefix}{options.crew}/"

    def one(
        path: str, at: Location, name: str, page: str, stops: Sequence[Stop], who: str = ""
    ) -> RawFile:
        feed = CalendarFeed(
            "crew",
            f"{folder}{path}.ics",
            ctx.t("feed_crew", name=name),
            page,
            tuple,
            lambda: [line for stop in stops for line in crew.make_events(stop, who)],
        )
        return crew.writer.make_output(feed, at)

    index = ctx.index
    yield one(
        "all", Location(SITE_FILE), ctx.site.name, ctx.prefix, [*ctx.model.stops, *index.tombstones]
    )
    for kind in ("exhibition", "organisation"):
        for e in ctx.list_entries(ENTRY_CLASSES[kind]):
            stops = [*index.list_stops(kind, e.id), *index.removed.get((kind, e.id), ())]
            who = e.id if kind == "organisation" else ""
            yield one(
                f"{kind}s/{e.slug}",
                e.location,
                ctx.localize(e.name),
                ctx.path_for(kind, e.slug),
                stops,
                who,
            )
    for trip in ctx.model.trips.values():
        stops = [*index.list_stops("tour", trip.id), *index.removed.get(("tour", trip.id), ())]
        yield one(
            f"tours/{trip.slug}",
            trip.location,
            ctx.localize(trip.name),
            ctx.path_for("tour", trip.slug),
            stops,
        )


class CrewEvents:
    def __init__(self, ctx: Context) -> None:
        self.ctx, self.events = ctx, Events(ctx)
        self.writer = CalendarWriter(ctx, self.events)

    def make_events(self, stop: Stop, organisation_id: str) -> Iterator[SerializedEvent]:
        """The work at a stop; of an organisation that is booked for some of the days, only on
        these."""
        days = self.find_booked_days(stop, organisation_id) if organisation_id else set()
        if isinstance(stop, Stay):
            stages = self.ctx.index.engine.get_stages(stop)
            for name in CREW_STAGES:
                stage = getattr(stages, name)
                if stage and (not days or stage.day in days):
                    note = self.ctx.t("crew_derived") if stage.is_derived else ""
                    yield self.make_event(
                        stop,
                        f"-{name.replace('_', '-')}",
                        stage.day,
                        self.ctx.t("crew_" + name),
                        note,
                    )
            for day in sorted(days):
                yield self.make_event(stop, f"-crew-{day:%Y%m%d}", day, self.ctx.t("crew_visit"))
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
                    self.ctx.t("crew_visit"),
                    times=times,
                )

    def find_booked_days(self, stop: Stop, organisation_id: str) -> set[dt.date]:
        """The days on which an organisation is there, where it is not there all the time."""
        found = [
            d
            for d in list_duties(stop.record)
            if (e := self.ctx.model.entries.find(Organisation, d.who)) and e.id == organisation_id
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
        c, status, url = (
            self.ctx,
            stop.record.status,
            self.events.format_page_url("stop", stop.slug),
        )
        modified = self.events.revisions.compute_modified_at(stop)
        if stop.history:
            before = c.index.engine.find_previous_stay(stop)
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
            f"{c.format_stop_name(stop)}{note}",
            status=ICAL_STATUS.get(status, "CONFIRMED"),
            **self.events.format_location_properties(stop),
            description="\n".join(
                [
                    *([c.t("sample_short")] if c.model.site.sample else []),
                    *self.describe_people(stop),
                    url,
                    c.t("page_prevails"),
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
            ical.format_vevent(event, c.model.site.timezone),
            stop.removed_on is not None,
            modified,
            times[0] if times else "",
        )

    def describe_people(self, stop: Stop) -> Iterator[str]:
        """Who works there, and whom to ask at the venue."""
        c = self.ctx
        names = [
            link.name
            for d in list_duties(stop.record)
            if (link := c.link_to("organisation", d.who))
        ]
        names += [c.localize(m.name) for m in stop.caravan_crew if m.name]
        if names:
            yield c.t("crew_people", names=c.t("list_separator").join(names))
        contact = c.make_contact(stop.venue.record.contact) if stop.venue else None
        if contact:
            yield c.t(
                "crew_contact",
                text=" ".join(x for x in (contact.name, contact.phone, contact.email) if x),
            )
