"""All there is to know about one record: what is written, and what follows from the schedule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec

from tourbook.common.dates import OPEN_END
from tourbook.common.problems import Message, format_count
from tourbook.model.entries import Caravan, Entry, Exhibition, Venue
from tourbook.model.region_names import format_whole_name
from tourbook.model.trips import Stay, Stop, Trip, Visit
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.availability import list_copy_availability
from tourbook.schedule.engine import CaravanVisit
from tourbook.schedule.halls import VenueHalls
from tourbook.schedule.stages import Stages
from tourbook.schema.fields import CopyRecord
from tourbook.sources.value_words import name_value

from .rows import COLUMN_TITLES, Row, RowMaker, format_span, name_exhibit
from .selection import STATE_WORDS

MAX_DATES = 10
"""Coming dates of a visit or a caravan that are listed."""
MAX_STOPS = 30
_MEASURES = {
    "area": (Message("面积", "floor"), "m²"),
    "height": (Message("净高", "height"), "m"),
    "power": (Message("用电", "power"), "kW"),
    "floor_load": (Message("荷载", "floor load"), "kg/m²"),
}
_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Description = dict[str, Any]
"""What -> a text, a number, or rows of a table; what is empty is left out."""
TITLES = COLUMN_TITLES | {
    "id": Message("编号", "id"),
    "kind": Message("种类", "kind"),
    "name": Message("名称", "name"),
    "file": Message("文件", "file"),
    "trip": Message("巡展/线路", "trip"),
    "status": Message("状态（写的）", "status"),
    "state": Message("状态（今天）", "state today"),
    "shows": Message("展出", "shows"),
    "caravan": Message("大篷车", "caravan"),
    "place": Message("地点", "place"),
    "region": Message("地区", "region"),
    "hall": Message("展厅", "hall"),
    "stages": Message("各阶段", "stages"),
    "open_days": Message("开放天数", "open days"),
    "hours": Message("开放时间", "hours"),
    "times": Message("时间", "times"),
    "next_dates": Message("接下来的日期", "next dates"),
    "free": Message("空档", "free"),
    "date_count": Message("共几次", "dates in all"),
    "before": Message("之前", "before"),
    "after": Message("之后", "after"),
    "class": Message("类别", "class"),
    "address": Message("地址", "address"),
    "needs": Message("展厅条件", "needs"),
    "halls": Message("展厅", "halls"),
    "sets": Message("各套", "sets"),
    "stops": Message("站点", "stops"),
    "home": Message("存放", "home"),
    "next_days": Message("接下来的日子", "next days"),
    "remark": Message("备注", "remark"),
    "aliases": Message("旧编号", "former ids"),
    "used_in": Message("用在", "used in"),
    "problems": Message("问题", "problems"),
}
_STAGE_WORDS = {
    "transport": Message("启运", "transport"),
    "arrive": Message("到达", "arrival"),
    "set_up": Message("布展", "set-up"),
    "open": Message("开展", "opening"),
    "close": Message("闭展", "closing"),
    "strike": Message("撤展", "take-down"),
    "leave": Message("运离", "departure"),
}


class Describer:
    """Describes records in a language."""

    def __init__(self, agenda: Agenda, lang: str) -> None:
        self.agenda, self.lang = agenda, lang
        self.rows = RowMaker(agenda, lang)

    def describe(self, record: Stop | Trip | Entry) -> Description:
        if isinstance(record, Stay):
            description = self._describe_stay(record)
        elif isinstance(record, Visit):
            description = self._describe_visit(record)
        elif isinstance(record, Trip):
            description = self._describe_trip(record)
        else:
            assert isinstance(record, Entry)
            description = self._describe_entry(record)
        aliases = ", ".join(record.record.aliases)
        description |= {"aliases": aliases, "remark": record.record.remark}
        return {key: value for key, value in description.items() if value not in ("", None, [], {})}

    def _say(self, zh: str, en: str) -> str:
        return Message(zh, en).in_language(self.lang)

    def _list_measures(self, value: Any) -> str:
        """What a hall has, or an exhibition needs: “面积 300 m²，净高 3.5 m”."""
        values = msgspec.to_builtins(value) if value is not None else {}
        parts = [
            f"{word.in_language(self.lang)} {values[name]:g} {unit}"
            for name, (word, unit) in _MEASURES.items()
            if name in values
        ]
        return self._say("，", ", ").join(parts)

    def _name_day(self, day: dt.date) -> str:
        weekday = day.weekday()
        return f"{day} {self._say('周' + _WEEKDAYS_ZH[weekday], _WEEKDAYS_EN[weekday])}"

    def describe_set(self, exhibition: Exhibition, copy: CopyRecord) -> Description:
        """A copy of an exhibition: where it was and will be, and when it is free."""
        stays = self.agenda.engine.stays_by_copy.get((exhibition.id, copy.id), [])
        no_end = self._say("以后一直", "no end")
        description = {
            "id": f"{exhibition.id}/{copy.id}",
            "name": self.rows.localize(copy.name),
            "shows": self.rows.localize(exhibition.name),
            "home": copy.home,
            "stops": [_select(self.rows.make(s), "id", "dates", "state", "place") for s in stays],
            "free": [
                {"days": f"{window.start or self.agenda.today} – {window.end or no_end}"}
                for item in list_copy_availability(self.agenda)
                if item.entry is exhibition and item.copy is copy
                for window in item.windows
            ],
        }
        return {key: value for key, value in description.items() if value not in ("", [])}

    # ---- stops -----------------------------------------------------------------------------

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

    def _describe_stay(self, stay: Stay) -> Description:
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
            "hours": _list_hours(engine.get_written_hours(stay)),
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
        measures = self._list_measures(halls[numbers[0]]) if len(numbers) == 1 else ""
        return f"{name} ({measures})" if measures else name

    def _list_stages(self, stages: Stages) -> list[Row]:
        derived = self._say("推算", "derived")
        return [
            {
                "stage": _STAGE_WORDS[name].in_language(self.lang),
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
            road = self._say(
                f"{km:.0f} 公里，路上 {days} 天", f"{km:.0f} km, {days_en} on the road"
            )
        arrival = str(engine.compute_earliest_arrival(a, b)) if a.spans[0][1] < OPEN_END else ""
        can = self._say(f"最早 {arrival} 能到", f"there on {arrival} at the earliest")
        return [
            {
                **_select(self.rows.make(other), "id", "dates", "place"),
                "road": road,
                "arrival": can if arrival else "",
            }
        ]

    def _describe_visit(self, visit: Visit) -> Description:
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
                {"day": self._name_day(day), "times": _join_times(s)} for day, s in coming
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
                    row = {"id": other.stop.id, "day": self._name_day(other.day)}
                    row["times"] = _join_times(other.sessions)
                    row["place"] = self.rows.localize(other.stop.place.name)
                    minutes = self.agenda.engine.compute_road_minutes(km) if km is not None else 0
                    row["road"] = f"{km:.0f} km, {minutes / 60:.1f} h" if km is not None else ""
                    return [row]
        return []

    # ---- trips and entries -----------------------------------------------------------------

    def _describe_trip(self, trip: Trip) -> Description:
        stops = sorted(trip.stops, key=lambda stop: stop.order)
        rows = [_select(self.rows.make(stop), "id", "dates", "state", "place") for stop in stops]
        return {**self.rows.make(trip), "stops": rows}

    def _describe_entry(self, entry: Entry) -> Description:
        row = self.rows.make(entry)
        row.pop("remaining", None)
        description = {
            **row,
            "address": self.rows.localize(getattr(entry.record, "address", "")),
        }
        if isinstance(entry, Venue):
            description["halls"] = [
                {"name": self.rows.localize(hall.name), "size": self._list_measures(hall)}
                for hall in entry.record.halls
            ]
            description["hours"] = _list_hours(entry.record.hours)
        if isinstance(entry, Exhibition):
            description["needs"] = self._list_measures(entry.record.logistics)
            description["sets"] = self._list_sets(entry)
        if isinstance(entry, Caravan):
            description["next_days"] = self._list_next_days(entry)
        else:
            description["stops"] = self._list_remaining_stops(entry)
        return description

    def _list_sets(self, exhibition: Exhibition) -> list[Row]:
        """Where each set is, and from when it is free."""
        rows: list[Row] = []
        stays_by_copy, today = self.agenda.engine.stays_by_copy, self.agenda.today
        free = {
            item.copy.id: item.windows
            for item in list_copy_availability(self.agenda)
            if item.entry is exhibition and item.copy
        }
        for copy in exhibition.record.copies:
            stays = stays_by_copy.get((exhibition.id, copy.id), [])
            stay = next((stay for stay in stays if stay.spans[-1][1] >= today), None)
            windows = free.get(copy.id, ())
            since = windows[0].start or today if windows else None
            free_text = self._say(f"{since} 起空着", f"free from {since}") if since else ""
            rows.append(
                {
                    "id": copy.id,
                    "stop": stay.id if stay else "",
                    "dates": format_span(stay.spans[0]) if stay else "",
                    "free": free_text,
                }
            )
        return rows

    def _list_next_days(self, caravan: Caravan) -> list[Row]:
        visits = self.agenda.engine.visits_by_caravan.get(caravan.id, [])
        coming = [visit for visit in visits if visit.day >= self.agenda.today][:MAX_DATES]
        return [
            {
                "day": self._name_day(visit.day),
                "times": _join_times(visit.sessions),
                "id": visit.stop.id,
                "place": self.rows.localize(visit.stop.place.name),
            }
            for visit in coming
        ]

    def _list_remaining_stops(self, entry: Entry) -> list[Row]:
        stops = self.agenda.list_stops(entry.kind, entry.id)
        remaining = [stop for stop in stops if not self.agenda.is_finished(stop)][:MAX_STOPS]
        return [self.rows.make(stop) for stop in remaining]


def _get_copy_key(stay: Stay) -> tuple[str, str]:
    return stay.exhibition.id if stay.exhibition else "", stay.copy.id if stay.copy else ""


def _list_hours(hours: dict[str, str]) -> list[Row]:
    return [{"days": days, "times": times} for days, times in hours.items()]


def _join_times(sessions: Iterable[Any]) -> str:
    return ", ".join(f"{s.start}-{s.end}" if s.end else s.start for s in sessions)


def _select(row: Row, *columns: str) -> Row:
    return {column: row[column] for column in columns}
