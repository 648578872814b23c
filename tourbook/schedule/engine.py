"""The schedule engine: one answer to "when is it open", "how long does it take", "what comes before
it".

Pages, calendars, rules and commands all ask here. It knows no day: what depends on one is in
`index.py`.
Answers are worked out when first asked for and kept.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from math import ceil
from typing import Any, NamedTuple

from tourbook.common.dates import DAY, Session
from tourbook.common.problems import Location
from tourbook.model.entries import Exhibition, Venue
from tourbook.model.model import Model
from tourbook.model.trips import Stay, Stop, Visit
from tourbook.schema import PlanningOptions
from tourbook.schema.fields import CopyRecord
from tourbook.timetable import hours
from tourbook.timetable.opening import Opening

from . import geo, stages


class CaravanVisit(NamedTuple):
    """A vehicle at one of its visits: the day, its times (none known: ()), the visit."""

    day: dt.date
    sessions: tuple[Session, ...]
    stop: Visit


class Engine:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.planning = model.site.planning or PlanningOptions()
        self._openings: dict[tuple[Any, ...], Opening] = {}
        self._written_hours: dict[str, dict[str, str]] = {}
        self._stop_openings: dict[str, Opening] = {}
        self._stages: dict[str, stages.Stages] = {}
        self._region_centres: dict[str, tuple[float, float] | None] = {}

    # ---- when is it open -----------------------------------------------------------

    def locate_written_hours(self, stop: Stay) -> tuple[dict[str, str], Location]:
        """The hours of a stay, and the place where they, or else its venue's, are written."""
        at = (
            stop.location.child("hours")
            if stop.record.hours or stop.venue is None
            else stop.venue.location.child("hours")
        )
        return self.get_written_hours(stop), at

    def get_written_hours(self, stop: Stay) -> dict[str, str]:
        """The hours of a stay: its venue's and its own."""
        found = self._written_hours.get(stop.id)
        if found is None:
            own = stop.record.hours
            usual = stop.venue.record.hours if stop.venue else {}
            found = self._written_hours[stop.id] = hours.combine_hours(usual, own) if own else usual
        return found

    def get_opening(self, stop: Stay) -> Opening:
        """The opening hours of a stay."""
        found = self._stop_openings.get(stop.id)
        if found is None:
            found = self._stop_openings[stop.id] = self._get_shared_opening(
                self.get_written_hours(stop), stop.place.region
            )
        return found

    def get_opening_with_hours(
        self, written: dict[str, str], stop: Stay, last_known_year: int | None = None
    ) -> Opening:
        """The opening hours of a stay, had it those that are written there, and were no holidays
        known after the year `until`."""
        return self._get_shared_opening(written, stop.place.region, last_known_year)

    def get_venue_opening(self, venue: Venue) -> Opening:
        return self._get_shared_opening(venue.record.hours, venue.record.region)

    def _get_shared_opening(
        self, written: dict[str, str], region: str, last_known_year: int | None = None
    ) -> Opening:
        """The same hours in the same country are one Opening."""
        calendar = self.model.holiday_calendars.find_calendar(region, last_known_year)
        key = (id(calendar), *written.items())
        found = self._openings.get(key)
        if found is None:
            rules = hours.parse_hours(written)
            # a line that makes no sense has its own message; what it was to say is not known
            found = self._openings[key] = Opening(
                rules if len(rules) == len(written) else (), calendar
            )
        return found

    # ---- where is it, and how far from there -----------------------------------------

    def find_coordinates(self, stop: Stop) -> tuple[float, float] | None:
        """(latitude, longitude) in degrees; where it has no position of its own, that of its
        county's seat."""
        p = stop.place.position
        if p:
            return p.lat, p.lon
        region = stop.place.region
        if region not in self._region_centres:
            self._region_centres[region] = self.model.regions.find_centre(region)
        return self._region_centres[region]

    def find_venue_coordinates(self, venue: Venue) -> tuple[float, float] | None:
        c = venue.record.coordinates
        return (c.lat, c.lon) if c else self.model.regions.find_centre(venue.record.region)

    def compute_stop_distance_km(self, a: Stop, b: Stop) -> float | None:
        """The length of the road between two stops in km, from the straight line; None where a
        position is not known."""
        if a.venue is not None and a.venue is b.venue:
            return 0.0
        one, other = self.find_coordinates(a), self.find_coordinates(b)
        return self.compute_road_distance_km(one, other) if one and other else None

    def compute_road_distance_km(self, a: tuple[float, float], b: tuple[float, float]) -> float:
        """The length of the road between two positions in km."""
        return geo.compute_great_circle_km(a, b) * self.planning.road_factor

    def compute_road_days(self, km: float) -> int:
        """Days on the road; a trip within one day's driving takes 1, none at all 0."""
        return ceil(km / (self.planning.speed * self.planning.hours) - 1e-9)

    def compute_road_minutes(self, km: float) -> float:
        return km / self.planning.speed * 60

    # ---- what travels, and its way ---------------------------------------------------

    @cached_property
    def stays_by_copy(self) -> dict[tuple[str, str], list[Stay]]:
        """(exhibition, copy) -> the stays of that set that are not called off, in the order of
        their openings."""
        out: dict[tuple[str, str], list[Stay]] = defaultdict(list)
        for stop in self.model.stops:
            if not isinstance(stop, Stay) or not stop.spans or not stop.takes_place:
                continue
            if stop.exhibition and stop.copy:
                out[stop.exhibition.id, stop.copy.id].append(stop)
        return out

    @cached_property
    def visits_by_caravan(self) -> dict[str, list[CaravanVisit]]:
        """Vehicle -> its visits that are not called off, one for each date, in order of time."""
        out: dict[str, list[CaravanVisit]] = defaultdict(list)
        for stop in self.model.stops:
            if isinstance(stop, Visit) and stop.caravan and stop.takes_place:
                out[stop.caravan.id] += [
                    CaravanVisit(day, stop.list_sessions(day), stop) for day, _ in stop.spans
                ]
        for calls in out.values():
            calls.sort(key=lambda c: (c.day, c.sessions[0].start if c.sessions else "", c.stop.id))
        return out

    @cached_property
    def _previous_stops(self) -> dict[str, Stay]:
        return {b.id: a for way in self.stays_by_copy.values() for a, b in itertools.pairwise(way)}

    def find_previous_stop(self, stop: Stop) -> Stay | None:
        """The stop that the set comes from."""
        return self._previous_stops.get(stop.id)

    def get_stages(self, stop: Stay) -> stages.Stages:
        found = self._stages.get(stop.id)
        if found is None:
            before = self.find_previous_stop(stop)
            km = self.compute_stop_distance_km(before, stop) if before else None
            found = self._stages[stop.id] = stages.compute_stages(
                stop, self.compute_road_days(km) if km is not None else None
            )
        return found

    def compute_earliest_arrival(self, a: Stay, b: Stay) -> dt.date:
        """The first day on which a set that was at a can be at b; where the distance is not known,
        one day on the road."""
        km = self.compute_stop_distance_km(a, b)
        return self.compute_arrival(
            a,
            self.compute_road_days(km)
            if km is not None
            else 0
            if a.venue is b.venue and a.venue
            else 1,
        )

    def compute_arrival(self, a: Stay, road_days: int) -> dt.date:
        """The first day on which a set that was at a can be somewhere else, so many days away. It
        sets out on the day on which it leaves; where nobody says when that is, on the day after the
        close. It is not on the road while a is open."""
        leave, close = self.get_stages(a).leave, a.spans[0][1]
        if leave is None or leave.day <= close:
            return close + max(road_days, 1) * DAY
        return leave.day + max(road_days - 1, 0) * DAY

    def iterate_copies(self) -> Iterator[tuple[Exhibition, CopyRecord]]:
        """Every set of every exhibition."""
        for e in sorted(self.model.entries[Exhibition].values(), key=lambda e: e.id):
            for copy in e.record.copies:
                yield e, copy
