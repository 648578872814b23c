"""Which calendars the sample site has, and which events each holds: worked out from its YAML, as
`schedule.py` does."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from tests.site.schedule import ONE_DAY, Event, Sample, pick

BACK = dt.timedelta(days=90)
Feed = tuple[str, set[str]]
"""Name of a calendar ("" for none), UIDs of its events."""


class Feeds:
    def __init__(self, sample: Sample, today: dt.date) -> None:
        self.sample, self.today = sample, today
        self.prefix = "" if sample.lang == "zh" else sample.lang + "/"
        self.opening = set[str]()
        """The calendars of opening days: each stay in them may be many events."""

    def last(self, event: Event) -> dt.date:
        """The last day of an event."""
        if isinstance(event.end, dt.datetime):
            return event.start.astimezone(self.sample.zone).date()  # type: ignore[union-attr]
        return event.end - ONE_DAY

    def within(self, events: Iterable[Event], first: dt.date) -> set[str]:
        """A series is there as a whole, or not at all."""
        return {e.uid for e in events if self.last_of_series(e) >= first}

    def last_of_series(self, event: Event) -> dt.date:
        return max(map(self.last, self.series.get(event.series, [event])))

    @cached_property
    def series(self) -> dict[str, list[Event]]:
        """UID -> the events of a series."""
        out: dict[str, list[Event]] = defaultdict(list)
        for event in (e for stop in self.sample.stops for e in stop.events):
            if event.series:
                out[event.series].append(event)
        return out

    def first_of_series(self, event: Event) -> dt.date:
        return min(map(self.first, self.series.get(event.series, [event])))

    @cached_property
    def with_hours(self) -> set[tuple[str, str]]:
        """What has a stay whose hours are known: this alone has calendars of opening days."""
        return {
            belonging
            for stop in self.sample.stops
            if stop.kind == "tour" and (stop.record.get("hours") or stop.where.get("hours"))
            for belonging in stop.belongs
        }

    def all(self) -> dict[str, Feed]:
        return dict(self._all())

    def _all(self) -> Iterator[tuple[str, Feed]]:
        s, strings = self.sample, self.sample.strings
        name = pick(s.site["name"], s.lang)
        every = [e for stop in s.stops for e in stop.events]
        recent = self.today - BACK
        yield from self.both("all", name, self.within(every, recent), None)
        yield from self.both(
            "upcoming",
            strings["feed_upcoming"].replace("{name}", name),
            self.within(every, self.today),
            None,
        )
        days = self.within(s.campaigns.values(), recent)
        yield (
            f"{self.prefix}campaigns.ics",
            (strings["feed_campaigns"].replace("{name}", name), days),
        )
        for year in sorted(
            {
                first.year
                for e in every
                if (first := self.first_of_series(e)).year <= self.today.year
                and self.last_of_series(e) < self.today
            }
        ):
            over = {
                e.uid
                for e in every
                if self.first_of_series(e).year == year and self.last_of_series(e) < self.today
            }
            title = strings["feed_archive"].replace("{name}", name).replace("{year}", str(year))
            yield f"{self.prefix}archive/{year}.ics", (title, over)
        for kind in ("exhibition", "venue", "caravan", "organisation", "campaign"):
            for key, record in s.folder[kind].items():
                more = [s.campaigns[key]] if kind == "campaign" else []
                yield from self.thing(kind, f"{kind}s", key, record, s.name(kind, key), more)
        for key, (_, trip) in s.trips.items():
            yield from self.thing("tour", "tours", key, trip, pick(trip["name"], s.lang))
        for stop in s.stops:
            for slug in self.slugs(stop.id, stop.record):
                yield f"{self.prefix}stops/{slug}/calendar.ics", ("", {e.uid for e in stop.events})
        codes = {c for stop in s.stops for k, c in stop.belongs if k == "place"}
        codes |= {c for v in s.folder["venue"].values() for c in s.chain(str(v["region"]))}
        for code in codes:
            own = s.regions[code]
            yield from self.both(
                f"places/{own.get('slug') or code}/calendar",
                pick(own["name"], s.lang),
                self.of("place", code),
                ("place", code),
            )

    def first(self, event: Event) -> dt.date:
        return (
            event.start.astimezone(self.sample.zone).date()
            if isinstance(event.start, dt.datetime)
            else event.start
        )

    def of(self, kind: str, key: str) -> set[str]:
        events = [
            e for stop in self.sample.stops if (kind, key) in stop.belongs for e in stop.events
        ]
        return self.within(events, self.today - BACK)

    def thing(
        self,
        kind: str,
        folder: str,
        key: str,
        record: dict[str, Any],
        name: str,
        more: Iterable[Event] = (),
    ) -> Iterator[tuple[str, Feed]]:
        uids = self.of(kind, key) | self.within(more, self.today - BACK)
        for slug in self.slugs(key, record):
            yield from self.both(f"{folder}/{slug}/calendar", name, uids, (kind, key))
            for copy in (record.get("copies") or []) if kind == "exhibition" else []:
                called = pick(copy.get("name"), self.sample.lang) or copy["id"]
                title = (
                    self.sample.strings["feed_copy"]
                    .replace("{name}", name)
                    .replace("{copy}", called)
                )
                yield from self.both(
                    f"{folder}/{slug}/copies/{copy['id']}",
                    title,
                    self.of("copy", f"{key}/{copy['id']}"),
                    ("copy", f"{key}/{copy['id']}"),
                )

    @staticmethod
    def slugs(key: str, record: dict[str, Any]) -> list[str]:
        """The present name in addresses, and former ids."""
        return [
            record.get("slug") or key,
            *(a for a in record.get("aliases") or [] if "/" not in a),
        ]

    def both(
        self, path: str, name: str, uids: set[str], belonging: tuple[str, str] | None
    ) -> Iterator[tuple[str, Feed]]:
        if path not in ("all", "upcoming"):
            name += " · " + pick(self.sample.site["name"], self.sample.lang)
        yield f"{self.prefix}{path}.ics", (name, uids)
        if belonging and belonging not in self.with_hours:
            return
        opened = (
            f"{path.removesuffix('calendar')}opening"
            if path.endswith("calendar")
            else f"{path}-opening"
        )
        opening = f"{self.prefix}{opened}.ics"
        self.opening.add(opening)
        yield opening, (self.sample.strings["feed_opening"].replace("{name}", name), uids)
