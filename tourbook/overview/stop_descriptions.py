"""What is known of a stop: what is written, how it stands, and what comes before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from tourbook.common.dates import OPEN_END
from tourbook.common.problems import format_count
from tourbook.model.region_names import format_whole_name
from tourbook.model.trips import Stay, Stop, Visit
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.engine import CaravanVisit
from tourbook.schedule.halls import VenueHalls
from tourbook.schedule.stages import STAGE_WORDS, Stages
from tourbook.sources.value_words import name_value

from .rows import Row, RowMaker, name_exhibit
from .selection import STATE_WORDS
from .wording import Wording, join_times, list_hours, select_columns

MAX_DATES = 10
"""Coming dates of a visit or a caravan that are listed."""
Description = dict[str, Any]
"""What -> a text, a number, or rows of a table; what is empty is left out."""


class StopDescriber:
    """Describes stays and visits in a language."""

    def __init__(self, agenda: Agenda, lang: str) -> None:
        self.agenda, self.lang = agenda, lang
        self.rows, self.wording = RowMaker(agenda, lang), Wording(lang)

    def _describe_stop(self, stop: Stop) -> Description:
        regions = self.agenda.model.regions
        venue = f" [{stop.venue.id}]" if stop.venue else ""
        return {
            "id": stop.id,
            "trip": f"{self.rows.localize(stop.trip.name)} [{stop.trip.id}]",
            "status": name_value(stop.record.status).in_language(self.lang),
            "state": STATE_WORDS[self.agenda.states[stop.id]].in_language(self.lang),
            "shows": name_exhibit(stop) if stop.exhibition else "",
            "caravan": stop.caravan.id if stop.caravan else "",
            "place": self.rows.localize(stop.place.name) + venue,
            "region": format_whole_name(regions, stop.place.region, self.lang),
        }

    def describe_stay(self, stay: Stay) -> Description:
        engine = self.agenda.engine
        opening, span = engine.get_opening(stay), stay.spans[0] if stay.spans else None
        is_counted = span and span[1] < OPEN_END and opening.has_weekday_rules
        stays = engine.stays_by_copy.get(_get_copy_key(stay), [])
        number = stays.index(stay) if stay in stays else None
        before = stays[number - 1] if number else None
        after = stays[number + 1] if number is not None and number + 1 < len(stays) else None
        return {
            **self._describe_stop(stay),
            "hall": self._describe_hall(stay),
            "stages": self._list_stages(engine.get_stages(stay)),
            "open_days": opening.count_open_days(*span) if is_counted and span else None,
            "hours": list_hours(engine.get_written_hours(stay)),
            "before": self._describe_neighbour(before, stay, before),
            "after": self._describe_neighbour(stay, after, after),
        }

    def _describe_hall(self, stay: Stay) -> str:
        name = self.rows.localize(stay.record.hall)
        halls = stay.venue.record.halls if stay.venue else []
        if not (stay.venue and name and halls):
            return name
        known_name = VenueHalls(stay.venue).find_name(stay)
        numbers = VenueHalls(stay.venue).list_numbers(known_name)
        measures = self.wording.list_measures(halls[numbers[0]]) if len(numbers) == 1 else ""
        return f"{name} ({measures})" if measures else name

    def _list_stages(self, stages: Stages) -> list[Row]:
        derived = self.wording.say("推算", "derived")
        return [
            {
                "stage": STAGE_WORDS[name].in_language(self.lang),
                "day": str(stage.day) if stage.day < OPEN_END else "…",
                "note": derived if stage.is_derived else "",
            }
            for name, stage in stages._asdict().items()
            if stage
        ]

    def _describe_neighbour(self, a: Stay | None, b: Stay | None, other: Stay | None) -> list[Row]:
        """Where the set is before or after, and the road between."""
        if a is None or b is None or other is None:
            return []
        engine = self.agenda.engine
        km = engine.compute_stop_distance_km(a, b)
        road = ""
        if km is not None:
            days = engine.compute_road_days(km)
            days_en = format_count(days, "day")
            road = self.wording.say(
                f"{km:.0f} 公里，路上 {days} 天", f"{km:.0f} km, {days_en} on the road"
            )
        arrival = str(engine.compute_earliest_arrival(a, b)) if a.spans[0][1] < OPEN_END else ""
        can = self.wording.say(f"最早 {arrival} 能到", f"there on {arrival} at the earliest")
        return [
            {
                **select_columns(self.rows.make(other), "id", "dates", "place"),
                "road": road,
                "arrival": can if arrival else "",
            }
        ]

    def describe_visit(self, visit: Visit) -> Description:
        today = self.agenda.today
        dates = [(day, visit.list_sessions(day)) for day, _ in visit.spans]
        coming = [item for item in dates if item[0] >= today][:MAX_DATES] or dates[-MAX_DATES:]
        visits = (
            self.agenda.engine.visits_by_caravan.get(visit.caravan.id, []) if visit.caravan else []
        )
        return {
            **self._describe_stop(visit),
            "times": visit.record.time,
            "next_dates": [
                {"day": self.wording.name_day(day), "times": join_times(s)} for day, s in coming
            ],
            "date_count": len(dates) if len(dates) > 1 else None,
            "before": self._describe_other_visits(visit, reversed(visits), coming[:1], -1),
            "after": self._describe_other_visits(visit, visits, coming[:1], 1),
        }

    def _describe_other_visits(
        self,
        visit: Visit,
        visits: Iterable[CaravanVisit],
        dates: list[tuple[dt.date, Any]],
        direction: int,
    ) -> list[Row]:
        """The nearest visit of the caravan before or after a date, and the road between."""
        for day, _ in dates:
            for other in visits:
                if other.stop is not visit and (other.day - day).days * direction >= 0:
                    km = self.agenda.engine.compute_stop_distance_km(other.stop, visit)
                    row = {"id": other.stop.id, "day": self.wording.name_day(other.day)}
                    row["times"] = join_times(other.sessions)
                    row["place"] = self.rows.localize(other.stop.place.name)
                    minutes = self.agenda.engine.compute_road_minutes(km) if km is not None else 0
                    row["road"] = f"{km:.0f} km, {minutes / 60:.1f} h" if km is not None else ""
                    return [row]
        return []


def _get_copy_key(stay: Stay) -> tuple[str, str]:
    return stay.exhibition.id if stay.exhibition else "", stay.copy.id if stay.copy else ""
