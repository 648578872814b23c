"""Records as rows of a list: a few values of each, by which it is known again."""

from __future__ import annotations

from typing import Any

from tourbook.common.dates import OPEN_END, Span
from tourbook.common.l10n import localize_text
from tourbook.common.problems import Message
from tourbook.model.entries import (
    Article,
    Campaign,
    Caravan,
    Entry,
    Exhibition,
    Organisation,
    Venue,
)
from tourbook.model.region_names import format_whole_name
from tourbook.model.trips import Stop, Trip
from tourbook.schedule.agenda import Agenda
from tourbook.schema import Text
from tourbook.sources.value_words import name_value

from .selection import STATE_WORDS

Row = dict[str, Any]
"""Column -> value, as JSON would hold it; texts in one language."""
COLUMN_TITLES = {
    "id": Message("编号", "id"),
    "name": Message("名称", "name"),
    "title": Message("标题", "title"),
    "dates": Message("日期", "dates"),
    "date": Message("日期", "date"),
    "state": Message("状态", "state"),
    "place": Message("地点", "place"),
    "shows": Message("展览/车", "shows"),
    "trip": Message("巡展/线路", "trip"),
    "stops": Message("站数", "stops"),
    "remaining": Message("未结束", "to come"),
    "class": Message("类别", "class"),
    "region": Message("地区", "region"),
    "halls": Message("展厅", "halls"),
    "copies": Message("套", "sets"),
    "next": Message("下一次", "next"),
}


class RowMaker:
    """Makes rows in a language."""

    def __init__(self, agenda: Agenda, lang: str) -> None:
        self.agenda, self.lang = agenda, lang

    def make(self, record: Stop | Trip | Entry) -> Row:
        if isinstance(record, Stop):
            return self._make_stop(record)
        if isinstance(record, Trip):
            return self._make_trip(record)
        return self._make_entry(record)

    def localize(self, text: Text) -> str:
        return localize_text(text, self.lang, self.agenda.model.site.languages[0])

    def _make_stop(self, stop: Stop) -> Row:
        return {
            "id": stop.id,
            "dates": self.format_dates(stop),
            "state": STATE_WORDS[self.agenda.states[stop.id]].in_language(self.lang),
            "place": self.localize(stop.place.name),
            "shows": name_exhibit(stop),
            "trip": stop.trip.id,
        }

    def format_dates(self, stop: Stop) -> str:
        """Of a stop with several dates: the next one, and how many there are."""
        if not stop.spans:
            return ""
        if len(stop.spans) == 1:
            return format_span(stop.spans[0])
        day, count = self.agenda.next_days[stop.id] or stop.spans[0][0], len(stop.spans)
        return f"{day} " + ("×" + str(count))

    def _make_trip(self, trip: Trip) -> Row:
        shows = trip.exhibition if trip.kind == "tour" else trip.caravan
        return {
            "id": trip.id,
            "name": self.localize(trip.name),
            "shows": shows.id if shows else "",
            **self._count_stops("tour", trip.id),
        }

    def _count_stops(self, kind: str, id: str) -> Row:
        stops = self.agenda.list_stops(kind, id)
        spans = [span for stop in stops for span in stop.spans]
        whole = (min(spans)[0], max(end for _, end in spans)) if spans else None
        return {
            "dates": format_span(whole) if whole else "",
            "stops": len(stops),
            "remaining": self.agenda.count_remaining(kind, id),
        }

    def _make_entry(self, entry: Entry) -> Row:
        row: Row = {"id": entry.id, "name": self.localize(entry.name)}
        if class_ := getattr(entry.record, "class_", ""):
            row["class"] = name_value(class_).in_language(self.lang)
        if region := getattr(entry.record, "region", ""):
            row["region"] = format_whole_name(self.agenda.model.regions, region, self.lang)
        if isinstance(entry, Exhibition):
            row["copies"] = ", ".join(copy.id for copy in entry.record.copies)
        if isinstance(entry, Venue):
            row["halls"] = len(entry.record.halls)
        if isinstance(entry, Campaign):
            row["dates"] = format_span((entry.record.start, entry.last_day))
        if isinstance(entry, Article):
            row["date"] = str(entry.record.date)
        if isinstance(entry, Exhibition | Venue | Organisation | Campaign):
            row["remaining"] = self.agenda.count_remaining(entry.kind, entry.id)
        if isinstance(entry, Caravan):
            row["next"] = self._find_next_day(entry)
        return row

    def _find_next_day(self, caravan: Caravan) -> str:
        visits = self.agenda.engine.visits_by_caravan.get(caravan.id, ())
        return next((str(v.day) for v in visits if v.day >= self.agenda.today), "")


def name_exhibit(stop: Stop) -> str:
    """What a stop shows: "light/a", or the caravan that comes."""
    if stop.exhibition and stop.copy:
        return f"{stop.exhibition.id}/{stop.copy.id}"
    entry = stop.exhibition if stop.caravan is None else stop.caravan
    return entry.id if entry else ""


def format_span(span: Span) -> str:
    """ "2027-04-10 – 2027-05-23", the first day alone for one day, "…" for no end."""
    start, end = span
    if start == end:
        return str(start)
    return f"{start} – {end if end < OPEN_END else '…'}"
