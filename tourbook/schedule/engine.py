"""The schedule engine: one answer to each question about opening hours, roads and what travels.

Pages, calendars, rules and commands all ask here. The engine knows no day: whatever depends on one
is in `agenda`. Answers are computed when they are first asked for, and kept.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from math import ceil
from typing import NamedTuple

from tourbook.common.dates import DAY, Session
from tourbook.common.memoized import Memoized
from tourbook.common.problems import Location
from tourbook.model.entries import Exhibition, Venue
from tourbook.model.model import Model
from tourbook.model.trips import DatedVersion, Stay, Stop, Visit
from tourbook.schema import PlanningOptions
from tourbook.schema.fields import CopyRecord
from tourbook.timetable import hours
from tourbook.timetable.holidays import HolidayCalendar
from tourbook.timetable.opening import Opening

from . import geo, stages


class CaravanVisit(NamedTuple):
    """A caravan on one of the dates of a visit."""

    day: dt.date
    sessions: tuple[Session, ...]
    """() if its times are unknown."""
    stop: Visit


class Engine:
    """Answers about the stops of a model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.planning = model.site.planning or PlanningOptions()
        self._written_hours = Memoized(self._combine_hours)
        self._openings = Memoized(self._make_opening)
        self._shared_openings: dict[tuple[object, ...], Opening] = {}
        self._stages = Memoized(self._compute_stages)
        self._region_centres = Memoized(model.regions.find_centre)
        self._stop_distances = Memoized(self._compute_stop_distance)

    # ---- opening hours -------------------------------------------------------------------

    def get_written_hours(self, stay: Stay) -> dict[str, str]:
        """The hours of a stay: its venue's and its own."""
        return self._written_hours[stay]

    def locate_written_hours(self, stay: Stay) -> Location:
        """Where the hours of a stay are written: in its own record, or else in its venue's."""
        if stay.record.hours or stay.venue is None:
            return stay.location.child("hours")
        return stay.venue.location.child("hours")

    def get_opening(self, stay: Stay) -> Opening:
        return self._openings[stay]

    def get_venue_opening(self, venue: Venue) -> Opening:
        return self.get_opening_with_hours(venue.record.hours, venue.record.region)

    def _combine_hours(self, stay: Stay) -> dict[str, str]:
        usual = stay.venue.record.hours if stay.venue else {}
        return hours.combine_hours(usual, stay.record.hours)

    def _make_opening(self, stay: Stay) -> Opening:
        return self.get_opening_with_hours(self.get_written_hours(stay), stay.place.region)

    def get_opening_with_hours(self, written_hours: dict[str, str], region: str) -> Opening:
        """The opening of a place in a region with these hours."""
        calendar = self.model.holiday_calendars.find_calendar(region)
        return self.get_opening_with_holidays(written_hours, calendar)

    def get_past_opening(self, version: DatedVersion) -> Opening:
        """The opening of a stay as an earlier version announced it, with the public holidays that
        were known then."""
        holidays = self.model.past_holidays
        moment = version.recorded_at or None  # not in the history yet
        calendar = holidays.find_calendar(version.country, moment)
        return self.get_opening_with_holidays(version.hours, calendar)

    def get_opening_with_holidays(
        self, written_hours: dict[str, str], calendar: HolidayCalendar | None
    ) -> Opening:
        """The same hours with the same holidays are one Opening."""
        key = (id(calendar), *written_hours.items())
        opening = self._shared_openings.get(key)
        if opening is None:
            rules = hours.parse_hours(written_hours)
            if len(rules) != len(
                written_hours
            ):  # a bad line has its own message; its meaning is unknown
                rules = ()
            opening = self._shared_openings[key] = Opening(rules, calendar)
        return opening

    # ---- places and roads ----------------------------------------------------------------

    def find_coordinates(self, stop: Stop) -> tuple[float, float] | None:
        """(latitude, longitude) of a stop in degrees, or else of the seat of its county."""
        p = stop.place.position
        return (p.lat, p.lon) if p else self._region_centres[stop.place.region]

    def find_venue_coordinates(self, venue: Venue) -> tuple[float, float] | None:
        """The same for a venue."""
        c = venue.record.coordinates
        return (c.lat, c.lon) if c else self._region_centres[venue.record.region]

    def compute_stop_distance_km(self, a: Stop, b: Stop) -> float | None:
        """The length of the road between two stops; None if a position is unknown."""
        return self._stop_distances[a, b]

    def _compute_stop_distance(self, stops: tuple[Stop, Stop]) -> float | None:
        a, b = stops
        if a.venue is not None and a.venue is b.venue:
            return 0.0
        start, goal = self.find_coordinates(a), self.find_coordinates(b)
        return self.compute_road_distance_km(start, goal) if start and goal else None

    def compute_road_distance_km(self, a: tuple[float, float], b: tuple[float, float]) -> float:
        """The length of the road between two positions, estimated from the straight line."""
        return geo.compute_great_circle_km(a, b) * self.planning.road_factor

    def compute_road_days(self, km: float) -> int:
        """Days on the road: 1 for a trip within one day's driving, 0 for none."""
        return ceil(km / (self.planning.speed * self.planning.hours) - 1e-9)

    def compute_road_minutes(self, km: float) -> float:
        return km / self.planning.speed * 60

    # ---- what travels --------------------------------------------------------------------

    @cached_property
    def stays_by_copy(self) -> dict[tuple[str, str], list[Stay]]:
        """(exhibition, copy) -> the stays of the copy that take place, in the order of their
        openings."""
        out: dict[tuple[str, str], list[Stay]] = defaultdict(list)
        for stop in self.model.stops:
            if not isinstance(stop, Stay) or not stop.spans or not stop.takes_place:
                continue
            if stop.exhibition and stop.copy:
                out[stop.exhibition.id, stop.copy.id].append(stop)
        return out

    @cached_property
    def visits_by_caravan(self) -> dict[str, list[CaravanVisit]]:
        """Caravan -> its visits that take place, one for each date, in order of time."""
        out: dict[str, list[CaravanVisit]] = defaultdict(list)
        for stop in self.model.stops:
            if isinstance(stop, Visit) and stop.caravan and stop.takes_place:
                out[stop.caravan.id] += [
                    CaravanVisit(day, stop.list_sessions(day), stop) for day, _ in stop.spans
                ]
        for visits in out.values():
            visits.sort(key=_get_visit_order)
        return out

    def iterate_copies(self) -> Iterator[tuple[Exhibition, CopyRecord]]:
        """Every copy of every exhibition."""
        exhibitions = self.model.entries[Exhibition].values()
        for exhibition in sorted(exhibitions, key=lambda e: e.id):
            for copy in exhibition.record.copies:
                yield exhibition, copy

    @cached_property
    def _previous_stays(self) -> dict[Stop, Stay]:
        return {b: a for stays in self.stays_by_copy.values() for a, b in itertools.pairwise(stays)}

    def find_previous_stay(self, stop: Stop) -> Stay | None:
        """The stay that the copy comes from."""
        return self._previous_stays.get(stop)

    def get_stages(self, stay: Stay) -> stages.Stages:
        return self._stages[stay]

    def _compute_stages(self, stay: Stay) -> stages.Stages:
        previous = self.find_previous_stay(stay)
        km = self.compute_stop_distance_km(previous, stay) if previous else None
        return stages.compute_stages(stay, None if km is None else self.compute_road_days(km))

    def compute_earliest_arrival(self, a: Stay, b: Stay) -> dt.date:
        """The first day on which a copy that was at `a` can be at `b`. An unknown distance counts
        as one day on the road."""
        km = self.compute_stop_distance_km(a, b)
        return self.compute_arrival(a, 1 if km is None else self.compute_road_days(km))

    def compute_arrival(self, a: Stay, road_days: int) -> dt.date:
        """The first day on which a copy that was at `a` can be so many days away.

        It sets out on the day on which it leaves, or on the day after the close if that is
        unknown or earlier: it is not on the road while `a` is open. Closed on 1 June, 2 days on
        the road: it arrives on 3 June.
        """
        (_, leave), close = stages.find_strike(a), a.spans[0][1]
        if leave is None or leave.day <= close:
            return close + max(road_days, 1) * DAY
        return leave.day + max(road_days - 1, 0) * DAY


def _get_visit_order(visit: CaravanVisit) -> tuple[dt.date, str, str]:
    return visit.day, visit.sessions[0].start if visit.sessions else "", visit.stop.id
