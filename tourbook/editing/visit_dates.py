"""The dates of a visit: one is moved, or left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from tourbook.common.problems import Message
from tourbook.formats.yaml_edits import Assignment, Edit, Insertion, Removal
from tourbook.model.trips import Visit
from tourbook.schema.fields import Recurrence

from .changes import Change, ImpossibleChangeError
from .key_order import REPEAT_KEYS, VISIT_KEYS

MAX_LISTED_DATES = 5


def move_visit(visit: Visit, day: dt.date, sessions: str, old_day: dt.date | None) -> Change:
    """A visit on another day, and at other times unless `sessions` is ""; of a recurring one, its
    date `old_day`. Raises ImpossibleChangeError."""
    if visit.repeat is None:
        return _move_single_visit(visit, day, sessions, old_day)
    if old_day is None:
        raise ImpossibleChangeError(
            f"“{visit.id}” 有好几次：用 --from 写明改哪一次（{_list_dates(visit)}）",
            f"“{visit.id}” has several dates: say with --from which one ({_list_dates(visit)})",
        )
    _check_date(visit, old_day)
    values = {"to": day.isoformat()} | ({"time": sessions} if sessions else {})
    number = _find_move(visit.repeat, old_day)
    if number is None:
        moved = _insert(visit, "moved", len(visit.repeat.moved), {"from": str(old_day), **values})
        return _make_change(visit, _describe_move(visit, old_day, day, sessions), [moved])
    at = (*visit.location.path, "repeat", "moved", number)
    edits = [Assignment((*at, key), value) for key, value in values.items()]
    return _make_change(visit, _describe_move(visit, old_day, day, sessions), edits)


def _move_single_visit(
    visit: Visit, day: dt.date, sessions: str, old_day: dt.date | None
) -> Change:
    if old_day not in (None, visit.start):
        raise ImpossibleChangeError(
            f"“{visit.id}” 在 {visit.start}，不在 {old_day}",
            f"“{visit.id}” is on {visit.start}, not on {old_day}",
        )
    values = {"date": day.isoformat()} | ({"time": sessions} if sessions else {})
    if visit.record.status == "postponed":
        values["status"] = "confirmed"
    path = visit.location.path
    edits = [Assignment((*path, key), value, VISIT_KEYS) for key, value in values.items()]
    return _make_change(visit, _describe_move(visit, visit.start, day, sessions), edits)


def skip_date(visit: Visit, day: dt.date) -> Change:
    """A recurring visit without one of its dates. Raises ImpossibleChangeError."""
    if visit.repeat is None:
        raise ImpossibleChangeError(
            f"“{visit.id}” 只有一次：用 cancel 取消", f"“{visit.id}” has one date only: cancel it"
        )
    _check_date(visit, day)
    summary = Message(f"{visit.id}：{day} 不来", f"{visit.id} does not come on {day}")
    return _make_change(visit, summary, list(_iterate_skip_edits(visit, visit.repeat, day)))


def _iterate_skip_edits(visit: Visit, repeat: Recurrence, day: dt.date) -> Iterator[Edit]:
    at = (*visit.location.path, "repeat")
    number = _find_move(repeat, day)
    if number is not None:
        yield Removal((*at, "moved", number))
        day = repeat.moved[number].from_
    if day in repeat.also:
        yield Removal((*at, "also", repeat.also.index(day)))
    else:
        yield _insert(visit, "skip", len(repeat.skip), day.isoformat())


def _find_move(repeat: Recurrence, day: dt.date) -> int | None:
    """The number of the entry that moved a date to a day, or from it."""
    numbers = {move.from_: number for number, move in enumerate(repeat.moved)}
    numbers |= {move.to: number for number, move in enumerate(repeat.moved)}
    return numbers.get(day)


def _check_date(visit: Visit, day: dt.date) -> None:
    """Raises ImpossibleChangeError if a visit does not take place on a day."""
    if day not in {start for start, _ in visit.spans}:
        raise ImpossibleChangeError(
            f"“{visit.id}” 在 {day} 没有：最近的几次是 {_list_dates(visit, day)}",
            f"“{visit.id}” has no date on {day}; the nearest ones are {_list_dates(visit, day)}",
        )


def _list_dates(visit: Visit, nearest: dt.date = dt.date.max) -> str:
    """Those nearest to a day, in order."""
    days: Sequence[dt.date] = [start for start, _ in visit.spans]
    chosen = sorted(days, key=lambda day: abs(day - nearest))[:MAX_LISTED_DATES]
    return ", ".join(map(str, sorted(chosen)))


def _insert(visit: Visit, key: str, number: int, value: Any) -> Insertion:
    return Insertion((*visit.location.path, "repeat", key, number), value, REPEAT_KEYS)


def _make_change(visit: Visit, summary: Message, edits: Sequence[Edit]) -> Change:
    return Change(summary, {visit.location.file: tuple(edits)})


def _describe_move(visit: Visit, old_day: dt.date | None, day: dt.date, sessions: str) -> Message:
    return Message(
        f"{visit.id}：{old_day or ''} → {day} {sessions}".rstrip(),
        f"{visit.id}: {old_day or ''} → {day} {sessions}".rstrip(),
    )
