"""The calendars of those who move and build: transport, arrival, setting up, striking, leaving, and
the vehicles' visits.

They are made only where site.yaml names a folder for them, and no page leads there. They hold what
is published elsewhere on the site, too: no number that the rule `private-number` would refuse.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from tourbook.common.problems import At
from tourbook.formats import ical
from tourbook.model.entities import Stop
from tourbook.schedule.engine import CALLED_OFF
from tourbook.schema import Stop as StopRecord
from tourbook.schema import duties
from tourbook.site.context import Context
from tourbook.site.outputs import RawFile
from tourbook.sources.paths import SITE

from .events import STATUS, Events, Line
from .revisions import Stamps
from .writer import Feed, Writer

STAGES = ("transport", "arrive", "set_up", "strike", "leave")


def make(c: Context) -> Iterator[RawFile]:
    options = c.model.site.calendar
    if not options or not options.crew:
        return
    crew, folder = Crew(c), f"{c.prefix}{options.crew}/"

    def one(
        path: str, at: At, name: str, page: str, stops: Sequence[Stop], who: str = ""
    ) -> RawFile:
        feed = Feed(
            "crew",
            f"{folder}{path}.ics",
            c.t("feed_crew", name=name),
            page,
            tuple,
            lambda: [line for stop in stops for line in crew.lines(stop, who)],
        )
        return crew.writer.output(feed, at)

    index = c.index
    yield one("all", At(SITE), c.site.name, c.prefix, [*c.model.stops, *index.tombstones])
    for kind in ("exhibition", "organisation"):
        for e in c.entries(kind):
            stops = [*index.stops(kind, e.id), *index.gone.get((kind, e.id), ())]
            who = e.id if kind == "organisation" else ""
            yield one(f"{kind}s/{e.slug}", e.at, c.text(e.name), c.path(kind, e.slug), stops, who)
    for trip in c.model.trips.values():
        stops = [*index.stops("tour", trip.id), *index.gone.get(("tour", trip.id), ())]
        yield one(
            f"tours/{trip.slug}", trip.at, c.text(trip.name), c.path("tour", trip.slug), stops
        )


class Crew:
    def __init__(self, c: Context) -> None:
        self.c, self.events = c, Events(c)
        self.writer = Writer(c, self.events)

    def lines(self, stop: Stop, who: str) -> Iterator[Line]:
        """The work at a stop; of an organisation that is booked for some of the days, only on
        these."""
        days = self.booked(stop, who) if who else set()
        if isinstance(stop.record, StopRecord):
            stages = self.c.index.engine.stages(stop)
            for name in STAGES:
                stage = getattr(stages, name)
                if stage and (not days or stage.day in days):
                    note = self.c.t("crew_derived") if stage.derived else ""
                    yield self.line(
                        stop,
                        f"-{name.replace('_', '-')}",
                        stage.day,
                        self.c.t("crew_" + name),
                        note,
                    )
            for day in sorted(days):
                yield self.line(stop, f"-crew-{day:%Y%m%d}", day, self.c.t("crew_visit"))
            return
        recurs = stop.record.repeat is not None
        for day, _ in stop.spans:
            if days and day not in days:
                continue
            moved = stop.moved.get(day)
            tail = f"-{(moved.origin if moved else day):%Y%m%d}" if recurs else ""
            for number, session in enumerate(stop.times(day) or (None,)):
                times = session[:2] if session else None
                yield self.line(
                    stop,
                    f"-crew{tail}" + (f"-{number + 1}" if number else ""),
                    day,
                    self.c.t("crew_visit"),
                    times=times,
                )

    def booked(self, stop: Stop, who: str) -> set[dt.date]:
        """The days on which an organisation is there, where it is not there all the time."""
        found = [
            d
            for d in duties(stop.record)
            if (e := self.c.model.find("organisation", d.who)) and e.id == who
        ]
        return (
            {day for duty in found for day in duty.dates} if all(d.dates for d in found) else set()
        )

    def line(
        self,
        stop: Stop,
        tail: str,
        day: dt.date,
        what: str,
        note: str = "",
        times: tuple[str, str] | None = None,
    ) -> Line:
        c, status, url = self.c, stop.record.status, self.events.address("stop", stop.slug)
        modified = self.events.stamps.modified(stop)
        if stop.life:
            before = c.index.engine.before(stop)
            modified = max(
                modified, stop.life.staff, before.life.modified if before and before.life else 0
            )
        uid = f"{Stamps.origin(stop)}{tail}@{self.events.domain}"
        event = ical.Event(
            uid=uid,
            stamp=modified,
            start=day,
            end=day,
            times=times,
            url=url,
            summary=f"{self.events.prefix(status)}{what} · {c.stop_name(stop)}{note}",
            status=STATUS.get(status, "CONFIRMED"),
            **self.events.place(stop),
            description="\n".join(
                [
                    *([c.t("sample_short")] if c.model.site.sample else []),
                    *self.people(stop),
                    url,
                    c.t("page_prevails"),
                ]
            ),
            pin=True,
            transparent=status in CALLED_OFF,
            created=stop.life.versions[0].at if stop.life else None,
            modified=modified,
            sequence=Stamps.sequence(stop),
        )
        return Line(
            day,
            day,
            uid,
            ical.vevent(event, c.model.site.timezone),
            stop.removed is not None,
            modified,
            times[0] if times else "",
        )

    def people(self, stop: Stop) -> Iterator[str]:
        """Who works there, and whom to ask at the venue."""
        c = self.c
        names = [
            link.name for d in duties(stop.record) if (link := c.link_to("organisation", d.who))
        ]
        names += [
            c.text(m.name)
            for m in (
                stop.caravan.record.crew if stop.caravan and stop.trip.kind == "route" else ()
            )
            if m.name
        ]
        if names:
            yield c.t("crew_people", names=c.t("list_separator").join(names))
        contact = c.contact(stop.venue.record.contact) if stop.venue else None
        if contact:
            yield c.t(
                "crew_contact",
                text=" ".join(x for x in (contact.name, contact.phone, contact.email) if x),
            )
