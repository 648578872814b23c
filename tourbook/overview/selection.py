"""Which stops and entries are meant by some conditions."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tourbook.common.dates import SpanState
from tourbook.common.problems import Message
from tourbook.model.entries import Entry
from tourbook.model.trips import Stop, Trip
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.membership import Membership
from tourbook.schema import Text

STATE_WORDS: dict[SpanState, Message] = {
    "unscheduled": Message("日期未定", "unscheduled"),
    "upcoming": Message("未开始", "upcoming"),
    "soon": Message("即将开始", "soon"),
    "now": Message("进行中", "now"),
    "closing": Message("快结束", "closing"),
    "over": Message("已结束", "over"),
    "cancelled": Message("已取消", "cancelled"),
    "postponed": Message("延期", "postponed"),
}


class Conditions(NamedTuple):
    """All must hold; what is empty does not matter."""

    members: tuple[Membership, ...] = ()
    """What a stop is part of, such as ("venue", "hall")."""
    first: dt.date | None = None
    last: dt.date | None = None
    states: frozenset[str] = frozenset()
    region: str = ""
    words: str = ""
    """A part of an id or a name."""


def select_stops(agenda: Agenda, conditions: Conditions) -> list[Stop]:
    """In order of time."""
    lists = [agenda.list_stops(*member) for member in conditions.members]
    member_ids = [{stop.id for stop in stops} for stops in lists]
    return [
        stop
        for stop in agenda.model.stops
        if all(stop.id in ids for ids in member_ids)
        and (not conditions.states or agenda.states[stop.id] in conditions.states)
        and _is_in_period(stop, conditions)
        and _matches(conditions.words, _iterate_words(stop))
    ]


def _is_in_period(stop: Stop, conditions: Conditions) -> bool:
    """Whether a stop takes place on any day of the period."""
    if conditions.first is None and conditions.last is None:
        return True
    first, last = conditions.first or dt.date.min, conditions.last or dt.date.max
    return any(start <= last and end >= first for start, end in stop.spans)


def _iterate_words(stop: Stop) -> Iterator[Text]:
    yield from (stop.id, stop.place.name, stop.trip.name)
    yield from (entry.name for entry in (stop.exhibition, stop.caravan) if entry)


def select_entries(
    agenda: Agenda, records: Iterable[Entry | Trip], conditions: Conditions
) -> list[Entry | Trip]:
    """In the order of their ids."""
    chosen = [
        record
        for record in records
        if _is_in_region(agenda, record, conditions.region)
        and _matches(conditions.words, (record.id, record.name))
    ]
    return sorted(chosen, key=lambda record: record.id)


def _is_in_region(agenda: Agenda, record: Entry | Trip, region: str) -> bool:
    code = getattr(record.record, "region", "")
    return not region or any(r.code == region for r in agenda.model.regions.list_ancestry(code))


def _matches(words: str, texts: Iterable[Text]) -> bool:
    """Whether any text has the words in it, in whichever language."""
    wanted_words = _normalize(words)
    return not words or any(
        wanted_words in _normalize(text)
        for value in texts
        for text in ([value] if isinstance(value, str) else value.values())
    )


def _normalize(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
