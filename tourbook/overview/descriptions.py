"""All there is to know about one record: what is written, and what follows from the schedule."""

from __future__ import annotations

from tourbook.common.problems import Message
from tourbook.model.entries import Caravan, Entry, Exhibition, Venue
from tourbook.model.trips import Stay, Stop, Trip, Visit
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.availability import list_copy_availability
from tourbook.schema.fields import CopyRecord

from .rows import COLUMN_TITLES, Row, RowMaker, format_span
from .stop_descriptions import MAX_DATES, Description, StopDescriber
from .wording import Wording, join_times, list_hours, select_columns

MAX_STOPS = 30
TITLES = COLUMN_TITLES | {
    "kind": Message("种类", "kind"),
    "file": Message("文件", "file"),
    "status": Message("状态（写的）", "status"),
    "state": Message("状态（今天）", "state today"),
    "shows": Message("展出", "shows"),
    "caravan": Message("大篷车", "caravan"),
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
    "address": Message("地址", "address"),
    "needs": Message("展厅条件", "needs"),
    "loans": Message("借展方式", "kinds of loan"),
    "sets": Message("各套", "sets"),
    "stops": Message("站点", "stops"),
    "home": Message("存放", "home"),
    "next_days": Message("接下来的日子", "next days"),
    "remark": Message("备注", "remark"),
    "aliases": Message("旧编号", "former ids"),
    "used_in": Message("用在", "used in"),
    "problems": Message("问题", "problems"),
}


class Describer:
    """Describes records in a language."""

    def __init__(self, agenda: Agenda, lang: str) -> None:
        self.agenda, self.lang = agenda, lang
        self.rows, self.wording = RowMaker(agenda, lang), Wording(lang)
        self.stops = StopDescriber(agenda, lang)

    def describe(self, record: Stop | Trip | Entry) -> Description:
        if isinstance(record, Stay):
            description = self.stops.describe_stay(record)
        elif isinstance(record, Visit):
            description = self.stops.describe_visit(record)
        elif isinstance(record, Trip):
            description = self._describe_trip(record)
        else:
            assert isinstance(record, Entry)
            description = self._describe_entry(record)
        aliases = ", ".join(record.record.aliases)
        description |= {"aliases": aliases, "remark": record.record.remark}
        return {key: value for key, value in description.items() if value not in ("", None, [], {})}

    def describe_set(self, exhibition: Exhibition, copy: CopyRecord) -> Description:
        """A copy of an exhibition: where it was and will be, and when it is free."""
        stays = self.agenda.engine.stays_by_copy.get((exhibition.id, copy.id), [])
        no_end = self.wording.say("以后一直", "no end")
        description = {
            "id": f"{exhibition.id}/{copy.id}",
            "name": self.rows.localize(copy.name),
            "shows": self.rows.localize(exhibition.name),
            "home": copy.home,
            "stops": [
                select_columns(self.rows.make(s), "id", "dates", "state", "place") for s in stays
            ],
            "free": [
                {"days": f"{window.start or self.agenda.today} – {window.end or no_end}"}
                for item in list_copy_availability(self.agenda)
                if item.entry is exhibition and item.copy is copy
                for window in item.windows
            ],
        }
        return {key: value for key, value in description.items() if value not in ("", [])}

    # ---- trips and entries -----------------------------------------------------------------

    def _describe_trip(self, trip: Trip) -> Description:
        stops = sorted(trip.stops, key=lambda stop: stop.order)
        rows = [
            select_columns(self.rows.make(stop), "id", "dates", "state", "place") for stop in stops
        ]
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
                {"name": self.rows.localize(hall.name), "size": self.wording.list_measures(hall)}
                for hall in entry.record.halls
            ]
            description["hours"] = list_hours(entry.record.hours)
        if isinstance(entry, Exhibition):
            description["needs"] = self.wording.list_measures(entry.record.logistics)
            description["loans"] = self.wording.list_values(entry.loan_kinds)
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
            free_text = self.wording.say(f"{since} 起空着", f"free from {since}") if since else ""
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
                "day": self.wording.name_day(visit.day),
                "times": join_times(visit.sessions),
                "id": visit.stop.id,
                "place": self.rows.localize(visit.stop.place.name),
            }
            for visit in coming
        ]

    def _list_remaining_stops(self, entry: Entry) -> list[Row]:
        stops = self.agenda.list_stops(entry.kind, entry.id)
        remaining = [stop for stop in stops if not self.agenda.is_finished(stop)][:MAX_STOPS]
        return [self.rows.make(stop) for stop in remaining]
