"""The stops by everything that they belong to, and their state on the build's day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import cached_property
from math import ceil

from tourbook.common.dates import SpanState, compute_state
from tourbook.model.entries import ENTRY_CLASSES, Campaign, Entry, Exhibition, Organisation, Venue
from tourbook.model.model import Model
from tourbook.model.regions import Region
from tourbook.model.trips import Stay, Stop, Trip
from tourbook.schema import list_duties
from tourbook.timetable.opening import Opening

from .engine import Engine

ARCHIVE_PART_SIZE = 300
"""Events in a file of an archive: so many fit, whatever they say."""
RETENTION = dt.timedelta(days=90)
"""For so long after its end a calendar still holds an event."""


class Agenda:
    """Lists of stops, each in order of time. `today` is the build's day in the site's time zone."""

    def __init__(self, model: Model, today: dt.date) -> None:
        self.model, self.today = model, today
        self.engine = Engine(model)
        self.current: dict[tuple[str, str], list[Stop]] = defaultdict(list)
        """(kind of page, id) -> its stops; a region holds those of the regions within it."""
        self.states: dict[str, SpanState] = {}
        self.next_days: dict[str, dt.date | None] = {}
        self.tombstones = self._list_tombstones()
        """Stops that were taken off the schedule, and that subscribers are still told of."""
        self._region_memberships: dict[str, list[tuple[str, str]]] = {}
        for stop in model.stops:
            for key in self._list_memberships(stop):
                self.current[key].append(stop)
        self.removed: dict[tuple[str, str], list[Stop]] = defaultdict(list)
        """The same of the tombstones, which no page lists."""
        for stop in self.tombstones:
            for key in self._list_memberships(stop):
                self.removed[key].append(stop)
        self.former: dict[tuple[str, str], list[Stop]] = defaultdict(list)
        """The stops that were part of something before, and are of something else now."""
        for stop in (*model.stops, *self.tombstones):
            for key in self._list_former_memberships(stop):
                self.former[key].append(stop)
            self.states[stop.id], self.next_days[stop.id] = self._compute_state(stop)

    def _list_tombstones(self) -> list[Stop]:
        last = self.today - RETENTION
        return [
            stop
            for stop in self.model.removed_stops
            if stop.last_announced_day and stop.last_announced_day >= last
        ]

    def _list_memberships(self, stop: Stop) -> list[tuple[str, str]]:
        """Everything that a stop belongs to."""
        model, chain = self.model, self._region_memberships
        keys = [("tour", stop.trip.id)]
        if stop.exhibition:
            keys.append(("exhibition", stop.exhibition.id))
            series = model.entries.find(Exhibition, stop.exhibition.record.series)
            if series:
                keys.append(("exhibition", series.id))
            if stop.copy:
                keys.append(("copy", f"{stop.exhibition.id}/{stop.copy.id}"))
        if stop.venue:
            keys.append(("venue", stop.venue.id))
        if stop.caravan:
            keys.append(("caravan", stop.caravan.id))
        if stop.place.region:
            if stop.place.region not in chain:
                chain[stop.place.region] = [
                    ("place", r.code) for r in model.regions.list_ancestry(stop.place.region)
                ]
            keys += chain[stop.place.region]
        keys += [
            ("campaign", e.id) for c in stop.campaigns if (e := model.entries.find(Campaign, c))
        ]
        r = stop.record
        driven = stop.caravan_crew
        if stop.organisers or r.partners or r.crew or r.volunteers or driven:
            crew = [*(d.who for d in list_duties(r)), *(m.person for m in driven if m.person)]
            people = [
                *stop.organisers,
                *r.partners,
                *crew,
                *([r.volunteers.by] if r.volunteers else []),
            ]
            found = (model.entries.find(Organisation, o) for o in people)
            keys += [("organisation", o) for o in {e.id: None for e in found if e}]
        return keys

    def _list_former_memberships(self, stop: Stop) -> set[tuple[str, str]]:
        found = self.model.ledger.find_former_memberships(stop.history) if stop.history else None
        if not found:
            return set()
        out = set()
        for kind, _, name in (key.partition("/") for key in found):
            if kind == "place":
                out |= {
                    ("place", code)
                    for code in (name, *(r.code for r in self.model.regions.list_ancestry(name)))
                }
            else:
                out.add(("tour" if kind == "trip" else kind, name))
        return out - set(self._list_memberships(stop))

    def find_previous_entries(self, stop: Stop) -> dict[str, Entry]:
        """The venue and the exhibition that it had before the present one, where that was
        another."""
        return {e.kind: e for _, e in self.list_former_entries(stop)}

    def list_former_entries(self, stop: Stop) -> list[tuple[int, Entry]]:
        """(until when, which one) of every venue and exhibition that it had; one of the same name
        is the same with another id."""
        model, now = self.model, {e.kind: e for e in (stop.venue, stop.exhibition) if e}
        out = []
        for key, at in stop.history.former_memberships.items() if stop.history else ():
            kind, _, name = model.ledger.resolve_key(key).partition("/")
            e = (
                model.find_entry_or_removed(ENTRY_CLASSES[kind], name)
                if kind in ("venue", "exhibition")
                else None
            )
            if e and not (kind in now and (e is now[kind] or e.name == now[kind].name)):
                out.append((at, e))
        return sorted(out, key=lambda one: (one[0], one[1].kind, one[1].id))

    def _compute_state(self, stop: Stop) -> tuple[SpanState, dt.date | None]:
        spans, today = stop.spans, self.today
        if len(spans) < 2:
            return compute_state(
                stop.record.status, stop.start, stop.end, today, self.model.site.soon
            ), None
        upcoming = next((a for a, b in spans if b >= today), None)
        return compute_state(
            stop.record.status, stop.start, stop.end, today, self.model.site.soon, upcoming
        ), upcoming

    @cached_property
    def regions_in_use(self) -> dict[str, Region]:
        """By their codes: the regions that have a venue or a stop, with those above them."""
        model = self.model
        venues = sorted(model.entries[Venue].values(), key=lambda e: e.id)
        codes = [*(e.record.region for e in venues), *(s.place.region for s in model.stops)]
        return {
            r.code: r for code in dict.fromkeys(codes) for r in model.regions.list_ancestry(code)
        }

    @cached_property
    def long_past_stop_ids(self) -> frozenset[str]:
        """The stops of which nothing, not even what was once planned, was within the days that
        calendars go back."""
        last = self.today - RETENTION
        stops = (*self.model.stops, *self.tombstones)
        ends = {
            s.id: [
                b for spans in (s.spans, *(w.spans for w in s.earlier_versions)) for _, b in spans
            ]
            for s in stops
        }
        return frozenset(name for name, days in ends.items() if days and max(days) < last)

    @cached_property
    def archive_part_counts(self) -> dict[int, int]:
        """Year, up to the present one, -> the number of files that hold what began in it. A year
        that had something keeps its file."""
        began: dict[int, int] = defaultdict(int)
        for stop in (*self.model.stops, *self.model.removed_stops):
            for a, _ in stop.spans:
                began[a.year] += len(stop.list_sessions(a)) or 1
            for when in stop.earlier_versions:
                for a, _ in when.spans:
                    began[a.year] += 0
        return {
            year: max(ceil(count / ARCHIVE_PART_SIZE), 1)
            for year, count in sorted(began.items())
            if year <= self.today.year
        }

    @cached_property
    def remaining_stays(self) -> list[Stay]:
        """The stays that are to come or under way, with dates and not called off."""
        return [
            s
            for s in self.model.stops
            if isinstance(s, Stay)
            and s.spans
            and self.states[s.id] in ("upcoming", "soon", "now", "closing")
        ]

    @cached_property
    def remaining_stay_openings(self) -> list[tuple[Stay, Opening]]:
        """Those of them whose hours are known, with these."""
        return [
            (s, opening)
            for s in self.remaining_stays
            if (opening := self.engine.get_opening(s)).has_weekday_rules
        ]

    def list_stops(self, kind: str, wanted: str) -> list[Stop]:
        return self.current.get((kind, wanted), [])

    def count_remaining(self, kind: str, wanted: str) -> int:
        """How many of its stops are neither over nor cancelled."""
        return sum(
            self.states[s.id] not in ("over", "cancelled") for s in self.list_stops(kind, wanted)
        )

    def list_trips(self, kind: str, wanted: str) -> list[Trip]:
        return list({s.trip.id: s.trip for s in self.list_stops(kind, wanted)}.values())

    @cached_property
    def stops_by_month(self) -> dict[dt.date, list[Stop]]:
        """First day of a month -> the stops that begin or go on in it; no month is left out in
        between."""
        numbered: dict[int, list[Stop]] = defaultdict(list)
        for stop in self.model.stops:
            spans = ((12 * a.year + a.month - 1, 12 * b.year + b.month - 1) for a, b in stop.spans)
            for number in dict.fromkeys(n for first, last in spans for n in range(first, last + 1)):
                numbered[number].append(stop)
        out = {dt.date(n // 12, n % 12 + 1, 1): stops for n, stops in numbered.items()}
        return {m: out.get(m, []) for m in _list_months(out)} if out else {}

    @cached_property
    def stops_by_year(self) -> dict[int, list[Stop]]:
        out: dict[int, list[Stop]] = defaultdict(list)
        for stop in self.model.stops:
            for year in sorted({y for a, b in stop.spans for y in range(a.year, b.year + 1)}):
                out[year].append(stop)
        return dict(sorted(out.items()))


def _list_months(months: dict[dt.date, list[Stop]]) -> list[dt.date]:
    first, last = min(months), max(months)
    if (last - first).days > 366 * 30:  # a typing mistake in a year makes no thousand empty pages
        return sorted(months)
    out = [first]
    while out[-1] < last:
        out.append((out[-1] + dt.timedelta(days=32)).replace(day=1))
    return out
