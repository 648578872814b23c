"""The iCalendar feeds: of everything, of each thing, of each stop. Each event is serialised once.

An event is the same in every feed that holds it. UID comes from the stop's id (and, for a
recurring visit, the day) and the site's `uid_domain`; DTSTAMP from the authored `updated`, never
from the clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial
from urllib.parse import urlsplit

from .. import ical, urls
from ..context import Context
from ..diagnostics import At
from ..layout import SITE
from ..model import Entry, Stop
from ..outputs import RawFile
from ..prose import plain
from ..schema import Visit

EPOCH = dt.date(2000, 1, 1)
"""DTSTAMP of a record that says nowhere when it was updated."""
_STATUS = {"planned": "TENTATIVE", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}


class Calendars:
    """The events of a language, made when first asked for."""

    def __init__(self, c: Context) -> None:
        self.c, site = c, c.model.site
        self.zone = site.timezone
        self.domain = site.uid_domain or urlsplit(c.settings.base_url).hostname or "localhost"
        options = site.calendar
        self.prodid = options.prodid if options else "-//Tourbook//Tourbook//ZH"
        chosen = options.properties if options else None
        self.wants = frozenset(("DESCRIPTION", "GEO", "CATEGORIES", "TRANSP") if chosen is None else chosen)
        self._events: dict[str, str] = {}

    def of(self, stop: Stop) -> str:
        """The lines of every event of a stop; "" where it has no date."""
        found = self._events.get(stop.id)
        if found is None:
            found = self._events[stop.id] = "".join(ical.vevent(e, self.zone) for e in self.events(stop))
        return found

    def events(self, stop: Stop) -> Iterator[ical.Event]:
        c, r, wants = self.c, stop.record, self.wants
        if not stop.spans:
            return
        name, address = c.text(stop.where.name), c.text(stop.where.address)
        summary = c.stop_name(stop)
        prefix = {"cancelled": "cancelled", "postponed": "postponed"}.get(r.status)
        if prefix and "DESCRIPTION" in wants:
            summary = c.t("summary_" + prefix) + summary
        url = c.settings.base_url + urls.encoded(c.path("stop", stop.slug))
        position = stop.where.position
        common = {
            "stamp": r.updated or stop.trip.record.updated or c.model.site.updated or EPOCH,
            "summary": summary, "url": url, "status": _STATUS.get(r.status, "CONFIRMED"),
            "location": f"{name}, {address}" if address else name,
            "description": self.description(stop, url) if "DESCRIPTION" in wants else "",
            "geo": (position.lat, position.lon) if position and position.datum == "wgs84" and "GEO" in wants else None,
            "categories": tuple(link.name for link in c.links_to("campaign", stop.campaigns)) if "CATEGORIES" in wants else (),
        }
        recurs = isinstance(r, Visit) and r.repeat is not None
        for start, end in stop.spans:
            moved = stop.moved.get(start)
            day = moved.origin if moved else start  # what a date was is its name for ever
            for number, session in enumerate(stop.times(start) or (None,)):
                tail = (f"-{day:%Y%m%d}" if recurs else "") + (f"-{number + 1}" if number else "")
                yield ical.Event(
                    uid=f"{stop.id}{tail}@{self.domain}", start=start, end=end, times=session and session[:2],
                    transparent=(session is None) if "TRANSP" in wants else None, **common,  # type: ignore[arg-type]
                )

    def description(self, stop: Stop, url: str) -> str:
        c, r = self.c, stop.record
        lines = [plain(c.html(c.text(r.note), stop.at.file), 500)] if r.note else []
        if r.booking:
            lines += [x for x in (c.text(r.booking.note), r.booking.url, r.booking.phone) if x]
        if c.model.site.sample:
            lines.insert(0, c.t("sample_short"))
        return "\n".join([*lines, url, c.t("page_prevails")])

    def campaign(self, e: Entry) -> str:
        """The event of a theme day itself."""
        c, r = self.c, e.record
        return ical.vevent(ical.Event(
            uid=f"campaign-{e.id}@{self.domain}", stamp=r.updated or c.model.site.updated or EPOCH, start=r.start, end=r.end or r.start,
            summary=c.text(r.name), url=c.settings.base_url + urls.encoded(c.path("campaign", e.slug)), status="CONFIRMED",
            transparent=True if "TRANSP" in self.wants else None,
        ), self.zone)

    def feed(self, name: str, stops: Iterable[Stop], more: Iterable[str] = ()) -> bytes:
        stops = list(stops)
        events = [*more, *filter(None, map(self.of, stops))]
        days = [d for s in stops if s.sessions and s.spans for d in (s.spans[0][0], s.spans[-1][1])]
        if not events:  # a calendar holds at least one component (RFC 5545, 3.6)
            days = [EPOCH]
        zone = ical.vtimezone(self.zone, min(days), max(days)) if days else ""
        return ical.vcalendar(self.prodid, name, zone, events)


def make(c: Context) -> Iterator[RawFile]:
    calendars, index = Calendars(c), c.index
    campaigns = c.entries("campaign")
    yield RawFile(c.prefix + "all.ics", "all", (At(SITE),),
                  lambda: calendars.feed(c.site.name, c.model.stops, map(calendars.campaign, campaigns)))

    def one(kind: str, slug: str, at: At, name: str, stops: list[Stop], more: tuple[Entry, ...] = ()) -> RawFile:
        return RawFile(
            c.path(kind, slug) + "calendar.ics", kind, (at,), lambda: calendars.feed(name, stops, map(calendars.campaign, more))
        )

    for kind in ("exhibition", "venue", "caravan", "organisation", "campaign"):
        for e in c.entries(kind):
            yield one(kind, e.slug, e.at, c.text(e.name), index.stops(kind, e.id), (e,) if kind == "campaign" else ())
    for trip in c.model.trips.values():
        yield one("tour", trip.slug, trip.at, c.text(trip.name), index.stops("tour", trip.id))
    codes = dict.fromkeys([e.record.region for e in c.entries("venue")] + [s.where.region for s in c.model.stops])
    for region in {r.code: r for code in codes for r in c.model.divisions.chain(code)}.values():
        yield one("place", region.slug, At(SITE), c.text(region.name), index.stops("place", region.code))
    for stop in c.model.stops:
        yield RawFile(
            c.path("stop", stop.slug) + "calendar.ics", "stop", (stop.at,), partial(calendars.feed, "", [stop])
        )
