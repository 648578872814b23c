"""The schedule of the invented museum: tours of its copies and routes of its caravans."""

from __future__ import annotations

import datetime as dt
import random
from typing import NamedTuple

from benchmarks.museum_words import (
    AREAS,
    SUBJECTS,
    pick_coordinates,
    pick_county,
    pick_sentence,
)
from benchmarks.project import Record

TODAY = dt.date(2026, 6, 1)
"""Of every build: past stops are done, later ones are confirmed, planned or cancelled."""
STAYS_PER_TOUR = 20
VISITS_PER_ROUTE = 40
COPIES_PER_EXHIBITION = 4
STAYS_PER_VENUE = 8
HALLS_PER_VENUE = 3
SET_UP_DAYS, STRIKE_DAYS = 2, 1
ROAD_DAYS = 7
"""At least so many days lie between two stays of a copy, besides set-up and take-down."""
CAMPAIGN_YEARS = range(2025, 2031)
DAY = dt.timedelta(days=1)
THURSDAY, SATURDAY = 3, 5


class Plan(NamedTuple):
    """How large everything is. Each tour has its own copy, each route its own caravan, and both
    have one person."""

    tour_sizes: list[int]
    route_sizes: list[int]
    exhibition_count: int
    venue_count: int

    @property
    def person_count(self) -> int:
        return len(self.tour_sizes) + len(self.route_sizes)


def plan_museum(stops: int) -> Plan:
    """The plan for at least two stops; half of them are stays."""
    stay_count = stops // 2
    tour_sizes = _split(stay_count, STAYS_PER_TOUR)
    return Plan(
        tour_sizes,
        _split(stops - stay_count, VISITS_PER_ROUTE),
        exhibition_count=-(-len(tour_sizes) // COPIES_PER_EXHIBITION),
        venue_count=max(6, stay_count // STAYS_PER_VENUE),
    )


def _split(total: int, size: int) -> list[int]:
    """Parts of a size, the last one smaller: 45 by 20 is 20, 20, 5."""
    return [min(size, total - start) for start in range(0, total, size)]


class Schedule:
    """Makes tours and routes, without clashes unless a `clash_share` (0 to 1) of the stays and
    visits ignores what is taken: the copy, the hall, the caravan or the person.
    """

    def __init__(self, plan: Plan, r: random.Random, clash_share: float = 0.0) -> None:
        self.plan, self.random, self.clash_share = plan, r, clash_share
        self.stays_by_venue: list[list[tuple[dt.date, dt.date]]] = [
            [] for _ in range(plan.venue_count)
        ]

    def may_clash(self) -> bool:
        return self.random.random() < self.clash_share

    def make_tour(self, n: int) -> Record:
        area = n % len(AREAS)
        zh, en = SUBJECTS[n % self.plan.exhibition_count % len(SUBJECTS)]
        opens = dt.date(2025, 1, 4) + self.random.randrange(0, 60) * 7 * DAY
        stops = []
        for k in range(self.plan.tour_sizes[n]):
            closes = opens + self.random.randrange(22, 50) * DAY
            stops.append(self.make_stay(f"t{n}-{k}", self.find_venue(area, opens, closes), n))
            stops[-1] |= {"open": opens, "close": closes, **make_outcome(self.random, closes)}
            stops[-1] |= {"campaigns": list_campaigns(opens, closes)}
            idle_days = STRIKE_DAYS + ROAD_DAYS + SET_UP_DAYS + self.random.randrange(0, 10)
            if not self.may_clash():
                opens = find_weekday(closes + idle_days * DAY, SATURDAY)
        return {
            "id": f"t{n}",
            "name": {"zh": f"{zh}的巡展 {n}", "en": f"{en} on Tour {n}"},
            "exhibition": f"e{n % self.plan.exhibition_count}",
            "copy": f"c{n}",
            "organisers": ["museum"],
            "stops": stops,
        }

    def make_stay(self, stop_id: str, venue: int, tour: int) -> Record:
        stay: Record = {"id": stop_id, "venue": f"v{venue}"}
        if self.random.random() < 0.3:
            stay["booking"] = {"required": True, "phone": "0931-0000000"}
        stay["crew"] = [f"p{self.pick_person(tour)}"]
        stay["note"] = pick_sentence(self.random)
        return stay

    def find_venue(self, area: int, opens: dt.date, closes: dt.date) -> int:
        """A venue of the area with a hall that is free for the whole stay; it is taken then."""
        start, end = opens - SET_UP_DAYS * DAY, closes + STRIKE_DAYS * DAY
        venues = list(range(area, self.plan.venue_count, len(AREAS)))
        self.random.shuffle(venues)
        for venue in venues:
            overlapping = [s for s in self.stays_by_venue[venue] if s[0] <= end and start <= s[1]]
            if len(overlapping) < HALLS_PER_VENUE or self.may_clash():
                self.stays_by_venue[venue].append((start, end))
                return venue
        raise ValueError(f"no hall is free from {start} to {end}")

    def make_route(self, n: int) -> Record:
        week = find_weekday(dt.date(2025, 9, 1) + self.random.randrange(0, 40) * 7 * DAY, THURSDAY)
        visits = []
        for k in range(self.plan.route_sizes[n]):
            visit = self.make_visit(f"r{n}-{k}", n)
            if k % 8 == 7:  # on Wednesdays, so that no other visit of the caravan is on its days
                repeat = {"first": week - DAY, "every": "1 week", "count": 6, "holidays": "keep"}
                visit["repeat"] = repeat
                ends = week + 6 * 7 * DAY
            else:
                visit["date"] = ends = week + self.random.randrange(0, 2) * DAY
            visit |= {"time": "09:00-11:30", **make_outcome(self.random, ends)}
            visits.append(visit)
            if not self.may_clash():
                week += 7 * DAY
        return {
            "id": f"r{n}",
            "name": {"zh": f"大篷车{n}号线", "en": f"Route of Caravan {n}"},
            "caravan": f"k{n}",
            "organisers": ["museum"],
            "visits": visits,
        }

    def make_visit(self, stop_id: str, route: int) -> Record:
        county = pick_county(self.random, route)
        place = {
            "name": {"zh": f"{county.zh}小学{stop_id}", "en": f"{county.en} School {stop_id}"},
            "region": county.code,
            "township": self.random.random() < 0.8,
            "coordinates": pick_coordinates(self.random, county),
        }
        person = self.pick_person(len(self.plan.tour_sizes) + route)
        return {"id": stop_id, "place": place, "expected": 120, "crew": [f"p{person}"]}

    def pick_person(self, own: int) -> int:
        """The person of the tour or route, or any if it may clash."""
        return self.random.randrange(self.plan.person_count) if self.may_clash() else own


def find_weekday(day: dt.date, weekday: int) -> dt.date:
    """The first day with that weekday (0 is Monday) from a day on."""
    return day + (weekday - day.weekday()) % 7 * DAY


def make_outcome(r: random.Random, end: dt.date) -> Record:
    """Status and visitors of a stop that ends on a day."""
    if end < TODAY:
        return {"status": "done", "visitors": r.randrange(50, 5_000)}
    return {"status": r.choices(("confirmed", "planned", "cancelled"), (80, 15, 5))[0]}


def make_campaign(year: int) -> Record:
    return {
        "name": {"zh": f"{year}年科技活动周", "en": f"Science Week {year}"},
        "class": "week",
        "start": dt.date(year, 5, 16),
        "end": dt.date(year, 5, 23),
        "organisers": ["museum"],
    }


def list_campaigns(opens: dt.date, closes: dt.date) -> list[str]:
    """The science weeks that a stay overlaps."""
    campaigns = {f"week-{year}": make_campaign(year) for year in CAMPAIGN_YEARS}
    return [name for name, c in campaigns.items() if c["start"] <= closes and opens <= c["end"]]


def edit_stay(tours: list[Record], form: str) -> None:
    """Change one stay halfway through the schedule: its note, or its last date."""
    stops = tours[len(tours) // 2]["stops"]
    stay = stops[len(stops) // 2]
    if form == "note":
        stay["note"] = {"zh": "请看**新的通知**。", "en": "Please see the **new notice**."}
    elif form == "date":
        stay["close"] += DAY
