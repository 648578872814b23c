"""How many events the calendars of a site would have, worked out from its records alone.

A few lines of repetitions and opening hours can stand for millions, which nobody wants to wait for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from tourbook.common.dates import MAX_LISTED_OPEN_DAYS, OPEN_END, parse_sessions
from tourbook.common.memoized import Memoized
from tourbook.common.problems import Location, Message, Problems, format_count
from tourbook.schema import ScheduleRecord, SiteRecord, StopRecord, VenueRecord, VisitRecord
from tourbook.sources.paths import parse_content_path
from tourbook.timetable import recurrence
from tourbook.timetable.hours import combine_hours, parse_hours

from .assemble import Sources
from .recurrences import find_last_day, parse_terms

MAX_EVENTS = 200_000
"""Events that any site may have."""
MAX_AVERAGE = 400
"""Events that it may have on top, for each of its stops: two a day for half a year, or one a day
for a year."""
MAX_OCCURRENCES = 600_000
"""Dates that all its recurring visits may have; the visits of a whole country fit."""
_MAX_NAMED = 3


class TripVolume(NamedTuple):
    """What a trip adds to the calendars."""

    trip_id: str
    location: Location
    """Of its first stop."""
    stop_count: int
    event_count: int
    occurrence_count: int = 0
    """Dates of recurring visits."""


class VolumeMemory:
    """The volumes of the schedule files that this process has counted."""

    def __init__(self) -> None:
        self._surroundings: object = None
        self._volumes: dict[str, tuple[ScheduleRecord, list[TripVolume]]] = {}

    def list_volumes(self, sources: Sources) -> list[TripVolume]:
        counter = _VolumeCounter(sources)
        is_same = counter.surroundings == self._surroundings
        last_volumes = self._volumes if is_same else {}
        self._surroundings, self._volumes = counter.surroundings, {}
        for file, schedule in sources.schedules.items():
            last_schedule, volumes = last_volumes.get(file, (None, []))
            if last_schedule is not schedule:
                volumes = list(counter.iterate_volumes(file, schedule))
            self._volumes[file] = (schedule, volumes)
        return [volume for _, volumes in self._volumes.values() for volume in volumes]


def check_volume(sources: Sources, problems: Problems, memory: VolumeMemory | None = None) -> bool:
    """Whether the events of a site can be worked out. A fatal error if there are too many."""
    volumes = (memory or VolumeMemory()).list_volumes(sources)
    volumes = [volume for volume in volumes if volume.stop_count]
    occurrence_count = sum(volume.occurrence_count for volume in volumes)
    if occurrence_count > MAX_OCCURRENCES:
        _report(volumes, occurrence_count, MAX_OCCURRENCES, problems)
        return False
    event_count = sum(volume.event_count for volume in volumes)
    limit = MAX_EVENTS + MAX_AVERAGE * sum(volume.stop_count for volume in volumes)
    if event_count > limit:
        _report(volumes, event_count, limit, problems)
        return False
    return True


class _VolumeCounter:
    def __init__(self, sources: Sources) -> None:
        venue_hours = {
            path.stem: content.record.hours
            for file, content in sources.contents.items()
            if isinstance(content.record, VenueRecord) and (path := parse_content_path(file))
        }
        self.surroundings = sources.site, venue_hours
        """All that decides besides a schedule itself."""
        self._visits, self._stays = _VisitCounter(sources.site), _StayCounter(venue_hours)

    def iterate_volumes(self, file: str, schedule: ScheduleRecord) -> Iterator[TripVolume]:
        for i, tour in enumerate(schedule.tours):
            at = Location(file, ("tours", i, "stops", 0))
            event_count = sum(map(self._stays.count_events, tour.stops))
            yield TripVolume(tour.id, at, len(tour.stops), event_count)
        for i, route in enumerate(schedule.routes):
            at = Location(file, ("routes", i, "visits", 0))
            dates = list(map(self._visits.count_occurrences, route.visits))
            event_count = sum(map(_count_events, route.visits, dates))
            yield TripVolume(route.id, at, len(route.visits), event_count, sum(dates))


def _count_events(visit: VisitRecord, occurrence_count: int) -> int:
    if not occurrence_count:
        return 1
    sessions = parse_sessions(visit.time, allows_open_end=True) or (None,)
    return occurrence_count * len(sessions)


class _VisitCounter:
    def __init__(self, site: SiteRecord) -> None:
        self._terms = parse_terms(site)

    def count_occurrences(self, visit: VisitRecord) -> int:
        """At least as many dates as a recurring visit has; 0 for one that does not recur."""
        r = visit.repeat
        if r is None:
            return 0
        rule = recurrence.parse_rule(r.every, r.days, r.first)
        until = find_last_day(r, self._terms)
        return recurrence.estimate_count(rule, r.first, until, r.count) + len(r.also)


class _StayCounter:
    def __init__(self, venue_hours: dict[str, dict[str, str]]) -> None:
        self._venue_hours = venue_hours
        """Id of a venue -> its opening hours."""
        self._session_counts = Memoized(self._count_sessions)

    def count_events(self, stay: StopRecord) -> int:
        """At least as many events as the opening days of a stay have."""
        if stay.open is None:
            return 1
        end = stay.closing_day or stay.open
        day_count = MAX_LISTED_OPEN_DAYS
        if end != OPEN_END:
            day_count = (end - stay.open).days + 1
        return max(1, day_count * self._session_counts[stay.venue, tuple(stay.hours.items())])

    def _count_sessions(self, place: tuple[str, tuple[tuple[str, str], ...]]) -> int:
        """The most opening times that a day can have at a venue, with the hours of a stay."""
        venue, hours = place
        rules = parse_hours(combine_hours(self._venue_hours.get(venue, {}), dict(hours)))
        return max((len(rule.sessions or ()) for rule in rules), default=0)


def _report(volumes: list[TripVolume], total: int, limit: int, problems: Problems) -> None:
    counts: Counter[str] = Counter()
    for volume in volumes:
        counts[volume.trip_id] += volume.event_count
    largest = counts.most_common(_MAX_NAMED)
    listed = ", ".join(f"{trip_id} ({count:,})" for trip_id, count in largest)
    stop_count = sum(volume.stop_count for volume in volumes)
    location = next(v.location for v in volumes if v.trip_id == largest[0][0])
    problems.add_fatal_error(
        "too-many",
        location,
        Message(
            f"整个日程合起来有 {total:,} 个日期和时段，{stop_count:,} 站最多 {limit:,} 个；"
            f"最多的是 {listed}",
            f"all stops together have {total:,} dates and times; at most {limit:,} are possible "
            f"with {format_count(stop_count, 'stop')}. Most are those of {listed}",
        ),
        Message(
            "把 until 写早些、count 写小些，缩短展期，或把一天的时间合成几段",
            "choose an earlier `until`, a lower `count`, shorter stays or fewer times a day",
        ),
    )
