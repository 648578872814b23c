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
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from tourbook.common import urls, zones
from tourbook.common.digests import canonical, digest
from tourbook.formats import ical
from tourbook.formats.markdown_html import plain
from tourbook.model.entities import Entry, Stop
from tourbook.schema import Stop as StopRecord
from tourbook.site.context import Context

from .revisions import Stamps
from .timing import Former, Slot, Slots

STATUS = {"planned": "TENTATIVE", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}
PREFIX = {"cancelled": "summary_cancelled", "postponed": "summary_postponed"}


class Line(NamedTuple):
    """An event as it is written, with what decides into which feeds it goes."""

    start: dt.date
    end: dt.date
    uid: str
    raw: bytes
    gone: bool = False
    """True for one that the schedule does not have any more."""
    modified: int = 0
    """Seconds since 1970."""
    time: str = ""
    """When it begins on its first day."""

    @property
    def order(self) -> tuple[dt.date, str, str]:
        return self.start, self.time, self.uid


_LINES = msgspec.msgpack.Decoder(tuple[Line, ...])


class Events:
    """The events of a language, made when first asked for."""

    def __init__(self, c: Context) -> None:
        self.c, self.site = c, c.model.site
        self.domain = urls.domain(self.site.uid_domain, c.settings.base_url)
        chosen = self.site.calendar.properties if self.site.calendar else None
        self.wants = None if chosen is None else frozenset(chosen)
        self._stays: dict[str, tuple[Line, ...]] = {}
        self._opened: dict[str, tuple[Line, ...]] = {}
        self._digests: dict[tuple[str, str], bytes] = {}
        self.stamps = Stamps(c)
        self.slots = Slots(c.index, zones.zone(self.site.timezone) or dt.UTC, self.stamps.announced)

    def want(self, name: str) -> bool:
        return self.wants is None or name in self.wants

    # ---- the two shapes --------------------------------------------------------------

    def stays(self, stop: Stop) -> tuple[Line, ...]:
        """A stay as one span, a visit at its times."""
        found = self._stays.get(stop.id)
        if found is None:
            found = self._stays[stop.id] = tuple(self.lines(stop, *self.slots.stays(stop)))
        return found

    def opened(self, stop: Stop) -> tuple[Line, ...]:
        """A stay as the times at which it is open, where these are known; anything else as in
        `stays`."""
        if not isinstance(stop.record, StopRecord):
            return self.stays(stop)
        found = self._opened.get(stop.id)
        if found is None:
            key = self.key(stop)
            kept = self.c.kept.get(key)
            found = self._opened[stop.id] = (
                tuple(self.opening_days(stop)) if kept is None else _LINES.decode(kept)
            )
            if kept is None:
                self.c.kept[key] = msgspec.msgpack.encode(found)
        return found

    def opening_days(self, stop: Stop) -> Iterator[Line]:
        now, before = self.slots.open_days(stop)
        announced = any(slots for slots, _ in before)
        if (stop.spans and self.c.index.engine.opening(stop).known) or (
            not stop.spans and announced
        ):
            yield from self.lines(stop, now, before, opening=True)
        else:
            yield from self.stays(stop)
            if announced:  # the hours are not known any more
                yield from self.lost(stop, now, before, opening=True)

    def key(self, stop: Stop) -> bytes:
        """Digest of all that the opening days of a stay are made from; there are many of them, so
        they are kept."""
        c = self.c
        records = [self.digest(e) for e in self.stamps.shown(stop)]
        told = c.today if stop.past or self.slots.uncertain(stop) else None
        return digest(
            self.salt,
            canonical(
                [
                    stop.id,
                    stop.record,
                    stop.spans,
                    stop.past,
                    stop.life,
                    stop.removed,
                    told,
                    stop.trip.record.name,
                    stop.trip.record.updated,
                    self.stamps.modified(stop),
                    self.stamps.holidays,
                    self.stamps.announced,
                    [r.code for r in c.model.divisions.chain(stop.where.region)],
                    records,
                ]
            ),
        )

    @cached_property
    def salt(self) -> bytes:
        """What the events of all stops depend on."""
        return digest(canonical([self.c.lang, self.c.settings.base_url, self.site]))

    def digest(self, e: Entry) -> bytes:
        key = (e.kind, e.id)
        if key not in self._digests:
            self._digests[key] = digest(canonical([e.record, e.slug]))
        return self._digests[key]

    # ---- what was, and what is ---------------------------------------------------------

    def lines(
        self, stop: Stop, now: list[Slot], before: list[Former], opening: bool = False
    ) -> Iterator[Line]:
        """The events as they are now; then those that earlier versions had, unless they are where
        one is now."""
        status, gone = stop.record.status, stop.removed is not None
        if not now and before:  # put off without a new date: it stays where it was, and says so
            now, status = (
                next((slots for slots, _ in reversed(before) if slots), []),
                "cancelled" if status == "cancelled" else "postponed",
            )
        write = self.writer(stop, status, opening)
        yield from (
            write(slot, gone)
            for slot in now
            if not (gone and stop.life and self.slots.over(slot, stop.life.gone))
        )
        if before:
            yield from self.lost(stop, now, before, opening)

    def lost(
        self, stop: Stop, now: list[Slot], before: list[Former], opening: bool
    ) -> Iterator[Line]:
        found = self.slots.lost(now, before)
        write = self.writer(stop, "cancelled", opening)
        yield from (write(found[tail], True) for tail in sorted(found))

    def writer(self, stop: Stop, status: str, opening: bool) -> Callable[[Slot, bool], Line]:
        """Writes events of a stop that have that status."""
        c, said = self.c, STATUS.get(status, "CONFIRMED")
        common = self._common(stop, status, opening)
        origin, description = self.stamps.origin(stop), common.pop("description")

        def write(slot: Slot, gone: bool) -> Line:
            uid = f"{origin}{slot.tail}@{self.domain}"
            notes = [c.t("event_booking_only")] if slot.times and slot.times.booking else []
            notes += [] if slot.sure else [c.t("event_unsure")]
            quiet = slot.times is None or opening or said == "CANCELLED"
            event = ical.Event(
                uid=uid,
                start=slot.start,
                end=slot.end,
                times=slot.times and slot.times[:2],
                status="TENTATIVE" if said == "CONFIRMED" and not slot.sure else said,
                description="\n".join([*notes, description]) if description else "",
                transparent=quiet if self.want("TRANSP") else None,
                free=quiet and self.want("X-MICROSOFT-CDO-BUSYSTATUS"),
                **common,
            )
            time = slot.times.start if slot.times else ""
            return Line(
                slot.start,
                slot.end,
                uid,
                ical.vevent(event, self.site.timezone),
                gone,
                event.stamp,
                time,
            )

        return write

    def _common(self, stop: Stop, status: str, opening: bool) -> dict[str, Any]:
        """What all events of a stop with that status have in common."""
        c, want = self.c, self.want
        url = self.address("stop", stop.slug)
        modified, life = self.stamps.modified(stop), stop.life
        if opening and (calendar := c.index.engine.opening(stop)).calendar and not calendar.settled:
            modified = max(modified, self.stamps.holidays)
        thing = stop.exhibition or stop.caravan
        image = c.image(thing) if thing and want("IMAGE") and not opening else None
        names = (stop.exhibition.name if stop.exhibition else stop.trip.name, stop.where.name)
        return {
            "stamp": modified,
            "created": life.versions[0].at if life and want("CREATED") else None,
            "modified": modified if want("LAST-MODIFIED") else None,
            "sequence": self.stamps.sequence(stop) if want("SEQUENCE") else None,
            "summary": self.prefix(status) + c.stop_name(stop),
            "url": url,
            **self.place(stop),
            "description": self.description(stop, url, opening) if want("DESCRIPTION") else "",
            "pin": want("X-APPLE-STRUCTURED-LOCATION") and not opening,
            "categories": tuple(link.name for link in c.links_to("campaign", stop.campaigns))
            if want("CATEGORIES")
            else (),
            "image": c.settings.base_url + urls.encoded(image.url)
            if image and "://" not in image.url
            else "",
            "language": c.fallback(*names) if self.wants is None else "",
        }

    def address(self, kind: str, slug: str) -> str:
        """The whole address of a page."""
        return self.c.settings.base_url + urls.encoded(self.c.path(kind, slug))

    def prefix(self, status: str) -> str:
        return self.c.t(PREFIX[status]) if status in PREFIX else ""

    def place(self, stop: Stop) -> dict[str, Any]:
        """Where a stop is, as its events say it."""
        where = stop.where
        name, address, position = (
            self.c.text(where.name),
            self.c.text(where.address),
            where.position,
        )
        known = position is not None and position.datum == "wgs84" and self.want("GEO")
        geo = (position.lat, position.lon) if position and known else None
        return {"location": f"{name}, {address}" if address else name, "geo": geo}

    def description(self, stop: Stop, url: str, opening: bool = False) -> str:
        """Plain text; what is most important comes first, and the page's address and that it
        prevails last."""
        c, r = self.c, stop.record
        lines = [c.t("sample_short")] if self.site.sample else []
        if stop.removed:
            lines.append(c.t("event_removed"))
        was = stop.before()
        if was:
            lines.append(c.t("event_was", when=was.said(c.lang)))
        lines += [
            c.t("event_was_" + kind, name=c.text(e.name))
            for kind, e in c.index.instead(stop).items()
        ]
        if opening and isinstance(r, StopRecord):
            venue = stop.venue.record if stop.venue else None
            last = (
                r.last_admission
                if r.last_admission is not None
                else venue.last_admission
                if venue
                else None
            )
            lines += [c.t("event_last_admission", n=last)] if last else []
        if r.note and not opening:
            lines.append(plain(c.html(c.text(r.note), stop.at.file), 500))
        if r.booking:
            lines += [x for x in (c.text(r.booking.note), r.booking.url, r.booking.phone) if x]
        if not opening:  # there are many of them
            lines.append(c.t("event_" + stop.trip.kind, name=c.text(stop.trip.name)))
        return "\n".join([*lines, url, c.t("page_prevails")])

    def campaign(self, e: Entry) -> Line:
        """The event of a theme day itself."""
        c, r = self.c, e.record
        life = c.model.ledger.life("campaign", e.id)
        stamp = self.stamps.campaign(e)
        url = self.address("campaign", e.slug)
        uid = f"campaign-{life.origin if life else e.id}@{self.domain}"
        lines = [
            *([c.t("sample_short")] if self.site.sample else []),
            c.text(r.summary),
            url,
            c.t("page_prevails"),
        ]
        event = ical.Event(
            uid=uid,
            stamp=stamp,
            start=r.start,
            end=r.end or r.start,
            summary=c.text(r.name),
            url=url,
            status="CONFIRMED",
            description="\n".join(filter(None, lines)) if self.want("DESCRIPTION") else "",
            transparent=True if self.want("TRANSP") else None,
            free=self.want("X-MICROSOFT-CDO-BUSYSTATUS"),
            created=life.versions[0].at if life and self.want("CREATED") else None,
            modified=stamp if self.want("LAST-MODIFIED") else None,
            sequence=(len(life.versions) - 1 if life else 0) if self.want("SEQUENCE") else None,
            language=c.fallback(r.name) if self.wants is None else "",
        )
        return Line(
            event.start, event.end, uid, ical.vevent(event, self.site.timezone), modified=stamp
        )


def every(lines: Iterable[tuple[Line, ...]]) -> list[Line]:
    """All of them in a fixed order. What is gone gives way where something else has its UID now."""
    found = sorted((line for one in lines for line in one), key=lambda line: line.order)
    if any(line.gone for line in found):
        there = {line.uid for line in found if not line.gone}
        found = [line for line in found if not line.gone or line.uid not in there]
    return found
