"""The stops on a day: which lists each is in, and how it stands."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from functools import cached_property

from tourbook.common.dates import OPEN_END, SpanState, add_months, compute_state
from tourbook.common.memoized import Memoized
from tourbook.model.entries import Article, Venue
from tourbook.model.model import Model
from tourbook.model.regions import Region
from tourbook.model.trips import Stay, Stop, Trip
from tourbook.timetable.opening import Opening

from . import past, periods
from .changes import ScheduleChange, list_changes
from .engine import Engine
from .membership import Membership, MembershipFinder
from .stop_lists import Replacement, StopLists, compare_stops, group_stops, replace_stops

MAX_MAIN_REGIONS = 40
"""More than the provinces of China."""


class Agenda:
    """What depends on the day. Lists of stops are in order of time."""

    def __init__(
        self,
        model: Model,
        today: dt.date,
        retention: dt.timedelta = dt.timedelta(),
        get_today: Callable[[str], dt.date] | None = None,
        last: Agenda | None = None,
    ) -> None:
        """`today` is the day of the build in the site's time zone; `retention` is how long a
        removed stop is kept after its last day; `get_today` tells the day in another zone, by
        default the same one. `last` is that of the last model of this process: what it knows of
        stops that are the same objects is taken over."""
        self.model, self.today = model, today
        self.days = {
            zone: get_today(zone) if get_today else today for zone in model.list_timezones()
        }
        """Time zone -> the day there when the build began."""
        self.days[model.site.timezone] = today
        self.engine = Engine(model)
        self.tombstones = past.list_tombstones(model, today - retention)
        """Removed stops that subscribers still see."""
        finder = self._finder = MembershipFinder(model)
        base = last if last and self._agrees_with(last) else None
        replacement = compare_stops(base.model.stops if base else (), model.stops)
        self.current = self._list_stops(replacement, base)
        self.removed = group_stops(self.tombstones, finder.list_memberships)
        """Tombstones, which no page lists."""
        stops = [*model.stops, *self.tombstones]
        self.former = group_stops(stops, finder.list_former_memberships)
        """Stops by what they are not part of any more."""
        self.next_days: dict[str, dt.date | None] = {}
        """Of a stop with several dates: the first one that is not over; else None."""
        self.states: dict[str, SpanState] = {}
        self._find_states(replacement, base)
        self._main_codes = Memoized(self._find_main_code)
        self._remaining_counts = Memoized(self._count_remaining)

    def _agrees_with(self, last: Agenda) -> bool:
        """Whether all that decides on stops, besides themselves, is as it was."""
        site, last_site = self.model.site, last.model.site
        return (
            self.days == last.days
            and site.soon == last_site.soon
            and self.model.regions.records == last.model.regions.records
            and self.model.entries.has_same_names(last.model.entries)
        )

    def _list_stops(self, replacement: Replacement, base: Agenda | None) -> StopLists:
        """The stops by what they are part of."""
        new_lists = group_stops(replacement.new_stops, self._finder.list_memberships)
        if base is None:
            return new_lists
        old_lists = group_stops(replacement.old_stops, base._finder.list_memberships)
        return replace_stops(base.current, old_lists, new_lists)

    def _find_states(self, replacement: Replacement, base: Agenda | None) -> None:
        """How the stops stand on the day."""
        if base:
            self.next_days, self.states = base.next_days.copy(), base.states.copy()
            for stop in (*replacement.old_stops, *base.tombstones):
                self.next_days.pop(stop.id, None)
                self.states.pop(stop.id, None)
        for stop in (*replacement.new_stops, *self.tombstones):
            today = self.find_today(stop.place.timezone)
            next_day = _find_next_day(stop, today) if len(stop.spans) > 1 else None
            self.next_days[stop.id] = next_day
            self.states[stop.id] = compute_state(
                stop.record.status, stop.start, stop.end, today, self.model.site.soon, next_day
            )

    def find_today(self, timezone: str) -> dt.date:
        """The day of the build in the time zone of the site or of a place."""
        return self.days.get(timezone, self.today)

    def is_published(self, article: Article) -> bool:
        """False for news of a day to come, unless this is a preview."""
        return article.record.date <= self.today or self.model.shows_drafts

    @cached_property
    def articles(self) -> list[Article]:
        """The news that is published, the latest first."""
        articles = filter(self.is_published, self.model.entries[Article].values())
        return sorted(articles, key=lambda a: (a.record.date, a.id), reverse=True)

    @cached_property
    def coming_articles(self) -> list[Article]:
        """The news of days to come, the next first."""
        articles = self.model.entries[Article].values()
        coming = [article for article in articles if not self.is_published(article)]
        return sorted(coming, key=lambda a: (a.record.date, a.id))

    @cached_property
    def changes(self) -> list[ScheduleChange]:
        """What changed in the schedule, the latest first."""
        return list_changes(self.engine, self.tombstones)

    # ---- lists of stops ------------------------------------------------------------------

    def list_stops(self, kind: str, name: str) -> list[Stop]:
        return self.current.get((kind, name), [])

    def list_trips(self, kind: str, name: str) -> list[Trip]:
        return list({stop.trip.id: stop.trip for stop in self.list_stops(kind, name)}.values())

    def count_remaining(self, kind: str, name: str) -> int:
        """The number of stops that are neither over nor cancelled."""
        return self._remaining_counts[kind, name]

    def _count_remaining(self, membership: Membership) -> int:
        return sum(not self.is_finished(stop) for stop in self.list_stops(*membership))

    def is_finished(self, stop: Stop) -> bool:
        """Whether a stop is over or cancelled."""
        return self.states[stop.id] in ("over", "cancelled")

    def find_next_start(self, stop: Stop) -> dt.date:
        """The next day of a stop with several dates, or else its first; the last of all days if it
        has none."""
        return self.next_days[stop.id] or stop.start or dt.date.max

    def has_ended_years_ago(self, stop: Stop, years: int) -> bool:
        """Whether all that was ever announced of a stop is over for more than so many years: what
        ended on 1 June 2024 has, of two years, from 2 June 2026 on."""
        if not self.is_finished(stop) or stop.end is None:
            return False
        last_day = stop.end
        if stop.last_announced_day not in (None, OPEN_END):
            last_day = max(last_day, stop.last_announced_day)
        return last_day < add_months(self.find_today(stop.place.timezone), -12 * years)

    @cached_property
    def remaining_stays(self) -> list[Stay]:
        """The stays with dates that are to come or under way, and take place."""
        remaining = ("upcoming", "soon", "now", "closing")
        return [
            stop
            for stop in self.model.stops
            if isinstance(stop, Stay) and stop.spans and self.states[stop.id] in remaining
        ]

    @cached_property
    def remaining_stay_openings(self) -> list[tuple[Stay, Opening]]:
        """The remaining stays with known hours, and these hours."""
        openings = [(stay, self.engine.get_opening(stay)) for stay in self.remaining_stays]
        return [(stay, opening) for stay, opening in openings if opening.has_weekday_rules]

    @cached_property
    def members_with_hours(self) -> frozenset[Membership]:
        """What has or had a stay whose opening hours are known."""
        lists = [*self.current.items(), *self.former.items()]
        return past.find_members_with_hours(self.engine, lists)

    @cached_property
    def stops_by_month(self) -> dict[dt.date, list[Stop]]:
        return periods.group_by_month(self.model.stops, self.today)

    @cached_property
    def stops_by_year(self) -> dict[int, list[Stop]]:
        return periods.group_by_year(self.model.stops, self.today)

    @cached_property
    def venues_by_region(self) -> dict[str, list[Venue]]:
        """Code of a region -> the venues directly in it, by their ids."""
        venues: dict[str, list[Venue]] = defaultdict(list)
        for venue in self.model.entries.list_by_id(Venue):
            venues[venue.record.region].append(venue)
        return dict(venues)

    @cached_property
    def regions_in_use(self) -> dict[str, Region]:
        """By code: the regions that hold a venue or a stop, and all regions around them."""
        venues = sorted(self.model.entries[Venue].values(), key=lambda venue: venue.id)
        codes = [venue.record.region for venue in venues]
        codes += [stop.place.region for stop in self.model.stops]
        return {
            region.code: region
            for code in dict.fromkeys(codes)
            for region in self.model.regions.list_ancestry(code)
        }

    def has_parts(self, region: Region) -> bool:
        """Whether there are regions with a page in a region."""
        return region.code in self._parent_codes

    @cached_property
    def _parent_codes(self) -> set[str]:
        return {region.parent for region in self.regions_in_use.values()}

    @cached_property
    def main_regions(self) -> dict[str, Region]:
        """By code: the largest regions that tell the places of the site apart. If all are in one
        country, these are its parts; if all are in one county, its towns, unless it has too many to
        choose from."""
        parts: dict[str, list[Region]] = defaultdict(list)
        for region in self.regions_in_use.values():
            parts[region.parent if region.parent in self.regions_in_use else ""].append(region)
        regions = parts[""]
        while len(regions) == 1 and 0 < len(parts[regions[0].code]) <= MAX_MAIN_REGIONS:
            regions = parts[regions[0].code]
        return {region.code: region for region in sorted(regions, key=lambda region: region.code)}

    def find_main_code(self, code: str) -> str:
        """The code of the one of `main_regions` that holds a region; else of the largest region
        around it, "" for an unknown code."""
        return self._main_codes[code]

    def _find_main_code(self, code: str) -> str:
        codes = [region.code for region in self.model.regions.list_ancestry(code)]
        return next((c for c in codes if c in self.main_regions), next(iter(codes), ""))


def _find_next_day(stop: Stop, today: dt.date) -> dt.date | None:
    return next((start for start, end in stop.spans if end >= today), None)
