"""A recurring visit ends, and a successor goes on in its place: the past is not written anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from tourbook.common.problems import Message
from tourbook.formats.yaml_edits import Assignment, Edit, Insertion, Removal
from tourbook.model.trips import Visit
from tourbook.schema import get_stop_defaults
from tourbook.schema.fields import Recurrence
from tourbook.timetable.recurrence import RecurrenceRule, iterate_dates, parse_rule

from .changes import Change, ImpossibleChangeError
from .key_order import REPEAT_KEYS, VISIT_KEYS

_DATE_LISTS = ("skip", "also", "moved")


def end_visit(visit: Visit, last_day: dt.date, successor: dict[str, Any] | None) -> Change:
    """A recurring visit that ends on a day. `successor`: what is different about the visit that
    goes on from then, with its `id`; None for none. Raises ImpossibleChangeError."""
    repeat = visit.repeat
    if repeat is None:
        raise ImpossibleChangeError(
            f"“{visit.id}” 只有一次，不重复", f"“{visit.id}” has one date, and does not recur"
        )
    if not repeat.first <= last_day:
        raise ImpossibleChangeError(
            f"“{visit.id}” {repeat.first} 才开始；不要了就用 cancel",
            f"“{visit.id}” begins on {repeat.first} only: cancel it if it is not wanted",
        )
    edits = list(_iterate_end_edits(visit, repeat, last_day))
    summary = Message(f"{visit.id}：到 {last_day} 为止", f"{visit.id} ends on {last_day}")
    if successor is not None:
        record = _make_successor(visit, repeat, last_day, successor)
        *list_path, number = visit.location.path
        edits.append(Insertion((*list_path, int(number) + 1), record))
        first, new_id = record["repeat"]["first"], record["id"]
        summary = Message(
            f"{summary.zh}；{new_id} 从 {first} 起接着来",
            f"{summary.en}; {new_id} goes on from {first}",
        )
    return Change(summary, {visit.location.file: tuple(edits)})


def _iterate_end_edits(visit: Visit, repeat: Recurrence, last_day: dt.date) -> Iterator[Edit]:
    at = (*visit.location.path, "repeat")
    if repeat.count is not None:
        yield Removal((*at, "count"))
    yield Assignment((*at, "until"), last_day.isoformat(), REPEAT_KEYS)
    for name in _DATE_LISTS:
        days = [_get_day(item) for item in getattr(repeat, name)]
        # from behind, so that the numbers of the others stay as they are
        yield from (
            Removal((*at, name, n)) for n, day in reversed([*enumerate(days)]) if day > last_day
        )


def _make_successor(
    visit: Visit, repeat: Recurrence, last_day: dt.date, changes: dict[str, Any]
) -> dict[str, Any]:
    """The record of the visit that goes on. Raises ImpossibleChangeError if no date is left."""
    record: dict[str, Any] = msgspec.to_builtins(visit.record)
    defaults = msgspec.to_builtins(get_stop_defaults(visit.trip.record))
    for name in ("booking", "note"):  # its trip says these for it
        if name in defaults and record.get(name) == defaults[name]:
            del record[name]
    for name in ("aliases", "slug", "status", "visitors", "waivers"):
        record.pop(name, None)
    new_repeat = changes.pop("repeat", {})
    rule_days = new_repeat.get("days", repeat.days)
    rule = parse_rule(new_repeat.get("every", repeat.every), rule_days, repeat.first)
    record |= changes
    record["repeat"] |= new_repeat | _count_rest(visit, repeat, last_day, rule)
    for name in _DATE_LISTS:
        items = [item for item in getattr(repeat, name) if _get_day(item) > last_day]
        record["repeat"].pop(name, None)
        record["repeat"] |= {name: msgspec.to_builtins(items)} if items else {}
    record["repeat"] = _sort_keys(record["repeat"], REPEAT_KEYS)
    return _sort_keys(record, VISIT_KEYS)


def _count_rest(
    visit: Visit, repeat: Recurrence, last_day: dt.date, rule: RecurrenceRule
) -> dict[str, Any]:
    """The first date after a day, and how many there are. Raises ImpossibleChangeError if none."""
    dates = list(iterate_dates(rule, repeat.first, repeat.until, repeat.count))
    rest = [day for day in dates if day > last_day]
    if not rest:
        raise ImpossibleChangeError(
            f"“{visit.id}” 在 {last_day} 以后没有日期：不需要接着来的",
            f"“{visit.id}” has no date after {last_day}, so nothing is left to go on",
        )
    values: dict[str, Any] = {"first": rest[0].isoformat()}
    return values | ({"count": len(rest)} if repeat.count is not None else {})


def _get_day(item: Any) -> dt.date:
    """The day of an item of a list of dates: of a moved one, the original."""
    day: dt.date = item if isinstance(item, dt.date) else item.from_
    return day


def _sort_keys(record: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: record[key] for key in keys if key in record}
